import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";

const root = new URL("../../reports/", import.meta.url);
const pages = readdirSync(root, {recursive: true, encoding: "utf8"})
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => /\.md(\.ts)?$/.test(name) && !name.startsWith(".observablehq/"));

const longestLine = 160;

/** A picture or its empty state by hand: `figure` of reports/components/figure.ts is for that. */
const ternaries = [/\?\s*resize\(/, /\bresize\(\s*\(/];

/** A text that is displayed by hand stands on the page as code shows it: nothing at all as two quotes. */
const displaysNothing = /\bdisplay\(\s*[^;]*?\?\s*""\s*:/;

/** What is wrong with the form of a page, line by line. */
function faultsOf(page: string): string[] {
  const long = page
    .split("\n")
    .flatMap((line, nth) =>
      line.length > longestLine ? [`line ${nth + 1} has ${line.length} characters`] : []
    );
  return [
    ...long,
    ...(ternaries.some((ternary) => ternary.test(page)) ? ["draws without figure()"] : []),
    ...(displaysNothing.test(page) ? ['displays "", which is shown as two quotes'] : [])
  ];
}

/**
 * Where text of the report compares with the smallest group that may be shown: `src/site/publish.ts` decides that, and the
 * report's data say it. A sentence may name the number, as `${smallestGroup}`.
 */
const comparisonsIn = (text: string) =>
  text
    .replace(/^import \{[^}]*\} from "[^"]*";$/gm, "")
    .replaceAll("export const smallestGroup = ", "")
    .replaceAll("${smallestGroup}", "")
    .split("\n")
    .filter((line) =>
      /smallestGroup|smallest_group\(|(people|members|size|n|dated|opening)\b\W* [<>]=? ?(29|30)\b/.test(line)
    );

describe("small-cell suppression", () => {
  const files = readdirSync(root, {recursive: true, encoding: "utf8"})
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /\.(md|md\.ts|ts|sql)$/.test(name) && !name.startsWith(".observablehq/"));

  it("is decided by no page, component or query of the report", () => {
    expect(files.length).toBeGreaterThan(80);
    const found = files.flatMap((name) =>
      comparisonsIn(readFileSync(new URL(name, root), "utf8")).map((line) => `${name}: ${line.trim()}`)
    );
    expect(found).toEqual([]);
  });

  it("would be found", () => {
    const bad = [
      "if (rate.size >= smallestGroup) return 1;",
      "where smaller >= smallest_group()",
      "if (Math.min(a, smallestGroup) === a) return 1;",
      "if (dated < 30) return 1;"
    ];
    const good =
      'import {smallestGroup} from "./thresholds.js";\nreturn `It takes ${smallestGroup} people.`;';
    expect(comparisonsIn([...bad, good].join("\n"))).toEqual(bad);
  });
});

describe("the form of the report's pages", () => {
  it("has pages to look at", () => expect(pages.length).toBeGreaterThan(8));

  it.each(pages)("%s can be read, and draws by figure()", (page) => {
    expect(faultsOf(readFileSync(new URL(page, root), "utf8"))).toEqual([]);
  });

  it("finds nothing that is shown as two quotes", () => {
    const quotes = ['displays "", which is shown as two quotes'];
    expect(faultsOf('display(rows.length === 0 ? "" : table(rows));')).toEqual(quotes);
    expect(faultsOf('display(\n  rows.length === 0\n    ? ""\n    : table(rows)\n);')).toEqual(quotes);
    expect(faultsOf('if (rows.length > 0) display(table(rows));\nconst name = a ? "" : b;')).toEqual([]);
  });

  it("finds long lines and pictures drawn by hand, wherever the lines break", () => {
    const line = "x".repeat(longestLine);
    expect(faultsOf(`${line}\n${line}y\n`)).toEqual(["line 2 has 161 characters"]);
    const byHand = ["draws without figure()"];
    expect(faultsOf("${rows.length ? resize((width) => plot(rows, {width})) : none()}")).toEqual(byHand);
    expect(faultsOf("${rows.length\n  ? resize(\n    (width) => plot(rows, {width})) : none()}")).toEqual(
      byHand
    );
    expect(faultsOf("${resize((width) => plot(rows, {width}))}")).toEqual(byHand);
    expect(faultsOf("const figure = figures(resize);\n${figure(rows.length > 0, draw, {label})}")).toEqual(
      []
    );
  });
});
