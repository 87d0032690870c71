import {open} from "node:fs/promises";
import {quote, type Database} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {plural} from "../../src/words.ts";
import {
  checkColumn,
  readColumns,
  refuseSpreadsheetIds,
  refuseWhere,
  resolveColumn,
  type Origin
} from "./columns.ts";
import {writeDeclared} from "./covers.ts";
import type {Prepare} from "./prepared.ts";
import {splitLine, type Source} from "./source.ts";
import {timestampSql, type TimeSpan} from "./times.ts";

/** Posts of others as a program exported them: replies, quotes and mentions of the account among them. */
export interface ExportOptions {
  /** The account's name on X, without @: some exports name people in their texts only. */
  accountName?: string;
  /** The file holds every reply, quote and mention toward the account of this time. */
  covers?: TimeSpan;
}

const headBytes = 2 ** 16;
const exporterColumns = ["id", "created_at", "full_text", "user_id", "in_reply_to", "quoted_status"];

/** Whether a file holds posts as a browser exporter or twarc2 writes them. */
export async function recognisePosts(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const text = buffer
      .subarray(0, bytesRead)
      .toString()
      .replace(/^\uFEFF/, "")
      .trimStart();
    const [first = ""] = text.split(/\r\n|\r|\n/);
    if (text.startsWith("[")) return exporterColumns.every((name) => text.includes(`"${name}"`));
    if (text.startsWith("{"))
      return (
        /"author_id"\s*:/.test(text) &&
        /"(__twarc|meta)"\s*:|"newest_id"/.test(text) &&
        /"text"\s*:/.test(text)
      );
    const columns = splitLine(first, ",").map((column) => column.trim());
    return exporterColumns.every((name) => columns.includes(name));
  } finally {
    await file.close();
  }
}

/**
 * Posts of others become `interactions`, and `addressed` says whom each addresses: whoever is answered, quoted (by an answer
 * to somebody else too) or reposted where the file has that post, and whoever is named; of a reply only behind the names that X puts before its text. The
 * account's own posts are left out, and so is a post that addresses nobody. A declared period becomes a poll.
 */
