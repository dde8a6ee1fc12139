/** How wide text is and where it breaks, without a browser: widths by classes of characters, rather too wide than too narrow. */

/** Widths in parts of the font size, near those of DejaVu Sans, which is wider than what most systems have. */
const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/[iljI|!'.,:;]/, 0.36],
  [/[ftr()[\]{}/\\\-" ]/, 0.43],
  [/[mwMW@%]/, 0.98],
  [/[A-Z&=<>+~#]/, 0.78],
  [/[a-z0-9_$?*]/, 0.63],
  [
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u,
    1.05,
  ],
];
const OTHERS = 0.7;

/** Width in pixels of one line in a font of this size. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    width += CLASSES.find(([pattern]) => pattern.test(character))?.[1] ?? OTHERS;
  }
  return width * size;
}

/** The text, or its beginning and an ellipsis that fit into the width. */
export function shorten(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join("").trimEnd()}…`, size) > width) {
    characters.pop();
  }
  return `${characters.join("").trimEnd()}…`;
}

/**
 * Lines that fit into the width. Breaks at spaces, after `_ - / . ,` and before capitals inside a word; what is longer than
 * a line is cut into pieces; what is more than the lines ends in an ellipsis.
 */
export function wrap(text: string, width: number, size: number, mostLines: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of piecesOf(text.replace(/\s+/g, " ").trim(), width, size)) {
    if (line !== "" && textWidth((line + piece).trimEnd(), size) > width) {
      lines.push(line);
      line = piece;
    } else line += piece;
  }
  if (line !== "") lines.push(line);
  const last = shorten(lines.slice(mostLines - 1).join(""), width, size);
  return [...lines.slice(0, mostLines - 1), last].map((each) => each.trim()).filter((each) => each !== "");
}

/** The parts of a text between which a line may break, none of them wider than a line. */
function piecesOf(text: string, width: number, size: number): readonly string[] {
  const pieces: string[] = [];
  for (const piece of text.split(/(?<=[ _\-/.,])|(?<=[a-z])(?=[A-Z])/)) {
    let part = "";
    for (const character of piece) {
      if (part !== "" && textWidth(part + character, size) > width) {
        pieces.push(part);
        part = "";
      }
      part += character;
    }
    pieces.push(part);
  }
  return pieces;
}
