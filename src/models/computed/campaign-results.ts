import {group} from "d3";
import type {Database} from "../../duckdb.ts";
import {costPerResult, fewestResults} from "../../statistics/cost.ts";
import {wilson} from "../../statistics/proportion.ts";
import {isTooFew, smallestGroup} from "../../statistics/publication.ts";
import {cents, rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

/** Of a place its people and attempts each once, whichever of its campaigns may have turned to them. */
interface PlaceRow {
  account_id: bigint;
  place_kind: string | null;
  result: "won" | "kept_90" | "engaged_30";
  turned_to: bigint;
  left_out: bigint;
  attempts: bigint;
  shared: bigint;
  costed: bigint;
  people: bigint;
  x_high: bigint;
}

interface CountRow extends PlaceRow {
  campaign_id: string;
  tried: bigint;
  settled: bigint;
  n: bigint;
  answered: bigint;
  known: bigint;
  x: bigint;
  x_low: bigint;
  is_recorded: boolean;
  hours: number | null;
  money: number | null;
  money_currency: string | null;
  cost: number | null;
  currency: string | null;
  cost_note: string | null;
}

const columns = {
  account_id: "BIGINT",
  place_kind: "VARCHAR",
  campaign_id: "VARCHAR",
  result: "VARCHAR",
  campaigns: "BIGINT",
  turned_to: "BIGINT",
  left_out: "BIGINT",
  attempts: "BIGINT",
  shared: "BIGINT",
  n: "BIGINT",
  people: "BIGINT",
  answered: "BIGINT",
  known: "BIGINT",
  x: "BIGINT",
  x_low: "BIGINT",
  x_high: "BIGINT",
  share: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE",
  hours: "DOUBLE",
  money: "DOUBLE",
  cost: "DOUBLE",
  currency: "VARCHAR",
  cost_counted: "DOUBLE",
  cost_per_result: "DOUBLE",
  cost_low: "DOUBLE",
  cost_high: "DOUBLE",
  cost_range_low: "DOUBLE",
  cost_range_high: "DOUBLE",
  at_least: "DOUBLE",
  note: "VARCHAR"
} satisfies Columns;

/** What each campaign cost, and what came of it: see `costPerResult`. */
export const campaignResults: Estimated = {
  name: "campaign_results",
  isMart: true,
  header: [
    "What each campaign cost and what came of it; one row an account, campaign and result, and likewise with no campaign for all campaigns of a place of finding.",
    "",
    "place_kind: where its people were found, see campaign_costs; null: nobody says. campaign_id: null for all campaigns of the place; campaigns: how many",
    "result: attempted; won (followed back while our follow was open, or within 30 days after it ended); kept_90 (still there 90 days after first sight); engaged_30 (a reply, quote or mention that addresses the brand, within 30 days of first sight)",
    "turned_to: people whom logs name; left_out: of these, those of whom only the name is known: they are in no other figure, as lists or logs of ids may hold them too, but at most each is a result; attempts: attempts of outreach that the campaign made or may have made. Follows of one person within 90 days are one attempt, made by the campaign that followed first, also where a later one's follow was answered. Who followed already is no attempt, so attempts may be fewer. shared: of attempts, those that another campaign may have made too, by the logs; they count for none for certain. Of a place each person and attempt counts once in all of these",
    "n: attempts certainly of it and certainly begun before the person followed, on days whose hours are recorded, and old enough: an answer within 30 days is known, and what followed by the age. people: whom they were made to",
    "answered: of n, those who followed back; known: of answered, those of whom the result is known; x: of known, those who did it",
    "x_low, x_high: without whatever rests on a sitting alone; and with everything that may be a result: order not known, several campaigns possible, hidden, left out",
    "share, low, high: x of n × known / answered, with Wilson's 95 % interval: those of whom it is not known are taken to be like the others. Null where fewer than half are known",
    "hours, money, cost, currency: see campaign_costs; null where they are not known, and of a place where they are in several currencies",
    "cost_counted: the part of the cost that belongs to the attempts counted: cost by attempts that are old enough, times known / answered",
    "cost_per_result, cost_low, cost_high: cost_counted / x with the interval of share inverted. Of attempted the cost by attempts, without an interval, and null where people are left out",
    "cost_range_low, cost_range_high: the same over x_high and x_low; cost_range_high is null where x_low is 0",
    "at_least: below ten results there is no point; each costs at least so much: the cost over the upper limit of the exact two-sided 95 % Poisson interval of x_high (3.69 for none). Only from 30 people on",
    "note: why there is no figure, or no point",
    "",
    "check: x_low <= x <= x_high, x <= known <= answered <= n",
    "check: low <= share <= high, cost_low <= cost_per_result <= cost_high, cost_range_low <= cost_per_result <= cost_range_high",
    "check: cost_per_result and at_least are never both there"
  ].join("\n"),
  reads: ["campaign_counts", "place_counts", "campaign_costs", "accounts"],
  async make(db) {
    const places = await db.rows<PlaceRow>("from place_counts");
    await createTable(db, "campaign_results", columns, resultsOf(await readCounts(db), places));
  }
};

const readCounts = (db: Database) =>
  db.rows<CountRow>(`
    select c.account_id, c.campaign_id, k.place_kind, c.result, c.turned_to, c.left_out, c.attempts, c.shared, c.costed, c.tried, c.settled,
      c.n, c.people, c.answered, c.known, c.x, c.x_low, c.x_high,
      case c.result when 'won' then true when 'kept_90' then coalesce(a.is_retention_recorded, false)
        else coalesce(a.has_engagement, false) end as is_recorded,
      k.hours::double as hours, k.money::double as money, k.money_currency, k.cost::double as cost, k.currency, k.note as cost_note
    from campaign_counts c
    join campaign_costs k on k.account_id = c.account_id and k.campaign_id = c.campaign_id
    left join accounts a on a.account_id = c.account_id
    order by c.account_id, k.place_kind nulls last, c.campaign_id,
      case c.result when 'won' then 1 when 'kept_90' then 2 else 3 end`);

const placeOf = ({account_id, place_kind}: PlaceRow) => `${account_id} ${place_kind}`;

function* resultsOf(rows: CountRow[], places: PlaceRow[]) {
  const together = group(places, placeOf);
  for (const ofPlace of groupNeighbours(rows, placeOf)) {
    for (const ofCampaign of groupNeighbours(ofPlace, ({campaign_id}) => campaign_id))
      yield* rowsOf(ofCampaign, ofCampaign[0].campaign_id, ofCampaign);
    yield* rowsOf(ofPlace, null, together.get(placeOf(ofPlace[0]))!);
  }
}

/** The rows of one campaign, or of all of a place; `once` counts people and attempts each once. */
function* rowsOf(rows: [CountRow, ...CountRow[]], campaign_id: string | null, once: PlaceRow[]) {
  const {account_id, place_kind} = rows[0];
  const of = (result: PlaceRow["result"]) => once.find((row) => row.result === result)!;
  const {turned_to, left_out, attempts, shared, costed} = of("won");
  const wins = rows.filter(({result}) => result === "won") as [CountRow, ...CountRow[]];
  const spent = spentOn(wins);
  const same = {
    account_id,
    place_kind,
    campaign_id,
    campaigns: BigInt(wins.length),
    turned_to,
    left_out,
    attempts,
    shared,
    hours: spent.hours,
    money: spent.money,
    cost: spent.cost,
    currency: spent.currency
  };
  const tried = wins.reduce((sum, row) => sum + row.tried, 0n);
  const isEmpty = attempts === 0n;
  yield {
    ...same,
    result: "attempted",
    n: tried,
    people: tried,
    answered: null,
    known: null,
    x: tried,
    x_low: tried,
    x_high: costed + left_out,
    cost_counted: spent.cost,
    cost_per_result: rounded(
      spent.cost !== null && costed > 0n && left_out === 0n ? spent.cost / Number(costed) : null
    ),
    note: left_out > 0n ? namesAlone : isEmpty ? "no attempt was seen" : spent.note
  };
  for (const result of ["won", "kept_90", "engaged_30"] as const) {
    const counted = rows.filter((row) => row.result === result);
    yield {...same, result, ...figuresOf(counted, of(result), spent)};
  }
}

/** Where the cost of one attempt, or anything, is not known for people whose names alone are. */
const namesAlone = "people known by name only are left out";

interface SpentOn {
  hours: number | null;
  money: number | null;
  cost: number | null;
  currency: string | null;
  note: string | null;
}

/** What campaigns cost together; null where that of one is not known, or currencies differ. */
function spentOn(rows: [CountRow, ...CountRow[]]): SpentOn {
  const currencies = new Set(rows.map(({currency}) => currency).filter((currency) => currency !== null));
  const unknown = rows.find(({cost}) => cost === null);
  const sum = (column: "hours" | "money" | "cost") => {
    const values = rows.map((row) => row[column]);
    if (!values.every((value) => value !== null)) return null;
    const all = values.reduce((sum, value) => sum + value, 0);
    return column === "hours" ? rounded(all) : cents(all);
  };
  const isOne = currencies.size < 2;
  // Money can be of another currency than hours, and then it is in no cost.
  const spent = new Set(rows.flatMap(({money, money_currency}) => (money === null ? [] : [money_currency])));
  return {
    hours: sum("hours"),
    money: spent.size < 2 ? sum("money") : null,
    cost: isOne ? sum("cost") : null,
    currency: isOne && !unknown ? ([...currencies][0] ?? null) : null,
    note: isOne ? (unknown?.cost_note ?? null) : "campaigns in several currencies"
  };
}

function figuresOf(rows: CountRow[], once: PlaceRow, {cost, note}: SpentOn) {
  const sum = (of: (row: CountRow) => bigint) => rows.reduce((all, row) => all + of(row), 0n);
  const counts = {
    n: sum((row) => row.n),
    people: once.people,
    answered: sum((row) => row.answered),
    known: sum((row) => row.known),
    x: sum((row) => row.x),
    x_low: sum((row) => row.x_low),
    x_high: once.x_high
  };
  const [n, people, answered, known] = [counts.n, counts.people, counts.answered, counts.known].map(
    Number
  ) as [number, number, number, number];
  const [x, xLow, xHigh] = [counts.x, counts.x_low, counts.x_high].map(Number) as [number, number, number];
  // Whoever of those that followed back is not known is taken to be like the others.
  const knownPart = answered > 0 ? known / answered : 1;
  const isKnown = 2 * known >= answered;
  const effective = n * knownPart;
  const hasShare = n > 0 && isKnown && rows.some(({is_recorded}) => is_recorded);
  const interval = hasShare ? wilson(x, effective) : null;
  // A campaign whose attempts are not old enough yet has spent a part of its cost on those that are.
  const settledCost =
    cost === null
      ? null
      : rows.reduce(
          (all, row) => all + (row.costed > 0n ? (row.cost! * Number(row.settled)) / Number(row.costed) : 0),
          0
        );
  const counted = hasShare && settledCost !== null ? settledCost * knownPart : null;
  const made =
    counted === null ? null : costPerResult({cost: counted, n: effective, x, people, xMost: xHigh});
  const hasPoint = made?.point != null;
  return {
    ...counts,
    share: rounded(hasShare ? x / effective : null),
    low: rounded(interval?.low ?? null),
    high: rounded(interval?.high ?? null),
    cost_counted: cents(counted),
    cost_per_result: rounded(made?.point ?? null),
    cost_low: rounded(made?.low ?? null),
    cost_high: rounded(made?.high ?? null),
    cost_range_low: rounded(hasPoint ? settledCost! / xHigh : null),
    cost_range_high: rounded(hasPoint && xLow > 0 ? settledCost! / xLow : null),
    at_least: rounded(made?.atLeast ?? null),
    note: noteOn()
  };

  function noteOn(): string | null {
    if (rows.every(({attempts}) => attempts === 0n))
      return rows.some(({left_out}) => left_out > 0n) ? namesAlone : "no attempt was seen";
    if (!rows.some(({is_recorded}) => is_recorded))
      return rows[0]!.result === "engaged_30" ? "not collected" : "not recorded by this source";
    if (n === 0) return "no attempt was observed for long enough, or is certain";
    if (!isKnown) return "fewer than half of those who followed back are known";
    if (note !== null) return note;
    if (isTooFew(people) && x < fewestResults) return `fewer than ${smallestGroup} people reached`;
    return x < fewestResults ? `fewer than ${fewestResults} results` : null;
  }
}
