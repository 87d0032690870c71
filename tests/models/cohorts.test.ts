import {describe, expect, it} from "vitest";
import {crowd, followed, weeklyNewcomers, runHistory, weekly, weeks} from "./histories.ts";

// Weekly complete lists on day 7k.

describe.concurrent("cohort_retention", () => {
  it("counts who is in the list nearest to each age, and says which ages are complete", async () => {
    const db = await runHistory(
      weeklyNewcomers(12, (week) => ({gone: [...(week >= 4 ? [10, 11] : []), ...(week >= 9 ? [12] : [])]}))
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
    const db = await runHistory(
      weeklyNewcomers(12, (week) => ({
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

describe.concurrent("cohort_engagement", () => {
  const polls = [{kind: "mention", from: 0, to: 84}];
  it("counts interactions certainly inside the spell by the age; leavers stay in the denominator", async () => {
    // 10 replies on day 8 and leaves on day 28; 11 replies on day 40, at age 33; 12 only likes.
    const interactions = [
      {by: 10, at: 8},
      {by: 11, at: 40},
      {by: 12, at: 9, kind: "like"}
    ];
    const db = await runHistory(
      weeklyNewcomers(13, (week) => ({
        gone: week >= 4 ? [10] : [],
        ...(week === 12 && {interactions, polls})
      }))
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
    const db = await runHistory(
      weeklyNewcomers(13, (week) =>
        week === 12 ? {interactions: [{by: 10, at: 8}], polls: [{kind: "mention", from: 30, to: 84}]} : {}
      )
    );
    expect(await db.rows("from cohort_engagement")).toEqual([]);
    expect(await db.rows("select placement, is_covered from engagements")).toEqual([
      {placement: "inside", is_covered: false}
    ]);
  });

  it("an act at the very instant of first sight is not after it", async () => {
    const db = await runHistory(
      weekly(8, weeks(1, 7), [], {
        7: {
          followers: {people: [5, ...crowd]},
          following: {people: followed},
          interactions: [{by: 5, at: 7}],
          polls: [{kind: "mention", from: 0, to: 49}]
        }
      })
    );
    expect(
      await db.rows("select engaged from cohort_engagement where period = 'month' and age_days = 30")
    ).toEqual([{engaged: 0n}]);
  });
});

describe.concurrent("people of whom a log says when they followed", () => {
  it("are in a cohort only if a list could have shown them soon, whoever had left by then", async () => {
    // On day 10 a hundred follow, of whom sixty have left when lists begin on day 98: 36 of 100 are there on day 105. On day
    // 101 twenty follow, of whom five are gone by day 126.
    const early = Array.from({length: 100}, (_, nth) => 2000 + ((37 * nth) % 100));
    const late = Array.from({length: 20}, (_, nth) => 3000 + ((7 * nth) % 20));
    const followedAt = (of: number, at: number) =>
      ({kind: "follow", of, after: at, before: at, exact: true}) as const;
    const db = await runHistory([
      {
        at: 102,
        source: "tables",
        events: [...early.map((of) => followedAt(of, 10)), ...late.map((of) => followedAt(of, 101))]
      },
      ...[98, 105, 112, 119, 126, 133, 140].map((at) => ({
        at,
        followers: {
          people: [
            ...(at < 105 ? [] : at < 126 ? late : late.slice(5)),
            ...early.slice(at < 105 ? 0 : 4, 40),
            ...crowd
          ]
        }
      }))
    ]);
    expect(
      await db.rows(`select cohort::varchar as cohort, age_days, members::integer as members, size::integer as size,
        retained::integer as retained from cohort_retention where period = 'month' order by all`)
    ).toEqual([{cohort: "2024-04-01", age_days: 30, members: 20, size: 20, retained: 15}]);
    expect(
      await db.rows(
        "select count(*)::integer as people from followers where is_listed and cohort_month is null and route = 'unknown'"
      )
    ).toEqual([{people: 40}]);
  });
});
