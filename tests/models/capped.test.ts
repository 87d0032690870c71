import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {runModels} from "../../src/models/build.ts";
import {openDatabase} from "../../src/duckdb.ts";
import {attachSnapshots, writeSnapshot} from "../../src/snapshots/store.ts";
import {account, day} from "./histories.ts";

/** Weekly tables of the brand's followers, newest first; what their source says of them. */
async function marts(lists: {people: number[]; says: Record<string, unknown>}[]) {
  const dataDir = await mkdtemp(join(tmpdir(), "followback-capped-"));
  const db = await openDatabase();
  try {
    for (const [week, {people, says}] of lists.entries()) {
      const takenAt = day(7 * week);
      await writeSnapshot(dataDir, {source: "tables", takenAt, key: String(week)}, async (writer) => {
        await writer.append("lists", {
          account_id: account,
          list: "followers",
          source: "tables",
          taken_at: takenAt,
          started_at: takenAt,
          finished_at: takenAt,
          pages: 1,
          ...says
        });
        for (const [position, person] of people.entries())
          await writer.append("followers", {
            account_id: account,
            user_id: String((person * 7919) % 10_007),
            position,
            page_at: takenAt
          });
        return {accounts: [account]};
      });
    }
    await attachSnapshots(db, dataDir);
    await runModels(db, {only: ["completeness", "spells"]});
    return {
      lists: await db.rows("select verdict, why from completeness order by taken_at"),
      spells: await db.rows(
        "select count(*)::integer as people, count(end_before)::integer as gone from spells"
      )
    };
  } finally {
    await db.close();
    await rm(dataDir, {recursive: true, force: true});
  }
}

const declared = {ended: true, completeness_basis: "declared"};
/** The newest 1,000 of 1,300 followers, of whom 20 more come each week. */
const newest = (week: number) => Array.from({length: 1000}, (_, nth) => 1300 + 20 * week - nth);
const why =
  "looks capped: the oldest people are missing while the count stays at 1,000: export the whole list, or give --complete-anyway";

it("the newest 1,000 of 1,300 followers, weekly: nobody is lost, and the completeness of each list says why", async () => {
  const {lists, spells} = await marts([0, 1, 2, 3].map((week) => ({people: newest(week), says: declared})));
  expect(lists).toEqual([0, 1, 2, 3].map(() => ({verdict: "partial", why})));
  expect(spells).toEqual([{people: 1060, gone: 0}]);
});

it("a list that its source calls unfinished gives the reason in the source's words", async () => {
  const reason = "only what was scrolled: 60 of the followers";
  const people = Array.from({length: 60}, (_, nth) => nth + 1);
  const {lists} = await marts([
    {people, says: {ended: false, reason}},
    {people, says: {ended: false, reason}}
  ]);
  expect(lists).toEqual([0, 1].map(() => ({verdict: "partial", why: reason})));
});
