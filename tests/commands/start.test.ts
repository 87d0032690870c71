import {execFileSync} from "node:child_process";
import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {makeTempDir, removeDir} from "../stored.ts";

const root = join(import.meta.dirname, "../..");
const temp = makeTempDir();
afterAll(() => removeDir(temp));

/** A program of a few lines in the places of the real one, started by the real one's start. */
let program = "";
let nth = 0;
beforeEach(() => {
  program = join(temp, String(++nth));
  for (const folder of ["src/commands", "data-loaders", "reports/components", "node_modules"])
    mkdirSync(join(program, folder), {recursive: true});
  for (const name of readdirSync(join(root, "node_modules")).filter((name) => !name.startsWith(".")))
    symlinkSync(join(root, "node_modules", name), join(program, "node_modules", name));
  for (const file of ["src/followback.js", "src/compiled.js"]) cpSync(join(root, file), join(program, file));
  write("package.json", '{"type": "module"}');
  write("node_modules/.package-lock.json", "{}");
  write("src/commands/cli.ts", cli);
  write("src/words.ts", "export const word: string = 'first';");
  write("src/beside.sql", "select 1");
});

const cli = `import {readFileSync} from "node:fs";
import {word} from "../words.ts";
import {colour} from "../../reports/components/colour.js";
const beside = new URL("../beside.sql", import.meta.url);
export async function main(argv: string[]): Promise<number> {
  console.log(word, colour, readFileSync(beside, "utf8"), argv.slice(2).join(" "));
  return 3;
}`;

const write = (file: string, content: string) => writeFileSync(join(program, file), content);
const cache = () => join(program, "node_modules/.cache/followback");
const compiled = () => (existsSync(cache()) ? readdirSync(cache()) : []);

/** What it prints, and its exit code. */
function run(...args: string[]): {said: string; code: number} {
  try {
    return {
      said: execFileSync(process.execPath, [join(program, "src/followback.js"), ...args], {
        encoding: "utf8"
      }).trim(),
      code: 0
    };
  } catch (error) {
    const {stdout, status} = error as {stdout: string; status: number};
    return {said: stdout.trim(), code: status};
  }
}

describe("the start of the program", () => {
  beforeEach(() => write("reports/components/colour.ts", "export const colour = 'blue';"));

  it("compiles once, and runs what it compiled, with the files beside its sources", () => {
    expect(run("a", "b")).toEqual({said: "first blue select 1 a b", code: 3});
    const once = compiled();
    expect(once).toHaveLength(1);
    expect(run("c")).toEqual({said: "first blue select 1 c", code: 3});
    expect(compiled()).toEqual(once);
  });

  it("runs no compiled file of other sources: a word, a component and the packages are looked at", () => {
    run();
    write("src/words.ts", "export const word: string = 'other';");
    expect(run().said).toBe("other blue select 1");
    write("reports/components/colour.ts", "export const colour = 'pink';");
    expect(run().said).toBe("other pink select 1");
    write("src/words.ts", "export const word: string = 'first';");
    expect(run().said).toBe("first pink select 1");
    const before = compiled();
    write("node_modules/.package-lock.json", '{"other": 1}');
    run();
    expect(compiled().filter((name) => !before.includes(name))).toHaveLength(1);
  });

  it("runs none that was compiled in another folder", () => {
    run();
    const moved = `${program}-moved`;
    cpSync(program, moved, {recursive: true, verbatimSymlinks: true});
    removeDir(program);
    program = moved;
    expect(run().said).toBe("first blue select 1");
  });

  it("keeps few of them", () => {
    for (const word of ["a", "b", "c", "d", "e", "f"]) {
      write("src/words.ts", `export const word: string = "${word}";`);
      expect(run().said).toBe(`${word} blue select 1`);
    }
    expect(compiled()).toHaveLength(4);
  });

  it("runs as TypeScript where nothing can be compiled, and with --debug", () => {
    expect(run("--debug").said).toBe("first blue select 1 --debug");
    expect(compiled()).toEqual([]);
    mkdirSync(join(program, "node_modules/.cache"));
    // A file in the folder's place.
    write("node_modules/.cache/followback", "");
    expect(run("x")).toEqual({said: "first blue select 1 x", code: 3});
    expect(readFileSync(cache(), "utf8")).toBe("");
  });
});
