import {UsageError, UserError} from "../../src/errors.ts";
import {
  checkColumn, readColumns, refuseNoFollows, refuseOtherAccounts, refuseWhere, resolveColumn, unreadColumns, type Origin
} from "./columns.ts"; // prettier-ignore
import {campaignIdOf} from "../../src/snapshots/tables.ts";
import {quote, type Database} from "../../src/duckdb.ts";
import {plural} from "../../src/words.ts";
import {readPeopleOf} from "./ids-of-names.ts";
import {rolesOfLog} from "./log-columns.ts";
import type {Prepare, PrepareOptions, Prepared} from "./prepared.ts";
import type {Source} from "./source.ts";
import {zoneRemarks} from "./times.ts";

/** A log of follows: of outreach, which says whom the account followed, and when; or of those who followed it. */
export interface OutreachOptions {
  /** Whose follows they are: default those of the account, `following`; `followers`: those of others toward it. */
  list?: "followers" | "following";
  /** Names, or positions from 1. Default: by their names; without a header 1 and 2. */
  userColumn?: string;
  timeColumn?: string;
  /** The column that names the campaign of each row. Default: `campaign`, else one that says where they were found. */
  campaignColumn?: string;
  /** The campaign of all rows. */
  campaign?: string;
  /** The log holds everybody whom the account ever followed, up to its last row. */
  isComplete?: boolean;
  /** Times of following back are when it happened. Default: when it was seen, some time after the follow. */
  areTimesExact?: boolean;
}

/** What people write where somebody has not followed back, or was not unfollowed. */
const notHappened = "(?i)[-–—]+|n/?a|no|none|never|null|false|not yet|pending|\\?";

/** What the columns of a log are, by the names they get in the table `source`. */
type Wanted = Map<string, Origin>;

/** So many people at one second did not follow then: a program noted when it first saw them. */
const mostAtOnce = 10;

/** Columns that may say whose log a row is of, where the person stands in another. */
const accountColumns = /^((owner|account|brand)(id|name|username|screenname|handle)?|userid)$/;

/**
 * A log becomes `events`: points, or whole days where the log has bare dates; an empty cell says "not yet". A row may be a
 * follow with what came of it (`followed_at`, `followed_back_at`, `unfollowed_at`), or one event (`event`, `date`). It says
 * nothing of the follows it does not hold, so no period of watching comes with it, unless it is said to hold all. Where it
 * names campaigns, or where people were found, they come as `campaign_targets`.
 */
