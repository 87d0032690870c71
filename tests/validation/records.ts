import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {withDatabase} from "../../src/duckdb.ts";
import {runModels} from "../../src/models/build.ts";
import {attachSnapshots, writeSnapshot} from "../../src/snapshots/store.ts";
import {byPerson, trueRouteOf} from "../../src/validate/dated.ts";
import type {FollowRecord, ValidationWorld} from "./world.ts";

/** Followers who are there as the world ends, by what their records say of how they came. */
export interface RecordsJudged {
  account: string;
  present: number;
  right: number;
  wrong: number;
  unknown: number;
  /** The same of those whom the account follows too: of the others any record says organic. */
  mutual: {present: number; right: number; wrong: number; unknown: number};
}

const minute = 60_000;

/**
 * Writes one look at each world as it ends, with the records that are there, runs the models on it, and compares the routes of
 * those present with how each person first came.
 */
export async function judgeRecords(worlds: readonly ValidationWorld[]): Promise<RecordsJudged[]> {
  const dataDir = await mkdtemp(join(tmpdir(), "followback-validate-"));
  try {
    const at = worlds[0]!.to;
    await writeSnapshot(dataDir, {source: "bluesky", takenAt: new Date(at), key: "look"}, async (writer) => {
      for (const {account, records} of worlds)
        await writeLook(writer.append.bind(writer), account, at, records);
      return {accounts: worlds.map(({account}) => account)};
    });
    return await withDatabase(async (db) => {
      await attachSnapshots(db, dataDir);
      await runModels(db, {only: ["present_routes"]});
      const rows = await db.rows<{account: string; user: string; route: string; basis: string}>(`
        select account_id::varchar as account, user_id::varchar as user, route, route_basis as basis from present_routes`);
      if (rows.some(({basis}) => basis !== "records"))
        throw new Error("a route of the first look is not by records");
      return worlds.map((world) =>
        judge(
          world,
          rows.filter(({account}) => account === world.account)
        )
      );
    });
  } finally {
    await rm(dataDir, {recursive: true, force: true});
  }
}

type Append = Parameters<Parameters<typeof writeSnapshot>[2]>[0]["append"];

async function writeLook(append: Append, account: string, at: number, records: readonly FollowRecord[]) {
  const own = {account_id: account};
  const found = new Map(records.map((record) => [`${record.direction} ${record.user}`, record]));
  const answered = new Date(at + minute);
  for (const [list, direction] of [
    ["followers", "inbound"],
    ["following", "outbound"]
  ] as const) {
    await append("lists", {
      ...own,
      list,
      source: "bluesky",
      taken_at: new Date(at),
      ended: true,
      started_at: new Date(at),
      finished_at: answered,
      pages: 1,
      is_newest_first: false,
      additions_only: false
    });
    const listed = records.filter((record) => record.direction === direction);
    for (const [position, {user}] of listed.entries())
      await append(list, {
        ...own,
        user_id: user,
        position,
        page_at: answered,
        is_mutual: found.has(`${direction === "inbound" ? "outbound" : "inbound"} ${user}`)
      });
  }
  for (const user of new Set(records.map((record) => record.user))) {
    const [inbound, outbound] = [found.get(`inbound ${user}`), found.get(`outbound ${user}`)];
    const dated = (ms: number | undefined) => (ms === undefined ? null : new Date(ms));
    await append("relationships", {
      ...own,
      user_id: user,
      inbound_key: inbound?.key ?? null,
      inbound_key_at: dated(inbound?.keyAt),
      inbound_claimed_at: dated(inbound?.claimedAt),
      outbound_key: outbound?.key ?? null,
      outbound_key_at: dated(outbound?.keyAt),
      outbound_claimed_at: dated(outbound?.claimedAt),
      asked_at: new Date(at),
      answered_at: answered
    });
  }
}

function judge({account, follows, to}: ValidationWorld, rows: readonly {user: string; route: string}[]) {
  const people = byPerson(follows);
  const all = {present: 0, right: 0, wrong: 0, unknown: 0};
  const mutual = {...all};
  for (const {user, route} of rows) {
    const truth = trueRouteOf(people.get(`inbound ${user}`)![0]!.start, people.get(`outbound ${user}`) ?? []);
    if (truth === null) continue;
    const outcome = route === "unknown" ? "unknown" : route === truth ? "right" : "wrong";
    const isMutual = (people.get(`outbound ${user}`) ?? []).some(({end}) => to < end);
    for (const counts of isMutual ? [all, mutual] : [all]) {
      counts.present++;
      counts[outcome]++;
    }
  }
  return {account, ...all, mutual};
}
