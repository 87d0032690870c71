import {keyAt, mentionOf, Person, quoteOf, replyTo, type Written} from "./people.ts";
import type {Expected} from "./recorded.ts";
import type {Servers} from "./start-servers.ts";

const day = 86_400_000;
const keyOf = ({uri}: Written) => uri.split("/").at(-1)!;

/**
 * A brand and the people around it, written through the servers' own API in two acts. After each, `expected` says how every
 * follow stands, by what was done and never by what was read.
 */
export class World {
  readonly people = new Map<string, Person>();
  readonly followers: Record<string, string> = {};
  readonly following: Record<string, string> = {};
  readonly inbound = new Map<string, Written>();
  readonly outbound = new Map<string, Written>();
  /** What others did under posts of the brand: who, as what, and whom it addresses. */
  readonly acts: string[] = [];

  constructor(
    readonly servers: Servers,
    readonly brand: Person
  ) {}

  static async begin(servers: Servers): Promise<World> {
    return new World(servers, await Person.create(servers, "brand"));
  }

  get expected(): Expected {
    const sorted = <T>(all: Iterable<readonly [string, T]>) =>
      Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
    return {
      names: sorted([...this.people].map(([name, {did}]) => [name, did] as const)),
      followers: sorted(Object.entries(this.followers)),
      following: sorted(Object.entries(this.following)),
      inboundKeys: sorted([...this.inbound].map(([name, written]) => [name, keyOf(written)] as const)),
      outboundKeys: sorted([...this.outbound].map(([name, written]) => [name, keyOf(written)] as const)),
      acts: this.acts.toSorted()
    };
  }

  async meet(...names: string[]): Promise<void> {
    for (const name of names) {
      this.people.set(name, await Person.create(this.servers, name));
      this.followers[name] = this.following[name] = "gone unfollowed";
    }
  }

  person = (name: string): Person => this.people.get(name)!;

  /** They follow the brand. */
  async come(name: string, options?: Parameters<Person["follow"]>[1]): Promise<void> {
    this.inbound.set(name, await this.person(name).follow(this.brand, options));
    this.followers[name] = "there";
  }

  async leave(name: string): Promise<void> {
    await this.person(name).undo(this.inbound.get(name)!);
    this.inbound.delete(name);
    this.followers[name] = "gone unfollowed";
  }

  /** The brand follows them. */
  async reach(name: string): Promise<void> {
    this.outbound.set(name, await this.brand.follow(this.person(name)));
    this.following[name] = "there";
  }

  async drop(name: string): Promise<void> {
    await this.brand.undo(this.outbound.get(name)!);
    this.outbound.delete(name);
    this.following[name] = "gone unfollowed";
  }

  /** Both follows, as far as they are there, are hidden, for a reason. */
  hide(name: string, why: string): void {
    for (const list of [this.followers, this.following])
      list[name] = list[name] === "there" ? `hidden ${why}` : `gone ${why}`;
  }

  async writeFirstAct(): Promise<void> {
    const {brand} = this;
    const names = [
      "first",
      "organic",
      "back",
      "refollow",
      "double",
      "backdated",
      "oldkey",
      "forged",
      "twice"
    ];
    await this.meet(...names, "blocker", "blocked", "off", "down", "gone", "target", "targetoff");
    // They first, then the brand; the other way round; one-way.
    await this.come("first");
    await this.reach("first");
    await this.reach("back");
    await this.come("back");
    await this.come("organic");
    await this.reach("target");
    // The record of today says "the brand first", and it was not so.
    await this.come("refollow");
    await this.reach("refollow");
    await this.leave("refollow");
    await this.come("refollow");
    await this.come("double");
    await this.reach("double");
    await this.come("double");
    // What clients may claim.
    const longAgo = new Date(Date.now() - 400 * day);
    await this.come("backdated", {createdAt: longAgo});
    await this.come("oldkey", {key: keyAt(longAgo)});
    await this.come("forged", {createdAt: longAgo, key: keyAt(longAgo)});
    await this.person("twice").followTwiceAtOnce(brand);
    this.followers.twice = "there";
    // Hidden people, and follows that no list can show.
    for (const name of ["blocker", "blocked", "off", "down", "gone"]) await this.come(name);
    for (const name of ["blocked", "off", "targetoff"]) await this.reach(name);
    await brand.follow(brand);
    await brand.follow({did: `did:plc:${"a".repeat(24)}`});
    // Two followers of one claimed time, with nine newer ones in front of them: a page of ten ends between the two.
    const twins = ["twina", "twinb"];
    const fans = Array.from({length: 9}, (_, nth) => `fan${nth + 1}`);
    await this.meet(...twins, ...fans);
    const createdAt = new Date();
    for (const name of twins) await this.come(name, {createdAt});
    for (const name of fans) await this.come(name);
    await this.writeActs();
    await this.servers.settle();
  }

  /** A reply, a quote, a like and a repost; what is all at once; what addresses somebody else; and what is not public. */
  async writeActs(): Promise<void> {
    const {brand} = this;
    const hello = await brand.say("hello, who is there");
    const answer = await this.person("fan1").say("I am", replyTo(hello));
    await this.person("fan2").say("look", quoteOf(hello));
    await this.person("fan3").like(hello);
    await this.person("fan4").repost(hello);
    await this.person("organic").say("@fan1 and all", {
      ...replyTo(hello),
      ...quoteOf(hello),
      ...mentionOf(this.person("fan1"), 0, 5)
    });
    await this.person("fan5").say("hello fan1", replyTo(hello, answer));
    const thanks = await brand.say("thank you", replyTo(hello, answer));
    await this.person("fan6").say("you are welcome", replyTo(hello, thanks));
    await this.person("fan7").say("@brand, hear me", mentionOf(brand, 0, 6));
    await brand.repost(await this.person("fan8").say("of my own"));
    this.acts.push(
      "fan1 reply: reply brand",
      "fan2 quote: quote brand",
      "fan3 like: brand",
      "fan4 repost: brand",
      "organic reply: mention fan1, reply brand",
      "fan5 reply: reply fan1",
      "fan6 reply: reply brand"
    );
  }

  /** Nobody is hidden before the first look, so that it meets everybody but one of the twins. */
  async writeSecondAct(): Promise<void> {
    const {brand} = this;
    await this.leave("first");
    await this.drop("target");
    await this.leave("fan1");
    await this.come("fan1");
    await brand.block(this.person("blocked"));
    this.hide("blocked", "blocked");
    this.following.blocked = "hidden blocked";
    await this.person("blocker").block(brand);
    this.hide("blocker", "blocks_us");
    this.following.blocker = "gone unfollowed";
    for (const name of ["off", "targetoff"]) {
      await this.person(name).deactivate();
      this.hide(name, "deactivated");
    }
    await this.person("down").takeDown();
    this.hide("down", "taken_down");
    await this.person("gone").remove();
    this.inbound.delete("gone");
    this.followers.gone = this.following.gone = "gone deleted";
    await this.meet("newcomer", "newback");
    await this.come("newcomer");
    await this.reach("newback");
    await this.come("newback");
    await this.servers.settle();
  }

  async writeThirdAct(): Promise<void> {
    await this.person("off").activate();
    this.followers.off = this.following.off = "there";
    // Met long before they follow: a second request asks for their counts.
    await this.come("target");
    await this.servers.settle();
  }
}
