import {quote} from "../duckdb.ts";
import {networkOf} from "../networks/networks.ts";
import {sourceOf, sourceRank} from "../networks/sources.ts";

/**
 * The raw tables: the contract between the data loaders, which write them, and the models, which read them.
 * Every table is led by `account_id` and `snapshot_id`. Ids are 64-bit: strings in TypeScript, BIGINT in Parquet.
 * All times are UTC. A column that was not asked for is null, never zero.
 */

/** A column's type as DuckDB and Parquet name it. */
export type ColumnType =
  | "BIGINT"
  | "INTEGER"
  | "VARCHAR"
  | "BOOLEAN"
  | "TIMESTAMP"
  | "DECIMAL(18,2)"
  | "DECIMAL(18,6)"
  | "DECIMAL(18,10)"
  | "VARCHAR[]"
  | "BIGINT[]";

/** Places behind the point of the types that have some. */
export const decimalsOf = {"DECIMAL(18,2)": 2, "DECIMAL(18,6)": 6, "DECIMAL(18,10)": 10} as const;

export interface TableSchema {
  /** Columns in their order in the file, after `account_id` and `snapshot_id`. */
  columns: Record<string, ColumnType>;
  /** The columns which, after `account_id` and `snapshot_id`, order and identify a row. */
  key: string[];
  /** Which of several rows with one key is kept: an `order by`, the first row stays. Default: the columns in order. */
  prefer?: string;
}

const listRow: TableSchema = {
  key: ["user_id"],
  prefer: "position",
  columns: {user_id: "BIGINT", position: "INTEGER", page_at: "TIMESTAMP", is_mutual: "BOOLEAN"}
};

/** Where the people of a campaign were found: the post that the claims come from speaks of the first. */
export const placeKinds = [
  "followback_hashtag",
  "topic_hashtag",
  "followers_of",
  "list",
  "in_person",
  "other"
] as const;

/** What ties a visit, a sign-up or a sale to a link or a campaign. `none` stands where nothing does. */
export const codeKinds = ["utm_campaign", "utm_content", "ref", "discount", "none"] as const;

/** A letter as databases make it small, each by itself. A sigma is one wherever it stands in a Greek word. */
const smallOf = (letter: string) => (letter === "İ" ? "i" : letter.toLowerCase().replace("ς", "σ"));

/** A campaign's id: its name without the differences that people make in writing it. */
export const campaignIdOf = (name: string) =>
  Array.from(name.normalize("NFC").trim().replaceAll(/\s+/g, " "), smallOf).join("");

