import {describe, expect, it} from "vitest";
import {ListMemory, type Hindsight, type Judged, type StoredList} from "../../src/lists/lists.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {isLong} from "../long.ts";

const dayMs = 86_400_000;
const remedy = "export the whole list, or give --complete-anyway";

/** Judges lists as the build does: again with what later ones show of earlier ones, until they show no more. */
function judgeAll(lists: StoredList[]): {first: Judged<bigint>[]; last: Judged<bigint>[]} {
  let first: Judged<bigint>[] | null = null;
  let hindsight: Hindsight | undefined;
  const sizeOf = (one?: Hindsight) => (one ? one.lostOrders.size + one.failedLists.size : 0);
  for (;;) {
    const memory = new ListMemory(hindsight);
    const judged = lists.map((list) => memory.judgeStored(list));
    first ??= judged;
    if (sizeOf(memory.hindsight) === sizeOf(hindsight)) return {first, last: judged};
    hindsight = memory.hindsight;
  }
}

/** Ids in no order: sorted ones would speak against the order of their list. */
const idOf = (person: number) => (BigInt(person + 1) * 61_803_399n) % 99_999_989n;

const table = (people: readonly number[], day: number, more: Partial<StoredList> = {}): StoredList => ({
  source: "tables",
  ended: true,
  reason: null,
  basis: "declared",
  ids: BigInt64Array.from(people, idOf),
  countBefore: null,
  countAfter: null,
  startedMs: day * dayMs,
  ...more
});

function shuffled(items: readonly number[], random: () => number): number[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}

type Order = "newest first" | "no order";

interface Series {
  order: Order;
  /** Days between lists, and how many there are. */
  schedule: number;
  lists: number;
  size: number;
  /** The share that leaves a day, and how many new people come for each who leaves, on average. */
  hazard: number;
  growth: number;
  /** How often the oldest tenth leaves as compared with others. */
  oldLeave: number;
  /** The newest so many are shown; infinite: all. */
  cap: number;
}

/** Lists of one account, and who really followed it at each. In one day in fifty up to a twentieth leaves at once. */
function serve(series: Series, random: () => number): {list: StoredList; people: number[]}[] {
  const {order, schedule, lists, size, hazard, growth, oldLeave, cap} = series;
  let next = 0;
  let people = Array.from({length: size}, () => next++);
  return Array.from({length: lists}, (_, nth) => {
    for (let day = 0; nth > 0 && day < schedule; day++) {
      const leave = hazard + (random() < 0.02 ? 0.05 * random() : 0);
      const old = 0.9 * people.length;
      people = people.filter((_, place) => random() >= leave * (place >= old ? oldLeave : 1));
      const come = size * hazard * growth * 2 * random();
      for (let n = Math.floor(come + random()); n > 0; n--) people.unshift(next++);
    }
    const shown = people.slice(0, cap);
    return {list: table(order === "no order" ? shuffled(shown, random) : shown, nth * schedule), people};
  });
}

const spread = (random: () => number, low: number, high: number) =>
  low * Math.exp(random() * Math.log(high / low));
const schedules = [1, 7, 30];
const count = isLong ? 2000 : 300;
const exportersCaps = [100, 200, 500, 1000];
const percent = (part: number, all: number) => `${part} of ${all} (${((100 * part) / all).toFixed(2)} %)`;
const isCapped = ({why}: Judged<bigint>) => why?.startsWith("looks capped:") ?? false;

