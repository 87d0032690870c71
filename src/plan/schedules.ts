/** When snapshots are taken, and which of them read whole lists. */
export interface Schedule {
  name: ScheduleName;
  /** As a row of a table is called. */
  title: string;
  /** What to do, as a sentence says it. */
  what: string;
  /** Days from one snapshot to the next. */
  every: number;
  /** Days from one full walk of both lists to the next; the snapshots between are heads. */
  full: number;
}

export type ScheduleName =
  "daily-full" | "heads-weekly" | "heads-biweekly" | "heads-monthly" | "weekly-full" | "monthly-full";

/** The schedules a plan compares, the densest first. */
export const schedules: readonly Schedule[] = [
  {
    name: "daily-full",
    title: "full scan daily",
    what: "read the whole of both lists every day",
    every: 1,
    full: 1
  },
  {
    name: "heads-weekly",
    title: "incremental daily, full scan weekly",
    what: "read the newest part of both lists every day and the whole lists every Monday",
    every: 1,
    full: 7
  },
  {
    name: "heads-biweekly",
    title: "incremental daily, full scan every two weeks",
    what: "read the newest part of both lists every day and the whole lists every second Monday",
    every: 1,
    full: 14
  },
  {
    name: "heads-monthly",
    title: "incremental daily, full scan monthly",
    what: "read the newest part of both lists every day and the whole lists once a month",
    every: 1,
    full: 30
  },
  {
    name: "weekly-full",
    title: "full scan weekly",
    what: "read the whole of both lists every Monday",
    every: 7,
    full: 7
  },
  {
    name: "monthly-full",
    title: "full scan monthly",
    what: "read the whole of both lists once a month",
    every: 30,
    full: 30
  }
];

export const scheduleOf = (name: ScheduleName): Schedule =>
  schedules.find((schedule) => schedule.name === name)!;

/** What a day since watching began asks for; null where no snapshot is due. */
export function snapshotOn(day: number, {every, full}: Schedule): "head" | "full" | null {
  if (day % every !== 0) return null;
  return day % full === 0 ? "full" : "head";
}
