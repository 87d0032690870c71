import {deserialize, serialize} from "node:v8";
import {describe, expect, it} from "vitest";
import {ListMemory, type MemoryState, type ServedList} from "../../src/lists/lists.ts";
import {differenceOf, restored} from "../../src/lists/past-order.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {randomWalks} from "../models/random-history.ts";

/** The lists of followers of a random history, as a loader has them. */
const listsOf = (seed: number, source: "x-api" | "tables"): ServedList[] =>
  randomWalks(seed, 12, [source]).flatMap(({followers, at}) =>
    followers === undefined
      ? []
      : [
          {
            source,
            ended: followers.ended ?? true,
            reason: followers.reason ?? null,
            ids: followers.people.map(String),
            countBefore: followers.count ?? null,
            countAfter: followers.count ?? null,
            startedMs: Math.round(at * 86_400_000)
          }
        ]
  );

describe("the state of a memory of lists", () => {
  it.each(["x-api", "tables"] as const)("goes on as the memory itself would: %s", (source) => {
    let reappeared = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const whole = new ListMemory();
      let moved = new ListMemory();
      for (const list of listsOf(seed, source)) {
        if (moved.hindsight.lostOrders.size + moved.hindsight.failedLists.size === 0)
          moved = ListMemory.from(deserialize(serialize(moved.state)) as MemoryState);
        const judged = whole.judge(list);
        expect(moved.judge(list)).toEqual(judged);
        expect(moved.hindsight).toEqual(whole.hindsight);
        reappeared += judged.reappeared.length;
      }
    }
    // People come back to old places, which takes the lists they left from.
    expect(reappeared).toBeGreaterThan(20);
  });

  it("is not given of a memory that looked back and found an order lost", () => {
    const memory = new ListMemory({lostOrders: new Map([[0, "ids are sorted"]]), failedLists: new Map()});
    expect(() => memory.state).toThrow("hindsight");
  });
});

describe("an order as its difference from another", () => {
  it("is the same again", () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 300; round++) {
      const other = Int32Array.from({length: Math.floor(random() * 40)}, (_, nth) => nth);
      const people = Int32Array.from(other)
        .filter(() => random() < 0.9)
        .sort(() => (random() < 0.05 ? 1 : 0));
      const own = Int32Array.from([...people.subarray(0, 3), 50, 51, ...people.subarray(3)]);
      expect(restored(differenceOf(own, other, 60), other)).toEqual(own);
      expect(restored(differenceOf(people, other, 60), other)).toEqual(people);
    }
  });

  it("may lack more people in a row than a call takes arguments", () => {
    const former = Int32Array.from({length: 300_000}, (_, nth) => nth);
    const next = former.filter((person) => person < 50_000);
    // By hand: place 0 and the 50,000 from there, then 250,000 of its own, and nothing of the other.
    const difference = differenceOf(former, next, 300_000);
    expect([...difference.subarray(0, 4)]).toEqual([0, 0, 50_000, 250_000]);
    expect(difference).toHaveLength(250_006);
    expect(restored(difference, next)).toEqual(former);
  });

  it("takes a few numbers where few people left, by hand", () => {
    // Of 0 1 2 3 4 5, two left: 1 and 4. The former order is: place 0 for one, 1 itself, places 1 and 2, 4 itself, place 3.
    const former = Int32Array.of(0, 1, 2, 3, 4, 5);
    const next = Int32Array.of(0, 2, 3, 5);
    expect([...differenceOf(former, next, 6)]).toEqual([0, 0, 1, 1, 1, 1, 2, 1, 4, 3, 1]);
  });
});
