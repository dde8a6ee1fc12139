/** Colours of the pictures, for light and for dark surroundings. */

/** Regions are told apart by these; they can be read on light and dark. */
export const REGION_COLOURS = ["#d1495b", "#00838f", "#b26a00", "#6a5acd", "#2e8b57", "#b0469b"] as const;

/** Fonts in the order in which they are looked for. */
export const FONT_FAMILY = `system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif`;

interface Theme {
  readonly paper: string;
  readonly ink: string;
  readonly line: string;
  readonly label: string;
  readonly token: string;
  readonly busy: string;
  /** fill and border */
  readonly manual: readonly [string, string];
  readonly automated: readonly [string, string];
  readonly composite: readonly [string, string];
  readonly routing: readonly [string, string];
  readonly condition: readonly [string, string];
  readonly input: readonly [string, string];
  readonly output: readonly [string, string];
}

const LIGHT: Theme = {
  paper: "#ffffff",
  ink: "#1b2430",
  line: "#5b6675",
  label: "#3f4a59",
  token: "#c2185b",
  busy: "#ffe08a",
  manual: ["#edf4fc", "#2f6ca8"],
  automated: ["#eaf6f3", "#1d7a6b"],
  composite: ["#f3effb", "#6a4fa3"],
  routing: ["#f4f5f7", "#6b7686"],
  condition: ["#fff9e6", "#8a6d1c"],
  input: ["#e7f5ea", "#2e7d32"],
  output: ["#fdeceb", "#b3322a"],
};

const DARK: Theme = {
  paper: "#14181e",
  ink: "#e8ecf1",
  line: "#9aa6b5",
  label: "#c0c9d4",
  token: "#ff7aa8",
  busy: "#6b5310",
  manual: ["#1b2a3b", "#6ea8e0"],
  automated: ["#16302c", "#58bfab"],
  composite: ["#2a2340", "#a98fe0"],
  routing: ["#232830", "#93a0b1"],
  condition: ["#2e2813", "#d1b25a"],
  input: ["#17301b", "#6cc274"],
  output: ["#371b19", "#ec8379"],
};

const KINDS = ["manual", "automated", "composite", "routing", "condition", "input", "output"] as const;

function rulesOf(theme: Theme): string {
  const rules = [
    `.paper{fill:${theme.paper}}`,
    `.ink{fill:${theme.ink}}`,
    `.beneath{stroke:${theme.paper}}`,
    `.label{fill:${theme.label};stroke:${theme.paper}}`,
    `.line{stroke:${theme.line}}`,
    `.head{fill:${theme.line}}`,
    `.token{fill:${theme.token}}`,
    `.count{fill:${theme.paper}}`,
  ];
  for (const kind of KINDS) {
    const [fill, border] = theme[kind];
    rules.push(
      `.${kind} .fill{fill:${fill}}.${kind} .border{stroke:${border}}.${kind} .sign{fill:${border}}`,
    );
  }
  rules.push(`.busy .fill{fill:${theme.busy}}`);
  return rules.join("");
}

/** The style sheet of a picture. */
export const STYLE = [
  `text{font-family:${FONT_FAMILY}}`,
  ".name{font-size:12px}.label{font-size:10.5px}.heading{font-size:15px;font-weight:600}.count{font-size:10px;font-weight:700}",
  ".label,.beneath{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}",
  ".line{fill:none;stroke-width:1.4}.border{stroke-width:1.5}.thin{fill:none;stroke-width:1}",
  rulesOf(LIGHT),
  `@media (prefers-color-scheme:dark){${rulesOf(DARK)}}`,
].join("\n");
