import {partsOf} from "./names.ts";
import {
  follows,
  likes,
  posts,
  reposts,
  type LocalAccount,
  type LocalRecord,
  type Repositories
} from "./repositories.ts";
import {authorView, postView, profileDetailed, profileView, rowView, type Json} from "./views.ts";

/** A request that is refused, with the server's own word for why. */
export class Refusal extends Error {
  override name = "Refusal";
  constructor(
    readonly status: number,
    readonly error: string,
    message: string
  ) {
    super(message);
  }
}

const invalid = (message: string) => new Refusal(400, "InvalidRequest", message);

/** One request: its parameters, checked as they are read. */
class Ask {
  constructor(
    readonly repositories: Repositories,
    readonly query: URLSearchParams,
    /** Who asks, by DID; null for anybody. */
    readonly viewer: string | null
  ) {}

  text(name: string): string {
    const value = this.query.get(name);
    if (value === null || value === "") throw invalid(`Error: Params must have the property "${name}"`);
    return value;
  }

  all(name: string, most: number): string[] {
    const values = this.query.getAll(name);
    if (values.length === 0) throw invalid(`Error: Params must have the property "${name}"`);
    if (values.length > most) throw invalid(`Error: ${name} must not have more than ${most} elements`);
    return values;
  }

  limit(fallback = 50): number {
    const text = this.query.get("limit");
    const limit = text === null ? fallback : Number(text);
    if (!Number.isInteger(limit) || limit < 1) throw invalid("Error: limit can not be less than 1");
    if (limit > 100) throw invalid("Error: limit can not be greater than 100");
    return limit;
  }

  /** An account that is shown, by DID or handle. */
  account(name = "actor"): LocalAccount {
    const text = this.text(name);
    const account = this.repositories.find(text);
    if (account?.state !== "active") throw invalid(`Actor not found: ${text}`);
    return account;
  }
}

/**
 * One page of records, the newest first, and the cursor to the next. A cursor names a time and a content: where a page ends
 * between records of one time and one content, those behind it are never served. Hidden rows are filled up.
 */
function pageOf(records: readonly LocalRecord[], {query, ask}: {query: URLSearchParams; ask: Ask}) {
  const limit = ask.limit();
  const cursor = query.get("cursor");
  if (cursor?.includes("::")) return {rows: [], next: {}};
  const [, ms, cid] = /^(\d+)__(\w+)$/.exec(cursor ?? "") ?? [];
  if (cursor !== null && ms === undefined)
    throw new Refusal(500, "InternalServerError", "Internal Server Error");
  const isBehind = (record: LocalRecord) =>
    ms === undefined || record.sortAt < Number(ms) || (record.sortAt === Number(ms) && record.cid < cid!);
  const left = records
    .filter(isBehind)
    .sort((a, b) => b.sortAt - a.sortAt || (a.cid < b.cid ? 1 : a.cid > b.cid ? -1 : a.nth - b.nth));
  const rows = left.slice(0, limit);
  const last = rows.at(-1);
  return {rows, next: left.length > limit && last ? {cursor: `${last.sortAt}__${last.cid}`} : {}};
}

/** Which records are shown: of active people, whom no block parts from an account. */
const shownTo =
  ({repositories}: Ask, did: string, of: (record: LocalRecord) => string = (record) => record.did) =>
  (record: LocalRecord) => {
    const other = of(record);
    return repositories.isActive(other) && !repositories.isBlocked(did, other);
  };

/** Of several records of one owner about one thing, the first that was met. */
function firstOfEach(records: readonly LocalRecord[], of: (record: LocalRecord) => string): LocalRecord[] {
  const firsts = new Map<string, LocalRecord>();
  for (const record of records) if (!firsts.has(of(record))) firsts.set(of(record), record);
  return [...firsts.values()];
}

/** How whoever asks and somebody stand to each other, which is said in rows to them alone. */
function viewerOf({repositories, viewer}: Ask, did: string): Json {
  if (viewer === null) return {};
  const uriOf = (name: string, record: LocalRecord | null) => record !== null && {[name]: record.uri};
  return {
    viewer: {
      muted: false,
      blockedBy: repositories.blockOf(did, viewer) !== null,
      ...uriOf("blocking", repositories.blockOf(viewer, did)),
      ...uriOf("following", repositories.followOf(viewer, did)),
      ...uriOf("followedBy", repositories.followOf(did, viewer))
    }
  };
}

