import fc from "fast-check";
import {expect, test} from "vitest";
import {withDatabase, type Database} from "../../src/duckdb.ts";
import {resolveNames} from "../../src/names/resolve.ts";
import {standIn} from "../../src/names/stand-in.ts";
import {createEmptyTables} from "../../src/snapshots/store.ts";

/**
 * A short form of 15 histories runs with every test; `HISTORIES=300` makes it longer. Names change hands: a name has holders
 * one after the other, each for some days, with pauses; a holder may have had another name before and take one later.
 */
const histories = Number(process.env.HISTORIES ?? 15);
const names = ["ada", "bo", "cyd"];
const lastDay = 100;

interface Tenure {
  id: number;
  name: string;
  from: number;
  to: number;
}
interface History {
  tenures: Tenure[];
  /** Days on which each tenure is seen in a profile, and lists of names. */
  looks: {id: number; name: string; day: number}[];
  lists: number[];
}

/** Every tenure is seen at least once, so that whose name it was can be known; when is left to chance, also long after. */
const history: fc.Arbitrary<History> = fc
  .record({
    moves: fc.array(
      fc.record({
        who: fc.integer({min: 1, max: 4}),
        name: fc.integer({min: 0, max: 2}),
        pause: fc.integer({min: 1, max: 9}),
        looks: fc.array(fc.double({min: 0, max: 1, noNaN: true}), {minLength: 1, maxLength: 3})
      }),
      {minLength: 2, maxLength: 12}
    ),
    lists: fc.uniqueArray(fc.integer({min: 0, max: lastDay}), {minLength: 1, maxLength: 6})
  })
  .map(({moves, lists}) => {
    const tenures: (Tenure & {at: number[]})[] = [];
    let day = 0;
    for (const {who, name, pause, looks} of moves) {
      day += pause;
      const other = names[name]!;
      // Whoever holds the name, and the name that this person holds, end now.
      for (const one of tenures)
        if (one.to === lastDay && (one.name === other || one.id === who)) one.to = day;
      tenures.push({id: who, name: other, from: day, to: lastDay, at: looks});
    }
    const held = tenures.filter(({from, to}) => to > from);
    return {
      tenures: held,
      looks: held.flatMap(({id, name, from, to, at}) =>
        at.map((part) => ({id, name, day: from + Math.floor(part * (to - from) * 0.999 * 24) / 24}))
      ),
      lists: [...lists].sort((a, b) => a - b)
    };
  });

const timeOf = (day: number) =>
  new Date(Date.UTC(2026, 0, 1) + Math.round(day * 86_400_000)).toISOString().slice(0, 19);

async function resolve(db: Database, {tenures, looks, lists}: History) {
  await db.run(
    "drop schema if exists raw cascade; drop table if exists name_ids; drop table if exists unresolved_names; drop table if exists lists_by_name; drop table if exists logs_left_out"
  );
  await createEmptyTables(db);
  for (const {id, name, day} of looks)
    await db.run(
      `insert into raw.users (account_id, snapshot_id, user_id, profile_at, username) values (9, 'p${day}', ${id}, '${timeOf(day)}', '${name}')`
    );
  for (const day of lists) {
    const there = tenures.filter(({from, to}) => from <= day && day < to);
    for (const {name} of there)
      await db.run(`
        insert into raw.names values (9, 'l${day}', ${standIn(name)}, '${name}');
        insert into raw.followers (account_id, snapshot_id, user_id, page_at) values (9, 'l${day}', ${standIn(name)}, '${timeOf(day)}')`);
  }
  await resolveNames(db);
  return db.rows<{stand_in: string; said_at: string; user_id: string | null}>(
    "select stand_in::varchar as stand_in, strftime(said_at, '%Y-%m-%dT%H:%M:%S') as said_at, user_id::varchar as user_id from name_ids order by all"
  );
}

test("whoever is resolved is right, however names change hands", async () => {
  let resolved = 0;
  let open = 0;
  await withDatabase((db) =>
    fc.assert(
      fc.asyncProperty(history, async (history) => {
        const found = await resolve(db, history);
        for (const {stand_in, said_at, user_id} of found) {
          const holder = history.tenures.find(
            ({name, from, to}) =>
              standIn(name) === stand_in && timeOf(from) <= said_at && said_at < timeOf(to)
          )!;
          if (user_id === null) open++;
          else resolved++;
          if (user_id !== null) expect({said_at, user_id}).toEqual({said_at, user_id: String(holder.id)});
        }
      }),
      {numRuns: histories, ...(process.env.HISTORIES ? {} : {seed: 20261129})}
    )
  );
  // A rule that never resolves anybody would be right as well.
  expect(resolved).toBeGreaterThan(open);
});

test.each<[what: string, looks: [id: number | bigint, name: string, day: number, created?: number][], id: number | bigint | null, isExact?: boolean]>([
  ["a profile before", [[1, "ada", 5]], 1, true],
  ["a profile after, within 30 days", [[1, "ada", 40]], 1, true],
  ["a profile 31 days after is inexact", [[1, "ada", 41]], 1, false],
  ["the same id on both sides", [[1, "ada", 5], [1, "ada", 12]], 1, true],
  ["another id on the other side", [[1, "ada", 5], [2, "ada", 12]], null],
  ["the nearer one of one side", [[1, "ada", 3], [2, "ada", 5]], 2, true],
  ["two ids at one instant", [[1, "ada", 5], [2, "ada", 5]], null],
  ["two ids at one instant after the list", [[1, "ada", 15], [2, "ada", 15]], null],
  ["the id had another name in between", [[1, "ada", 3], [1, "bo", 5]], null],
  ["the id has another name on the other side", [[1, "ada", 5], [1, "bo", 12]], null],
  ["an account made after the list", [[1, "ada", 12, 11]], null],
  ["an account made before the list", [[1, "ada", 12, 9]], 1, true],
  ["in another case", [[1, "Ada", 5]], 1, true],
  // Ids that X gave on 2026-01-10 and 2026-01-12, the list being of 2026-01-11; and one that tells of 2029, and so is none of X's.
  ["an id given before the list", [[2009779390050680832n, "ada", 15]], 2009779390050680832n, true],
  ["an id given after the list", [[2010504165832294400n, "ada", 15]], null],
  ["an id of a time to come", [[2400000000000000000n, "ada", 15]], 2400000000000000000n, true]
])("%s", async (_, looks, id, isExact = false) => {
  await withDatabase(async (db) => {
    await createEmptyTables(db);
    for (const [user, name, day, created] of looks)
      await db.run(
        `insert into raw.users (account_id, snapshot_id, user_id, profile_at, username, created_at) values (9, 'p${day}', ${user}, '${timeOf(day)}', '${name}', ${created === undefined ? "null" : `'${timeOf(created)}'`})`
      );
    await db.run(`
      insert into raw.names values (9, 'l', ${standIn("ada")}, 'ada');
      insert into raw.followers (account_id, snapshot_id, user_id, page_at) values (9, 'l', ${standIn("ada")}, '${timeOf(10)}')`);
    await resolveNames(db);
    expect(await db.rows("select user_id as id, is_exact from name_ids")).toEqual([
      {id: id === null ? null : BigInt(id), is_exact: isExact}
    ]);
  });
}); // prettier-ignore
