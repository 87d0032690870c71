import {describe, expect, it} from "vitest";
import {ListMemory} from "../../src/lists/lists.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {isLong} from "../long.ts";

const dayMs = 86_400_000;
/** Of each schedule. */
const seriesEach = isLong ? 667 : 100;
const schedules = {daily: 1, weekly: 7, monthly: 30};

interface Tally {
  good: number;
  held: number;
  cut: number;
  caught: number;
}

/**
 * One series of tables in no order, all declared complete: people come and leave at 0.02 to 1 % a day, in one day in
 * fifty up to a twentieth leaves at once, and one collection of the series is cut by a quarter to nine tenths: at its old
 * end, in its middle, or by every so-many-th row. Counts what was held back of the good lists, and of the cut one.
 */
function simulate(seed: number, schedule: number, tally: Tally) {
  const random = randomNumbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  const size = Math.round(50 * Math.exp(random() * Math.log(40)));
  const hazard = 0.0002 * Math.exp(random() * Math.log(50));
  const lists = 8 + below(16);
  const cutAt = 1 + below(lists - 1);
  let next = 0;
  let people = Array.from({length: size}, () => next++);
  const memory = new ListMemory();
  for (let nth = 0, time = 0; nth < lists; nth++) {
    const days = nth === 0 ? 0 : schedule * (schedule > 1 && below(10) === 0 ? 2 : 1);
    for (let day = 0; day < days; day++) {
      const leave = hazard + (below(50) === 0 ? 0.05 * random() : 0);
      people = people.filter(() => random() >= leave);
      const come = size * hazard * 2 * random();
      for (let n = Math.floor(come + random()); n > 0; n--) people.unshift(next++);
    }
    time += days;
    const isCut = nth === cutAt;
    const share = 0.25 + 0.65 * random();
    const lost = Math.ceil(share * people.length);
    const from = [people.length - lost, below(people.length - lost + 1), -1][below(3)]!;
    const shown = !isCut
      ? people
      : from < 0
        ? shuffled(people, random).slice(lost)
        : people.filter((_, place) => place < from || place >= from + lost);
    const {verdict} = memory.judgeStored({
      source: "tables",
      ended: true,
      reason: null,
      basis: "declared",
      ids: BigInt64Array.from(shuffled(shown, random), BigInt),
      countBefore: null,
      countAfter: null,
      startedMs: time * dayMs
    });
    if (isCut) tally.cut++;
    else tally.good++;
    if (verdict === "partial") tally[isCut ? "caught" : "held"]++;
    // What a missed cut does to the lists after it is its own fault, not theirs.
    else if (isCut) return;
  }
}

function shuffled(items: readonly number[], random: () => number): number[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}

describe("lists that lose many people at once", () => {
  it(`of ${3 * seriesEach} series: at most 1 % of good lists are held back, at least 95 % of cut ones are`, () => {
    const total: Tally = {good: 0, held: 0, cut: 0, caught: 0};
    let seed = 0;
    for (const [name, schedule] of Object.entries(schedules)) {
      const tally: Tally = {good: 0, held: 0, cut: 0, caught: 0};
      for (let nth = 0; nth < seriesEach; nth++) simulate(++seed, schedule, tally);
      for (const key of ["good", "held", "cut", "caught"] as const) total[key] += tally[key];
      console.log(`${name}: ${figures(tally)}`);
    }
    console.log(`in all: ${figures(total)}`);
    expect(total.cut).toBe(3 * seriesEach);
    expect(total.held / total.good).toBeLessThanOrEqual(0.01);
    expect(total.caught / total.cut).toBeGreaterThanOrEqual(0.95);
  });
});

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
const figures = ({good, held, cut, caught}: Tally) =>
  `${held} of ${good} good lists held back (${percent(held / good)}), ${caught} of ${cut} cut ones caught (${percent(caught / cut)})`;

const ids = (from: number, to: number) =>
  Array.from({length: to - from + 1}, (_, nth) => String(((from + nth) * 7919) % 10_007));

