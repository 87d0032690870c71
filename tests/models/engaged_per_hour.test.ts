import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {campaignHistory, ids, recorded, downloaded, said, target, type Tried} from "./campaigns.ts";
import {runHistories, runHistory, type Observed} from "./histories.ts";

/** Weekly lists to day 189: the second quarter ends on day 182. */
const count = 28;
const claimOf = async (db: Database) =>
  (
    await db.rows<Record<string, unknown>>("from claims where claim = 'few_engaged_per_hour' and is_latest")
  )[0]!;

/** Forty people of a campaign by day 7, of whom so many follow by day 14, and so many of these reply on day 20. */
const fortyFrom = (first: number, answers: number, replies: number): Tried[] =>
  ids(first, 40).map((id, nth) => ({
    id,
    ...(nth < answers && {answers: 2}),
    ...(nth < replies && {replies: 20})
  }));
const byFollowback = fortyFrom(100, 20, 1);
const elsewhere = fortyFrom(200, 15, 12);
const targetsOf = (campaign: string, people: Tried[]) => people.map(({id}) => target(campaign, id, 2));
const places = [
  {campaign_id: "a", name: "A", place_kind: "followback_hashtag"},
  {campaign_id: "b", name: "B", place_kind: "topic_hashtag"}
];
const facts = {
  campaigns: places,
  campaign_targets: [...targetsOf("a", byFollowback), ...targetsOf("b", elsewhere)],
  costs: [said("a", "hours", 20), said("b", "hours", 10)]
};
const history = (more: Observed["beyond"] = {}, people = [...byFollowback, ...elsewhere]) =>
  campaignHistory(people, {...facts, ...more}, {count});

describe.concurrent("engaged followers per hour", () => {
  it("are compared by where people were found", async () => {
    const claim = await claimOf(await runHistory(history()));
    // 1 in 20 hours against 12 in 10.
    expect(claim).toMatchObject({
      is_collected: true,
      n_followback: 40n,
      n_organic: 40n,
      n_unknown: 0n,
      x_followback: null,
      value_followback: 0.05,
      value_organic: 1.2,
      difference: 1.15,
      range_low: 1.15,
      range_high: 1.15,
      verdict: "supported"
    });
    // R 4: qchisq(…)/2 of 1 and 12 at 99 %, put together as Zou and Donner (2008) do.
    expect(claim.low).toBeCloseTo(0.374524387644, 7);
    expect(claim.high).toBeCloseTo(2.36551263236, 7);
  });

  it("count campaigns whose place nobody says on either side, and then decide by both", async () => {
    const unplaced = fortyFrom(300, 30, 30);
    const claim = await claimOf(
      await runHistory(
        history(
          {
            campaigns: [...places, {campaign_id: "c", name: "C"}],
            campaign_targets: [...facts.campaign_targets, ...targetsOf("c", unplaced)],
            costs: [...facts.costs, said("c", "hours", 10)]
          },
          [...byFollowback, ...elsewhere, ...unplaced]
        )
      )
    );
    // 12 in 10 hours less 31 in 30; 42 in 20 less 1 in 20.
    expect(claim).toMatchObject({n_unknown: 40n, n_maybe: 40n, difference: 1.15, verdict: "cannot tell yet"});
    expect(claim.range_low).toBeCloseTo(1.2 - 31 / 30, 9);
    expect(claim.range_high).toBeCloseTo(2.05, 9);
  });

  it("count whom several campaigns of one side may have won once", async () => {
    const also = [...targetsOf("c", fortyFrom(300, 0, 0)), target("c", 100, 2)];
    const twoOfOneSide = {
      campaigns: [...places, {campaign_id: "c", name: "C", place_kind: "followback_hashtag"}],
      campaign_targets: [...facts.campaign_targets, ...also],
      costs: [...facts.costs, said("c", "hours", 5)]
    };
    const people = [...byFollowback, ...elsewhere, ...fortyFrom(300, 0, 0)];
    const [placed, oneUnplaced] = await runHistories(
      history(twoOfOneSide, people),
      history(
        {
          campaigns: [...twoOfOneSide.campaigns, {campaign_id: "d", name: "D"}],
          campaign_targets: [...twoOfOneSide.campaign_targets, target("d", 100, 2)],
          costs: [...twoOfOneSide.costs, said("d", "hours", 5)]
        },
        people
      )
    );
    // 12 in 10 hours less 1 in 25 at most.
    const first = await claimOf(placed!);
    expect(first.range_low).toBeCloseTo(1.2 - 1 / 25, 9);
    expect(first.range_high).toBeCloseTo(1.2, 9);
    // The campaign without a place may have won the one for either side: 13 in 15 hours less none; 12 in 10 less 1 in 30.
    const second = await claimOf(oneUnplaced!);
    expect(second.range_low).toBeCloseTo(13 / 15, 9);
    expect(second.range_high).toBeCloseTo(1.2 - 1 / 30, 9);
  });

  it("are not collected where hours or campaigns of one kind are missing", async () => {
    const [oneKind, noHours, withFile] = await runHistories(
      history({costs: facts.costs.slice(0, 1)}),
      history({costs: []}),
      history({
        costs: [recorded("A", 2, 20), recorded("B", 2, 10)],
        downloads: [downloaded("clockify", "hours", 0, 30)]
      })
    );
    for (const db of [oneKind, noHours])
      expect(await claimOf(db)).toMatchObject({
        is_collected: false,
        difference: null,
        verdict: "cannot tell yet"
      });
    expect(await claimOf(withFile)).toMatchObject({is_collected: true, difference: 1.15});
  });

  it("move at quarter ends, by what was known then", async () => {
    // Ten more of the followback campaign are followed by day 112: 60 days later is after the first quarter's end.
    const late: Tried[] = ids(400, 10).map((id) => ({id, tried: 16, answers: 17}));
    const db = await runHistory(
      history({campaign_targets: [...facts.campaign_targets, ...late.map(({id}) => target("a", id, 110))]}, [
        ...byFollowback,
        ...elsewhere,
        ...late
      ])
    );
    const looks = await db.rows(
      "select n_followback, value_followback, value_organic from claims where claim = 'few_engaged_per_hour' order by evaluated_at"
    );
    // Four fifths of its 20 hours went to the forty, of whom one engaged.
    expect(looks).toEqual([
      {n_followback: 40n, value_followback: 0.0625, value_organic: 1.2},
      {n_followback: 50n, value_followback: 0.05, value_organic: 1.2}
    ]);
  });
});
