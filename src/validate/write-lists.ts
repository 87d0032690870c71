import {quote, type Database} from "../duckdb.ts";
import {holdStore, writeSnapshot} from "../snapshots/store.ts";
import type {SnapshotWriter} from "../snapshots/writer.ts";
import {byPerson, type DatedAccount} from "./dated.ts";
import {lookUpAfter, pageAfter, readingTakes} from "./looks.ts";

type ListName = keyof typeof pageAfter;

const directionOf: Record<ListName, string> = {followers: "inbound", following: "outbound"};
const timestampText = (ms: number) =>
  `timestamp '${new Date(ms).toISOString().slice(0, 23).replace("T", " ")}'`;
/** Later than anything that happens. */
const never = 2 ** 52;
const bounded = (ms: number) => BigInt(Math.round(Math.min(ms, never)));

/**
 * Stores both lists of accounts as each look would have read them, newest first and without a date, each look as one
 * snapshot of `source`; and what X says of whoever is missing since the look before. Nothing but the lists is left of when a
 * follow began.
 */
export function writeLists(
  dataDir: string,
  accounts: readonly DatedAccount[],
  looks: readonly number[],
  source: string
): Promise<void> {
  const ids = accounts.map(({account}) => account);
  const write = async (db: Database) => {
    await createFollows(db, accounts);
    for (const [nth, at] of looks.entries()) {
      const plan = {source, takenAt: new Date(at), key: String(at)};
      await writeSnapshot(dataDir, plan, async (writer) => {
        for (const list of ["following", "followers"] as const) fillList(writer, list, at);
        fillLists(writer, at, source);
        if (nth > 0) fillLookUps(writer, looks[nth - 1]!, at);
        return {accounts: ids};
      });
    }
  };
  // Looks are small: of two threads one would wait.
  return holdStore(dataDir, write, {threads: 1});
}

/** Every stretch of a follow, its place in a list from the newest on, and when its person is not shown. */
async function createFollows(db: Database, accounts: readonly DatedAccount[]) {
  await db.run(`
    create table read_accounts (account_id bigint);
    create table dated_follows (account_id bigint, user_id bigint, direction varchar, place integer, starts bigint,
      ends bigint, away_from bigint, away_to bigint, away_status varchar)`);
  const names = await db.connection.createAppender("read_accounts");
  const rows = await db.connection.createAppender("dated_follows");
  for (const {account, follows, absences = []} of accounts) {
    names.appendBigInt(BigInt(account));
    names.endRow();
    const away = new Map(absences.map((one) => [one.user, one]));
    byPerson(follows);
    const newestFirst = [...follows].sort((a, b) => b.start - a.start || (a.user < b.user ? -1 : 1));
    for (const [place, {user, direction, start, end}] of newestFirst.entries()) {
      const absence = away.get(user);
      rows.appendBigInt(BigInt(account));
      rows.appendBigInt(BigInt(user));
      rows.appendVarchar(direction);
      rows.appendInteger(place);
      rows.appendBigInt(bounded(start));
      rows.appendBigInt(bounded(end));
      rows.appendBigInt(bounded(absence?.from ?? never));
      rows.appendBigInt(bounded(absence?.to ?? never));
      rows.appendVarchar(absence?.status ?? "active");
      rows.endRow();
    }
  }
  names.closeSync();
  rows.closeSync();
}

/** What a list shows at an instant: the follow is there, and its person is not away. */
const isShown = (of: string, at: number | string) =>
  `${of}.starts <= ${at} and ${at} < ${of}.ends and not (${of}.away_from <= ${at} and ${at} < ${of}.away_to)`;

function fillList(writer: SnapshotWriter, list: ListName, look: number) {
  const at = look + pageAfter[list];
  const other = list === "followers" ? "following" : "followers";
  // Only the order of places is read: the newest follow has the first.
  writer.fillAtOnce(
    list,
    {
      account_id: "f.account_id",
      user_id: "f.user_id",
      position: "f.place",
      page_at: timestampText(at),
      is_mutual: "o.user_id is not null"
    },
    `from dated_follows f
    left join (from dated_follows o where o.direction = '${directionOf[other]}' and ${isShown("o", at)}) o
      on o.account_id = f.account_id and o.user_id = f.user_id
    where f.direction = '${directionOf[list]}' and ${isShown("f", at)}`
  );
}

/** A row a list and account: whole, and counted. */
function fillLists(writer: SnapshotWriter, look: number, source: string) {
  const onlyIn = (list: ListName) => {
    const at = look + pageAfter[list];
    return `select a.account_id, '${list}' as list, ${at} as page_at, count(f.user_id) as counted
      from read_accounts a
      left join (from dated_follows f where f.direction = '${directionOf[list]}' and ${isShown("f", at)}) f
        on f.account_id = a.account_id
      group by a.account_id`;
  };
  const zero = "0";
  writer.fillAtOnce(
    "lists",
    {
      account_id: "account_id",
      list: "list",
      source: quote(source),
      taken_at: timestampText(look),
      ended: "true",
      started_at: `make_timestamp((page_at - ${readingTakes}) * 1000)`,
      finished_at: `make_timestamp((page_at + ${readingTakes}) * 1000)`,
      rows: "counted",
      distinct_rows: "counted",
      duplicate_rows: zero,
      self_rows: zero,
      pages: "1",
      count_before: "counted",
      count_after: "counted",
      additions_only: "false"
    },
    `from (${onlyIn("followers")} union all ${onlyIn("following")})`
  );
}

/** X is asked what became of whoever the look before showed and this one does not. */
function fillLookUps(writer: SnapshotWriter, before: number, look: number) {
  const pageOf = (of: number) =>
    `case f.direction when 'inbound' then ${of + pageAfter.followers} else ${of + pageAfter.following} end`;
  const at = look + lookUpAfter;
  writer.fillAtOnce(
    "users",
    {
      account_id: "f.account_id",
      user_id: "f.user_id",
      status_at: timestampText(at),
      status: `case when max(f.away_from) <= ${at} and ${at} < max(f.away_to) then max(f.away_status) else 'active' end`
    },
    `from dated_follows f
    where ${isShown("f", pageOf(before))} and not (${isShown("f", pageOf(look))})
    group by f.account_id, f.user_id`
  );
}