export const prepareOutreach: Prepare<OutreachOptions> = async (db, source, options, tempFile, known) => {
  const [account, another] = Array.isArray(options.accounts) ? options.accounts : [];
  if (account === undefined || another !== undefined) {
    throw new UserError(`${source.path}: no account is named for this log: give one --account ID`);
  }
  const list = options.list ?? "following";
  const {wanted, holds, campaignColumn, placeColumn} = columnsOf(source, options);
  await readColumns(db, source, wanted);
  await refuseFailed(db, source, wanted);
  const others = unreadColumns(source, wanted).filter(({plain}) => accountColumns.test(plain));
  await refuseOtherAccounts(db, source.path, source.from, others, null);
  if (wanted.has("name")) await refuseRowNumbers(db, source);
  const orName = wanted.has("name") ? "name" : undefined;
  const named = await readPeopleOf(db, source, wanted, [{column: "user_id", holds, orName}], known);
  await refuseWhere(
    db,
    source,
    wanted,
    "user_id",
    "user_id_person = 0",
    "is nobody: fix it or leave out the row"
  );
  const [people] = await db.rows<{n: bigint}>(
    `select count(*) as n from source where user_id_person <> ${account}`
  );
  if (people!.n === 0n)
    throw new UsageError(
      `${source.path}: it holds nobody but the account itself: name the column of people by --user-column`
    );
  if (options.userColumn === undefined && options.hasHeader !== false)
    await refuseOnePerson(db, source, wanted);
  // A column of names that no row needs says nothing.
  if (named === 0) wanted.delete("name");
  for (const name of ["followed_back", "unfollowed"])
    if (wanted.has(name))
      await refuseWhere(
        db, source, wanted, name, `regexp_full_match("${name}", ${quote(notHappened)})`,
        "is no time: leave such cells empty, which means that it has not happened"
      ); // prettier-ignore
  for (const name of ["time", "followed_back", "unfollowed"])
    if (wanted.has(name)) await checkColumn(db, source, wanted, name, "TIMESTAMP", false);
  await checkRows(db, source, wanted);
  const own = list === "following" ? [account, "target_id"] : ["target_id", account];
  await readLog(db, wanted);
  await narrowUnfollows(db);
  if (list === "followers") await refuseSightings(db, source.path);
  await copyEvents(db, account, own as [string, string], options.areTimesExact === true, tempFile("events"));
  const tables: Prepared["tables"] = ["events"];
  if (options.isComplete) {
    if (list === "followers")
      throw new UsageError(`${source.path}: --complete: only an outreach log can be whole: leave it out`);
    const [follows] = await db.rows<{n: bigint}>("select count(*) as n from log where kind = 'follow'");
    if (follows!.n === 0n)
      throw new UsageError(
        `${source.path}: --complete: the log holds no follows: give the one that does, or leave it out`
      );
    await db.run(`copy (
      select ${account}::bigint as account_id, 'outbound' as direction, min(t_from) as "from",
        -- Of a last day nobody knows how much of it the log holds.
        max(greatest(t_from, coalesce(unfollowed_from, t_from))) as "to", true as has_baseline,
        count(unfollowed_to) = 0 and count(*) filter (where kind = 'unfollow') = 0 as additions_only
      from log) to ${tempFile("stream_periods")} (format parquet)`);
    tables.unshift("stream_periods");
  }
  if (named > 0) {
    await db.run(`copy (
      select distinct ${account}::bigint as account_id, user_id, name from person_names
    ) to ${tempFile("names")} (format parquet)`);
    tables.unshift("names");
  }
  const notes = await notesOf(db, account);
  if (wanted.has("campaign")) {
    await copyCampaigns(db, account, placeColumn !== undefined, tempFile);
    const [without] = await db.rows<{n: bigint}>(
      "select count(*) as n from log where campaign is null and kind = 'follow'"
    );
    if (without!.n > 0n) notes.push(`rows without a campaign: ${without!.n}`);
    tables.unshift("campaigns", "campaign_targets");
  }
  const used = new Set([...wanted.values()].map((origin) => ("column" in origin ? origin.column : "")));
  const unused = source.columns.filter((column) => !used.has(column));
  const remarks = await zoneRemarks(
    db,
    ["time", "followed_back", "unfollowed"].filter((name) => wanted.has(name)),
    options
  );
  const summary = await summaryOf(db, account, list, options, named, campaignColumn ?? placeColumn);
  const {last} = summary;
  const line = [summary.line, ...remarks].join("; ");
  return [
    {
      takenAt: last,
      tables,
      notes,
      part: "",
      line: line + (unused.length > 0 ? `; columns not used: ${unused.join(", ")}` : "")
    }
  ];
};

/** Finds out which column is what, by flags, else by their names. */
function columnsOf(source: Source, options: PrepareOptions & OutreachOptions) {
  const {columns, path} = source;
  const byPosition = options.hasHeader === false;
  const roles = byPosition ? {} : rolesOfLog(columns);
  const origin = (column: string): Origin => ({column: resolveColumn(source, column)});
  const wanted: Wanted = new Map();
  const isSaid = options.userColumn !== undefined || byPosition;
  const person = options.userColumn ?? (byPosition ? "1" : (roles.id ?? "user_id"));
  const hasIds = isSaid || columns.includes(person);
  wanted.set("user_id", origin(hasIds ? person : (roles.name ?? person)));
  if (!isSaid && hasIds && roles.name !== undefined) wanted.set("name", origin(roles.name));
  const holds = isSaid ? null : hasIds ? ("ids" as const) : ("names" as const);
  const {followedBack, unfollowed, event} = roles;
  const time =
    options.timeColumn ??
    (byPosition
      ? "2"
      : ((event === undefined ? roles.followed : undefined) ??
        (columns.includes("time") ? "time" : roles.time)));
  if (options.timeColumn === undefined && event === undefined && /^created_?at$/i.test(time ?? ""))
    throw new UsageError(
      `${path}: its column ${time} may say when the account of that person was made: give --time-column ${time} if it says when the follow happened, or delete that column`
    );
  if (time !== undefined) wanted.set("time", origin(time));
  else if (unfollowed === undefined) wanted.set("time", origin("time"));
  if (event !== undefined && time !== undefined && options.timeColumn === undefined)
    wanted.set("event", origin(event));
  if (followedBack !== undefined) wanted.set("followed_back", origin(followedBack));
  if (unfollowed !== undefined) wanted.set("unfollowed", origin(unfollowed));
  const {campaign} = options;
  const campaignColumn = options.campaignColumn ?? roles.campaign;
  const placeColumn = campaignColumn === undefined && campaign === undefined ? roles.place : undefined;
  if (campaign !== undefined && campaignColumn !== undefined)
    throw new UserError(
      `${path}: its column ${campaignColumn} names campaigns: leave out --campaign, or delete that column`
    );
  const column = campaignColumn ?? placeColumn;
  if (column !== undefined) wanted.set("campaign", origin(column));
  else if (campaign !== undefined) wanted.set("campaign", {value: campaign});
  return {wanted, holds, campaignColumn, placeColumn};
}

