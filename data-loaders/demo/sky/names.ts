import {createHash} from "node:crypto";

const base32 = "abcdefghijklmnopqrstuvwxyz234567";
const keyAlphabet = "234567abcdefghijklmnopqrstuvwxyz";

/** The first so many letters of base32 by which bytes are written. */
function lettersOf(bytes: Uint8Array, count: number): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const size = BigInt(bytes.length * 8);
  let letters = "";
  for (let nth = 1n; nth <= BigInt(count); nth++)
    letters += base32[Number((bits >> (size - 5n * nth)) & 31n)];
  return letters;
}

const digestOf = (text: string) => createHash("sha256").update(text).digest();

/** A permanent id of an account: the same for the same text. */
export const didOf = (text: string): string => `did:plc:${lettersOf(digestOf(text), 24)}`;

/**
 * What stands for the content of a record: equal records have equal ones, whoever wrote them. It has the form of a CID; the
 * bytes that it is made of are not those of DAG-CBOR.
 */
export const cidOf = (value: unknown): string => `bafyrei${lettersOf(digestOf(JSON.stringify(value)), 51)}`;

/** The key of a record made at an instant, in microseconds since 1970: by 5 bits a letter, with the number of a clock. */
export function keyOf(micros: bigint, clock = 11): string {
  let bits = (micros << 10n) | BigInt(clock);
  let key = "";
  for (let letter = 0; letter < 13; letter++, bits >>= 5n) key = keyAlphabet[Number(bits & 31n)] + key;
  return key;
}

/** Whether a text is such a key. */
export const isKey = (text: string): boolean => /^[2-7a-j][2-7a-z]{12}$/.test(text);

/** The parts of `at://did/collection/key`; null for what is none. */
export function partsOf(uri: string): {did: string; collection: string; key: string} | null {
  const [, did, collection, key] = /^at:\/\/(did:[a-z]+:[^/]+)\/([^/]+)\/([^/]+)$/.exec(uri) ?? [];
  return key === undefined ? null : {did: did!, collection: collection!, key};
}
