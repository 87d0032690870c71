import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, it} from "vitest";
import {createRandom} from "../../data-loaders/demo/random.ts";
import {add, formatTally, noTally, Torturer} from "./kills.ts";
import {Stores, verbs} from "./verbs.ts";
import {isSlow} from "../long.ts";

// `TORTURES=60` is a longer form; 500 kills and 200 full disks of every verb are in `npm run torture`.
const times = Number(process.env.TORTURES ?? (isSlow ? 5 : 3));

const folder = mkdtempSync(join(tmpdir(), "followback-torture-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const torturer = new Torturer(new Stores(join(folder, "stores")), folder);
/** Those that need no more than one store, and no more than a second. */
const short = verbs.filter(({store, isSlow}) => store === "full" && !isSlow);

it.each([
  ["killed", "killAtRandom"],
  ["met a full disk", "fillAtRandom"]
] as const)(
  "what was %s anywhere loses nothing, is never seen half, and does it when it is run again",
  async (_, meet) => {
    const random = createRandom(times + meet.length);
    const sum = noTally();
    for (let nth = 0; nth < times; nth++)
      add(
        sum,
        await torturer[meet](short[Math.floor(random.between(0, short.length))]!, 10_007 * nth + times)
      );
    console.log(formatTally(sum));
    expect(sum.wrongs).toEqual([]);
    expect(sum.faults).toBeGreaterThan(0);
  }
);
