import {afterAll, beforeAll, expect, test} from "vitest";
import {
  defineSpans,
  parseOrigin,
  parseTime,
  parseTimes,
  settleTimes,
  troubleLine,
  type TimeOptions
} from "../../data-loaders/tables/times.ts";
import {openDatabase, quote, type Database} from "../../src/duckdb.ts";

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

/** The two bounds of each text of a column, as a table reads them; a line where the column is refused. */
async function inTable(texts: string[], options: TimeOptions = {}) {
  await defineSpans(db, options);
  await db.run(`create or replace temp table source as
    select row_number() over () as _row, c from (select unnest([${texts.map(quote).join(", ")}]) as c)`);
  const trouble = await settleTimes(db, "source", "c");
  if (trouble) return `${JSON.stringify(trouble.text)} ${troubleLine(trouble)}`;
  const spans = await db.rows<{from: Date; to: Date}>(
    `select span_from(c) as "from", span_to(c) as "to" from source order by _row`
  );
  return spans.map(({from, to}) => [from.toISOString(), to.toISOString()]);
}
const instant = (time: string) => [time, time];

// 5 January 2025 is a Sunday; 1736064000 s are 2025-01-05T08:00:00Z (20093 days of 86,400 s, and 8 h).
test.each([
  ["2024-01-01T00:00Z", "2024-01-01T00:00:00.000Z"],
  ["2024-01-01T00:00+02:00", "2023-12-31T22:00:00.000Z"],
  ["2024-01-01T00:00-0930", "2024-01-01T09:30:00.000Z"],
  ["2024-01-01 00:00 +08", "2023-12-31T16:00:00.000Z"],
  ["2024-01-01 00:00:00 +08:00", "2023-12-31T16:00:00.000Z"],
  ["2024-01-01 00:00:00 Z", "2024-01-01T00:00:00.000Z"],
  ["2024-01-01T00:00:00  +02:00", "2023-12-31T22:00:00.000Z"],
  ["2024-01-01T00:00:00.5+02:00", "2023-12-31T22:00:00.500Z"],
  ["2024-01-01 00:00:00.123456789 Z", "2024-01-01T00:00:00.123Z"],
  ["2024-01-01 14:05", "2024-01-01T14:05:00.000Z"],
  ["2019-05-11 09:42:40 +08:00", "2019-05-11T01:42:40.000Z"],
  ["2025-01-05 08:00:00 UTC", "2025-01-05T08:00:00.000Z"],
  ["2025-01-05 08:00:00,123", "2025-01-05T08:00:00.123Z"],
  ["2025-01-05T09:00:00+01:00[Europe/Berlin]", "2025-01-05T08:00:00.000Z"],
  ["20250105T080000Z", "2025-01-05T08:00:00.000Z"],
  ["20250105080000", "2025-01-05T08:00:00.000Z"],
  ["Wed May 03 10:00:00 +0000 2023", "2023-05-03T10:00:00.000Z"],
  ["Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24.000Z"],
  ["2018-10-10T20:19:24.000Z", "2018-10-10T20:19:24.000Z"],
  ["Sun Jan  5 08:00:00 2025", "2025-01-05T08:00:00.000Z"],
  ["Sun Jan 5 08:00:00 UTC 2025", "2025-01-05T08:00:00.000Z"],
  ["2025/01/05 17:00", "2025-01-05T17:00:00.000Z"],
  ["2025/1/5 7:05", "2025-01-05T07:05:00.000Z"],
  ["2025.01.05 17:00:30", "2025-01-05T17:00:30.000Z"],
  ["2025年1月5日 17:00", "2025-01-05T17:00:00.000Z"],
  ["Jan 5 2025 5:00 PM", "2025-01-05T17:00:00.000Z"],
  ["Jan 5, 2025, 12:00 AM", "2025-01-05T00:00:00.000Z"],
  ["January 5th, 2025 at 12:30 p.m.", "2025-01-05T12:30:00.000Z"],
  ["5:00 PM · Jan 5, 2025", "2025-01-05T17:00:00.000Z"],
  ["Jan 5, 2025 5 PM", "2025-01-05T17:00:00.000Z"],
  ["Jan 5, 2025, 5:00:00\u202fPM", "2025-01-05T17:00:00.000Z"],
  ["5 January 2025 17:00", "2025-01-05T17:00:00.000Z"],
  ["Sun, 05 Jan 2025 08:00:00 +0100", "2025-01-05T07:00:00.000Z"],
  ["Sun, 05 Jan 2025 08:00:00 GMT", "2025-01-05T08:00:00.000Z"],
  ["Sun Jan 05 2025 09:00:00 GMT+0100 (Central European Standard Time)", "2025-01-05T08:00:00.000Z"],
  ["31/12/2024 17:00", "2024-12-31T17:00:00.000Z"],
  ["12/31/2024, 5:00:00 PM", "2024-12-31T17:00:00.000Z"],
  ["31.12.2024 17:00", "2024-12-31T17:00:00.000Z"],
  ["05/05/2025 17:00", "2025-05-05T17:00:00.000Z"],
  ["1736064000", "2025-01-05T08:00:00.000Z"],
  ["1736064000.25", "2025-01-05T08:00:00.250Z"],
  ["1736064000123", "2025-01-05T08:00:00.123Z"],
  ["1736064000123456", "2025-01-05T08:00:00.123Z"]
])("%s is %s, in a table and as a flag", async (text, time) => {
  expect(await inTable([text])).toEqual([instant(time)]);
  const {from, to} = await parseTime(text, "--taken-at");
  expect([from.toISOString(), to.toISOString()]).toEqual(instant(time));
});

