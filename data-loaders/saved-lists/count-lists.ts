import type {Database} from "../../src/duckdb.ts";

/** What a list holds, counted. */
export interface Counts {
  all: number;
  self: number;
  /** Different people, without the account itself. */
  people: number;
  /** The first and the last `row`, where no row of another list stands between them. */
  rowRange: {first: number; last: number} | null;
  sorted: "ascending" | "descending" | null;
  /** An id of the list. */
  sample: string;
}

interface Row {
  n: bigint;
  self: bigint;
  first: bigint | null;
  last: bigint | null;
  up: boolean | null;
  down: boolean | null;
  sample: bigint | null;
}

const columns = (account: string) => `count(*) as n, count(*) filter (where user_id = ${account}) as self,
  min(user_id) filter (where user_id <> ${account}) as sample, min(row) as first, max(row) as last,
  bool_and(user_id >= before) as up, bool_and(user_id <= before) as down`;

/** Counts one list: `rows` is a SELECT of `row` and `user_id`, in the order of the file. */
export async function countList(db: Database, rows: string, account: string): Promise<Counts> {
  const [found] = await db.rows<Row & {people: bigint}>(`
    select ${columns(account)}, count(distinct user_id) filter (where user_id <> ${account}) as people
    from (select row, user_id, lag(user_id) over () as before from (${rows}))`);
  return countsOf(found!, Number(found!.people));
}

function countsOf({n, self, first, last, up, down, sample}: Row, people: number): Counts {
  return {
    all: Number(n),
    self: Number(self),
    people,
    sample: String(sample ?? ""),
    rowRange:
      first !== null && last !== null && last - first + 1n === n
        ? {first: Number(first), last: Number(last)}
        : null,
    sorted: sortedOf(people, up === true, down === true)
  };
}

/** In fewer people an order may be chance. */
const fewestSorted = 10;

/** How a list of so many people is sorted, whose ids never fall (`isUp`) or never rise (`isDown`). */
export const sortedOf = (people: number, isUp: boolean, isDown: boolean): Counts["sorted"] =>
  people < fewestSorted ? null : isUp ? "ascending" : isDown ? "descending" : null;

/** The same of a list among several, and how many of its people stand in the list before it, the account itself counted. */
export interface CountsInSeries extends Counts {
  shared: number;
}
