import {agreementMinutes, didPattern, recordPattern} from "../../src/networks/bluesky.ts";

/** What a follow, a like or a post is stored under: `at://<did>/<collection>/<key>`. */
export interface RecordAddress {
  /** Whose record it is. */
  did: string;
  collection: string;
  key: string;
}

const isWholeDid = new RegExp(`^${didPattern}$`);
const isWholeAddress = new RegExp(`^${recordPattern}$`);

/** Whether a text is the permanent id of an account. */
export const isDid = (text: string) => isWholeDid.test(text);

/** The parts of a record's address; null where it is none. */
export function addressOf(uri: string): RecordAddress | null {
  const [, did, collection, key] = isWholeAddress.exec(uri) ?? [];
  return key === undefined ? null : {did: did!, collection: collection!, key};
}

const alphabet = "234567abcdefghijklmnopqrstuvwxyz";

/**
 * The time that a key says, to the millisecond; null where a key says none. A key has 13 letters of 5 bits each: a bit that
 * is 0, 53 bits of microseconds since 1970, and 10 bits of the clock that made it (atproto.com/specs/tid). Nobody checks
 * it: whoever makes the record may choose the key. (`@atcute/tid` reads keys too, and loads a compiled clock to make them.)
 */
export function timeOfKey(key: string): Date | null {
  if (!/^[2-7a-j][2-7a-z]{12}$/.test(key)) return null;
  let bits = 0n;
  for (const letter of key) bits = (bits << 5n) | BigInt(alphabet.indexOf(letter));
  return new Date(Number((bits >> 10n) / 1000n));
}

/** What is known of an instant: after `after`, not after `before`; equal where it is a point. Null: no earliest is known. */
export interface Window {
  after: Date | null;
  before: Date;
  isExact: boolean;
}

/** Whether a key and a claim say the same time, two minutes apart at most. One alone proves nothing. */
export const isAgreed = (keyAt: Date | null, claimedAt: Date | null): keyAt is Date =>
  keyAt !== null &&
  claimedAt !== null &&
  Math.abs(keyAt.getTime() - claimedAt.getTime()) <= agreementMinutes * 60_000;

/**
 * When a record was made. `outer` is what our own looks prove: not there at `after`, there at `before`. The key's time is a
 * point only where the record claims the same, two minutes apart at most, and where it lies inside of what we saw; else the
 * outer window is all that is known. `claimedAt` alone is never a time.
 */
export function windowOf(
  {keyAt, claimedAt}: {keyAt: Date | null; claimedAt: Date | null},
  outer: {after: Date | null; before: Date}
): Window {
  const isPoint =
    isAgreed(keyAt, claimedAt) && (outer.after === null || keyAt > outer.after) && keyAt <= outer.before;
  return isPoint ? {after: keyAt, before: keyAt, isExact: true} : {...outer, isExact: false};
}
