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