/** Every raw table by name. */
export const rawTables = {
  /** One row a walked list. `reason` is null when the source said the list ended; `head` when a head stopped as meant. */
  lists: {
    key: ["list"],
    columns: {
      list: "VARCHAR", // followers, following, blocking
      source: "VARCHAR", // x-api, x-archive, tables, x-activity, bluesky
      taken_at: "TIMESTAMP",
      ended: "BOOLEAN", // the source said that the list had come to its end
      reason: "VARCHAR",
      completeness_basis: "VARCHAR", // counted (by its source), declared (by the user), forced (in spite of the checks), or null
      is_newest_first: "BOOLEAN", // the source serves the newest first, or the user says so; false: the user says no; null: nobody says
      started_at: "TIMESTAMP",
      finished_at: "TIMESTAMP",
      rows: "BIGINT", // as served, duplicates and the account itself included
      distinct_rows: "BIGINT", // as stored
      duplicate_rows: "BIGINT",
      self_rows: "BIGINT",
      pages: "INTEGER",
      count_before: "BIGINT", // the profile's own count before and after the walk
      count_after: "BIGINT",
      order_violations: "BIGINT", // as the loader saw it; the build judges every list anew
      additions_only: "BOOLEAN", // the source records follows, but never unfollows
      sitting: "VARCHAR" // shared by the lists of an account that are taken to have been read at one moment of a day; null: none
    }
  },
  followers: listRow,
  following: listRow,
  blocking: listRow,
  /**
   * How the account and somebody stood to each other when it was asked, on a network that can be asked: one row a person.
   * Their rows in `followers` and `following` follow from it. Somebody without a row was not asked, or not answered.
   */
  relationships: {
    key: ["user_id"],
    prefer: "answered_at desc",
    columns: {
      user_id: "BIGINT",
      inbound_key: "VARCHAR", // of the record by which they follow the account; null: there is none
      inbound_key_at: "TIMESTAMP", // the time that its key says; null where it says none
      inbound_claimed_at: "TIMESTAMP", // the time that the record claims; null: not asked for
      inbound_claim_told: "BOOLEAN", // a notification said it, so that no sample chose the record; null: it was asked for
      outbound_key: "VARCHAR", // of the record by which the account follows them
      outbound_key_at: "TIMESTAMP",
      outbound_claimed_at: "TIMESTAMP",
      hidden: "VARCHAR", // why lists do not show them: blocked (by the account), blocks_us, deactivated, taken_down, deleted; null: they do
      asked_at: "TIMESTAMP",
      answered_at: "TIMESTAMP"
    }
  },
  /** What ids are outside, where they are texts: one row an id. Ids that are numbers outside have none. */
  outside_ids: {
    key: ["id"],
    columns: {
      id: "BIGINT",
      owner_id: "BIGINT", // whose account, or whose record, it is
      text: "VARCHAR"
    }
  },
  users: {
    key: ["user_id"],
    prefer: "profile_at desc nulls last, status_at desc nulls last",
    columns: {
      user_id: "BIGINT",
      profile_at: "TIMESTAMP",
      username: "VARCHAR",
      created_at: "TIMESTAMP",
      followers_count: "BIGINT",
      following_count: "BIGINT",
      posts_count: "BIGINT",
      listed_count: "BIGINT",
      verified: "BOOLEAN",
      protected: "BOOLEAN",
      description: "VARCHAR",
      location: "VARCHAR",
      status: "VARCHAR", // active, suspended, gone, unresolved; on Bluesky deactivated, taken_down, deleted; null where nobody looked
      status_at: "TIMESTAMP"
    }
  },
  /** Who is known by name only: the id that stands in for them in the other tables of the snapshot, see `standIn`. */
  names: {
    key: ["user_id"],
    columns: {
      user_id: "BIGINT", // negative
      name: "VARCHAR" // in small letters, without @
    }
  },
  posts: {
    key: ["post_id"],
    columns: {
      post_id: "BIGINT",
      author_id: "BIGINT",
      created_at: "TIMESTAMP",
      kind: "VARCHAR", // post, reply, quote, repost
      conversation_id: "BIGINT",
      in_reply_to_user_id: "BIGINT",
      referenced_post_id: "BIGINT",
      hashtags: "VARCHAR[]",
      mentions: "BIGINT[]",
      urls: "VARCHAR[]",
      lang: "VARCHAR",
      reposts_count: "BIGINT",
      replies_count: "BIGINT",
      likes_count: "BIGINT",
      quotes_count: "BIGINT",
      impressions_count: "BIGINT"
    }
  },
  /**
   * Acts of others: who addressed whom. One act a post and actor: a row that names the account before one that names
   * somebody else before one that names nobody, then reply before quote before mention.
   */
  interactions: {
    key: ["act_id"],
    prefer:
      "case when target_user_id = account_id then 0 when target_user_id is not null then 1 else 2 end, " +
      "case kind when 'reply' then 0 when 'quote' then 1 when 'mention' then 2 else 3 end",
    columns: {
      act_id: "VARCHAR", // the own post id of the act, of its first version; else kind:actor:target, or with its time
      actor_id: "BIGINT",
      kind: "VARCHAR", // reply, quote, repost, like, mention
      target_user_id: "BIGINT", // whom it addresses; null where the source does not say
      post_id: "BIGINT", // the act's own post
      target_post_id: "BIGINT",
      after: "TIMESTAMP",
      before: "TIMESTAMP",
      is_exact: "BOOLEAN"
    }
  },
  /**
   * Whom an act of `interactions` addresses: one row an act and person, the account among them. An act without rows
   * addresses its `target_user_id`.
   */
  addressed: {
    key: ["act_id", "user_id"],
    prefer: "case how when 'reply' then 0 when 'quote' then 1 when 'mention' then 2 else 3 end",
    columns: {
      act_id: "VARCHAR",
      user_id: "BIGINT",
      how: "VARCHAR" // reply, quote, repost, like, mention
    }
  },
  /** One row a poll: acts of `kind` (toward `target`, a post id, or null for the account) that happened in (from, to]. */
  polls: {
    key: ["kind", "target", "from", "stratum"],
    columns: {
      // mention (covers reply, quote, mention), quote, repost, like, post (the account's own), conversation (every post
      // of others in the conversation that the target, a post of the account, began), interest (a batch of sampled people,
      // the target its number in its stratum; complete only where the whole batch was looked at)
      kind: "VARCHAR",
      target: "BIGINT",
      from: "TIMESTAMP",
      to: "TIMESTAMP",
      rows: "BIGINT",
      reported_count: "BIGINT",
      capped: "BOOLEAN",
      complete: "BOOLEAN",
      declared: "BOOLEAN", // the user says that a file holds all acts of this time; null: a program asked for them
      // Of an interest poll: its stratum, the people in it, and how many of them are drawn. Their ratio is the probability.
      stratum: "VARCHAR",
      stratum_people: "BIGINT",
      sampled_people: "BIGINT"
    }
  },
  /**
   * Whether a sampled person posted about the account's topics: one row a person and period. No text, no post id and no
   * number of posts is kept.
   */
  interests: {
    key: ["user_id", "period"],
    columns: {
      user_id: "BIGINT",
      period: "VARCHAR", // before, after: the 30 days before or after first sight
      matched: "BOOLEAN", // null: not observable, for they were protected, suspended or gone when looked at
      first_seen_at: "TIMESTAMP",
      looked_at: "TIMESTAMP",
      stratum: "VARCHAR", // week of first sight, and whether the account followed them then: 2026-W05 followed
      stratum_people: "BIGINT",
      sampled_people: "BIGINT", // how many of them are drawn, fixed beforehand
      topics: "VARCHAR", // a digest of the list of topics
      method: "VARCHAR" // full_archive, recent
    }
  },
  /** Looks by recent search at people who are not looked at to the end yet: several make one row of `interests`. */
  interest_looks: {
    key: ["user_id", "from"],
    columns: {
      user_id: "BIGINT",
      from: "TIMESTAMP",
      to: "TIMESTAMP",
      matched: "BOOLEAN",
      first_seen_at: "TIMESTAMP",
      stratum: "VARCHAR",
      topics: "VARCHAR"
    }
  },
  /** `interests` that are older than 90 days, as counts that name nobody. */
  interest_counts: {
    key: ["stratum", "route", "period", "topics", "method", "folded_at"],
    columns: {
      stratum: "VARCHAR",
      route: "VARCHAR", // as the last build said when they were folded
      period: "VARCHAR",
      people: "BIGINT", // who could be observed
      matched: "BIGINT",
      not_observable: "BIGINT",
      stratum_people: "BIGINT",
      sampled_people: "BIGINT",
      topics: "VARCHAR",
      method: "VARCHAR",
      folded_at: "TIMESTAMP"
    }
  },
  /** Dated follows and unfollows. A point has `is_exact` and after = before; a null `after` is the baseline. */
  events: {
    key: ["event_id"],
    columns: {
      event_id: "VARCHAR",
      kind: "VARCHAR", // follow, unfollow
      source_id: "BIGINT", // who followed
      target_id: "BIGINT", // whom
      after: "TIMESTAMP",
      before: "TIMESTAMP",
      is_exact: "BOOLEAN",
      delivery: "VARCHAR" // live, backfill, replay, import
    }
  },
  /** When events were being listened to; a `from` with `has_baseline` knows everything that existed before it. */
  stream_periods: {
    key: ["from"],
    columns: {
      from: "TIMESTAMP",
      to: "TIMESTAMP",
      has_baseline: "BOOLEAN",
      additions_only: "BOOLEAN",
      direction: "VARCHAR" // outbound: only whom the account follows was recorded; null: both directions
    }
  },
  /**
   * One row a list of an account from whose lists people were erased: how many rows this one lost, and what it was
   * worth before. Without those rows it could not be judged again as it was.
   */
  erasures: {
    key: ["list"],
    columns: {
      list: "VARCHAR",
      rows: "BIGINT",
      verdict: "VARCHAR", // complete, head, partial
      why: "VARCHAR",
      order_holds: "BOOLEAN"
    }
  },
  /** One row a campaign: a named piece of outreach, and where its people were found. Null: not said here. */
  campaigns: {
    key: ["campaign_id"],
    columns: {
      campaign_id: "VARCHAR", // its name in small letters, so that one campaign has one id however it is written
      name: "VARCHAR",
      place_kind: "VARCHAR", // followback_hashtag, topic_hashtag, followers_of, list, in_person, other
      place: "VARCHAR", // #teamfollowback, @rivalbrand
      from: "TIMESTAMP",
      to: "TIMESTAMP"
    }
  },
  /** Whom a campaign turned to, and when the account followed them: null where the log does not say. */
  campaign_targets: {
    key: ["campaign_id", "user_id", "after"],
    columns: {campaign_id: "VARCHAR", user_id: "BIGINT", after: "TIMESTAMP", before: "TIMESTAMP"}
  },
  /** One row a code that stands in links or is given to people: which campaign or post it belongs to. */
  links: {
    key: ["code_kind", "code"],
    columns: {
      code_kind: "VARCHAR", // utm_campaign, utm_content, ref, discount
      code: "VARCHAR",
      campaign_id: "VARCHAR",
      post_id: "BIGINT",
      week: "TIMESTAMP",
      call: "VARCHAR", // the call to action
      url: "VARCHAR"
    }
  },
  /** Hours and money spent, and what an hour costs. Days are of `from` to `to`, both included. */
  costs: {
    key: ["kind", "campaign_id", "project", "from", "to", "currency"],
    columns: {
      kind: "VARCHAR", // hours, money, hour_cost
      campaign_id: "VARCHAR", // null: of no campaign yet, as hours of a project that is not named like one
      project: "VARCHAR", // as the file of hours names it
      from: "TIMESTAMP", // a day, at 00:00
      to: "TIMESTAMP",
      amount: "DECIMAL(18,6)", // hours, to the second and finer, or money in `currency`
      currency: "VARCHAR", // ISO 4217; null of hours
      download: "VARCHAR" // the source in `downloads`; null: the user said so
    }
  },
  /** One row a currency for which the user gives a rate: the newest counts, whatever the day of the money. */
  exchange_rates: {
    key: ["currency", "account_currency"],
    columns: {
      currency: "VARCHAR", // ISO 4217, of the money that is exchanged
      account_currency: "VARCHAR", // what it is exchanged into
      rate: "DECIMAL(18,10)", // units of account_currency for one of currency; null: taken back
      given_at: "TIMESTAMP"
    }
  },
  /** Visits a day and code, as an analytics program counts them: they name nobody. */
  visits: {
    key: ["download", "code_kind", "code", "day"],
    columns: {
      download: "VARCHAR",
      code_kind: "VARCHAR", // utm_campaign, utm_content, ref; none: visits without a code
      code: "VARCHAR", // "" where there is none
      day: "TIMESTAMP", // at 00:00, in the zone of `downloads`
      visits: "BIGINT",
      visitors: "BIGINT" // different within a day only: never to be added over days
    }
  },
  /** Sign-ups and sales a day and code. Order ids, names and addresses are dropped where the file is read. */
  sales: {
    key: ["download", "kind", "code_kind", "code", "day", "currency"],
    columns: {
      download: "VARCHAR",
      kind: "VARCHAR", // signup, sale
      code_kind: "VARCHAR", // utm_campaign, utm_content, ref, discount, none
      code: "VARCHAR",
      day: "TIMESTAMP",
      orders: "BIGINT",
      amount: "DECIMAL(18,2)", // before refunds; null of sign-ups
      refunded: "DECIMAL(18,2)",
      currency: "VARCHAR" // ISO 4217; null of sign-ups
    }
  },
  /** One row a download: an export of one source with all its parts, and the days that it holds wholly. */
  downloads: {
    key: ["download"],
    columns: {
      download: "VARCHAR", // plausible-sources, ga4-exploration, shopify-orders, …
      content: "VARCHAR", // visits, sales, hours, counts
      from_day: "TIMESTAMP",
      to_day: "TIMESTAMP", // included; the last day that was certainly over when the file was made
      downloaded_at: "TIMESTAMP", // as the user says, else the earliest that its newest row allows
      zone: "VARCHAR" // whose days they are; null: the file does not say
    }
  },
  /**
   * What X counted of the account on a day of UTC. Null: the file does not say. One row a day that the file holds; a day
   * without a row is not known.
   */
  daily_counts: {
    key: ["download", "day"],
    columns: {
      download: "VARCHAR", // x-overview, x-daily-posts; the newest file that holds a day counts
      day: "TIMESTAMP", // at 00:00
      new_follows: "BIGINT", // follows of the day, unfollows not subtracted
      unfollows: "BIGINT",
      profile_visits: "BIGINT",
      impressions: "BIGINT", // times that posts were seen
      posts_created: "BIGINT"
    }
  },
  /**
   * The plan of an experiment, stored before it begins and never changed: one row an experiment and outcome. All rows of
   * one experiment agree in every other column.
   */
  experiments: {
    key: ["experiment_id", "outcome"],
    columns: {
      experiment_id: "VARCHAR",
      units: "VARCHAR", // people, weeks
      seed: "INTEGER", // of the draw
      arms: "VARCHAR[]", // the first is the one with outreach: follow, leave; on, off
      strata: "VARCHAR", // what the draw was stratified by
      outcome: "VARCHAR", // follows_30, follows_90, addressed_30; visits, signups, sales, organic
      analysis: "VARCHAR", // exact_test, week_pairs
      matters: "DECIMAL(18,2)", // the smallest difference worth acting on: points of a hundred people, or results a week; null: none given
      planned_at: "TIMESTAMP",
      from: "TIMESTAMP", // the first day, at 00:00 UTC
      to: "TIMESTAMP" // the first day after the last outcome
    }
  },
  /** What the draw of an experiment gave each unit, a person or a week. A person who was erased keeps the row without the id. */
  assignments: {
    key: ["experiment_id", "unit"],
    columns: {
      experiment_id: "VARCHAR",
      unit: "INTEGER", // from 1, in the order of day
      user_id: "BIGINT", // null of weeks, and of somebody erased
      day: "TIMESTAMP", // the day their list names, or the first day of the week
      arm: "VARCHAR",
      stratum: "VARCHAR" // of weeks the number of their pair
    }
  },
  /** What X counted of a post up to a reading: totals, so that two readings are never added. */
  post_readings: {
    key: ["post_id"],
    columns: {
      post_id: "BIGINT",
      read_at: "TIMESTAMP",
      impressions: "BIGINT",
      url_clicks: "BIGINT",
      new_follows: "BIGINT",
      profile_visits: "BIGINT"
    }
  }
} as const satisfies Record<string, TableSchema>;

