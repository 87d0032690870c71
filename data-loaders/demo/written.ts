import {blocks, follows, likes, posts, reposts, Repositories} from "./sky/repositories.ts";
import type {AccountState, LocalAccount, LocalRecord} from "./sky/repositories.ts";
import {didOf, keyOf} from "./sky/names.ts";
import {createRandom, seedOf, type Random} from "./random.ts";
import {dayMs, openEdge, type Edge, type Person} from "./world/people.ts";
import type {EdgeEvent, World} from "./world/world.ts";
import type {WorldName} from "./world/behaviour.ts";
import {World as SimulatedWorld} from "./world/world.ts";
import type {WorldPost} from "./world/world-view.ts";

/** When the brand on Bluesky is first looked at: a Monday, at the hour of the first snapshot. */
export const skyStart = new Date("2025-06-02T21:00:00Z");

/** How records differ from what was done, as shares of the follows they are of. */
export const disturbances = {
  /** Followers who once unfollow and follow again: the first record is gone. */
  refollows: 0.1,
  /** Follows whose button is pressed a second time: a new record takes the place of the first. */
  doublePresses: 0.03,
  /** Follows that a program made, many in one burst and of one claimed time. */
  imports: 0.03,
  /** Follows that claim an older time than they have; every fourth of them has an older key too. */
  backdated: 0.01,
  /** Followers who block the brand one day, and whom the brand blocks. */
  blocks: 0.006
} as const;

/** Tells what is drawn of records from the world's own chance. */
const recordSeed = 0x5ca1e;
/** So far back follows reach: what lies further back is drawn nearer, in its order, because the network is young. */
const horizonDays = 1150;
/** A server makes the key of a record some time after the client wrote what it claims. */
const lagMs = [26, 602] as const;
const minuteMs = 60_000;
/** Bursts before the first look, so many days ago; and one every so many days after it, of so many people. */
const burstsAgo = [310, 170, 45];
const burstEveryDays = 35;
const burstSize = 8;

/** Why lists do not show somebody who is there; see `Hidden` of the world. */
export interface Block {
  from: number;
  by: "blocked" | "blocks_us";
}

/** A world whose follows, posts and likes are written as records, as the people's apps would write them. */
export class WrittenWorld {
  readonly world: World;
  readonly repositories = new Repositories();
  /** The DID of the brand, and its handle. */
  readonly did: string;
  readonly handle = "demo-brand.test";
  /** Blocks by person. */
  readonly blocks = new Map<Person, Block>();
  readonly #imports = new Map<Person, number>();
  readonly #uris = new Map<string, string>();
  readonly #likes = new Map<string, number>();
  #posts: Iterator<WorldPost> | null = null;
  #written = 0;

  constructor(name: WorldName, seed: number, start = skyStart) {
    this.world = new SimulatedWorld(name, seed, start);
    this.did = didOf(`brand of ${seed}`);
    const {brand} = this.world;
    this.repositories.addAccount({
      did: this.did,
      handle: this.handle,
      displayName: brand.user.name,
      description: brand.user.description,
      createdAt: new Date("2022-01-10T09:00:00Z"),
      state: "active"
    });
    this.#settle();
    this.#planBursts();
    this.world.onEdge = (event) => this.#writeFollow(event);
    this.write();
  }

  advanceTo(at: Date): void {
    this.world.advanceTo(at);
    this.write();
  }

  didOf = ({index}: Person): string => didOf(`person ${index} of ${this.world.seed}`);

  /** Chance of its own for one person, so that nothing that is drawn of one moves another. */
  #chanceOf = ({index}: Person, what: number): Random =>
    createRandom(seedOf(this.world.seed, recordSeed, index, what));

