import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";

const folder = new URL("../../.github/workflows/", import.meta.url);
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(new URL(name, folder), "utf8")
}));

describe.each(workflows)("the workflow $name", ({text}) => {
  it("runs no action but by its commit, with the version it is", () => {
    const used = [...text.matchAll(/uses: (.+)/g)].map(([, action]) => action!);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual(
      []
    );
  });

  it("may only read, unless one of its jobs says otherwise", () => {
    const all = /^permissions:\n((?: {2}.+\n)+)/m.exec(text)![1]!;
    expect(
      all
        .trim()
        .split("\n")
        .map((line) => line.trim().split(": ")[1])
    ).not.toContain("write");
    const written = [...text.matchAll(/^ {6}([\w-]+): write$/gm)].map(([, what]) => what);
    expect(written.filter((what) => what !== "pages" && what !== "id-token")).toEqual([]);
  });

  it("puts nothing that others write into a shell", () => {
    const shells = [...text.matchAll(/run: (\|\n(?: {10,}.*\n)+|.+)/g)].map(([, lines]) => lines!);
    const given = shells.flatMap((lines) =>
      [...lines.matchAll(/\$\{\{ *([^} ]+)/g)].map(([, what]) => what!)
    );
    expect(given.filter((what) => !what.startsWith("steps."))).toEqual([]);
  });
});
