import {crowd, day, weeks, type BeyondTable, type Observed} from "./histories.ts";

/** Somebody whom the account follows between two weekly lists, and what they do; weeks count from 0. */
export interface Tried {
  id: number;
  /** The first weekly list that shows the account following them. Default 1. */
  tried?: number;
  /** The first weekly list in which the account no longer follows them, and the first in which it does again. */
  drops?: number;
  again?: number;
  /** The first weekly list that shows them following. Default: they never do. */
  answers?: number;
  /** The first weekly list that lacks them again. */
  leaves?: number;
  /** The day of a reply to the account. */
  replies?: number;
}

const followedLast = ({tried = 1, again = Infinity}: Tried, week: number) => (again <= week ? again : tried);

/** Weekly full lists of so many weeks, mentions polled throughout, and rows about campaigns in the last snapshot. */
export function campaignHistory(
  people: Tried[],
  beyond: Partial<Record<BeyondTable, Record<string, unknown>[]>>,
  {count = 24, polled = true}: {count?: number; polled?: boolean} = {}
): Observed[] {
  return weeks(0, count - 1).map((week) => ({
    at: 7 * week,
    followers: {
      people: [
        ...people
          .filter(({answers, leaves = Infinity}) => answers !== undefined && answers <= week && week < leaves)
          .sort((a, b) => b.answers! - a.answers!)
          .map(({id}) => id),
        ...crowd
      ]
    },
    following: {
      people: [
        ...people
          .filter(
            ({tried = 1, drops = Infinity, again = Infinity}) =>
              tried <= week && (week < drops || again <= week)
          )
          .sort((a, b) => followedLast(b, week) - followedLast(a, week))
          .map(({id}) => id),
        800,
        801
      ]
    },
    ...(polled && week > 0 && {polls: [{kind: "mention", from: 7 * (week - 1), to: 7 * week}]}),
    ...(week === count - 1 && {
      interactions: people.flatMap(({id, replies}) => (replies === undefined ? [] : [{by: id, at: replies}])),
      beyond: beyond as Observed["beyond"]
    })
  }));
}

/** A row of `campaign_targets`: whom a campaign followed, on a day where the log says one. */
export const target = (campaign_id: string, id: number, at?: number) => ({
  campaign_id,
  user_id: String(id),
  ...(at !== undefined && {after: day(at), before: day(at)})
});

/** Rows of `costs` that the user says: of a campaign, and what an hour costs. */
export const said = (campaign_id: string, kind: "hours" | "money", amount: number, currency?: string) => ({
  kind,
  campaign_id,
  from: day(1000),
  to: day(1000),
  amount,
  currency
});
export const hourCost = (amount: number, currency = "EUR") => ({
  kind: "hour_cost",
  from: day(1000),
  to: day(1000),
  amount,
  currency
});
/** What one of a currency counts in the account's; null takes it back. */
export const exchangeRate = (currency: string, rate: string | null, into = "EUR") => ({
  currency,
  account_currency: into,
  rate,
  given_at: day(1000)
});
/** A day of hours that a file recorded of a project. */
export const recorded = (project: string, at: number, amount: number, download = "clockify") => ({
  kind: "hours",
  project,
  from: day(at),
  to: day(at),
  amount,
  download
});
/** The days that an export of a source holds. */
export const downloaded = (download: string, content: string, from: number, to: number, at = to + 1) => ({
  download,
  content,
  from_day: day(from),
  to_day: day(to),
  downloaded_at: day(at),
  zone: "UTC"
});

/** So many ids from one on. */
export const ids = (from: number, count: number) => Array.from({length: count}, (_, nth) => from + nth);
