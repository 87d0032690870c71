import {didOf} from "../../data-loaders/demo/sky/names.ts";
import {
  blocks,
  follows,
  likes,
  posts,
  reposts,
  Repositories,
  type AccountState,
  type LocalAccount,
  type LocalRecord
} from "../../data-loaders/demo/sky/repositories.ts";

const dayMs = 86_400_000;
export const skyDawn = Date.parse("2025-03-03T12:00:00Z");
export const brand = didOf("brand of the town");
export const person = (nth: number): string => didOf(`person ${nth} of the town`);

/** A post with the name of the brand in it. */
const names = {facets: [{features: [{$type: "app.bsky.richtext.facet#mention", did: brand}]}]};

type Account = LocalAccount & {state: AccountState};

/**
 * A brand on Bluesky with lists of several pages, people of every state, posts of every age at which interactions are asked
 * for, and interactions. It stands still while a snapshot is taken, so that what is so is known to the row.
 */
export class SkyTown {
  readonly repositories = new Repositories();
  #written = skyDawn - 300 * dayMs;

  constructor() {
    this.#account(brand, "brand.test");
    for (let nth = 0; nth < 220; nth++) this.#account(person(nth), `person-${nth}.test`);
    for (let nth = 0; nth < 130; nth++) this.follow(person(nth), brand);
    for (let nth = 90; nth < 200; nth++) this.follow(brand, person(nth));
    const say = (daysAgo: number, did = brand, more: object = {}) =>
      this.write(did, posts, {text: "a post", langs: ["en"], ...more}, skyDawn - daysAgo * dayMs);
    for (const [nth, daysAgo] of [40, 20, 8, 4, 1.5, 0.5].entries()) {
      const post = say(daysAgo);
      const subject = {uri: post.uri, cid: post.cid};
      const answer = say(daysAgo - 0.1, person(nth), {reply: {root: subject, parent: subject}});
      say(daysAgo - 0.2, person(nth + 10), {
        reply: {root: subject, parent: {uri: answer.uri, cid: answer.cid}}
      });
      say(daysAgo - 0.3, person(nth + 20), {embed: {$type: "app.bsky.embed.record", record: subject}});
      for (const [from, kind] of [
        [30, likes],
        [50, reposts]
      ] as const)
        for (let more = 0; more < 3; more++)
          this.write(person(from + nth + more), kind, {subject}, skyDawn - (daysAgo - 0.4) * dayMs);
    }
    say(2, person(60), names);
    this.become(5, "deactivated");
    this.become(6, "taken_down");
    this.block(brand, person(7));
    this.block(person(165), brand);
  }

  /** A day later: some came, some left, one follows again, one is deleted, one is back. */
  grow(day: number): void {
    const at = skyDawn + day * dayMs - 3_600_000;
    for (let nth = 0; nth < 3; nth++)
      this.write(person(200 + 3 * day + nth), follows, {subject: brand}, at + nth);
    this.write(brand, follows, {subject: person(60 + day)}, at);
    for (const nth of [10 + day, 100 + day]) this.unfollow(person(nth), brand);
    this.unfollow(brand, person(140 + day));
    // Another record, and no look in between.
    this.write(person(20 + day), follows, {subject: brand}, at);
    this.become(70 + day, "deactivated");
    this.become(80 + day, "deleted");
    if (day > 1) this.become(69 + day, "active");
    const post = this.write(brand, posts, {text: "news"}, at);
    this.write(person(61 + day), posts, {text: "a name", ...names}, at + 500);
    this.write(person(day), likes, {subject: {uri: post.uri, cid: post.cid}}, at + 1000);
  }

  write(did: string, collection: string, value: object, at: number): LocalRecord {
    const createdAt = new Date(at - 300).toISOString();
    return this.repositories.write(did, collection, {...value, createdAt}, {at: new Date(at)});
  }

  /** One follow after another, an hour apart: no two of one instant. */
  follow(did: string, subject: string): void {
    this.write(did, follows, {subject}, (this.#written += 3_600_000));
  }

  unfollow(did: string, subject: string): void {
    const record = this.repositories.followOf(did, subject);
    if (record) this.repositories.remove(record.uri);
  }

  block(did: string, subject: string): void {
    this.write(did, blocks, {subject}, skyDawn - dayMs);
  }

  become(nth: number, state: AccountState): void {
    (this.repositories.accounts.get(person(nth)) as Account).state = state;
  }

  #account(did: string, handle: string): void {
    const account: Account = {
      did,
      handle,
      displayName: handle,
      description: "somebody of the town",
      createdAt: new Date(skyDawn - 800 * dayMs),
      state: "active",
      ...(did !== brand && {counts: {followers: 12, follows: 34, posts: 56}})
    };
    this.repositories.addAccount(account);
  }
}
