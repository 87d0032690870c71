import {createHash} from "node:crypto";
import {z} from "zod";
import {postSchema, userSchema, type XPost, type XUser} from "../x/protocol/answers.ts";

/** What one delivery says, as far as it is understood. Ids are strings; no follow has a time of its own. */
export type Activity =
  | {type: "follow" | "unfollow"; eventId: string; account: string; source: XUser; target: XUser}
  | {type: "act"; eventId: string; account: string; kind: ActKind; post: XPost}
  /** Understood, but of no use to any table. */
  | {type: "other"; eventId: string; name: string}
  | {type: "replay_done"}
  | {type: "unknown"; name: string};

export type ActKind = "reply" | "quote" | "repost" | "mention";

const envelope = z.object({
  event_uuid: z.union([z.string(), z.number()]).nullish(),
  event_type: z.string(),
  filter: z.object({user_id: z.union([z.string(), z.number()]).nullish()}).nullish(),
  payload: z.unknown()
});
const deliverySchema = z.object({data: z.union([envelope, z.array(envelope)])});
const replaySchema = z.object({replay_job_status: z.unknown()});

/** In the docs a user stands under `data`, in X's own description directly. */
const participant = z.union([z.object({data: userSchema}).transform(({data}) => data), userSchema]);
const followSchema = z.object({source: participant, target: participant});
const postPayload = z.union([z.object({data: postSchema}).transform(({data}) => data), postSchema]);

const actKinds: Record<string, ActKind> = {
  "post.reply.create": "reply",
  "post.quote.create": "quote",
  "post.repost.create": "repost",
  "post.mention.create": "mention"
};

/** The event types that followback listens to. */
export const eventTypes = ["follow.follow", "follow.unfollow", ...Object.keys(actKinds)];

/** Reads one delivery: a line of the stream or the body of a webhook request. Whatever it is, it never throws. */
export function readDelivery(text: string): Activity[] {
  let body: unknown;
  try {
    body = wholeIds(JSON.parse(text));
  } catch {
    return [{type: "unknown", name: "not JSON"}];
  }
  if (replaySchema.safeParse(body).success) return [{type: "replay_done"}];
  const delivery = deliverySchema.safeParse(body);
  if (!delivery.success) return [{type: "unknown", name: "no event"}];
  const {data} = delivery.data;
  const events = Array.isArray(data) ? data : [data];
  return events.map((event) => readEvent(event, events.length === 1 ? text : JSON.stringify(event)));
}

function readEvent(event: z.infer<typeof envelope>, text: string): Activity {
  const eventId = idOf(event.event_uuid, text);
  const name = nameOf(event.event_type);
  const filter = event.filter?.user_id;
  const account = filter === null || filter === undefined ? null : String(filter);
  if (event.event_type === "follow.follow" || event.event_type === "follow.unfollow") {
    const parsed = followSchema.safeParse(event.payload);
    if (!parsed.success) return {type: "unknown", name};
    const type = event.event_type === "follow.follow" ? "follow" : "unfollow";
    return {type, eventId, account: account ?? "", ...parsed.data};
  }
  const kind = actKinds[event.event_type];
  if (kind === undefined) return {type: "other", eventId, name};
  const post = postPayload.safeParse(event.payload);
  if (!post.success || account === null || !post.data.authorId || !post.data.createdAt)
    return {type: "unknown", name};
  return {type: "act", eventId, account, kind, post: post.data};
}

/** X's own id, which may be negative; where it is missing or has lost digits, a checksum of what came. */
function idOf(uuid: string | number | null | undefined, text: string): string {
  if (typeof uuid === "string" && /^[\w-]{1,64}$/.test(uuid)) return uuid;
  if (Number.isSafeInteger(uuid)) return String(uuid);
  return `sha256:${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
}

const nameOf = (name: string) => name.replace(/[^\w.]/g, "").slice(0, 40) || "nameless";

/**
 * X sends integers of posts twice, as numbers that lose digits beyond 2^53 and as text under `<name>_str`: the text
 * takes the place of the number.
 */
function wholeIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wholeIds);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, item]) => [key, wholeIds(item)] as const);
  const texts = entries.flatMap(([key, item]) =>
    key.endsWith("_str") && typeof item === "string" && /id(_str)$/.test(key)
      ? [[key.slice(0, -4), item] as const]
      : []
  );
  return Object.fromEntries([...entries, ...texts]);
}
