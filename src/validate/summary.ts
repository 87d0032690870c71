import {deviation, mean, median} from "d3";
import type {Judged} from "./judge.ts";
import type {ListSchedule} from "./looks.ts";
import {shareOver, type Share} from "./share.ts";

/** What the models made of lists read at one schedule, beside the dates. Shares are of `came`. */
export interface ScheduleResult {
  schedule: ListSchedule;
  /** Looks at both lists, and the days from the first to the last. */
  looks: number;
  days: number;
  accounts: number;
  came: number;
  provedRight: Share;
  provedWrong: number;
  unseenRight: Share;
  unseenWrong: Share;
  unknown: Share;
  tied: number;
  cameBefore: number;
  unseenFollows: number;
  /** Windows of starts that hold the true time; their median width, and how far off their middles are, in hours. */
  windows: {x: number; n: number};
  widthHours: number | null;
  middleOffHours: number | null;
  middleBiasHours: number | null;
  /** People of unknown order in accounts in which the models estimate how many of them are followbacks. */
  modelled: {
    accounts: number;
    unknown: number;
    expected: number;
    truly: number;
    /** Expected less true share of followbacks among them, by account: the mean and its standard error. */
    error: number;
    standardError: number | null;
    /** Accounts in which the span of the model holds the true share. */
    held: number;
  } | null;
  /** Accounts in which the range of the followback share, unknown people counted both ways, holds the true share. */
  ranges: {x: number; n: number};
}

const sumOf = (judged: readonly Judged[], value: (one: Judged) => number) =>
  judged.reduce((sum, one) => sum + value(one), 0);

/** Pools what was judged account by account. */
export function summarise(
  schedule: ListSchedule,
  {looks, judged}: {looks: readonly number[]; judged: readonly Judged[]}
): ScheduleResult {
  const share = (value: (one: Judged) => number): Share =>
    shareOver(judged.map((one) => ({x: value(one), n: one.came})));
  const errors = judged.flatMap(({middleErrors}) => middleErrors);
  const withAnybody = judged.filter(({came}) => came > 0);
  const isInRange = ({followbacks: {least, most, truly}}: Judged) => least <= truly && truly <= most;
  return {
    schedule,
    looks: looks.length,
    days: looks.length === 0 ? 0 : (looks.at(-1)! - looks[0]!) / 86_400_000,
    accounts: judged.length,
    came: sumOf(judged, ({came}) => came),
    provedRight: share(({provedRight}) => provedRight),
    provedWrong: sumOf(judged, ({provedWrong}) => provedWrong),
    unseenRight: share(({unseenRight}) => unseenRight),
    unseenWrong: share(({unseenWrong}) => unseenWrong),
    unknown: share(({unknown}) => unknown),
    tied: sumOf(judged, ({tied}) => tied),
    cameBefore: sumOf(judged, ({cameBefore}) => cameBefore),
    unseenFollows: sumOf(judged, ({unseenFollows}) => unseenFollows),
    windows: {x: sumOf(judged, ({windowsRight}) => windowsRight), n: errors.length},
    widthHours: median(judged.flatMap(({widths}) => widths)) ?? null,
    middleOffHours: median(errors.map(Math.abs)) ?? null,
    middleBiasHours: mean(errors) ?? null,
    modelled: modelledOf(judged),
    ranges: {x: withAnybody.filter(isInRange).length, n: withAnybody.length}
  };
}

function modelledOf(judged: readonly Judged[]): ScheduleResult["modelled"] {
  const all = judged.flatMap(({modelled}) => modelled ?? []);
  if (all.length === 0) return null;
  const errors = all.map(({unknown, expected, truly}) => (expected - truly) / unknown);
  const spread = deviation(errors);
  return {
    accounts: all.length,
    unknown: all.reduce((sum, {unknown}) => sum + unknown, 0),
    expected: all.reduce((sum, {expected}) => sum + expected, 0),
    truly: all.reduce((sum, {truly}) => sum + truly, 0),
    error: mean(errors)!,
    standardError: spread === undefined ? null : spread / Math.sqrt(all.length),
    held: all.filter(({isHeld}) => isHeld).length
  };
}
