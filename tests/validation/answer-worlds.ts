import type {AnswerRow} from "../../src/models/computed/unknown-route-estimate.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";

/** How active somebody is at an instant, in days from a Monday at midnight: 0 is never. At most 1. */
export type Activity = (day: number) => number;

/**
 * What someone does who is not there yet as they become ready to answer. "when back": they wait, and answer at any moment of
 * the next hours in which they are there. "while there": only time in which they are there brings them nearer to an answer.
 * "not at all": they never answer.
 */
export type Waiting = "when back" | "while there" | "not at all";

export interface AnswerHabits {
  /** How many strangers are followed, and how many people arrive, a day on average. */
  outreachADay: number;
  arrivalsADay: number;
  /** When the account reaches out and follows back, and when others arrive and follow back. */
  outreach: Activity;
  ourAnswers: Activity;
  arrivals: Activity;
  theirAnswers: Activity;
  waiting: Waiting;
  /** When the account reaches out at all: its campaigns. */
  campaigns: Activity;
  /** The days at which lists are read, the first of them 0; a log tells the minute of each follow by the account. */
  followers: number[];
  following: number[] | "logged";
  /** Those of the lists of following that lack about half of whom the account follows. */
  partial: number[];
  theirShare: number;
  theirDelay: (random: () => number) => number;
  ourShare: number;
  ourDelay: (random: () => number) => number;
}

export const always: Activity = () => 1;
const hourOf = (day: number) => (day - Math.floor(day)) * 24;
const weekdayOf = (day: number) => Math.floor(day) % 7;
export const evenings =
  (from: number, to: number): Activity =>
  (day) =>
    hourOf(day) >= from && hourOf(day) < to ? 1 : 0;
export const onDays =
  (...some: number[]): Activity =>
  (day) =>
    some.includes(weekdayOf(day)) ? 1 : 0;
export const both =
  (one: Activity, other: Activity): Activity =>
  (day) =>
    one(day) * other(day);

/** Days of lists that are `gap` days apart. */
export const every = (gap: number, days: number): number[] =>
  Array.from({length: Math.floor(days / gap + 1e-9) + 1}, (_, nth) => nth * gap);

/** Two months of three. */
export const months: Activity = (day) => (Math.floor(day / 30) % 3 < 2 ? 1 : 0);

const exponential = (mean: number, random: () => number) => -mean * Math.log(1 - random());
/** Half within hours, a tail of months; and of the account's own answers half within hours. */
export const theirUsualDelay = (random: () => number) => {
  const draw = random();
  return exponential(draw < 0.5 ? 0.15 : draw < 0.8 ? 1.5 : 40, random);
};
export const ourUsualDelay = (random: () => number) => exponential(random() < 0.5 ? 0.15 : 8, random);

/** The most common brand: weekly lists for half a year, outreach in two months of three, people at any time. */
export const usualAnswers: AnswerHabits = {
  outreachADay: 4,
  arrivalsADay: 1.2,
  outreach: always,
  ourAnswers: always,
  arrivals: always,
  theirAnswers: always,
  waiting: "when back",
  campaigns: months,
  followers: every(7, 182),
  following: every(7, 182),
  partial: [],
  theirShare: 0.25,
  theirDelay: theirUsualDelay,
  ourShare: 0.3,
  ourDelay: ourUsualDelay
};

interface Seen {
  after: number;
  before: number;
}

/** In minutes from 1970: a Monday at midnight. */
const begin = Date.parse("2024-07-01T00:00:00Z") / 60_000;
/** Fifths of an hour: how finely activity is looked at. */
const step = 1 / 120;

