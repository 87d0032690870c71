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
  target
} from "./campaigns.ts";
import {day, runHistories, runHistory, type Observed} from "./histories.ts";

const people = ids(100, 5).map((id) => ({id}));
/** Day 0 is a Monday. The campaign runs ten weeks. */
const campaigns = [{campaign_id: "team fb", name: "Team FB", from: day(0), to: day(70)}];
const links = [
  {code_kind: "utm_content", code: "2024w01-shop", campaign_id: "team fb"},
  {code_kind: "utm_content", code: "2024w02-shop", campaign_id: "team fb"},
  {code_kind: "discount", code: "SOUP10", campaign_id: "team fb"}
];
const visit = (
  code_kind: string,
  code: string,
  at: number,
  visits: number,
  download = "plausible-sources"
) => ({
  download,
  code_kind,
  code,
  day: day(at),
  visits
});
const sale = (code: string, at: number, orders: number, amount: number, refunded = 0, currency = "EUR") => ({
  download: "shopify-orders",
  kind: "sale",
  code_kind: "discount",
  code,
  day: day(at),
  orders,
  amount,
  refunded,
  currency
});
const history = (beyond: Observed["beyond"]) =>
  campaignHistory(people, {
    campaigns,
    links,
    campaign_targets: people.map(({id}) => target("team fb", id, 2)),
    costs: [said("team fb", "hours", 8), hourCost(25)],
    ...beyond
  });
const plausible = downloaded("plausible-sources", "visits", 0, 69);
const shopify = downloaded("shopify-orders", "sales", 0, 69);
const rowsOf = (db: Database) => db.rows<Record<string, unknown>>("from returns");
const broken = (db: Database) =>
  db.rows(readFileSync(new URL("../../src/models/tests/campaigns_hold.sql", import.meta.url), "utf8"));

/** Visits of ten weeks on their Mondays. */
const weekly = [4, 0, 9, 3, 12, 1, 7, 2, 2, 10];

