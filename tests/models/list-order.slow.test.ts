import {describe, expect, it} from "vitest";
import type {Row} from "../../src/duckdb.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {days, runHistory, type Observed, type Walk} from "./histories.ts";

type Arrange = (people: readonly number[]) => number[];

/** The same lists with their rows in another order. */
const arranged = (history: Observed[], arrange: Arrange): Observed[] =>
  history.map((observed) => {
    const walk = ({people, ...more}: Walk): Walk => ({...more, people: arrange(people)});
    return {
      ...observed,
      ...(observed.followers && {followers: walk(observed.followers)}),
      ...(observed.following && {following: walk(observed.following)})
    };
  });

/** A place for everybody that has nothing to do with when they came, as a name has. */
const byName = (id: number) => (id * id * 7919) % 10_007;
const orders: Record<string, Arrange> = {
  served: (people) => [...people],
  reversed: (people) => people.toReversed(),
  "sorted by id": (people) => people.toSorted((a, b) => a - b),
  "sorted by id, downward": (people) => people.toSorted((a, b) => b - a),
  "sorted by id as text": (people) => people.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
  "sorted by name": (people) => people.toSorted((a, b) => byName(a) - byName(b)),
  shuffled: (people) =>
    people.toSorted((a, b) => ((a * 31 + people.length * 17) % 101) - ((b * 31 + people.length * 17) % 101))
};

/** What the build knows of people: spells with their windows, and routes. */
async function knownOf(history: Observed[]) {
  const db = await runHistory(history);
  const spells = await db.rows(`
    select direction, user_id, spell, start_after, start_before, end_after, end_before, is_reappeared, hidden from spells order by all`);
  const routes = await db.rows("select user_id, route, route_basis from followers order by all");
  const lists = await db.rows(
    "select list, source, verdict, no_order from completeness order by taken_at, list"
  );
  return {spells, routes, lists};
}

/**
 * Weekly tables, declared complete: newcomers on top, people who leave, and some who come back to their old place or
 * on top. Ids ascend in no order of time.
 */
function weeklyTables(seed: number, weeks: number, source: "tables" | "x-api" = "tables"): Observed[] {
  const random = randomNumbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  let next = 0;
  const born = () => 1000 + ((next++ * 617) % 9001);
  let followers = Array.from({length: 40}, born);
  let following = Array.from({length: 40}, born);
  const away: {id: number; place: number}[] = [];
  return Array.from({length: weeks}, (_, week) => {
    for (let n = below(4); n > 0; n--) followers.unshift(born());
    if (below(2) === 0) following.unshift(below(2) === 0 ? followers[below(5)]! : born());
    following = [...new Set(following)];
    if (below(2) === 0) {
      const place = below(followers.length);
      away.push({id: followers[place]!, place});
      followers = followers.toSpliced(place, 1);
    }
    if (below(3) === 0 && away.length > 0) {
      const [back] = away.splice(below(away.length), 1);
      followers = followers.toSpliced(below(2) === 0 ? 0 : back!.place, 0, back!.id);
    }
    return {at: 7 * week, source, followers: {people: [...followers]}, following: {people: [...following]}};
  });
}

describe.concurrent("the order of a list's rows", () => {
  const seeds = Array.from({length: Number(process.env.RUNS ?? 2)}, (_, nth) => nth + 1);
  it.each(seeds)(
    "history %i: tables in any order give the same spells and routes, but for what order adds",
    async (seed) => {
      const history = weeklyTables(seed, 14);
      const built = await Promise.all(
        Object.entries(orders).map(async ([name, arrange]) => ({
          name,
          known: await knownOf(arranged(history, arrange))
        }))
      );
      const plain = built.find(({name}) => name === "shuffled")!.known;
      for (const {name, known} of built) {
        if (name === "served") {
          // Earned order only adds that somebody had been there before: reappeared, or hidden meanwhile.
          const added = new Set(
            known.spells
              .filter((spell) => spell.is_reappeared || spell.hidden !== 0n)
              .map(({user_id}) => user_id)
          );
          const others = ({spells, routes}: typeof known) => [
            spells.filter(({user_id}) => !added.has(user_id)),
            routes.filter(({user_id}) => !added.has(user_id))
          ];
          expect(others(known)).toEqual(others(plain));
        } else {
          expect([name, known.spells, known.routes]).toEqual([name, plain.spells, plain.routes]);
          expect(known.lists.every(({no_order}) => no_order !== null)).toBe(true);
        }
      }
    }
  );

  // 60 weeks give each series more than ten new people, so that order can be earned, and lost.
  it("is earned by a table in served order, and adds who came back to their place", async () => {
    const {lists, spells} = await knownOf(weeklyTables(5, 40));
    const ofFollowers = lists.filter(({list}) => list === "followers").map(({no_order}) => no_order);
    expect(ofFollowers[0]).toBe("nothing says that the newest come first");
    expect(ofFollowers.at(-1)).toBeNull();
    // Once earned it stays.
    expect(ofFollowers.lastIndexOf("nothing says that the newest come first")).toBe(
      ofFollowers.indexOf(null) - 1
    );
    expect(spells.some(({hidden}) => hidden !== 0n)).toBe(true);
  });

  it("is not believed of a source that serves the newest first once new people stand elsewhere, not even before", async () => {
    const history = weeklyTables(6, 30, "x-api");
    const [served, named] = await Promise.all([
      knownOf(history),
      knownOf(arranged(history, orders["sorted by name"]!))
    ]);
    expect(new Set(served.lists.map(({no_order}) => no_order))).toEqual(new Set([null]));
    expect(
      new Set(named.lists.filter(({list}) => list === "followers").map(({no_order}) => no_order))
    ).toEqual(new Set(["new people do not stand in front"]));
    expect(named.spells.every(({is_reappeared, hidden}) => !is_reappeared && hidden === 0n)).toBe(true);
  });

  it("61 daily lists sorted by id: every newcomer is one, everybody who returns has returned", async () => {
    // One newcomer a day, in the middle of 40 who stay; every tenth newcomer leaves a day later and
    // returns a day after: those of day 10 to 50, for whoever came on day 60 has not left yet.
    const stay = Array.from({length: 40}, (_, nth) => 1000 * (nth + 1));
    const newcomer = (day: number) => 500 + ((day * 7919) % 39_000);
    const history: Observed[] = Array.from({length: 61}, (_, day) => {
      const came = Array.from({length: day}, (_, nth) => nth + 1).filter(
        (nth) => !(nth % 10 === 0 && day === nth + 1)
      );
      return {
        at: day,
        source: "x-api" as const,
        followers: {people: [...stay, ...came.map(newcomer)].sort((a, b) => a - b)},
        following: {people: stay}
      };
    });
    const {routes, spells} = await knownOf(history);
    expect(count(routes, "route")).toEqual({pre_existing: 40, organic: 60});
    expect(spells.filter(({direction, spell}) => direction === "inbound" && spell === 2n)).toHaveLength(5);
    expect(spells.every(({hidden}) => hidden === 0n)).toBe(true);
    const first = spells.find(({user_id}) => user_id === BigInt(newcomer(7)))!;
    expect([days(first.start_after), days(first.start_before)]).toEqual([6, 7]);
  });
});

function count(rows: Row[], column: string) {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[String(row[column])] = (counts[String(row[column])] ?? 0) + 1;
  return counts;
}
