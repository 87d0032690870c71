import {expect, it} from "vitest";
import * as pages from "../reports/components/format.js";
import * as words from "../src/words.ts";

it.each([
  [0, "0 people"],
  [1, "1 person"],
  [2, "2 people"],
  [1200, "1,200 people"]
])("counts %i as %s, in messages and on pages", (count, text) => {
  for (const {plural} of [words, pages]) expect(plural(count, "person", "people")).toBe(text);
});

it("makes the first letter large, in messages and on pages", () => {
  for (const {capital} of [words, pages]) expect(capital("read @brand daily")).toBe("Read @brand daily");
});

it("rounds no share to none or all that is neither, and no amount to nothing", () => {
  const {fixed, hundredths} = words;
  expect([0, 0.004, 0.28, 0.995, 0.996, 0.99996, 1].map((share) => hundredths(share, 0))).toEqual([
    "0", "0.4", "28", "99.5", "99.6", "99.996", "100"
  ]); // prettier-ignore
  expect([0.0004, 0.123, 0.9997].map((share) => hundredths(share, 1))).toEqual(["0.04", "12.3", "99.97"]);
  expect([fixed(0, 1), fixed(0.04, 1), fixed(0.25, 1), fixed(-0.004, 2)]).toEqual([
    "0.0",
    "0.04",
    "0.3",
    "-0.004"
  ]);
});

it("tells sizes so that something is never nothing", () => {
  expect([0, 1, 12_000, 12_001, 999_000, 1_000_000, 12_345_678].map(words.size)).toEqual([
    "0 kB", "1 kB", "12 kB", "13 kB", "999 kB", "1.0 MB", "12.3 MB"
  ]); // prettier-ignore
});

it("rounds what is paid at most up", () => {
  expect([0, 0.001, 0.01, 1.2301, 4.2].map(words.dollarsAtMost)).toEqual([
    "$0.00",
    "$0.01",
    "$0.01",
    "$1.24",
    "$4.20"
  ]);
});
