import type {Database} from "../../duckdb.ts";
import {draws, fewestFilledWeeks, fewestWeeks, sumOverWeeks} from "../../statistics/block-bootstrap.ts";
import {fewestResults} from "../../statistics/cost.ts";
import {cents, rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

interface WeekRow {
  account_id: bigint;
  download: string;
  outcome: string;
  currency: string | null;
  code_kind: string;
  campaign_id: string | null;
  code: string | null;
  codes: bigint;
  week: Date | null;
  total: bigint;
  amount: number | null;
  /** All of the amount, at the rate into `converted_currency`; null where it needs none, or has none. */
  amount_converted: number | null;
  converted_currency: string | null;
}

interface Download {
  account_id: bigint;
  download: string;
  from_day: Date;
  to_day: Date;
  days: bigint;
  weeks: Date[];
}

interface Campaign {
  account_id: bigint;
  campaign_id: string;
  download: string | null;
  first_day: Date | null;
  last_day: Date | null;
  days: bigint | null;
  downloaded_days: bigint | null;
  hours: number | null;
  cost: number | null;
  currency: string | null;
  cost_note: string | null;
  /** Days of it that a file of hours holds, or up to which the user said the hours; null where nobody did. */
  recorded_days: bigint | null;
}

const columns = {
  account_id: "BIGINT",
  download: "VARCHAR",
  outcome: "VARCHAR",
  currency: "VARCHAR",
  code_kind: "VARCHAR",
  campaign_id: "VARCHAR",
  code: "VARCHAR",
  codes: "BIGINT",
  from_day: "DATE",
  to_day: "DATE",
  days: "BIGINT",
  weeks: "BIGINT",
  total: "BIGINT",
  low: "DOUBLE",
  high: "DOUBLE",
  amount: "DOUBLE",
  amount_low: "DOUBLE",
  amount_high: "DOUBLE",
  amount_converted: "DOUBLE",
  converted_currency: "VARCHAR",
  per_hour: "DOUBLE",
  per_cost: "DOUBLE",
  cost_currency: "VARCHAR",
  note: "VARCHAR",
  spent_note: "VARCHAR"
} satisfies Columns;

/** Of a campaign's days, the largest part that may be missing from the downloads, or from files of its hours, for a figure an hour. */
const mostMissing = 0.1;

/** Visits, sign-ups and sales by campaign and code, with the interval of what such weeks bring: see `sumOverWeeks`. */
export const returns: Estimated = {
  name: "returns",
  isMart: true,
  header: [
    "Visits, sign-ups and sales that came with a code, as shops and analytics count them; one row an account, download, outcome, currency, kind of code and campaign, or code of no campaign.",
    "",
    "download: the source. Two sources may count the same visit, so that they are never added. code_kind: utm_campaign, utm_content, ref, discount; none: without a code. A visit may carry several kinds, which are never added either",
    "outcome: visit, signup, sale; currency: of sales, and several are never added",
    "campaign_id: the campaign of the codes, as the user says, or by name of a utm_campaign; null: of none, and then code is set, each by itself. codes: how many, in whatever case they are written. Everybody may use a code, so that these are at most what the campaign brought; nothing here says what a follower did",
    "from_day, to_day, days: the days of the source that were downloaded, the newest unfinished one left out",
    "weeks: weeks with downloads, from the first in which the campaign ran or the code was used to the last",
    `total: visits, sign-ups or sales; low, high: 95 % interval for what such weeks bring on average: studentised bootstrap over whole weeks (${draws} draws, seed 1). Null below ${fewestWeeks} weeks, ${fewestFilledWeeks} with any, or ${fewestResults} in all, and where all weeks are alike`,
    "amount: money of sales, refunds subtracted; amount_low, amount_high: likewise, and never below 0, though refunds may be more than sales in some weeks. All to the cent",
    "amount_converted: amount in converted_currency at the rate of exchange_rates, rounded once to cents; null of money in the account's currency, and where no rate is given",
    "per_hour: total an hour of the campaign; per_cost: amount of sales, or total of the others, for one unit of cost_currency spent on it. Null where more than a tenth of its days were not downloaded, or have hours neither in a file nor up to when the user said them, or sales are in another currency than costs and no rate is given",
    "note: why there is no interval; spent_note: why there is no figure an hour, or by cost, of a campaign",
    "",
    "check: low <= total <= high, and amount_low <= amount <= amount_high",
    "check: exactly one of campaign_id and code is set"
  ].join("\n"),
  reads: [
    "returned_days",
    "download_days",
    "campaign_days",
    "campaign_costs",
    "exchange_rates",
    "links_now",
    "hour_days",
    "costs_now"
  ],
  async make(db) {
    const [weeks, downloads, campaigns] = [
      await readWeeks(db),
      await readDownloads(db),
      await readCampaigns(db)
    ];
    await createTable(db, "returns", columns, figuresOf(weeks, downloads, campaigns));
  }
};

/**
 * Also the campaigns that have codes of a kind which a source counts, and of which no code of any kind came: they brought
 * nothing. A visit counts by one of its codes alone, so that of a campaign with several kinds one may stand for all.
 */
const readWeeks = (db: Database) =>
  db.rows<WeekRow>(`
    with days as (
      select *, case when campaign_id is null then code end as single_code from returned_days
    ),
    summed as (
      select account_id, download, outcome, currency, code_kind, campaign_id, single_code as code,
        week_of(day) as week, sum(total)::bigint as total, sum(amount)::decimal(18, 2) as amount
      from (select account_id, download, outcome, currency, code_kind, campaign_id, single_code, day, total, amount from days) d
      group by account_id, download, outcome, currency, code_kind, campaign_id, single_code, week_of(day)
    ),
    used as (
      select account_id, download, outcome, currency, code_kind, campaign_id, single_code as code,
        count(distinct plain_name(code)) as codes
      from days group by account_id, download, outcome, currency, code_kind, campaign_id, single_code
    ),
    linked as (
      select account_id, code_kind, campaign_id, count(*) as codes
      from links_now where campaign_id is not null group by account_id, code_kind, campaign_id
    ),
    idle as (
      select k.account_id, k.download, k.outcome, k.code_kind, l.campaign_id, l.codes
      from (select distinct account_id, download, outcome, code_kind from days) k
      join linked l on l.account_id = k.account_id and l.code_kind = k.code_kind
      left join (select distinct account_id, download, outcome, campaign_id from days) d
        on d.account_id = k.account_id and d.download = k.download and d.outcome = k.outcome
        and d.campaign_id = l.campaign_id
      where d.account_id is null
    )
    select s.account_id, s.download, s.outcome, s.currency, s.code_kind, s.campaign_id, s.code, u.codes,
      s.week::timestamp as week, s.total, s.amount::double as amount,
      -- Of two decimals of 18 digits the product has 18 too: 400 at a rate of 25000 is too much for it.
      round(sum(s.amount) over (
        partition by s.account_id, s.download, s.outcome, s.currency, s.code_kind, s.campaign_id, s.code
      )::decimal(38, 2) * r.rate, 2)::double as amount_converted, r.account_currency as converted_currency
    from summed s
    left join exchange_rates r on r.account_id = s.account_id and r.currency = s.currency
    join used u on u.account_id = s.account_id and u.download = s.download and u.outcome = s.outcome
      and u.currency is not distinct from s.currency and u.code_kind = s.code_kind
      and u.campaign_id is not distinct from s.campaign_id and u.code is not distinct from s.code
    union all
    select account_id, download, outcome, null, code_kind, campaign_id, null, codes, null, 0, null, null, null from idle
    order by 1, 2, 3, 4 nulls first, 5, 6 nulls last, 7 nulls first, 9`);

const readDownloads = (db: Database) =>
  db.rows<Download>(`
    select account_id, download, min(day)::timestamp as from_day, max(day)::timestamp as to_day,
      count(distinct day) as days, list_sort(list(distinct week_of(day)::timestamp)) as weeks
    from download_days group by account_id, download order by account_id, download`);

const readCampaigns = (db: Database) =>
  db.rows<Campaign>(`
    with recorded as (
      select c.account_id, c.campaign_id, c.first_day, c.last_day, count(h.day) as recorded_days
      from (select distinct account_id, campaign_id, first_day, last_day from campaign_days) c
      left join hour_days h on h.account_id = c.account_id and h.day between c.first_day and c.last_day
      group by all
    )
    select k.account_id, k.campaign_id, d.download, d.first_day::timestamp as first_day,
      d.last_day::timestamp as last_day, d.days, d.downloaded_days, k.hours::double as hours,
      k.cost::double as cost, k.currency, k.note as cost_note,
      case
        when k.hours > 0 and k.is_hours_by_user
        then greatest(0, least(d.days, dates_apart(d.first_day, s.hours_until::date) + 1))
        when k.hours > 0 then r.recorded_days
      end as recorded_days
    from campaign_costs k
    left join campaign_days d on d.account_id = k.account_id and d.campaign_id = k.campaign_id
    left join recorded r on r.account_id = k.account_id and r.campaign_id = k.campaign_id
    left join costs_now s on s.account_id = k.account_id and s.project = k.project
    where k.campaign_id is not null
    order by k.account_id, k.campaign_id, d.download`);

function* figuresOf(rows: WeekRow[], downloads: Download[], campaigns: Campaign[]) {
  const keyOf = ({account_id, download, outcome, currency, code_kind, campaign_id, code}: WeekRow) =>
    JSON.stringify([String(account_id), download, outcome, currency, code_kind, campaign_id, code]);
  for (const group of groupNeighbours(rows, keyOf)) {
    const [{account_id, download, outcome, currency, code_kind, campaign_id, code, codes}] = group;
    const source = downloads.find((one) => one.account_id === account_id && one.download === download)!;
    const ofCampaign = campaigns.filter(
      (one) => one.account_id === account_id && one.campaign_id === campaign_id
    );
    const campaign = ofCampaign.find((one) => one.download === download) ?? ofCampaign[0];
    const weeks = weeksOf(group, source, campaign);
    const totals = sumOverWeeks(weeks.map((week) => Number(week?.total ?? 0)));
    const amounts = outcome === "sale" ? sumOverWeeks(weeks.map((week) => week?.amount ?? 0)) : null;
    // Of a handful that happen to lie in five weeks, whole weeks say too little of what such weeks bring.
    const isFew = totals.total < fewestResults;
    const [{amount_converted, converted_currency}] = group;
    const sold =
      outcome !== "sale"
        ? null
        : converted_currency !== null && converted_currency === campaign?.currency
          ? {amount: amount_converted!, currency: converted_currency}
          : {amount: amounts!.total, currency};
    const spent = perSpent(totals.total, sold, campaign);
    yield {
      account_id,
      download,
      outcome,
      currency,
      code_kind,
      campaign_id,
      code,
      codes,
      from_day: source.from_day,
      to_day: source.to_day,
      days: source.days,
      weeks: BigInt(weeks.length),
      total: BigInt(totals.total),
      low: rounded(isFew ? null : totals.low),
      high: rounded(isFew ? null : totals.high),
      amount: cents(amounts?.total ?? null),
      amount_low: cents(isFew ? null : (amounts?.low ?? null)),
      amount_high: cents(isFew ? null : (amounts?.high ?? null)),
      amount_converted,
      converted_currency,
      ...spent,
      note: intervalNote(weeks, isFew, totals.low)
    };
  }
}

function intervalNote(weeks: readonly (WeekRow | undefined)[], isFew: boolean, low: number | null) {
  if (weeks.length < fewestWeeks) return `fewer than ${fewestWeeks} weeks`;
  if (isFew) return `fewer than ${fewestResults} in all`;
  if (low !== null) return null;
  return weeks.filter((week) => Number(week?.total ?? 0) > 0).length < fewestFilledWeeks
    ? `fewer than ${fewestFilledWeeks} weeks with any`
    : "all weeks are alike";
}

/** One entry a downloaded week in which the campaign ran or the code was used: undefined where nothing came. */
function weeksOf(group: WeekRow[], source: Download, campaign: Campaign | undefined) {
  const used = group.filter((row) => row.week !== null);
  const days = [
    ...used.map(({week}) => week!.getTime()),
    ...[campaign?.first_day, campaign?.last_day].flatMap((day) => (day ? [day.getTime()] : []))
  ];
  const within = source.weeks.filter((week) => {
    const end = week.getTime() + 7 * 86_400_000;
    return days.some((day) => day < end) && days.some((day) => day >= week.getTime());
  });
  return within.map((week) => used.find((row) => row.week!.getTime() === week.getTime()));
}

/** What came by hour and by money spent on the campaign, or why that cannot be said. */
function perSpent(
  total: number,
  sold: {amount: number; currency: string | null} | null,
  campaign: Campaign | undefined
) {
  const none = {per_hour: null, per_cost: null, cost_currency: campaign?.currency ?? null};
  if (!campaign) return {...none, spent_note: null};
  const {days, downloaded_days, recorded_days, hours, cost, cost_note} = campaign;
  if (days === null || downloaded_days === null) return {...none, spent_note: "its days are not known"};
  if (Number(days - downloaded_days) > mostMissing * Number(days))
    return {...none, spent_note: "days of it were not downloaded"};
  if (recorded_days !== null && Number(days - recorded_days) > mostMissing * Number(days))
    return {...none, spent_note: "hours of days of it were not recorded"};
  const isOther = sold !== null && sold.currency !== null && sold.currency !== campaign.currency;
  const perCost = cost !== null && cost > 0 && !isOther ? (sold?.amount ?? total) / cost : null;
  return {
    ...none,
    per_hour: rounded(hours !== null && hours > 0 ? total / hours : null),
    per_cost: rounded(perCost),
    spent_note: cost_note ?? (isOther ? "sales in another currency than costs" : null)
  };
}
