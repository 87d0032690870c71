import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {readDatedFollows} from "../../src/validate/read-dated.ts";
import {writeObserved, day, type FollowRecord, type Observed} from "../models/histories.ts";
import {hear} from "./hear.ts";
import {slow} from "../slow.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-validate-"));
});
afterEach(() => rm(dataDir, {recursive: true, force: true}));

const own = "4000000000001";
/** The cells of a line of the printed table, by its first. */
const rowsOf = (out: string) => {
  const lines = out.split("\n").map((line) => line.split(/\s{2,}/));
  return (name: string) => lines.find(([first]) => first === name)!.slice(1);
};
const run = (...argv: string[]) => hear(["validate", ...argv, "--data", dataDir]);
const track = (id = own, name = "brand.example", network: "bluesky" | "x" = "bluesky") =>
  trackAccount(dataDir, {id, name, network});

/** A person in one look: the record of each direction by the day of its key, or by all that it says. */
interface Seen {
  of: number;
  in?: number | FollowRecord;
  out?: number | FollowRecord;
}

const minute = 1 / 1440;
const recordOf = (given: number | FollowRecord | undefined): FollowRecord | undefined =>
  typeof given === "number" ? {key: `key${given}`, at: given, claims: given} : given;

/** One look at a network with records, a quarter of an hour long. */
const look = (at: number, people: Seen[]): Observed => ({
  at,
  source: "bluesky",
  followers: {
    people: people.flatMap((one) => (one.in === undefined ? [] : one.of)),
    from: at,
    to: at + 15 * minute
  },
  following: {
    people: people.flatMap((one) => (one.out === undefined ? [] : one.of)),
    from: at,
    to: at + 15 * minute
  },
  relationships: people.map((one) => ({
    of: one.of,
    inbound: recordOf(one.in),
    outbound: recordOf(one.out),
    asked: at + 5 * minute,
    answered: at + 10 * minute
  }))
});

/** Thirty on each side, from days before all others. */
const crowd: Seen[] = Array.from({length: 30}, (_, nth) => [
  {of: 900 + ((7 * nth) % 30), in: -60 - nth},
  {of: 800 + ((7 * nth) % 30), out: -60 - nth}
]).flat();

const write = async (...looks: Observed[]) => {
  for (const [nth, one] of looks.entries()) await writeObserved(dataDir, one, String(nth), own);
};

// Lists a week apart are read on Thursdays: on the days -25, -18, -11, -4, 3 and 10, the last before day 15. Monday is day 0.
const first: Seen[] = [
  ...crowd,
  // Ours on Monday, theirs ten days later.
  {of: 11, out: -21, in: -11.5},
  {of: 2, in: -21, out: -11.5},
  // Both within a week.
  {of: 3, out: -10, in: -9},
  {of: 4, in: -7},
  // No sure time: the key says another one than the record.
  {of: 5, in: {key: "forged", at: -8, claims: -300}},
  {of: 6, in: {key: "odd", at: null, claims: -8}, out: -9}
];
/** The same look, in which these are asked for and no follow is there. */
const without = (seen: Seen[], ...gone: number[]) =>
  seen.map((one) => (gone.includes(one.of) ? {of: one.of} : one));

