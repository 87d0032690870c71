import {UsageError} from "../../src/errors.ts";
import type {TimeSpan} from "../tables/times.ts";
import type {TextFacts} from "./file-name.ts";

const hourMs = 3_600_000;
/** Zones reach so far ahead of UTC and behind it. */
const [ahead, behind] = [14, 12];

/** What is taken for right so far, and how it is known. */
interface Taken {
  account: string;
  taken: TimeSpan;
  /** The date, where no clock time is known. */
  day: string | null;
  how: string;
}

/**
 * Asks where the lines above a list say another date or another account than its name or a flag: one of the two is
 * wrong, and nothing tells which. Throws a `UsageError`.
 */
export function refuseOtherIntro(
  path: string,
  intro: TextFacts,
  {account, taken, day, how}: Taken,
  tracked: readonly {id: string; name: string}[]
): void {
  const {times, accounts} = intro;
  if (times.length > 0 && !times.some((text) => datesOf(text).some((date) => isThen(date, taken, day)))) {
    const said = datesOf(times[0]!).join(" or ");
    const known = day ?? taken.to.toISOString().slice(0, 10);
    throw new UsageError(
      how === "--taken-at"
        ? `${path}: the lines above its list say ${said}, --taken-at says ${known}: correct --taken-at, or delete that line`
        : `${path}: the lines above its list say ${said}, its name says ${known}: give the right one by --taken-at, and delete that line if it is wrong`
    );
  }
  const name = tracked.find(({id}) => id === account)?.name;
  const isOwn = (text: string) => text === account || sameName(text, name);
  if ([...accounts, ...intro.words].some(isOwn)) return;
  const others = tracked.filter(({id}) => id !== account);
  const isOther = (text: string) => others.some((one) => text === one.id || sameName(text, one.name));
  const other =
    accounts.find(
      (text) => /^\d+$/.test(text) || isOther(text) || (name !== undefined && name !== account)
    ) ?? intro.words.find(isOther);
  if (other !== undefined)
    throw new UsageError(
      `${path}: the lines above its list speak of ${/^\d+$/.test(other) ? other : `@${other}`}, not of ${account}: check --account, or delete that line`
    );
}

/**
 * The name in the lines above a list where nothing tells whether it is the account's own: no account of that id or name is
 * known. Null otherwise.
 */
export function unsureName(
  {accounts}: TextFacts,
  account: string,
  tracked: readonly {id: string; name: string}[]
): string | null {
  const hasName = tracked.some(({id, name}) => id === account && name !== account);
  if (hasName || accounts.includes(account)) return null;
  return accounts.find((text) => !/^\d+$/.test(text)) ?? null;
}

/**
 * Asks where a column names one other account in every row than the one whose list it is taken for. Returns that name where
 * no name of the account is known, so that nothing tells whether it is the same; null otherwise. Throws a `UsageError`.
 */
export function checkNamed(
  path: string,
  {column, account: named}: {column: string; account: string},
  account: string,
  tracked: readonly {id: string; name: string}[]
): string | null {
  const isId = /^\d+$/.test(named);
  const name = tracked.find(({id, name: text}) => id === account && text !== id)?.name;
  if (named === account || sameName(named, name)) return null;
  const isOther = tracked.some((one) => one.id === named || sameName(named, one.name));
  if (!isId && !isOther && name === undefined) return named;
  throw new UsageError(
    `${path}: its column ${column} says ${isId ? named : `@${named}`} in every row, and the list is taken for that of ${account}${name === undefined ? "" : ` (@${name})`}: check --account, or delete that column`
  );
}

const sameName = (a: string, b: string | undefined) => a.toLowerCase() === b?.toLowerCase();

/** The dates that a time may mean: `5/1/2025` two of them. */
function datesOf(text: string): string[] {
  const parts = /^(\d+)\/(\d+)\/(\d{4})/.exec(text);
  if (parts === null) return [text.slice(0, 10)];
  const [, first, second, year] = parts as unknown as [string, string, string, string];
  const two = (part: string) => part.padStart(2, "0");
  return [
    ...new Set([`${year}-${two(first)}-${two(second)}`, `${year}-${two(second)}-${two(first)}`])
  ].filter((date) => !Number.isNaN(Date.parse(date)));
}

/** Whether a time lies on a date, somewhere on Earth. */
function isThen(date: string, {from, to}: TimeSpan, day: string | null): boolean {
  if (day !== null) return day === date;
  const start = Date.parse(date);
  return to.getTime() >= start - ahead * hourMs && from.getTime() <= start + (24 + behind) * hourMs;
}