describe("exports that are cut at a number of rows", () => {
  it(`of ${count} whole series, half of which keep their size, at most 1 % of lists are taken for capped`, () => {
    const tally = {"newest first": [0, 0], "no order": [0, 0]};
    for (let seed = 1; seed <= count; seed++) {
      const random = randomNumbers(seed);
      const order = random() < 0.5 ? "newest first" : "no order";
      const series: Series = {
        order,
        schedule: schedules[seed % 3]!,
        lists: 8,
        size: Math.round(spread(random, 50, 1000)),
        hazard: spread(random, 0.0002, 0.01),
        growth: seed % 2 === 0 ? 1 : spread(random, 0.5, 3),
        oldLeave: random() < 0.5 ? 1 : 3,
        cap: Infinity
      };
      const {last} = judgeAll(serve(series, random).map(({list}) => list));
      tally[order][0]! += last.filter(isCapped).length;
      tally[order][1]! += last.length;
    }
    for (const [order, [capped, lists]] of Object.entries(tally))
      console.log(`whole lists, ${order}: ${percent(capped!, lists!)} taken for capped`);
    const [capped, lists] = [0, 1].map((nth) => tally["newest first"][nth]! + tally["no order"][nth]!);
    expect(capped! / lists!).toBeLessThanOrEqual(0.01);
  });

  it(`of ${count} capped series at least 95 % are caught by the third list, where it shows enough`, () => {
    const kinds = new Map<
      string,
      {series: number; second: number; third: number; end: number; lost: number}
    >();
    const ofNote = {series: 0, third: 0};
    for (let seed = 1; seed <= count; seed++) {
      const random = randomNumbers(10_000 + seed);
      const isRound = random() < 0.5;
      const cap = isRound ? exportersCaps[seed % 4]! : Math.round(spread(random, 100, 1000));
      const order = seed % 2 === 0 ? "newest first" : "no order";
      const series: Series = {
        order,
        schedule: schedules[seed % 3]!,
        lists: 10,
        size: Math.round(cap * (1.1 + random())),
        hazard: spread(random, 0.0002, 0.01),
        growth: spread(random, 1, 3),
        oldLeave: 1,
        cap
      };
      const served = serve(series, random);
      const {first, last} = judgeAll(served.map(({list}) => list));
      // Who followed at the first list and the third, and was pushed out in between.
      const third = new Set(served[2]!.people.slice(cap));
      const out = served[0]!.people.slice(0, cap).filter((person) => third.has(person)).length;
      let wronglyLost = 0;
      for (const [nth, {missing}] of last.entries()) {
        if (missing.length === 0) continue;
        const there = new Set(served[nth]!.people.map(idOf));
        wronglyLost += missing.filter((id) => there.has(id)).length;
      }
      const at = first.findIndex(isCapped);
      const few = out === 0 ? "nobody" : out < 5 ? "1 to 4" : out < 10 ? "5 to 9" : "10 or more";
      const kind = `${order}, ${cap % 100 === 0 ? "round" : "any"} cap, ${few} pushed out by the third list`;
      const tally = kinds.get(kind) ?? {series: 0, second: 0, third: 0, end: 0, lost: 0};
      kinds.set(kind, tally);
      tally.series++;
      if (at === 1) tally.second++;
      if (at >= 1 && at <= 2) tally.third++;
      if (at >= 1) tally.end++;
      if (wronglyLost > 0) tally.lost++;
      if (out >= 10 && (order === "newest first" || cap % 100 === 0)) {
        ofNote.series++;
        if (at >= 1 && at <= 2) ofNote.third++;
      }
    }
    for (const [kind, {series, second, third, end, lost}] of [...kinds].toSorted())
      console.log(
        `${kind}: caught by the second list ${percent(second, series)}, the third ${percent(third, series)}, the tenth ${percent(end, series)}; somebody wrongly lost in the end in ${lost}`
      );
    console.log(
      `ordered or round, 10 or more pushed out: ${percent(ofNote.third, ofNote.series)} by the third list`
    );
    expect(ofNote.series).toBeGreaterThan(count / 5);
    expect(ofNote.third / ofNote.series).toBeGreaterThanOrEqual(0.95);
  });
});

const range = (from: number, to: number) => Array.from({length: to - from}, (_, nth) => from + nth);
/** The newest `count` people of a brand where person 0 is the oldest and `newest` the newest. */
const newest = (newest: number, count: number) => range(newest - count + 1, newest + 1).toReversed();
const verdictsOf = (lists: StoredList[]) =>
  judgeAll(lists).last.map(({verdict, missing}) => [verdict, missing.length]);
const whysOf = (lists: StoredList[]) => judgeAll(lists).last.map(({why}) => why);

