import type {Profile} from "./answers.ts";
import type {BlueskyClient} from "./client.ts";
import {addressOfFollow} from "./jetstream/held.ts";
import {askRelationships, relationshipOfRow, type Relationship} from "./relationships.ts";
import type {ListName} from "./requests.ts";
import {lookAt, type Look} from "./states.ts";
import type {WalkEnd} from "./pages.ts";
import {walkList} from "./walk.ts";

/** One list as served: whom it shows, each once, in served order, and when the page with them arrived. */
export interface ServedList extends WalkEnd {
  people: Map<string, {position: number; at: Date}>;
  /** Rows as served, people served twice and the account itself included. */
  rows: number;
  pages: number;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** What is known of somebody after a look at an account and the people around it. */
export interface Person {
  did: string;
  /** Null where Bluesky did not say how they and the account stand to each other. */
  relationship: Relationship | null;
  /** Their profile as a list or a look shows it; null where it is not shown, or was not asked for. */
  profile: Profile | null;
  /** What became of their account, for those whom no list shows. */
  look: Look | null;
}

export interface PeopleRead {
  lists: Record<ListName, ServedList>;
  people: Map<string, Person>;
  /** Of whom nothing was said, with the reason. */
  unknown: Map<string, string>;
}

export interface PeopleOptions {
  /** The account's DID. */
  account: string;
  /** Everybody whom earlier looks met, or a listener told of: whoever is missing now is asked for, and not only left out. */
  knownBefore?: readonly string[];
  /** Those of them of whom an earlier look said why no follow is there: while none is, nothing more is asked of them. */
  settled?: ReadonlySet<string>;
  /**
   * The records that a listener heard to be deleted, by the number of their address, and when: an answer that names one later is
   * older than it says. Default: none is known.
   */
  heardDeleted?: () => Promise<ReadonlyMap<string, Date>>;
  /** Rows a page; default: as many as there are. */
  size?: number;
  /** Called as rows come, with what is being read. */
  log?: (rows: number, what: string) => void;
}

/**
 * Reads both lists to their end, then asks how everybody in them, and everybody known before, stands to the account; logged
 * in as the account, its rows say that, and only whoever is in neither list is asked for. The lists only propose people: the address of a record says who follows whom. Whom a list shows and no address, or the other
 * way round, is asked for once more, and is unknown where that is not answered; and of whoever no list shows it is asked what
 * became of the account.
 */
export async function readPeople(client: BlueskyClient, options: PeopleOptions): Promise<PeopleRead> {
  const {account, knownBefore = [], settled, heardDeleted, size, log} = options;
  const profiles = new Map<string, Profile>();
  // As the account, rows say both directions; the later row of whoever stands in both lists counts.
  const told = new Map<string, Relationship>();
  const following = await readList(client, {account, list: "following", size, log}, profiles, told);
  const followers = await readList(client, {account, list: "followers", size, log}, profiles, told);
  const lists = {following, followers};
  const everybody = [
    ...new Set([...followers.people.keys(), ...following.people.keys(), ...knownBefore])
  ].filter((did) => did !== account);
  const untold = everybody.filter((did) => !told.has(did));
  log?.(0, `relationships of ${untold.length} people`);
  const {known: asked, unknown} = await askRelationships(client, account, untold);
  const known = new Map([...told, ...asked]);
  // Between the page and the answer somebody may have unfollowed, and a cache may lag behind.
  const deleted = (await heardDeleted?.()) ?? new Map<string, Date>();
  const isOld = (one: Relationship) => namesDeleted(one, account, deleted);
  const doubtful = [...known.values()]
    .filter((one) => isContradicted(one, lists) || isOld(one))
    .map(({did}) => did);
  const again = await askRelationships(client, account, doubtful);
  for (const [did, relationship] of again.known) known.set(did, relationship);
  // Of what a list contradicts one answer alone decides nothing.
  for (const [did, why] of again.unknown) {
    known.delete(did);
    unknown.set(did, why);
  }
  for (const [did, relationship] of known) {
    if (!isOld(relationship)) continue;
    known.delete(did);
    unknown.set(did, "the answer names a record that was deleted before");
  }

  const isListed = (did: string) => followers.people.has(did) || following.people.has(did);
  const hasFollow = (did: string) => {
    const {inboundKey, outboundKey} = known.get(did) ?? {};
    return inboundKey != null || outboundKey != null;
  };
  // Whoever stands in either list is shown, and so is active.
  const looks = await lookAt(
    client,
    everybody.filter((did) => !isListed(did) && (hasFollow(did) || !settled?.has(did)))
  );
  const people = new Map(
    everybody.map((did) => {
      const look = looks.get(did) ?? null;
      const profile = look?.profile ?? profiles.get(did) ?? null;
      return [did, {did, relationship: known.get(did) ?? null, profile, look}] as const;
    })
  );
  return {lists, people, unknown};
}

/** Whether somebody stands in a list, and no record says why. */
const isContradicted = ({did, inboundKey, outboundKey}: Relationship, lists: PeopleRead["lists"]) =>
  (lists.followers.people.has(did) && inboundKey === null) ||
  (lists.following.people.has(did) && outboundKey === null);

/** Whether an answer names a record that had been deleted by then: servers hear of each other's records with delay. */
const namesDeleted = (
  {did, inboundKey, outboundKey, at}: Relationship,
  account: string,
  deleted: ReadonlyMap<string, Date>
) =>
  (
    [
      [did, inboundKey],
      [account, outboundKey]
    ] as const
  ).some(([owner, key]) => {
    const address = key === null ? null : addressOfFollow(owner, key);
    const deletedAt = address === null ? undefined : deleted.get(address);
    return deletedAt !== undefined && deletedAt < at;
  });

/** How a follow stands: `hidden` is there by its record, while the person is not shown, with the reason. */
export type Standing =
  | {is: "there"}
  | {is: "hidden"; why: "deactivated" | "taken_down" | "blocked" | "blocks_us"}
  | {is: "gone"; why: "unfollowed" | "deactivated" | "taken_down" | "deleted" | "unresolved"}
  | {is: "unknown"};

/**
 * How somebody's follow of the account stands (`followers`), or the account's of them (`following`). `gone` is whoever has no
 * such record now: whether there ever was one, earlier looks say.
 */
export function standingOf({relationship, look}: Person, list: ListName): Standing {
  if (relationship === null) return {is: "unknown"};
  const state = look?.state ?? "active";
  if ((list === "followers" ? relationship.inboundKey : relationship.outboundKey) === null)
    return {is: "gone", why: state === "active" ? "unfollowed" : state};
  if (relationship.isBlocked) return {is: "hidden", why: "blocked"};
  if (relationship.isBlocking) return {is: "hidden", why: "blocks_us"};
  if (state === "deactivated" || state === "taken_down") return {is: "hidden", why: state};
  // A record of an account that is gone, or of which nobody says what it is.
  return state === "active" ? {is: "there"} : {is: "unknown"};
}

async function readList(
  client: BlueskyClient,
  options: {account: string; list: ListName; size?: number; log?: PeopleOptions["log"]},
  profiles: Map<string, Profile>,
  told: Map<string, Relationship>
): Promise<ServedList> {
  const people: ServedList["people"] = new Map();
  let [rows, pages] = [0, 0];
  let startedAt: Date | null = null;
  let finishedAt: Date | null = null;
  const walk = walkList(client, options);
  for (;;) {
    const {done, value} = await walk.next();
    if (done) return {...value, people, rows, pages, startedAt, finishedAt};
    startedAt ??= value.askedAt;
    finishedAt = value.at;
    pages++;
    for (const profile of value.people) {
      const position = rows++;
      if (profile.did === options.account) continue;
      profiles.set(profile.did, profile);
      const relationship = client.session && relationshipOfRow(options.account, profile, value);
      if (relationship) told.set(profile.did, relationship);
      else told.delete(profile.did);
      if (!people.has(profile.did)) people.set(profile.did, {position, at: value.at});
    }
    options.log?.(value.people.length, `${options.list}, ${rows} rows`);
  }
}
