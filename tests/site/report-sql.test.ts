import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {CircleRow, Claim} from "../../reports/components/rows.js";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {preludeSql} from "../../src/models/models.ts";
import {standInForMarts} from "../../src/site/missing-marts.ts";
import {reportRows, selectAccount} from "../../src/site/report-data.ts";
import {claimWords} from "./claim-words.ts";

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
  await db.run(preludeSql());
  await standInForMarts(db, []);
  await selectAccount(db, {id: "1", name: "Oak & Iron", slug: "oak-iron"});
});
afterAll(() => db.close());

describe("the claim that an experiment of weeks decides", () => {
  test("keeps its verdict: it counts weeks, so that no people are too few for it", async () => {
    const {statement, title, unit, needs} = claimWords.nothing_beyond_x;
    // As the models make it of an experiment that brings more: see tests/models/experiments.test.ts.
    await db.run(`
      insert into claim_definitions by name
      select 8 as nth, 'nothing_beyond_x' as claim, '${statement}' as statement, '${title}' as title, '${unit}' as unit,
        '${needs}' as needs, false as is_asked, false as is_sampled, false as is_main, 'beyond X' as circle, 1.0 as matters;
      insert into claims by name
      select 1::bigint as account_id, timestamp '2027-04-01' as evaluated_at, true as is_latest, 8 as nth,
        'nothing_beyond_x' as claim, true as is_collected, 0 as n_followback, 0 as n_organic, 0 as n_unknown,
        0 as n_maybe, 0 as n_sitting, 'contradicted' as verdict`);
    expect(await reportRows<Claim>(db, "claims")).toMatchObject([
      {is_collected: true, verdict: "contradicted"}
    ]);
    expect(await reportRows<CircleRow>(db, "circles")).toMatchObject([
      {circle: "beyond X", is_collected: true, verdict: "contradicted"}
    ]);
  });
});