describe("the newest 1,000 of 1,300 followers, weekly", () => {
  const random = randomNumbers(1);
  const weeks = [1299, 1319, 1339, 1359];
  const sliding = `looks capped: the oldest people are missing while the count stays at 1,000: ${remedy}`;
  const repeating = `looks capped: the count stays at 1,000 while people come and go: ${remedy}`;
  const ordered = weeks.map((at, week) => table(newest(at, 1000), 7 * week));
  const mixed = weeks.map((at, week) => table(shuffled(newest(at, 1000), random), 7 * week));

  it("lose nobody, the first list is taken back too, and the reason says what to do", () => {
    expect(verdictsOf(ordered)).toEqual(weeks.map(() => ["partial", 0]));
    expect(whysOf(ordered)).toEqual(weeks.map(() => sliding));
    expect(judgeAll(ordered).first.map(({verdict}) => verdict)).toEqual([
      "complete",
      "partial",
      "partial",
      "partial"
    ]);
  });
  it("lose nobody in no order either", () => {
    expect(verdictsOf(mixed)).toEqual(weeks.map(() => ["partial", 0]));
    expect(whysOf(mixed)).toEqual(weeks.map(() => repeating));
  });
  it("are taken as complete only where that is forced", () => {
    const forced = ordered.map((list): StoredList => ({...list, basis: "forced"}));
    expect(verdictsOf(forced)).toEqual([
      ["complete", 0],
      ["complete", 20],
      ["complete", 20],
      ["complete", 20]
    ]);
  });
  it("stay partial where a few rows were in them twice", () => {
    const fewer = [...ordered.slice(0, 3), table(newest(1359, 995), 21)];
    expect(verdictsOf(fewer)).toEqual(weeks.map(() => ["partial", 0]));
  });
  it("are followed by a whole list, which is complete", () => {
    const whole = [...ordered, table(newest(1379, 1380), 28), table(newest(1389, 1390), 35)];
    expect(verdictsOf(whole).slice(-2)).toEqual([
      ["complete", 0],
      ["complete", 0]
    ]);
  });
  it("are partial for good after whole lists: agreement does not heal them", () => {
    for (const mix of [(people: number[]) => people, (people: number[]) => shuffled(people, random)]) {
      const lists = [1309, 1319, 1339, 1359, 1379].map((at, week) =>
        table(mix(newest(at, week < 2 ? at + 1 : 1000)), 7 * week)
      );
      expect(verdictsOf(lists)).toEqual([
        ["complete", 0],
        ["complete", 0],
        ["partial", 0],
        ["partial", 0],
        ["partial", 0]
      ]);
    }
  });
  it("say which old end is missing, whatever the count", () => {
    const lists = [newest(1309, 1310), newest(1329, 1330), newest(1339, 963), newest(1349, 871)].map(
      (people, week) => table(people, 7 * week)
    );
    // Of the 1,330 of the second list, people 0 to 376 are missing from the third and 0 to 478 from the fourth.
    expect(whysOf(lists)).toEqual([
      null,
      null,
      `looks capped: the 377 oldest people of the list before are missing together: ${remedy}`,
      `looks capped: the 479 oldest people of the list before are missing together: ${remedy}`
    ]);
  });
  it("are not looked at where X or an archive gives them", () => {
    for (const more of [{source: "x-archive", basis: null}, {basis: "counted"}] as const)
      expect(verdictsOf(ordered.map((list) => ({...list, ...more}))).map(([verdict]) => verdict)).toEqual(
        weeks.map(() => "complete")
      );
  });
});

describe("whole lists that look a little like capped ones", () => {
  const allComplete = (lists: StoredList[]) =>
    expect(verdictsOf(lists).map(([verdict]) => verdict)).toEqual(lists.map(() => "complete"));
  it("a small steady account with 200 followers in three weeks", () => {
    allComplete(range(0, 3).map((week) => table(newest(199, 200), 7 * week)));
    // Each week one of the old leaves and one comes.
    const steady = (week: number) =>
      newest(199 + week, 200 + week).filter((one) => one < 50 || one >= 50 + week);
    expect(steady(2)).toHaveLength(200);
    allComplete(range(0, 3).map((week) => table(steady(week), 7 * week)));
  });
  it("an account that keeps 1,000 followers, with losses all over the list", () => {
    const random = randomNumbers(7);
    let people = newest(999, 1000);
    const lists = range(0, 8).map((week) => {
      // The oldest ten stay.
      const gone = new Set(shuffled(people.slice(0, -10), random).slice(0, week === 0 ? 0 : 20));
      const came = newest(people[0]! + gone.size, gone.size);
      people = [...came, ...people.filter((one) => !gone.has(one))];
      return table(people, 7 * week, {isNewestFirst: true});
    });
    allComplete(lists);
  });
  it("an account whose nine oldest followers leave while it grows", () => {
    const lists = [newest(499, 500), newest(519, 520), newest(549, 541), newest(569, 561)];
    allComplete(lists.map((people, week) => table(people, 7 * week)));
  });
});
