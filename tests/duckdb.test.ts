import {afterAll, beforeAll, expect, test} from "vitest";
import {openDatabase, quote, type Database} from "../src/duckdb.ts";

let db: Database;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());

test.each([
  "it's",
  "'; drop table people; --",
  "a'\0'b",
  "\0",
  "\0\u{e000}\0",
  "a\0".repeat(2000),
  "",
  "\\' or 1=1",
  "two\nlines"
])("%j is one text in SQL, whatever it holds", async (text) => {
  const [row] = await db.rows<{text: string}>(`select ${quote(text)} as text`);
  expect(row!.text).toBe(text);
});
