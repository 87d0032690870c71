import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";

interface CountRow {
  account_id: bigint;
  trait: string;
  scale: "day" | "log" | "share";
  n1: bigint; // followback
  total1: bigint;
  squares1: bigint;
  n0: bigint; // organic
  total0: bigint;
  squares0: bigint;
}

const columns = {
  account_id: "BIGINT",
  trait: "VARCHAR",
  followback_value: "DOUBLE",
  organic_value: "DOUBLE",
  difference_standardised: "DOUBLE",
  followback_n: "BIGINT",
  organic_n: "BIGINT"
} satisfies Columns;

/**
 * How followback and organic followers differed before either could do anything for the account. Differences are in
 * standard deviations, so that they compare between traits: (m1 − m0) / √((s1² + s0²) / 2), Austin and Stuart 2015.
 * Counts have long tails and are compared by their logarithms.
 */
export const balance: Estimated = {
  name: "balance",
  isMart: true,
  header: [
    "What was known of people at first sight, followback beside organic; one row an account and trait.",
    "",
    "trait: account_age (days), followers, following, ratio (followers to following), posts, protected, verified",
    "followback_value, organic_value: the mean age, the geometric mean of a count and of the ratio (1 added to each count), the share protected and verified",
    "difference_standardised: followback less organic in standard deviations, (m1 - m0) / sqrt((s1^2 + s0^2) / 2), counts and ratio by their logarithms; null where all are equal",
    "followback_n, organic_n: people of a cohort whose trait is known",
    "",
    "check: a trait stands once"
  ].join("\n"),
  reads: ["balance_counts"],
  async make(db) {
    const of = (column: string, route: string) =>
      `coalesce(max(${column}) filter (where route = '${route}'), 0)`;
    const counts = await db.rows<CountRow>(`
      select account_id, trait, scale,
        ${of("people", "followback")} as n1, ${of("total", "followback")} as total1, ${of("squares", "followback")} as squares1,
        ${of("people", "organic")} as n0, ${of("total", "organic")} as total0, ${of("squares", "organic")} as squares0
      from balance_counts
      group by account_id, trait, scale
      order by account_id, trait`);
    await createTable(db, "balance", columns, counts.map(figuresOf));
  }
};

function figuresOf(row: CountRow) {
  const first = momentsOf(row.n1, row.total1, row.squares1, row.scale);
  const second = momentsOf(row.n0, row.total0, row.squares0, row.scale);
  const valueOf = (mean: number) =>
    row.scale !== "log" ? mean : row.trait === "ratio" ? Math.exp(mean) : Math.expm1(mean);
  const spread = first && second ? Math.sqrt((first.variance + second.variance) / 2) : 0;
  return {
    account_id: row.account_id,
    trait: row.trait,
    followback_value: rounded(first && valueOf(first.mean)),
    organic_value: rounded(second && valueOf(second.mean)),
    difference_standardised:
      first && second && spread > 0 ? rounded((first.mean - second.mean) / spread) : null,
    followback_n: row.n1,
    organic_n: row.n0
  };
}

/** Mean and variance from whole-number sums, exact up to the last division; a share's variance is p(1 − p). */
function momentsOf(n: bigint, total: bigint, squares: bigint, scale: CountRow["scale"]) {
  if (n === 0n) return null;
  const unit = scale === "log" ? 1e6 : 1;
  const freedom = scale === "share" ? n : n - 1n;
  const variance =
    freedom > 0n ? Number(n * squares - total * total) / (Number(n) * Number(freedom)) / unit ** 2 : 0;
  return {mean: Number(total) / Number(n) / unit, variance};
}