function listOf(ask: Ask, kind: "followers" | "follows"): Json {
  const {repositories, query} = ask;
  const subject = ask.account();
  const of = ({did, value}: LocalRecord) => (kind === "followers" ? did : String(value.subject));
  const records =
    kind === "followers" ? repositories.about(follows, subject.did) : repositories.of(subject.did, follows);
  const shown = firstOfEach(records, of).filter(shownTo(ask, subject.did, of));
  const {rows, next} = pageOf(shown, {query, ask});
  return {
    [kind]: rows.map((record) => ({
      ...rowView(repositories.accounts.get(of(record))!),
      ...viewerOf(ask, of(record))
    })),
    subject: profileView(subject),
    ...next
  };
}

function relationships(ask: Ask): Json {
  const {repositories} = ask;
  const others = ask.all("others", 30);
  const actor = repositories.find(ask.text("actor"));
  const notFound = (other: string): Json => ({
    $type: "app.bsky.graph.defs#notFoundActor",
    actor: other,
    notFound: true
  });
  if (actor === null) return {relationships: others.map(notFound)};
  const uriOf = (name: string, record: LocalRecord | null) => record !== null && {[name]: record.uri};
  return {
    actor: actor.did,
    relationships: others.map((other): Json => {
      if (!other.startsWith("did:")) return notFound(other);
      const isOther = other !== actor.did && repositories.accounts.get(other)?.state !== "deleted";
      return {
        $type: "app.bsky.graph.defs#relationship",
        did: other,
        ...(isOther &&
          repositories.accounts.has(other) && {
            ...uriOf("following", repositories.followOf(actor.did, other)),
            ...uriOf("followedBy", repositories.followOf(other, actor.did)),
            ...uriOf("blocking", repositories.blockOf(actor.did, other)),
            ...uriOf("blockedBy", repositories.blockOf(other, actor.did))
          })
      };
    })
  };
}

function profile(ask: Ask): Json {
  const account = ask.repositories.find(ask.text("actor"));
  if (account === null || account.state === "deleted") throw invalid("Profile not found");
  if (account.state === "deactivated") throw new Refusal(400, "AccountDeactivated", "Account is deactivated");
  if (account.state === "taken_down") throw new Refusal(400, "AccountTakedown", "Account has been suspended");
  return profileDetailed(ask.repositories, account);
}

const profiles = (ask: Ask): Json => ({
  profiles: ask
    .all("actors", 25)
    .map((actor) => ask.repositories.find(actor))
    .filter((account) => account?.state === "active")
    .map((account) => profileDetailed(ask.repositories, account!))
});

function authorFeed(ask: Ask): Json {
  const {repositories, query} = ask;
  const subject = repositories.find(ask.text("actor"));
  if (subject?.state !== "active") throw invalid("Profile not found");
  const {did} = subject;
  const postOf = (record: LocalRecord) =>
    record.collection === posts
      ? record
      : (repositories.records.get((record.value.subject as {uri: string}).uri) ?? null);
  const entries = [...repositories.of(did, posts), ...repositories.of(did, reposts)].filter((record) => {
    const post = postOf(record);
    return post !== null && (post.did === did || shownTo(ask, did)(post));
  });
  const {rows, next} = pageOf(entries, {query, ask});
  return {
    feed: rows.map((record) => ({
      post: postView(repositories, postOf(record)!),
      ...(record.collection === reposts && {
        reason: {
          $type: "app.bsky.feed.defs#reasonRepost",
          by: authorView(subject),
          uri: record.uri,
          cid: record.cid,
          indexedAt: new Date(record.sortAt).toISOString()
        }
      })
    })),
    ...next
  };
}

function thread(ask: Ask): Json {
  const {repositories, query} = ask;
  const uri = ask.text("uri");
  const root = repositories.records.get(uri);
  if (!root || !repositories.isActive(root.did)) throw new Refusal(400, "NotFound", `Post not found: ${uri}`);
  const depth = Math.min(Number(query.get("depth") ?? 6), 1000);
  const isShown = shownTo(ask, root.did);
  const below = (record: LocalRecord, left: number): Json => ({
    $type: "app.bsky.feed.defs#threadViewPost",
    post: postView(repositories, record),
    replies:
      left === 0
        ? []
        : repositories
            .about("reply", record.uri)
            .toSorted((a, b) => b.sortAt - a.sortAt || b.nth - a.nth)
            .map((reply) =>
              reply.did === root.did || isShown(reply)
                ? below(reply, left - 1)
                : repositories.isActive(reply.did)
                  ? {$type: "app.bsky.feed.defs#blockedPost", uri: reply.uri, blocked: true}
                  : {$type: "app.bsky.feed.defs#notFoundPost", uri: reply.uri, notFound: true}
            ),
    threadContext: {}
  });
  return {thread: below(root, depth)};
}