describe("followback validate", () => {
  it("throws the dates away and says how many routes of lists are right, wrong and unknown", async () => {
    await track();
    await write(look(0, first), look(15, [...first, {of: 7, out: 1, in: 9}]));
    const {code, out, err} = await run("--weeks", "6", "--schedule", "weekly");
    expect(err).toContain(
      "brand.example: 69 dated follows of 2023-10-04 to 2024-01-16: 35 by followers, 34 by the account; 69 dated by key and record, 0 by the key alone\n" +
        "left out: 2 people without a sure date\n" +
        "only people who were there on 2024-01-01, at the first snapshot, or came since: no list here has those who left before\n"
    );
    expect(code).toBe(0);
    const weekly = rowsOf(out);
    expect(weekly("X's lists, read")).toEqual(["weekly"]);
    expect(weekly("full scans of both lists")).toEqual(["6"]);
    // 11, 2, 3, 4 and 7 came. The order of 11, 2 and 7 is that of their weeks; of 4 none of ours is seen; 3 is of one week.
    expect(weekly("followers who came in this time")).toEqual(["5"]);
    expect(weekly("route right, proved by lists")).toEqual([expect.stringMatching(/^60\.0 % /)]);
    expect(weekly("organic, as no list shows a follow of ours: right")).toEqual([
      expect.stringMatching(/^20\.0 % /)
    ]);
    expect(weekly("route unknown")).toEqual([expect.stringMatching(/^20\.0 % /)]);
    expect(weekly("route wrong, though proved by lists")).toEqual(["0"]);
    expect(weekly("windows that hold the true time")).toEqual(["5 of 5"]);
    // Read every day, lists also show in which order those of 3 came.
    const daily = rowsOf((await run("--weeks", "6", "--schedule", "daily")).out);
    expect(daily("route right, proved by lists")).toEqual([expect.stringMatching(/^80\.0 % /)]);
    expect(daily("route unknown")).toEqual([expect.stringMatching(/^0\.0 % /)]);
  });

  slow.it("judges every schedule where none is named, and prints everything as JSON", async () => {
    await track();
    await write(look(0, crowd), look(2.5, [...crowd, {of: 7, out: 1, in: 2.1}]));
    const {out} = await run("--format", "json", "--weeks", "1");
    const {account, byRecord, results} = JSON.parse(out) as {
      account: string;
      byRecord: number;
      results: Record<string, unknown>[];
    };
    expect([account, byRecord]).toEqual([own, 62]);
    // Of the week before the answer on day 2.5: daily lists up to day 2, and one of a week, on day -4, that no other follows.
    expect(results.map(({schedule, looks, came}) => [schedule, looks, came])).toEqual([
      ["hourly", 7 * 24, 1],
      ["daily", 7, 0],
      ["weekly", 1, 0]
    ]);
  });

  it("takes a follow that a later look found gone as ended between the two, and one that came again as a second one", async () => {
    await track();
    await write(
      look(0, first),
      look(7, without(first, 4)),
      look(14, [...without(first, 4).filter(({of}) => of !== 4), {of: 4, in: 13}])
    );
    const {follows, ...facts} = await dated();
    expect(facts).toMatchObject({undated: 2, openEnd: 0});
    const of4 = follows.filter(({user}) => user === "4");
    // There for sure ten minutes after day 0, asked again five minutes after day 7.
    expect(of4.map(({start, end}) => [new Date(start), end === Infinity ? null : new Date(end)])).toEqual([
      [day(-7), day(3.5 + 7.5 * minute)],
      [day(13), null]
    ]);
  });

  it("leaves out whoever came again at a time that our own look contradicts, and whose answer depends on when ours ended", async () => {
    await track();
    const dropped: Seen[] = [...crowd, {of: 11, out: -60}];
    await write(
      look(0, [...dropped, {of: 4, in: -7}]),
      // Ours ended between day 0 and day 40: theirs of day 50 answers it, or not.
      look(40, [...crowd, {of: 11}, {of: 4}]),
      look(60, [...crowd, {of: 11, in: 50}, {of: 4, in: {key: "again", at: 30, claims: 30}}])
    );
    expect(await dated()).toMatchObject({undated: 1, openEnd: 1});
  });

  it("leaves out whoever had the same record before and after a look that was told of none", async () => {
    await track();
    await write(
      look(0, [...crowd, {of: 4, in: -7}]),
      look(7, [...crowd, {of: 4}]),
      look(14, [...crowd, {of: 4, in: -7}])
    );
    const {follows, undated} = await dated();
    expect([undated, follows.filter(({user}) => user === "4")]).toEqual([1, []]);
    expect((await run("--schedule", "weekly")).code).toBe(0);
  });

  it.each([
    [
      [],
      /^followback: no account on Bluesky is tracked: validate needs dated follows: followback snapshot HANDLE/m
    ],
    [["nobody"], /^followback: unknown account nobody: not tracked/m],
    [
      ["shop"],
      /^followback: account shop: X does not say when a follow was made: name an account on Bluesky$/m
    ]
  ])("says one line where %j names no account with dates", async (argv, line) => {
    await track("12", "shop", "x");
    const {code, err} = await run(...argv);
    expect([code, err]).toEqual([1, expect.stringMatching(line)]);
  });

  it("says one line where there is nothing to judge by", async () => {
    await track();
    expect((await run()).err).toMatch(
      /^followback: no snapshots in .+: take one of brand\.example with followback snapshot$/m
    );
    await write(look(0, [{of: 5, in: {key: "forged", at: -8, claims: -300}}]));
    expect((await run()).err).toMatch(
      /^followback: account brand\.example: no follow with a sure date is stored/m
    );
    await track("4000000000002", "second.example");
    expect((await run()).err).toMatch(
      /^followback: validate: 2 accounts on Bluesky are tracked: name one of them$/m
    );
    expect((await run("--weeks", "0")).code).toBe(2);
  });
});

async function dated() {
  return readDatedFollows(dataDir, own);
}
