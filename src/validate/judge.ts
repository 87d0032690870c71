import {group} from "d3";
import {withDatabase, type Database} from "../duckdb.ts";
import {runModels} from "../models/build.ts";
import {attachSnapshots} from "../snapshots/store.ts";
import {makeTempFolder, removeTempFolder} from "../temporary.ts";
import {byPerson, trueRouteOf, type DatedAccount, type DatedFollow} from "./dated.ts";
import {pageAfter} from "./looks.ts";
import {writeLists} from "./write-lists.ts";

/** What the models made of the lists of one account, beside the dated truth. Counts are of people. */
export interface Judged {
  account: string;
  /** Followers whom lists show to have come, and whose true route is known. */
  came: number;
  /** Of them by what the models say; "proved" is an order of two follows that lists show. */
  provedRight: number;
  provedWrong: number;
  /**
   * Organic, because no list showed a follow by the account before theirs: right; and wrong where there was one, which ended
   * before the first list, between two lists, or before the one that they show.
   */
  unseenRight: number;
  unseenWrong: number;
  unknown: number;
  /** Left out: both follows began in the same millisecond, so that no order is true. */
  tied: number;
  /** Had followed before, with no list in between to show it. */
  cameBefore: number;
  /** Follows that began and ended between two looks. */
  unseenFollows: number;
  /** Windows of starts: how many hold the true time; their widths, and by how much their middles are too late, in hours. */
  windowsRight: number;
  widths: number[];
  middleErrors: number[];
  /**
   * Of unknown order, where the models estimate them: how many, how many are modelled to be followbacks, how many are, and whether
   * the span of the model holds that.
   */
  modelled: {unknown: number; expected: number; truly: number; isHeld: boolean} | null;
  /** Followbacks among those who came: least and most that the models leave possible, and how many there are. */
  followbacks: {least: number; most: number; truly: number};
}

/**
 * Throws the dates of follows away, writes the lists that `looks` would have read into a store of its own, runs the models on
 * it and compares what they say with the dates. The accounts share the store.
 */
export async function judgeLists(
  accounts: readonly DatedAccount[],
  looks: readonly number[],
  source: string
): Promise<Judged[]> {
  const dataDir = await makeTempFolder();
  try {
    await writeLists(dataDir, accounts, looks, source);
    return await judgeStore(dataDir, accounts, looks);
  } finally {
    await removeTempFolder(dataDir);
  }
}

/** Compares what the models make of a store of lists, read at `looks`, with the dates of its accounts' follows. */
export const judgeStore = (dataDir: string, accounts: readonly DatedAccount[], looks: readonly number[]) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir, "raw", {willReadOften: true});
    await runModels(db, {only: ["followers", "spells", "unknown_route_estimate"]});
    return compare(db, accounts, looks);
  });

interface EstimateRow {
  account: string;
  unknown: bigint;
  expected: number | null;
  low: number | null;
  high: number | null;
}

interface FollowerRow {
  account: string;
  user: string;
  route: "followback" | "organic" | "unknown" | "pre_existing";
  route_basis: string | null;
  unknown_because: string | null;
  may_be_followback: boolean | null;
  /** Null also of whoever reappeared: they came before the lists that lack them, nobody knows when. */
  after: bigint | null;
  before: bigint;
}

async function compare(
  db: Database,
  accounts: readonly DatedAccount[],
  looks: readonly number[]
): Promise<Judged[]> {
  const followers = await db.rows<FollowerRow>(`
    select account_id::varchar as account, user_id::varchar as user, route, route_basis, unknown_because, may_be_followback,
      case when not is_reappeared then epoch_ms(start_after) end as after, epoch_ms(start_before) as before
    from followers order by account_id, user_id`);
  const outbound = await db.rows<{account: string; user: string; before: bigint}>(`
    select account_id::varchar as account, user_id::varchar as user, epoch_ms(start_before) as before
    from spells where direction = 'outbound'`);
  const estimates = await db.rows<EstimateRow>(`
    select account_id::varchar as account, unknown_people as unknown, expected_followbacks as expected,
      low_95 as low, high_95 as high
    from unknown_route_estimate`);
  const rowsOf = group(followers, ({account}) => account);
  const outboundOf = group(outbound, ({account, user}) => `${account} ${user}`);
  return accounts.map((one) => {
    const estimate = estimates.find(({account}) => account === one.account) ?? null;
    return judgeAccount(one, looks, {
      followers: rowsOf.get(one.account) ?? [],
      outboundSeen: (user) =>
        (outboundOf.get(`${one.account} ${user}`) ?? []).map(({before}) => Number(before)),
      estimate
    });
  });
}

