import {afterEach, describe, expect, it} from "vitest";
import {type Database} from "../../src/duckdb.ts";
import {readModels} from "../../src/models/models.ts";
import {dayZero, runHistory, type Observed} from "./histories.ts";

let db: Database | undefined;
afterEach(async () => {
  await db?.close();
  db = undefined;
});

const crowd = Array.from({length: 30}, (_, nth) => 900 + nth);
const days = (time: Date) => (time.getTime() - dayZero) / 86_400_000;

describe("the columns of marts", () => {
  it("are read without quotes", async () => {
    db = await runHistory([{at: 0, followers: {people: crowd}}]);
    const marts = readModels().flatMap(({kind, name}) => (kind === "marts" ? [name] : []));
    const columns = await db.rows<{mart: string; name: string}>(
      `select table_name as mart, column_name as name from duckdb_columns() where schema_name = 'main' and table_name in ('${marts.join("', '")}')`
    );
    expect(new Set(columns.map(({mart}) => mart))).toEqual(new Set(marts));
    for (const {mart, name} of columns)
      await db.rows(`select ${name}, max(${name}) as most from ${mart} group by ${name}`);
  });
});

describe("coverage", () => {
  const covered = async (polls: Observed["polls"], posts: {id: number; at: number}[] = []) => {
    db = await runHistory([
      {at: 0, followers: {people: crowd}},
      {at: 40, followers: {people: crowd}, polls, posts}
    ]);
    const rows = await db.rows<{kind: string; from_at: Date; to_at: Date}>(
      "from coverage order by kind, from_at"
    );
    return rows.map(({kind, from_at, to_at}) => [kind, days(from_at), days(to_at)]);
  };

  it("joins polls that touch and leaves the gaps", async () => {
    const kind = "mention";
    expect(
      await covered([
        {kind, from: 0, to: 7},
        {kind, from: 7, to: 14},
        {kind, from: 20, to: 30}
      ])
    ).toEqual([
      ["mention", 0, 14],
      ["mention", 20, 30]
    ]);
  });

  it("sees likes while every own post up to 7 days old has a later poll", async () => {
    // Post 1 of day 0 was polled for the last time on day 7, post 2 of day 5 on day 6: from then its likes are not seen.
    const polls = [
      {kind: "like", from: 0, to: 1, target: 1},
      {kind: "like", from: 1, to: 7, target: 1},
      {kind: "like", from: 5, to: 6, target: 2}
    ];
    expect(
      await covered(polls, [
        {id: 1, at: 0},
        {id: 2, at: 5}
      ])
    ).toEqual([["like", 1, 6]]);
  });

  it("has no row for what nobody asked for", async () => {
    expect(await covered([])).toEqual([]);
  });
});

/** Ten people arrive in the first week, two of whom leave before day 28 and one more before day 63. */
const arrivals = Array.from({length: 10}, (_, nth) => 10 + nth);
const weekly = (weeks: number, at: (week: number) => Partial<Observed> & {gone?: number[]}): Observed[] =>
  Array.from({length: weeks}, (_, week) => {
    const {gone = [], ...more} = at(week);
    const there = week === 0 ? [] : arrivals.filter((id) => !gone.includes(id));
    return {
      at: 7 * week,
      followers: {people: [...there, ...crowd]},
      following: {people: [800, 801]},
      ...more
    };
  });

describe("cohort_retention", () => {
  it("counts who is in the list nearest to each age, and says which ages are complete", async () => {
    db = await runHistory(
      weekly(12, (week) => ({gone: [...(week >= 4 ? [10, 11] : []), ...(week >= 9 ? [12] : [])]}))
    );
    const rows = await db.rows(
      "select age_days, members, size, retained, is_complete from cohort_retention where period = 'month' order by age_days"
    );
    // First sight on day 7: day 37 is nearest to the list of day 35, day 67 to that of day 70, and 90 days are not over.
    expect(rows).toEqual([
      {age_days: 30, members: 10n, size: 10n, retained: 8n, is_complete: true},
      {age_days: 60, members: 10n, size: 10n, retained: 7n, is_complete: true}
    ]);
  });

  it("takes somebody hidden as no observation", async () => {
    db = await runHistory(
      weekly(12, (week) => ({
        gone: week >= 4 && week <= 6 ? [10] : [],
        ...(week === 4 && {statuses: {10: "suspended" as const}})
      }))
    );
    const rows = await db.rows(
      "select age_days, size, retained from cohort_retention where period = 'month' order by age_days"
    );
    expect(rows).toEqual([
      {age_days: 30, size: 9n, retained: 9n},
      {age_days: 60, size: 10n, retained: 10n}
    ]);
  });
});

