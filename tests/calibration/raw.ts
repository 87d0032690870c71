import type {Database} from "../../src/duckdb.ts";
import {createEmptyTables} from "../../src/snapshots/store.ts";
import {snapshotRowSql} from "../../src/snapshots/tables.ts";
import {edgesOf, headsOf, listNames, pageDelay, type ListName, type Walk} from "./watch.ts";
import {isHidden, routeOf, type Person, type World} from "./world.ts";

/** Ids in no order: those of a list that ascend or descend would speak against its order. */
export const idOf = (user: number) => BigInt((user * 61_803) % 100_003);

/** Watching begins on the Monday of the demo and lasts 78 weeks: six quarter ends. */
export const beginSql = "timestamp '2024-07-08 21:00:00'";
const instant = (days: string) => `${beginSql} + to_microseconds((${days} * 86400000000)::bigint)`;

type Cell = bigint | number | string | boolean;
type CellType = "bigint" | "integer" | "double" | "varchar" | "boolean";

/**
 * Writes watched worlds straight into the raw tables of `db`, world i as account i + 1: no files, no network. Beside
 * them `true_people` and `true_follows` keep what really was: who built their own count, and every inbound follow from
 * `starts` to `ends` (days) with the route it came by.
 */
export async function writeRaw(db: Database, worlds: World[], walks: Walk[]): Promise<void> {
  await createEmptyTables(db);
  const snapshotOf = (nth: number) => `s${String(nth).padStart(4, "0")}`;
  const snapshots = walks.map(({nth}) => snapshotRowSql(snapshotOf(nth), "x-api"));
  await db.run(`insert into raw.snapshots values ${snapshots.join(", ")}`);
  await append(
    db,
    "walks",
    {nth: "integer", snapshot_id: "varchar", day: "double", is_full: "boolean"},
    walks.map(({nth, at, isFull}) => [nth, snapshotOf(nth), at, isFull])
  );
  await append(
    db,
    "true_people",
    {account_id: "bigint", user_id: "bigint", is_count_builder: "boolean"},
    peopleRows(worlds)
  );
  await append(
    db,
    "true_follows",
    {
      account_id: "bigint",
      user_id: "bigint",
      nth: "integer",
      starts: "double",
      ends: "double",
      route: "varchar"
    },
    followRows(worlds)
  );
  const fullWalks = walks.filter(({isFull}) => isFull);
  for (const list of listNames) await writeList(db, worlds, list, walks, fullWalks);
  await writeLookUps(db, worlds, fullWalks);
  await writeActs(db, worlds);
}

function* peopleRows(worlds: World[]): Generator<Cell[]> {
  for (const [account, {people}] of worlds.entries())
    for (const {user, isCountBuilder} of people) yield [BigInt(account + 1), idOf(user), isCountBuilder];
}

function* followRows(worlds: World[]): Generator<Cell[]> {
  for (const [account, {people}] of worlds.entries())
    for (const {user, inbound, outbound} of people)
      for (const [nth, {start, end}] of inbound.entries())
        yield [BigInt(account + 1), idOf(user), nth + 1, start, end, routeOf(start, outbound)];
}

/** The opposite follow of a person, which each row speaks of too: at most two stretches. */
const otherWay = {
  other_from: "double",
  other_to: "double",
  again_from: "double",
  again_to: "double"
} as const;

const never = {start: Infinity, end: Infinity};

function otherWayOf({inbound, outbound}: Person, list: ListName): Cell[] {
  const [one = never, two = never] = list === "followers" ? [outbound ?? never] : inbound;
  return [one.start, one.end, two.start, two.end];
}

