import {basename} from "node:path";
import type {ListName} from "./people.ts";

/** What the name of a file, or else of the folders around it, says of the list in it. */
export interface NameFacts {
  list: ListName | null;
  /** Says that it is no whole list: people who left, who came, who do not follow back. */
  isOther: boolean;
  /** A time as text, as a time in a table would be written; null where it names none, or several. */
  takenAt: string | null;
  isTakenTwice: boolean;
  /** Words that may name the account: `brand` of `brand_followers_2025-01-05.csv`. */
  owners: string[];
}

/** Words for the lists, also as an exporter's menus show them in other languages. */
const words: [ListName, RegExp][] = [
  ["followers", /followers?(?!\p{L})|abonnés|seguidores|seguaci|フォロワー|читатели|粉丝|팔로워/iu],
  [
    "following",
    /followings?|followees?|(?<![a-z])friends(?![a-z])|abonnements|siguiendo|seguindo|folge ich|フォロー中|читаемые|正在关注|팔로잉/iu
  ],
  ["blocking", /block(s|ed|ing|list)?(?!\p{L})/iu]
];
const other =
  /(un|non|not|new|lost|ex|former|mutual|fake|inactive|ghost)[-_ ]?(follow|friends)|not[-_ ]?follow/i;

const year = "(20[0-3]\\d)";
// Hours of an afternoon and offsets are not read: what follows a clock must be neither.
const clock =
  "([T_ .-]*)([01]\\d|2[0-3])([.:h_-]?)([0-5]\\d)(?:[.:m_-]?([0-5]\\d))?(Z)?(?![-_.]?\\d|[-_ .]*[apAP]\\.?[mM]\\b|[-_ .]*[apAP]\\.?[mM]_|\\+)";
const months = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
/** Forms of dates in names; each gives the text of a time. None lies inside a longer number. */
const dates: [RegExp, (m: string[]) => string][] = [
  [new RegExp(`(?<!\\d)${year}([-_.])(0[1-9]|1[0-2])\\2(0[1-9]|[12]\\d|3[01])(?:${clock})?(?!\\d)`, "g"),
    (m) => `${m[1]}-${m[3]}-${m[4]}${clockOf(m.slice(5))}`],
  [new RegExp(`(?<!\\d)${year}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])(?:${clock})?(?!\\d)`, "g"),
    (m) => `${m[1]}-${m[2]}-${m[3]}${clockOf(m.slice(4))}`],
  [new RegExp(`(?<!\\d)(0?[1-9]|[12]\\d|3[01])[-_. ]?(${months})\\p{L}*[-_. ,]*${year}(?!\\d)`, "giu"),
    (m) => `${m[3]}-${monthOf(m[2]!)}-${m[1]!.padStart(2, "0")}`],
  [new RegExp(`(?<!\\p{L})(${months})\\p{L}*[-_. ]?(0?[1-9]|[12]\\d|3[01])[-_. ,]+${year}(?!\\d)`, "giu"),
    (m) => `${m[3]}-${monthOf(m[1]!)}-${m[2]!.padStart(2, "0")}`],
  [new RegExp(`(?<!\\d)${year}[-_. ]?(${months})\\p{L}*[-_. ]?(0?[1-9]|[12]\\d|3[01])(?!\\d)`, "giu"),
    (m) => `${m[1]}-${monthOf(m[2]!)}-${m[3]!.padStart(2, "0")}`],
  // Day and month in either order: whoever reads the text asks which.
  [new RegExp(`(?<!\\d)(0?[1-9]|[12]\\d|3[01])([-_.])(0?[1-9]|[12]\\d|3[01])\\2${year}(?!\\d)`, "g"),
    (m) => `${m[1]}/${m[3]}/${m[4]}`],
  // Milliseconds since 1970, as browsers name downloads. Seconds are not read: ids of accounts look like them.
  [/(?<!\d)(1[1-9]\d{11})(?!\d)/g, (m) => new Date(Number(m[1])).toISOString()]
]; // prettier-ignore

