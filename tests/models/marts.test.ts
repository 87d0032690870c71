import {afterEach, describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {readModels} from "../../src/models/models.ts";
import {crowd, runHistory} from "./histories.ts";

let db: Database;
afterEach(() => db.close());

describe("the columns of marts", () => {
  it("are read without quotes", async () => {
    db = await runHistory([{at: 0, followers: {people: crowd}}]);
    const marts = readModels().flatMap(({kind, name}) => (kind === "marts" ? [name] : []));
    const columns = await db.rows<{mart: string; name: string}>(
      `select table_name as mart, column_name as name from duckdb_columns() where schema_name = 'main' and table_name in ('${marts.join("', '")}')`
    );
    expect(new Set(columns.map(({mart}) => mart))).toEqual(new Set(marts));
    for (const {mart, name} of columns)
      await db.rows(`select ${name}, max(${name}) as most from ${mart} group by ${name}`);
  });
});
