import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import fc from "fast-check";
import {afterAll, describe, expect, it} from "vitest";
import {importTable} from "../../data-loaders/tables/load.ts";
import {parseTime} from "../../data-loaders/tables/times.ts";
import {withDatabase, type Database} from "../../src/duckdb.ts";
import {runModels} from "../../src/models/build.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {makeTempDir, removeDir} from "../stored.ts";
import {crowd, followed, runHistories, runHistory, type Observed} from "./histories.ts";

// Sittings: lists of one account and one date of which no clock time is known, taken to have been read at one moment.
// Expected values are worked out by hand from the lists, or are the truth from which random lists were drawn.

const temp = makeTempDir();
afterAll(() => removeDir(temp));

const routes = async (of: Database) =>
  Object.fromEntries(
    (
      await of.rows<{user_id: bigint; route: string; route_basis: string | null}>(
        "select user_id, route, route_basis from followers where route <> 'pre_existing' order by user_id"
      )
    ).map(({user_id, route, route_basis}) => [Number(user_id), [route, route_basis]])
  );

/** The end of a day of which a list says no more, in days. */
const dayEnd = (day: number) => day + 1 - 1 / 86_400_000;

/** A list of which only the day is known, and that it shares a sitting, by its text. */
const bare = (day: number, people: number[], sitting: string | undefined = `day ${day}`) => ({
  people,
  from: day,
  to: dayEnd(day),
  ...(sitting !== undefined && {sitting})
});

/** Each list as a snapshot of its own, as imports of one file a list write them. */
const bothOf = (
  day: number,
  inbound: number[],
  outbound: number[],
  sittings = [`day ${day}`, `day ${day}`]
) =>
  [
    {at: dayEnd(day), source: "tables", followers: bare(day, [...inbound, ...crowd], sittings[0])},
    {at: dayEnd(day), source: "tables", following: bare(day, [...outbound, ...followed], sittings[1])}
  ] satisfies Observed[];

/** Routes from lists of `dates`, in files of an id a line, imported with the bare date. */
async function routesOfImported(
  name: string,
  lists: Record<string, {followers: number[]; following: number[]}>
) {
  const dataDir = join(temp, name);
  mkdirSync(dataDir);
  for (const [date, both] of Object.entries(lists))
    for (const table of ["followers", "following"] as const) {
      const file = join(temp, `${name}-${table}-${date}.csv`);
      writeFileSync(file, ["user_id", ...both[table]].join("\n"));
      await importTable(dataDir, file, {
        shape: "rows",
        table,
        accounts: ["7"],
        isComplete: true,
        takenAt: await parseTime(date, "--taken-at")
      });
    }
  return withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    await runModels(db);
    return routes(db);
  });
}

describe.concurrent("weekly lists with a bare date", () => {
  // Neither ascending nor descending: the places in the files say nothing.
  const old = [
    311, 305, 399, 342, 318, 377, 350, 301, 366, 329, 384, 333, 307, 391, 345, 320, 388, 313, 372, 359
  ];
  const ours = [318, 611, 342, 605, 377, 650, 622];
  const lists = {
    "2025-03-02": {followers: old, following: [...ours, 402, 401]},
    "2025-03-09": {followers: [402, ...old, 404, 403, 408], following: [401, ...ours, 403, 402, 405, 406]},
    "2025-03-16": {
      followers: [...old, 403, 402, 405, 404, 409],
      following: [404, ...ours, 401, 403, 402, 405, 406, 407]
    },
    "2025-03-23": {
      followers: [401, ...old.filter((id) => id !== 399), 403, 402, 405, 404, 406, 407, 409, 410],
      following: [404, ...ours, 401, 403, 402, 405, 406, 407]
    }
  };

  it("tell by their sittings, and by those alone, who of one week came first", async () => {
    expect(await routesOfImported("weekly", lists)).toEqual({
      // Ours stands in the list of the 2nd, theirs not before the 23rd: no sitting is needed.
      401: ["followback", null],
      // Ours stands in the list of the 2nd, theirs not yet; nobody knows since when ours was there.
      402: ["followback", "sitting"],
      // Both are new on the 9th.
      403: ["unknown", null],
      // Theirs stands in the list of the 9th, ours not before the 16th, in its own list of the 9th not yet.
      404: ["organic", "sitting"],
      // Ours stands in the list of the 9th, theirs not yet.
      405: ["followback", "sitting"],
      // Ours stands in the list of the 9th, theirs not in that of the 16th: a week apart, whatever the hours.
      406: ["followback", null],
      // Ours stands in the list of the 16th, theirs not yet.
      407: ["followback", "sitting"],
      // Came in the first week, gone in the second. Ours never: but the list that would have shown it before may
      // have been read after they came.
      408: ["organic", "sitting"],
      // Came between the 9th and the 16th: lists of ours of the 2nd and of the 23rd certainly stand on either side.
      409: ["organic", "none_seen"],
      // Came in the last week: no list of ours was certainly read after that.
      410: ["organic", "sitting"]
    });
  });
});

