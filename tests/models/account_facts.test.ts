import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {sourceNames, sourceRank} from "../../src/networks/sources.ts";
import {crowd, followed, runHistory, type Observed} from "./histories.ts";

const lists = {followers: {people: crowd}, following: {people: followed}};
const sourcesOf = async (history: Observed[]) => {
  const db = await runHistory(history);
  return db.rows("select account_id, sources from accounts");
};

describe.concurrent("the sources of an account", () => {
  it("are named once each, in one order, however they came in", async () => {
    const history: Observed[] = [
      {at: 0, source: "tables", ...lists},
      {at: 7, source: "x-archive", ...lists},
      {at: 14, source: "x-api", ...lists},
      {at: 21, source: "tables", ...lists}
    ];
    expect(await sourcesOf(history)).toEqual([{account_id: 1n, sources: "x-api, x-archive, tables"}]);
  });

  it("are as many as the SQL puts together", () => {
    const sql = readFileSync(new URL("../../src/models/staging/account_facts.sql", import.meta.url), "utf8");
    const ranks = [...sql.matchAll(/source_rank = (\d+)/g)].map(([, rank]) => Number(rank));
    expect(ranks).toEqual(sourceNames.map(sourceRank));
  });

  it("are those of the snapshots, whatever their events record", async () => {
    const streams = [{from: 0, to: 30, baseline: true, additionsOnly: false}];
    const events = [{kind: "follow", of: 5, after: 3, before: 3, exact: true} as const];
    expect(await sourcesOf([{at: 30, source: "tables", streams, events}])).toEqual([
      {account_id: 1n, sources: "tables"}
    ]);
  });

  it("are not those which brought something else than lists and events", async () => {
    const interactions = [{by: 900, at: 3}];
    expect(
      await sourcesOf([
        {at: 0, source: "x-api", ...lists},
        {at: 7, source: "tables", interactions}
      ])
    ).toEqual([{account_id: 1n, sources: "x-api"}]);
  });
});
