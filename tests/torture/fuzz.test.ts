import {expect, it} from "vitest";
import {fuzz, kinds} from "./fuzz.ts";
import {isSlow} from "../long.ts";

// `FUZZED=100` is a longer form; 2,000 of each kind are in `npm run torture`.
const times = Number(process.env.FUZZED ?? (isSlow ? 12 : 5));

it.each(Object.keys(kinds))("whatever stands in %s is taken, or refused in one line", async (name) => {
  const {inputs, wrongs} = await fuzz(name, times, 1);
  expect(wrongs).toEqual([]);
  expect(inputs).toBe(times);
});
