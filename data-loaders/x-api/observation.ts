import {writeSnapshot, type Manifest, type SnapshotPlan} from "../../src/snapshots/store.ts";
import type {Method} from "../../src/interests/sample.ts";
import type {Client} from "./client.ts";
import {InterestMemory} from "./interest-memory.ts";
import type {Clock} from "../clock.ts";
import {recallMemory, type Memory} from "./memory.ts";
import {findOwner, readProfile} from "./profile.ts";
import {SnapshotRun, type JudgedList} from "./snapshot-run.ts";

export interface SnapshotOptions {
  dataDir: string;
  /** The account's id. */
  account: string;
  client: Client;
  clock: Clock;
  /** Read only the newest part of each list, where enough is known for that. */
  head: boolean;
  /** Read the conversations that the account's posts began too. Default false. */
  conversations?: boolean;
  /** Look for the account's topics in the posts of sampled followers too. Default: not. */
  interests?: WantedInterests | undefined;
  /**
   * The memory a previous `takeSnapshot` of this account returned, so that a long-running process does not read the
   * store again. It moves on while a snapshot is taken: drop it if `takeSnapshot` throws.
   */
  memory?: Memory | undefined;
  /** Keep every answer on disk until the snapshot is whole, to go on after a kill. Only a simulation needs no journal. */
  isJournaled?: boolean;
  /** Called as rows come, with how many of how many (0 = not known) are there. */
  log?: (done: number, message: string, total: number) => void;
  /** Called with what a person should know beside the result: an earlier run that is gone on with, or given up. */
  say?: (line: string) => void;
}

/** Topics to look for, for so many micro-dollars a month. */
export interface WantedInterests {
  topics: readonly string[];
  budget: number;
  /** How they were looked for by a run that is gone on with, or settled; default: as the client can. */
  method?: Method;
}

/** How a snapshot looks for topics. */
export const methodOf = ({client, interests}: Pick<SnapshotOptions, "client" | "interests">): Method =>
  interests?.method ?? (client.canSearchAll ? "full_archive" : "recent");

export interface TakenSnapshot {
  id: string;
  /** False if this very observation was stored before, and nothing was asked or added. */
  isNew: boolean;
  /** The account's username as X showed it; null where it did not. */
  username: string | null;
  manifest: Manifest;
  memory: Memory;
  lists: JudgedList[];
}

/** What observation a snapshot is: one account at one time. */
export const planOf = (account: string, takenAt: Date): SnapshotPlan => ({
  source: "x-api",
  takenAt,
  key: `${account} ${takenAt.toISOString()}`
});

/** Asks X, or a journal in its place, and writes what came as one snapshot. `onOwner` hears whose token it is. */
export async function observe(
  options: SnapshotOptions,
  takenAt: Date,
  onOwner: (owner: string | null) => void = () => {}
): Promise<TakenSnapshot> {
  const {dataDir, account, client} = options;
  const owner = await findOwner(client);
  onOwner(owner);
  const profile = await readProfile(client, account);
  let memory = options.memory;
  let lists: JudgedList[] = [];
  const {id, isNew, manifest} = await writeSnapshot(dataDir, planOf(account, takenAt), async (writer) => {
    memory ??= await recallMemory(dataDir, account, takenAt);
    if (options.interests) {
      const {topics} = options.interests;
      const {wholeLists} = memory;
      memory.interests ??= await InterestMemory.recall(dataDir, account, {now: takenAt, topics, wholeLists});
    }
    const taking = new SnapshotRun(
      {
        ...options,
        conversations: options.conversations ?? false,
        interests: options.interests && {...options.interests, method: methodOf(options)},
        isOwner: owner === account
      },
      writer,
      memory,
      takenAt
    );
    const facts = await taking.run(profile);
    lists = taking.judged;
    return facts;
  });
  memory ??= await recallMemory(dataDir, account, takenAt);
  return {id, isNew, username: profile.username, manifest, memory, lists};
}
