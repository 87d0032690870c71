import {readFileSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {
  BadToken,
  type Found,
  type LocalUser,
  type Page,
  type PageRequest,
  type XBackend
} from "../backend.ts";
import {placeOf, tokenOf} from "./paging.ts";

interface RecordedUser {
  id: string;
  username: string;
  name: string;
  created_at: string;
  description?: string;
  location?: string;
  protected?: boolean;
  verified?: boolean;
  public_metrics: {
    followers_count: number;
    following_count: number;
    tweet_count: number;
    listed_count: number;
  };
}

interface RecordedPage {
  data?: RecordedUser[];
  meta: {next_token?: string};
}

interface RecordedList {
  rows: LocalUser[];
  /** The tokens of the recording, by the row they ask for, and back. */
  tokens: Map<number, string>;
  places: Map<string, number>;
}

/**
 * A backend over recorded pages: a folder an account, in it `<list>-first.json` and `<list>-<token>.json`, each named
 * by the token that asked for it. The account's own profile is answered from the row counts. Who follows whom beyond
 * the lists was not recorded, so `connection` is null, and there are no posts.
 */
export function openRecording(directory: string): XBackend {
  const accounts = new Map<string, Record<"followers" | "following", RecordedList>>();
  const users = new Map<string, LocalUser>();
  for (const id of readdirSync(directory)
    .filter((name) => /^\d+$/.test(name))
    .sort()) {
    const followers = readList(join(directory, id), "followers");
    const following = readList(join(directory, id), "following");
    accounts.set(id, {followers, following});
    for (const user of [...followers.rows, ...following.rows]) users.set(user.id, user);
  }
  for (const [id, {followers, following}] of accounts) users.set(id, profileOf(id, followers, following));
  const byName = new Map([...users.values()].map((user) => [user.username.toLowerCase(), user]));
  const nothing = () => ({rows: [], next: null, previous: null});
  return {
    viewerId: [...accounts.keys()][0] ?? "0",
    user: (id) => found(users.get(id)),
    userByName: (name) => (byName.has(name.toLowerCase()) ? found(byName.get(name.toLowerCase())) : null),
    connection: () => null,
    list: (kind, id, page) => {
      const list = accounts.get(id)?.[kind];
      return list ? cutPage(list, page) : nothing();
    },
    timeline: nothing,
    post: () => null,
    around: nothing,
    likers: nothing,
    search: nothing
  };
}

const found = (user: LocalUser | undefined): Found => (user ? {status: "active", user} : {status: "gone"});

function readList(directory: string, kind: string): RecordedList {
  const list: RecordedList = {rows: [], tokens: new Map(), places: new Map()};
  let token: string | undefined = "first";
  while (token !== undefined) {
    const text = readFileSync(join(directory, `${kind}-${token}.json`), "utf8");
    const {data = [], meta} = JSON.parse(text) as RecordedPage;
    list.tokens.set(list.rows.length, token);
    list.places.set(token, list.rows.length);
    list.rows.push(...data.map(localUser));
    token = meta.next_token;
  }
  return list;
}

function cutPage({rows, tokens, places}: RecordedList, {token, limit}: PageRequest): Page<LocalUser> {
  const from = token === null ? 0 : (places.get(token) ?? placeOf(token));
  if (from > rows.length) throw new BadToken(token ?? "");
  const to = Math.min(rows.length, from + limit);
  const named = (place: number) => (place > 0 && tokens.get(place)) || tokenOf(place);
  return {
    rows: rows.slice(from, to),
    next: to < rows.length ? named(to) : null,
    previous: from > 0 ? named(Math.max(0, from - limit)) : null
  };
}

function localUser(user: RecordedUser): LocalUser {
  return {
    id: user.id,
    username: user.username,
    name: user.name,
    createdAt: new Date(user.created_at),
    description: user.description ?? "",
    location: user.location ?? null,
    isProtected: user.protected ?? false,
    isVerified: user.verified ?? false,
    followers: user.public_metrics.followers_count,
    following: user.public_metrics.following_count,
    posts: user.public_metrics.tweet_count,
    listed: user.public_metrics.listed_count
  };
}

/** The account's own profile is not in the recording: the counts are the lists', the rest is plain. */
function profileOf(id: string, followers: RecordedList, following: RecordedList): LocalUser {
  return {
    id,
    username: `account_${id}`,
    name: `account ${id}`,
    createdAt: new Date("2010-01-01T00:00:00Z"),
    description: "[recorded]",
    location: null,
    isProtected: false,
    isVerified: false,
    followers: followers.rows.length,
    following: following.rows.length,
    posts: 0,
    listed: 0
  };
}