describe.concurrent("what rests on a sitting alone", () => {
  it("counts in the funnel by what the sitting says, and as unknown in its range", async () => {
    // The account follows 100 to 109 between the lists of days 0 and 7. 100 and 101 are followers by day 14, which
    // the sitting of day 7 alone says was later; 102 by day 21; 103 by day 7, in an order that nobody knows.
    const ours = [107, 100, 104, 109, 101, 108, 102, 106, 103, 105];
    const days = Array.from({length: 12}, (_, week) => 7 * week);
    const db = await runHistory(
      days.flatMap((day) =>
        bothOf(
          day,
          [...(day >= 14 ? [101, 100] : []), ...(day >= 21 ? [102] : []), ...(day >= 7 ? [103] : [])],
          day >= 7 ? ours : []
        )
      )
    );
    expect(await db.rows("select user_id, outcome, is_by_sitting from outreach where user_id < 104")).toEqual(
      [
        {user_id: 100n, outcome: "followed_back", is_by_sitting: true},
        {user_id: 101n, outcome: "followed_back", is_by_sitting: true},
        {user_id: 102n, outcome: "followed_back", is_by_sitting: false},
        {user_id: 103n, outcome: "unknown", is_by_sitting: false}
      ]
    );
    const stages = await db.rows<Record<string, unknown>>(`
      select stage, x, n, x_sitting, n_sitting, range_low, range_high, of_attempted_low, of_attempted_high
      from funnel where stage in ('followed_back', 'retained_30') order by step`);
    expect(stages).toEqual([
      // Without the three whose order is not certain 1 of 7, with them 4 of 10.
      {
        stage: "followed_back",
        x: 3n,
        n: 9n,
        x_sitting: 2n,
        n_sitting: 2n,
        range_low: 0.1428571429,
        range_high: 0.4,
        of_attempted_low: 0.1428571429,
        of_attempted_high: 0.4
      },
      // All are still there at 30 days.
      {
        stage: "retained_30",
        x: 3n,
        n: 3n,
        x_sitting: 2n,
        n_sitting: 2n,
        range_low: 1,
        range_high: 1,
        of_attempted_low: 0.1428571429,
        of_attempted_high: 0.4
      }
    ]);
  });

  it("counts in cohorts by its route, told apart", async () => {
    // 100 came by a sitting, 101 with certainty.
    const days = Array.from({length: 12}, (_, week) => 7 * week);
    const db = await runHistory(
      days.flatMap((day) =>
        bothOf(day, [...(day >= 14 ? [100] : []), ...(day >= 21 ? [101] : [])], day >= 7 ? [101, 100] : [])
      )
    );
    expect(
      await db.rows(
        "select route, size, retained, size_sitting, retained_sitting from cohort_retention where period = 'month' and age_days = 30"
      )
    ).toEqual([{route: "followback", size: 2n, retained: 2n, size_sitting: 1n, retained_sitting: 1n}]);
  });

  it("is an answer to a follow that later lists show too, however far the lists lie apart", async () => {
    // Lists every 40 days: ours by day 80, theirs by day 120, when ours is still open.
    const db = await runHistory(
      [0, 40, 80, 120, 160].flatMap((day) => bothOf(day, day >= 120 ? [100] : [], day >= 80 ? [100] : []))
    );
    expect((await routes(db))[100]).toEqual(["followback", "sitting"]);
  });

  it("is unknown where the two lists of one day are not one sitting", async () => {
    const lists = (sittings: [string, string]) =>
      [0, 7, 14, 21].flatMap((day) =>
        bothOf(
          day,
          day >= 14 ? [100] : [],
          day >= 7 ? [100] : [],
          sittings.map((name) => `${name} ${day}`)
        )
      );
    const [apart, together] = await runHistories(
      lists(["morning", "evening"]),
      lists(["the same", "the same"])
    );
    expect((await routes(apart))[100]).toEqual(["unknown", null]);
    expect((await routes(together))[100]).toEqual(["followback", "sitting"]);
  });
});

