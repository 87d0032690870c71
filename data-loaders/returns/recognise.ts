import {open} from "node:fs/promises";
import {parse} from "csv-parse/sync";
import {ga4} from "./ga4.ts";
import {headerOf, splitAbove} from "./grid.ts";
import {clockify, toggl} from "./hours.ts";
import {plausibleEvents, plausibleName, plausibleSources} from "./plausible.ts";
import type {Preset} from "./reading.ts";
import {gumroad, shopify, stripe} from "./shops.ts";
import {isXContent, xContent} from "./x-content.ts";

/** What a file of visits, sales, sign-ups, hours or clicks is, by its content. */
export type Recognised =
  | {kind: "preset"; preset: Preset}
  | {kind: "plausible zip"}
  /** A file that is known and cannot be read: why, and what to give. */
  | {kind: "other"; line: string};

const presets = [plausibleSources, plausibleEvents, shopify, stripe, gumroad, toggl, clockify, xContent, ga4];
/** So many columns of its signature make a table one of a kind, also where others were renamed or are missing. */
const fewestColumns = 5;
const fewestOf = new Map<Preset, number>([
  [plausibleEvents, 5],
  [ga4, 3]
]);

const byTable = "bring them by --table";
/** Tables that are known and cannot be read, by columns that no other table has together. */
const others: {columns: readonly string[]; line: string}[] = [
  {
    columns: ["date", "impressions", "new follows", "unfollows", "profile visits"],
    line: "X's analytics by day, which has no clicks on links: download the analytics of posts (Content) instead"
  },
  {
    columns: ["name", "visitors", "bounce_rate", "visit_duration"],
    line: "a part of Plausible's dashboard export, which has sums without days: in Plausible choose Site settings > Imports & exports > Export data, and give that zip"
  },
  {
    columns: ["id", "type", "source", "amount", "fee", "net", "currency"],
    line: "Stripe's balance, in which payments, refunds and payouts are mixed: export Payments with all columns instead"
  },
  {
    columns: ["date", "order #", "status", "net sales"],
    line: `orders of WooCommerce, which are not read by themselves: ${byTable} sales --map day=Date --map "amount=Net Sales" --set currency=EUR, once only the orders that were paid are in the file`
  },
  {
    columns: ["reporting starts", "reporting ends", "campaign name"],
    line: `costs of Meta's ads, which are not read by themselves: ${byTable} costs --set kind=money`
  }
];

const headBytes = 2 ** 16;

/** Finds out what a file is; null where it is none of these kinds. `names` are those of a zip's entries. */
export async function recognise(path: string, names: readonly string[] | null): Promise<Recognised | null> {
  if (names !== null) return recogniseZip(names);
  return recogniseText(await headOf(path));
}

function recogniseZip(names: readonly string[]): Recognised | null {
  if (names.some((name) => plausibleName.test(name))) return {kind: "plausible zip"};
  const bare = new Set(names.map((name) => name.replace(/^.*[/\\]/, "")));
  if (!bare.has("visitors.csv") || !bare.has("sources.csv")) return null;
  return {
    kind: "other",
    line: "Plausible's dashboard export, which has sums without days: in Plausible choose Site settings > Imports & exports > Export data, and give that zip"
  };
}

/** The same for the beginning of a text. */
export function recogniseText(text: string): Recognised | null {
  if (!/[,;\t|]/.test(text) || /^\s*[<[{]/.test(text)) return null;
  const {above, table} = splitAbove(text);
  const {columns, delimiter} = headerOf(table);
  if (columns.length < 3) return null;
  const header = new Set(columns.map((name) => name.toLowerCase()));
  const isOfGoogle =
    above.some((line) => /^#\s*20\d{6}\s*-\s*20\d{6}\s*$/.test(line)) ||
    above.filter((line) => /^#.*\b20\d{6}\b/.test(line)).length >= 2;
  if (isOfGoogle) return {kind: "preset", preset: ga4};
  const [best] = presets
    .map((preset) => ({preset, count: preset.signature.filter((name) => header.has(name)).length}))
    .filter(({preset, count}) => count >= (fewestOf.get(preset) ?? fewestColumns))
    .sort((a, b) => b.count - a.count);
  const other = others.find(({columns: needed}) => needed.every((name) => header.has(name)));
  if (other !== undefined) return {kind: "other", line: other.line};
  if (best !== undefined) return {kind: "preset", preset: best.preset};
  if (isXContent(columns, firstRow(table, delimiter))) return {kind: "preset", preset: xContent};
  return null;
}

function firstRow(table: string, delimiter: string): string[] | undefined {
  try {
    const rows = parse(table, {delimiter, from: 2, to: 2, relax_column_count: true}) as string[][];
    return rows[0];
  } catch {
    return undefined;
  }
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head = buffer.subarray(0, bytesRead);
    const encoding =
      head[0] === 0xff && head[1] === 0xfe
        ? "utf-16le"
        : head[0] === 0xfe && head[1] === 0xff
          ? "utf-16be"
          : "utf-8";
    return new TextDecoder(encoding).decode(head).replace(/^\uFEFF/, "");
  } finally {
    await file.close();
  }
}