export type TableName = keyof typeof rawTables;
export const tableNames = Object.keys(rawTables) as TableName[];
export const schemaOf = (table: TableName): TableSchema => rawTables[table];

/** A value on its way into a raw table: ids and BIGINT as strings or safe integers, times as Date. */
export type RawValue =
  string | number | bigint | boolean | Date | null | undefined | readonly (string | number | bigint)[];

/** One row of a raw table, without `snapshot_id`, which the writer adds. A column left out is null. */
export type RawRow = {account_id: string} & Record<string, RawValue>;

const columnsByTable = new Map<TableName, Record<string, ColumnType>>(
  tableNames.map((table) => [
    table,
    {account_id: "BIGINT", snapshot_id: "VARCHAR", ...schemaOf(table).columns}
  ])
);

/** All columns of a table with their types, the two leading ones included. */
export const columnsOf = (table: TableName): Record<string, ColumnType> => columnsByTable.get(table)!;

/** The columns that order a table's file and identify its rows. */
export function keyOf(table: TableName): string[] {
  return ["account_id", "snapshot_id", ...schemaOf(table).key];
}

/**
 * `create table` for `snapshots`, which stands beside the raw tables where models read them: which source each snapshot
 * came from, by its `snapshot.json`, and what is known of that source and its network (see `Source` and `Network`). Models
 * go by these columns, so that a new source or network changes none of them.
 */
export const createSnapshotsSql = (name: string) =>
  `create table ${name} (snapshot_id varchar, source varchar, source_rank integer, network varchar, network_began_at timestamp,
    lists_match_mutual boolean, lists_are_asked boolean, is_one_instant boolean, is_user_made boolean)`;

/** The row of `snapshots` for one snapshot, as SQL. Throws an `Error` where its source is not known. */
export function snapshotRowSql(id: string, source: string): string {
  const {network, listsMatchMutual, listsAreAsked, isOneInstant, isUserMade} = sourceOf(source);
  const beganAt = networkOf(network).beganAt.toISOString().slice(0, 19);
  return `(${quote(id)}, ${quote(source)}, ${sourceRank(source)}, ${quote(network)}, timestamp ${quote(beganAt)},
    ${listsMatchMutual}, ${listsAreAsked}, ${isOneInstant}, ${isUserMade})`;
}

/** `create table` for a raw table, for the writer and for models that find no file of it. */
export function createTableSql(table: TableName, name = `"${table}"`): string {
  const columns = Object.entries(columnsOf(table)).map(([column, type]) => `"${column}" ${type}`);
  return `create table ${name} (${columns.join(", ")})`;
}
