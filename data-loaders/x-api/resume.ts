import {UserError} from "../../src/errors.ts";
import {hasSnapshot, holdStore, readManifest, snapshotId} from "../../src/snapshots/store.ts";
import {version} from "../../src/version.ts";
import {dayOf} from "./billed-today.ts";
import {Client} from "./client.ts";
import type {Clock} from "../clock.ts";
import {Journal, unfinished, type JournalFacts, type Paid} from "./journal.ts";
import {recallMemory} from "./memory.ts";
import {methodOf, observe, planOf, type SnapshotOptions, type TakenSnapshot} from "./observation.ts";
import {findOwner} from "./profile.ts";
import {dropWork} from "./work.ts";
import {readOne, userSchema} from "../x/protocol/answers.ts";
import {profileRequest} from "../x/protocol/requests.ts";
import {pricesIn} from "../../src/plan/prices.ts";

/** What becomes of the journal that an earlier run left. */
export type JournalOutcome =
  /** The snapshot was whole all along. */
  | {is: "done"; taken: TakenSnapshot}
  /** It is gone on with. */
  | {is: "open"; journal: Journal}
  /** What it held is stored as far as it came. */
  | {is: "settled"}
  /** It held nothing worth a snapshot; the bill of the next one takes over what it had paid. */
  | {is: "dropped"; unpaid: readonly Paid[]};

/** Decides what becomes of the journal that an earlier run left of the account. */
export async function decide(options: SnapshotOptions, left: Journal): Promise<JournalOutcome> {
  const {dataDir, account, clock, say} = options;
  const began = beganAt(left);
  const barrier = await barrierOf(options, left);
  if (await isWhole(dataDir, left)) {
    // Killed between its last two steps. On the same day another is not what was asked for.
    const username = nameIn(left);
    left.remove(dataDir);
    if (barrier !== null) return {is: "dropped", unpaid: []};
    say?.(`the snapshot begun at ${began} UTC had been stored when it was interrupted`);
    const id = idOfJournal(left);
    const manifest = await readManifest(dataDir, id);
    const memory = await recallMemory(dataDir, account, clock.now());
    return {is: "done", taken: {id, isNew: false, username, manifest, memory, lists: []}};
  }
  if (left.stored === null && hasSnapshot(dataDir, planOfJournal(left))) left.noteStored(idOfJournal(left));
  const {hasPages} = left;
  if (barrier === null && hasPages) {
    if (left.stored !== null) left.goOn(clock.now());
    say?.(`going on with the snapshot begun at ${began} UTC: what it had read is not paid for again`);
    return {is: "open", journal: left};
  }
  const isStored = await settle(dataDir, clock, left);
  if (hasPages) {
    const kept = isStored ? "what it had read is stored as partial, " : "";
    say?.(`the snapshot begun at ${began} UTC was not finished and ${barrier}: ${kept}starting again`);
  }
  // The next journal takes its place: until then it says what was paid.
  left.close();
  return isStored ? {is: "settled"} : {is: "dropped", unpaid: left.paid};
}

/** Why a journal cannot be gone on with; null if it can. */
async function barrierOf(options: SnapshotOptions, left: Journal): Promise<string | null> {
  const {client, clock, head, conversations = false} = options;
  const {facts, firstAt, owner} = left;
  if (firstAt !== null && dayOf(firstAt) !== dayOf(clock.now())) return "its UTC day is over";
  const isSame =
    facts.head === head &&
    facts.conversations === conversations &&
    JSON.stringify(facts.interests) === JSON.stringify(interestsOf(options));
  if (!isSame) return "another kind of snapshot is asked for";
  if (facts.version !== version) return "the program is another version now";
  if (facts.base !== client.base) return "X is asked at another address now";
  // Who follows whom back is seen with the eyes of the token's user.
  if (owner !== undefined && owner !== (await findOwner(client))) return "the token is another user's now";
  return null;
}

/** What a snapshot looks for in the posts of followers, and how, as its journal has it. */
export const interestsOf = ({client, interests}: SnapshotOptions): JournalFacts["interests"] =>
  interests
    ? {topics: [...interests.topics], budget: interests.budget, method: methodOf({client, interests})}
    : null;

const planOfJournal = ({facts: {account, takenAt}}: Journal) => planOf(account, takenAt);
/** The id of the snapshot that a journal is of. */
export const idOfJournal = (journal: Journal) => snapshotId(planOfJournal(journal));
const beganAt = ({facts}: Journal) => facts.takenAt.toISOString().slice(0, 16).replace("T", " ");

/** The name of the account, as X showed it when its snapshot began; null where the journal does not say. */
function nameIn(journal: Journal): string | null {
  const profile = journal.replay(profileRequest(journal.facts.account));
  const answer = profile && readOne(profile.body, userSchema);
  return answer && "item" in answer ? answer.item.username : null;
}

/** Whether its snapshot is stored, and stopped by nothing. */
async function isWhole(dataDir: string, journal: Journal): Promise<boolean> {
  if (journal.stored !== null || !hasSnapshot(dataDir, planOfJournal(journal))) return false;
  return (await readManifest(dataDir, idOfJournal(journal))).stopped === undefined;
}

/**
 * Stores what an interrupted run had read, without asking X for anything. False where it is stored already, or nothing
 * can be made of it.
 */
async function settle(dataDir: string, clock: Clock, journal: Journal): Promise<boolean> {
  if (journal.stored !== null || hasSnapshot(dataDir, planOfJournal(journal)) || !journal.hasPages)
    return false;
  const {account, head, conversations, interests, takenAt} = journal.facts;
  const why = `interrupted after ${beganAt(journal)} UTC, and not continued in time`;
  // As if it were then: what is due now was not due when its last answer came.
  const now = journal.lastAt ?? takenAt;
  const then: Clock = {now: () => now, sleep: clock.sleep};
  const client = Client.silent(why, journal, {clock: then, prices: await pricesIn(dataDir)});
  const {paid} = journal;
  try {
    const asked = {head, conversations, interests: interests ?? undefined};
    await observe({dataDir, account, ...asked, client, clock: then}, takenAt, () => client.adoptPaid(paid));
    return true;
  } catch (error) {
    // Another version of the program may have asked for other things.
    if (error instanceof UserError) return false;
    throw error;
  } finally {
    client.close();
  }
}

/**
 * Stores whatever interrupted runs had read, as partial snapshots, and removes all that was kept to go on with them.
 * Returns how many were stored.
 */
export function settleUnfinished(dataDir: string, clock: Clock): Promise<number> {
  return holdStore(dataDir, async () => {
    let settled = 0;
    for (const account of unfinished(dataDir)) {
      const journal = await Journal.open(dataDir, account);
      if (journal === null) continue;
      if (await settle(dataDir, clock, journal)) settled += 1;
      journal.close();
    }
    await dropWork(dataDir);
    return settled;
  });
}