/** When somebody followed and unfollowed, in days; a follow that never began or never ended does so at infinity. */
interface Person {
  inbound: [from: number, to: number];
  outbound: [from: number, to: number];
}

interface Truth {
  people: Record<number, Person>;
  days: number[];
  /** When on each day each list was read; both at one moment, where the two are one sitting indeed. */
  hours: {followers: number; following: number}[];
  /** Days on which the clock time is known, and days on which one list is missing. */
  isClocked: boolean[];
  missing: ("followers" | "following" | null)[];
}

/** Forty people, six to nine days of lists. Ours lasts for ever or long enough to be seen: nothing comes and goes unseen. */
function truthOf(seed: number, {isOneMoment}: {isOneMoment: boolean}): Truth {
  const random = randomNumbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(items: readonly T[]) => items[below(items.length)]!;
  const days: number[] = [0];
  for (let n = 5 + below(4); n > 0; n--) days.push(days.at(-1)! + pick([1, 1, 2, 7, 7, 14, 30]));
  const end = days.at(-1)! + 1;
  // Half of the follows begin on a day of lists, where the hour matters, most of all on the last.
  const moment = () =>
    below(2) === 0 ? pick([...days, end - 1, end - 1]) + random() : random() * (end + 5) - 5;
  const people: Truth["people"] = {};
  for (let id = 100; id < 140; id++) {
    // Of half both follows begin on one day of lists.
    const theirs = moment();
    const ours = below(5) === 0 ? Infinity : below(2) === 0 ? Math.floor(theirs) + random() : moment();
    people[id] = {
      inbound: [theirs, below(8) === 0 ? theirs + 3 + random() * 40 : Infinity],
      outbound: [ours, below(4) === 0 ? ours + 75 + random() * 20 : Infinity]
    };
  }
  const hours = days.map(() => {
    const hour = random();
    if (isOneMoment) return {followers: hour, following: hour};
    // Ours at the begin and theirs at the end of the last day and of others, or the other way round, or anyhow.
    const apart = {followers: 0.8 + hour / 5, following: hour / 5};
    const anyhow = {followers: hour, following: random()};
    return pick([anyhow, anyhow, apart, {followers: apart.following, following: apart.followers}, apart]);
  });
  if (!isOneMoment) hours[hours.length - 1] = {followers: 0.9, following: 0.1};
  return {
    people,
    days,
    hours,
    isClocked: days.map(() => below(6) === 0),
    missing: days.map(() => pick([null, null, null, null, null, "followers", "following"] as const))
  };
}

/** The lists of a truth. `isDeclared`: the lists of one date are one sitting; otherwise each is one of its own. */
function listsOf(
  {people, days, hours, isClocked, missing}: Truth,
  {isDeclared}: {isDeclared: boolean}
): Observed[] {
  const inAt = (direction: "inbound" | "outbound", at: number) =>
    Object.entries(people)
      .filter(([, person]) => person[direction][0] <= at && at < person[direction][1])
      .map(([id]) => Number(id));
  return days.flatMap((day, nth) =>
    (["followers", "following"] as const)
      .filter((list) => list !== missing[nth])
      .map((list): Observed => {
        const at = day + hours[nth]![list];
        const shown =
          list === "followers" ? [...inAt("inbound", at), ...crowd] : [...inAt("outbound", at), ...followed];
        const walk = isClocked[nth]
          ? {people: shown, from: at}
          : bare(day, shown, isDeclared ? `day ${day}` : `${list} of day ${day}`);
        return {at: isClocked[nth] ? at : dayEnd(day), source: "tables", [list]: walk};
      })
  );
}

