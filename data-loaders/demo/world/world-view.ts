import type {LocalPost, LocalUser} from "../backend.ts";
import type {Random} from "../random.ts";
import type {Kind, World as Behaviours} from "./behaviour.ts";
import type {Edge, Person} from "./people.ts";
import type {Schedule} from "./schedule.ts";

/** A post of the world: `seq` rises with every post, `person` is null for the brand's own. */
export interface WorldPost extends LocalPost {
  seq: number;
  /** How many posts there were before it, of anybody. */
  nth: number;
  person: Person | null;
}

/** What gathers around one post of the brand. */
export interface Around {
  quotes: WorldPost[];
  reposts: WorldPost[];
  likes: {seq: number; person: Person}[];
}

/** One follow of the brand's outreach, as its own log would hold it. */
export interface OutreachEntry {
  at: number;
  person: Person;
  /** Whether somebody wrote it down. */
  isLogged: boolean;
  /** Whether a coin drew the person, so that they were in no campaign. */
  isDrawn: boolean;
}

/** What the brand does: posts, looks for people under #teamfollowback, follows back, drops who did not answer. */
export interface Brand {
  id: string;
  user: LocalUser;
  outreach: OutreachEntry[];
  begin(): void;
  /** Somebody followed: the brand may follow back. */
  gained(person: Person): void;
  /** Somebody left: the brand may notice and drop them. */
  lost(person: Person): void;
  /** Follows somebody because a coin drew them. */
  followDrawn(person: Person): void;
}

/** The world as the brand, its visitors and its readers meet it: what they see, and what they can do in it. */
export interface WorldView {
  readonly now: number;
  readonly start: number;
  readonly schedule: Schedule;
  readonly random: Random;
  /** What followers say to each other is drawn from this. */
  readonly talk: Random;
  readonly seed: number;
  readonly brand: Brand;
  /** What a coin has decided: whether outreach is on, on the day of a midnight; null where none decides. */
  readonly trials: {outreachOn(midnight: number): boolean | null};
  readonly behaviours: Behaviours;
  readonly people: readonly Person[];
  /** Open follows, oldest first. */
  readonly inbound: readonly Edge[];
  readonly outbound: readonly Edge[];
  readonly around: ReadonlyMap<string, Around>;
  /** All posts of a conversation, its first one too, oldest first. */
  readonly conversations: ReadonlyMap<string, readonly WorldPost[]>;
  /** Somebody who was not in the world before. */
  addPerson(kind: Kind): Person;
  /** A person follows the brand, for so many days if that is decided; the brand follows a person, or drops one. */
  follow(person: Person, at?: number, stayDays?: number): void;
  followOut(person: Person): void;
  drop(person: Person): void;
  addPost(person: Person | null, about: WorldPost | null, kind: PostKind): WorldPost;
  /** A person answers somebody else than the brand, in a conversation of the brand. */
  addAnswer(person: Person, to: WorldPost): WorldPost;
  addLike(person: Person, post: WorldPost): void;
}

export type PostKind = "post" | "reply" | "quote" | "mention" | "repost";