/** So many follows of one person, and none of any other, are those of whoever keeps the log. */
const mostOfOne = 3;

/** Asks where every row is of one person: the column may name who followed. Throws a `UsageError`. */
async function refuseOnePerson(db: Database, source: Source, wanted: Wanted): Promise<void> {
  const isFollow = wanted.has("event")
    ? oneOf(followWords)
    : wanted.has("time")
      ? `"time" is not null`
      : "false";
  const [found] = await db.rows<{n: bigint; people: bigint}>(
    `select count(*) as n, count(distinct user_id_person) as people from source where ${isFollow}`
  );
  const {n, people} = found!;
  if (people !== 1n || n < mostOfOne || source.columns.length <= wanted.size) return;
  const column = ["user_id", "name"].flatMap((name) => {
    const origin = wanted.get(name);
    return origin !== undefined && "column" in origin ? [origin.column] : [];
  })[0]!;
  throw new UsageError(
    `${source.path}: all its ${n} follows are of one person, by its column ${column}, which may say who followed: name the column of people by --user-column`
  );
}

/** So many ids, all below that, number rows: nobody meets only X's first people. */
const numbers = {fewest: 3, below: 100_000};

/** Refuses a column of ids that counts the rows beside one of names, also where rows were deleted or are of more files. */
async function refuseRowNumbers(db: Database, source: Source): Promise<void> {
  const [found] = await db.rows<{are_numbers: boolean}>(`
    select (count(n) >= ${numbers.fewest} and max(n) < ${numbers.below})
      or (count(*) = count(distinct n) and max(n) - min(n) = count(*) - 1 and min(n) in (0, 1)) as are_numbers
    from (select try_cast(user_id as bigint) as n from source)`);
  if (found!.are_numbers)
    throw new UsageError(
      `${source.path}: its column of ids counts the rows: name the column of people by --user-column`
    );
}

/** Where programs that follow by themselves say what came of a try, and words for tries that were no follow. */
const outcomeColumn = /^(status|result|outcome|state|success|successful|ok|done|error|errors|errormessage)$/;
const errorColumn = /^error/;
const failure =
  "(?i)\\b(fail|error|skip|pending|request|block|suspend|limit|already|not|no|false|cancel|todo|queue)|^0$";
/** Words for what people did after a follow: `not followed back yet`. */
const answer = "(?i)back|respon|answer|repl|yet";

/** Asks about rows that say that no follow came of them. Throws a `UsageError`. */
async function refuseFailed(db: Database, source: Source, wanted: Wanted): Promise<void> {
  for (const unread of unreadColumns(source, wanted)) {
    const {plain, text} = unread;
    if (!outcomeColumn.test(plain)) continue;
    const isFailed = errorColumn.test(plain)
      ? `${text} is not null and not regexp_full_match(${text}, '(?i)no|none|false|null|0|ok|-')`
      : `regexp_matches(replace(${text}, '_', ' '), ${quote(failure)}) and not regexp_matches(${text}, ${quote(answer)})`;
    await refuseNoFollows(
      db,
      source,
      unread,
      isFailed,
      "delete the rows that are none, and then that column"
    );
  }
}

const followWords = ["follow", "followed"];
const unfollowWords = ["unfollow", "unfollowed"];
const oneOf = (words: readonly string[]) => `lower("event") in (${words.map(quote).join(", ")})`;

