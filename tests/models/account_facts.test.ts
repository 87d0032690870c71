import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {sourceNames, sourceRank} from "../../src/networks/sources.ts";
import {crowd, days, followed, runHistory, type Observed} from "./histories.ts";

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

describe.concurrent("when an account was looked at", () => {
  const seenOf = async (history: Observed[]) => {
    const db = await runHistory(history);
    const [seen] = await db.rows<Record<string, unknown>>(
      "select first_taken_at, last_taken_at from accounts"
    );
    return [days(seen!.first_taken_at), days(seen!.last_taken_at)];
  };
  const log: Observed = {
    at: 300,
    source: "tables",
    events: [{kind: "follow", of: 5, outbound: true, after: 250, before: 250, exact: true}],
    streams: [{from: -400, to: 300, baseline: true, additionsOnly: true, direction: "outbound"}]
  };

  it("are the days of its lists, however far a log of its own follows reaches", async () => {
    const lists: Observed[] = [
      {at: 0, followers: {people: crowd}, following: {people: followed}},
      {at: 7, followers: {people: crowd}, following: {people: followed}}
    ];
    expect(await Promise.all([seenOf([...lists, log]), seenOf([log])])).toEqual([
      [0, 7],
      [-400, 300]
    ]);
  });
});
