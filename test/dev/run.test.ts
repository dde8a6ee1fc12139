import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Sources {
  readonly FOLDERS: readonly string[];
  readonly STAMP: string;
  readonly digestOf: (project: string) => string;
  readonly whatToRun: (project: string) => "compiled" | "sources" | "changed";
}
const { FOLDERS, STAMP, digestOf, whatToRun } = (await import(
  new URL("../../dev/sources.mjs", import.meta.url).href
)) as Sources;

describe("What npm run worker and npm run api run", () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "mizzen-run-"));
    for (const folder of FOLDERS) {
      mkdirSync(join(project, folder, "deep"), { recursive: true });
      writeFileSync(join(project, folder, "deep", "main.ts"), `// ${folder}\n`);
    }
    for (const file of ["package-lock.json", "tsconfig.json", "tsconfig.build.json"])
      writeFileSync(join(project, file), "{}");
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  const build = (): void => {
    mkdirSync(join(project, "dist"));
    writeFileSync(join(project, "dist", STAMP), `${digestOf(project)}\n`);
  };

  it("is the sources without a build, or with half of one", () => {
    assert.equal(whatToRun(project), "sources");
    mkdirSync(join(project, "dist"));
    assert.equal(whatToRun(project), "sources");
  });

  it("is the build when it was made of these sources, whatever their dates", () => {
    build();
    utimesSync(join(project, "yawl", "deep", "main.ts"), new Date(), new Date(Date.now() + 60_000));
    assert.equal(whatToRun(project), "compiled");
  });

  for (const [what, file] of [
    ["a source", "yawl/deep/main.ts"],
    ["a new source", "api/new.ts"],
    ["a version of a library", "package-lock.json"],
  ] as const) {
    it(`is the sources when ${what} has changed since`, () => {
      build();
      writeFileSync(join(project, file), "changed");
      assert.equal(whatToRun(project), "changed");
    });
  }

  it("is the build where there is nothing else", () => {
    build();
    for (const folder of FOLDERS) rmSync(join(project, folder), { recursive: true });
    assert.equal(whatToRun(project), "compiled");
  });
});
