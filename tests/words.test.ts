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
