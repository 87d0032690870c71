import {isDeepStrictEqual} from "node:util";
import {describe, expect, it} from "vitest";
import {ListMemory, type Judged, type ServedList, type Judgement} from "../../src/lists/lists.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {PlainMemory} from "./plain-memory.ts";

const histories = 1000;
const walks = 10;

/** Lists of one account as a year might serve them: people come, leave and come back, and walks go wrong. */
function* serve(seed: number): Generator<ServedList> {
  const random = randomNumbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  const oneIn = (n: number) => below(n) === 0;
  let lastId = seed * 1000;
  const born = () => String((BigInt(++lastId) * 61_803_399n) % 99_999_989n);
  let standing = Array.from({length: below(seed % 3 === 0 ? 700 : 120)}, born);
  // One series in three is a table: undeclared, declared, or without an order; some are sorted, some are in any order.
  const isTable = seed % 3 === 1;
  const isNewestFirst = isTable ? ([null, null, true, false] as const)[below(4)]! : null;
  const sorting = oneIn(isTable ? 2 : 20) ? below(3) : -1;
  const cap = isTable && oneIn(2) ? 20 + below(6) * 16 : Infinity;
  let startedMs = 0;
  const away: {id: string; position: number}[] = [];
  for (let walk = 0; walk < walks; walk++) {
    for (let n = oneIn(4) ? below(30) : below(4); n > 0; n--) standing.unshift(born());
    for (let n = below(5); n > 0 && standing.length > 0; n--) {
      const position = below(standing.length);
      away.push({id: standing[position]!, position});
      standing = standing.toSpliced(position, 1);
    }
    for (let n = below(3); n > 0 && away.length > 0; n--) {
      const [back] = away.splice(below(away.length), 1);
      standing = standing.toSpliced(oneIn(2) ? 0 : back!.position + below(5), 0, back!.id);
    }
    let ids = standing.slice(0, cap);
    if (sorting === 0) ids.sort();
    if (sorting === 1) ids.sort((a, b) => Number(b) - Number(a));
    if (sorting === 2) ids.sort((a, b) => (Number(a) % 1009) - (Number(b) % 1009));
    startedMs += 86_400_000 * (1 + below(20));
    const fault = cap < Infinity && !oneIn(4) ? -1 : below(12);
    if (fault === 0) ids = ids.filter((_, position) => position < 20 || position > 35 + below(10)); // a lost page
    if (fault === 1) ids = ids.filter(() => random() > 0.03);
    if (fault === 2)
      for (let n = below(12); n > 0 && ids.length > 2; n--) {
        const from = below(ids.length);
        ids = ids.toSpliced(from, 1).toSpliced(below(ids.length), 0, ids[from]!);
      }
    if (isTable && fault >= 0 && oneIn(walk === 0 ? 2 : 4)) ids = ids.filter(() => random() > 0.35); // cut short
    if (fault === 3) ids = ids.toReversed();
    if (fault === 4) ids = [];
    const isHead = oneIn(3);
    const verdict = (["complete", "head", "partial"] as Judgement[])[below(3)]!;
    yield {
      source: isTable ? "tables" : oneIn(40) ? "x-archive" : "x-api",
      isNewestFirst,
      hasSortedNames: oneIn(150),
      startedMs,
      basis: isTable ? (oneIn(9) ? "forced" : "declared") : null,
      ended: !isHead && !oneIn(isTable ? 3 : 10),
      reason: isHead ? "head" : oneIn(2) ? "timed out" : null,
      ids: isHead ? ids.slice(0, below(80)) : ids,
      countBefore: isTable || oneIn(5) ? null : standing.length + below(3),
      countAfter: isTable || oneIn(5) ? null : standing.length + below(12),
      erased: oneIn(25) ? {rows: below(4), verdict, why: oneIn(2) ? "was so" : null, holds: oneIn(2)} : null
    };
  }
}

describe("ListMemory beside its yardstick", () => {
  it(`says the same of ${walks} lists each of ${histories} histories, and knows the same people`, () => {
    const met = {
      head: 0,
      partial: 0,
      complete: 0,
      violations: 0,
      reappeared: 0,
      missing: 0,
      noOrder: 0,
      capped: 0,
      failed: 0,
      shown: 0
    };
    for (let seed = 1; seed <= histories; seed++) {
      const memory = new ListMemory();
      const plain = new PlainMemory();
      const everybody = new Set<string>();
      for (const list of serve(seed)) {
        const judgement: Judged<string> = memory.judge(list);
        const right = plain.judge(list);
        // The matcher that explains a difference is too slow to ask each time.
        if (!isDeepStrictEqual(judgement, right)) expect(judgement).toEqual(right);
        for (const id of list.ids) everybody.add(id);
        if (judgement.why?.startsWith("looks capped")) met.capped++;
        if (judgement.why?.includes("not declared complete")) met.shown++;
        met[judgement.verdict]++;
        if (judgement.violations > 0) met.violations++;
        if (judgement.noOrder !== null) met.noOrder++;
        if (judgement.reappeared.length > 0) met.reappeared++;
        if (judgement.missing.length > 0) met.missing++;
      }
      expect(memory.hasComplete).toBe(plain.hasComplete);
      const {lostOrders, failedLists} = memory.hindsight;
      expect([[...lostOrders], [...failedLists]]).toEqual([[...plain.lost], [...plain.failed]]);
      met.failed += failedLists.size;
      expect(memory.known().size).toBe(plain.known().size);
      const isSame = [...everybody].every((id) => memory.known().has(id) === plain.known().has(id));
      expect(isSame).toBe(true);
    }
    // Every way a list can go was gone often.
    expect(Math.min(...Object.values(met))).toBeGreaterThan(25);
  });
});
