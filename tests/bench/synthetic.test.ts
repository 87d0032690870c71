import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {attachSnapshots, listSnapshots} from "../../src/snapshots/store.ts";
import {writeSyntheticStore} from "./synthetic.ts";

describe("the synthetic store of the bench", () => {
  let dataDir: string;
  let db: Database;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "followback-test-"));
    await writeSyntheticStore(dataDir, {followers: 2000, weeks: 12, interactions: 5500});
    db = await openDatabase();
    await attachSnapshots(db, dataDir);
  });
  afterAll(async () => {
    await db.close();
    await rm(dataDir, {recursive: true, force: true});
  });
  const number = async (sql: string) => Number(Object.values((await db.rows(sql))[0]!)[0]);

  it("has one full walk a week that grows to the size asked for", async () => {
    expect(await listSnapshots(dataDir)).toHaveLength(12);
    const last = await number(
      "select rows from raw.lists where list = 'followers' order by taken_at desc limit 1"
    );
    expect(Math.abs(last - 2000)).toBeLessThan(60);
    expect(await number("select count(*) from raw.lists where not ended or rows <> distinct_rows")).toBe(0);
  });

  it("says the same of a mutual on both lists", async () => {
    const disagreeing = await number(`
      select count(*) from raw.followers a join raw.following b using (snapshot_id, user_id)
      where not a.is_mutual or not b.is_mutual`);
    expect(disagreeing).toBe(0);
    const alone = await number(`
      select count(*) from raw.followers a anti join raw.following b using (snapshot_id, user_id) where a.is_mutual`);
    expect(alone).toBe(0);
  });

  it("has people who are away for a while, and arrivals on top", async () => {
    const away = await number(`
      with seen as (
        select user_id, row_number() over (partition by user_id order by page_at) as nth,
          dense_rank() over (order by snapshot_id) as week from raw.followers
      )
      select count(distinct user_id) / (select count(distinct user_id) from seen)
      from (select user_id, week - nth as stretch from seen)
      where user_id in (
        select user_id from (select user_id, week - nth as stretch from seen) group by user_id
        having count(distinct stretch) > 1)`);
    // One in 17 of those who have the weeks for it: 2.0 % over twelve weeks.
    expect(away).toBeGreaterThan(0.012);
    expect(away).toBeLessThan(0.03);
    const deepest = await number(`
      with ids as (select distinct snapshot_id from raw.followers order by snapshot_id desc limit 2)
      select max(position) from raw.followers f
      where snapshot_id = (select max(snapshot_id) from ids)
        and user_id not in (select user_id from raw.followers where snapshot_id < f.snapshot_id)`);
    const arrivals = await number(`
      select count(*) from raw.followers
      where snapshot_id = (select max(snapshot_id) from raw.followers)
        and user_id not in (
          select user_id from raw.followers where snapshot_id < (select max(snapshot_id) from raw.followers))`);
    expect(deepest).toBeLessThan(arrivals + 60);
  });

  it("holds the interactions asked for, all by people in that week's list", async () => {
    expect(Math.abs((await number("select count(*) from raw.interactions")) - 5500)).toBeLessThan(60);
    const strangers = await number(`
      select count(*) from raw.interactions i
      where not exists (
        select 1 from raw.followers f where f.snapshot_id = i.snapshot_id and f.user_id = i.actor_id)`);
    expect(strangers).toBe(0);
  });

  it("has no one who comes back where that is asked for", async () => {
    const stayAway = await mkdtemp(join(tmpdir(), "followback-test-"));
    const other = await openDatabase();
    try {
      const size = {followers: 2000, weeks: 12, interactions: 0, isWithoutReturns: true};
      await writeSyntheticStore(stayAway, size);
      await attachSnapshots(other, stayAway);
      // Whoever is in as many lists as lie from the first to the last of theirs was never away in between.
      const [counted] = await other.rows<{people: bigint; unbroken: bigint}>(`
        with lists as (
          select user_id, count(*) as n, min(snapshot_id) as first_id, max(snapshot_id) as last_id
          from raw.followers group by user_id
        ),
        numbered as (select snapshot_id, row_number() over (order by snapshot_id) as nth from raw.snapshots)
        select count(*) as people, count(*) filter (where b.nth - a.nth + 1 = n) as unbroken
        from lists join numbered a on a.snapshot_id = first_id join numbered b on b.snapshot_id = last_id`);
      expect(counted!.people).toBeGreaterThan(2000n);
      expect(counted!.unbroken).toBe(counted!.people);
    } finally {
      await other.close();
      await rm(stayAway, {recursive: true, force: true});
    }
  });

  it("lets people leave wherever they stand in a list", async () => {
    const large = await mkdtemp(join(tmpdir(), "followback-test-"));
    const other = await openDatabase();
    try {
      await writeSyntheticStore(large, {followers: 40_000, weeks: 3, interactions: 0});
      await attachSnapshots(other, large);
      // Of 2,000 people about 8 are missing a week later: three neighbours among them would be one chance in 10,000.
      const [counted] = await other.rows<{missing: bigint; longest: bigint}>(`
        with ids as (
          select snapshot_id, row_number() over (order by snapshot_id) as nth from raw.snapshots
        ),
        missing as (
          select position - row_number() over (order by position) as run from raw.followers
          where snapshot_id = (select snapshot_id from ids where nth = 1)
            and user_id not in (
              select user_id from raw.followers where snapshot_id = (select snapshot_id from ids where nth = 2))
        )
        select (select count(*) from missing) as missing, max(n) as longest
        from (select count(*) as n from missing group by run)`);
      expect(counted!.missing).toBeGreaterThan(3n);
      expect(counted!.longest).toBeLessThan(3n);
    } finally {
      await other.close();
      await rm(large, {recursive: true, force: true});
    }
  });

  it("writes as many accounts as asked for, each with people, lists and interactions of its own", async () => {
    const many = await mkdtemp(join(tmpdir(), "followback-test-"));
    const other = await openDatabase();
    try {
      const size = {accounts: 5, accountsAtOnce: 2, followers: 300, weeks: 4, interactions: 300};
      await writeSyntheticStore(many, size);
      // Four weeks of two, two and one account at once.
      expect(await listSnapshots(many)).toHaveLength(12);
      await attachSnapshots(other, many);
      const lists = await other.rows<{account: string; lists: bigint; rows: bigint; places: bigint}>(`
        select l.account_id::varchar as account, count(distinct l.snapshot_id) as lists,
          count(*) as rows, count(distinct (l.snapshot_id, f.position)) as places
        from raw.lists l
        join raw.followers f on f.account_id = l.account_id and f.snapshot_id = l.snapshot_id
        where l.list = 'followers' and l.rows = l.distinct_rows
        group by l.account_id order by account`);
      expect(lists.map(({account}) => account)).toEqual(["777", "778", "779", "780", "781"]);
      for (const {lists: weeks, rows, places} of lists) {
        expect(weeks).toBe(4n);
        expect(places).toBe(rows);
      }
      const [shared] = await other.rows<{people: bigint; acts: bigint; apart: bigint; strangers: bigint}>(`
        select
          (select count(*) from (
            select user_id from raw.followers group by user_id having count(distinct account_id) > 1)) as people,
          (select count(*) from raw.interactions) as acts,
          (select count(*) from (
            select post_id from raw.posts group by post_id having count(distinct account_id) > 1)) as apart,
          (select count(*) from raw.interactions i anti join raw.followers f
            on f.account_id = i.account_id and f.snapshot_id = i.snapshot_id and f.user_id = i.actor_id) as strangers`);
      expect(shared).toEqual({people: 0n, acts: 1500n, apart: 0n, strangers: 0n});
    } finally {
      await other.close();
      await rm(many, {recursive: true, force: true});
    }
  });
});
