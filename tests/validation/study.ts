import {formatColumns, formatValidation, shareText} from "../../src/validate/format-validation.ts";
import {judgeLists, type Judged} from "../../src/validate/judge.ts";
import {listSchedules, looksOf, type ListSchedule} from "../../src/validate/looks.ts";
import {shareOver, type Share} from "../../src/validate/share.ts";
import {summarise, type ScheduleResult} from "../../src/validate/summary.ts";
import {capital} from "../../src/words.ts";
import {scenarios, type Keeping, type Scenario} from "../calibration/behaviour.ts";
import {judgeRecords, type RecordsJudged} from "./records.ts";
import {createValidationWorld, usualHabits, type Habits} from "./world.ts";

/** What the routes that records say of a first look are worth, beside how people first came. */
export interface RecordsResult {
  right: Share;
  wrong: Share;
  unknown: Share;
}

/** Simulated brands that treat their follows alike. */
export interface Group {
  /** long: the brand keeps a follow for 60 days at least; short: it drops a follow after five days on average, answered or not. */
  keeping: Keeping;
  /** The same in words. */
  brands: string;
  worlds: number;
  results: ScheduleResult[];
  /** Of everybody present, and of those whom the account follows too. */
  records: {present: RecordsResult; mutual: RecordsResult};
}

export interface Validation {
  date: string;
  seed: number;
  worlds: number;
  days: number;
  habits: Habits;
  groups: Group[];
}

export interface StudyOptions {
  worlds: number;
  seed: number;
  days?: number;
  size?: number;
  schedules?: readonly ListSchedule[];
  /** Worlds that share a store. */
  atOnce?: number;
  log?: (line: string) => void;
}

/** Eight weeks: brands of `behaviourOf` do outreach in all of them. Lists of every hour are read in the last one. */
const usualDays = 56;
const hourlyDays = 7;
const day = 86_400_000;

/**
 * Simulates brands whose follows are all dated, a quarter of them such as drop people fast, and judges what the X models make
 * of their lists at each schedule, and what the models make of their records.
 */
export async function validateWorlds(options: StudyOptions): Promise<Omit<Validation, "date">> {
  const {worlds, seed, days = usualDays, size, schedules = listSchedules, atOnce = 50, log} = options;
  const short = Math.round(worlds / 4);
  const groups: Group[] = [];
  for (const [keeping, count] of [
    ["long", worlds - short],
    ["short", short]
  ] as const) {
    if (count === 0) continue;
    const judged = new Map<ListSchedule, {looks: number[]; judged: Judged[]}>();
    const records: RecordsJudged[] = [];
    for (let from = 0; from < count; from += atOnce) {
      const some = Array.from({length: Math.min(atOnce, count - from)}, (_, nth) =>
        createValidationWorld({
          account: String(4_000_000_000_001 + from + nth),
          seed: seed * 10_000 + (keeping === "short" ? 5_000 : 0) + from + nth,
          scenario: keeping === "short" ? "default" : scenarioOf(from + nth),
          keeping,
          days,
          ...(size !== undefined && {size})
        })
      );
      for (const schedule of schedules) {
        const {from: began, to} = some[0]!;
        const since = schedule === "hourly" ? Math.max(began, to - hourlyDays * day) : began;
        const looks = looksOf(schedule, {from: since, to}, []);
        const before = judged.get(schedule)?.judged ?? [];
        judged.set(schedule, {looks, judged: [...before, ...(await judgeLists(some, looks, "x-api"))]});
        log?.(`${keeping}, ${schedule}: ${from + some.length} of ${count} worlds`);
      }
      records.push(...(await judgeRecords(some)));
    }
    groups.push({
      keeping,
      brands: brandsThat[keeping],
      worlds: count,
      results: schedules.map((schedule) => summarise(schedule, judged.get(schedule)!)),
      records: {present: recordsOf(records), mutual: recordsOf(records.map(({mutual}) => mutual))}
    });
  }
  return {seed, worlds, days, habits: usualHabits, groups};
}

const scenarioOf = (nth: number): Scenario => scenarios[nth % scenarios.length]!;

function recordsOf(judged: readonly Omit<RecordsJudged, "account" | "mutual">[]): RecordsResult {
  const share = (of: "right" | "wrong" | "unknown") =>
    shareOver(judged.map((one) => ({x: one[of], n: one.present})));
  return {right: share("right"), wrong: share("wrong"), unknown: share("unknown")};
}

const brandsThat: Record<Keeping, string> = {
  long: "brands that keep a follow for 60 days at least",
  short: "brands that drop a follow after five days on average"
};

/** The whole study as text. */
export function formatStudy({seed, worlds, days, habits, groups}: Omit<Validation, "date">): string {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const parts = groups.map(({brands, worlds: count, results, records}) => {
    const row = (name: string, of: RecordsResult) => [
      name,
      of.right.n.toLocaleString("en-US"),
      shareText(of.right),
      shareText(of.wrong),
      shareText(of.unknown)
    ];
    return [
      `${capital(brands)}: ${count} worlds\n\n`,
      formatValidation(results),
      "\n",
      formatColumns([
        ["routes by the records of one look at the end", "people", "right", "wrong", "unknown"],
        row("everyone present", records.present),
        row("of them those whom the brand follows too", records.mutual)
      ])
    ].join("");
  });
  return [
    `${worlds} worlds of ${days} days, seed ${seed}. Of follows: ${percent(habits.refollows)} refollows, ${percent(
      habits.doublePresses
    )} double presses, ${percent(habits.bulk)} made at once with many others; of records: ${percent(
      habits.backdated
    )} claim an earlier time, every second one in its key too.\n`,
    ...parts
  ].join("\n");
}