/** Four digits alone can be a count: they are a time only behind a T. */
const clockOf = ([before, hour, sign, minute, second, zone]: (string | undefined)[]) =>
  hour === undefined || (!before?.includes("T") && sign === "" && second === undefined)
    ? ""
    : `T${hour}:${minute}:${second ?? "00"}${zone ?? ""}`;
const monthOf = (name: string) =>
  String(months.split("|").indexOf(name.slice(0, 3).toLowerCase()) + 1).padStart(2, "0");

/** Reads the name first; what it leaves open, the folders around it may say, the nearest first. */
export function factsOfName(path: string, place: readonly string[]): NameFacts {
  const names = [
    basename(path).replace(/(\.(gz|zst|csv|tsv|tab|txt|jsonl?|ndjson|parquet|pq|text|log))+$/i, ""),
    ...[...place].reverse()
  ];
  const facts: NameFacts = {
    list: null,
    isOther: false,
    takenAt: null,
    isTakenTwice: false,
    owners: names.flatMap(ownersIn)
  };
  for (const [i, name] of names.entries()) {
    if (i === 0 && other.test(name)) facts.isOther = true;
    if (facts.list === null && !facts.isOther) facts.list = listIn(name);
    if (facts.takenAt !== null || facts.isTakenTwice) continue;
    const found = timesIn(name);
    if (found.length > 1) facts.isTakenTwice = true;
    else facts.takenAt = found[0] ?? null;
  }
  return facts;
}

/** What titles and remarks above a list say of it. */
export interface TextFacts extends Pick<NameFacts, "list" | "isOther"> {
  /** The different times in it, as a time in a table would be written. */
  times: string[];
  /** Whom it names for sure: `@name`, the address of a profile, an id behind a word that says so, or one of many digits. */
  accounts: string[];
  /** Its other words, which may be names. */
  words: string[];
}

/** Pages of X's own, which are nobody's. */
const ownPages = "(?:i|home|settings|explore|search|intent|login|hashtag|notifications|messages)\\b";
const accountsInText = new RegExp(
  [
    String.raw`(?<![\w@])@(\w{1,15})(?!\w)`,
    String.raw`(?:x|twitter)\.com\/(?:i\/user\/(\d{1,19})|(?!${ownPages})@?(\w{1,15}))`,
    String.raw`\b(?:account|user|owner|profile)(?:\s*id)?\W{1,3}(\d{5,19})\b`,
    String.raw`\b(\d{16,19})\b`
  ].join("|"),
  "gi"
);

export const factsOfText = (text: string): TextFacts => ({
  list: other.test(text) ? null : listIn(text),
  isOther: other.test(text),
  times: timesInText(text),
  accounts: [...text.matchAll(accountsInText)]
    .map((found) => found.slice(1).find((part) => part !== undefined)!)
    .filter((account) => timesIn(account).length === 0),
  words: text.split(/[^\w]+/).filter((word) => word !== "")
});

/** The list that a name speaks of; null where it speaks of none or of several. */
function listIn(name: string): ListName | null {
  const found = words.filter(([, word]) => word.test(name)).map(([list]) => list);
  return found.length === 1 ? found[0]! : null;
}

/** The different times in a text, which unlike a name may have slashes in its dates. */
export const timesInText = (text: string): string[] => timesIn(text.replaceAll("/", "-"));

/** The different times in a name. */
function timesIn(name: string): string[] {
  let rest = name;
  const found = new Set<string>();
  for (const [form, text] of dates) {
    rest = rest.replace(form, (...m) => {
      found.add(text(m as string[]));
      return " ";
    });
  }
  return [...found];
}

/** Names and ids in a name: its words, and its words joined by underscores, which handles may hold. */
function ownersIn(name: string): string[] {
  const words = name
    .split(/[^\w]+|(?<=\p{L})_(?=followers?|following|friends)/iu)
    .filter((word) => word !== "");
  return words
    .flatMap((word) => [word, word.replace(/_?(followers?|following|friends).*$/i, "")])
    .filter((word) => word !== "");
}
