import {codeKinds, placeKinds, type TableName} from "../../src/snapshots/tables.ts";

/** What a raw table asks of a file, beside the types of its columns. */
export interface Shape {
  /** Must be mapped, and filled in every row. */
  needed: string[];
  /** Columns that say when it was observed: the latest is `taken_at`. */
  observed: string[];
  /** What a column is where the file has none, in SQL over the row. */
  defaults?: Record<string, string>;
  /** The only values a column may have. */
  values?: Record<string, string[]>;
}

const list: Shape = {needed: ["user_id"], observed: ["page_at"]};
const window = {
  after: "at_from",
  before: "at_to",
  is_exact: `coalesce("after", at_from) = coalesce("before", at_to)`
};
const actTime = `epoch_us(coalesce("before", at_to))`;

/** A raw table that can be imported by itself: the others are made by this program alone. */
export type ImportedTable = Exclude<
  TableName,
  | "lists"
  | "names"
  | "relationships"
  | "outside_ids"
  | "erasures"
  | "interests"
  | "interest_looks"
  | "interest_counts"
  | "exchange_rates"
  | "visits"
  | "sales"
  | "downloads"
  | "daily_counts"
  | "experiments"
  | "assignments"
>;

/** What a post is of which no column says it: what answers somebody is a reply. */
export const kindOfPost = "case when in_reply_to_user_id is not null then 'reply' else 'post' end";

export const shapes: Record<ImportedTable, Shape> = {
  followers: list,
  following: list,
  blocking: list,
  users: {
    needed: ["user_id"],
    observed: ["profile_at", "status_at"],
    defaults: {profile_at: "taken_at"},
    values: {status: ["active", "suspended", "gone", "unresolved"]}
  },
  posts: {
    needed: ["post_id", "created_at"],
    observed: ["created_at"],
    defaults: {
      author_id: "account_id",
      kind: kindOfPost
    },
    values: {kind: ["post", "reply", "quote", "repost"]}
  },
  interactions: {
    needed: ["actor_id", "kind", "before"],
    observed: ["before"],
    defaults: {
      ...window,
      // A post can be liked and reposted once, and answered often. Acts at one time toward several people are several acts;
      // those toward the account keep their id without a target.
      act_id: `coalesce(post_id::varchar, kind || ':' || actor_id || ':' ||
        case when kind in ('like', 'repost') and target_post_id is not null then target_post_id::varchar
          else coalesce(target_post_id || ':' || ${actTime}, ${actTime} || coalesce(':' || nullif(target_user_id, account_id), '')) end)`
    },
    values: {kind: ["reply", "quote", "repost", "like", "mention"]}
  },
  addressed: {
    needed: ["act_id", "user_id"],
    observed: [],
    values: {how: ["reply", "quote", "repost", "like", "mention"]}
  },
  polls: {
    needed: ["kind", "from", "to"],
    observed: ["to"],
    values: {kind: ["mention", "quote", "repost", "like", "post", "conversation"]}
  },
  events: {
    needed: ["kind", "source_id", "target_id", "before"],
    observed: ["before"],
    defaults: {
      ...window,
      event_id: `kind || ':' || source_id || ':' || target_id || ':' || epoch_ms(coalesce("before", at_to))`,
      delivery: "'import'"
    },
    values: {kind: ["follow", "unfollow"], delivery: ["live", "backfill", "replay", "import"]}
  },
  stream_periods: {
    needed: ["from", "to"],
    observed: ["to"],
    defaults: {has_baseline: "false", additions_only: "false"},
    values: {direction: ["outbound"]}
  },
  campaigns: {
    needed: ["campaign_id"],
    observed: ["from", "to"],
    values: {place_kind: [...placeKinds]}
  },
  campaign_targets: {
    needed: ["campaign_id", "user_id"],
    observed: ["before"],
    defaults: {after: "at_from", before: "at_to"}
  },
  links: {
    needed: ["code_kind", "code"],
    observed: ["week"],
    values: {code_kind: codeKinds.filter((kind) => kind !== "none")}
  },
  costs: {
    needed: ["kind", "from", "amount"],
    observed: ["from", "to"],
    values: {kind: ["hours", "money", "hour_cost"]}
  },
  post_readings: {needed: ["post_id", "read_at"], observed: ["read_at"]}
};

export const importedTables = Object.keys(shapes) as ImportedTable[];
export const isImported = (table: TableName): table is ImportedTable => table in shapes;

/** Of a bare date, these columns mean its end: the row was seen no later. The others mean its beginning. */
export const ends = new Set(["before", "to", "page_at", "profile_at", "status_at"]);
/** The tables whose rows are a list of people, which gets a `lists` row. */
export const listTables: readonly TableName[] = ["followers", "following", "blocking"];
/** The tables whose rows say of a time that all of it was read. */
export const coverTables: readonly TableName[] = ["polls", "stream_periods"];
