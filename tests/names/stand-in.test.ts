import {expect, test} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {isStandIn, standIn, standInSql} from "../../src/names/stand-in.ts";

// printf 'x:@ada' | sha256sum: its first 16 digits, halved in Python, negated, less 1.
const ada = "-3509386894393630687";

test("a name stands for the same negative number however it is written", () => {
  expect(standIn("ada")).toBe(ada);
  expect(standIn("@ADA")).toBe(ada);
  expect(standIn(" @Ada ")).toBe(ada);
  expect(standIn("ada_")).not.toBe(ada);
  expect(isStandIn(ada)).toBe(true);
  expect(isStandIn("12")).toBe(false);
});

test("the database makes the same numbers", async () => {
  const names = Array.from({length: 200}, (_, nth) => `Name_${nth}`);
  await withDatabase(async (db) => {
    const rows = await db.rows<{id: string}>(
      `select ${standInSql("name")}::varchar as id from (select unnest([${names.map((name) => `'@${name}'`).join(", ")}]) as name)`
    );
    expect(rows.map(({id}) => id)).toEqual(names.map(standIn));
  });
});