/** Records about a post, as long as their owners are shown; also of a post that is gone. */
function around(ask: Ask, kind: string, viewOf: (record: LocalRecord) => Json, name: string): Json {
  const {repositories, query} = ask;
  const uri = ask.text("uri");
  const {did = ""} = partsOf(uri) ?? {};
  const isShown = shownTo(ask, did);
  const {rows, next} = pageOf(
    repositories.about(kind, uri).filter((record) => record.did === did || isShown(record)),
    {query, ask}
  );
  return {uri, [name]: rows.map(viewOf), ...next};
}

/** What an account is told of a record and why, and the post of its own that this is about; null where it is not told. */
function noticeOf(
  repositories: Repositories,
  record: LocalRecord,
  own: string
): {reason: string; subject: string | null} | null {
  const {collection, value} = record;
  const isThere = (uri: string | undefined): uri is string =>
    uri !== undefined && partsOf(uri)?.did === own && repositories.records.has(uri);
  if (collection === follows) return value.subject === own ? {reason: "follow", subject: null} : null;
  if (collection === likes || collection === reposts) {
    const {uri} = value.subject as {uri: string};
    return isThere(uri) ? {reason: collection === likes ? "like" : "repost", subject: uri} : null;
  }
  if (collection !== posts) return null;
  // Of a post there is one reason alone, the first of these.
  const facets = (value.facets ?? []) as {features: {$type: string; did?: string}[]}[];
  const named = facets.flatMap(({features}) => features);
  if (named.some(({$type, did}) => $type === "app.bsky.richtext.facet#mention" && did === own))
    return {reason: "mention", subject: null};
  const embedded = (value.embed as {record?: {uri?: string; record?: {uri: string}}} | undefined)?.record;
  const quoted = embedded?.uri ?? embedded?.record?.uri;
  if (isThere(quoted)) return {reason: "quote", subject: quoted};
  for (let above = parentOf(record), depth = 0; above !== undefined && depth < noticedDepth; depth++) {
    if (isThere(above)) return {reason: "reply", subject: above};
    const next = repositories.records.get(above);
    above = next && parentOf(next);
  }
  return null;
}

/** The author of a post is told of replies so far below it. */
const noticedDepth = 5;
const parentOf = ({value}: LocalRecord) => (value.reply as {parent?: {uri: string}} | undefined)?.parent?.uri;

/**
 * What others did toward whoever asks, the newest first. A cursor names a time alone: of records of one time those behind the end of
 * a page are never served, whatever they are.
 */
function notifications(ask: Ask): Json {
  const {repositories, query, viewer} = ask;
  if (viewer === null) throw new Refusal(401, "AuthMissing", "Authentication Required");
  const limit = ask.limit();
  const cursor = query.get("cursor");
  const isShown = shownTo(ask, viewer);
  const left = [...repositories.records.values()]
    .filter((record) => record.did !== viewer && isShown(record))
    .filter(({sortAt}) => cursor === null || sortAt < Date.parse(cursor))
    .flatMap((record) => {
      const notice = noticeOf(repositories, record, viewer);
      return notice ? [{record, ...notice}] : [];
    })
    .sort((a, b) => b.record.sortAt - a.record.sortAt || a.record.nth - b.record.nth);
  const rows = left.slice(0, limit);
  const last = rows.at(-1);
  return {
    notifications: rows.map(({record: {uri, cid, did, value, sortAt}, reason, subject}) => ({
      uri,
      cid,
      author: {...profileView(repositories.accounts.get(did)!), ...viewerOf(ask, did)},
      reason,
      ...(subject !== null && {reasonSubject: subject}),
      record: value,
      isRead: false,
      indexedAt: new Date(sortAt).toISOString(),
      labels: []
    })),
    ...(left.length > limit && last && {cursor: new Date(last.record.sortAt).toISOString()})
  };
}

