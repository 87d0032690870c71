import {sha256} from "@noble/hashes/sha2.js";
import {didPattern, recordPattern} from "./bluesky.ts";

/** How the ids of a network, which are texts outside, become the 64-bit integers of the raw tables. */
export interface IdMapping {
  /** The id inside, as a string of digits without leading zeros, by which equal ids are equal; null where a text is no id. */
  inside: (text: string) => string | null;
  /** The same as SQL: a BIGINT by the SQL of a text, null where it is no id. */
  insideSql: (text: string) => string;
  /** The same for many: a BIGINT[] by the SQL of a VARCHAR[], null where one of them is no id. */
  allInsideSql: (texts: string) => string;
}

/** What is to be known of a social network, apart from how it is read. */
export interface Network {
  /** What people call it. */
  name: string;
  /**
   * A follow is a public record with an address, and a time that an app claims; whether it is there, and why somebody is
   * gone, is asked and costs nothing. Pages say what records show, and nothing of lists, archives or a bill.
   */
  followsAreRecords: boolean;
  /** Whether a text can be the name of an account, without an @. */
  isHandle: (text: string) => boolean;
  /** The first instant at which anybody could follow anybody. Earlier times are bare steps, which are stored from 1970. */
  beganAt: Date;
  ids: IdMapping;
}

/** Whether a text is an id inside: digits that fit into 63 bits, for BIGINT has a sign. */
export const isInsideId = (text: string) => /^\d{1,19}$/.test(text) && BigInt(text) < 2n ** 63n;

/** One id after another, and null where one is none: a list with a hole would pass for what the file says. */
const allSql = (texts: string, insideSql: IdMapping["insideSql"]) =>
  `case when not list_contains(list_transform(${texts}, lambda t: ${insideSql("t")} is null), true)
    then list_transform(${texts}, lambda t: ${insideSql("t")}) end`;

/** X numbers its accounts and posts, so that its ids stay what they are. */
const xIds: IdMapping = {
  inside: (text) => (isInsideId(text) ? String(BigInt(text)) : null),
  insideSql: (text) =>
    `case when regexp_full_match(${text}, '\\d{1,19}') then try_cast(${text} as bigint) end`,
  allInsideSql: (texts) => allSql(texts, (text) => xIds.insideSql(text))
};

/** A permanent id of an account on Bluesky, or the address of one of its records. */
const textId = `${didPattern}|${recordPattern}`;
const isTextId = new RegExp(`^(?:${textId})$`);

/**
 * Ids that are texts outside: inside they are the first 63 bits of the SHA-256 of the text. No register is needed, so that
 * the same text has the same id in every store, in whatever order it came. Of ten million ids, two agree in one store of two
 * hundred thousand.
 */
const hashedIds: IdMapping = {
  inside(text) {
    if (!isTextId.test(text)) return null;
    let bits = 0n;
    for (const byte of sha256(new TextEncoder().encode(text)).subarray(0, 8))
      bits = (bits << 8n) | BigInt(byte);
    return String(bits >> 1n);
  },
  insideSql: (text) =>
    `case when regexp_full_match(${text}, '${textId}')
      then cast((('0x' || substr(sha256(${text}), 1, 16))::ubigint >> 1) as bigint) end`,
  allInsideSql: (texts) => allSql(texts, (text) => hashedIds.insideSql(text))
};

/** Every network by the name it is stored under. */
export const networks = {
  /** It began with the first post, of 2006-03-21. */
  x: {
    name: "X",
    followsAreRecords: false,
    isHandle: (text) => /^\w{1,15}$/.test(text),
    beganAt: new Date("2006-03-21T00:00:00Z"),
    ids: xIds
  },
  /** It is not known to the day: nobody had an account before that year. */
  bluesky: {
    name: "Bluesky",
    followsAreRecords: true,
    // A domain of at least two parts (atproto.com/specs/handle).
    isHandle: (text) =>
      text.length <= 253 &&
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(text),
    beganAt: new Date("2022-01-01T00:00:00Z"),
    ids: hashedIds
  }
} as const satisfies Record<string, Network>;

export type NetworkName = keyof typeof networks;
export const networkNames = Object.keys(networks) as NetworkName[];

/** The network of an account of which nothing else is said: stores began with this one alone. */
export const firstNetwork: NetworkName = "x";

export const networkOf = (name: NetworkName): Network => networks[name];

/** Whether a text can be the name of an account anywhere, without an @. */
export const isSomeHandle = (text: string): boolean =>
  Object.values(networks).some((network) => network.isHandle(text));

/** The id inside that a user means by a text, whichever network's it is; null where it is no id, but may be a name. */
export function insideIdOf(text: string): string | null {
  for (const {ids} of Object.values(networks)) {
    const id = ids.inside(text);
    if (id !== null) return id;
  }
  return null;
}
