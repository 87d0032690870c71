import {Session} from "../../data-loaders/bluesky/session.ts";
import type {Servers} from "./start-servers.ts";

/** The address of a record: its owner, its collection and its key. */
export interface Written {
  uri: string;
  cid: string;
}

/** What a server says to a request that it refuses. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    message: string
  ) {
    super(`${status} ${error}: ${message}`);
  }
}

interface Asking {
  query?: Record<string, string | string[]>;
  body?: unknown;
  token?: string;
}

/** Asks a server, as anybody could. Throws `Refused`. */
export async function ask<T>(base: string, method: string, {query, body, token}: Asking = {}): Promise<T> {
  const url = new URL(`/xrpc/${method}`, base);
  for (const [name, value] of Object.entries(query ?? {}))
    for (const one of [value].flat()) url.searchParams.append(name, one);
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...(token !== undefined && {authorization: token}),
      // A POST that has no input must have no body either.
      ...(body !== undefined && body !== null && {"content-type": "application/json"})
    },
    body: body === undefined || body === null ? undefined : JSON.stringify(body)
  });
  const text = await response.text();
  const answer = text === "" ? {} : JSON.parse(text);
  if (!response.ok) throw new Refused(response.status, answer.error, answer.message);
  return answer as T;
}

const followType = "app.bsky.graph.follow";
const alphabet = "234567abcdefghijklmnopqrstuvwxyz";

/** The key that a record made at an instant would get: its microseconds and a number of the clock, by 5 bits a letter. */
export function keyAt(at: Date, clock = 7): string {
  let bits = ((BigInt(at.getTime()) * 1000n) << 10n) | BigInt(clock);
  let key = "";
  for (let letter = 0; letter < 13; letter++, bits >>= 5n) key = alphabet[Number(bits & 31n)] + key;
  return key;
}

/** Somebody with an account, who acts through the API as an app would. */
export class Person {
  private constructor(
    readonly servers: Servers,
    readonly name: string,
    readonly did: string,
    readonly handle: string,
    readonly password: string,
    private readonly jwt: string
  ) {}

  static async create(servers: Servers, name: string): Promise<Person> {
    // Short words, such as "double", are reserved.
    const handle = `the-${name}.test`;
    const password = `password-of-${name}`;
    const {did, accessJwt} = await ask<{did: string; accessJwt: string}>(
      servers.pds,
      "com.atproto.server.createAccount",
      {body: {handle, email: `${name}@example.test`, password}}
    );
    const person = new Person(servers, name, did, handle, password, accessJwt);
    await person.put("app.bsky.actor.profile", "self", {displayName: name, description: `I am ${name}`});
    return person;
  }

  /** A login of theirs, as it is used by the source. */
  session(): Session {
    const {did, handle, jwt} = this;
    const tokens = {accessToken: jwt, refreshToken: "not used"};
    return new Session("", {did, handle, pds: this.servers.pds, ...tokens, since: new Date()});
  }

  post<T>(method: string, body: unknown): Promise<T> {
    return ask<T>(this.servers.pds, method, {body, token: `Bearer ${this.jwt}`});
  }

  get<T>(method: string, query: Asking["query"] = {}): Promise<T> {
    return ask<T>(this.servers.pds, method, {query, token: `Bearer ${this.jwt}`});
  }

  put(collection: string, rkey: string, record: object): Promise<Written> {
    const whole = {$type: collection, ...record};
    return this.post("com.atproto.repo.putRecord", {repo: this.did, collection, rkey, record: whole});
  }

  write(collection: string, record: object, rkey?: string): Promise<Written> {
    const whole = {$type: collection, createdAt: new Date().toISOString(), ...record};
    return this.post("com.atproto.repo.createRecord", {repo: this.did, collection, rkey, record: whole});
  }

  async undo({uri}: Written): Promise<void> {
    const [repo, collection, rkey] = uri.replace("at://", "").split("/");
    await this.post("com.atproto.repo.deleteRecord", {repo, collection, rkey});
  }

  /** Follows somebody; `createdAt` and `key` as a client may set them, default: now. */
  follow({did}: {did: string}, {createdAt, key}: {createdAt?: Date; key?: string} = {}): Promise<Written> {
    const record = {subject: did, ...(createdAt && {createdAt: createdAt.toISOString()})};
    return this.write(followType, record, key);
  }

  /** Follows by keys and dates of one instant, as an app that imports old follows does. */
  followAt(other: {did: string}, at: Date): Promise<Written> {
    return this.follow(other, {createdAt: at, key: keyAt(at)});
  }

  /** Several records of one subject in one commit: the server does not replace the first, as it does for single ones. */
  async followTwiceAtOnce({did}: Person): Promise<void> {
    const value = {$type: followType, subject: did, createdAt: new Date().toISOString()};
    const create = {$type: "com.atproto.repo.applyWrites#create", collection: followType, value};
    await this.post("com.atproto.repo.applyWrites", {repo: this.did, writes: [create, create]});
  }

  block({did}: Person): Promise<Written> {
    return this.write("app.bsky.graph.block", {subject: did});
  }

  say(text: string, more: object = {}): Promise<Written> {
    return this.write("app.bsky.feed.post", {text, langs: ["en"], ...more});
  }

  like(subject: Written): Promise<Written> {
    return this.write("app.bsky.feed.like", {subject: plain(subject)});
  }

  repost(subject: Written): Promise<Written> {
    return this.write("app.bsky.feed.repost", {subject: plain(subject)});
  }

  async deactivate(): Promise<void> {
    await this.post("com.atproto.server.deactivateAccount", {});
  }

  async activate(): Promise<void> {
    await this.post("com.atproto.server.activateAccount", null);
  }

  /** What a moderator does. */
  async takeDown(): Promise<void> {
    await ask(this.servers.pds, "com.atproto.admin.updateSubjectStatus", {
      body: {
        subject: {$type: "com.atproto.admin.defs#repoRef", did: this.did},
        takedown: {applied: true, ref: "test"}
      },
      token: `Basic ${Buffer.from("admin:admin-pass").toString("base64")}`
    });
  }

  async remove(): Promise<void> {
    await ask(this.servers.pds, "com.atproto.admin.deleteAccount", {
      body: {did: this.did},
      token: `Basic ${Buffer.from("admin:admin-pass").toString("base64")}`
    });
  }
}

const plain = ({uri, cid}: Written) => ({uri, cid});

/** Parts of a post: an answer to one, a quote of one, and a name in its text as apps mark it. */
export const replyTo = (root: Written, parent = root) => ({
  reply: {root: plain(root), parent: plain(parent)}
});
export const quoteOf = (post: Written) => ({
  embed: {$type: "app.bsky.embed.record", record: plain(post)}
});
export const mentionOf = ({did}: Person, start: number, end: number) => ({
  facets: [
    {
      index: {byteStart: start, byteEnd: end},
      features: [{$type: "app.bsky.richtext.facet#mention", did}]
    }
  ]
});
