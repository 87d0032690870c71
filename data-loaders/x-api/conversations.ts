import {polledUntil, type WatchedPost} from "../act-memory.ts";
import {actRow, addressedRows, addresseesOf, mainAddressee, mentionOf, referenceOf} from "./act-rows.ts";
import type {ActOptions} from "./act-options.ts";
import {readPages, type Page, type WalkEnd} from "./pages.ts";
import {lackingAnswerFields, postSchema, type XPost} from "../x/protocol/answers.ts";
import {conversationsRequest, partsForSearch, type SearchEndpoint} from "../x/protocol/requests.ts";
import {plural} from "../../src/words.ts";
import {recentDays, searchLagSeconds} from "../../src/networks/x.ts";

const dayMs = 86_400_000;
const lagMs = searchLagSeconds * 1000;

/** A conversation that is due, and since when it is to be asked for. */
interface Due {
  post: WatchedPost;
  from: Date;
}

/**
 * Asks for the posts of others in the conversations whose age has come: each since its last complete poll, several in one
 * search. Writes `interactions` and `addressed`, and a row of `polls` for each conversation, and moves the memory on.
 */
export async function pollConversations(options: ActOptions, notes: string[]): Promise<void> {
  const {client, account, log} = options;
  const endpoint: SearchEndpoint = client.isApp ? "tweets/search/all" : "tweets/search/recent";
  const due = dueAt(options, endpoint);
  // A post that was read by an earlier poll would be billed again: only those asked for since the same time go together.
  for (const group of groupsOf(due)) {
    const byId = new Map(group.map((one) => [one.post.id, one]));
    for (const ids of partsForSearch(endpoint, account, [...byId.keys()])) {
      if (client.stopped) return;
      log?.(`conversations of ${plural(ids.length, "post")}`);
      await pollPart(
        options,
        endpoint,
        ids.map((id) => byId.get(id)!),
        notes
      );
    }
  }
}

function dueAt({client, memory}: ActOptions, endpoint: SearchEndpoint): Due[] {
  const now = client.clock.now().getTime() - lagMs;
  // A run that goes on after a kill, on the same UTC day, must ask the same again: so it begins with a day.
  const earliest =
    endpoint === "tweets/search/all" ? 0 : (Math.floor(now / dayMs) - (recentDays - 1)) * dayMs;
  return memory.dueConversations(new Date(now)).flatMap((post) => {
    // Its week is over, and X shows none of it any more.
    if (post.createdAt.getTime() + recentDays * dayMs <= earliest) return [];
    return [{post, from: new Date(Math.max(earliest, polledUntil(post, "conversation").getTime()))}];
  });
}

/** Conversations that are to be asked for since the same UTC day. */
function groupsOf(due: readonly Due[]): Due[][] {
  const groups = new Map<number, Due[]>();
  for (const one of due) {
    const day = Math.floor(one.from.getTime() / dayMs);
    groups.set(day, [...(groups.get(day) ?? []), one]);
  }
  return [...groups.values()];
}

async function pollPart(
  options: ActOptions,
  endpoint: SearchEndpoint,
  due: readonly Due[],
  notes: string[]
): Promise<void> {
  const {client, account, append} = options;
  const conversations = due.map(({post}) => post.id);
  const from = new Date(Math.min(...due.map(({from}) => from.getTime())));
  const {pages, end} = await readAll(options, endpoint, {conversations, from});
  // Nothing more is asked of X: this age is still to come, and no poll was had.
  if (client.stopped && pages.length === 0) return;
  const to = new Date((pages[0]?.askedAt ?? client.clock.now()).getTime() - lagMs);
  const {rows, unusable} = await store(options, new Set(conversations), pages);
  // Without them an act would address nobody, and count as one toward nobody.
  const lacking = new Set(pages.flatMap(({items}) => lackingAnswerFields(items)));
  const complete = end.ended && unusable === 0 && lacking.size === 0;
  for (const {post, from} of due) {
    const poll = {to, complete, capped: false};
    const read = {rows: rows.get(post.id) ?? 0, reported_count: null};
    await append("polls", {
      account_id: account,
      kind: "conversation",
      target: post.id,
      from,
      ...read,
      ...poll
    });
    post.polls.conversation.push({...poll, reported: null, isAsked: true});
  }
  const which = `conversations of ${plural(due.length, "post")}`;
  if (unusable > 0) notes.push(`${which}: X sent ${unusable} posts without author, time or conversation`);
  if (lacking.size > 0) notes.push(`${which}: X was asked for ${[...lacking].join(", ")} and sent none`);
  if (end.reason) notes.push(`${which}: ${end.reason}`);
}

async function readAll(
  {client, account}: ActOptions,
  endpoint: SearchEndpoint,
  asked: {conversations: readonly string[]; from: Date}
): Promise<{pages: Page<XPost>[]; end: WalkEnd}> {
  const walk = readPages(client, (token) => conversationsRequest(endpoint, account, {...asked, token}), {
    item: postSchema,
    lacking: lackingAnswerFields
  });
  const pages: Page<XPost>[] = [];
  for (;;) {
    const {done, value} = await walk.next();
    if (done) return {pages, end: value};
    pages.push(value);
  }
}

/** Stores the acts of others, and says how many rows each conversation has and how many say too little. */
async function store(
  {account, memory, append}: ActOptions,
  conversations: ReadonlySet<string>,
  pages: readonly Page<XPost>[]
) {
  const posts = new Map(pages.flatMap(({items}) => items).map((post) => [post.id, post]));
  const authorOf = (id: string) => (memory.own.has(id) ? account : (posts.get(id)?.authorId ?? null));
  const rows = new Map<string, number>();
  let unusable = 0;
  for (const post of posts.values()) {
    const {authorId, createdAt, conversationId} = post;
    if (authorId === null || createdAt === null || !conversations.has(conversationId ?? "")) {
      unusable += 1;
      continue;
    }
    rows.set(conversationId!, (rows.get(conversationId!) ?? 0) + 1);
    // A repost says nothing in a conversation, and the account's own posts are not acts of others.
    if (authorId === account || referenceOf(post, "reposted") !== null) continue;
    const addressees = addresseesOf(post, authorOf);
    const {kind, target} = mentionOf(post, account, memory.own, addressees);
    await append("interactions", actRow(account, post, kind, target, mainAddressee(account, addressees)));
    for (const row of addressedRows(account, post, addressees)) await append("addressed", row);
  }
  return {rows, unusable};
}
