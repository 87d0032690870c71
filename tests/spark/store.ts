import {holdStore, writeSnapshot} from "../../src/snapshots/store.ts";
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
} from "../models/campaigns.ts";
import {appendObserved, day, type Observed} from "../models/histories.ts";
import {randomHistory} from "../models/random-history.ts";

/** Forty people whom the account follows; twelve follow back, of whom some leave, come again and reply. */
const tried: Tried[] = ids(100, 40).map((id, nth) => ({
  id,
  ...(nth % 3 === 0 && {tried: 4, drops: 9}),
  ...(nth < 12 && {answers: 5 + (nth % 3), ...(nth < 3 && {leaves: 12}), ...(nth < 5 && {replies: 40 + nth})})
}));

const onWeeks = new Set([1, 2, 5, 6]);
const experimentFrom = 21;

const experiment = {
  experiment_id: "weeks",
  units: "weeks",
  outcome: "visits",
  matters: "20",
  from: day(experimentFrom),
  to: day(experimentFrom + 56),
  seed: "1"
};
const assignments = ids(1, 8).map((unit) => ({
  experiment_id: "weeks",
  unit,
  day: day(experimentFrom + 7 * (unit - 1)),
  arm: onWeeks.has(unit) ? "on" : "off",
  stratum: String(Math.ceil(unit / 4))
}));

const visit = (code_kind: string, code: string, at: number, visits: number) => ({
  download: "plausible-sources",
  code_kind,
  code,
  day: day(at),
  visits,
  visitors: 1
});
const sale = (code: string, at: number, orders: number, amount: number, currency = "EUR") => ({
  download: "shopify-orders",
  kind: "sale",
  code_kind: "discount",
  code,
  day: day(at),
  orders,
  amount,
  refunded: 1.5,
  currency
});

/** A history with a row of everything that stands about campaigns, costs, visits, sales and experiments. */
const ofCampaigns = (): Observed[] =>
  campaignHistory(tried, {
    campaigns: [
      {campaign_id: "team fb", name: "Team FB", place_kind: "followback_hashtag", from: day(0), to: day(70)},
      {campaign_id: "gardens", name: "Gardens", place_kind: "topic_hashtag", place: "#garden"}
    ],
    links: [
      {code_kind: "utm_content", code: "2024w01-shop", campaign_id: "team fb"},
      {code_kind: "discount", code: "SOUP10", campaign_id: "team fb"}
    ],
    campaign_targets: tried.map(({id}, nth) =>
      target(nth % 2 ? "gardens" : "team fb", id, nth % 4 ? 27 : undefined)
    ),
    costs: [
      said("team fb", "hours", 8),
      said("team fb", "money", 40.25, "USD"),
      recorded("Gardens ", 3, 2.5),
      recorded("gardens", 4, 1.75),
      hourCost(25.5)
    ],
    exchange_rates: [exchangeRate("USD", "0.9213")],
    visits: [
      ...ids(0, 20).map((week) =>
        visit("utm_content", week % 2 ? "2024w01-shop" : "2024W01-Shop", 7 * week, 3 + (week % 5))
      ),
      ...ids(0, 20).map((week) => visit("none", "", 7 * week + 2, 21 + ((5 * week) % 8)))
    ],
    sales: [sale("SOUP10", 8, 2, 60), sale("other, soup10", 9, 1, 20.75, "USD"), sale("OTHER", 30, 1, 9.99)],
    downloads: [
      downloaded("plausible-sources", "visits", 0, 139),
      downloaded("shopify-orders", "sales", 0, 69),
      downloaded("clockify", "hours", 0, 30)
    ],
    experiments: [experiment],
    assignments
  });

/** Writes a store of so many random histories and one of campaigns, each of an account of its own. */
export async function writeHistories(dataDir: string, seed: number, count: number): Promise<void> {
  const histories = [...ids(seed, count).map(randomHistory), ofCampaigns()];
  await holdStore(dataDir, async () => {
    for (const [nth, history] of histories.entries()) {
      const own = String(5_000_000_001 + nth);
      for (const [step, observed] of history.entries()) {
        const {at, source = "x-api"} = observed;
        await writeSnapshot(dataDir, {source, takenAt: day(at), key: `${own} ${step}`}, async (writer) => {
          await appendObserved(writer, observed, String(step), own);
          return {accounts: [own]};
        });
      }
    }
  });
}
