import {quote} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {makeModels} from "../models/build.ts";
import {withSnapshots} from "../snapshots/store.ts";
import {campaignIdOf, type placeKinds, type RawRow} from "../snapshots/tables.ts";
import {storeStatement, type Statement} from "./statement.ts";

export type PlaceKind = (typeof placeKinds)[number];

/** What is said of a campaign at once; what is left out stays as it was. */
export interface CampaignFacts {
  placeKind?: PlaceKind;
  place?: string;
  from?: Date;
  /** The end of the last day. */
  to?: Date;
  /** All hours spent on it so far, to two decimals. */
  hours?: number;
  /** All money spent on it so far, in `currency`, to two decimals. */
  money?: number;
  currency?: string;
}

/** Stores what is said of a campaign. Throws a `UserError` where money has no currency, or it would end before it began. */
export async function setCampaign(
  dataDir: string,
  accountId: string,
  name: string,
  facts: CampaignFacts,
  now?: Date
): Promise<void> {
  const campaign_id = campaignIdOf(name);
  const {placeKind, place, from, to, hours, money, currency} = facts;
  if (campaign_id === "") throw new UserError("the campaign has no name: give one");
  if (from && to && from > to) throw new UserError("--from: later than --to: give an earlier day");
  if (!from !== !to) await refuseEndBeforeBeginning(dataDir, accountId, campaign_id, {from, to});
  if (money !== undefined && currency === undefined)
    throw new UserError(
      "--money: of no currency: give --currency EUR, or set the account's with followback accounts set"
    );
  const at = now ?? new Date();
  // They are all so far: of days to come nobody knows them, also where the campaign goes on.
  const soFar = (day: Date | undefined) => (day !== undefined && day < at ? day : at);
  const cost = (kind: string, amount: number, of: string | null): Omit<RawRow, "account_id"> => ({
    kind,
    campaign_id,
    from: soFar(from),
    to: soFar(to),
    amount,
    currency: of
  });
  const statement: Statement = {
    campaigns: [
      {campaign_id, name: name.trim().replaceAll(/\s+/g, " "), place_kind: placeKind, place, from, to}
    ],
    costs: [
      ...(hours === undefined ? [] : [cost("hours", hours, null)]),
      ...(money === undefined ? [] : [cost("money", money, currency!)])
    ]
  };
  if (statement.costs!.length === 0) delete statement.costs;
  await storeStatement(dataDir, accountId, statement, at);
}

/** Of a day that is said alone: the other one counts as it was said before. */
async function refuseEndBeforeBeginning(
  dataDir: string,
  accountId: string,
  campaignId: string,
  {from, to}: Pick<CampaignFacts, "from" | "to">
): Promise<void> {
  const [known] = await withSnapshots(dataDir, async (db) => {
    await makeModels(db, ["campaigns_now"]);
    return db.rows<{from_at: Date | null; to_at: Date | null}>(
      `select from_at, to_at from campaigns_now where account_id = ${accountId} and campaign_id = ${quote(campaignId)}`
    );
  });
  const day = (at: Date) => at.toISOString().slice(0, 10);
  if (from && known?.to_at && from > known.to_at)
    throw new UserError(
      `--from: ${day(from)}: later than the campaign's last day, ${day(known.to_at)}: give an earlier day, or --to as well`
    );
  if (to && known?.from_at && known.from_at > to)
    throw new UserError(
      `--to: ${day(to)}: earlier than the campaign's first day, ${day(known.from_at)}: give a later day, or --from as well`
    );
}

/** Stores what an hour of the account's people costs from now on. `amount` in `currency`, to two decimals. */
export const setHourCost = (
  dataDir: string,
  accountId: string,
  amount: number,
  currency: string,
  now = new Date()
) =>
  storeStatement(
    dataDir,
    accountId,
    {costs: [{kind: "hour_cost", from: now, to: now, amount, currency}]},
    now
  );

/** A currency and what one of it counts in the account's, as digits; null takes an earlier rate back. */
export interface GivenRate {
  currency: string;
  rate: string | null;
}

/** Stores what money in other currencies than `accountCurrency` counts from now on, whatever the day of the money. */
export const setExchangeRates = (
  dataDir: string,
  accountId: string,
  rates: readonly GivenRate[],
  accountCurrency: string,
  now = new Date()
) =>
  storeStatement(
    dataDir,
    accountId,
    {exchange_rates: rates.map((one) => ({...one, account_currency: accountCurrency, given_at: now}))},
    now
  );

/** A rate that counts now. */
export interface ExchangeRate {
  currency: string;
  account_currency: string;
  /** Units of `account_currency` for one of `currency`, as digits. */
  rate: string;
  since: Date;
}

/** The rates that count for an account, by currency; `isSpent`: those that money spent was exchanged at. */
export const listExchangeRates = (
  dataDir: string,
  accountId: string,
  {isSpent = false} = {}
): Promise<ExchangeRate[]> =>
  withSnapshots(dataDir, async (db) => {
    await makeModels(db, ["exchange_rates_now", "spent_now"]);
    return db.rows<ExchangeRate & Record<string, unknown>>(`
      select currency, account_currency, regexp_replace(rate::varchar, '\\.?0+$', '') as rate, since
      from exchange_rates_now r
      where account_id = ${accountId}
        ${isSpent ? "and exists (from spent_now s where s.account_id = r.account_id and s.kind = 'money' and s.currency = r.currency)" : ""}
      order by currency`);
  });

/** One campaign as it stands, for a list of them. */
export interface ListedCampaign {
  name: string;
  place_kind: PlaceKind | null;
  place: string | null;
  from_at: Date | null;
  to_at: Date | null;
  /** Whom it turned to, without those of whom only the name is known where they may be among the others; and these. */
  people: number;
  left_out: number;
  /** What it cost, as digits, and in which currency; null where that cannot be said. */
  cost: string | null;
  currency: string | null;
  /** Some of its money was exchanged at the rates of the account. */
  is_converted: boolean;
  /** Why it has no cost. */
  note: string | null;
}

/** The campaigns of an account as last described, in the order of their beginning, those without one last. */
export async function listCampaigns(dataDir: string, accountId: string): Promise<ListedCampaign[]> {
  return withSnapshots(dataDir, async (db) => {
    await makeModels(db, ["campaigns_now", "targets", "costs_now"], {withNames: true});
    return db.rows<ListedCampaign & Record<string, unknown>>(`
      select c.name, c.place_kind, c.place, c.from_at, c.to_at, count(distinct t.user_id)::int as people,
        (
          select count(distinct user_id)::int from targets_left_out o
          where o.account_id = c.account_id and o.campaign_id = c.campaign_id
        ) as left_out,
        k.cost::varchar as cost, k.currency, coalesce(k.is_converted, false) as is_converted,
        case when k.project is null then 'hours not recorded' else k.note end as note
      from campaigns_now c
      left join targets t on t.account_id = c.account_id and t.campaign_id = c.campaign_id
      left join costs_now k on k.account_id = c.account_id and k.campaign_id = c.campaign_id
      where c.account_id = ${accountId}
      group by c.account_id, c.campaign_id, c.name, c.place_kind, c.place, c.from_at, c.to_at, k.project, k.cost, k.currency, k.is_converted, k.note
      order by c.from_at nulls last, c.name`);
  });
}