/** Refuses rows of an unknown event or without a time, and those that end before they begin. */
async function checkRows(db: Database, source: Source, wanted: Wanted): Promise<void> {
  if (wanted.has("event"))
    await refuseWhere(
      db, source, wanted, "event", `not coalesce(${oneOf([...followWords, ...unfollowWords])}, false)`,
      "is neither follow nor unfollow: leave out the row"
    ); // prettier-ignore
  const times = ["time", "followed_back", "unfollowed"].filter((name) => wanted.has(name));
  const isNeeded = wanted.has("event") || times.length === 1;
  const empty = isNeeded ? `"${times[0]}" is null` : times.map((name) => `"${name}" is null`).join(" and ");
  await refuseWhere(
    db, source, wanted, times[0]!, empty, "where a value is needed: fill it or leave out the row"
  ); // prettier-ignore
  for (const name of times.slice(1)) {
    const began = wanted.has("time") ? `"time"` : null;
    if (began === null) continue;
    if (name === "followed_back")
      await refuseWhere(
        db, source, wanted, name, `"${name}" is not null and ${began} is null`,
        "has no time of the follow before it: fill that in, or leave out the row"
      ); // prettier-ignore
    await refuseWhere(
      db, source, wanted, name, `span_to("${name}") < span_from(${began})`,
      "is earlier than the follow it answers or ends: fix it in the file"
    ); // prettier-ignore
  }
}

/** Makes the table `log`: one row a row of the file, with what it says and the bounds of its times. */
async function readLog(db: Database, wanted: Wanted): Promise<void> {
  const span = (name: string, as: string) =>
    ["from", "to"]
      .map((end) => (wanted.has(name) ? `span_${end}("${name}")` : "null::timestamp") + ` as ${as}_${end}`)
      .join(", ");
  const kind = wanted.has("event")
    ? `case when ${oneOf(followWords)} then 'follow' else 'unfollow' end`
    : wanted.has("time")
      ? `case when "time" is not null then 'follow' end`
      : "null::varchar";
  await db.run(`create temp table log as
    select user_id_person as target_id, ${kind} as kind, ${span("time", "t")},
      ${span("followed_back", "back")}, ${span("unfollowed", "unfollowed")},
      ${wanted.has("campaign") ? "campaign" : "null::varchar"} as campaign
    from source`);
}

/** Refuses times at which many followed at once: then a program noted when it first saw them. */
async function refuseSightings(db: Database, path: string): Promise<void> {
  const [found] = await db.rows<{t_to: Date; n: bigint}>(`
    select t_to, count(*) as n from log where kind = 'follow' and t_from = t_to
    group by t_to having count(*) > ${mostAtOnce} order by n desc, t_to limit 1`);
  if (found)
    throw new UserError(
      `${path}: ${found.n} people follow at ${found.t_to.toISOString()}, as when a program notes whom it first sees: a log needs the times at which they followed; save each look as a list`
    );
}

/**
 * Ends the window of an unfollow before a follow that lies in it, where that can only have come after it: somebody who was
 * followed, is unfollowed once and followed once, was unfollowed first. Of a bare date and a moment on it, or of two
 * events of one day, the windows alone would not tell.
 */
async function narrowUnfollows(db: Database): Promise<void> {
  await db.run(`
    create temp table log_follows as
    select distinct target_id, t_from as f, t_to as t from log where kind = 'follow';
    create temp table log_unfollows as
    select target_id, t_from as f, t_to as t from log where kind = 'unfollow'
    union select target_id, unfollowed_from, unfollowed_to from log where unfollowed_to is not null;
    create temp table narrowed as
    with inside as (
      select u.target_id, u.f, u.t, min(n.t) as next_at
      from log_unfollows u
      join log_follows n on n.target_id = u.target_id and n.t > u.f and n.t <= u.t
      group by u.target_id, u.f, u.t having count(*) = 1 and bool_and(n.f >= u.f)
    )
    select i.target_id, i.f, i.t, i.next_at - interval 1 millisecond as new_to
    from inside i
    where not exists (
        from log_unfollows o
        where o.target_id = i.target_id and (o.f <> i.f or o.t <> i.t) and o.t >= i.f and o.f <= i.t)
      and (select max(p.t) from log_follows p where p.target_id = i.target_id and p.t <= i.f)
        > coalesce((select max(o.t) from log_unfollows o where o.target_id = i.target_id and o.t <= i.f), timestamp '1900-01-01');
    update log set t_to = new_to from narrowed n
    where kind = 'unfollow' and log.target_id = n.target_id and log.t_from = n.f and log.t_to = n.t;
    update log set unfollowed_to = new_to from narrowed n
    where log.target_id = n.target_id and log.unfollowed_from = n.f and log.unfollowed_to = n.t`);
}

