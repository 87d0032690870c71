import {createBrand} from "./brand.ts";
import {worlds, type Kind, type World as Behaviours, type WorldName} from "./behaviour.ts";
import {
  createPerson,
  dayMs,
  drawStay,
  isFollowback,
  openEdge,
  postIdOf,
  userIdOf,
  type Edge,
  type Person
} from "./people.ts";
import {createRandom, type Random} from "../random.ts";
import {brandTopics, interestPosts, type InterestPost} from "./interests.ts";
import {Schedule} from "./schedule.ts";
import {Trials} from "./trials.ts";
import {startVisits} from "./visits.ts";
import type {Around, Brand, PostKind, WorldPost, WorldView} from "./world-view.ts";

/** One thing that happened to a follow, as it happened: what every truth can be worked out from again. */
export interface EdgeEvent {
  at: number;
  kind: "follow" | "unfollow";
  source: string;
  target: string;
}

/** When the demo's brand is watched: Monday 2024-07-08, at the hour of the first walk, and 78 weeks on. */
export const worldStart = new Date("2024-07-08T21:00:00Z");

/** Tells the seed of what is said among followers from the world's own. */
const talkSeed = 0x7a1c0de;
/** Ids of answers among others lie above those of all that happens in the same millisecond. */
const answersFrom = 1 << 21;

/** A brand and the people around it. The same name and seed give the same world, however it is moved on. */
export class World implements WorldView {
  readonly schedule: Schedule;
  readonly random: Random;
  readonly talk: Random;
  readonly behaviours: Behaviours;
  readonly brand: Brand;
  readonly people: Person[] = [];
  readonly byId = new Map<string, Person>();
  /** Open follows, oldest first. */
  readonly inbound: Edge[] = [];
  readonly outbound: Edge[] = [];
  readonly ownPosts: WorldPost[] = [];
  readonly mentions: WorldPost[] = [];
  readonly posts = new Map<string, WorldPost>();
  readonly around = new Map<string, Around>();
  readonly conversations = new Map<string, WorldPost[]>();
  readonly log: EdgeEvent[] = [];
  readonly trials = new Trials();
  readonly start: number;
  /** Told of every follow and unfollow as it happens. */
  onEdge: (event: EdgeEvent) => void = () => {};
  #seq = 0;

  constructor(
    readonly name: WorldName,
    readonly seed: number,
    start = worldStart
  ) {
    this.start = start.getTime();
    this.behaviours = worlds[name];
    this.random = createRandom(seed);
    this.talk = createRandom(seed ^ talkSeed);
    this.schedule = new Schedule(this.start);
    this.brand = createBrand(this, userIdOf(0));
    this.#settle();
    this.brand.begin();
    startVisits(this);
  }

  get now() {
    return this.schedule.now;
  }

  advanceTo(at: Date) {
    this.schedule.advanceTo(at.getTime());
  }

  /** Somebody who was not in the world before. */
  addPerson(kind: Kind): Person {
    const person = createPerson(
      this.people.length + 1,
      kind,
      this.behaviours.behaviours[kind],
      this.now,
      this
    );
    this.people.push(person);
    this.byId.set(person.id, person);
    this.#planFate(person);
    return person;
  }

  /** What a person posts about anything but the brand, from `from` to before `to`, so far as that is past; oldest first. */
  interestPosts(person: Person, from: number, to: number): InterestPost[] {
    return interestPosts(this.seed, person, from, Math.min(to, this.now));
  }

  /** A person follows the brand, unless X does not let them or they already do. How long they stay is drawn where `stayDays` does not say it. */
  follow(person: Person, at = this.now, stayDays?: number) {
    if (person.status !== "active" || openEdge(person.inbound)) return;
    person.route ??= at < this.start ? "pre_existing" : isFollowback(person, at) ? "followback" : "organic";
    const edge = this.#open(this.inbound, person.inbound, person, at);
    this.#note({at, kind: "follow", source: person.id, target: this.brand.id});
    const days = stayDays ?? drawStay(this.random, person);
    // Whoever is there at the start has stayed until then.
    this.schedule.plan(Math.max(at, this.start) + days * dayMs, () => this.unfollow(edge));
    if (at >= this.start) this.brand.gained(person);
  }

