import {BadToken, type Page, type PageRequest} from "../backend.ts";

const mask = (1n << 64n) - 1n;
const odd = 0x9e3779b97f4a7c15n;
const inverse = inverseOf(odd);
const blend = 0xa5c3f19d2b7e8064n;

/** Newton's iteration for the inverse of an odd number modulo 2^64: five rounds double 3 right bits to 96. */
function inverseOf(x: bigint) {
  let y = x;
  for (let i = 0; i < 5; ++i) y = (y * (2n - x * y)) & mask;
  return y & mask;
}

/** An opaque token of 16 upper-case hexadecimal digits (a subset of X's base32hex) for a place in a list. */
export function tokenOf(place: number): string {
  const mixed = ((BigInt(place) * odd) & mask) ^ blend;
  return mixed.toString(16).toUpperCase().padStart(16, "0");
}

/** The place a token stands for. Throws `BadToken` for one that `tokenOf` never made. */
export function placeOf(token: string): number {
  if (!/^[0-9A-F]{16}$/.test(token)) throw new BadToken(token);
  const place = ((BigInt(`0x${token}`) ^ blend) * inverse) & mask;
  if (place > BigInt(Number.MAX_SAFE_INTEGER)) throw new BadToken(token);
  return Number(place);
}

/**
 * Cuts one page from rows kept oldest first, newest served first. A place is the `key` of the last row served, so rows
 * that arrive on top while a walk runs shift nothing, as on X. `isShown` filters after the cut: a page may be
 * short, even empty, and still have a next one. Only the newest `cap` rows are ever served.
 */
export function pageOf<T>(
  rows: readonly T[],
  key: (row: T) => number,
  {token, limit}: PageRequest,
  {isShown = () => true, cap = Infinity}: {isShown?: (row: T) => boolean; cap?: number} = {}
): Page<T> {
  const floor = Math.max(0, rows.length - cap);
  const from = token === null ? rows.length : firstAtLeast(rows, key, placeOf(token));
  const to = Math.max(floor, from - limit);
  const page: T[] = [];
  for (let i = from - 1; i >= to; --i) if (isShown(rows[i]!)) page.push(rows[i]!);
  const above = Math.min(rows.length, from + limit);
  return {
    rows: page,
    next: to > floor ? tokenOf(key(rows[to]!)) : null,
    previous: token === null ? null : tokenOf(above < rows.length ? key(rows[above]!) : key(rows.at(-1)!) + 1)
  };
}

/** The index of the first row whose key is at least `place`; keys rise with the index. */
function firstAtLeast<T>(rows: readonly T[], key: (row: T) => number, place: number) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(rows[middle]!) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
