import {afterAll, beforeAll, expect, test} from "vitest";
import type {Summary} from "../../reports/components/rows.js";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {preludeSql} from "../../src/models/models.ts";
import {reportRows, selectAccount} from "../../src/site/report-data.ts";
import {standInForMarts} from "../../src/site/missing-marts.ts";
import {attachSourceFacts} from "../../src/site/source-facts.ts";

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
  await db.run(preludeSql());
  await standInForMarts(db, []);
  await attachSourceFacts(db);
});
afterAll(() => db.close());

// X's API has an endpoint of mentions; an archive holds what its owner did, and tables what a user puts in them.
test.each([
  ["x-api", true, false],
  ["x-archive", false, true],
  ["x-api, x-archive", true, true],
  ["tables", false, false],
  ["x-activity", false, false],
  [null, false, false]
])("the sources %s: can be asked for interactions %s, never hold any %s", async (sources, asks, lacks) => {
  await db.run(`delete from accounts; insert into accounts (account_id, sources)
    values (1, ${sources === null ? "null" : `'${sources}'`}), (2, 'x-api, x-archive')`);
  await selectAccount(db, {id: "1", name: "Oak & Iron", slug: "oak-iron"});
  const [summary] = await reportRows<Summary>(db, "summary");
  expect([summary!.asks_for_interactions, summary!.lacks_interactions]).toEqual([asks, lacks]);
});
