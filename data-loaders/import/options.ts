import type {ImportReturnsOptions} from "../returns/import-returns.ts";
import {zoneOf} from "../returns/days.ts";
import type {MappedTable} from "../returns/mapped.ts";
import {periodOf} from "../tables/covers.ts";
import type {TableOptions} from "../tables/load.ts";
import type {ImportedTable} from "../tables/shapes.ts";
import {parseOrigin, parseTime, type TimeOptions} from "../tables/times.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {insideIdOf} from "../../src/networks/networks.ts";
import {isCurrency, readSettings} from "../../src/snapshots/settings.ts";
import {codeKinds} from "../../src/snapshots/tables.ts";
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
export async function tableOptionsOf(
  dataDir: string,
  flags: ImportRequest,
  isLog = false
): Promise<TableOptions> {
  const times = await timesOf(flags);
  const common = {
    format: flags.format,
    delimiter: delimiterOf(flags.delimiter),
    hasHeader: flags.header ?? true,
    ...times,
    accounts: await scopeOf(dataDir, flags, isLog)
  };
  const {followerColumn, followedColumn, userColumn, timeColumn, baseline} = flags;
  if (flags.target !== undefined && flags.table !== "interactions")
    throw new UserError(
      "--target: only interactions have a target: leave it out, or give --table interactions"
    );
  const isOfFollows = flags.outreach || isLog;
  if (!flags.edges && (flags.timesAreSightings || (flags.timesAreExact && !isOfFollows)))
    throw new UsageError("--times-are-sightings, --times-are-exact: only edges have them: give --edges");
  if (flags.edges) {
    const timesAre = flags.timesAreSightings ? "sightings" : flags.timesAreExact ? "exact" : undefined;
    return {shape: "edges", ...common, followerColumn, followedColumn, timeColumn, baseline, timesAre};
  }
  if (isOfFollows) {
    const {campaign, campaignColumn} = flags;
    const [list] = [flags.list ?? []].flat();
    if (flags.outreach && list === "followers")
      throw new UsageError(
        "--outreach, --list followers: of whom the account followed, or of who followed it: give one"
      );
    if (list === "blocking")
      throw new UsageError("--list blocking: a log is of follows: give --list followers or following");
    return {
      shape: "outreach",
      ...common,
      userColumn,
      timeColumn,
      campaign,
      campaignColumn,
      list: list === "followers" ? list : undefined,
      isComplete: flags.complete || flags.completeAnyway || undefined,
      areTimesExact: flags.timesAreExact
    };
  }
  if (flags.campaign ?? flags.campaignColumn)
    throw new UsageError(
      "--campaign, --campaign-column: only an outreach log has campaigns: give --outreach"
    );
  return {
    shape: "rows",
    ...common,
    table: flags.table as ImportedTable,
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
    isSplit: flags.split,
    ...(flags.covers !== undefined && {covers: await periodOf(flags.covers, placed(flags))})
  };
}

/** Reads the flags of exported posts: of one account, whose name their texts may need. */
export async function exportOptionsOf(dataDir: string, flags: ImportRequest): Promise<TableOptions> {
  const accounts = await scopeOf(dataDir, flags, true);
  const {accounts: tracked} = await readSettings(dataDir);
  const known = tracked.find(({id}) => id === accounts?.[0]);
  return {
    shape: "posts",
    format: flags.format,
    delimiter: delimiterOf(flags.delimiter),
    hasHeader: true,
    ...(await timesOf(flags)),
    accounts,
    accountName: flags.name ?? (known !== undefined && known.name !== known.id ? known.name : undefined),
    ...(flags.covers !== undefined && {covers: await periodOf(flags.covers, placed(flags))})
  };
}

export function delimiterOf(flag: string | undefined): string | undefined {
  const named: Record<string, string> = {tab: "\t", "\\t": "\t", space: " "};
  const delimiter = flag && (named[flag] ?? flag);
  if (delimiter && delimiter.length !== 1)
    throw new UserError(`--delimiter ${flag}: not one character: write one, or tab, or space`);
  return delimiter;
}

/** Reads the flags of files of visits, sales, hours and clicks: of one account, the one named or the only tracked one. */
export async function returnsOptionsOf(
  dataDir: string,
  path: string,
  table: MappedTable | null,
  flags: ImportRequest
): Promise<ImportReturnsOptions> {
  const {accounts: tracked} = await readSettings(dataDir);
  const {account: named = [], map = {}, set = {}, currency} = flags;
  if (flags.allAccounts || flags.accounts || named.length > 1)
    throw new UsageError("visits, sales and hours are of one account: give --account ID once");
  const [only, another] = tracked;
  if (named.length === 0 && (only === undefined || another !== undefined))
    throw new UsageError(
      `${path}: does not say whose it is: give --account ID${only === undefined ? "" : ", as several accounts are tracked"}`
    );
  const account = named.length === 1 ? accountIdOf(named[0]!, tracked) : only!.id;
  const known = tracked.find(({id}) => id === account);
  if (currency !== undefined && !isCurrency(currency.toUpperCase()))
    throw new UserError(`--currency ${currency}: not a currency: write its three letters, such as EUR`);
  const zone = flags.zone ?? known?.zone;
  const {download, code_kind: kind, ...others} = set;
  const strange = table === null ? [...Object.keys(others), ...Object.keys(map).filter((name) => name !== "project")] : []; // prettier-ignore
  if (strange.length > 0)
    throw new UserError(
      `${path}: --map and --set ${strange[0]}: the file is read by its own columns: leave it out, or give --table`
    );
  const codeKind = codeKinds.find((one) => one === kind && one !== "none");
  if (table === null && kind !== undefined && codeKind === undefined)
    throw new UserError(`--set code_kind=${kind}: not one of utm_campaign, utm_content, ref, discount`);
  const {dayOrder} = placed(flags);
  return {
    account,
    accountName: known !== undefined && known.name !== known.id ? known.name : null,
    isAccountIdSaid: named.length === 1 && insideIdOf(named[0]!.replace(/^@/, "")) !== null,
    takenAt: flags.takenAt,
    mapped:
      table === null ? null : {table, map, set: kind === undefined ? others : {...others, code_kind: kind}},
    isUnlike: flags.unlikeTheLast === true,
    zone: zone === undefined ? null : zoneOf(zone),
    currency: currency?.toUpperCase() ?? null,
    signupEvent: flags.signupEvent ?? null,
    codeKind: codeKind ?? null,
    projectColumn: table === null ? (map.project ?? null) : null,
    download: download ?? null,
    dayOrder,
    delimiter: delimiterOf(flags.delimiter),
    hasHeader: flags.header
  };
}
