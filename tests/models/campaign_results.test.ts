import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {
  campaignHistory,
  downloaded,
  exchangeRate,
  hourCost,
  ids,
  recorded,
  said,
  target,
  type Tried
} from "./campaigns.ts";
import {day, runHistories, runHistory, type Observed} from "./histories.ts";

/** The data test of what came of campaigns. */
const broken = (db: Database) =>
  db.rows(readFileSync(new URL("../../src/models/tests/campaigns_hold.sql", import.meta.url), "utf8"));

/** The rows of a campaign by result. */
async function resultsOf(db: Database, campaign: string | null) {
  const rows = await db.rows<Record<string, unknown> & {result: string}>(
    `from campaign_results where campaign_id is not distinct from ${campaign === null ? "null" : `'${campaign}'`}`
  );
  return Object.fromEntries(rows.map((row) => [row.result, row]));
}

/**
 * Forty people, followed by day 7. Twelve follow by day 14, of whom two are gone by day 70 and three reply on day 20.
 * The last full list is of day 161.
 */
const forty: Tried[] = ids(100, 40).map((id, nth) => ({
  id,
  ...(nth < 12 && {answers: 2, ...(nth < 2 && {leaves: 10}), ...(nth < 3 && {replies: 20})})
}));
const campaigns = [{campaign_id: "a", name: "A", place_kind: "followback_hashtag", place: "#f4f"}];
/** 10 hours at 25 and 50 more: 300. */
const costs = [said("a", "hours", 10), said("a", "money", 50, "EUR"), hourCost(25)];
const allTargets = forty.map(({id}) => target("a", id, 2));

