import {group, sum} from "d3";
import {element} from "./element.js";
import {axisPercent, capital, inWords, percent, plural, whole} from "./format.js";
import {missing} from "./page.js";
import type {ValidatedLists, ValidatedRecords} from "./rows.js";
import {table, type Column} from "./table.js";

/** How often lists were read, as a sentence says it. */
const oftenNames: Record<string, string> = {hourly: "every hour", daily: "every day", weekly: "every week"};
const oftenName = (schedule: string) => oftenNames[schedule] ?? schedule;

/** A share: none is none, and few are not rounded away. */
function shareText(x: number, n: number): string {
  if (x === 0) return "none";
  return x / n < 0.0005 ? "under 0.1%" : percent(x / n);
}

/** How far off the middle of a window is: minutes, hours, or from two days on days. */
export function offText(hours: number | null): string {
  if (hours === null) return "–";
  if (hours < 1) return `${Math.round(60 * hours)} min`;
  return hours < 48 ? `${Math.round(hours)} h` : plural(Math.round(hours / 24), "day");
}

/** The brands of each kind once, however many rows there are of them. */
const worldsOf = (rows: {brands: string; worlds: number}[]) =>
  sum([...new Map(rows.map((row) => [row.brands, row])).values()], ({worlds}) => worlds);

/** Whether routes that lists give are right, in words. Empty where it was not worked out. */
export function listsSentence(rows: ValidatedLists[]): string {
  if (rows.length === 0) return "";
  const wrong = rows.filter(({proved_wrong}) => proved_wrong > 0);
  const often = inWords([...new Set(rows.map(({schedule}) => oftenName(schedule)))], "or");
  const proved =
    wrong.length === 0
      ? `Yes, where lists prove them: in ${plural(worldsOf(rows), "brand")} simulated with a known truth, and lists read ${often}, no proved route was wrong.`
      : `No: in ${plural(worldsOf(rows), "brand")} simulated with a known truth, ${wrong
          .map(
            ({brands, schedule, proved_wrong}) =>
              `${plural(proved_wrong, "route")} that lists read ${oftenName(schedule)} prove ${proved_wrong === 1 ? "was" : "were"} wrong (${brands})`
          )
          .join("; ")}.`;
  const [first] = [...group(rows, ({brands}) => brands).values()];
  const unknown = inWords(
    first!.map(
      (row, nth) =>
        `${shareText(row.unknown, row.came)} ${nth === 0 ? "with lists read " : ""}${oftenName(row.schedule)}`
    )
  );
  const worst = rows.reduce((a, b) => (b.unseen_wrong / b.came > a.unseen_wrong / a.came ? b : a));
  const unseen =
    worst.unseen_wrong === 0
      ? "No route that rests on no follow of the account being seen was wrong either."
      : `“Organic” because no list shows a follow of the account can be wrong: for up to ${shareText(worst.unseen_wrong, worst.came)} of those who came (${worst.brands}; lists read ${oftenName(worst.schedule)}); the range of followbacks then held the truth in ${shareText(worst.ranges_held, worst.ranges)} of brands.`;
  return `${proved} Unknown stay ${unknown} (${first![0]!.brands}). ${unseen}`;
}

/** Whether routes by the records of one snapshot are right, in words. Empty where it was not worked out. */
export function recordsSentence(rows: ValidatedRecords[]): string {
  const kinds = [...group(rows, ({brands}) => brands)].map(([brands, own]) => {
    const [all, mutual] = (["present", "mutual"] as const).map((whom) =>
      own.find((row) => row.whom === whom)
    );
    const ofMutual = mutual
      ? `, and for ${shareText(mutual.wrong, mutual.people)} of those whom the account follows too`
      : "";
    return all ? [`for ${shareText(all.wrong, all.people)} of everyone present${ofMutual} (${brands})`] : [];
  });
  const said = kinds.flat();
  if (said.length === 0) return "";
  const {refollows, double_presses, backdated} = rows[0]!;
  const answer = rows.some(({wrong}) => wrong > 0) ? "Not all" : "Yes";
  return `${answer}: in ${plural(worldsOf(rows), "brand")} simulated with a known truth, routes by the records of one snapshot were wrong ${said.join("; ")}. A new record takes the place of the first one, and a follow that was dropped leaves none: in these brands ${axisPercent(refollows)} of follows were given up and made again, and the button was pressed twice for ${axisPercent(double_presses)}. ${axisPercent(backdated)} of records claim an earlier time. Where snapshots show one follow and not yet the other, none of this matters.`;
}

