import {judgeLists} from "./judge.ts";
import type {DatedAccount} from "./dated.ts";
import {looksOf, type ListSchedule} from "./looks.ts";
import {summarise, type ScheduleResult} from "./summary.ts";

/** The time of which lists are written, in milliseconds, and how many rows of lists an account may have at one schedule. */
export interface Period {
  from: number;
  to: number;
  mostRows?: number;
}

/** What the models make of lists of accounts read at one schedule by a source that throws the dates of follows away. */
export async function validateSchedule(
  schedule: ListSchedule,
  accounts: readonly DatedAccount[],
  {period, source}: {period: Period; source: string}
): Promise<ScheduleResult> {
  const follows = accounts.flatMap((one) => one.follows);
  const looks = looksOf(schedule, period, follows, (period.mostRows ?? Infinity) * accounts.length);
  const judged = looks.length < 2 ? [] : await judgeLists(accounts, looks, source);
  return summarise(schedule, {looks, judged});
}
