import {createHash} from "node:crypto";

/** A name on X as it is compared: without `@`, in small letters. */
export const plainNameOf = (name: string) => name.trim().replace(/^@/, "").toLowerCase();

/**
 * The id that stands in for a person of whom only the name is known: the first 63 bits of the SHA-256 of `x:@name`, made
 * negative, so that it is never an id of X. It depends on the name alone, so that it is the same in every store.
 */
export function standIn(name: string): string {
  const digest = createHash("sha256")
    .update(`x:@${plainNameOf(name)}`)
    .digest("hex");
  return String(-(BigInt(`0x${digest.slice(0, 16)}`) >> 1n) - 1n);
}

/** The same as SQL: `name` is an expression of a text, the result a BIGINT. */
export const standInSql = (name: string) =>
  `(-((('0x' || left(sha256('x:@' || ${plainNameSql(name)}), 16))::ubigint >> 1)::bigint) - 1)`;

/** `plainNameOf` as SQL. */
export const plainNameSql = (name: string) => `lower(ltrim(trim(${name}), '@'))`;

/** Whether an id stands in for a name. */
export const isStandIn = (id: string) => id.startsWith("-");
