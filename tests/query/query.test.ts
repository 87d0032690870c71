import {existsSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {tableFromIPC} from "apache-arrow";
import {afterAll, beforeAll, expect, test} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import {runQuery} from "../../src/query/query.ts";

const sql = `select * from (values
  (9007199254740993, 'a, "b"', 0.5::double, date '2025-01-02', timestamp '2025-01-02 03:04:05.678', 1.50::decimal(9, 2), true),
  (-1, null, null, null, null, null, null)) t(id, text, share, day, moment, money, yes)`;

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

test("table: aligned, with NULL in words", async () => {
  expect(
    await runQuery(db, "select 12 as n, 'x' as name union all select 3, null order by n desc", "table")
  ).toBe(" n  name\n──  ────\n12  x\n 3  NULL\n(2 rows)\n");
});

test("csv: ids exact, quotes doubled, null empty", async () => {
  expect(await runQuery(db, sql, "csv")).toBe(
    'id,text,share,day,moment,money,yes\n9007199254740993,"a, ""b""",0.5,2025-01-02,2025-01-02 03:04:05.678,1.50,true\n-1,,,,,,\n'
  );
});

test("csv: a null that is alone on its line is quoted, as readers pass over empty lines", async () => {
  const one = "select n from (values (1), (null), (2)) t(n)";
  expect(await runQuery(db, one, "csv")).toBe('n\n1\n""\n2\n');
});

test("json: ids are strings", async () => {
  const [first, second] = JSON.parse((await runQuery(db, sql, "json")) as string) as Record<
    string,
    unknown
  >[];
  expect(first).toMatchObject({id: "9007199254740993", text: 'a, "b"', share: 0.5, yes: true});
  expect(second!.text).toBeNull();
});

test("arrow: a stream with types", async () => {
  const table = tableFromIPC((await runQuery(db, sql, "arrow")) as Uint8Array);
  expect(table.schema.fields.map(({type}) => String(type))).toEqual([
    "Int64",
    "Utf8",
    "Float64",
    "Date64<MILLISECOND>",
    "Timestamp<MICROSECOND>",
    "Float64",
    "Bool"
  ]);
  expect(table.get(0)!.id).toBe(9007199254740993n);
  expect(new Date(table.get(0)!.moment as number).toISOString()).toBe("2025-01-02T03:04:05.678Z");
  expect(new Date(table.get(0)!.day as number).toISOString()).toBe("2025-01-02T00:00:00.000Z");
  expect(table.get(1)!.id).toBe(-1n);
  expect(table.get(1)!.share).toBeNull();
});

test("arrow: a sum is an integer, whatever rows it is of", async () => {
  const sums =
    "select sum(n) as total, sum(n::ubigint)::uhugeint as beyond, 4294967295::uinteger as wide from range(4) t(n)";
  for (const where of ["", " where false"]) {
    const table = tableFromIPC((await runQuery(db, `${sums}${where}`, "arrow")) as Uint8Array);
    expect(table.schema.fields.map(({type}) => String(type))).toEqual(["Int64", "Uint64", "Int64"]);
    if (where === "") expect(table.get(0)!.toJSON()).toEqual({total: 6n, beyond: 6n, wide: 4294967295n});
  }
});

test("arrow: columns that are called like numbers stay in their places", async () => {
  // As of a PIVOT by year: the years come first among the keys of an object, and last in the query.
  const years = `pivot (values ('organic', 2024, 5), ('organic', 2025, 7), ('followback', 2025, 9)) t(route, year, people)
    on year using sum(people) group by route order by route desc`;
  const table = tableFromIPC((await runQuery(db, years, "arrow")) as Uint8Array);
  const read = table.schema.fields.map(({name}, i) => [name, ...(table.getChildAt(i)! as Iterable<unknown>)]);
  expect(read).toEqual([
    ["route", "organic", "followback"],
    ["2024", 5n, null],
    ["2025", 7n, 9n]
  ]);
  const swapped = tableFromIPC(
    (await runQuery(db, 'select 7 as "2025", 5 as "2024"', "arrow")) as Uint8Array
  );
  expect(swapped.schema.fields.map(({name}, i) => [name, swapped.getChildAt(i)!.get(0) as number])).toEqual([
    ["2025", 7],
    ["2024", 5]
  ]);
  const none = `select 'organic' as route, 5 as "2024" where false`;
  expect(tableFromIPC((await runQuery(db, none, "arrow")) as Uint8Array).numRows).toBe(0);
});

test("arrow: times keep every digit", async () => {
  const times = `select timestamp '2025-01-02 03:04:05.678901' as moment, timestamptz '2025-01-02 03:04:05.678901+02' as zoned,
    timestamp_s '2025-01-02 03:04:05' as second, timestamp_ns '2025-01-02 03:04:05.678901234' as fine union all select null, null, null, null`;
  const table = tableFromIPC((await runQuery(db, times, "arrow")) as Uint8Array);
  // Seconds since 1970 of 2025-01-02 03:04:05 as GNU date prints them.
  const second = 1735787045n;
  const counts = table.schema.fields.map(
    (_, i) => (table.getChildAt(i)!.data[0]!.values as BigInt64Array)[0]
  );
  expect(counts).toEqual([
    second * 1_000_000n + 678901n,
    (second - 7200n) * 1_000_000n + 678901n,
    second * 1_000_000n,
    second * 1_000_000_000n + 678901234n
  ]);
  expect(table.schema.fields.map(({name}) => table.get(1)![name] as unknown)).toEqual([
    null,
    null,
    null,
    null
  ]);
  expect(table.schema.fields.map(({type}) => String(type))).toEqual([
    "Timestamp<MICROSECOND>",
    "Timestamp<MICROSECOND, UTC>",
    "Timestamp<MICROSECOND>",
    "Timestamp<NANOSECOND>"
  ]);
});

test("arrow: a value that does not fit is an error that names the column and what to write", async () => {
  const infinite =
    "column gone: an infinite time, which Arrow cannot hold: write case when isfinite(gone) then gone end";
  for (const [value, told] of [
    ["'infinity'::timestamp", infinite],
    ["'-infinity'::date", infinite],
    ["'infinity'::timestamptz", infinite],
    [
      "9223372036854775808::hugeint",
      "column gone: 9223372036854775808 is beyond 64 bits: write gone::varchar"
    ],
    [
      "12345678901234567.89::decimal(38, 2)",
      "column gone: 12345678901234567.89 has more digits than a double: write gone::varchar"
    ]
  ]) {
    const failed = runQuery(db, `select ${value} as gone`, "arrow");
    await expect(failed).rejects.toThrow(`query: ${told}`);
    await expect(failed).rejects.toBeInstanceOf(UserError);
  }
  const mended =
    "select case when isfinite(gone) then gone end as gone from (select 'infinity'::timestamp as gone)";
  expect(tableFromIPC((await runQuery(db, mended, "arrow")) as Uint8Array).get(0)!.gone).toBeNull();
});

test("an infinite time is called infinite as text", async () => {
  const never = "select 'infinity'::timestamp as t, 'infinity'::date as d, '-infinity'::date as e";
  expect(await runQuery(db, never, "csv")).toBe("t,d,e\ninfinity,infinity,-infinity\n");
  expect(JSON.parse((await runQuery(db, never, "json")) as string)).toEqual([
    {t: "infinity", d: "infinity", e: "-infinity"}
  ]);
});

test.each([
  ["select from from x", 'from: a word of SQL: to read the column, write it in double quotes: "from"'],
  ["select max(to) as to from x", 'to: a word of SQL: to read the column, write it in double quotes: "to"'],
  ["select a from x order by to", 'to: a word of SQL: to read the column, write it in double quotes: "to"'],
  [
    "select a\nfrom x\nwhere to > 3",
    'to: a word of SQL: to read the column, write it in double quotes: "to"'
  ],
  [
    `select account_id, min(from), max(to) from raw.polls where kind = 'mention' and complete and reported_count is not null group by account_id`,
    'from, to: words of SQL: to read the column, write them in double quotes: "from", "to"'
  ],
  ["select count(*) from", "Parser Error: syntax error at end of input"],
  ["select a frm x", 'Parser Error: syntax error at or near "x"']
])("%s says which word SQL took for its own", async (wrong, told) => {
  await expect(runQuery(db, wrong, "csv")).rejects.toThrow(new UserError(`query: ${told}`));
});

test("no rows are no rows in every format", async () => {
  const empty = "select 1 as n where false";
  expect(await runQuery(db, empty, "csv")).toBe("n\n");
  expect(JSON.parse((await runQuery(db, empty, "json")) as string)).toEqual([]);
  expect(tableFromIPC((await runQuery(db, empty, "arrow")) as Uint8Array).numRows).toBe(0);
});

test("an error is one line", async () => {
  await expect(runQuery(db, "select nothing", "table")).rejects.toThrow(/^query: .*nothing.*$/);
});

test("only what reads is run", async () => {
  const file = join(tmpdir(), `followback-query-${process.pid}.csv`);
  for (const writes of [
    `copy (select 1) to '${file}'`,
    `explain analyze copy (select 1) to '${file}'`,
    `attach '${file}' as other`,
    `export database '${file}'`,
    `explain (analyze) copy (select 1) to '${file}'`,
    `/* a remark */ export database '${file}' -- select`,
    "create table t as select 1",
    "install httpfs",
    "set threads = 1",
    "call pragma_version()"
  ])
    await expect(runQuery(db, writes, "table")).rejects.toThrow(
      /^query: only reading is allowed: write one SELECT/
    );
  await expect(runQuery(db, `select 1; copy (select 1) to '${file}'`, "table")).rejects.toThrow(
    "query: 2 statements: write one SELECT"
  );
  expect(existsSync(file)).toBe(false);
  for (const nothing of ["", ";", "-- a remark"])
    await expect(runQuery(db, nothing, "csv")).rejects.toThrow("query: the SQL is empty: write one SELECT");
  await expect(runQuery(db, "from 'https://localhost:1/a.csv'", "csv")).rejects.toThrow(
    "query: only local files can be queried"
  );
  for (const reads of ["describe select 1", "explain select 1", "from range(1)", "show tables", "select 1;"])
    await expect(runQuery(db, reads, "csv")).resolves.toBeTruthy();
  const pivot = "pivot (values (1, 'a'), (2, 'b')) t(n, k) on k using sum(n)";
  expect(await runQuery(db, pivot, "csv")).toBe("a,b\n1,2\n");
});

test("a table keeps what would move the terminal's cursor to itself", async () => {
  expect(await runQuery(db, "select chr(27) || '[31m' as x", "table")).toContain("·[31m");
});
