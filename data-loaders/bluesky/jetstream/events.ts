import {z} from "zod";
import {isDid} from "../keys.ts";

/** The one collection that is listened to. */
export const followCollection = "app.bsky.graph.follow";

/** What a stream says became of an account, in the words of the raw tables. */
export type AccountState = "active" | "deactivated" | "taken_down" | "deleted";

/** One message, as far as it is understood. Times are microseconds since 1970, as Jetstream received what it tells of. */
export type StreamMessage =
  /** A record of a follow was made, or was put in the place of another one under its key. */
  | {type: "follow"; timeUs: number; did: string; key: string; rev: string; subject: string}
  /** A record was deleted: the message names its owner and its key, and not whom it followed. */
  | {type: "deletion"; timeUs: number; did: string; key: string; rev: string}
  | {type: "account"; timeUs: number; did: string; state: AccountState}
  /** Understood, and of no use here. */
  | {type: "other"; timeUs: number}
  | {type: "unknown"; name: string};

const did = z.string().refine(isDid);
const key = z.string().regex(/^[A-Za-z0-9._~:-]{1,512}$/);
const messageSchema = z.looseObject({
  did,
  time_us: z.number().int().positive(),
  kind: z.string()
});
const commitSchema = z.object({
  operation: z.string(),
  collection: z.string(),
  rkey: key,
  rev: z.string().max(100).catch("")
});
const recordSchema = z.object({record: z.object({subject: did})});
const accountSchema = z.object({active: z.boolean(), status: z.string().optional()});

/** The states that end a follow's being shown; a host that lags or is throttled says nothing of the account. */
const states: Record<string, AccountState> = {
  deactivated: "deactivated",
  takendown: "taken_down",
  suspended: "taken_down",
  deleted: "deleted"
};

/** Reads one message of the stream. Whatever it is, it never throws. */
export function readMessage(text: string): StreamMessage {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return {type: "unknown", name: "not JSON"};
  }
  const message = messageSchema.safeParse(body);
  if (!message.success) return {type: "unknown", name: "no event"};
  const {did: owner, time_us: timeUs, kind, ...rest} = message.data;
  if (kind === "account") {
    const account = accountSchema.safeParse(rest.account);
    if (!account.success) return {type: "unknown", name: "account"};
    const {active, status = ""} = account.data;
    const state = active ? "active" : states[status];
    return state === undefined ? {type: "other", timeUs} : {type: "account", timeUs, did: owner, state};
  }
  if (kind !== "commit") return {type: "other", timeUs};
  const commit = commitSchema.safeParse(rest.commit);
  if (!commit.success) return {type: "unknown", name: "commit"};
  const {operation, collection, rkey, rev} = commit.data;
  if (collection !== followCollection) return {type: "other", timeUs};
  const record = {timeUs, did: owner, key: rkey, rev};
  if (operation === "delete") return {type: "deletion", ...record};
  if (operation !== "create" && operation !== "update") return {type: "unknown", name: "operation"};
  const follow = recordSchema.safeParse(rest.commit);
  return follow.success
    ? {type: "follow", ...record, subject: follow.data.record.subject}
    : {type: "unknown", name: "record"};
}