test.each([
  "2024-02-30T00:00Z",
  "2024-02-30",
  "2024-01-01T25:00Z",
  "2024-01-01T00:00+99:99",
  "2024-01-01Z",
  "2024-01",
  "30/02/2024",
  "Jan 5, 2025 13:00 PM",
  "Jan 5, 2025 0:30 AM",
  "Mon, Jan 5, 2025",
  "Jan 5",
  "2025-01-05 08:00 EST",
  "999999999999999999",
  "soon"
])("%s is no time, neither in a table nor as a flag", async (text) => {
  expect(await inTable([text])).toMatch(/ is not a time: write ISO times/);
  await expect(parseTime(text, "--baseline")).rejects.toThrow(`--baseline ${text}: not a time`);
});

test("a bare date is its day anywhere on Earth: 50 hours, in every way of writing it", async () => {
  // It begins 14 hours before UTC's midnight, in Kiritimati, and ends 12 hours after UTC's, west of Hawaii.
  const day = ["2025-01-04T10:00:00.000Z", "2025-01-06T11:59:59.999Z"];
  const texts = [
    "2025-01-05",
    "Sun, Jan 5, 2025",
    "Sunday, January 5, 2025",
    "2025/01/05",
    "2025/1/5",
    "5 January 2025",
    "5-Jan-2025",
    "5th of January 2025",
    "Jan. 5, 2025",
    "2025. 1. 5.",
    "2025年1月5日"
  ];
  expect(await inTable(texts)).toEqual(texts.map(() => day));
  expect(await inTable(["20250105"])).toEqual([day]);
  expect(await parseTime("2025-01-05", "--taken-at")).toEqual({
    from: new Date(day[0]!),
    to: new Date(day[1]!)
  });
});