describe.concurrent("campaign results", () => {
  it("are attempts, who followed back, who is still there and who engaged, with what each cost", async () => {
    const db = await runHistory(campaignHistory(forty, {campaigns, campaign_targets: allTargets, costs}));
    const {attempted, won, kept_90: kept, engaged_30: engaged} = await resultsOf(db, "a");
    expect(attempted).toMatchObject({
      n: 40n,
      x: 40n,
      turned_to: 40n,
      attempts: 40n,
      cost: 300,
      cost_per_result: 7.5
    });
    expect(won).toMatchObject({
      n: 40n,
      answered: 12n,
      x: 12n,
      x_low: 12n,
      x_high: 12n,
      share: 0.3,
      cost_per_result: 25
    });
    // R 4: prop.test(12, 40, correct = FALSE) and (10, 40): 300 over 40 times these.
    expect(won!.low).toBeCloseTo(0.180748452297, 9);
    expect(won!.high).toBeCloseTo(0.454300188181, 9);
    expect(won!.cost_low).toBeCloseTo(300 / (40 * 0.454300188181), 7);
    expect(won!.cost_high).toBeCloseTo(300 / (40 * 0.180748452297), 7);
    expect(kept).toMatchObject({
      n: 40n,
      answered: 12n,
      known: 12n,
      x: 10n,
      cost_per_result: 30,
      at_least: null
    });
    expect(kept!.cost_low).toBeCloseTo(300 / (40 * 0.401939614208), 7);
    expect(engaged).toMatchObject({n: 40n, known: 12n, x: 3n, share: 0.075, cost_per_result: null});
    expect(engaged).toMatchObject({currency: "EUR", note: "fewer than 10 results"});
    // R 4: qchisq(0.975, 8) / 2.
    expect(engaged!.at_least).toBeCloseTo(300 / 8.76727306974, 7);
    expect(await broken(db)).toEqual([]);
    expect(await db.rows("select cost::varchar as cost, note from campaign_costs")).toEqual([
      {cost: "300.00", note: null}
    ]);
  });

  it("say at least so much each where nobody engaged, and nothing of fewer than 30 people", async () => {
    const silent = forty.map((one) => ({...one, replies: undefined}));
    const [db, few] = await runHistories(
      campaignHistory(silent, {campaigns, campaign_targets: allTargets, costs}),
      campaignHistory(silent, {campaigns, campaign_targets: allTargets.slice(0, 29), costs})
    );
    const {engaged_30: engaged} = await resultsOf(db, "a");
    expect(engaged).toMatchObject({x: 0n, n: 40n, cost_per_result: null});
    expect(engaged!.at_least).toBeCloseTo(300 / 3.68887945411, 7);
    expect((await resultsOf(few, "a")).engaged_30).toMatchObject({
      n: 29n,
      at_least: null,
      note: "fewer than 30 people reached"
    });
  });

  it("are not settled where nobody looked whether they followed back, though mentions were read on", async () => {
    const [unseen, seen, looked] = await runHistories(
      ...[7, 42, 70].map((last) =>
        campaignHistory(forty, {campaigns, campaign_targets: allTargets, costs}).map(
          (observed) => (observed.at > last ? {...observed, followers: undefined} : observed) as Observed
        )
      )
    );
    // The last list of followers is that of day 7; of day 42, when 30 days after each follow are over; or of day 70, when
    // 30 more are, in which a follower may engage, or leave before.
    const note = "no attempt was observed for long enough, or is certain";
    expect((await resultsOf(unseen!, "a")).won).toMatchObject({attempts: 40n, n: 0n, note});
    expect((await resultsOf(unseen!, "a")).engaged_30).toMatchObject({attempts: 40n, n: 0n, at_least: null});
    expect((await resultsOf(seen!, "a")).won).toMatchObject({n: 40n, x: 12n});
    expect((await resultsOf(seen!, "a")).engaged_30).toMatchObject({n: 0n});
    expect((await resultsOf(looked!, "a")).engaged_30).toMatchObject({n: 40n, known: 12n, x: 3n});
  });

  it("count an attempt that two campaigns may have made for neither, and for both in the range", async () => {
    const db = await runHistory(
      campaignHistory(forty, {
        campaigns,
        // Who and when is said of the first; whom alone of the second, and two answered.
        campaign_targets: [...allTargets, target("b", 100), target("b", 101), target("b", 130)],
        costs
      })
    );
    expect((await resultsOf(db, "a")).won).toMatchObject({
      attempts: 40n,
      shared: 3n,
      n: 37n,
      x: 10n,
      x_low: 10n,
      x_high: 12n
    });
    expect((await resultsOf(db, "a")).won).toMatchObject({
      cost_per_result: 30,
      cost_range_low: 25,
      cost_range_high: 30
    });
    expect((await resultsOf(db, "b")).won).toMatchObject({
      attempts: 3n,
      n: 0n,
      x: 0n,
      x_high: 2n,
      cost: null
    });
    expect(await broken(db)).toEqual([]);
    expect((await resultsOf(db, "b")).attempted).toMatchObject({note: "hours not recorded"});
  });

  it("win nobody who came long after a follow, though the account followed them again once they had left", async () => {
    // Ours of days 0 to 7 is over by day 21 at most. They follow between days 49 and 56, leave between days 63 and 70, and
    // are followed again then: 28 to 49 days after ours had ended.
    const again = forty.map(({id}): Tried => ({id, drops: 2, answers: 8, leaves: 10, again: 11}));
    const db = await runHistory(campaignHistory(again, {campaigns, campaign_targets: allTargets, costs}));
    expect((await resultsOf(db, "a")).won).toMatchObject({n: 40n, x: 0n, x_low: 0n, x_high: 40n});
    expect(
      await db.rows("select distinct is_after_close from outreach where outcome = 'followed_back'")
    ).toEqual([{is_after_close: true}]);
  });

  it("take a target without a time by the dates of its campaign", async () => {
    const db = await runHistory(
      campaignHistory([...forty, {id: 300, tried: 8}], {
        campaigns: [{...campaigns[0]!, from: new Date("2024-01-01"), to: new Date("2024-01-10")}],
        campaign_targets: [...forty.map(({id}) => target("a", id)), target("a", 300)],
        costs
      })
    );
    expect((await resultsOf(db, "a")).won).toMatchObject({turned_to: 41n, attempts: 40n, n: 40n, x: 12n});
  });

  it("win nobody who follows more than 30 days after the account has unfollowed them", async () => {
    // Unfollowed between days 14 and 21. They follow 14 to 21 days later at most, 21 to 35, and 56 or more.
    const wonBy = (answers: number) => {
      const late: Tried = {id: 300, drops: 3, answers};
      return campaignHistory([...forty, late], {
        campaigns,
        campaign_targets: [...allTargets, target("a", 300, 2)],
        costs
      });
    };
    const [soon, open, late] = await runHistories(wonBy(5), wonBy(7), wonBy(12));
    expect((await resultsOf(soon!, "a")).won).toMatchObject({n: 41n, x: 13n, x_low: 13n, x_high: 13n});
    expect((await resultsOf(open!, "a")).won).toMatchObject({n: 41n, x: 12n, x_low: 12n, x_high: 13n});
    expect((await resultsOf(late!, "a")).won).toMatchObject({n: 41n, x: 12n, x_low: 12n, x_high: 12n});
    expect(await late!.rows("select left_out_people, unsure from what_if where kind = 'campaign' and figure = 'followers'")).toEqual([{left_out_people: 10n, unsure: 0n}]); // prettier-ignore
  });

  it("keep both of two attempts to the range where the log names no time", async () => {
    // Followed by day 7, no longer by day 21, and again by day 126: two attempts, of which the log tells once.
    const twice: Tried = {id: 300, drops: 3, again: 18, answers: 19};
    const db = await runHistory(
      campaignHistory([...forty, twice], {
        campaigns,
        campaign_targets: [...allTargets, target("a", 300)],
        costs
      })
    );
    expect((await resultsOf(db, "a")).won).toMatchObject({attempts: 42n, n: 40n, x: 12n, x_high: 13n});
  });

  it("keep whoever came in an order nobody knows to the range", async () => {
    // Both follows come between the same two lists.
    const people = forty.map((one, nth) => (nth < 2 ? {...one, answers: 1} : one));
    const db = await runHistory(
      campaignHistory(people, {
        campaigns,
        campaign_targets: allTargets.map(({campaign_id, user_id}) => ({campaign_id, user_id})),
        costs
      })
    );
    // Those two are gone by day 70.
    expect((await resultsOf(db, "a")).won).toMatchObject({n: 38n, x: 10n, x_low: 10n, x_high: 12n});
    expect((await resultsOf(db, "a")).kept_90).toMatchObject({n: 38n, x: 10n, x_high: 10n});
  });

  it("count attempts that are old enough alone, with their part of the cost", async () => {
    // Ten more are followed between days 112 and 119: 42 days before the last list.
    const late: Tried[] = ids(200, 10).map((id, nth) => ({id, tried: 17, ...(nth < 5 && {answers: 18})}));
    const db = await runHistory(
      campaignHistory([...forty, ...late], {
        campaigns,
        campaign_targets: [...allTargets, ...late.map(({id}) => target("a", id, 115))],
        costs
      })
    );
    const {attempted, won, kept_90: kept, engaged_30: engaged} = await resultsOf(db, "a");
    expect(attempted).toMatchObject({n: 50n, cost_per_result: 6});
    expect(won).toMatchObject({n: 50n, x: 17n, cost_counted: 300});
    // Four fifths of the attempts, and of the cost.
    expect(kept).toMatchObject({n: 40n, x: 10n, cost_counted: 240, cost_per_result: 24});
    expect(engaged).toMatchObject({n: 40n, x: 3n, cost_counted: 240});
    expect(engaged!.at_least).toBeCloseTo(240 / 8.76727306974, 7);
  });

  it("say why there is no figure", async () => {
    const [without, empty, dollars] = await runHistories(
      campaignHistory(
        forty,
        {campaigns, campaign_targets: allTargets, costs: [said("a", "hours", 10)]},
        {polled: false}
      ),
      campaignHistory([], {campaigns, costs}),
      campaignHistory(forty, {
        campaigns,
        campaign_targets: allTargets,
        costs: [...costs.slice(0, 1), said("a", "money", 50, "USD"), hourCost(25)]
      })
    );
    const {won, engaged_30: engaged} = await resultsOf(without, "a");
    expect(won).toMatchObject({share: 0.3, cost: null, cost_per_result: null, note: "no hourly cost"});
    expect(engaged).toMatchObject({n: 0n, share: null, note: "not collected"});
    expect((await resultsOf(empty, "a")).attempted).toMatchObject({
      n: 0n,
      cost: 300,
      cost_per_result: null,
      note: "no attempt was seen"
    });
    expect((await resultsOf(dollars, "a")).won).toMatchObject({
      cost: null,
      currency: null,
      note: "money in another currency than hours"
    });
  });

  it("have no money of a place whose campaigns spent it in several currencies", async () => {
    const db = await runHistory(
      campaignHistory(forty, {
        campaigns: [campaigns[0]!, {campaign_id: "b", name: "B", place_kind: "followback_hashtag"}],
        campaign_targets: forty.map(({id}, nth) => target(nth < 20 ? "a" : "b", id, 2)),
        costs: [...costs, said("b", "hours", 4), said("b", "money", 30, "USD")]
      })
    );
    expect((await resultsOf(db, "b")).attempted).toMatchObject({hours: 4, money: 30, cost: null});
    expect((await resultsOf(db, null)).attempted).toMatchObject({
      hours: 14,
      money: null,
      cost: null,
      currency: null,
      note: "money in another currency than hours"
    });
  });

  it("are added up over the campaigns of a place", async () => {
    const db = await runHistory(
      campaignHistory(forty, {
        campaigns: [campaigns[0]!, {campaign_id: "b", name: "B", place_kind: "followback_hashtag"}],
        campaign_targets: forty.map(({id}, nth) => target(nth < 20 ? "a" : "b", id, 2)),
        costs: [said("a", "hours", 10), said("b", "hours", 2), hourCost(25)]
      })
    );
    expect((await resultsOf(db, null)).won).toMatchObject({
      place_kind: "followback_hashtag",
      campaigns: 2n,
      n: 40n,
      x: 12n,
      hours: 12,
      cost: 300,
      cost_per_result: 25
    });
  });

  it("count a person and an attempt of several campaigns of a place once for the place", async () => {
    // A log says that both followed 100 to 109 on day 2; of these 100 to 104 follow. Of a alone are 110 to 139, 110 to 116
    // with an answer; a drops 139 by week 3, and b follows them again by week 18, another attempt.
    const people = ids(100, 40).map((id) => ({
      id,
      ...((id < 105 || (id >= 110 && id < 117)) && {answers: 3}),
      ...(id === 139 && {drops: 3, again: 18})
    }));
    const db = await runHistory(
      campaignHistory(
        people,
        {
          campaigns: [campaigns[0]!, {campaign_id: "b", name: "B", place_kind: "followback_hashtag"}],
          campaign_targets: [
            ...people.map(({id}) => target("a", id, 2)),
            ...ids(100, 10).map((id) => target("b", id, 2)),
            target("b", 139, 7 * 17 + 3)
          ],
          costs: [said("a", "hours", 10), said("b", "hours", 2.3), hourCost(25)]
        },
        {count: 30}
      )
    );
    // 40 people, 41 attempts; EUR 307.50 by 41. Won for certain are 7 of the 31 that are of one campaign, at most 12.
    const {attempted, won} = await resultsOf(db, null);
    expect(attempted).toMatchObject({
      turned_to: 40n, attempts: 41n, shared: 10n, n: 31n, x_high: 41n, cost: 307.5, cost_per_result: 7.5
    }); // prettier-ignore
    expect(won).toMatchObject({n: 31n, people: 30n, x: 7n, x_low: 7n, x_high: 12n});
  });
});

