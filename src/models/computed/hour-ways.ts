import type {Database} from "../../duckdb.ts";
import {perHour, perHourDifference, type CampaignHours} from "../../statistics/cost.ts";
import {rounded} from "../../statistics/rounded.ts";
import {verdictLevel} from "../../statistics/verdict.ts";
import type {ComparisonRow} from "./claim-decision.ts";
import {readClaimsOfUnit, type AskedClaim} from "./claim-rows.ts";

interface CampaignRow extends AskedClaim {
  route: "followback" | "organic" | "unknown";
  hours: number;
  costed: bigint;
  settled: bigint;
  answered: bigint;
  known: bigint;
  x: bigint;
  x_low: bigint;
  most_followback: bigint;
  most_organic: bigint;
}

/** A claim per hour at one quarter end, in every way of counting what is not certain, and the rate of each kind of campaign. */
export interface HourClaim {
  ways: [ComparisonRow, ...ComparisonRow[]];
  value_followback: number | null;
  value_organic: number | null;
}

/**
 * The claims per hour at every quarter end: campaigns that found their people by a followback hashtag against campaigns of
 * all other places. The estimate rests on what is certainly of a campaign whose place is known. What is not, counts all
 * for the one side and then all for the other: campaigns without a place, attempts that several campaigns may have made, those
 * whose order is not known, and followers of whom nobody knows whether they engaged.
 */
export async function compareHours(db: Database): Promise<HourClaim[]> {
  const claims = await readClaimsOfUnit<CampaignRow>(db, "per_hour", "hour_counts", {
    columns:
      "r.route, r.hours::double as hours, r.costed, r.settled, r.answered, r.known, r.x, r.x_low, r.most_followback, r.most_organic",
    order: "r.route, r.campaign_id"
  });
  return claims.map(compareOne);
}

/** Hours of the attempts that are old enough: a campaign spends as much on each. */
const hoursOf = ({hours, settled, costed}: CampaignRow) => (hours * Number(settled)) / Number(costed);

/** Followers of whom it is not known are taken to be like the others, and their part of the hours is left out. */
const certain = (row: CampaignRow): CampaignHours => ({
  hours: row.answered > 0n ? (hoursOf(row) * Number(row.known)) / Number(row.answered) : hoursOf(row),
  results: Number(row.x)
});
const most =
  (side: "followback" | "organic") =>
  (row: CampaignRow): CampaignHours => ({
    hours: hoursOf(row),
    results: Number(row[`most_${side}`])
  });
const least = (row: CampaignRow): CampaignHours => ({hours: hoursOf(row), results: Number(row.x_low)});

function compareOne(rows: [CampaignRow, ...CampaignRow[]]): HourClaim {
  const of = (route: CampaignRow["route"]) => rows.filter((row) => row.route === route);
  const [followback, organic, unplaced] = [of("followback"), of("organic"), of("unknown")];
  const isOpen =
    unplaced.length > 0 ||
    rows.some((row) => row.x_low < row.most_followback + row.most_organic || row.known < row.answered);
  const toFollowback = [[...followback, ...unplaced].map(most("followback")), organic.map(least)] as const;
  const toOrganic = [followback.map(least), [...organic, ...unplaced].map(most("organic"))] as const;
  const [{account_id, evaluated_at, claim, sign, matters, first_at, people}] = rows;
  const way = (
    unknown_as: ComparisonRow["unknown_as"],
    [first, second]: readonly [CampaignHours[], CampaignHours[]]
  ): ComparisonRow => {
    const made = perHourDifference(first, second, verdictLevel);
    return {
      account_id,
      evaluated_at,
      claim,
      sign,
      matters,
      first_at,
      people,
      by_sitting: 0n,
      unknown_as,
      difference: rounded(made?.difference ?? null),
      low: rounded(made?.low ?? null),
      high: rounded(made?.high ?? null)
    };
  };
  const valueOf = (some: CampaignRow[]) =>
    rounded(perHour(some.map(certain), verdictLevel, false)?.rate ?? null);
  return {
    ways: [
      way("left_out", [followback.map(certain), organic.map(certain)]),
      ...(isOpen
        ? [
            way("followback", toFollowback),
            way("organic", toOrganic),
            way("who_did_followback", toFollowback),
            way("who_did_organic", toOrganic)
          ]
        : [])
    ],
    value_followback: valueOf(followback),
    value_organic: valueOf(organic)
  };
}
