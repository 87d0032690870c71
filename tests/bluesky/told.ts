import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {BlueskyClient} from "../../data-loaders/bluesky/client.ts";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {Session} from "../../data-loaders/bluesky/session.ts";
import {takeSnapshot} from "../../data-loaders/bluesky/snapshot.ts";
import type {FaultScenario} from "../../data-loaders/demo/sky/faults.ts";
import {didOf, keyOf} from "../../data-loaders/demo/sky/names.ts";
import {
  follows,
  likes,
  posts,
  reposts,
  Repositories,
  type LocalRecord
} from "../../data-loaders/demo/sky/repositories.ts";
import {startAppview, type AppviewRequest, type LocalAppview} from "../../data-loaders/demo/sky/server.ts";
import type {Clock} from "../../data-loaders/clock.ts";
import {storedRows} from "../stored.ts";
import {stoppedClock} from "./stopped-clock.ts";

const hourMs = 3_600_000;
/** The first look. Times of the world are hours from it. */
export const firstLook = Date.parse("2026-05-01T12:00:00Z");
export const hours = (from: number): Date => new Date(firstLook + from * hourMs);
export const brandBegan = new Date("2026-01-01T00:00:00Z");

interface When {
  /** When it is written, in hours from the first look. */
  at: number;
  /** What the record claims, likewise; default: the same. */
  claims?: number;
  /** When the key says that it was made, likewise; default: when it is written. */
  key?: number;
}

const token = "token-of-the-brand";
const mentionType = "app.bsky.richtext.facet#mention";
const ref = ({uri, cid}: LocalRecord) => ({uri, cid});

/** A brand on a local Bluesky, people by their names, and what they do at which hour. */
export class ToldWorld {
  readonly repositories = new Repositories();
  readonly dirs: string[] = [];
  readonly brand = didOf("brand");
  readonly requests: AppviewRequest[] = [];
  appview!: LocalAppview;

  constructor() {
    this.account("brand", brandBegan);
  }

  async start(faultScenario?: FaultScenario): Promise<void> {
    await this.appview?.close();
    this.appview = await startAppview(this.repositories, {
      viewerOf: (authorization) => (authorization === `Bearer ${token}` ? this.brand : null),
      onRequest: (request) => this.requests.push(request),
      ...(faultScenario && {faultScenario})
    });
  }

  async stop(): Promise<void> {
    await this.appview?.close();
    for (const dir of this.dirs) await rm(dir, {recursive: true, force: true});
  }

  async store(): Promise<string> {
    const dir = await mkdtemp(join(tmpdir(), "followback-test-"));
    this.dirs.push(dir);
    return dir;
  }

  account(name: string, createdAt = new Date("2025-01-01T00:00:00Z")): string {
    const did = didOf(name);
    if (this.repositories.accounts.has(did)) return did;
    const handle = `${name}.test`;
    this.repositories.addAccount({
      did,
      handle,
      displayName: name,
      description: "",
      createdAt,
      state: "active"
    });
    return did;
  }

  write(name: string, collection: string, value: object, {at, claims = at, key}: When): LocalRecord {
    const record = {...value, createdAt: hours(claims).toISOString()};
    return this.repositories.write(this.account(name), collection, record, {
      at: hours(at),
      ...(key !== undefined && {key: keyOf(BigInt(hours(key).getTime()) * 1000n)})
    });
  }

  /** A post: which one it answers, which one it quotes, and whom it names. */
  say(
    name: string,
    when: When,
    {reply, quote, names = []}: {reply?: LocalRecord; quote?: LocalRecord; names?: string[]} = {}
  ): LocalRecord {
    return this.write(
      name,
      posts,
      {
        text: "words",
        ...(reply && {reply: {root: ref(reply), parent: ref(reply)}}),
        ...(quote && {embed: {$type: "app.bsky.embed.record", record: ref(quote)}}),
        facets: names.map((one) => ({
          index: {byteStart: 0, byteEnd: 5},
          features: [{$type: mentionType, did: this.account(one)}]
        }))
      },
      when
    );
  }

  follow = (name: string, other: string, when: When) =>
    this.write(name, follows, {subject: this.account(other)}, when);
  like = (name: string, post: LocalRecord, when: When) => this.write(name, likes, {subject: ref(post)}, when);
  repost = (name: string, post: LocalRecord, when: When) =>
    this.write(name, reposts, {subject: ref(post)}, when);

  /** Who looks: the brand itself, or anybody. */
  client(clock: Clock, isBrand = true): BlueskyClient {
    const pds = this.appview.url;
    const tokens = {accessToken: token, refreshToken: token};
    const login = {did: this.brand, handle: "brand.test", pds, ...tokens, since: new Date(firstLook)};
    const session = isBrand ? new Session("", login) : null;
    return new BlueskyClient({base: pds, clock, session});
  }

  /** A look so many hours from the first one, logged in as the brand or as anybody. */
  look(dataDir: string, at: number, isBrand = true) {
    this.requests.length = 0;
    const client = this.client(stoppedClock(hours(at)), isBrand);
    return takeSnapshot({dataDir, account: this.brand, client});
  }

  asked = (method: string) => this.requests.filter((one) => one.method.endsWith(method));

  /** Rows of a store, with `who(id)` for the name of somebody. */
  rows = <T>(dataDir: string, sql: string): Promise<T[]> => {
    const names = [...this.repositories.accounts.values()].map(
      ({did, displayName}) => `(${insideOf(did)}, '${displayName}')`
    );
    return storedRows<T>(
      dataDir,
      sql,
      `create or replace table names as from (values ${names.join(", ")}) t(id, name);
      create or replace macro who(one) as (select name from names where id = one)`
    );
  };

  /** What a store holds that others did, look by look: who, how, toward whom, and when in hours from the first look. */
  async acts(dataDir: string): Promise<string[][]> {
    const all = await this.rows<{
      nth: number;
      actor: string;
      kind: string;
      addressed: string[] | null;
      after: Date;
      before: Date;
      is_exact: boolean;
    }>(
      dataDir,
      `with a as (
        select snapshot_id, act_id, list(how || ' ' || who(user_id) order by how, who(user_id)) as addressed
        from raw.addressed group by snapshot_id, act_id)
      select dense_rank() over (order by i.snapshot_id)::integer as nth, who(actor_id) as actor, kind, addressed,
        i."after", i."before", is_exact
      from raw.interactions i left join a using (snapshot_id, act_id)`
    );
    const hour = (time: Date) => Math.round(((time.getTime() - firstLook) / hourMs) * 100) / 100;
    const looks = await this.rows(dataDir, "select distinct snapshot_id from raw.lists");
    return looks.map((_, nth) =>
      all
        .filter((one) => one.nth === nth + 1)
        .map(({actor, kind, addressed, after, before, is_exact}) => {
          const when = is_exact ? `at ${hour(before)}` : `${hour(after)} to ${hour(before)}`;
          return `${actor} ${kind}${addressed ? ` (${addressed.join(", ")})` : ""} ${when}`;
        })
        .toSorted()
    );
  }

  /** The polls of mentions, in hours. */
  async polls(dataDir: string) {
    const all = await this.rows<{
      from: Date;
      to: Date;
      rows: number;
      complete: boolean;
      capped: boolean;
    }>(
      dataDir,
      `select "from", "to", rows::integer as rows, complete, capped from raw.polls where kind = 'mention' order by "to"`
    );
    const hour = (time: Date) => Math.round(((time.getTime() - firstLook) / hourMs) * 100) / 100;
    return all.map(({from, to, ...rest}) => ({from: hour(from), to: hour(to), ...rest}));
  }
}
