import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ownPostsSentence} from "../../reports/components/answer.js";
import {billOf, billSentence, money, stopsSentence} from "../../reports/components/bill.js";
import type {CostRow, OwnPosts, StopRow} from "../../reports/components/rows.js";
import {withDatabase} from "../../src/duckdb.ts";
import {attachLedger} from "../../src/site/ledger.ts";
import {reportRows} from "../../src/site/report-data.ts";
import {writeSnapshot, type SnapshotFacts} from "../../src/snapshots/store.ts";

const account = "9007199254740993001";
const followers = "/2/users/:id/followers";
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-ledger-"));
});
afterAll(() => rm(dataDir, {recursive: true, force: true}));

const store = (day: number, facts: Partial<SnapshotFacts>) => {
  const takenAt = new Date(Date.UTC(2026, 0, day));
  const plan = {source: "x-api", takenAt, key: String(day)} as const;
  return writeSnapshot(dataDir, plan, async () => ({accounts: [account], ...facts}));
};

const read = <T>(name: string, of = account) =>
  withDatabase(async (db) => {
    await attachLedger(db, dataDir);
    await db.run(`set variable account = ${of}::bigint`);
    return reportRows<T>(db, name);
  });

describe("archives without their file of posts", () => {
  beforeAll(async () => {
    const archive = (day: number, facts: Partial<SnapshotFacts>) => {
      const takenAt = new Date(Date.UTC(2026, 2, day));
      const plan = {source: "x-archive", takenAt, key: `a${day}`} as const;
      return writeSnapshot(dataDir, plan, async () => ({accounts: ["8"], ...facts}));
    };
    await archive(1, {posts_missing: {counted: 1234}});
    await archive(2, {posts_missing: {counted: 2000}});
    // As it was written before the snapshot said so.
    await archive(3, {notes: ["no own posts in the archive"]});
    await archive(4, {});
  });

  it("are counted, and never said to hold no posts", async () => {
    const [row] = await read<OwnPosts>("own_posts", "8");
    // Every archive holds all posts up to its day: 2,000 of the second are 1,234 of the first, and more.
    expect(row).toEqual({archives: 4, archives_without: 3, posts: 0, posts_counted: 2000});
    expect(ownPostsSentence(row)).toBe(
      "Own posts: not collected from every archive, which is not the same as none: 3 of 4 archives lack their file of posts, though one manifest counts 2,000 posts. The lists of followers and following are not touched by it. An archive asked of X again should hold it."
    );
  });

  it("are not spoken of where there are none", async () => {
    const [row] = await read<OwnPosts>("own_posts", "7");
    expect(row).toMatchObject({archives: 0, archives_without: 0});
    expect(ownPostsSentence(row)).toBe("");
  });
});

describe("the ledger", () => {
  beforeAll(async () => {
    // As it was written before what X bills was counted row by row.
    await store(1, {requests: [{endpoint: followers, requests: 3, resources: 2500, dollars: 2.5}]});
    await store(2, {
      requests: [
        {
          endpoint: followers,
          requests: 4,
          resources: 3000,
          billed: 500,
          dollars: 0.5,
          dollars_list: 5,
          dollars_at_most: 1.5
        },
        {endpoint: "/2/users", requests: 1, resources: 10, billed: 10, dollars: 0.1}
      ],
      stopped: "X answered 402: CreditsDepleted: the account 9007199254740993001 has no credits"
    });
    const reasons = [
      "--max-cost: the next request could have cost more than what is left of $2 at the full price",
      "--max-cost: the next request could have cost more than what is left of $2",
      "X answered 403: Forbidden: Spend cap reached",
      "X answered 401: Unauthorized",
      "X answered 400: invalid_request: no: the login of @x has ended, or is in use elsewhere: log in again: followback login",
      "X answered 503",
      "X cannot be reached (ECONNRESET)",
      "X's answer broke off or is not JSON",
      "X did not finish its answer within 60 seconds",
      "interrupted after 2026-01-03 00:00 UTC, and not continued in time",
      "X answered 403: client-not-enrolled",
      // Stored snapshots keep their words: "has ended" above is how this was said before.
      "X answered 400: invalid_request: no: the login of @x has expired, or is used on another machine: run followback login"
    ];
    for (const [nth, stopped] of reasons.entries()) await store(3 + nth, {stopped});
    await store(20, {accounts: ["7"], stopped: "X answered 402", requests: []});
  });

  it("adds up what X billed, and the most it can have been; old snapshots had every row billed", async () => {
    expect(await read<CostRow>("cost")).toEqual([
      {
        source: "x-api",
        endpoint: "/2/users",
        requests: 1,
        resources: 10,
        billed: 10,
        dollars: 0.1,
        dollars_list: 0.1,
        dollars_at_most: 0.1
      },
      {
        source: "x-api",
        endpoint: followers,
        requests: 7,
        resources: 5500,
        billed: 3000,
        dollars: 3,
        dollars_list: 7.5,
        dollars_at_most: 4
      }
    ]);
  });

  it("tells why snapshots stopped early, in none of X's words", async () => {
    const at = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString();
    const rows = await read<StopRow>("stops");
    expect(rows).toEqual([
      {reason: "unreachable", snapshots: 4, last_taken_at: at(11)},
      {reason: "login", snapshots: 3, last_taken_at: at(14)},
      {reason: "budget", snapshots: 2, last_taken_at: at(4)},
      {reason: "interrupted", snapshots: 1, last_taken_at: at(12)},
      {reason: "no_credits", snapshots: 1, last_taken_at: at(2)},
      {reason: "refused", snapshots: 1, last_taken_at: at(13)},
      {reason: "spending_cap", snapshots: 1, last_taken_at: at(5)}
    ]);
    expect(JSON.stringify(rows)).not.toContain(account);
  });

  it("adds up rows of less than a cent, and prints none of them as nothing", async () => {
    const few = {requests: 1, resources: 4, billed: 4, dollars: 0.004};
    const endpoints = ["/2/users/:id/tweets", "/2/users/:id/mentions", followers];
    await store(25, {accounts: ["6"], requests: endpoints.map((endpoint) => ({...few, endpoint}))});
    const rows = await read<CostRow>("cost", "6");
    expect(rows.map(({dollars}) => dollars)).toEqual([0.004, 0.004, 0.004]);
    expect(billSentence(rows)).toBe("It took 3 requests and cost $0.01 at X's prices.");
    expect([0, 0.004, 0.0099, 0.37].map(money)).toEqual(["$0.00", "$0.004", "$0.01", "$0.37"]);
  });

  it("is of one account only", async () => {
    expect(await read("stops", "7")).toMatchObject([{reason: "no_credits", snapshots: 1}]);
    expect(await read("cost", "7")).toEqual([]);
    expect(await read("stops", "8")).toEqual([]);
  });
});

