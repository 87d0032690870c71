import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Validation} from "./study.ts";

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const saved = JSON.parse(read("reports/validation.json")) as Validation;
const [long, short] = saved.groups;

describe("the study that was saved", () => {
  it("is of 200 brands, in which lists proved no route that is wrong and every window held the true time", () => {
    expect(saved.worlds).toBe(200);
    expect(saved.groups.map(({keeping, worlds}) => [keeping, worlds])).toEqual([
      ["long", 150],
      ["short", 50]
    ]);
    for (const {results} of saved.groups) {
      expect(results.map(({schedule}) => schedule)).toEqual(["hourly", "daily", "weekly"]);
      for (const {came, provedRight, provedWrong, unseenRight, unseenWrong, unknown, windows} of results) {
        expect(provedWrong).toBe(0);
        expect(provedRight.x + unseenRight.x + unseenWrong.x + unknown.x).toBe(came);
        expect(windows.x).toBe(windows.n);
      }
    }
  });

  it("is what the manual says", () => {
    const manual = read("docs/bluesky.md");
    const rows = manual.split("\n").flatMap((line) => {
      const cells = line.split("|").map((cell) => cell.trim());
      return cells.length === 6 ? [cells.slice(1, -1)] : [];
    });
    const row = (name: RegExp) => rows.find(([first]) => name.test(first!))!.slice(1);
    const share = ({x, n}: {x: number; n: number}) => (x === 0 ? "none" : `${((100 * x) / n).toFixed(1)} %`);
    const {results, records} = long!;
    expect(row(/^route proved by lists, and right$/)).toEqual(results.map((one) => share(one.provedRight)));
    expect(row(/^route proved by lists, and wrong$/)).toEqual(["none", "none", "none"]);
    expect(row(/^organic, as no list shows .* right$/)).toEqual(results.map((one) => share(one.unseenRight)));
    expect(row(/^the same, and wrong/)).toEqual(results.map((one) => share(one.unseenWrong)));
    expect(row(/^route unknown$/)).toEqual(results.map((one) => share(one.unknown)));
    const hours = (value: number | null) => `${value! < 1 ? value!.toFixed(1) : Math.round(value!)} hours`;
    expect(row(/^middle of the window/)).toEqual(results.map((one) => hours(one.middleOffHours)));
    expect(manual).toContain(`(${saved.date}; hourly lists for 7 days`);
    const ranges = results.map(({ranges: {x, n}}) => (x === n ? "all" : x));
    expect(ranges.slice(1)).toEqual(["all", "all"]);
    const prose = manual.replaceAll(/\s+/g, " ");
    expect(prose).toContain(`and in ${ranges[0]} of them with hourly ones`);
    const dropped = short!.results.at(-1)!;
    expect(prose).toContain(
      `wrong for ${share(dropped.unseenWrong)} of those who came (weekly lists), and the range held in ${dropped.ranges.x}`
    );
    expect(prose).toContain(
      `wrong for ${share(records.present.wrong)} of everyone present, and for ${share(records.mutual.wrong)} of those whom the brand follows too`
    );
  });
});