test("a zone places dates and the clock times that have none", async () => {
  expect(
    await inTable(["2025-01-05", "2025-01-05 17:00", "2025-01-05T17:00Z"], {zone: "Asia/Tokyo"})
  ).toEqual([
    ["2025-01-04T15:00:00.000Z", "2025-01-05T14:59:59.999Z"],
    instant("2025-01-05T08:00:00.000Z"),
    instant("2025-01-05T17:00:00.000Z")
  ]);
  expect(await inTable(["2025-01-05", "2025-01-05 17:00"], {zone: "-05:00"})).toEqual([
    ["2025-01-05T05:00:00.000Z", "2025-01-06T04:59:59.999Z"],
    instant("2025-01-05T22:00:00.000Z")
  ]);
  // Clocks in New York went forward on 9 March 2025 at 2:00 and back on 2 November at 2:00.
  expect(
    await inTable(
      [
        "2025-03-09",
        "2025-03-09 01:59",
        "2025-03-09 03:00",
        "2025-11-02",
        "2025-11-02 01:30",
        "2025-11-02 02:00"
      ],
      {zone: "America/New_York"}
    )
  ).toEqual([
    ["2025-03-09T05:00:00.000Z", "2025-03-10T03:59:59.999Z"],
    instant("2025-03-09T06:59:00.000Z"),
    instant("2025-03-09T07:00:00.000Z"),
    ["2025-11-02T04:00:00.000Z", "2025-11-03T04:59:59.999Z"],
    // It came twice.
    ["2025-11-02T05:30:00.000Z", "2025-11-02T06:30:00.000Z"],
    instant("2025-11-02T07:00:00.000Z")
  ]);
  for (const zone of ["CST", "Mars/Olympus", "+15:00", "5"])
    await expect(parseTime("2025-01-05", "--taken-at", {zone})).rejects.toThrow(
      `--zone ${zone}: not a zone: write a name such as America/New_York, or an offset such as -05:00`
    );
});

test("a date that can be two asks which, unless its column or a flag shows it", async () => {
  const asks = (text: string) => `"${text}" can mean two dates: give --day-first or --month-first`;
  expect(await inTable(["05/01/2025"])).toBe(asks("05/01/2025"));
  expect(await inTable(["5.1.25"])).toBe(asks("5.1.25"));
  expect(await inTable(["05-01-2025 17:00"])).toBe(asks("05-01-2025 17:00"));
  // 25 January 2013, or 13 January 2025.
  expect(await inTable(["13/1/25"])).toBe(asks("13/1/25"));
  await expect(parseTime("05/01/2025", "--taken-at")).rejects.toThrow(
    "--taken-at 05/01/2025: can mean two dates: give --day-first or --month-first"
  );
  const noon = ["05/01/2025 12:00", "5.1.25 12:00"];
  expect(await inTable(noon, {dayOrder: "day-first"})).toEqual(
    noon.map(() => instant("2025-01-05T12:00:00.000Z"))
  );
  expect(await inTable(noon, {dayOrder: "month-first"})).toEqual(
    noon.map(() => instant("2025-05-01T12:00:00.000Z"))
  );
  expect(await inTable(["05/01/2025 12:00", "13/01/2025 12:00"])).toEqual([
    instant("2025-01-05T12:00:00.000Z"),
    instant("2025-01-13T12:00:00.000Z")
  ]);
  expect(await inTable(["05/01/2025 12:00", "05/13/2025 12:00"])).toEqual([
    instant("2025-05-01T12:00:00.000Z"),
    instant("2025-05-13T12:00:00.000Z")
  ]);
  expect(await inTable(["05/01/2025", "13/01/2025", "01/13/2025"])).toBe(
    `"01/13/2025" and "13/01/2025" put day and month in different places: write all dates one way, best as 2025-01-31`
  );
  expect(await inTable(["13/01/2025"], {dayOrder: "month-first"})).toBe(
    `"13/01/2025" is not a date with --month-first: give the other flag, or fix it in the file`
  );
});