describe("cohort_engagement", () => {
  const polls = [{kind: "mention", from: 0, to: 84}];
  it("counts interactions certainly inside the spell by the age; leavers stay in the denominator", async () => {
    // 10 replies on day 8 and leaves on day 28; 11 replies on day 40, at age 33; 12 only likes.
    const interactions = [
      {by: 10, at: 8},
      {by: 11, at: 40},
      {by: 12, at: 9, kind: "like"}
    ];
    db = await runHistory(
      weekly(13, (week) => ({gone: week >= 4 ? [10] : [], ...(week === 12 && {interactions, polls})}))
    );
    const rows = await db.rows(
      "select age_days, size, engaged, engaged_with_likes from cohort_engagement where period = 'month' order by age_days"
    );
    expect(rows).toEqual([
      {age_days: 7, size: 10n, engaged: 1n, engaged_with_likes: 2n},
      {age_days: 30, size: 10n, engaged: 1n, engaged_with_likes: 2n}
    ]);
  });

  it("has no row where mentions were not covered over the whole age", async () => {
    db = await runHistory(
      weekly(13, (week) =>
        week === 12 ? {interactions: [{by: 10, at: 8}], polls: [{kind: "mention", from: 30, to: 84}]} : {}
      )
    );
    expect(await db.rows("from cohort_engagement")).toEqual([]);
    expect(await db.rows("select placement, is_covered from engagements")).toEqual([
      {placement: "inside", is_covered: false}
    ]);
  });
});

describe("engagement_trend", () => {
  it("weighs the age bands by the account's own spread", async () => {
    // Ten followers of day 7 (route organic) from the week of day 14 on; eleven covered weeks, days 7 to 84.
    // They are at most 4 weeks old in the weeks of days 14 to 42 and 5 to 12 in those of days 49 to 77.
    const interactions = [
      {by: 10, at: 15},
      {by: 11, at: 15},
      {by: 10, at: 50}
    ];
    db = await runHistory(
      weekly(13, (week) => (week === 12 ? {interactions, polls: [{kind: "mention", from: 7, to: 84}]} : {}))
    );
    const rows = await db.rows<{week: Date}>(
      "select week, at_risk, engaged, interactions, bands, share, share_raw from engagement_trend order by week"
    );
    expect(rows.map((row) => days(row.week))).toEqual([14, 21, 28, 35, 42, 49, 56, 63, 70, 77]);
    expect(rows[0]).toMatchObject({
      at_risk: 10n,
      engaged: 2n,
      interactions: 2n,
      bands: 1,
      share: 0.2,
      share_raw: 0.2
    });
    expect(rows[5]).toMatchObject({at_risk: 10n, engaged: 1n, share: 0.1});
  });

  it("mixes bands with the weights of all followers together", async () => {
    // Ten of day 7 and ten more of day 63: in the week of day 70 the first are 8 weeks old, the others none.
    const late = Array.from({length: 10}, (_, nth) => 50 + nth);
    const interactions = [
      {by: 10, at: 71},
      {by: 11, at: 71},
      {by: 50, at: 71}
    ];
    const history = weekly(13, (week) =>
      week === 12 ? {interactions, polls: [{kind: "mention", from: 7, to: 84}]} : {}
    );
    for (const observed of history) if (observed.at >= 63) observed.followers!.people.unshift(...late);
    db = await runHistory(history);
    const [row] = await db.rows<{share: number}>(
      "select share, bands, at_risk from engagement_trend where week = date '2024-03-11'"
    );
    // Follower-weeks at risk: band 0-4 has 10 x 5 + 10 x 2 = 70, band 5-12 has 10 x 5 = 50.
    expect(row).toMatchObject({bands: 2, at_risk: 20n});
    expect(row!.share).toBeCloseTo((70 * 0.1 + 50 * 0.2) / 120, 10);
  });
});

describe("exposure", () => {
  it("follows the account's own follow through an inbound spell", async () => {
    const history = weekly(6, () => ({}));
    for (const observed of history)
      if (observed.at >= 14 && observed.at <= 21) observed.following!.people.unshift(10);
    db = await runHistory(history);
    const rows = await db.rows<{from_at: Date; to_at: Date; is_mutual: boolean | null}>(
      "from exposure where user_id = 10 order by stretch"
    );
    expect(rows.map(({from_at, to_at, is_mutual}) => [days(from_at), days(to_at), is_mutual])).toEqual([
      [7, 14, null],
      [14, 21, true],
      [21, 28, null],
      [28, 35, false]
    ]);
  });
});

describe("end_reason", () => {
  it.each([
    ["active when looked up", {statuses: {10: "active" as const}}, "unfollowed"],
    ["suspended", {statuses: {10: "suspended" as const}}, "suspended"],
    ["gone", {statuses: {10: "gone" as const}}, "gone"],
    ["in our own blocking", {statuses: {10: "active" as const}, blocking: [10]}, "blocked"],
    ["nobody looked", {}, "unresolved"]
  ])("%s", async (_, more, because) => {
    db = await runHistory(weekly(5, (week) => ({gone: week >= 3 ? [10] : [], ...(week === 3 && more)})));
    expect(await db.rows("select end_reason from followers where user_id = 10")).toEqual([
      {end_reason: because}
    ]);
    expect(await db.rows(`select sum(lost_${because}) as n from growth`)).toEqual([{n: 1n}]);
  });
});