/** What lists show of both streams, each stream drawn on its own, and how many of those of unknown order are followbacks. */
export function answerWorld(seed: number, habits: AnswerHabits) {
  const random = randomNumbers(seed);
  const {followers, following, partial} = habits;
  const end = Math.min(followers.at(-1)!, following === "logged" ? Infinity : following.at(-1)!);
  const rows = new Map<string, AnswerRow>();
  let [unknown, truly] = [0, 0];
  const add = (kind: AnswerRow["kind"], followed: Seen | null, arrived: Seen | null, isUnknown = false) => {
    const key = [kind, followed?.after, followed?.before, arrived?.after, arrived?.before, isUnknown].join(
      " "
    );
    const minute = (at: number | undefined) =>
      at === undefined ? null : BigInt(begin + Math.round(at * 1440));
    const row = rows.get(key) ?? {
      account_id: 1n,
      kind,
      followed_after: minute(followed?.after),
      followed_before: minute(followed?.before),
      arrived_after: minute(arrived?.after),
      arrived_before: minute(arrived?.before),
      is_unknown: isUnknown,
      people: 0n
    };
    row.people++;
    rows.set(key, row);
  };
  const seen = (at: number, isFollow: boolean): Seen => {
    if (!isFollow) return gapOf(at, followers);
    if (following === "logged") {
      const minute = Math.round(at * 1440) / 1440;
      return {after: minute, before: minute};
    }
    const isLacking = partial.length > 0 && random() < 0.5;
    return gapOf(at, isLacking ? following.filter((day) => !partial.includes(day)) : following);
  };
  const meet = (isOutreach: boolean, opened: number, answered: number) => {
    const isMet = answered < end;
    const follow = seen(isOutreach ? opened : answered, true);
    const arrival = seen(isOutreach ? answered : opened, false);
    const isKnown = !isMet || follow.before <= arrival.after + 1e-9 || arrival.before <= follow.after + 1e-9;
    if (isKnown)
      add(isOutreach ? "outreach" : "arrival", isOutreach ? follow : null, isOutreach ? null : arrival);
    if (!isMet) return;
    add("pair", follow, arrival, !isKnown);
    if (isKnown) return;
    unknown++;
    if (isOutreach) truly++;
  };
  /** Instants of a stream, `perDay` on an average day of a week, where and as far as it is active. */
  const instants = function* (activity: Activity, perDay: number, last: number) {
    const most = perDay / meanOf(activity);
    for (let at = exponential(1 / most, random); at < last; at += exponential(1 / most, random))
      if (random() < activity(at)) yield at;
  };
  const answer = (
    at: number,
    share: number,
    delayOf: (random: () => number) => number,
    activity: Activity
  ) => (random() < share ? answeredAt(at, delayOf(random), activity, habits.waiting, end, random) : Infinity);
  for (const at of instants(habits.outreach, habits.outreachADay, end))
    if (random() < habits.campaigns(at))
      meet(true, at, answer(at, habits.theirShare, habits.theirDelay, habits.theirAnswers));
  for (const at of instants(habits.arrivals, habits.arrivalsADay, end))
    meet(false, at, answer(at, habits.ourShare, habits.ourDelay, habits.ourAnswers));
  return {rows: sorted([...rows.values()]), unknown, truly};
}

/** Between which two lists. */
function gapOf(at: number, looks: number[]): Seen {
  let [low, high] = [0, looks.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (looks[middle]! < at) low = middle;
    else high = middle;
  }
  return {after: looks[low]!, before: looks[high]!};
}

/** Over a week. */
function meanOf(activity: Activity): number {
  if (activity === always) return 1;
  let sum = 0;
  for (let nth = 0; nth < 7 / step; nth++) sum += activity((nth + 0.5) * step);
  return (sum * step) / 7;
}

function answeredAt(
  from: number,
  delay: number,
  activity: Activity,
  waiting: Waiting,
  end: number,
  random: () => number
): number {
  if (activity === always) return from + delay;
  if (waiting === "while there") {
    // An hour of them counts as much as an hour of everybody who is always there.
    let left = delay * meanOf(activity);
    for (let at = from; at < end; at += step) {
      const passed = activity(at) * step;
      if (passed >= left) return at + (left / passed) * step;
      left -= passed;
    }
    return Infinity;
  }
  const ready = from + delay;
  if (activity(ready) > 0) return ready;
  if (waiting === "not at all") return Infinity;
  let back = ready;
  while (activity(back) === 0) {
    back += step;
    if (back > end) return Infinity;
  }
  let left = back;
  while (activity(left) > 0 && left - back < 1) left += step;
  return back + random() * (left - back);
}

const sorted = (rows: AnswerRow[]) => {
  const keyOf = (row: AnswerRow) =>
    [
      row.kind,
      row.followed_after,
      row.followed_before,
      row.arrived_after,
      row.arrived_before,
      row.is_unknown
    ].join(" ");
  return rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};