  /** Writes posts, reposts and likes of since it was last asked; follows are written as they happen. */
  write(): void {
    const {world} = this;
    this.#posts ??= world.posts.values();
    for (; this.#written < world.posts.size; this.#written++) this.#writePost(this.#posts.next().value!);
    for (const [id, {likes: given}] of world.around) {
      for (let nth = this.#likes.get(id) ?? 0; nth < given.length; nth++)
        this.#put(given[nth]!.person, likes, {subject: this.#reference(id)}, world.now);
      this.#likes.set(id, given.length);
    }
  }

  /** What lies before the first look: times are drawn nearer, some came by imports, and some unfollowed and came again. */
  #settle(): void {
    const {world} = this;
    const {start} = world;
    const horizon = horizonDays * dayMs;
    const nearer = (at: number) => Math.round(start - horizon * (1 - Math.exp((at - start) / horizon)));
    const outwardBurst = start - 240 * dayMs;
    for (const person of world.people) {
      const random = this.#chanceOf(person, 0);
      for (const edge of [...person.inbound, ...person.outbound]) edge.start = nearer(edge.start);
      const [inbound, outbound] = [person.inbound[0], person.outbound[0]];
      const isImported = random.chance(disturbances.imports);
      const isImportedByBrand = random.chance(disturbances.imports);
      const refollows = random.chance(disturbances.refollows);
      const ago = burstsAgo[Math.floor(random.uniform() * burstsAgo.length)]!;
      if (inbound && isImported) {
        inbound.start = start - ago * dayMs;
        this.#imports.set(person, inbound.start);
      }
      if (outbound && isImportedByBrand) outbound.start = outwardBurst;
      if (inbound && refollows) {
        const left = random.between(inbound.start, start);
        const back = Math.min(start - 1, left + gapOf(random));
        // The follow of today is the second one.
        person.inbound.unshift({...inbound, end: Math.round(left)});
        inbound.start = Math.round(back);
      }
    }
    for (const person of world.people) this.#meet(person);
    const edges = world.people
      .flatMap((person) => [
        ...person.inbound.map((edge) => ({edge, isInbound: true})),
        ...person.outbound.map((edge) => ({edge, isInbound: false}))
      ])
      .sort((a, b) => a.edge.start - b.edge.start);
    // What was undone before the first look has left no record.
    for (const {edge, isInbound} of edges)
      if (edge.end === null) this.#follow(edge.person, isInbound, edge.start, edge);
  }

  /** A program that follows for many at once, now and then. */
  #planBursts(): void {
    const {world} = this;
    const next = (at: number) =>
      world.schedule.plan(at, () => {
        next(world.now + burstEveryDays * dayMs);
        for (let nth = 0; nth < burstSize; nth++) {
          const person = world.addPerson(world.random.pick(world.behaviours.organic));
          this.#imports.set(person, world.now);
          world.follow(person);
        }
      });
    next(world.start + 10.4 * dayMs);
  }

