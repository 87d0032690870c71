import {afterAll, beforeAll, expect, test} from "vitest";
import {defineSpans, parseTime} from "../../data-loaders/tables/times.ts";
import {openDatabase, quote, type Database} from "../../src/duckdb.ts";

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
  await defineSpans(db, {});
});
afterAll(() => db.close());

/** The two bounds as a table reads them. */
async function inTable(text: string) {
  const [span] = await db.rows<{from: Date | null; to: Date | null}>(
    `select span_from(c) as "from", span_to(c) as "to" from (select ${quote(text)} as c)`
  );
  return span!;
}

test.each([
  ["2024-01-01T00:00Z", "2024-01-01T00:00:00.000Z"],
  ["2024-01-01T00:00+02:00", "2023-12-31T22:00:00.000Z"],
  ["2024-01-01T00:00-0930", "2024-01-01T09:30:00.000Z"],
  ["2024-01-01 00:00 +08", "2023-12-31T16:00:00.000Z"],
  ["2024-01-01 00:00:00 +08:00", "2023-12-31T16:00:00.000Z"],
  ["2024-01-01 00:00:00 Z", "2024-01-01T00:00:00.000Z"],
  ["2024-01-01T00:00:00.5+02:00", "2023-12-31T22:00:00.500Z"],
  ["2024-01-01 00:00:00.123456789 Z", "2024-01-01T00:00:00.123Z"],
  ["2024-01-01 14:05", "2024-01-01T14:05:00.000Z"],
  ["Wed May 03 10:00:00 +0000 2023", "2023-05-03T10:00:00.000Z"]
])("%s is %s, in a table and as a flag", async (text, instant) => {
  const span = {from: new Date(instant), to: new Date(instant)};
  expect(await inTable(text)).toEqual(span);
  expect(await parseTime(text, "--taken-at")).toEqual(span);
});

test.each([
  "2024-02-30T00:00Z",
  "2024-02-30",
  "2024-01-01T25:00Z",
  "2024-01-01T00:00+99:99",
  "2024-01-01T00:00:00  +02:00",
  "2024-01-01Z",
  "03/05/2024",
  "999999999999999999",
  // Milliseconds, where nobody said so: taken for seconds they are the year 55969.
  "1704067200000"
])("%s is no time, neither in a table nor as a flag", async (text) => {
  expect(await inTable(text)).toEqual({from: null, to: null});
  await expect(parseTime(text, "--baseline")).rejects.toThrow(`--baseline ${text}: not a time`);
});

test("a bare date spans its day, and an origin may lie before 1900", async () => {
  const day = {from: new Date("2024-05-03T00:00:00Z"), to: new Date("2024-05-03T23:59:59.999Z")};
  expect(await inTable("2024-05-03")).toEqual(day);
  expect(await parseTime("2024-05-03", "--taken-at")).toEqual(day);
  // Spreadsheets count days from here.
  const timeOrigin = (await parseTime("1899-12-30", "--time-origin")).from;
  expect(timeOrigin.toISOString()).toBe("1899-12-30T00:00:00.000Z");
  expect(await parseTime("45415", "--baseline", {timeUnit: "day", timeOrigin})).toEqual(day);
});
