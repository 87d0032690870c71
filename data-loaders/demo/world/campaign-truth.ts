import {costOf, type Campaign, type PlaceKind} from "./campaigns.ts";
import {dayMs} from "./people.ts";
import type {ShopDay} from "./shop.ts";
import type {OutreachEntry} from "./world-view.ts";

/** So many days after the brand's follow an answer has come or will hardly come. */
export const answeredDays = 30;
export const engagedDays = 30;
export const keptDays = 90;
/** A follow of theirs answers one of the brand's until so many days after that has ended. */
const answersAfterClose = 30;

/** What one campaign really cost and brought. Money is in euros but for `sales`. */
export interface TrueCampaign {
  campaign: string;
  place_kind: PlaceKind;
  place: string;
  follows: number;
  hours: number;
  money: number;
  cost: number;
  /** Of follows made 30 days ago or more: how many, and how many won a follower. */
  settled_won: number;
  won: number;
  /** Of follows made 120 days ago or more: how many, and how many won one who still followed 90 days later. */
  settled_90: number;
  kept_90: number;
  /** Of follows made 60 days ago or more: how many, and how many won one who engaged within 30 days. */
  settled_30: number;
  engaged_30: number;
  /** The cost of the follows that are old enough, by what they brought; null where they brought nothing. */
  cost_per_won: number | null;
  cost_per_kept_90: number | null;
  cost_per_engaged_30: number | null;
  visits: number;
  /** What such days bring on average. */
  expected_visits: number;
  signups: number;
  orders: number;
  /** Cents by currency, refunds subtracted. */
  sales: Record<string, number>;
}

/** What a follow of the brand brought: null where nobody followed back. */
export interface FollowResult {
  followedAt: number;
  isKept: boolean;
  isEngaged: boolean;
}

/** What became of a follow of the brand: the first follow of theirs after it, while it lasted or soon after. */
export function resultOf({at, person}: OutreachEntry): FollowResult | null {
  const ours = person.outbound.find(({start}) => start === at);
  const next = person.outbound.find(({start}) => start > at);
  if (!ours) return null;
  const until = Math.min(next?.start ?? Infinity, (ours.end ?? Infinity) + answersAfterClose * dayMs);
  const edge = person.inbound.find(({start}) => start > at && start <= until);
  if (!edge) return null;
  const last = Math.min(edge.start + engagedDays * dayMs, edge.end ?? Infinity);
  return {
    followedAt: edge.start,
    isKept: (edge.end ?? Infinity) > edge.start + keptDays * dayMs,
    isEngaged: person.acts.some(
      ({at, kind}) => kind !== "like" && kind !== "repost" && at > edge.start && at <= last
    )
  };
}

/** The truth about every campaign of a world up to now. */
export function trueCampaigns(
  campaigns: readonly Campaign[],
  shopDays: readonly ShopDay[],
  now: number
): TrueCampaign[] {
  return campaigns.map((campaign) => {
    const {name, place, follows, from, to} = campaign;
    const spent = costOf(campaign);
    const results = follows.map((entry) => ({at: entry.at, result: resultOf(entry)}));
    const settledFor = (days: number, isSo: (result: FollowResult) => boolean) => {
      const old = results.filter(({at}) => at + (answeredDays + days) * dayMs <= now);
      const x = old.filter(
        ({result}) => result && result.followedAt + days * dayMs <= now && isSo(result)
      ).length;
      const cost = follows.length > 0 ? (spent.cost * old.length) / follows.length : 0;
      return {n: old.length, x, per: x > 0 ? Math.round((100 * cost) / x) / 100 : null};
    };
    const won = settledFor(0, () => true);
    const kept = settledFor(keptDays, ({isKept}) => isKept);
    const engaged = settledFor(engagedDays, ({isEngaged}) => isEngaged);
    const days = shopDays.filter((one) => one.campaign === name);
    const sum = (of: (day: ShopDay) => number) => days.reduce((all, day) => all + of(day), 0);
    const sales = days.flatMap((day) => day.sales);
    const lasted = Math.max(0, Math.floor((Math.min(to, now) - from) / dayMs));
    return {
      campaign: name,
      place_kind: place.kind,
      place: place.place,
      follows: follows.length,
      ...spent,
      settled_won: won.n,
      won: won.x,
      settled_90: kept.n,
      kept_90: kept.x,
      settled_30: engaged.n,
      engaged_30: engaged.x,
      cost_per_won: won.per,
      cost_per_kept_90: kept.per,
      cost_per_engaged_30: engaged.per,
      visits: sum(({visits}) => visits),
      expected_visits: Math.round(10 * lasted * place.visitsADay) / 10,
      signups: sum(({signups}) => signups),
      orders: sales.length,
      sales: Object.fromEntries(
        [...new Set(sales.map(({currency}) => currency))].sort().map((currency) => [
          currency,
          sales
            .filter((sale) => sale.currency === currency)
            .reduce((all, {amount, refunded, refundedAt}) => {
              return all + amount - (refundedAt !== null && refundedAt < now ? refunded : 0);
            }, 0)
        ])
      )
    };
  });
}