async function writeList(db: Database, worlds: World[], list: ListName, walks: Walk[], fullWalks: Walk[]) {
  const delay = pageDelay[list];
  await append(
    db,
    "edges",
    {
      account_id: "bigint",
      user_id: "bigint",
      place: "integer",
      first: "integer",
      past: "integer",
      hidden_from: "double",
      hidden_to: "double",
      ...otherWay
    },
    edgeRows(worlds, list, fullWalks)
  );
  await append(
    db,
    "full_walks",
    {nth: "integer", snapshot_id: "varchar", day: "double"},
    fullWalks.map(({nth, at}, index) => [index, `s${String(nth).padStart(4, "0")}`, at])
  );
  const pageAt = instant(`(w.day + ${delay})`);
  const pageDay = `w.day + ${delay}`;
  const isMutual = `(${pageDay} >= other_from and ${pageDay} < other_to) or (${pageDay} >= again_from and ${pageDay} < again_to)`;
  // A person's place falls with every later follow: the newest stands on top. Only the order of places is read.
  await db.run(`
    insert into raw."${list}"
    select e.account_id, w.snapshot_id, e.user_id, e.place, ${pageAt}, ${isMutual}
    from (select *, unnest(range(first, past)) as nth from edges) e
    join full_walks w on w.nth = e.nth
    where ${pageDay} < e.hidden_from or ${pageDay} >= e.hidden_to`);
  await append(
    db,
    "heads",
    {account_id: "bigint", nth: "integer", users: "varchar"},
    worlds.flatMap((world, account) =>
      headsOf(world, list, walks).map(({walk, users}) => [
        BigInt(account + 1),
        walk.nth,
        users.map(idOf).join(",")
      ])
    )
  );
  await db.run(`
    insert into raw."${list}"
    select h.account_id, w.snapshot_id, h.user_id, h.place, ${pageAt}, ${isMutual}
    from (select account_id, nth, place, users[place]::bigint as user_id
      from (select *, unnest(range(1, len(users) + 1)) as place
        from (select account_id, nth, string_split(users, ',') as users from heads))) h
    join walks w on w.nth = h.nth
    join (select distinct account_id, user_id, ${Object.keys(otherWay).join(", ")} from edges) e
      on e.account_id = h.account_id and e.user_id = h.user_id`);
  await db.run(`
    insert into raw.lists
    select a.account_id, w.snapshot_id, '${list}', 'x-api', ${instant("w.day")}, w.is_full, case when not w.is_full then 'head' end, null, true,
      ${instant(`(w.day + ${delay} - 1 / 1440.0)`)}, ${instant(`(w.day + ${delay} + 1 / 1440.0)`)},
      coalesce(r.n, 0), coalesce(r.n, 0), 0, 0, 1,
      case when w.is_full then coalesce(r.n, 0) end, case when w.is_full then coalesce(r.n, 0) end, null, false, null
    from (select distinct account_id from true_people) a
    cross join walks w
    left join (select account_id, snapshot_id, count(*) as n from raw."${list}" group by all) r
      on r.account_id = a.account_id and r.snapshot_id = w.snapshot_id`);
  await db.run("drop table edges; drop table full_walks; drop table heads");
}

function* edgeRows(worlds: World[], list: ListName, walks: Walk[]): Generator<Cell[]> {
  const delay = pageDelay[list];
  const step = walks[1]!.at - walks[0]!.at;
  // The first full walk whose page comes at or after an instant.
  const indexAt = (at: number) => Math.min(walks.length, Math.max(0, Math.ceil((at - delay) / step)));
  for (const [account, world] of worlds.entries()) {
    const edges = edgesOf(world, list);
    for (const [place, {user, start, end}] of edges.entries()) {
      const person = world.people[user - 1]!;
      yield [
        BigInt(account + 1),
        idOf(user),
        edges.length - place,
        indexAt(start),
        indexAt(end),
        person.hiddenFrom,
        person.hiddenTo,
        ...otherWayOf(person, list)
      ];
    }
  }
}

