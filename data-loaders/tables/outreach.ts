import {UserError} from "../../src/errors.ts";
import {castSql, checkColumn, readColumns, resolveColumn, type Origin} from "./columns.ts";
import {campaignIdOf} from "../../src/snapshots/tables.ts";
import {quote} from "../../src/duckdb.ts";
import type {Prepare} from "./prepared.ts";

/** A log of outreach: whom the account followed, and when. */
export interface OutreachOptions {
  /** Names, or positions from 1. Default user_id and time; without a header 1 and 2. */
  userColumn?: string;
  timeColumn?: string;
  /** The column that names the campaign of each row. Default: `campaign`, where there is one. */
  campaignColumn?: string;
  /** The campaign of all rows. */
  campaign?: string;
}

/**
 * A log becomes outbound `events`: a point a row, a whole day where the log has bare dates. It says nothing of the follows
 * it does not hold, so no period of watching comes with it. Where it names campaigns, their people come as
 * `campaign_targets`.
 */
export const prepareOutreach: Prepare<OutreachOptions> = async (db, source, options, tempFile) => {
  const [account, another] = Array.isArray(options.accounts) ? options.accounts : [];
  if (account === undefined || another !== undefined) {
    throw new UserError(`${source.path}: no account is named for this log: give one --account ID`);
  }
  const byPosition = options.hasHeader === false;
  const wanted = new Map<string, Origin>([
    ["user_id", {column: resolveColumn(source, options.userColumn ?? (byPosition ? "1" : "user_id"))}],
    ["time", {column: resolveColumn(source, options.timeColumn ?? (byPosition ? "2" : "time"))}]
  ]);
  const {campaign} = options;
  const campaignColumn =
    options.campaignColumn ?? (source.columns.includes("campaign") ? "campaign" : undefined);
  if (campaign !== undefined && campaignColumn !== undefined)
    throw new UserError(
      `${source.path}: its column ${campaignColumn} names campaigns: leave out --campaign, or delete that column`
    );
  if (campaignColumn !== undefined) wanted.set("campaign", {column: resolveColumn(source, campaignColumn)});
  else if (campaign !== undefined) wanted.set("campaign", {value: campaign});
  await readColumns(db, source, wanted);
  await checkColumn(db, source, wanted, "user_id", "BIGINT", true);
  await checkColumn(db, source, wanted, "time", "TIMESTAMP", true);
  await db.run(`create temp table outreach as select ${castSql("user_id", "BIGINT").sql} as target_id,
    span_from("time") as t_from, span_to("time") as t_to, ${wanted.has("campaign") ? "campaign" : "null::varchar"} as campaign
    from source`);
  await db.run(`copy (
    select distinct ${account}::bigint as account_id,
      'follow:' || ${account} || ':' || target_id || ':' || epoch_ms(t_to) as event_id,
      'follow' as kind, ${account}::bigint as source_id, target_id, t_from as "after", t_to as "before",
      t_from = t_to as is_exact, 'import' as delivery
    from outreach where target_id <> ${account}) to ${tempFile("events")} (format parquet)`);
  const [facts] = await db.rows<{last: Date; self: bigint}>(
    `select max(t_to) as last, count(*) filter (where target_id = ${account}) as self from outreach`
  );
  const notes = facts!.self > 0n ? [`rows about the account itself, dropped: ${facts!.self}`] : [];
  if (!wanted.has("campaign")) return [{takenAt: facts!.last, tables: ["events"], notes, part: ""}];
  const names = await db.rows<{name: string}>(
    "select distinct campaign as name from outreach where campaign is not null order by name"
  );
  const ids = names.map(({name}) => `(${quote(name)}, ${quote(campaignIdOf(name))})`);
  const named =
    ids.length === 0 ? "select null as name, null as campaign_id where false" : `values ${ids.join(", ")}`;
  await db.run(`
    create temp table named_campaigns as select * from (${named}) as n(name, campaign_id);
    copy (
      select ${account}::bigint as account_id, campaign_id, min(name) as name
      from named_campaigns group by campaign_id
    ) to ${tempFile("campaigns")} (format parquet);
    copy (
      select distinct ${account}::bigint as account_id, campaign_id, target_id as user_id, t_from as "after", t_to as "before"
      from outreach join named_campaigns on name = campaign
      where target_id <> ${account}
    ) to ${tempFile("campaign_targets")} (format parquet);`);
  const [without] = await db.rows<{n: bigint}>("select count(*) as n from outreach where campaign is null");
  if (without!.n > 0n) notes.push(`rows without a campaign: ${without!.n}`);
  return [{takenAt: facts!.last, tables: ["campaigns", "campaign_targets", "events"], notes, part: ""}];
};