  #meet(person: Person): string {
    const did = this.didOf(person);
    if (this.repositories.accounts.has(did)) return did;
    const {user} = person;
    const {world} = this;
    // Nobody follows before they have an account.
    const begun = [...person.inbound, ...person.outbound].map(({start}) => start - dayMs);
    const earliest = Date.UTC(2022, 0, 11) + (person.index % 80) * dayMs;
    const account: LocalAccount = {
      did,
      handle: `${user.username.replaceAll("_", "-")}.test`,
      displayName: user.name,
      get description() {
        return user.description;
      },
      createdAt: new Date(Math.max(earliest, Math.min(user.createdAt.getTime(), ...begun))),
      get state() {
        return stateOf(person, world.now);
      },
      counts: {followers: user.followers, follows: user.following, posts: user.posts}
    };
    this.repositories.addAccount(account);
    return did;
  }

  #writeFollow({at, kind, source, target}: EdgeEvent): void {
    const {world} = this;
    const isInbound = target === world.brand.id;
    const person = world.byId.get(isInbound ? source : target)!;
    const did = this.#meet(person);
    const [from, to] = isInbound ? [did, this.did] : [this.did, did];
    if (kind === "unfollow") {
      const record = this.repositories.followOf(from, to);
      if (record) this.repositories.remove(record.uri);
      return;
    }
    const edges = isInbound ? person.inbound : person.outbound;
    const edge = edges.find(({start}) => start === at) ?? edges.at(-1)!;
    this.#follow(person, isInbound, at, edge);
    if (isInbound && edges.length === 1) this.#planRefollow(person, edge);
  }

  /** One follow as a record, and what becomes of it later. */
  #follow(person: Person, isInbound: boolean, at: number, edge: Edge): void {
    const {world} = this;
    const random = this.#chanceOf(person, isInbound ? 1 : 2);
    const did = this.didOf(person);
    const [from, to] = isInbound ? [did, this.did] : [this.did, did];
    const isBackdated = random.chance(disturbances.backdated);
    const isPressedTwice = random.chance(disturbances.doublePresses);
    const old = at - random.between(30, 500) * dayMs;
    const isKeyOld = random.chance(0.25);
    const isBurst = isInbound && this.#imports.get(person) === at;
    const claimed = isBackdated ? old : isBurst ? at : at - random.between(...lagMs);
    const key = isBackdated && isKeyOld ? keyOf(BigInt(Math.round(old)) * 1000n) : undefined;
    const write = (at: number, createdAt: number, key?: string) =>
      this.repositories.write(
        from,
        follows,
        {subject: to, createdAt: new Date(createdAt).toISOString()},
        {at: new Date(at), ...(key !== undefined && {key})}
      );
    write(at, claimed, key);
    const again = at + (random.chance(0.5) ? random.between(1000, minuteMs) : gapOf(random) * 4);
    if (isPressedTwice)
      // What lies before the first look has happened.
      if (again < world.now) write(again, again - lagMs[0]);
      else
        world.schedule.plan(again, () => {
          if (edge.end === null && person.status === "active") write(world.now, world.now - lagMs[0]);
        });
    if (isInbound && random.chance(disturbances.blocks) && !this.blocks.has(person))
      this.#planBlock(person, Math.max(world.now, at) + random.exponential(60) * dayMs, random.chance(0.5));
  }

  #planBlock(person: Person, at: number, isOurs: boolean): void {
    const {world} = this;
    world.schedule.plan(at, () => {
      if (person.status !== "active") return;
      this.blocks.set(person, {from: world.now, by: isOurs ? "blocked" : "blocks_us"});
      const did = this.didOf(person);
      const [from, to] = isOurs ? [this.did, did] : [did, this.did];
      const createdAt = new Date(world.now).toISOString();
      this.repositories.write(from, blocks, {subject: to, createdAt}, {at: new Date(world.now)});
    });
  }

  /** One in ten unfollows one day, and follows again some time later. */
  #planRefollow(person: Person, edge: Edge): void {
    const {world} = this;
    const random = this.#chanceOf(person, 3);
    if (!random.chance(disturbances.refollows)) return;
    const gap = gapOf(random);
    world.schedule.plan(edge.start + random.exponential(60) * dayMs, () => {
      if (edge.end !== null || person.status !== "active") return;
      world.unfollow(edge);
      world.schedule.plan(world.now + gap, () => {
        if (!openEdge(person.inbound)) world.follow(person);
      });
    });
  }

  #writePost(post: WorldPost): void {
    const {person, id, referenced, createdAt, text, mentions} = post;
    const at = createdAt.getTime();
    if (referenced?.type === "retweeted") {
      this.#put(person, reposts, {subject: this.#reference(referenced.id)}, at);
      return;
    }
    const target = referenced ? this.#reference(referenced.id) : null;
    const root = post.conversationId === id ? target : this.#reference(post.conversationId);
    const [mentioned] = mentions;
    const isMention = referenced === null && mentioned !== undefined;
    const length = Buffer.byteLength(`@${mentioned?.username}`);
    const record = this.#put(
      person,
      posts,
      {
        text,
        langs: [post.lang],
        ...(referenced?.type === "replied_to" && {reply: {root, parent: target}}),
        ...(referenced?.type === "quoted" && {embed: {$type: "app.bsky.embed.record", record: target}}),
        ...(isMention && {
          facets: [
            {
              index: {byteStart: 0, byteEnd: length},
              features: [{$type: "app.bsky.richtext.facet#mention", did: this.did}]
            }
          ]
        })
      },
      at
    );
    this.#uris.set(id, record.uri);
  }

  #put(person: Person | null, collection: string, value: object, at: number): LocalRecord {
    const did = person === null ? this.did : this.#meet(person);
    const createdAt = new Date(at - lagMs[0]).toISOString();
    return this.repositories.write(did, collection, {...value, createdAt}, {at: new Date(at)});
  }

  /** A post as another record refers to it. */
  #reference(id: string): {uri: string; cid: string} {
    const uri = this.#uris.get(id)!;
    return {uri, cid: this.repositories.records.get(uri)!.cid};
  }
}

/** Somebody who left for good is deactivated at first, and deleted a month later. */
function stateOf({status, hidden}: Person, now: number): AccountState {
  if (status === "active") return "active";
  if (status === "suspended") return "taken_down";
  return now - hidden.at(-1)!.from > 30 * dayMs ? "deleted" : "deactivated";
}

/** Milliseconds from ten minutes to ten days, as many of each order. */
const gapOf = (random: Random): number =>
  Math.exp(random.between(Math.log(10 * minuteMs), Math.log(10 * dayMs)));
