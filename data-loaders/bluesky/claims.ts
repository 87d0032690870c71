import {sampledRecords} from "../../src/networks/bluesky.ts";
import {followRecordSchema, read} from "./answers.ts";
import type {BlueskyClient} from "./client.ts";
import {BlueskyFailure} from "./failure.ts";
import {insideOf} from "./outside.ts";
import {recordRequest} from "./requests.ts";

const collection = "app.bsky.graph.follow";

/** The record of a follow: whose it is, whom it follows, and its key. */
export interface FollowRecord {
  did: string;
  subject: string;
  key: string;
}

const uriOf = ({did, key}: FollowRecord) => `at://${did}/${collection}/${key}`;

/**
 * Which records are asked what time they claim: all that are new since an earlier look, and of the others as many as make a
 * sample. It is drawn by the numbers of their addresses, so that neither their order nor their times choose.
 */
export function sampleOf(fresh: readonly FollowRecord[], others: readonly FollowRecord[], asked: number) {
  const drawn = others
    .map((record) => ({record, number: insideOf(uriOf(record))}))
    .sort((a, b) => a.number.length - b.number.length || (a.number < b.number ? -1 : 1))
    .slice(0, Math.max(0, sampledRecords - asked));
  return [...fresh, ...drawn.map(({record}) => record)];
}

/**
 * The times that records claim, one request each; what is not answered, or is the record of another follow, is left out.
 */
export async function askClaims(
  client: BlueskyClient,
  records: readonly FollowRecord[],
  log?: (what: string) => void
): Promise<Map<FollowRecord, Date>> {
  const claims = new Map<FollowRecord, Date>();
  for (const [nth, record] of records.entries()) {
    if (nth % 50 === 0) log?.(`dates of follows, ${nth} of ${records.length}`);
    try {
      const {body} = await client.get(recordRequest(record.did, collection, record.key));
      const {value} = read(body, followRecordSchema, "record");
      if (value.createdAt !== null && value.subject === record.subject) claims.set(record, value.createdAt);
    } catch (error) {
      if (!(error instanceof BlueskyFailure)) throw error;
      if (client.stopped) break;
    }
  }
  return claims;
}
