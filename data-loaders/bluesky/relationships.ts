import {relationshipsAtOnce} from "../../src/networks/bluesky.ts";
import {read, relationshipsSchema, type Profile, type RelationshipAnswer} from "./answers.ts";
import type {BlueskyClient} from "./client.ts";
import {BlueskyFailure} from "./failure.ts";
import {addressOf} from "./keys.ts";
import {relationshipsRequest} from "./requests.ts";

/** How the account and somebody stood to each other when it was asked. */
export interface Relationship {
  did: string;
  /** The key of the record by which they follow the account; null where they do not. */
  inboundKey: string | null;
  /** The key of the record by which the account follows them. */
  outboundKey: string | null;
  /** The account blocks them, itself or by a list. */
  isBlocked: boolean;
  /** They block the account. */
  isBlocking: boolean;
  askedAt: Date;
  at: Date;
}

/** What was asked: relationships by DID, and whom nothing was said of, with the reason. */
export interface Relationships {
  known: Map<string, Relationship>;
  unknown: Map<string, string>;
}

/**
 * Asks how an account stands to others, thirty a request: their follow of the account, and the account's of them, by the
 * address of the record. That also tells of people whom lists hide or lose. Somebody of whom an answer says nothing, or says
 * the records of somebody else, is unknown: never taken for a stranger.
 */
export async function askRelationships(
  client: BlueskyClient,
  account: string,
  others: readonly string[]
): Promise<Relationships> {
  const known = new Map<string, Relationship>();
  const unknown = new Map<string, string>();
  for (let from = 0; from < others.length; from += relationshipsAtOnce) {
    const some = others.slice(from, from + relationshipsAtOnce);
    try {
      const {body, askedAt, at} = await client.get(relationshipsRequest(account, some));
      const {relationships} = read(body, relationshipsSchema, "relationships");
      for (const answer of relationships) {
        if (!("did" in answer)) continue;
        const relationship = relationshipOf(account, answer);
        if (relationship) known.set(answer.did, {...relationship, askedAt, at});
        else unknown.set(answer.did, "the answer names a record of somebody else");
      }
      for (const did of some)
        if (!known.has(did) && !unknown.has(did)) unknown.set(did, "the answer says nothing of them");
    } catch (error) {
      if (!(error instanceof BlueskyFailure)) throw error;
      for (const did of some) unknown.set(did, error.message);
    }
  }
  return {known, unknown};
}

/**
 * How the account and somebody stand to each other by a row of its own list, as the account sees it; null where the row does
 * not say, or says anything that only a relationship explains.
 */
export function relationshipOfRow(
  account: string,
  {did, viewer}: Profile,
  {askedAt, at}: {askedAt: Date; at: Date}
): Relationship | null {
  if (viewer === null) return null;
  const {following = null, followedBy = null, blocking, blockingByList, blockedBy} = viewer;
  // Who is blocked stands in no list: a row that says so is asked for.
  if (blocking !== undefined || blockingByList != null || blockedBy === true) return null;
  if ([following, followedBy].some((uri) => uri !== null && addressOf(uri) === null)) return null;
  const nobody = {blocking: null, blockedBy: null, blockingByList: null, blockedByList: null};
  const relationship = relationshipOf(account, {did, following, followedBy, ...nobody});
  return relationship && {...relationship, askedAt, at};
}

function relationshipOf(account: string, answer: RelationshipAnswer) {
  const {did, following, followedBy, blocking, blockingByList, blockedBy, blockedByList} = answer;
  const inbound = followedBy === null ? null : addressOf(followedBy);
  const outbound = following === null ? null : addressOf(following);
  if ((inbound && inbound.did !== did) || (outbound && outbound.did !== account)) return null;
  return {
    did,
    inboundKey: inbound?.key ?? null,
    outboundKey: outbound?.key ?? null,
    isBlocked: blocking !== null || blockingByList !== null,
    isBlocking: blockedBy !== null || blockedByList !== null
  };
}