/** Profiles at first sight, and look-ups of whoever a full list no longer shows. */
async function writeLookUps(db: Database, worlds: World[], fullWalks: Walk[]) {
  await db.run(`
    insert into raw.users (account_id, snapshot_id, user_id, profile_at, created_at, followers_count, following_count,
      posts_count, listed_count, verified, protected, status, status_at)
    select f.account_id, f.snapshot_id, f.user_id, f.page_at, timestamp '2015-01-01',
      case when p.is_count_builder then 1500 else 400 end, case when p.is_count_builder then 1600 else 300 end, 100, 0, false, false, 'active', f.page_at
    from (select account_id, user_id, min(snapshot_id) as snapshot_id, min(page_at) as page_at from raw.followers group by all) f
    join true_people p on p.account_id = f.account_id and p.user_id = f.user_id`);
  await append(
    db,
    "look_ups",
    {account_id: "bigint", user_id: "bigint", nth: "integer", status: "varchar"},
    lookUpRows(worlds, fullWalks)
  );
  await db.run(`
    insert into raw.users (account_id, snapshot_id, user_id, status, status_at)
    select distinct l.account_id, w.snapshot_id, l.user_id, l.status, ${instant("(w.day + 10 / 1440.0)")}
    from look_ups l
    join walks w on w.nth = l.nth
    left join raw.users u on u.account_id = l.account_id and u.snapshot_id = w.snapshot_id and u.user_id = l.user_id
    where u.user_id is null;
    drop table look_ups`);
}

function* lookUpRows(worlds: World[], fullWalks: Walk[]): Generator<Cell[]> {
  const step = fullWalks[1]!.at - fullWalks[0]!.at;
  for (const [account, {people}] of worlds.entries()) {
    for (const person of people) {
      const edges = [...person.inbound, ...(person.outbound ? [person.outbound] : [])];
      for (const at of [person.hiddenFrom, ...edges.map(({end}) => end)]) {
        const walk = fullWalks[Math.max(0, Math.ceil((at - pageDelay.following) / step))];
        if (walk === undefined) continue;
        const status = isHidden(person, walk.at + 10 / 1440) ? person.cause : "active";
        yield [BigInt(account + 1), idOf(person.user), walk.nth, status];
      }
    }
  }
}

/** Replies of followers, all of them covered by daily mention polls from the first day to the last walk. */
async function writeActs(db: Database, worlds: World[]) {
  await append(
    db,
    "interactions",
    {account_id: "bigint", user_id: "bigint", day: "double", nth: "integer"},
    actRows(worlds)
  );
  await db.run(`
    insert into raw.interactions (account_id, snapshot_id, act_id, actor_id, kind, target_user_id, "after", "before", is_exact)
    select account_id, 's9999', user_id || '-' || nth, user_id, 'reply', account_id, ${instant("day")}, ${instant("day")}, true
    from interactions;
    insert into raw.polls (account_id, snapshot_id, kind, "from", "to", rows, capped, complete)
    select a.account_id, 's9999', 'mention', ${instant("d.day")}, ${instant("(d.day + 1)")}, 1, false, true
    from (select distinct account_id from true_people) a
    cross join (select unnest(range((select max(day) from walks)::bigint))::double as day) d;
    drop table interactions`);
}

function* actRows(worlds: World[]): Generator<Cell[]> {
  for (const [account, {people}] of worlds.entries())
    for (const {user, interactions} of people)
      for (const [nth, at] of interactions.entries()) yield [BigInt(account + 1), idOf(user), at, nth];
}

/** Creates a table and fills it through DuckDB's appender. */
export async function append(
  db: Database,
  name: string,
  columns: Record<string, CellType>,
  rows: Iterable<Cell[]>
): Promise<void> {
  const types = Object.values(columns);
  await db.run(
    `create table "${name}" (${Object.entries(columns)
      .map((column) => column.join(" "))
      .join(", ")})`
  );
  const appender = await db.connection.createAppender(name);
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      const type = types[index];
      if (type === "bigint") appender.appendBigInt(cell as bigint);
      else if (type === "integer") appender.appendInteger(cell as number);
      else if (type === "double") appender.appendDouble(cell as number);
      else if (type === "boolean") appender.appendBoolean(cell as boolean);
      else appender.appendVarchar(cell as string);
    }
    appender.endRow();
  }
  appender.closeSync();
}
