import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";

const components = new URL("../../reports/components/", import.meta.url);
const reports = new URL("../../reports/", import.meta.url);
const text = (file: URL) => readFileSync(file, "utf8");

/** Code without remarks, so that a word in one offends nobody. */
const codeOf = (source: string) => source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");

/** What computes an interval: its names, the square root in its width, the normal quantile. */
const computes = /\b(wilson|newcombe|jeffreys|quantile)\w*\s*\(|Math\.(sqrt|erf)\b|\b(1\.9[56]|2\.57)\d*\b/i;

/** What reaches into the program, where statistics live. */
const imports = /\bfrom "(\.\.\/)+src\/|\bimport\("(\.\.\/)+src\//;

describe("the difference of two routes and its interval", () => {
  const models = new URL("../../src/models/", import.meta.url);
  const computesDifference = /\b(newcombe\w*|difference_of)\s*\(/;

  it("are computed in one model, and of samples in another", () => {
    const files = readdirSync(models, {recursive: true, encoding: "utf8"})
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => /\.(sql|ts)$/.test(name) && !name.endsWith("prelude.sql"));
    expect(files.length).toBeGreaterThan(80);
    const found = files.filter((name) => computesDifference.test(text(new URL(name, models))));
    // What a sample shows has weights, and is compared apart.
    expect(found.sort()).toEqual(["computed/interest-ways.ts", "intermediate/comparisons.sql"]);
  });
});

describe("pages and components show statistics and compute none", () => {
  const files = readdirSync(components).filter((name) => name.endsWith(".ts"));
  it("has components to look at", () => expect(files.length).toBeGreaterThan(30));

  it.each(files)("%s neither imports nor defines an interval", (file) => {
    const code = codeOf(text(new URL(file, components)));
    expect(computes.exec(code)?.[0]).toBeUndefined();
    expect(imports.exec(code)?.[0]).toBeUndefined();
  });

  const pages = readdirSync(new URL("[account]/", reports)).filter((name) => name.endsWith(".md"));
  it.each(pages)("%s computes none", (page) => {
    const code = [...text(new URL(`[account]/${page}`, reports)).matchAll(/```js\n([\s\S]*?)```/g)].join(
      "\n"
    );
    expect(computes.exec(code)?.[0]).toBeUndefined();
  });

  it.each(["wilson({hits, size})", "newcombe(a, b)", "Math.sqrt(p * q)", "const z = 1.959963984540054"])(
    "finds %s",
    (code) => expect(computes.test(code)).toBe(true)
  );
});
