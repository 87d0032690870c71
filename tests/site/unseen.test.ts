import {afterEach, expect, test} from "vitest";
import {readFileSync} from "node:fs";
import {sortRows} from "../../reports/components/table.js";
import {countedSentence, netSentence, unseenAnswer, unseenColumns} from "../../reports/components/unseen.js";
import type {CountedDays, UnseenChurn} from "../../reports/components/rows.js";
import {openDatabase, type Database} from "../../src/duckdb.ts";

// What pages say of X's own counts. Expected numbers are worked out by hand.

const year: CountedDays = {days: 330, first_day: "2025-01-01", last_day: "2025-12-01", missing_days: 5};
const stretch: UnseenChurn = {
  from_at: "2025-01-06T10:00:00.000Z", to_at: "2025-05-05T10:00:00.000Z", lists: 18, days: 120, new_follows: 412, unfollows: 120,
  new_follows_between: 405, unfollows_between: 118, arrivals: 380, departures: 95, at_most: 40, at_most_as_listed: 25,
  at_most_between: 38, list_net: 285, count_net_least: 285, count_net_most: 294, is_net_alike: true, is_contradicted: false
}; // prettier-ignore
const later = {...stretch, from_at: "2025-06-02T10:00:00.000Z", to_at: "2025-11-24T10:00:00.000Z", days: 176, at_most: 2, at_most_as_listed: 1}; // prettier-ignore

test("the answer adds up stretches, and gives the smaller bound where net change agrees", () => {
  expect(unseenAnswer([stretch, later], year)).toBe(
    "In 2 stretches between 6 Jan 2025 and 24 Nov 2025, 296 days in all, X counted 824 new follows and 240 unfollows; your lists saw 760 arrivals and 190 departures. So at most 42 people followed you and unfollowed again without standing in any list. If X counts as your lists do, it is at most 26."
  );
  expect(unseenAnswer([{...stretch, is_net_alike: false}], year)).not.toMatch(/as your lists do/);
  expect(unseenAnswer([stretch], year)).toMatch(
    /^Between 6 Jan 2025 and 5 May 2025, X counted 412 new follows/
  );
  expect(unseenAnswer([{...stretch, at_most: 0, at_most_as_listed: 0}], year)).toMatch(
    /So no one can have followed you and unfollowed again/
  );
});

test("stretches sort by the days on which they begin and end", () => {
  // As words, 24 Nov would stand before 5 May.
  for (const column of unseenColumns.slice(0, 2))
    expect(sortRows([later, stretch], column, "ascending"), column.name).toEqual([stretch, later]);
});

test("the answer gives no bound where counts contradict lists, and says what is missing", () => {
  const wrong = {
    ...stretch,
    at_most: null,
    at_most_as_listed: null,
    at_most_between: null,
    is_contradicted: true
  };
  expect(unseenAnswer([wrong], year)).toMatch(
    /^Of some time, X counted fewer .* there is no bound: check that the file/
  );
  expect(unseenAnswer([wrong, later], year)).toMatch(/at most 2 people .* Of some time, X counted fewer/);
  expect(unseenAnswer([], {...year, days: 3})).toMatch(
    /counts of 3 days are stored, but they cover no time between two/
  );
  expect(unseenAnswer([], {days: 0, first_day: null, last_day: null, missing_days: 0})).toBe("");
});

test("net change is compared over the longest stretch", () => {
  expect(netSentence([stretch])).toBe(
    "From 6 Jan 2025 to 5 May 2025 your list changed by +285, and X's counts allow +285 to +294: nothing shows that X counts otherwise than your lists."
  );
  expect(
    netSentence([
      stretch,
      {...later, list_net: -3, count_net_least: 1, count_net_most: 1, is_net_alike: false}
    ])
  ).toBe(
    "From 2 Jun 2025 to 24 Nov 2025 your list changed by −3, and X's counts allow +1: X counts otherwise than your lists, for example suspended accounts or those that came back."
  );
  expect(netSentence([{...stretch, list_net: null, is_net_alike: null}])).toBe("");
});

test("quality says how many days are covered", () => {
  expect(countedSentence(year)).toBe(
    "X's own counts are stored of 330 days, from 1 Jan 2025 to 1 Dec 2025, with 5 days missing in between, over which nothing is concluded."
  );
  expect(countedSentence({...year, missing_days: 0})).toMatch(/, with no day missing\.$/);
  expect(countedSentence({...year, days: 0})).toBe("");
});

let db: Database;
afterEach(() => db?.close());

test("days are counted that have follows and unfollows, and those missing in between", async () => {
  db = await openDatabase();
  await db.run(`set variable account = 1;
    create table daily_counts as
      select 1 as account_id, day::date as day, follows as new_follows, follows as unfollows
      from (values ('2025-01-01', 1), ('2025-01-02', 0), ('2025-01-03', null), ('2025-01-06', 2)) t(day, follows)
      union all select 2, date '2025-02-01', 1, 1`);
  const sql = readFileSync(new URL("../../reports/data/counted_days.sql", import.meta.url), "utf8");
  // 1, 2 and 6 January of six days: 3, 4 and 5 January are not known.
  expect(await db.rows<object>(sql)).toMatchObject([{days: 3, missing_days: 3}]);
});