const hour = 3_600_000;

/** What the models say of one account. */
interface Said {
  followers: readonly FollowerRow[];
  /** When lists first showed each follow by the account. */
  outboundSeen: (user: string) => number[];
  estimate: EstimateRow | null;
}

function judgeAccount(
  {account, follows}: DatedAccount,
  looks: readonly number[],
  {followers, outboundSeen, estimate}: Said
): Judged {
  const people = byPerson(follows);
  const of = (direction: DatedFollow["direction"], user: string) => people.get(`${direction} ${user}`) ?? [];
  const first = looks[0]! + pageAfter.followers;
  const judged: Judged = {
    account,
    came: 0,
    provedRight: 0,
    provedWrong: 0,
    unseenRight: 0,
    unseenWrong: 0,
    unknown: 0,
    tied: 0,
    cameBefore: 0,
    unseenFollows: countUnseen(follows, looks),
    windowsRight: 0,
    widths: [],
    middleErrors: [],
    modelled: null,
    followbacks: {least: 0, most: 0, truly: 0}
  };
  const orderUnknown = {people: 0, followbacks: 0};
  for (const row of followers) {
    const [after, before] = [row.after === null ? null : Number(row.after), Number(row.before)];
    const inbound = of("inbound", row.user);
    const outbound = of("outbound", row.user);
    const shown = standingAt(inbound, before);
    if (shown === undefined) {
      // Nobody followed then: whatever the models say of it is wrong.
      judged.came++;
      judged.provedWrong++;
      continue;
    }
    // Who was there at the first look did not come; of whoever did, and is taken for one of those, no route is known.
    if (row.route === "pre_existing" && shown.start <= first) continue;
    const truth = trueRouteOf(shown.start, outbound);
    if (row.unknown_because === "same_gap") {
      orderUnknown.people++;
      if (truth === "followback") orderUnknown.followbacks++;
    }
    if (truth === null) {
      judged.tied++;
      continue;
    }
    judged.came++;
    if (inbound[0] !== shown) judged.cameBefore++;
    if (after !== null) {
      judged.widths.push((before - after) / hour);
      judged.middleErrors.push(((after + before) / 2 - shown.start) / hour);
      if (after < shown.start && shown.start <= before) judged.windowsRight++;
    }
    const isFollowback = truth === "followback";
    if (isFollowback) judged.followbacks.truly++;
    if (row.route === "followback") {
      judged.followbacks.least++;
      judged.followbacks.most++;
      if (isFollowback) judged.provedRight++;
      else judged.provedWrong++;
    } else if (row.route === "organic") {
      const isLater = outboundSeen(row.user).every((at) => {
        const ours = standingAt(outbound, at);
        return ours !== undefined && ours.start > shown.start;
      });
      if (row.route_basis === "first" && !isLater) judged.provedWrong++;
      else if (isFollowback) judged.unseenWrong++;
      else if (row.route_basis === "first") judged.provedRight++;
      else judged.unseenRight++;
    } else {
      judged.unknown++;
      if (row.may_be_followback || row.route === "pre_existing") judged.followbacks.most++;
    }
  }
  if (estimate === null) return judged;
  const {unknown, expected, low, high} = estimate;
  if (Number(unknown) !== orderUnknown.people)
    throw new Error(`account ${account}: ${orderUnknown.people} of unknown order, ${unknown} modelled`);
  if (expected === null) return judged;
  const share = orderUnknown.followbacks / orderUnknown.people;
  const isHeld = low! <= share && share <= high!;
  return {
    ...judged,
    modelled: {unknown: orderUnknown.people, expected, truly: orderUnknown.followbacks, isHeld}
  };
}

const standingAt = (follows: readonly DatedFollow[], at: number) =>
  follows.find(({start, end}) => start <= at && at < end);

/** How many follows of the account began and ended between the pages of two neighbouring looks. */
function countUnseen(follows: readonly DatedFollow[], looks: readonly number[]): number {
  const pages = looks.map((look) => look + pageAfter.followers);
  const isUnseen = ({start, end}: DatedFollow) => {
    if (start <= pages[0]! || start > pages.at(-1)!) return false;
    return !pages.some((page) => start <= page && page < end);
  };
  return follows.filter((follow) => follow.direction === "inbound" && isUnseen(follow)).length;
}
