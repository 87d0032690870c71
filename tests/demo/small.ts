import type {Found, XBackend} from "../../data-loaders/demo/backend.ts";
import {pageOf} from "../../data-loaders/demo/server/paging.ts";
import {startLocalX, type LocalX, type LocalXOptions} from "../../data-loaders/demo/server/server.ts";
import {localPost, localUser} from "./local-rows.ts";

/** The token's owner, and somebody else. Neither id fits into a double. */
export const owner = "9007199254740993001";
export const other = "9007199254740993003";
export const post = "1890000000000000123";

/** A clock that stands still until a test moves it. */
export class StillClock {
  time = Date.parse("2026-08-22T12:00:00Z");
  now = () => new Date(this.time);
}

export const idOf = (nth: number) => String(9_007_199_254_740_995_000n + BigInt(nth));

const userOf = (id: string) => localUser(id, {followers: 40});

const postOf = (nth: number, authorId: string) =>
  localPost(String(BigInt(post) + BigInt(nth)), authorId, new Date("2026-08-20T00:00:00Z"), {
    conversationId: post,
    referenced: nth === 0 ? null : {type: "quoted", id: post}
  });

const count = (length: number) => Array.from({length}, (_, nth) => nth);

/** An X of 40 people who all follow everybody, 12 posts by the owner, and 12 quotes of each by three people. */
export const smallX: XBackend = {
  viewerId: owner,
  user: (id): Found => ({status: "active", user: userOf(id)}),
  userByName: () => ({status: "active", user: userOf(owner)}),
  connection: () => ["followed_by"],
  list: (_, __, page) => {
    const {rows, ...tokens} = pageOf(count(40), (nth) => nth, page);
    return {rows: rows.map((nth) => userOf(idOf(nth))), ...tokens};
  },
  timeline: (_, __, page) => {
    const {rows, ...tokens} = pageOf(count(12), (nth) => nth, page);
    return {rows: rows.map((nth) => postOf(nth, owner)), ...tokens};
  },
  post: () => postOf(0, owner),
  around: (_, __, page) => {
    const {rows, ...tokens} = pageOf(count(12), (nth) => nth, page);
    return {rows: rows.map((nth) => postOf(nth + 1, idOf(nth % 3))), ...tokens};
  },
  likers: (_, page) => {
    const {rows, ...tokens} = pageOf(count(7), (nth) => nth, page);
    return {rows: rows.map((nth) => userOf(idOf(nth))), ...tokens};
  },
  search: (_, page) => {
    const {rows, ...tokens} = pageOf(count(12), (nth) => nth, page);
    return {rows: rows.map((nth) => postOf(nth + 1, idOf(nth % 3))), ...tokens};
  }
};

/** A local X over `smallX`, and a way to ask it. `text` is the body as it came. */
export async function openSmallX(options: LocalXOptions = {}) {
  const clock = new StillClock();
  const x: LocalX = await startLocalX(smallX, {tokens: {app: "app", user: "user"}, clock, ...options});
  const ask = async (path: string, token = "user") => {
    const response = await fetch(`${x.url}${path}`, {headers: {authorization: `Bearer ${token}`}});
    const text = await response.text();
    return {status: response.status, headers: response.headers, text, body: maybeJson(text)};
  };
  return {x, ask, clock};
}

// eslint-disable-next-line typescript/no-explicit-any
function maybeJson(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