/** A repository on its own server: shown without a login while its account is there. */
function repositoryOf(ask: Ask): LocalAccount {
  const repo = ask.text("repo");
  const account = ask.repositories.find(repo);
  if (account?.state !== "active") throw invalid(`Could not find repo: ${repo}`);
  return account;
}

function record(ask: Ask): Json {
  const {did} = repositoryOf(ask);
  const uri = `at://${did}/${ask.text("collection")}/${ask.text("rkey")}`;
  const found = ask.repositories.records.get(uri);
  if (!found) throw new Refusal(400, "RecordNotFound", `Could not locate record: ${uri}`);
  return {uri, cid: found.cid, value: found.value};
}

/** Records by their keys. The last page has a cursor too, and the one behind it is empty. */
function records(ask: Ask): Json {
  const {query} = ask;
  const limit = ask.limit();
  const cursor = query.get("cursor");
  const isReverse = query.get("reverse") === "true";
  const rows = ask.repositories
    .of(repositoryOf(ask).did, ask.text("collection"))
    .filter(({key}) => cursor === null || (isReverse ? key > cursor : key < cursor))
    .sort((a, b) => (a.key < b.key === isReverse ? -1 : 1))
    .slice(0, limit);
  const last = rows.at(-1);
  return {records: rows.map(({uri, cid, value}) => ({uri, cid, value})), ...(last && {cursor: last.key})};
}

function handle(ask: Ask): Json {
  const account = ask.repositories.find(ask.text("handle"));
  if (!account || account.state === "deleted") throw invalid("Unable to resolve handle");
  return {did: account.did};
}

function status(ask: Ask): Json {
  const did = ask.text("did");
  const account = ask.repositories.accounts.get(did);
  if (!account || account.state === "deleted")
    throw new Refusal(400, "RepoNotFound", `Could not find repo for DID: ${did}`);
  const {state} = account;
  if (state === "active") return {did, active: true};
  return {did, active: false, status: state === "deactivated" ? "deactivated" : "takendown"};
}

const actorOf = ({repositories}: Ask, {did}: LocalRecord) => repositories.accounts.get(did)!;

/** What is answered, by method. */
export const methods: Readonly<Record<string, (ask: Ask) => Json>> = {
  "app.bsky.actor.getProfile": profile,
  "app.bsky.actor.getProfiles": profiles,
  "app.bsky.graph.getFollowers": (ask) => listOf(ask, "followers"),
  "app.bsky.graph.getFollows": (ask) => listOf(ask, "follows"),
  "app.bsky.graph.getRelationships": relationships,
  "app.bsky.feed.getAuthorFeed": authorFeed,
  "app.bsky.feed.getPostThread": thread,
  "app.bsky.feed.getQuotes": (ask) => around(ask, "quote", (one) => postView(ask.repositories, one), "posts"),
  "app.bsky.feed.getLikes": (ask) =>
    around(
      ask,
      likes,
      (one) => ({
        actor: profileView(actorOf(ask, one)),
        createdAt: one.value.createdAt,
        indexedAt: new Date(one.sortAt).toISOString()
      }),
      "likes"
    ),
  "app.bsky.feed.getRepostedBy": (ask) =>
    around(ask, reposts, (one) => profileView(actorOf(ask, one)), "repostedBy"),
  "app.bsky.notification.listNotifications": notifications,
  "com.atproto.identity.resolveHandle": handle,
  "com.atproto.repo.getRecord": record,
  "com.atproto.repo.listRecords": records,
  "com.atproto.sync.getRepoStatus": status
};

/** The answer to a request of anybody, or of `viewer`. Throws a `Refusal`. */
export function answer(
  repositories: Repositories,
  method: string,
  query: URLSearchParams,
  viewer: string | null = null
): Json {
  const found = methods[method];
  if (!found) throw new Refusal(501, "MethodNotImplemented", "Method Not Implemented");
  return found(new Ask(repositories, query, viewer));
}

/** The log of the directory of DIDs: when it was made, by the directory's own clock. Null for an unknown one. */
export function auditLog(repositories: Repositories, did: string): Json[] | null {
  const account = repositories.accounts.get(did);
  if (!account) return null;
  const operation = {type: "plc_operation", alsoKnownAs: [`at://${account.handle}`], prev: null};
  return [{did, operation, cid: "", nullified: false, createdAt: account.createdAt.toISOString()}];
}
