import type {TableOptions} from "../tables/load.ts";
import {parseOrigin, parseTime, type TimeOptions} from "../tables/times.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {readSettings} from "../../src/snapshots/settings.ts";
import {accountIdOf, scopeOf} from "./accounts.ts";
import type {ImportRequest} from "./request.ts";

/** How times are meant that do not say their zone, or whether the day comes first. */
export const placed = ({zone, dayFirst, monthFirst}: ImportRequest): TimeOptions => ({
  zone,
  dayOrder: dayFirst ? "day-first" : monthFirst ? "month-first" : undefined
});

/** How the flags mean times of all kinds. */
export async function timesOf(flags: ImportRequest): Promise<TimeOptions> {
  const {timeUnit} = flags;
  const timeOrigin = flags.timeOrigin
    ? await parseOrigin(flags.timeOrigin, "--time-origin", {...placed(flags), timeUnit})
    : undefined;
  return {timeUnit, timeOrigin, ...placed(flags)};
}

/** Reads the flags of a table; everything that may differ between two imports of one file is in the result. */
export async function tableOptionsOf(dataDir: string, flags: ImportRequest): Promise<TableOptions> {
  const times = await timesOf(flags);
  const common = {
    format: flags.format,
    delimiter: delimiterOf(flags.delimiter),
    hasHeader: flags.header ?? true,
    ...times,
    accounts: await scopeOf(dataDir, flags)
  };
  const {followerColumn, followedColumn, userColumn, timeColumn, baseline} = flags;
  if (flags.target !== undefined && flags.table !== "interactions")
    throw new UserError(
      "--target: only interactions have a target: leave it out, or give --table interactions"
    );
  if (!flags.edges && (flags.timesAreSightings || flags.timesAreExact))
    throw new UsageError("--times-are-sightings, --times-are-exact: only edges have them: give --edges");
  if (flags.edges) {
    const timesAre = flags.timesAreSightings ? "sightings" : flags.timesAreExact ? "exact" : undefined;
    return {shape: "edges", ...common, followerColumn, followedColumn, timeColumn, baseline, timesAre};
  }
  if (flags.outreach) {
    const {campaign, campaignColumn} = flags;
    return {shape: "outreach", ...common, userColumn, timeColumn, campaign, campaignColumn};
  }
  if (flags.campaign ?? flags.campaignColumn)
    throw new UsageError(
      "--campaign, --campaign-column: only an outreach log has campaigns: give --outreach"
    );
  return {
    shape: "rows",
    ...common,
    table: flags.table!,
    map: flags.map,
    set: flags.set,
    target:
      flags.target === undefined
        ? undefined
        : accountIdOf(flags.target, (await readSettings(dataDir)).accounts),
    takenAt: flags.takenAt ? await parseTime(flags.takenAt, "--taken-at", times) : undefined,
    isComplete: flags.complete || flags.completeAnyway,
    ...(flags.completeAnyway && {isForced: true}),
    ...(flags.order && {order: flags.order}),
    isSplit: flags.split
  };
}

export function delimiterOf(flag: string | undefined): string | undefined {
  const named: Record<string, string> = {tab: "\t", "\\t": "\t", space: " "};
  const delimiter = flag && (named[flag] ?? flag);
  if (delimiter && delimiter.length !== 1)
    throw new UserError(`--delimiter ${flag}: not one character: write one, or tab, or space`);
  return delimiter;
}