describe("a table that nothing counts", () => {
  const judge = (memory: ListMemory, people: string[], basis: "declared" | "forced" = "declared") =>
    memory.judge({
      source: "tables",
      ended: true,
      reason: null,
      basis,
      ids: people,
      countBefore: null,
      countAfter: null
    });

  it("of 200, 100, 200 and 60 people loses nobody", () => {
    const memory = new ListMemory();
    const half = ids(1, 200).filter((_, nth) => nth % 2 === 0);
    const sixty = ids(1, 200).filter((_, nth) => nth % 10 < 3);
    const verdicts = [ids(1, 200), half, ids(1, 200), sixty].map((people) => judge(memory, people));
    expect(verdicts.map(({verdict, missing}) => [verdict, missing.length])).toEqual([
      ["complete", 0],
      ["partial", 0],
      ["complete", 0],
      ["partial", 0]
    ]);
    expect(verdicts[1]!.why).toBe(
      "100 of the 200 people of the list before are missing at once, as if it had been cut short"
    );
  });
  it("is accepted once the next one agrees, or if it is forced", () => {
    const memory = new ListMemory();
    judge(memory, ids(1, 200));
    const half = ids(1, 200).filter((_, nth) => nth % 2 === 0);
    expect(judge(memory, half).verdict).toBe("partial");
    const again = judge(memory, half.slice(3));
    expect([again.verdict, again.missing.length]).toEqual(["complete", 103]);
    expect(judge(memory, ids(1, 200).slice(0, 20), "forced").verdict).toBe("complete");
  });
  it("is not accepted where the next one lacks others", () => {
    const memory = new ListMemory();
    judge(memory, ids(1, 200));
    judge(memory, ids(1, 100));
    expect(judge(memory, ids(101, 200)).verdict).toBe("partial");
    const other = new ListMemory();
    judge(other, ids(1, 200));
    judge(other, ids(1, 100));
    expect(judge(other, ids(1, 60)).verdict).toBe("partial");
  });
  it("is found out where two failures alike are followed by a whole list", () => {
    const lists = [
      ids(1, 202),
      ids(1, 202).filter((_, nth) => nth % 2 === 0),
      ids(1, 202).filter((_, nth) => nth % 2 === 0),
      ids(1, 202)
    ];
    const first = new ListMemory();
    expect(lists.map((people) => judge(first, people).verdict)).toEqual([
      "complete",
      "partial",
      "complete",
      "complete"
    ]);
    const again = new ListMemory(first.hindsight);
    const verdicts = lists.map((people) => judge(again, people));
    expect(verdicts.map(({verdict, missing}) => [verdict, missing.length])).toEqual([
      ["complete", 0],
      ["partial", 0],
      ["partial", 0],
      ["complete", 0]
    ]);
    expect(verdicts[2]!.why).toBe(
      "101 of the 101 people missing from it are in the next list again, as if it had been cut short"
    );
  });
  it("is found out as a first list that was cut, unless those it lacks stand in front as new people do", () => {
    const part = ids(1, 200).filter((_, nth) => nth % 3 > 0);
    const cut = new ListMemory();
    judge(cut, part);
    judge(cut, ids(1, 200));
    expect([...cut.hindsight.failedLists]).toEqual([
      [0, "67 of the 200 people of the next list are not in it, as if it had been cut short"]
    ]);
    const grown = new ListMemory();
    judge(grown, part);
    judge(grown, [...ids(1, 200).filter((_, nth) => nth % 3 === 0), ...part]);
    expect([...grown.hindsight.failedLists]).toEqual([]);
  });
  describe("declared complete after longer lists that were not", () => {
    const show = (memory: ListMemory, people: string[]) =>
      memory.judge({
        source: "tables",
        ended: false,
        reason: "not declared complete",
        basis: null,
        ids: people,
        countBefore: null,
        countAfter: null
      });
    const why = (lost: number, of: number) =>
      `${lost} of the ${of} people of an earlier list, which was not declared complete, are missing at once, as if it had been cut short`;

    it("is held back, and accepted once the next one agrees, or if it is forced", () => {
      const memory = new ListMemory();
      show(memory, ids(1, 45));
      show(memory, ids(3, 47));
      const short = judge(memory, ids(3, 12));
      expect([short.verdict, short.why]).toEqual(["partial", why(35, 45)]);
      expect(judge(memory, ids(4, 12)).verdict).toBe("complete");
      const forced = new ListMemory();
      show(forced, ids(1, 45));
      expect(judge(forced, ids(1, 10), "forced").verdict).toBe("complete");
    });
    it("is held back after a shorter one that showed its newest part only", () => {
      const memory = new ListMemory();
      show(memory, ids(1, 45));
      show(memory, ids(1, 12));
      expect(judge(memory, ids(1, 10)).why).toBe(why(35, 45));
    });
    it("is held back though it agrees with the last complete one, which was shorter", () => {
      const memory = new ListMemory();
      judge(memory, ids(1, 30));
      show(memory, ids(1, 70));
      expect(judge(memory, ids(1, 30)).why).toBe(why(40, 70));
    });
    it("is held back again where a longer one came between", () => {
      const memory = new ListMemory();
      judge(memory, ids(1, 45));
      judge(memory, ids(1, 10));
      show(memory, ids(1, 45));
      expect(judge(memory, ids(1, 10)).verdict).toBe("partial");
      expect(judge(memory, ids(1, 10)).verdict).toBe("complete");
    });
    it("is held back where it is empty", () => {
      const memory = new ListMemory();
      show(memory, ids(1, 20));
      expect(judge(memory, []).verdict).toBe("partial");
      expect(judge(memory, []).verdict).toBe("partial");
    });
    it("is found out as a first list that was cut, by a longer one that was not declared", () => {
      const memory = new ListMemory();
      judge(memory, ids(1, 10));
      show(memory, ids(1, 45));
      expect([...memory.hindsight.failedLists]).toEqual([
        [0, "35 of the 45 people of the next list are not in it, as if it had been cut short"]
      ]);
    });
    it("is found out where a longer one that was not declared shows the missing again", () => {
      const memory = new ListMemory();
      judge(memory, ids(1, 45));
      judge(memory, ids(1, 10));
      expect(judge(memory, ids(1, 10)).verdict).toBe("complete");
      show(memory, ids(1, 45));
      expect([...memory.hindsight.failedLists]).toEqual([
        [2, "35 of the 35 people missing from it are in the next list again, as if it had been cut short"]
      ]);
    });
    it("is accepted where it lacks no more than may leave", () => {
      const memory = new ListMemory();
      show(memory, ids(1, 45));
      expect(judge(memory, ids(6, 50)).verdict).toBe("complete");
    });
  });
  it("is partial where it is empty, however often", () => {
    const memory = new ListMemory();
    judge(memory, ids(1, 8));
    expect(judge(memory, []).verdict).toBe("partial");
    expect(judge(memory, []).verdict).toBe("partial");
    expect(judge(memory, [], "forced").verdict).toBe("complete");
  });
  it("may lose ten people whatever its size", () => {
    const memory = new ListMemory();
    judge(memory, ids(1, 20));
    expect(judge(memory, ids(1, 10)).verdict).toBe("complete");
  });
});
