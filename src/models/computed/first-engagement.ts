import {IncidenceWalk} from "../../statistics/cumulative-incidence.ts";
import {isTooFew} from "../../statistics/publication.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";

/** Of an account and route, an age at which somebody was last watched or something happened, in order of ages. */
interface AgeRow {
  account_id: bigint;
  route: string;
  age_days: number;
  at_risk: number;
  engaged: number;
  left: number;
}

const columns = {
  account_id: "BIGINT",
  route: "VARCHAR",
  age_days: "INTEGER",
  at_risk: "BIGINT",
  engaged: "DOUBLE",
  engaged_low: "DOUBLE",
  engaged_high: "DOUBLE",
  gone_before: "DOUBLE"
} satisfies Columns;

/**
 * The share who have engaged for the first time by each age, with leaving before that as the competing event
 * (Aalen–Johansen): somebody gone can no longer engage, and is not waited for. The curve is made of exact ages and read
 * at whole days. One row an account, route and day within which somebody engaged; `engaged` with its 95 % interval,
 * `gone_before` the share who left without having engaged.
 */
export const firstEngagement: Estimated = {
  name: "first_engagement",
  isMart: true,
  header: [
    "The share who have engaged for the first time by each age, leaving before that being the competing event (Aalen–Johansen); one row an account, route and day of age within which someone engaged.",
    "",
    "age_days: whole days from first sight; the curve is made of exact ages and read as that day ends",
    "at_risk: people watched at that age who had not engaged before and of whom no list had shown that they left, 30 or more",
    "engaged, engaged_low, engaged_high: the share with a 95 % interval",
    "gone_before: the share who left without having engaged",
    "",
    "check: engaged + gone_before <= 1"
  ].join("\n"),
  reads: ["first_engagement_counts"],
  async make(db) {
    const of = (happened: string) =>
      `cast(coalesce(sum(people) filter (where happened = '${happened}'), 0) as double) as "${happened}"`;
    const ages = db.read<AgeRow>(`
      select account_id, route, age_days, ${of("engaged")}, ${of("left")},
        cast(sum(sum(people)) over (
          partition by account_id, route order by age_days rows between current row and unbounded following
        ) as double) as at_risk
      from first_engagement_counts
      group by account_id, route, age_days
      order by account_id, route, age_days`);
    await createTable(db, "first_engagement", columns, curvesOf(ages));
  }
};

async function* curvesOf(ages: AsyncIterable<AgeRow>) {
  let curve: Curve | undefined;
  for await (const row of ages) {
    if (curve === undefined || !curve.isOf(row)) {
      if (curve !== undefined) yield* curve.endDay(null);
      curve = new Curve(row);
    }
    yield* curve.take(row);
  }
  if (curve !== undefined) yield* curve.endDay(null);
}

/** The curve of one account and route, which is read as each day of age ends. */
class Curve {
  readonly #first: AgeRow;
  readonly #walk = new IncidenceWalk(["engaged", "left"]);
  /** The last age that was taken; null before the first. */
  #last: AgeRow | null = null;
  #hasEngaged = false;
  #isOver: boolean;

  constructor(first: AgeRow) {
    this.#first = first;
    this.#isOver = isTooFew(first.at_risk);
  }

  isOf({account_id, route}: AgeRow): boolean {
    return account_id === this.#first.account_id && route === this.#first.route;
  }

  *take(row: AgeRow) {
    if (this.#last !== null && dayOf(row) !== dayOf(this.#last)) yield* this.endDay(row);
    const {at_risk, engaged, left} = row;
    this.#walk.goOn(at_risk, {engaged, left});
    this.#hasEngaged ||= engaged > 0;
    this.#last = row;
  }

  /** The row of the day that ends before the next age, or with the last one. */
  *endDay(next: AgeRow | null) {
    const last = this.#last!;
    const day = dayOf(last);
    const hasEngaged = this.#hasEngaged;
    this.#hasEngaged = false;
    if (this.#isOver || !hasEngaged) return;
    // Whoever was last watched as the day ends is still watched at it.
    const atRisk = last.age_days === day ? last.at_risk : (next?.at_risk ?? 0);
    this.#isOver = isTooFew(atRisk);
    if (this.#isOver) return;
    const {engaged, left} = this.#walk.incidence();
    yield {
      account_id: last.account_id,
      route: last.route,
      age_days: BigInt(day),
      at_risk: BigInt(atRisk),
      engaged: rounded(engaged!.value),
      engaged_low: rounded(engaged!.low),
      engaged_high: rounded(engaged!.high),
      gone_before: rounded(left!.value)
    };
  }
}

/** The day as which an age ends. */
const dayOf = ({age_days}: AgeRow) => Math.ceil(age_days);