describe.concurrent("costs", () => {
  const costsOf = (db: Database) =>
    db.rows(
      "select campaign_id, project, hours::varchar as hours, cost::varchar as cost, note from campaign_costs"
    );

  it("take the hours of a project that is called like the campaign, and show the others", async () => {
    const db = await runHistory(
      campaignHistory(forty, {
        campaigns,
        campaign_targets: allTargets,
        costs: [recorded(" A", 2, 1.5), recorded("a", 3, 2.5), recorded("Taxes", 3, 8), hourCost(10)],
        downloads: [downloaded("clockify", "hours", 0, 30)]
      })
    );
    expect(await costsOf(db)).toEqual([
      {campaign_id: "a", project: "a", hours: "4.00", cost: "40.00", note: null},
      {campaign_id: null, project: "taxes", hours: "8.00", cost: "80.00", note: null}
    ]);
  });

  it("go by what the user says of a campaign, the newest of it, rather than by files", async () => {
    const [first, ...rest] = campaignHistory(forty, {
      campaigns,
      campaign_targets: allTargets,
      costs: [recorded("a", 2, 1.5), said("a", "hours", 6), hourCost(12)],
      downloads: [downloaded("clockify", "hours", 0, 30)]
    });
    const earlier = {
      ...first!,
      beyond: {costs: [said("a", "hours", 99), said("a", "money", 7, "EUR"), hourCost(1)]}
    };
    const db = await runHistory([earlier, ...rest]);
    // The money was said before, and nobody said otherwise since: 6 hours at 12, and 7.
    expect(await costsOf(db)).toEqual([
      {campaign_id: "a", project: "a", hours: "6.00", cost: "79.00", note: null}
    ]);
  });

  it("leave out attempts of days whose hours are not recorded", async () => {
    const late: Tried[] = ids(200, 10).map((id) => ({id, tried: 6, answers: 7}));
    const db = await runHistory(
      campaignHistory([...forty, ...late], {
        campaigns,
        campaign_targets: [...allTargets, ...late.map(({id}) => target("a", id, 38))],
        // A file of money says nothing of hours, though costs of either kind are of one content.
        costs: [
          recorded("a", 2, 12),
          {
            kind: "money",
            project: "ads",
            from: day(38),
            to: day(38),
            amount: 5,
            currency: "EUR",
            download: "ads"
          },
          hourCost(25)
        ],
        // The windows of the forty end on day 7, those of the others begin on day 35.
        downloads: [downloaded("clockify", "hours", 0, 20), downloaded("ads", "hours", 0, 60)]
      })
    );
    expect((await resultsOf(db, "a")).won).toMatchObject({
      attempts: 50n,
      n: 40n,
      x: 12n,
      cost_per_result: 25
    });
  });

  it("count all attempts up to the money where a campaign takes no hours, whenever that was said", async () => {
    const costs = (money: Record<string, unknown>[]) =>
      campaignHistory(forty, {
        campaigns,
        campaign_targets: allTargets,
        costs: [{...said("a", "hours", 0), to: day(-1)}, ...money],
        downloads: [downloaded("ads", "hours", 0, 30)]
      });
    const spent = {
      kind: "money",
      project: "a",
      from: day(9),
      to: day(9),
      amount: 40,
      currency: "EUR",
      download: "ads"
    };
    const worlds = await runHistories(
      costs([said("a", "money", 40, "EUR")]),
      costs([spent]),
      costs([{...said("a", "money", 40, "EUR"), to: day(-1)}])
    );
    const [later, ofFile, before] = await Promise.all(
      worlds.map(async (db) => (await resultsOf(db, "a")).attempted)
    );
    // Forty attempts for 40 euros; the money that was said before them is of none of them.
    expect(later).toMatchObject({x: 40n, cost: 40, cost_per_result: 1});
    expect(ofFile).toMatchObject({x: 40n, cost: 40, cost_per_result: 1});
    expect(before).toMatchObject({x: 0n, cost: 40, cost_per_result: null});
  });

  it("add money in another currency at the rate that is given, and none without one", async () => {
    const spent = [
      said("a", "hours", 1.25),
      said("a", "money", 40.5, "USD"),
      said("a", "money", 3.33, "EUR"),
      hourCost(25.03)
    ];
    const [without, withRate, takenBack, other] = await runHistories(
      ...[
        [],
        [exchangeRate("USD", "0.9213"), exchangeRate("CHF", "1.05")],
        [exchangeRate("USD", null)],
        // A rate into what is no longer the account's currency.
        [exchangeRate("USD", "0.8", "CHF")]
      ].map((exchange_rates) => campaignHistory(forty, {campaigns, costs: spent, exchange_rates}))
    );
    const read = (db: Database) =>
      db.rows(
        "select money::varchar as money, money_currency, is_converted, cost::varchar as cost, currency, note from campaign_costs"
      );
    const none = {
      money: null,
      money_currency: null,
      is_converted: false,
      cost: null,
      currency: null,
      note: "money in several currencies"
    };
    for (const db of [without, takenBack, other]) expect(await read(db!)).toEqual([none]);
    // By hand: 40.5 × 0.9213 = 37.31265, and 3.33 more are 40.64265. 1.25 × 25.03 = 31.2875, in all 71.93015.
    expect(await read(withRate!)).toEqual([
      {money: "40.64", money_currency: "EUR", is_converted: true, cost: "71.93", currency: "EUR", note: null}
    ]);
    expect(
      await withRate!.rows(
        "select currency, account_currency, rate::varchar as rate, since, is_used from exchange_rates"
      )
    ).toEqual([
      {
        currency: "CHF",
        account_currency: "EUR",
        rate: "1.0500000000",
        since: new Date("2026-09-27"),
        is_used: false
      },
      {
        currency: "USD",
        account_currency: "EUR",
        rate: "0.9213000000",
        since: new Date("2026-09-27"),
        is_used: true
      }
    ]);
    expect(await broken(withRate!)).toEqual([]);
  });

  it("multiply first and round once to cents", async () => {
    // By hand: 0.50 × 1.01 + 0.50 × 1.01 = 1.01; each product rounded would be 0.51, in all 1.02.
    const db = await runHistory(
      campaignHistory(forty, {
        campaigns,
        costs: [said("a", "hours", 0), said("a", "money", 0.5, "USD"), said("a", "money", 0.5, "CHF")],
        exchange_rates: [exchangeRate("USD", "1.01"), exchangeRate("CHF", "1.01")]
      })
    );
    expect(await costsOf(db)).toMatchObject([{cost: "1.01"}]);
  });

  it("are to the cent, however much they are", async () => {
    const db = await runHistory(
      campaignHistory(forty, {
        campaigns,
        costs: [said("a", "hours", 0), said("a", "money", 12_345_678_901, "VND")]
      })
    );
    expect(
      await db.rows(
        "select distinct money, cost, currency from campaign_results where campaign_id is not null"
      )
    ).toEqual([{money: 12_345_678_901, cost: 12_345_678_901, currency: "VND"}]);
  });
});