/** What the lists leave open is whether somebody answered a follow that was open, or over for at most 30 days. */
const isFollowback = ({inbound: [theirs], outbound: [from, to]}: Person) =>
  from <= theirs && theirs - to <= 30;

describe.concurrent("random lists with bare dates", () => {
  // Those of one build are accounts of one store; `RUNS=60` is the long form.
  const runs = Number(process.env.RUNS ?? 2);
  const seedsOf = (seed: number) => fc.sample(fc.integer({min: 1, max: 1_000_000}), {numRuns: runs, seed});

  /** People with a certain route, whether it is their true one, and whether it rests on a sitting. */
  async function judged(truth: Truth) {
    const found = await routes(await runHistory(listsOf(truth, {isDeclared: true})));
    return Object.entries(found)
      .filter(([id, [route]]) => route !== "unknown" && Number(id) in truth.people)
      .map(([id, [route, basis]]) => ({
        id,
        isTrue: (route === "followback") === isFollowback(truth.people[Number(id)]!),
        isBySitting: basis === "sitting"
      }));
  }

  it("read at one moment: every route is true, whatever it rests on", async () => {
    let bySitting = 0;
    await Promise.all(
      seedsOf(20250105).map(async (seed) => {
        const people = await judged(truthOf(seed, {isOneMoment: true}));
        bySitting += people.filter(({isBySitting}) => isBySitting).length;
        expect(
          people.filter(({isTrue}) => !isTrue),
          `seed ${seed}`
        ).toEqual([]);
      })
    );
    expect(bySitting).toBeGreaterThan(4 * runs);
  });

  it("read hours apart: a wrong route rests on a sitting", async () => {
    let wrong = 0;
    let certain = 0;
    await Promise.all(
      seedsOf(20250112).map(async (seed) => {
        const people = await judged(truthOf(seed, {isOneMoment: false}));
        wrong += people.filter(({isTrue}) => !isTrue).length;
        certain += people.filter(({isBySitting}) => !isBySitting).length;
        expect(
          people.filter(({isTrue, isBySitting}) => !isTrue && !isBySitting),
          `seed ${seed}`
        ).toEqual([]);
      })
    );
    // Such lists do mislead, so the basis is worth its name.
    expect(wrong).toBeGreaterThan(0);
    expect(certain).toBeGreaterThan(4 * runs);
  });

  it("taken one by one: those by a sitting are unknown, everybody else is as before", async () => {
    const attempts = (of: Database) =>
      of.rows<{user_id: bigint; attempt: bigint; outcome: string; is_by_sitting: boolean}>(
        "select user_id, attempt, outcome, is_by_sitting from outreach order by user_id, attempt"
      );
    let tried = 0;
    await Promise.all(
      seedsOf(20250119).map(async (seed) => {
        const truth = truthOf(seed, {isOneMoment: false});
        const [together, apart] = await runHistories(
          listsOf(truth, {isDeclared: true}),
          listsOf(truth, {isDeclared: false})
        );
        const [routesTogether, routesApart] = [await routes(together), await routes(apart)];
        const [triedTogether, triedApart] = [await attempts(together), await attempts(apart)];
        for (const [id, [route, basis]] of Object.entries(routesTogether))
          expect(routesApart[Number(id)], `seed ${seed}`).toEqual(
            basis === "sitting" ? ["unknown", null] : [route, basis]
          );
        expect(
          triedTogether.map(({outcome, ...row}) => ({
            ...row,
            outcome: row.is_by_sitting ? "unknown" : outcome,
            is_by_sitting: false
          }))
        ).toEqual(triedApart);
        tried += triedTogether.filter(({is_by_sitting}) => is_by_sitting).length;
      })
    );
    expect(tried).toBeGreaterThan(runs);
  });
});
