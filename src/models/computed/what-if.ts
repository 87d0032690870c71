import {wilson} from "../../statistics/proportion.ts";
import {rate} from "../../statistics/rate.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";
import {rateSums, weeksOf} from "./rate-sums.ts";

interface CountRow {
  account_id: bigint;
  kind: "everybody" | "campaign" | "place_kind";
  left_out: string | null;
  unsure: bigint;
  figure: "engaged_30" | "retained_90" | "mentions" | "followers";
  people: bigint;
  x: bigint;
  n: bigint;
  x_squared: bigint;
  x_n: bigint;
  n_squared: bigint;
}

const columns = {
  account_id: "BIGINT",
  kind: "VARCHAR",
  left_out: "VARCHAR",
  figure: "VARCHAR",
  left_out_people: "BIGINT",
  unsure: "BIGINT",
  people: "BIGINT",
  x: "BIGINT",
  n: "DOUBLE",
  value: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE",
  with_all: "DOUBLE",
  difference: "DOUBLE"
} satisfies Columns;

/** The account's rates without the followers of each campaign, and of each place of finding. */
export const whatIf: Estimated = {
  name: "what_if",
  isMart: true,
  header: [
    "The account's figures if the followers of one campaign, or of all campaigns of a place, were not there; one row an account, kind of group, group and figure, and one with no group for everybody. Only accounts whose campaigns won anybody.",
    "",
    "kind, left_out: nothing (everybody counts), campaign (a campaign_id), or place_kind, see campaign_costs",
    "figure: engaged_30, retained_90: share of those who came while the account was tracked; mentions: replies, quotes and mentions that address the brand, per 100 covered follower-weeks; followers: how many there are at the end",
    "left_out_people: followers left out of the figure: those who certainly answered an attempt that is certainly of the campaign, or of one of the place: one that several may have made is of none. unsure: people whom the group may have won besides, who stay in",
    "people: of whom the figure is made without them; x, n: how many of how many; of mentions how often, and in how many covered weeks; of followers x alone",
    "value, low, high: x / n with Wilson's 95 % interval; of mentions x / n × 100 with an interval over people; of followers x",
    "with_all: the value with everybody; difference: value less with_all. The same people stand in both, so that it has no interval of its own: it says what the figure would be, not what followback does",
    "",
    "check: low <= value <= high",
    "check: people and left_out_people together are everybody"
  ].join("\n"),
  reads: ["what_if_counts"],
  async make(db) {
    const rows = await db.rows<CountRow>(`
      from what_if_counts order by account_id, case kind when 'everybody' then 1 when 'campaign' then 2 else 3 end, left_out,
        case figure when 'engaged_30' then 1 when 'retained_90' then 2 when 'mentions' then 3 else 4 end`);
    await createTable(db, "what_if", columns, figuresOf(rows));
  }
};

function* figuresOf(rows: CountRow[]) {
  for (const ofAccount of groupNeighbours(rows, ({account_id}) => String(account_id))) {
    const everybody = ofAccount.filter(({kind}) => kind === "everybody");
    for (const all of everybody) yield {...rowOf(all, null), kind: "nothing"};
    const groups = ofAccount.filter(({kind}) => kind !== "everybody");
    for (const group of groupNeighbours(groups, ({kind, left_out}) => `${kind} ${left_out}`))
      for (const all of everybody) {
        const out = group.find(({figure}) => figure === all.figure);
        const {kind, left_out, unsure} = group[0];
        yield rowOf(all, out ?? {...all, ...nothing, kind, left_out, unsure});
      }
  }
}

/** Of a group none of whose people has the figure. */
const nothing = {people: 0n, x: 0n, n: 0n, x_squared: 0n, x_n: 0n, n_squared: 0n};

function rowOf(all: CountRow, out: CountRow | null) {
  const rest = out === null ? all : without(all, out);
  const {value, low, high} = valueOf(rest);
  const withAll = valueOf(all).value;
  return {
    account_id: all.account_id,
    kind: out?.kind ?? "nothing",
    left_out: out?.left_out ?? null,
    figure: all.figure,
    left_out_people: out?.people ?? 0n,
    unsure: out?.unsure ?? 0n,
    people: rest.people,
    x: rest.x,
    n:
      all.figure === "followers"
        ? null
        : rounded(all.figure === "mentions" ? weeksOf(rest.n) : Number(rest.n)),
    value: rounded(value),
    low: rounded(low),
    high: rounded(high),
    with_all: rounded(withAll),
    difference: rounded(value === null || withAll === null ? null : value - withAll)
  };
}

function without(all: CountRow, out: CountRow): CountRow {
  const less = (of: (row: CountRow) => bigint) => of(all) - of(out);
  return {
    ...all,
    people: less((row) => row.people),
    x: less((row) => row.x),
    n: less((row) => row.n),
    x_squared: less((row) => row.x_squared),
    x_n: less((row) => row.x_n),
    n_squared: less((row) => row.n_squared)
  };
}

function valueOf(row: CountRow): {value: number | null; low: number | null; high: number | null} {
  const [x, n] = [Number(row.x), Number(row.n)];
  if (row.figure === "followers") return {value: x, low: null, high: null};
  if (!(n > 0)) return {value: null, low: null, high: null};
  if (row.figure !== "mentions") return {value: x / n, ...wilson(x, n)};
  const sums = rateSums({
    people: row.people,
    seconds: row.n,
    seconds_squared: row.n_squared,
    interactions: row.x,
    interactions_squared: row.x_squared,
    interactions_seconds: row.x_n
  });
  const made = rate(sums)!;
  return {value: made.rate, low: made.low, high: made.high};
}