describe.concurrent("returns", () => {
  it("are added up over the codes of a campaign, with what such weeks bring", async () => {
    const db = await runHistory(
      history({
        visits: weekly.map((visits, week) =>
          visit("utm_content", week % 2 ? "2024w01-shop" : "2024W02-Shop", 7 * week, visits)
        ),
        downloads: [plausible]
      })
    );
    const [row, ...others] = await rowsOf(db);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      download: "plausible-sources",
      outcome: "visit",
      campaign_id: "team fb",
      code: null,
      codes: 2n,
      days: 70n,
      weeks: 10n,
      total: 50n,
      amount: null,
      // 8 hours at 25.
      per_hour: 6.25,
      per_cost: 0.25,
      cost_currency: "EUR",
      note: null,
      spent_note: null
    });
    expect(row!.low).toBeLessThan(50);
    expect(row!.high).toBeGreaterThan(50);
    expect(await broken(db)).toEqual([]);
  });

  it("count a code once in whatever case it is written, and say where all weeks are alike", async () => {
    const sales = weekly.flatMap((_, week) => [
      sale("SOUP10", 7 * week, 1, 10),
      sale("soup10", 7 * week + 1, 1, 10)
    ]);
    const [alike, other] = await runHistories(
      history({sales, downloads: [shopify]}),
      history({sales: sales.slice(1), downloads: [shopify]})
    );
    expect(await rowsOf(alike!)).toMatchObject([
      {codes: 1n, total: 20n, amount: 200, low: null, note: "all weeks are alike"}
    ]);
    expect(await rowsOf(other!)).toMatchObject([{codes: 1n, total: 19n, amount: 190, note: null}]);
  });

  it("count a week in which nothing came, and a code of no campaign by itself", async () => {
    const db = await runHistory(
      history({
        visits: [
          visit("utm_content", "2024w01-shop", 0, 6),
          visit("ref", "partner", 1, 3),
          visit("none", "", 2, 99)
        ],
        downloads: [plausible]
      })
    );
    const rows = await db.rows(
      "select code_kind, campaign_id, code, total, weeks from returns order by total"
    );
    expect(rows).toEqual([
      {code_kind: "ref", campaign_id: null, code: "partner", total: 3n, weeks: 1n},
      {code_kind: "utm_content", campaign_id: "team fb", code: null, total: 6n, weeks: 10n},
      {code_kind: "none", campaign_id: null, code: "", total: 99n, weeks: 1n}
    ]);
  });

  it("take a utm_campaign of the campaign's name, and never add sources or kinds of code", async () => {
    const db = await runHistory(
      history({
        visits: [
          visit("utm_campaign", "Team FB", 3, 20),
          visit("utm_content", "2024w01-shop", 3, 15),
          visit("utm_campaign", "team fb", 3, 22, "ga4-exploration")
        ],
        downloads: [plausible, downloaded("ga4-exploration", "visits", 0, 69)]
      })
    );
    expect(
      await db.rows(
        "select download, code_kind, campaign_id, total from returns order by download, code_kind"
      )
    ).toEqual([
      {download: "ga4-exploration", code_kind: "utm_campaign", campaign_id: "team fb", total: 22n},
      {download: "plausible-sources", code_kind: "utm_campaign", campaign_id: "team fb", total: 20n},
      {download: "plausible-sources", code_kind: "utm_content", campaign_id: "team fb", total: 15n}
    ]);
  });

  it("subtract refunds, and keep currencies apart", async () => {
    const db = await runHistory(
      history({
        sales: [
          sale("SOUP10", 1, 2, 60),
          sale("SOUP10", 9, 1, 40, 15),
          sale("SOUP10", 9, 1, 30, 0, "USD"),
          {...sale("SOUP10", 9, 4, 0), kind: "signup", amount: null, refunded: null, currency: null}
        ],
        downloads: [shopify]
      })
    );
    const rows = await db.rows(
      "select outcome, currency, total, amount, per_hour, per_cost, spent_note from returns order by outcome, currency"
    );
    expect(rows).toEqual([
      {
        outcome: "sale",
        currency: "EUR",
        total: 3n,
        amount: 85,
        per_hour: 0.375,
        per_cost: 0.425,
        spent_note: null
      },
      {
        outcome: "sale",
        currency: "USD",
        total: 1n,
        amount: 30,
        per_hour: 0.125,
        per_cost: null,
        spent_note: "sales in another currency than costs"
      },
      {
        outcome: "signup",
        currency: null,
        total: 4n,
        amount: null,
        per_hour: 0.5,
        per_cost: 0.02,
        spent_note: null
      }
    ]);
  });

  it("exchange sales in another currency than costs at the rate that is given, rounded once", async () => {
    const db = await runHistory(
      history({
        sales: [
          sale("SOUP10", 1, 2, 60),
          sale("SOUP10", 1, 1, 10.05, 0, "USD"),
          sale("SOUP10", 9, 1, 20.05, 0, "USD"),
          sale("OTHER", 9, 1, 5, 0, "USD")
        ],
        exchange_rates: [exchangeRate("USD", "0.9213")],
        downloads: [shopify]
      })
    );
    const rows = await db.rows(
      "select code, currency, amount, amount_converted, converted_currency, per_cost, cost_currency, spent_note from returns order by amount desc"
    );
    // By hand: 30.10 × 0.9213 = 27.73113, 5 × 0.9213 = 4.6065. Over 200.
    expect(rows).toEqual([
      {
        code: null,
        currency: "EUR",
        amount: 60,
        amount_converted: null,
        converted_currency: null,
        per_cost: 0.3,
        cost_currency: "EUR",
        spent_note: null
      },
      {
        code: null,
        currency: "USD",
        amount: 30.1,
        amount_converted: 27.73,
        converted_currency: "EUR",
        per_cost: 0.13865,
        cost_currency: "EUR",
        spent_note: null
      },
      {
        code: "OTHER",
        currency: "USD",
        amount: 5,
        amount_converted: 4.61,
        converted_currency: "EUR",
        per_cost: null,
        cost_currency: null,
        spent_note: null
      }
    ]);
  });

  it("exchange at a rate of many for one", async () => {
    const db = await runHistory(
      history({
        sales: [sale("OTHER", 1, 1, 400, 0, "USD")],
        exchange_rates: [exchangeRate("USD", "25000", "VND")],
        costs: [hourCost(100_000, "VND")],
        downloads: [shopify]
      })
    );
    expect(await db.rows("select amount, amount_converted from returns where code = 'OTHER'")).toEqual([
      {amount: 400, amount_converted: 10_000_000}
    ]);
  });

  it("give money to the cent, however much it is", async () => {
    const db = await runHistory(
      history({
        sales: [
          sale("SOUP10", 1, 2, 12_345_678_901, 0, "VND"),
          sale("SOUP10", 1, 1, 123_456_789.02),
          sale("SOUP10", 9, 1, 0.01, 0.02),
          sale("OTHER", 9, 1, 10_000_000_000.01, 0, "USD")
        ],
        exchange_rates: [exchangeRate("USD", "1.5")],
        downloads: [shopify]
      })
    );
    expect(await db.rows("select currency, amount, amount_converted from returns order by currency")).toEqual(
      [
        {currency: "EUR", amount: 123_456_789.01, amount_converted: null},
        {currency: "USD", amount: 10_000_000_000.01, amount_converted: 15_000_000_000.02},
        {currency: "VND", amount: 12_345_678_901, amount_converted: null}
      ]
    );
  });

  it("say that nothing came with a campaign's codes where the source counts such codes", async () => {
    const db = await runHistory(history({sales: [sale("OTHER", 1, 2, 60)], downloads: [shopify]}));
    expect(await db.rows("select campaign_id, code, total, amount from returns order by total")).toEqual([
      {campaign_id: "team fb", code: null, total: 0n, amount: 0},
      {campaign_id: null, code: "OTHER", total: 2n, amount: 60}
    ]);
  });

  it("say nothing of a kind of code of a campaign whose visits stand under another kind", async () => {
    // Links of links plan carry both codes, and a source counts each visit by its campaign; other links have utm_content alone.
    const db = await runHistory(
      history({
        visits: [visit("utm_campaign", "team fb", 3, 50), visit("utm_content", "2024w01-newsletter", 3, 7)],
        downloads: [plausible]
      })
    );
    expect(await db.rows("select code_kind, campaign_id, code, total from returns order by total")).toEqual([
      {code_kind: "utm_content", campaign_id: null, code: "2024w01-newsletter", total: 7n},
      {code_kind: "utm_campaign", campaign_id: "team fb", code: null, total: 50n}
    ]);
  });

  it("count what the newest download says of a day, and no day outside of it", async () => {
    const second = {...plausible, from_day: day(7), to_day: day(27), downloaded_at: day(80)};
    const [first, ...rest] = history({
      visits: [visit("utm_content", "2024w01-shop", 8, 5), visit("utm_content", "2024w01-shop", 30, 50)],
      downloads: [second]
    });
    const earlier = {
      ...first!,
      beyond: {
        visits: [visit("utm_content", "2024w01-shop", 1, 3), visit("utm_content", "2024w01-shop", 10, 900)],
        downloads: [{...plausible, to_day: day(20), downloaded_at: day(21)}]
      }
    };
    const db = await runHistory([earlier, ...rest]);
    // 3 of day 1 by the earlier one, 5 of day 8 by the later one; its rows after day 27 are of no whole day.
    expect(await rowsOf(db)).toMatchObject([
      {
        total: 8n,
        days: 28n,
        weeks: 4n,
        per_hour: null,
        spent_note: "days of it were not downloaded",
        note: "fewer than 8 weeks"
      }
    ]);
  });

  it("give no figure an hour where the hours of a part of the days alone are recorded", async () => {
    const visits = weekly.map((visits, week) => visit("utm_content", "2024w01-shop", 7 * week, visits));
    const until = (last: number) =>
      history({
        visits,
        costs: [recorded("team fb", 2, 8), hourCost(25)],
        downloads: [plausible, downloaded("clockify", "hours", 0, last)]
      });
    const [most, some] = await runHistories(until(61), until(60));
    // Of 70 days the first 62, and one more, as a day of hours may be the next one elsewhere: 63, and then 62.
    expect(await rowsOf(most!)).toMatchObject([
      {total: 50n, per_hour: 6.25, per_cost: 0.25, spent_note: null}
    ]);
    expect(await rowsOf(some!)).toMatchObject([
      {total: 50n, per_hour: null, per_cost: null, spent_note: "hours of days of it were not recorded"}
    ]);
  });

  it("give no figure an hour where hours were said long before the campaign ended", async () => {
    const visits = weekly.map((visits, week) => visit("utm_content", "2024w01-shop", 7 * week, visits));
    const saidOn = (at: number) =>
      history({
        visits,
        costs: [{...said("team fb", "hours", 8), to: day(at)}, hourCost(25)],
        downloads: [plausible]
      });
    const [late, early] = await runHistories(saidOn(62), saidOn(61));
    // Up to day 62 there are 63 of its 70 days.
    expect(await rowsOf(late!)).toMatchObject([{total: 50n, per_hour: 6.25, spent_note: null}]);
    expect(await rowsOf(early!)).toMatchObject([
      {total: 50n, per_hour: null, per_cost: null, spent_note: "hours of days of it were not recorded"}
    ]);
  });

  it("give no figure an hour where days of the campaign were not downloaded", async () => {
    const visits = weekly.map((visits, week) => visit("utm_content", "2024w01-shop", 7 * week, visits));
    const [most, some] = await runHistories(
      history({visits: visits.slice(0, 9), downloads: [downloaded("plausible-sources", "visits", 0, 62)]}),
      history({visits: visits.slice(0, 9), downloads: [downloaded("plausible-sources", "visits", 0, 61)]})
    );
    // 63 of 70 days, and 62: more than a tenth is missing.
    expect(await rowsOf(most)).toMatchObject([{total: 40n, per_hour: 5, note: null}]);
    expect(await rowsOf(some)).toMatchObject([
      {total: 40n, per_hour: null, spent_note: "days of it were not downloaded"}
    ]);
  });
});