test("numbers of days, of steps and of seconds are told apart or refused by name", async () => {
  const dayNumber = (text: string) =>
    `"${text}" looks like a spreadsheet's day number: format the column as dates`;
  expect(await inTable(["45662"])).toContain(dayNumber("45662"));
  expect(await inTable(["45662"])).toContain("or give --time-unit step");
  expect(await inTable(["45662.7"])).toContain(dayNumber("45662.7"));
  expect(await inTable(["45662.7"], {timeUnit: "step"})).toBe(
    `"45662.7" is not a time: write ISO times (2024-05-03T14:00:00Z), or give --time-unit for integers`
  );
  expect(await inTable(["2025-01-05", "45669"])).toContain(dayNumber("45669"));
  await expect(parseTime("45662", "--taken-at")).rejects.toThrow(
    /--taken-at 45662: looks like a spreadsheet's day/
  );
  // Steps that run through the day numbers.
  const steps = ["1", "20000", "40000"];
  const stepped = steps.map((n) => instant(new Date(Number(n) * 1000).toISOString()));
  expect(await inTable(steps)).toEqual(stepped);
  expect(await inTable(["40000"], {timeUnit: "step"})).toEqual([instant("1970-01-01T11:06:40.000Z")]);
  expect(await inTable(["2025-01-05", "7"])).toBe(
    `"7" is a bare number beside dates such as "2025-01-05": write every time as a date, or give --time-unit`
  );
  expect(await inTable(["1736064000", "7"])).toContain(
    `"7" is a bare number beside dates such as "1736064000"`
  );
  expect(await inTable(["2025-01-05", "7"], {timeUnit: "step"})).toContain(
    `"7" is a bare number beside dates`
  );
  // Of dates without signs one that is none is refused: 31 September, and what a program writes for "not yet".
  for (const none of ["20250931", "0", "00000000"])
    expect(await inTable(["20250901", none, "20250930"])).toMatch(`"${none}" is not a time: write ISO times`);
  expect(await inTable(["20250901", "0", "20250930"], {timeUnit: "step"})).toHaveLength(3);
  // Dates without signs, where all are; a number that is none of them makes them all steps.
  expect(await inTable(["20250105", "20250135"])).toEqual(
    ["20250105", "20250135"].map((n) => instant(new Date(Number(n) * 1000).toISOString()))
  );
});

test("a time before X began is refused by name", async () => {
  expect(await inTable(["2005-12-31"])).toContain(`"2005-12-31" is before 2006-03-21, when X began`);
  expect(await inTable(["1970-01-01T00:00:05Z"])).toContain("is before 2006-03-21, when X began");
  expect(await inTable(["5"], {timeUnit: "day"})).toContain(`"5" is before 2006-03-21`);
  await expect(parseTime("1999-12-31", "--taken-at")).rejects.toThrow(
    "--taken-at 1999-12-31: is before 2006-03-21, when X began"
  );
});

test("an origin may lie before X began, and days counted from a date are dates", async () => {
  const timeOrigin = await parseOrigin("1899-12-30", "--time-origin");
  expect(timeOrigin.toISOString()).toBe("1899-12-30T00:00:00.000Z");
  const counted = {timeUnit: "day", timeOrigin} as const;
  // Spreadsheets count days from here: 45415 is 3 May 2024.
  expect(await inTable(["45415"], counted)).toEqual([
    ["2024-05-02T10:00:00.000Z", "2024-05-04T11:59:59.999Z"]
  ]);
  expect(await inTable(["45415"], {...counted, zone: "+02:00"})).toEqual([
    ["2024-05-02T22:00:00.000Z", "2024-05-03T21:59:59.999Z"]
  ]);
  expect((await parseOrigin("2024-01-01", "--time-origin", {zone: "+02:00"})).toISOString()).toBe(
    "2023-12-31T22:00:00.000Z"
  );
  await expect(parseOrigin("5", "--time-origin")).rejects.toThrow("--time-origin 5: not a date");
});

test("times in several names are read together", async () => {
  const place = (nth: number) => `file ${nth}: its name`;
  const days = await parseTimes(["05/01/2025", "2025-01-12", "19/01/2025"], place, {zone: "UTC"});
  expect(days.map(({from}) => from.toISOString().slice(0, 10))).toEqual([
    "2025-01-05",
    "2025-01-12",
    "2025-01-19"
  ]);
  await expect(parseTimes(["2025-01-12", "05/01/2025"], place)).rejects.toThrow(
    "file 1: its name: can mean two dates: give --day-first or --month-first"
  );
  await expect(parseTimes(["2025-01-12", "1/2/2005", "13/2/2005"], place)).rejects.toThrow(
    "file 1: its name: is before 2006-03-21, when X began"
  );
  expect(await parseTimes([], place)).toEqual([]);
});

test("a cell with a NUL, where text of C would end, is read to its end and refused like any other", async () => {
  expect(await inTable(["2025-01-05T08:00:00Z\0"])).toMatch(/ is not a time: write ISO times/);
  const [row] = await db.rows<{text: string}>(`select ${quote("a'\0'b")} as text`);
  expect(row!.text).toBe("a'\0'b");
});
