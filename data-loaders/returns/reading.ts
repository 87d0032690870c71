import {plural} from "../../src/words.ts";
import type {codeKinds} from "../../src/snapshots/tables.ts";
import type {Day, Zone} from "./days.ts";
import type {Grid} from "./grid.ts";

export type CodeKind = (typeof codeKinds)[number];

/** What ties a row to a link or a campaign. */
export interface Code {
  kind: CodeKind;
  code: string;
}

export interface Visits extends Code {
  day: Day;
  visits: number;
  visitors: number | null;
}

/** A sale or sign-up, or several of a day. The order's id tells rows apart while files are read, and is never stored. */
export interface Sale {
  kind: "sale" | "signup";
  order: string | null;
  /** What two orders of one id differ in where they are of two shops. */
  detail: string;
  day: Day;
  code: Code;
  orders: number;
  currency: string | null;
  /** Hundredths, before refunds; null of sign-ups. */
  amount: bigint | null;
  refunded: bigint | null;
}

export interface Cost {
  kind: "hours" | "money" | "hour_cost";
  from: Day;
  to: Day;
  project: string | null;
  campaign: string | null;
  /** Money: hundredths. Hours: so many `hourUnits`. */
  amount: bigint;
  currency: string | null;
}

/** Hours are summed in units of which both a second and a decimal of four places are whole numbers. */
export const hourUnits = 90_000n;

export interface PostReading {
  post: string;
  impressions: number | null;
  urlClicks: number | null;
  newFollows: number | null;
  profileVisits: number | null;
}

/** What X counted of an account on one day; null: the file does not say. */
export interface DayCounts {
  day: Day;
  newFollows: number | null;
  unfollows: number | null;
  profileVisits: number | null;
  impressions: number | null;
  postsCreated: number | null;
}

/** What one file, or one table of a zip, says. */
export interface Reading {
  /** What it is, in words: `Shopify orders`. */
  what: string;
  download: string;
  content: "visits" | "sales" | "signups" | "hours" | "money" | "clicks" | "counts";
  /** Whose days they are; null: the file does not say. */
  zone: Zone | null;
  visits: Visits[];
  sales: Sale[];
  costs: Cost[];
  posts: PostReading[];
  counts: DayCounts[];
  /** The days that the file says it holds; null: it does not say, so those of its rows. */
  range: {from: Day; to: Day} | null;
  /** The first instant at which it can have been made, as a row says; null: only its days do. */
  madeAfter: Date | null;
  /** Some of its days are those of instants, so that they depend on the zone. */
  hasInstants: boolean;
  /** Whose posts they are: a name on X, in small letters. */
  owner: string | null;
  leftOut: string[];
  dropped: string[];
  notes: string[];
}

/** What a call of `import` says that files may leave open. */
export interface ReturnsOptions {
  zone: Zone | null;
  /** ISO 4217. */
  currency: string | null;
  signupEvent: string | null;
  /** Which of several codes of a row counts. */
  codeKind: CodeKind | null;
  /** The column of hours that names campaigns. */
  projectColumn: string | null;
  /** A source of its own, beside the usual one. */
  download: string | null;
  dayOrder?: "day-first" | "month-first";
  delimiter?: string;
  hasHeader?: boolean;
}

/** A kind of file that is recognised by its content. */
export interface Preset {
  what: string;
  /** Columns that stand in such a file, in small letters: those that other files lack. */
  signature: readonly string[];
  /** The columns that it reads, where others name people or are many: their cells are dropped. */
  columns?: readonly string[];
  read(grid: Grid, options: ReturnsOptions): Promise<Reading> | Reading;
  /** The table may have rows with one cell more. */
  isRagged?: boolean;
}

export const emptyReading = (what: string, download: string, content: Reading["content"]): Reading => ({
  what,
  download,
  content,
  zone: null,
  visits: [],
  sales: [],
  costs: [],
  posts: [],
  counts: [],
  range: null,
  madeAfter: null,
  hasInstants: false,
  owner: null,
  leftOut: [],
  dropped: [],
  notes: []
});

export const noCode: Code = {kind: "none", code: ""};
const nothing = /^(\([^()]*\)|-)?$/;

/** Whether a text holds an email address: @rivalbrand is none. */
export const holdsAddress = (text: string): boolean => /[^\s@]@[^\s@]/.test(text);

/** Stands between the tags of an entry of hours: of several the first that is a campaign counts. */
export const tagSign = "\t";

/**
 * The code of a row: the first kind that is filled, in the order given; `codeKind` leaves one kind only. A code that holds
 * an email address is none: it would name a person.
 */
export function codeIn(found: readonly [CodeKind, string | undefined][], {codeKind}: ReturnsOptions): Code {
  const wanted = codeKind === null ? found : found.filter(([kind]) => kind === codeKind);
  for (const [kind, text] of wanted) {
    const code = (text ?? "").trim();
    if (!nothing.test(code) && !holdsAddress(code) && code.length <= 200) return {kind, code};
  }
  return noCode;
}

/** Adds up what is left out, by what one of it is called (`pending order`), in the order in which reasons come. */
export class Tally {
  readonly #counts = new Map<string, number>();
  add(one: string): void {
    this.#counts.set(one, (this.#counts.get(one) ?? 0) + 1);
  }
  lines(): string[] {
    return [...this.#counts].map(([one, count]) => plural(count, one));
  }
}
