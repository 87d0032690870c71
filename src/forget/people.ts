import type {Database} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {insideIdOf, isSomeHandle, type NetworkName} from "../networks/networks.ts";
import {isStandIn, standIn} from "../names/stand-in.ts";
import {tableNames, type TableName} from "../snapshots/tables.ts";

/** Somebody in the store: the id, every handle and every profile text stored with it. */
export interface Person {
  id: string;
  handles: string[];
  texts: string[];
}

/** How many people these are: what stands in for the names of somebody with an id is no other person. */
export const countPeople = (people: readonly Person[]): number =>
  people.filter(({id}) => !isStandIn(id)).length || people.length;

/**
 * The columns that hold ids of people. A row with one of `row` is about them and goes with them; where `isKeptWithoutThem`
 * it stays and loses the id.
 */
export const personColumns: Partial<
  Record<TableName, {row: string[]; text?: string; isKeptWithoutThem?: true}>
> = {
  followers: {row: ["user_id"]},
  following: {row: ["user_id"]},
  blocking: {row: ["user_id"]},
  relationships: {row: ["user_id"]},
  outside_ids: {row: ["owner_id"]},
  users: {row: ["user_id"]},
  names: {row: ["user_id"]},
  posts: {row: ["author_id"]},
  interactions: {row: ["actor_id", "target_user_id"], text: "act_id"},
  addressed: {row: ["user_id"], text: "act_id"},
  interests: {row: ["user_id"]},
  interest_looks: {row: ["user_id"]},
  events: {row: ["source_id", "target_id"], text: "event_id"},
  campaign_targets: {row: ["user_id"]},
  // An arm without its people would be another one than was drawn.
  assignments: {row: ["user_id"], isKeptWithoutThem: true}
};

/** The names of columns that hold ids of people, wherever they stand: in raw tables and in marts. */
export const personColumnNames = new Set([
  ...Object.values(personColumns).flatMap(({row}) => row),
  "in_reply_to_user_id",
  "mentions"
]);

/** Shorter ids stand in any digest by chance, and in any file. */
export const longId = 9;

/**
 * SQL of whether a key made of text (`like:12:900`) names one of the `ids`, SQL of a list of texts: as a part of its own, or,
 * where it is long, anywhere. One that is just a number is no person's.
 */
export const namesSql = (column: string, ids: string) =>
  `(not regexp_full_match(${column}, '-?[0-9]+') and len(list_intersect(list_concat(regexp_extract_all(${column}, '[\\w-]+'),
    regexp_extract_all(${column}, '[0-9]{${longId},}')), ${ids})) > 0)`;

/**
 * Finds whom `user` means: an id, or the @username that a stored profile or a list of names has; and, beside the id, what
 * stands in for each name of theirs. Throws a `UserError` where nobody in the store
 * is that, or where it is an account of the store itself. `db` has the snapshots attached as `raw`.
 */
export async function findPerson(db: Database, user: string): Promise<Person[]> {
  const id = insideIdOf(user) ?? (await resolveHandle(db, user));
  const columns = Object.entries(personColumns).flatMap(([table, {row}]) =>
    row.map((column) => `select 1 from raw."${table}" where "${column}" = ${id}`)
  );
  const accounts = tableNames.map((table) => `select 1 from raw."${table}" where account_id = ${id}`);
  const isThere = async (selects: string[]) =>
    (await db.rows(selects.map((select) => `(${select} limit 1)`).join(" union all "))).length > 0;
  if (await isThere(accounts)) {
    throw new UserError(
      `${user}: an account of the store, not a person in its lists: run followback accounts remove, then followback snapshots remove for its snapshots`
    );
  }
  const inPosts = `select 1 from raw.posts where in_reply_to_user_id = ${id} or list_contains(mentions, ${id})`;
  if (!(await isThere([...columns, inPosts]))) {
    throw new UserError(`${user}: not in any snapshot, so there is nothing to forget: check the id`);
  }
  return describePeople(db, await withStandIns(db, [id]));
}

/** The ids, and the stand-ins of their names that are in the store. */
export async function withStandIns(db: Database, ids: readonly string[]): Promise<string[]> {
  const people = await describePeople(db, ids);
  const named = new Set(people.flatMap(({handles}) => handles.map(standIn)));
  const stored = await db.rows<{id: string}>("select distinct user_id::varchar as id from raw.names");
  return [...new Set([...ids, ...stored.map(({id}) => id).filter((id) => named.has(id))])];
}

async function resolveHandle(db: Database, user: string): Promise<string> {
  const handle = user.replace(/^@/, "");
  if (!isSomeHandle(handle)) {
    throw new UserError(
      `${user}: not a name on X (letters, digits and _ only) or Bluesky (a domain): give the person's id or @username`
    );
  }
  const found = await db.rows<{id: string}>(
    `select distinct user_id::varchar as id from raw.users where lower(username) = '${handle.toLowerCase()}' order by 1`
  );
  if (found.length === 0) {
    const stored = await db.rows(`select 1 from raw.names where user_id = ${standIn(handle)} limit 1`);
    if (stored.length > 0) return standIn(handle);
    throw new UserError(`${user}: no stored profile or list of names has that name: give the id`);
  }
  if (found.length > 1) {
    throw new UserError(
      `${user}: ${found.length} people had that name: give one of the ids ${found.map(({id}) => id).join(", ")}`
    );
  }
  return found[0]!.id;
}

/** The handles and texts stored with each id. */
export async function describePeople(db: Database, ids: readonly string[]): Promise<Person[]> {
  if (ids.length === 0) return [];
  const rows = await db.rows<{id: string; handles: string[] | null; texts: string[] | null}>(`
    select user_id::varchar as id, list(distinct username order by username) filter (where username is not null) as handles,
      list(distinct text order by text) filter (where text <> '') as texts
    from (
      select user_id, username, unnest([description, location]) as text from raw.users
      where user_id in (${ids.join(", ")})
      union all select user_id, name, null from raw.names where user_id in (${ids.join(", ")})
      -- A permanent id that is a text names somebody as a handle does.
      union all select id, text, null from raw.outside_ids where id = owner_id and id in (${ids.join(", ")}))
    group by user_id`);
  const known = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => ({id, handles: known.get(id)?.handles ?? [], texts: known.get(id)?.texts ?? []}));
}

/**
 * Every id of a person whom snapshots of a network show and who is no account of the store, in order, without those who are
 * known by name only. Of somebody on another network this one knows nothing, and would say that they are gone.
 */
export async function listPeople(db: Database, network: NetworkName): Promise<string[]> {
  const people = Object.entries(personColumns).flatMap(([table, {row}]) =>
    row.map(
      (column) =>
        `select "${column}" as id from raw."${table}" join raw.snapshots using (snapshot_id) where network = '${network}'`
    )
  );
  const accounts = tableNames.map((table) => `select account_id from raw."${table}"`);
  const rows = await db.rows<{id: string}>(`
    select id::varchar as id from (${people.join(" union ")}) p
    where id is not null and id > 0 and id not in (${accounts.join(" union ")}) order by p.id`);
  return rows.map(({id}) => id);
}
