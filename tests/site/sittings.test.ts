import {readFileSync} from "node:fs";
import {afterEach, expect, test} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {preludeSql} from "../../src/models/models.ts";

// What pages show of people whose route rests on a sitting alone: shares by that route, ranges with them on either side.
// Expected values are worked out by hand.

let db: Database;
afterEach(() => db.close());

/** The rows of one query of the report over tables made by `sql`, with nothing held back for being few. */
async function reportOf(name: string, sql: string) {
  db = await openDatabase();
  await db.run(`${preludeSql()}
    create macro suppressed(value, members) as value;
    set variable account = 1;
    ${sql}`);
  return db.rows(readFileSync(new URL(`../../reports/data/${name}.sql`, import.meta.url), "utf8"));
}

test("a share counts them by their route, its range on either side", async () => {
  // 3 of 20 followbacks and 6 of 10 organic ones rest on a sitting; 1 of 5 unknown may be followbacks.
  const rates = await reportOf(
    "rates",
    `create table cohort_engagement as
      select 1 as account_id, 'month' as period, route, 30 as age_days, size as members, size, engaged, engaged as engaged_at_most,
        size_maybe, engaged_maybe, size_sitting, engaged_sitting
      from (values ('followback', 100, 10, 0, 0, 20, 3), ('organic', 100, 30, 0, 0, 10, 6), ('unknown', 20, 4, 5, 1, 0, 0))
        t(route, size, engaged, size_maybe, engaged_maybe, size_sitting, engaged_sitting);
    create table cohort_retention as
      select * rename (engaged as retained, engaged_maybe as retained_maybe, engaged_sitting as retained_sitting)
      from cohort_engagement where false`
  );
  // Either: 10 who did it and 25 who did not. Surely followback: 7 of 80; surely organic: 24 of 90 and 3 of 15 unknown.
  expect(rates).toMatchObject([
    {route: "followback", share: 0.1, range_low: 7 / (80 + 25), range_high: (7 + 10) / (80 + 10)},
    {route: "organic", share: 0.3, range_low: 27 / (105 + 25), range_high: (27 + 10) / (105 + 10)},
    {route: "unknown", share: 0.2}
  ]);
});

test("a share of which nobody is certain can be anything", async () => {
  const rates = await reportOf(
    "rates",
    `create table cohort_engagement as
      select 1 as account_id, 'month' as period, route, 30 as age_days, size as members, size, engaged, engaged as engaged_at_most,
        0 as size_maybe, 0 as engaged_maybe, size_sitting, engaged_sitting
      from (values ('followback', 20, 3, 20, 3), ('organic', 100, 30, 0, 0)) t(route, size, engaged, size_sitting, engaged_sitting);
    create table cohort_retention as
      select * rename (engaged as retained, engaged_maybe as retained_maybe, engaged_sitting as retained_sitting)
      from cohort_engagement where false`
  );
  expect(rates[0]).toMatchObject({route: "followback", share: 0.15, range_low: 0, range_high: 1});
});

test("attempts count them as unknown, for they are shown as a range alone, and leave out whose answer nobody could see", async () => {
  const attempts = await reportOf(
    "outreach",
    `create table published_groups (account_id integer, kind varchar, period date, group_from date, group_to date);
    create table outreach as
      select 1 as account_id, date '2025-03-09' as started_on, outcome, is_by_sitting, is_watched
      from (values ('followed_back', true, true), ('followed_back', true, true), ('followed_back', false, true),
        ('unknown', false, true), ('not_yet', false, true), ('not_yet', false, true), ('not_yet', false, false),
        ('followed_back', false, false)) t(outcome, is_by_sitting, is_watched)`
  );
  // 1 of 3 without the three whose order is not certain, 4 of 6 with them.
  expect(attempts).toMatchObject([
    {attempts: 6n, unwatched: 2n, followed_back: 1n, unknown: 3n, not_yet: 2n, lowest: 1 / 3, highest: 4 / 6}
  ]);
});
