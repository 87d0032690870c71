import {afterEach, beforeEach, expect, test} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {readModels} from "../../src/models/models.ts";
import {standInForMarts} from "../../src/site/missing-marts.ts";
import {runHistory} from "../models/histories.ts";

let db: Database;
beforeEach(async () => {
  db = await openDatabase();
});
afterEach(() => db.close());

const columnsOf = async (of: Database, mart: string) =>
  of.rows(`select column_name, column_type from (describe "${mart}")`);

const marts = readModels().flatMap(({kind, name}) => (kind === "marts" ? [name] : []));

test("a mart that the store lacks is there with no rows, and with the columns its model makes", async () => {
  const built = await runHistory([{at: 0, followers: {people: [1, 2, 3]}}]);
  try {
    await standInForMarts(db, []);
    for (const mart of marts) {
      expect([mart, await columnsOf(db, mart)]).toEqual([mart, await columnsOf(built, mart)]);
      expect(await db.rows(`select count(*)::int as n from "${mart}"`)).toEqual([{n: 0}]);
    }
  } finally {
    await built.close();
  }
});

test("a mart that the store has is left alone", async () => {
  await standInForMarts(db, marts);
  expect(await db.rows("from duckdb_tables()")).toEqual([]);
});