  unfollow(edge: Edge) {
    const {person} = edge;
    if (edge.end !== null) return;
    // A suspended account does nothing; what it meant to do waits, or is forgotten with it.
    if (person.status !== "active")
      return this.schedule.plan(this.now + 5 * dayMs, () => this.unfollow(edge));
    this.#close(this.inbound, edge);
    this.#note({at: this.now, kind: "unfollow", source: person.id, target: this.brand.id});
    this.brand.lost(person);
    if (this.random.chance(0.05)) {
      this.schedule.plan(this.now + (2 + this.random.exponential(45)) * dayMs, () => this.follow(person));
    }
  }

  /** The brand follows a person. */
  followOut(person: Person, at = this.now) {
    if (person.status !== "active" || openEdge(person.outbound)) return;
    this.#open(this.outbound, person.outbound, person, at);
    this.#note({at, kind: "follow", source: this.brand.id, target: person.id});
  }

  /** The brand drops a person, who may take it amiss. */
  drop(person: Person) {
    const edge = openEdge(person.outbound);
    if (!edge || person.status !== "active") return;
    this.#close(this.outbound, edge);
    this.#note({at: this.now, kind: "unfollow", source: this.brand.id, target: person.id});
    const inbound = openEdge(person.inbound);
    if (inbound && this.random.chance(person.behaviour.resents)) {
      this.schedule.plan(this.now + this.random.between(0.2, 14) * dayMs, () => this.unfollow(inbound));
    }
  }

  /** Adds a post. Acts toward the brand join its mentions, or gather around the post they are about. */
  addPost(person: Person | null, about: WorldPost | null, kind: PostKind): WorldPost {
    const seq = ++this.#seq;
    const id = postIdOf(this.now, seq);
    const author = person ?? this.brand.user;
    const types = {reply: "replied_to", quote: "quoted", repost: "retweeted"} as const;
    const isToBrand = person !== null && kind !== "repost";
    const post: WorldPost = {
      seq,
      nth: this.posts.size,
      person,
      id,
      authorId: author.id,
      createdAt: new Date(Math.floor(this.now / 1000) * 1000),
      text: textOf(kind, isToBrand ? this.brand.user.username : null, seq),
      conversationId: kind === "reply" ? about!.conversationId : id,
      inReplyToUserId: kind === "reply" ? about!.authorId : null,
      referenced: about && kind in types ? {type: types[kind as "reply"], id: about.id} : null,
      hashtags: kind === "post" ? tagsOf(seq) : [],
      mentions: isToBrand ? [{id: this.brand.id, username: this.brand.user.username}] : [],
      lang: "en",
      ...unseen
    };
    this.#keep(post);
    if (person === null) {
      this.ownPosts.push(post);
      this.around.set(id, {quotes: [], reposts: [], likes: []});
    } else if (kind !== "post") {
      if (kind !== "repost") this.mentions.push(post);
      if (kind === "quote") this.around.get(about!.id)!.quotes.push(post);
      if (kind === "repost") this.around.get(about!.id)!.reposts.push(post);
      if (about) about[kind === "quote" ? "quotes" : kind === "repost" ? "reposts" : "replies"] += 1;
      person.acts.push({at: this.now, kind});
    }
    return post;
  }

  /** A person answers somebody else than the brand, in a conversation of the brand: it does not name the brand. */
  addAnswer(person: Person, to: WorldPost): WorldPost {
    const nth = this.posts.size;
    const id = postIdOf(this.now, answersFrom + nth);
    const author = to.person!;
    const post: WorldPost = {
      ...to,
      nth,
      person,
      id,
      authorId: person.id,
      createdAt: new Date(Math.floor(this.now / 1000) * 1000),
      text: `@${author.user.username} [simulated answer ${nth}]`,
      inReplyToUserId: author.id,
      referenced: {type: "replied_to", id: to.id},
      mentions: [{id: author.id, username: author.user.username}],
      hashtags: [],
      ...unseen
    };
    this.#keep(post);
    to.replies += 1;
    person.answers.push({at: this.now, to: author});
    return post;
  }

