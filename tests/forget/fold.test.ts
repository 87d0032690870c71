import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {checkAll} from "../../src/commands/check.ts";
import {compactStore} from "../../src/compact/compact.ts";
import {foldInterests} from "../../src/forget/fold.ts";
import {listSnapshots, readManifest, writeSnapshot} from "../../src/snapshots/store.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
const now = new Date("2026-06-01T00:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

async function store3() {
  const row = (user: number, period: string, matched: boolean | null, days: number) => ({
    account_id: "42",
    user_id: user,
    period,
    matched,
    first_seen_at: daysAgo(days + 31),
    looked_at: daysAgo(days),
    stratum: "2026-W05 followed",
    stratum_people: 10,
    sampled_people: 4,
    topics: "abc",
    method: "full_archive"
  });
  await writeSnapshot(store.dataDir, {source: "x-api", takenAt: daysAgo(91), key: "a"}, async (writer) => {
    for (const [user, before, after] of [
      [1, true, true],
      [2, false, true],
      [3, null, null],
      [4, false, false],
      [5, true, true]
    ] as const) {
      await writer.append("interests", row(user, "before", before, 91));
      await writer.append("interests", row(user, "after", after, 91));
    }
    await writer.append("interests", row(6, "after", true, 89));
    for (const [user, days] of [
      [7, 91],
      [8, 20]
    ] as const)
      await writer.append("interest_looks", {
        account_id: "42",
        user_id: user,
        from: daysAgo(days),
        to: daysAgo(days - 6),
        matched: true,
        first_seen_at: daysAgo(days)
      });
    return {accounts: ["42"]};
  });
}

/** What the last build said: 5 is not known to it. */
const build = () =>
  withDatabase(async (db) => {
    mkdirSync(join(store.dataDir, "marts"));
    await db.run(`copy (select 42::bigint as account_id, u as user_id, r as route from (values
      (1::bigint, 'followback'), (2, 'followback'), (3, 'followback'), (4, 'organic'), (6, 'organic')) t(u, r))
      to '${join(store.dataDir, "marts", "followers.parquet")}' (format parquet)`);
  });
const kept = async () =>
  (await store.rows("select distinct user_id::int as id from raw.interests order by 1")).map(({id}) => id);

it("keeps what is older than 90 days as counts by stratum, route and period, once", async () => {
  await store3();
  await build();
  expect(await foldInterests(store.dataDir, now)).toBe(4);
  const counts = () =>
    store.rows(`select stratum, route, period, people::int as people, matched::int as matched,
      not_observable::int as hidden, stratum_people::int as n, sampled_people::int as drawn, topics, method, folded_at
      from raw.interest_counts order by route, period`);
  const rest = {
    stratum: "2026-W05 followed",
    n: 10,
    drawn: 4,
    topics: "abc",
    method: "full_archive",
    folded_at: now
  };
  const expected = [
    {route: "followback", period: "after", people: 2, matched: 2, hidden: 1, ...rest},
    {route: "followback", period: "before", people: 2, matched: 1, hidden: 1, ...rest},
    {route: "organic", period: "after", people: 1, matched: 0, hidden: 0, ...rest},
    {route: "organic", period: "before", people: 1, matched: 0, hidden: 0, ...rest}
  ];
  expect(await counts()).toEqual(expected);
  expect(await kept()).toEqual([5, 6]);
  expect(await store.rows("select user_id::int as id from raw.interest_looks")).toEqual([{id: 8}]);
  expect(await foldInterests(store.dataDir, now)).toBe(0);
  expect(await counts()).toEqual(expected);
});

it("folds nothing without marts: nobody knows the routes", async () => {
  await store3();
  expect(await foldInterests(store.dataDir, now)).toBe(0);
  expect(await kept()).toEqual([1, 2, 3, 4, 5, 6]);
});

it("does the same in a store that is compacted, and leaves one that can be checked", async () => {
  await store3();
  await build();
  await compactStore(store.dataDir);
  expect(await foldInterests(store.dataDir, now)).toBe(4);
  expect(await kept()).toEqual([5, 6]);
  expect(await store.rows("select user_id::int as id from raw.interest_looks")).toEqual([{id: 8}]);
  const counted = await store.rows(
    "select sum(people)::int as people, count(*)::int as n from raw.interest_counts"
  );
  // 1, 2 and 4 could be observed, before and after; 3 could not: followback and organic, two periods each.
  expect(counted).toEqual([{people: 6, n: 4}]);
  // Each snapshot says how many rows are its own: 5 twice and 6 once are left of eleven.
  const [id] = await listSnapshots(store.dataDir);
  const {tables} = await readManifest(store.dataDir, id!);
  expect(
    [tables.interests, tables.interest_looks, tables.interest_counts].map((table) => table?.rows)
  ).toEqual([3, 1, 4]);
  expect(await foldInterests(store.dataDir, now)).toBe(0);
  const failures: string[] = [];
  for await (const {name, failure} of checkAll(store.dataDir))
    if (failure !== null && /snapshot|compacted/.test(name)) failures.push(`${name}: ${failure}`);
  expect(failures).toEqual([]);
});