async function copyEvents(
  db: Database,
  account: string,
  [source, target]: [string, string],
  areExact: boolean,
  to: string
): Promise<void> {
  const row = (
    kind: string,
    from: string,
    toward: string,
    after: string,
    before: string,
    where: string,
    id = ""
  ) => `
    select distinct ${account}::bigint as account_id,
      '${kind}:' || ${from} || ':' || ${toward} || ':' || epoch_ms(${before})${id} as event_id,
      '${kind}' as kind, ${from}::bigint as source_id, ${toward}::bigint as target_id,
      ${after} as "after", ${before} as "before", ${after} = ${before} as is_exact, 'import' as delivery
    from log where target_id <> ${account} and ${where}`;
  const back = areExact ? "back_from" : "t_from";
  await db.run(
    `copy (${[
      row("follow", source, target, "t_from", "t_to", "kind = 'follow'"),
      row("unfollow", source, target, "t_from", "t_to", "kind = 'unfollow'"),
      row("unfollow", source, target, "unfollowed_from", "unfollowed_to", "unfollowed_to is not null"),
      row("follow", target, source, back, "back_to", "back_to is not null", ` || ':' || epoch_ms(${back})`)
    ].join(" union ")}) to ${to} (format parquet)`
  );
}

async function copyCampaigns(
  db: Database,
  account: string,
  arePlaces: boolean,
  tempFile: Parameters<Prepare>[3]
): Promise<void> {
  const names = await db.rows<{name: string}>(
    "select distinct campaign as name from log where campaign is not null and kind = 'follow' order by name"
  );
  const ids = names.map(({name}) => `(${quote(name)}, ${quote(campaignIdOf(name))})`);
  const named =
    ids.length === 0 ? "select null as name, null as campaign_id where false" : `values ${ids.join(", ")}`;
  await db.run(`
    create temp table named_campaigns as select * from (${named}) as n(name, campaign_id);
    copy (
      select ${account}::bigint as account_id, campaign_id, min(name) as name${arePlaces ? ", min(name) as place" : ""}
      from named_campaigns group by campaign_id
    ) to ${tempFile("campaigns")} (format parquet);
    copy (
      select distinct ${account}::bigint as account_id, campaign_id, target_id as user_id, t_from as "after", t_to as "before"
      from log join named_campaigns on name = campaign
      where target_id <> ${account} and kind = 'follow'
    ) to ${tempFile("campaign_targets")} (format parquet);`);
}

async function notesOf(db: Database, account: string): Promise<string[]> {
  const [found] = await db.rows<{self: bigint}>(
    `select count(*) filter (where target_id = ${account}) as self from log`
  );
  return found!.self > 0n ? [`rows about the account itself, dropped: ${found!.self}`] : [];
}

/** The last time of the log, and what was understood of it in a line. */
async function summaryOf(
  db: Database,
  account: string,
  list: "followers" | "following",
  {isComplete, areTimesExact}: OutreachOptions,
  named: number,
  campaignColumn: string | undefined
): Promise<{last: Date; line: string}> {
  const [found] = await db.rows<
    Record<"rows" | "people" | "follows" | "unfollows" | "backs", bigint> & {first: Date; last: Date}
  >(`
    select count(*) as rows, count(distinct target_id) as people, count(*) filter (where kind = 'follow') as follows,
      count(*) filter (where kind = 'unfollow') + count(unfollowed_to) as unfollows, count(back_to) as backs,
      least(min(t_from), min(unfollowed_from)) as first, greatest(max(t_to), max(unfollowed_to), max(back_to)) as last
    from log`);
  const {rows, people, follows, unfollows, backs, first, last} = found!;
  const text = (time: Date) => `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  const parts = [
    list === "following" ? `whom ${account} followed` : `who followed ${account}`,
    `${plural(Number(rows), "row")} of ${plural(Number(people), "person", "people")} from ${text(first)} to ${text(last)}`,
    ...(named > 0 ? [`${named} of them by name only (followback names says what shows who they are)`] : []),
    plural(Number(follows), "follow"),
    ...(backs > 0n
      ? [
          `${plural(Number(backs), "follow")} back, ${areTimesExact ? "at the times given" : "seen at the times given (--times-are-exact, if they followed back then)"}`
        ]
      : []),
    ...(unfollows > 0n ? [plural(Number(unfollows), "unfollow")] : []),
    ...(campaignColumn === undefined ? [] : [`campaigns by its column ${campaignColumn}`]),
    ...(list === "followers"
      ? []
      : [
          isComplete
            ? "all follows up to its last row, as declared"
            : "perhaps not all (--complete, if the account followed nobody else)"
        ])
  ];
  return {last, line: `log of follows: ${parts.join("; ")}`};
}