describe("in words", () => {
  const row = {source: "x-api", endpoint: followers, requests: 3, resources: 2500, billed: 2000};
  const stop = (reason: StopRow["reason"], snapshots: number, day: string): StopRow => ({
    reason,
    snapshots,
    last_taken_at: `${day}T00:00:00.000Z`
  });

  it("says what watching cost, and the most it can have been where answers were lost", () => {
    const sure = {...row, dollars: 2.004, dollars_list: 2.004, dollars_at_most: 2.004};
    expect(billSentence([])).toBe("");
    expect(billSentence([sure])).toBe("It took 3 requests and cost $2.00 at X's prices.");
    const unsure = {...row, requests: 1, dollars: 0, dollars_list: 0, dollars_at_most: 1};
    expect(billOf([sure, unsure])).toEqual({
      requests: 4,
      resources: 5000,
      billed: 4000,
      dollars: 2.004,
      list: 2.004,
      most: 3.004
    });
    expect(billSentence([sure, unsure])).toBe(
      "It took 4 requests and cost $2.00 at X's prices, and at most $3.00 if X also billed answers that were lost on the way."
    );
  });

  it("says which of X's two prices it is, and what the other would be", () => {
    const own = {...row, dollars: 2, dollars_list: 20, dollars_at_most: 2};
    expect(billSentence([own])).toBe(
      "It took 3 requests and cost $2.00 at X's prices. That is X's owner's price, which holds where the account itself registered the developer app; at the full price it is $20.00."
    );
  });

  it("writes cents where they count", () => {
    expect([0, 0.366, 99.994, 99.996, 1204.4].map(money)).toEqual([
      "$0.00",
      "$0.37",
      "$99.99",
      "$100",
      "$1,204"
    ]);
  });

  it("says how many snapshots stopped early, and why", () => {
    expect(stopsSentence([])).toBe("");
    expect(stopsSentence([stop("budget", 1, "2026-02-03")])).toBe(
      "1 snapshot stopped early, on 3 Feb 2026, because the limit of cost we had set was reached. What was read until then is saved; no one counts as lost because of what was not read."
    );
    expect(stopsSentence([stop("budget", 3, "2026-02-03"), stop("no_credits", 1, "2026-03-04")])).toMatch(
      /^4 snapshots stopped early, the last on 4 Mar 2026, because the limit of cost we had set was reached \(3\) and no prepaid credits were left at X \(1\)\. /
    );
  });
});

it("rounds half a cent up, whatever a double makes of it", () => {
  // Of X's prices many are half cents: 3 × 0.005, 5 × 0.005 and 201 × 0.005 dollars.
  expect([0.005 * 3, 0.005 * 5, 1.005].map(money)).toEqual(["$0.02", "$0.03", "$1.01"]);
  expect([0.005, 0.0049, 12.344999, 99.994].map(money)).toEqual(["$0.01", "$0.005", "$12.34", "$99.99"]);
});