export const prepareExport: Prepare<ExportOptions> = async (db, source, options, tempFile) => {
  const [account, another] = Array.isArray(options.accounts) ? options.accounts : [];
  if (account === undefined || another !== undefined)
    throw new UsageError(`${source.path}: does not say whose it is: give --account ID once`);
  const isPages = source.columns.includes("data");
  if (isPages) await readPages(db, source);
  else await readExporter(db, source, account, options.accountName);
  await db.run(`
    create temp table toward as
      select post_id, user_id, how from (
        select n.*, row_number() over (partition by post_id, user_id order by nth) as _nth
        from (
          select post_id, user_id, how, case how when 'reply' then 0 when 'mention' then 2 else 1 end as nth from named
          union all
          select p.post_id, q.author_id, p.kind, if(p.kind = 'reply', 0, 1) from posts_read p join posts_known q on q.post_id = p.referenced_post_id
          where p.kind <> 'post'
          union all
          select p.post_id, q.author_id, 'quote', 1 from posts_read p join posts_known q on q.post_id = p.also_quoted
        ) n
        where user_id is not null
      ) where _nth = 1;
    create temp table acts as
      select p.* exclude (referenced_post_id),
        case when t.how_toward = 'quote' and p.kind = 'reply' then p.also_quoted else p.referenced_post_id end as referenced_post_id,
        case when t.how_toward = 'quote' and p.kind = 'reply' then 'quote' when p.kind <> 'post' then p.kind when t.post_id is not null then 'mention' end as act_kind,
        coalesce(t.is_toward_account, false) as is_toward_account, t.first_user_id
      from posts_read p
      left join (
        select post_id, bool_or(user_id = ${account}) as is_toward_account,
          max(how) filter (where user_id = ${account}) as how_toward,
          min_by(user_id, case how when 'reply' then 0 when 'mention' then 2 else 1 end) as first_user_id
        from toward group by post_id
      ) t on t.post_id = p.post_id
      where p.author_id <> ${account}`);
  const [counts] = await db.rows<
    Record<"all" | "acts" | "replies" | "quotes" | "mentions" | "others" | "silent" | "outside", bigint> & {
      last: Date | null;
    }
  >(`
    select (select count(*) from posts_read) as all, count(act_kind) as acts, max(created_to) as last,
      count(*) filter (where is_toward_account and act_kind = 'reply') as replies,
      count(*) filter (where is_toward_account and act_kind in ('quote', 'repost')) as quotes,
      count(*) filter (where is_toward_account and act_kind = 'mention') as mentions,
      count(*) filter (where act_kind is not null and not is_toward_account and first_user_id is not null) as others,
      count(*) filter (where act_kind is not null and first_user_id is null) as silent,
      count(*) filter (where ${outside(options.covers)}) as outside
    from acts`);
  const {all, acts, replies, quotes, mentions, others, silent, outside: early, last} = counts!;
  if (acts === 0n && options.covers === undefined)
    throw new UserError(
      `${source.path}: none of its ${all} posts addresses anybody: check the file and --account`
    );
  await db.run(`
    copy (
      select ${account}::bigint as account_id, post_id::varchar as act_id, author_id as actor_id, act_kind as kind,
        case when is_toward_account then ${account}::bigint else first_user_id end as target_user_id, post_id,
        referenced_post_id as target_post_id, created_at as "after", created_to as "before", created_at = created_to as is_exact
      from acts where act_kind is not null order by post_id
    ) to ${tempFile("interactions")} (format parquet);
    copy (
      select ${account}::bigint as account_id, t.post_id::varchar as act_id, t.user_id, t.how
      from toward t join acts a on a.post_id = t.post_id where a.act_kind is not null order by act_id, user_id
    ) to ${tempFile("addressed")} (format parquet)`);
  const {covers} = options;
  const polls =
    covers === undefined
      ? []
      : await writeDeclared(db, covers, `select ${account}::bigint as account_id`, tempFile("polls"));
  const day = (time: Date) => `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const parts = [
    plural(Number(all), "post"),
    `toward ${account}: ${plural(Number(replies), "reply", "replies")}, ${plural(Number(quotes), "quote or repost", "quotes and reposts")}, ${plural(Number(mentions), "mention")}`,
    ...(others > 0n ? [`toward others only: ${others}`] : []),
    ...(silent > 0n ? [`the file does not say toward whom: ${silent}`] : []),
    covers === undefined
      ? "no period declared, so they show who engaged, never who did not (--covers FROM..TO, if it holds all of that time)"
      : `all from ${day(covers.from)} to ${day(covers.to)}, as declared`,
    ...(covers !== undefined && early > 0n ? [`outside that time: ${early}`] : [])
  ];
  const latest = [last, covers?.to]
    .filter((time) => time != null)
    .sort((a, b) => b.getTime() - a.getTime())[0]!;
  return [
    {
      takenAt: latest,
      tables: [...polls, "addressed", "interactions"],
      notes: [],
      part: "",
      line: `posts of ${isPages ? "twarc" : "a browser exporter"}: ${parts.join("; ")}`
    }
  ];
};

const outside = (covers: TimeSpan | undefined) =>
  covers === undefined
    ? "false"
    : `created_to < ${timestampSql(covers.from)} or created_at > ${timestampSql(covers.to)}`;

const digits = (column: string) =>
  `case when regexp_full_match("${column}", '\\d{1,19}') then "${column}"::bigint end`;
const isThere = (column: string) => `"${column}" not in ('null', 'undefined', 'N/A')`;
/** The names that X puts before the text of a reply. */
const leading = String.raw`^\s*(@\w+\s+)+`;

/** A browser exporter's table: people of texts are names, so only the account can be found in them. */
async function readExporter(
  db: Database,
  source: Source,
  account: string,
  name: string | undefined
): Promise<void> {
  if (name === undefined)
    throw new UsageError(
      `${source.path}: names people in its texts only: give the account's name by --name @NAME`
    );
  const columns: Record<string, string> = {
    post_id: "id",
    author_id: "user_id",
    created_at: "created_at",
    full_text: "full_text",
    in_reply_to: "in_reply_to",
    quoted_status: "quoted_status",
    ...(source.columns.includes("retweeted_status") && {retweeted_status: "retweeted_status"})
  };
  const wanted = new Map<string, Origin>(
    Object.entries(columns).map(([to, column]) => [to, {column: resolveColumn(source, column)}])
  );
  if (!wanted.has("retweeted_status")) wanted.set("retweeted_status", {value: "null"});
  await readColumns(db, source, wanted);
  await checkColumn(db, source, wanted, "post_id", "BIGINT", true);
  await checkColumn(db, source, wanted, "author_id", "BIGINT", true);
  await checkColumn(db, source, wanted, "created_at", "TIMESTAMP", true);
  for (const name of ["in_reply_to", "quoted_status", "retweeted_status"]) {
    await refuseSpreadsheetIds(db, source, wanted, name);
    await refuseWhere(
      db,
      source,
      wanted,
      name,
      `${isThere(name)} and ${digits(name)} is null`,
      "is not the id of a post: export the posts again"
    );
  }
  // In CSV the exporter writes a line break as two characters, of which the second would be a part of the word behind it.
  const text = source.isText
    ? String.raw`regexp_replace(coalesce(full_text, ''), '\\[nr]', chr(10), 'g')`
    : "coalesce(full_text, '')";
  const names = (text: string) =>
    `regexp_matches(${text}, ${quote(String.raw`(?i)(^|[^\w!#$%&*@＠])[@＠]${name}([^\w@＠]|$)`)})`;
  await db.run(`
    create temp table posts_read as
      select distinct on (post_id) post_id::bigint as post_id, author_id::bigint as author_id,
        case when ${isThere("retweeted_status")} then 'repost' when ${isThere("in_reply_to")} then 'reply'
          when ${isThere("quoted_status")} then 'quote' else 'post' end as kind,
        case when ${isThere("retweeted_status")} then ${digits("retweeted_status")} when ${isThere("in_reply_to")} then ${digits("in_reply_to")}
          when ${isThere("quoted_status")} then ${digits("quoted_status")} end as referenced_post_id,
        case when ${isThere("retweeted_status")} then null when ${isThere("in_reply_to")} then ${digits("quoted_status")} end as also_quoted,
        span_from(created_at) as created_at, span_to(created_at) as created_to, ${text} as text
      from source order by post_id, _row;
    create temp table posts_known as select post_id, author_id from posts_read where kind <> 'repost';
    create temp table named as
      select post_id, ${account}::bigint as user_id, 'reply' as how from posts_read
      where kind = 'reply' and regexp_matches(text, ${quote(String.raw`(?i)^\s*[@＠]${name}(\W|$)`)})
        and referenced_post_id not in (select post_id from posts_known)
      union all
      select post_id, ${account}::bigint, 'mention' from posts_read
      where kind = 'reply' and ${names(`regexp_replace(text, ${quote(leading)}, ' ')`)}
      union all
      select post_id, ${account}::bigint, 'mention' from posts_read where kind in ('post', 'quote') and ${names("text")}`);
}

/** Pages of X's API as twarc2 writes them, a line each: people are ids. */
async function readPages(db: Database, source: Source): Promise<void> {
  const list = (path: string, type: string) =>
    `unnest(from_json(coalesce(json_extract(json, '${path}'), '[]'), '["${type}"]'))`;
  await db.run(`
    create temp table pages as select json from ${source.from};
    create temp table page_posts as select ${list("$.data", "JSON")} as p from pages;
    create temp table other_posts as select ${list("$.includes.tweets", "JSON")} as p from pages`);
  const [bad] = await db.rows<{n: bigint}>(`
    select count(*) as n from page_posts
    where try_cast(p->>'$.id' as bigint) is null or try_cast(p->>'$.author_id' as bigint) is null or span_to(p->>'$.created_at') is null`);
  if (bad!.n > 0n)
    throw new UserError(
      `${source.path}: ${bad!.n} of its posts have no id, author or time: export them again with all fields (twarc2 asks for them by itself)`
    );
  const reference = (type: string) =>
    `list_filter(from_json(coalesce(p->'$.referenced_tweets', '[]'), '[{"type":"VARCHAR","id":"VARCHAR"}]'), lambda r: r.type = '${type}')[1].id`;
  await db.run(`
    create temp table referring as
      select distinct on (post_id) (p->>'$.id')::bigint as post_id, (p->>'$.author_id')::bigint as author_id,
        span_from(p->>'$.created_at') as created_at, span_to(p->>'$.created_at') as created_to, p->>'$.text' as text,
        try_cast(p->>'$.in_reply_to_user_id' as bigint) as in_reply_to_user_id, p->'$.entities.mentions' as mentions,
        ${reference("retweeted")} as retweeted, ${reference("replied_to")} as replied, ${reference("quoted")} as quoted
      from page_posts order by post_id;
    create temp table posts_read as
      select post_id, author_id, created_at, created_to,
        case when retweeted is not null then 'repost' when replied is not null then 'reply' when quoted is not null then 'quote'
          else 'post' end as kind,
        coalesce(retweeted, replied, quoted)::bigint as referenced_post_id,
        case when retweeted is null and replied is not null then quoted::bigint end as also_quoted
      from referring;
    create temp table posts_known as
      select post_id, author_id from posts_read where kind <> 'repost'
      union select (p->>'$.id')::bigint, (p->>'$.author_id')::bigint from other_posts where p->>'$.author_id' is not null;
    create temp table named as
      select post_id, in_reply_to_user_id as user_id, 'reply' as how from referring where replied is not null and retweeted is null
      union all
      select post_id, (m->>'$.id')::bigint, 'mention'
      from (
        select post_id, retweeted, replied, text, unnest(from_json(coalesce(mentions, '[]'), '["JSON"]')) as m from referring
      )
      where retweeted is null
        and (replied is null or (m->>'$.start')::integer >= length(regexp_extract(text, ${quote(leading)})))`);
}
