import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";

const root = new URL("../../", import.meta.url);
const namesIn = (folder: string, name: RegExp) =>
  readdirSync(new URL(folder, root), {recursive: true, encoding: "utf8"})
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      [...readFileSync(new URL(file, root), "utf8").matchAll(name)].map((match) => `${file}: ${match[0]}`)
    );

describe("one word has one meaning", () => {
  it("calls what the build says of lists a judgement, and of claims a verdict", () => {
    const type = (name: string) => new RegExp(`\\bexport (type|interface) \\w*${name}\\w*`, "g");
    for (const folder of ["src/lists", "src/forget", "data-loaders"])
      expect(namesIn(folder, type("Verdict"))).toEqual([]);
    for (const folder of ["src/statistics", "src/models", "reports/components"])
      expect(namesIn(folder, type("Judgement"))).toEqual([]);
    expect(namesIn("src/lists", type("Judgement"))).toEqual(["src/lists/lists.ts: export type Judgement"]);
  });

  it("calls when scans are taken a schedule", () => {
    for (const folder of ["src", "data-loaders", "reports/components", "tests/calibration", "tests/demo"])
      expect(namesIn(folder, /\w*(strateg|cadence)\w*/gi)).toEqual([]);
  });
});