  #keep(post: WorldPost) {
    this.posts.set(post.id, post);
    const {conversationId} = post;
    const conversation = this.conversations.get(conversationId);
    if (conversation) conversation.push(post);
    else this.conversations.set(conversationId, [post]);
  }

  addLike(person: Person, post: WorldPost) {
    this.around.get(post.id)!.likes.push({seq: ++this.#seq, person});
    post.likes += 1;
    person.acts.push({at: this.now, kind: "like"});
  }

  #note(event: EdgeEvent) {
    this.log.push(event);
    this.onEdge(event);
  }

  #open(list: Edge[], own: Edge[], person: Person, start: number): Edge {
    const edge: Edge = {seq: ++this.#seq, person, start, end: null};
    list.push(edge);
    own.push(edge);
    return edge;
  }

  #close(list: Edge[], edge: Edge) {
    edge.end = this.now;
    list.splice(list.indexOf(edge), 1);
  }

  /** Suspension and deactivation come to everybody at their own rate, followers or not. */
  #planFate(person: Person) {
    const {suspended, deactivated} = person.behaviour;
    const days = this.random.exponential(1 / (suspended + deactivated));
    if (days > 700) return;
    const cause = this.random.chance(suspended / (suspended + deactivated)) ? "suspended" : "gone";
    this.schedule.plan(this.now + days * dayMs, () => {
      if (person.status !== "active") return;
      person.status = cause;
      person.hidden.push({cause, from: this.now, to: null});
      // X gives back a suspended account after some weeks, and a deactivated one within a month.
      if (this.random.chance(0.45)) this.#planReturn(person, cause === "gone" ? 29 : 60);
    });
  }

  /** They come back, at their old place in every list, within so many days. */
  #planReturn(person: Person, days: number) {
    this.schedule.plan(this.now + this.random.between(2, days) * dayMs, () => {
      person.status = "active";
      person.hidden.at(-1)!.to = this.now;
    });
  }

  /** The state at the start: 1,500 followers from years before, some of them followed by the brand, and open attempts. */
  #settle() {
    const {random} = this;
    const before: {at: number; run: (at: number) => void}[] = [];
    const ago = () => this.start - Math.ceil((0.1 + random.exponential(420)) * dayMs);
    for (let i = 0; i < 1500; ++i) {
      const isAnswer = random.chance(0.35);
      const person = this.addPerson(
        random.pick(isAnswer ? this.behaviours.outreach : this.behaviours.organic)
      );
      const at = ago();
      before.push({at, run: (at) => this.follow(person, at)});
      if (isAnswer)
        before.push({
          at: at - Math.ceil(random.exponential(2) * dayMs),
          run: (at) => this.followOut(person, at)
        });
      else if (random.chance(0.3)) {
        const later = Math.min(this.start - 1, at + Math.ceil(random.exponential(5) * dayMs));
        before.push({at: later, run: (at) => this.followOut(person, at)});
      }
    }
    for (let i = 0; i < 120; ++i) {
      const person = this.addPerson(random.pick(this.behaviours.outreach));
      before.push({at: ago(), run: (at) => this.followOut(person, at)});
    }
    before.sort((a, b) => a.at - b.at);
    for (const {at, run} of before) run(at);
    // Some are suspended as watching begins, and half of them come back deep in the lists.
    for (const {person} of this.inbound) {
      if (!random.chance(0.015)) continue;
      person.status = "suspended";
      person.hidden.push({cause: "suspended", from: this.start, to: null});
      if (random.chance(0.5)) this.#planReturn(person, 90);
    }
  }
}

/** The counts of a post that nobody has seen yet. */
const unseen = {reposts: 0, replies: 0, likes: 0, quotes: 0, impressions: 0};

/** The hashtags of an own post: every third has some, one of them a topic of the brand. */
const tagsOf = (seq: number) =>
  seq % 3 === 0 ? ["simulated", brandTopics[(seq / 3) % brandTopics.length]!] : [];

const textOf = (kind: string, username: string | null, seq: number) => {
  const tags = kind === "post" ? tagsOf(seq).map((tag) => ` #${tag}`) : [];
  return `${username ? `@${username} ` : ""}[simulated ${kind} ${seq}]${tags.join("")}`;
};
