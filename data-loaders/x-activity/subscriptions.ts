import {z} from "zod";
import {eventTypes} from "./events.ts";
import {askActivity, type Access} from "./requests.ts";

const idText = z.union([z.string(), z.number()]).transform(String);

/** One subscription, as X lists it. */
const subscriptionSchema = z
  .object({
    subscription_id: idText.nullish(),
    event_type: z.string(),
    filter: z.object({user_id: idText.nullish()}).nullish(),
    webhook_id: idText.nullish()
  })
  .transform((item) => ({
    id: item.subscription_id ?? null,
    eventType: item.event_type,
    account: item.filter?.user_id ?? null,
    webhookId: item.webhook_id ?? null
  }));

export type Subscription = z.infer<typeof subscriptionSchema>;

const listSchema = z.object({
  data: z.array(z.unknown()).nullish(),
  meta: z.object({next_token: z.string().nullish()}).nullish()
});
const mostPages = 50;

/** All subscriptions of the app; what is of an unknown shape is left out. */
export async function listSubscriptions(access: Access): Promise<Subscription[]> {
  const found: Subscription[] = [];
  let token: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const query: string = token === null ? "" : `?pagination_token=${encodeURIComponent(token)}`;
    const read = listSchema.safeParse(await askActivity(access, "GET", `/2/activity/subscriptions${query}`));
    if (!read.success) break;
    for (const item of read.data.data ?? []) {
      const subscription = subscriptionSchema.safeParse(item);
      if (subscription.success) found.push(subscription.data);
    }
    token = read.data.meta?.next_token ?? null;
    if (token === null) break;
  }
  return found;
}

/** Without these X sends nothing of who follows and who leaves, and silence would pass for nobody's doing so. */
const followTypes = ["follow.follow", "follow.unfollow"];

/** The first of the accounts of which X is not to send all follows and unfollows, with the type of event; null where there is none. */
export async function findUnsubscribed(
  access: Access,
  accounts: readonly string[]
): Promise<{account: string; type: string} | null> {
  const there = new Set(
    (await listSubscriptions(access)).map(({account, eventType}) => `${account} ${eventType}`)
  );
  const lacking = accounts.flatMap((account) =>
    followTypes.flatMap((type) => (there.has(`${account} ${type}`) ? [] : {account, type}))
  );
  return lacking[0] ?? null;
}

/** Subscribes accounts to every event type followback listens to and has no subscription of. Returns how many were made. */
export async function subscribe(
  access: Access,
  accounts: readonly string[],
  webhookId: string | null
): Promise<number> {
  const there = new Set(
    (await listSubscriptions(access)).map(
      ({account, eventType, webhookId: hook}) => `${account} ${eventType} ${webhookId === null ? "" : hook}`
    )
  );
  let made = 0;
  for (const account of accounts) {
    for (const type of eventTypes) {
      if (there.has(`${account} ${type} ${webhookId ?? ""}`)) continue;
      await askActivity(access, "POST", "/2/activity/subscriptions", {
        event_type: type,
        filter: {user_id: account},
        tag: "followback",
        ...(webhookId !== null && {webhook_id: webhookId})
      });
      made += 1;
    }
  }
  return made;
}

/** Asks X to send a stretch of the past day to the webhook again. X takes whole minutes. */
export async function askReplay(access: Access, webhookId: string, from: Date, to: Date): Promise<void> {
  const stamp = (time: Date) => time.toISOString().replace(/[-:T]/g, "").slice(0, 12);
  await askActivity(access, "POST", "/2/webhooks/replay", {
    webhook_id: webhookId,
    from_date: stamp(from),
    to_date: stamp(to)
  });
}
