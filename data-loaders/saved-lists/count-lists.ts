import {numbersOf, type Database} from "../../src/duckdb.ts";
import {grown, Numbering} from "../../src/lists/numbering.ts";

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
  const isLong = people >= 10;
  return {
    all: Number(n),
    self: Number(self),
    people,
    sample: String(sample ?? ""),
    rowRange:
      first !== null && last !== null && last - first + 1n === n
        ? {first: Number(first), last: Number(last)}
        : null,
    sorted: isLong && up === true ? "ascending" : isLong && down === true ? "descending" : null
  };
}

/** The same of a list among several, and how many of its people stand in the list before it, the account itself counted. */
export interface CountsInSeries extends Counts {
  shared: number;
}

/** So many people are remembered at once: 28 bytes each, twice that while there is made room for more. */
const mostPeople = 2 ** 22;

/**
 * Counts all lists of a file in two passes, not each by itself: `rows` is a SELECT of `list_number`, an INTEGER from 0,
 * `row` and `user_id`, each list in one piece and in the order of the file. Returns the counts by list number, null for a
 * number without rows; null where the lists hold too many people to remember.
 */
export async function countSeries(
  db: Database,
  rows: string,
  lists: number,
  account: string
): Promise<(CountsInSeries | null)[] | null> {
  const people = await countPeople(db, rows, lists);
  if (people === null) return null;
  const found = await db.rows<Row & {list_number: number}>(`
    select list_number, ${columns(account)}
    from (
      select list_number, row, user_id,
        case when lag(list_number) over () = list_number then lag(user_id) over () end as before
      from (${rows})
    )
    group by list_number`);
  const counts = Array.from({length: lists}, (): CountsInSeries | null => null);
  for (const {list_number: nth, ...row} of found)
    counts[nth] = {
      ...countsOf(row, people.different[nth]! - (row.self > 0n ? 1 : 0)),
      shared: people.shared[nth]!
    };
  return counts;
}

/** How many different people each list holds, and how many of those the list before it holds too. */
async function countPeople(
  db: Database,
  rows: string,
  lists: number
): Promise<{different: Int32Array; shared: Int32Array} | null> {
  const different = new Int32Array(lists);
  const shared = new Int32Array(lists);
  const numbering = new Numbering();
  /** Of each person by number: 1 more than the number of the list they stood in last. */
  let seen = new Int32Array(1024);
  const result = await db.connection.stream(`select list_number, user_id from (${rows})`);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return {different, shared};
    const numbers = numbersOf(chunk, 0);
    const halves = numbersOf(chunk, 1);
    for (let at = 0; at < numbers.length; at++) {
      const nth = numbers[at]!;
      const person = numbering.number(halves[2 * at]!, halves[2 * at + 1]!);
      if (person >= seen.length) seen = grown(seen, 2 * person);
      const before = seen[person]! - 1;
      if (before === nth) continue;
      different[nth]!++;
      if (before === nth - 1 && before >= 0) shared[nth]!++;
      seen[person] = nth + 1;
    }
    if (numbering.size > mostPeople) return null;
  }
}