/** When it was worked out. Empty where it was not. */
export function studySentence(rows: (ValidatedLists | ValidatedRecords)[]): string {
  const [first] = rows;
  return first
    ? `Computed: ${first.worked_out}, seed ${first.seed}. npm run validate rebuilds the table.`
    : "";
}

/** What the table of lists says, line by line. */
const listLines: {what: string; text: (row: ValidatedLists) => string}[] = [
  {what: "followers who came", text: ({came}) => whole(came)},
  {what: "within", text: ({days}) => plural(Math.round(days), "day")},
  {what: "route proved by lists: right", text: ({proved_right, came}) => shareText(proved_right, came)},
  {what: "the same, wrong", text: ({proved_wrong, came}) => shareText(proved_wrong, came)},
  {
    what: "organic, no follow of the account seen: right",
    text: ({unseen_right, came}) => shareText(unseen_right, came)
  },
  {
    what: "the same, wrong: the account was first",
    text: ({unseen_wrong, came}) => shareText(unseen_wrong, came)
  },
  {what: "route unknown", text: ({unknown, came}) => shareText(unknown, came)},
  {
    what: "middle of a start’s window: off by (median)",
    text: ({middle_off_hours}) => offText(middle_off_hours)
  },
  {
    what: "brands whose range held the truth",
    text: ({ranges_held, ranges}) => shareText(ranges_held, ranges)
  }
];

const whomNames = {present: "everyone present", mutual: "followed by the account too"};
const people = (row: ValidatedRecords) => row.people;
/** A column of shares of these people. */
const shares = (name: string, x: (row: ValidatedRecords) => number): Column<ValidatedRecords> => ({
  name,
  text: (row) => shareText(x(row), people(row)),
  value: (row) => x(row) / people(row),
  isNumber: true
});
const recordColumns: Column<ValidatedRecords>[] = [
  {name: "of whom", text: (d) => whomNames[d.whom], isLong: true},
  {name: "people", text: (d) => whole(d.people), isNumber: true, isMinor: true},
  shares("right", (d) => d.right),
  shares("wrong", (d) => d.wrong),
  shares("unknown", (d) => d.unknown)
];

/** For each kind of brands what `draw` makes of its rows under a caption. */
function tables<T extends {brands: string; worlds: number}>(
  rows: T[],
  draw: (own: T[], caption: string) => HTMLElement,
  document: Document
): HTMLElement {
  if (rows.length === 0)
    return missing(
      "Not computed in this version: run npm run validate -- --save to fill this table.",
      document
    );
  return element(
    document,
    "div",
    {},
    [...group(rows, ({brands}) => brands)].map(([brands, own]) =>
      draw(own, `${capital(brands)}: ${plural(own[0]!.worlds, "simulated brand")}`)
    )
  );
}

/** What lists gave, a table for each kind of brands and in it a column a schedule. */
export const listsTables = (rows: ValidatedLists[], document = globalThis.document) =>
  tables(
    rows,
    (own, caption) =>
      table(
        listLines,
        [
          {name: "lists read", text: ({what}) => what, isLong: true},
          ...own.map((row) => ({
            name: row.schedule,
            text: ({text}: (typeof listLines)[number]) => text(row),
            isNumber: true
          }))
        ],
        {caption, isSortable: false, document}
      ),
    document
  );

/** What the records of one snapshot gave, a table for each kind of brands. */
export const recordsTables = (rows: ValidatedRecords[], document = globalThis.document) =>
  tables(rows, (own, caption) => table(own, recordColumns, {caption, document}), document);
