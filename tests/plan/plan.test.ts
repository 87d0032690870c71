import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {readPrecision, type Precision} from "../../src/plan/precision.ts";
import {limitsIn, publishedLimits, readLimits} from "../../src/plan/limits.ts";
import {billsBySize, choose, monthOf, offersOf, type Terms} from "../../src/plan/choice.ts";
import {atSize, settleFacts, type FactName, type Facts, type Origin} from "../../src/plan/facts.ts";
import {measureFacts} from "../../src/plan/measured.ts";
import {csvOf, jsonOf} from "../../src/plan/rows.ts";
import {formatPlan} from "../../src/plan/format-plan.ts";
import {actPolls} from "../../src/plan/polls.ts";
import {dollarsOf, minutesOf, planOf, yearOf} from "../../src/plan/plan.ts";
import {dollars, giveOrTake, number, percent} from "../../src/plan/amounts.ts";
import {snapshotOn, schedules, scheduleOf} from "../../src/plan/schedules.ts";
import {standIn} from "../../src/names/stand-in.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {publishedPrices} from "../../src/plan/prices.ts";

const facts: Facts = {
  followers: 10_000,
  following: 2_500,
  newcomers: 20,
  followed: 10,
  losses: 70,
  posts: 2,
  mentions: 9,
  reposts: 3,
  quotes: 1,
  likes: 50
};

/** Simulated figures of round numbers: 1,825 newcomers are 5 a day over a year. */
const precision: Precision = {
  date: "2026-11-22",
  seed: 1,
  worlds: 1,
  days: 365,
  newcomers: 1_825,
  schedules: schedules.map(({name}, nth) => {
    const of = (width: number) => ({followback: width, organic: width / 2, difference: width});
    return {
      name,
      windowDays: [1, 1, 1, 1, 7, 30][nth]!,
      unknown: [0.27, 0.28, 0.28, 0.28, 0.4, 0.46][nth]!,
      firstFollowbacks: 0,
      noneSeenFollowbacks: 0,
      noneSeenFollowbacksDropped: 0.05,
      engaged30: of([0.1, 0.1, 0.1, 0.1, 0.14, 0.2][nth]!),
      retained90: of([0.1, 0.1, 0.15, 0.3, 0.14, 0.2][nth]!)
    };
  })
};

const origins = Object.fromEntries(Object.keys(facts).map((name) => [name, "given"])) as Record<
  FactName,
  Origin
>;
const settled = {facts, origins, watchedDays: {}};
const terms: Terms = {...settled, prices: publishedPrices, limits: publishedLimits, precision, asker: "user"};
const headsWeekly = planOf(scheduleOf("heads-weekly"), facts, "user");

/** The acts on two posts a day: reposts and quotes $0.005 a row, likers $0.010, at both prices. */
const [reposts, quotes, likers] = [actPolls(3, 1), actPolls(1, 1), actPolls(50, 1, 100)];
const acts = 2 * (0.005 * reposts.rows + 0.005 * quotes.rows + 0.01 * likers.rows);

describe("one snapshot, by hand", () => {
  // 10 new and 25 known rows, 20 new and 25: a page of a hundred each. Two posts a day, each polled at four ages: 8 counts.
  it("a head", () => {
    expect(headsWeekly.head).toEqual([
      {endpoint: "users/me", requests: 1, resources: 1},
      {endpoint: "users/:id", requests: 3, resources: 1},
      {endpoint: "users/:id/following", requests: 1, resources: 100},
      {endpoint: "users/:id/followers", requests: 1, resources: 100},
      {endpoint: "users/:id/tweets", requests: 1, resources: 3},
      {endpoint: "users/:id/mentions", requests: 1, resources: 10},
      {endpoint: "tweets", requests: 1, resources: 8},
      {endpoint: "tweets/:id/retweets", requests: 2 * reposts.asked, resources: 2 * reposts.rows},
      {endpoint: "tweets/:id/quote_tweets", requests: 2 * quotes.asked, resources: 2 * quotes.rows},
      {endpoint: "tweets/:id/liking_users", requests: 2 * likers.asked, resources: 2 * likers.rows}
    ]);
    // 0.01 + 0.01 + 0.1 + 0.1 + 0.003 + 0.01 + 0.04, and the acts
    expect(dollarsOf(headsWeekly.head!, publishedPrices, true)).toBeCloseTo(0.273 + acts, 9);
    // 0.01 + 0.01 + 1 + 1 + 0.015 + 0.05 + 0.04, and the acts
    expect(dollarsOf(headsWeekly.head!, publishedPrices, false)).toBeCloseTo(2.125 + acts, 9);
  });

  it("a full walk: 3 and 10 pages of a thousand, and a look-up of the week's 70 missing", () => {
    const of = (endpoint: string) => headsWeekly.full.find((line) => line.endpoint === endpoint);
    expect(of("users/:id/following")).toMatchObject({requests: 3, resources: 2_500});
    expect(of("users/:id/followers")).toMatchObject({requests: 10, resources: 10_000});
    expect(of("users")).toMatchObject({requests: 1, resources: 70});
    // The head's without its lists, 0.073, and 2.5 + 10 + 0.7.
    expect(dollarsOf(headsWeekly.full, publishedPrices, true)).toBeCloseTo(13.273 + acts, 9);
  });

  it("the year is 365 / 7 full walks and heads on the other days", () => {
    expect(headsWeekly.fullsAYear + headsWeekly.headsAYear).toBeCloseTo(365, 9);
    expect(dollarsOf(yearOf(headsWeekly), publishedPrices, true)).toBeCloseTo(
      (365 / 7) * (13.273 + acts) + (365 - 365 / 7) * (0.273 + acts),
      6
    );
  });

  it("the app's own token sees neither its user nor likers", () => {
    const asked = planOf(scheduleOf("daily-full"), facts, "bearer").full.map(({endpoint}) => endpoint);
    expect(asked).not.toContain("users/me");
    expect(asked).not.toContain("tweets/:id/liking_users");
  });

  it("a head of a long list with many newcomers takes more pages, of a short one it takes everybody", () => {
    const at = (more: Partial<Facts>) =>
      planOf(scheduleOf("heads-weekly"), {...facts, ...more}, "user").head!.find(
        ({endpoint}) => endpoint === "users/:id/followers"
      );
    // 76 new and 25 known do not fit on a page.
    expect(at({newcomers: 75})).toMatchObject({requests: 1, resources: 100});
    expect(at({newcomers: 76})).toMatchObject({requests: 2, resources: 200});
    expect(at({followers: 60})).toMatchObject({requests: 1, resources: 60});
    expect(at({followers: 20})).toMatchObject({requests: 1, resources: 20});
  });

  it("a hundred likers of a post are the most, and 800 mentions", () => {
    const {full} = planOf(scheduleOf("monthly-full"), {...facts, likes: 5_000, mentions: 400}, "user");
    // Of thirty offsets two meet a post from 1 to 3 days old, four from 3 to 7, all one that is 30 or older: 59 polls in 30.
    const most = 60 * (59 / 30) * 100;
    const {resources} = full.find(({endpoint}) => endpoint === "tweets/:id/liking_users")!;
    expect(resources).toBeLessThanOrEqual(most);
    expect(resources).toBeGreaterThan(0.99 * most);
    expect(full.find(({endpoint}) => endpoint === "users/:id/mentions")).toMatchObject({
      requests: 8,
      resources: 800
    });
  });
});

describe("minutes", () => {
  // 1,000 pages at 300 a window: three further windows, each of 15 minutes less the 5 its own requests took.
  it("wait for a window as often as a list fills one", () => {
    const asked = [{endpoint: "users/:id/followers" as const, requests: 1_000, resources: 1_000_000}];
    expect(minutesOf(asked, publishedLimits, "user")).toEqual({waiting: 30, all: 30 + 1000 / 60});
    expect(minutesOf([{...asked[0]!, requests: 300}], publishedLimits, "user").waiting).toBe(0);
  });

  it("count the wait for reposts, quotes and likers once: they are asked in turn", () => {
    const asked = (
      ["tweets/:id/retweets", "tweets/:id/quote_tweets", "tweets/:id/liking_users"] as const
    ).map((endpoint) => ({endpoint, requests: 76, resources: 76}));
    expect(minutesOf(asked, publishedLimits, "user").waiting).toBe(13.75);
  });
});

describe("schedules", () => {
  it("say what a day asks for", () => {
    const month = (name: Parameters<typeof scheduleOf>[0]) =>
      Array.from({length: 31}, (_, day) => snapshotOn(day, scheduleOf(name)));
    const count = (name: Parameters<typeof scheduleOf>[0], kind: "head" | "full") =>
      month(name).filter((asked) => asked === kind).length;
    expect([count("daily-full", "full"), count("daily-full", "head")]).toEqual([31, 0]);
    expect([count("heads-weekly", "full"), count("heads-weekly", "head")]).toEqual([5, 26]);
    expect([count("heads-biweekly", "full"), count("heads-biweekly", "head")]).toEqual([3, 28]);
    expect([count("heads-monthly", "full"), count("heads-monthly", "head")]).toEqual([2, 29]);
    expect([count("weekly-full", "full"), count("weekly-full", "head")]).toEqual([5, 0]);
    expect([count("monthly-full", "full"), count("monthly-full", "head")]).toEqual([2, 0]);
  });

  it("buy intervals that halve with four times the newcomers, and never more than everything", () => {
    const widths = (newcomers: number) =>
      offersOf({...terms, facts: {...facts, newcomers}}).map(({precision}) => precision.engaged30.followback);
    expect(widths(5)[0]).toBeCloseTo(0.1, 9);
    expect(widths(20)[0]).toBeCloseTo(0.05, 9);
    expect(widths(0)[0]).toBe(1);
  });

  it("without a budget, the narrowest and least unknown, then the cheapest: heads with a walk a week", () => {
    expect(choose(offersOf(terms), null, true)!.schedule.name).toBe("heads-weekly");
  });

  it("with a budget, the best that fits, and none where none does", () => {
    const offers = offersOf(terms);
    const bills = new Map(offers.map((offer) => [offer.schedule.name, monthOf(offer, true)]));
    const at = (budget: number) => choose(offers, budget, true)?.schedule.name;
    expect(at(bills.get("heads-weekly")! + 0.01)).toBe("heads-weekly");
    expect(at(bills.get("heads-weekly")! - 0.01)).toBe("heads-biweekly");
    expect(at(bills.get("heads-biweekly")! - 0.01)).toBe("heads-monthly");
    expect(at(bills.get("monthly-full")! + 0.01)).toBe("monthly-full");
    expect(at(bills.get("monthly-full")! - 0.01)).toBeUndefined();
  });

  it("cost more the more followers there are, and at the full price never less", () => {
    const sizes = billsBySize(terms);
    expect(sizes.map(({followers}) => followers)).toEqual([5_000, 10_000, 100_000]);
    for (const [nth] of schedules.entries()) {
      const bills = sizes.map(({bills}) => bills[nth]!);
      expect(bills[0]!.owned).toBeLessThan(bills[1]!.owned);
      expect(bills[1]!.owned).toBeLessThan(bills[2]!.owned);
      for (const {owned, list} of bills) expect(list).toBeGreaterThan(owned);
    }
  });

  it("at another size keep what was given, and assume the rest for that size", () => {
    expect(atSize(settled, 100_000)).toEqual({...facts, followers: 100_000});
    const {facts: sized} = settleFacts({followers: 10, posts: 2});
    // Ten followers: one in a thousand comes a day, one in a hundred is newly followed; half and three quarters leave again.
    expect(sized).toEqual({
      followers: 10,
      following: 5,
      newcomers: 0.01,
      followed: 0.1,
      losses: expect.closeTo(7 * (0.005 + 0.075), 9),
      posts: 2,
      mentions: 0.003,
      reposts: 0.002,
      quotes: 0.0005,
      likes: 0.02
    });
    const same = settleFacts({followers: 10, posts: 2});
    expect(atSize(same, 100_000)).toEqual(settleFacts({followers: 100_000, posts: 2}).facts);
    expect(atSize(same, 100_000)).toMatchObject({newcomers: 100, followed: 20, likes: 100});
  });

  it("were simulated, each one of them, and the figures say when and how", () => {
    const made = readPrecision();
    expect(made.schedules.map(({name}) => name)).toEqual(schedules.map(({name}) => name));
    expect(made.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(made.worlds).toBeGreaterThanOrEqual(20);
    for (const {unknown, engaged30} of made.schedules) {
      expect(unknown).toBeGreaterThan(0);
      expect(unknown).toBeLessThan(1);
      expect(engaged30.followback).toBeLessThan(1);
    }
  });
});

describe("the plan as text", () => {
  const request = {budget: null, isOwned: false, isWhole: false};

  // By hand as above; at the full price a full walk is a head's 2.125 without its lists, and 25 + 100 + 0.7.
  const owners = Math.round(((365 / 7) * 13 + 365 * (0.273 + acts)) / 12).toLocaleString("en");
  const full = Math.round(((365 / 7) * (125.825 - 2.125) + 365 * (2.125 + acts)) / 12).toLocaleString("en");
  const heads = "the newest part of both lists every day and the whole lists every Monday";
  // Twenty newcomers a day are four times the simulated 5: half of 10 and 5 points from side to side.
  const known =
    "After a year you would know what share of followers won by followback engage within 30 days, give or take 2.5 points; " +
    "of organic followers, 1.3.";
  const first = (more: object, of: Terms = terms) => formatPlan(of, {...request, ...more}).split("\n")[0];

  it("begins with the answer", () => {
    expect(first({})).toBe(
      `Read ${heads}: about $${owners} a month if the X developer app is registered by this same account, $${full} if not. ${known}`
    );
    expect(first({}, {...terms, origins: {...origins, followers: "assumed"}})).toBe(
      `For an assumed account of 10,000 followers: read ${heads}: about $${owners} a month if the X developer app is registered ` +
        `by this same account, $${full} if not. ${known} (Yours: --followers N.)`
    );
  });

  it("says of a budget how precise a schedule it pays for, and at which price", () => {
    expect(first({budget: 200, isOwned: true})).toBe(
      `$200 a month is enough to read ${heads}: about $${owners} a month at the owner's price. ${known}`
    );
    expect(first({budget: 5000})).toBe(
      `$5,000 a month is enough to read ${heads}: about $${full} a month at the full price (at the owner's, $${owners}). ${known}`
    );
    expect(first({budget: 10, isOwned: true})).toMatch(
      /^\$10\.00 a month is not enough: the cheapest schedule, full scan monthly, is about \$[\d.]+ at the owner's price\. Free instead: X's own archive, once a month \(see docs\/archives-and-files\.md\)\.$/
    );
  });

  it("says so where a year brings too few newcomers to tell anything", () => {
    const few = {...terms, facts: {...facts, newcomers: 0.05}};
    expect(first({}, few)).toContain("There are too few new followers for a useful answer in a year.");
    expect(formatPlan(few, request)).toContain("too few");
  });

  it("says what its words mean, and that an outreach log leaves less unknown", () => {
    const told = formatPlan(terms, request);
    for (const word of [
      "incremental: only",
      "full scan: all",
      "unknown: share",
      "outreach log",
      "X has two prices. "
    ])
      expect(told, word).toContain(word);
    expect(told).not.toMatch(/list price|strateg/);
  });

  it("says of a fact that was watched too shortly for how long it was", () => {
    const told = (days: number) =>
      formatPlan(
        {...terms, origins: {...origins, losses: "assumed"}, watchedDays: {losses: days}},
        request
      ).match(/assumed: .* tracked/)![0];
    expect([0, 0.99, 1.2, 5.4].map(told)).toEqual([
      "assumed: less than a day tracked",
      "assumed: less than a day tracked",
      "assumed: only 1 day tracked",
      "assumed: only 5 days tracked"
    ]);
  });

  it("names the endpoints of the schedule chosen, or of all", () => {
    const count = (isWhole: boolean) =>
      formatPlan(terms, {...request, isWhole}).split(", by endpoint\n").length - 1;
    expect([count(false), count(true)]).toEqual([1, 6]);
  });

  it("says the same as rows and as JSON", () => {
    const lines = csvOf(terms).trim().split("\n");
    expect(lines[0]).toBe("schedule,period,endpoint,requests,resources,dollars_owned,dollars_list");
    expect(lines).toContain("heads-weekly,head,/2/users/:id/mentions,1,10,0.01,0.05");
    expect(lines).toContain("heads-weekly,full,/2/users/:id/followers,10,10000,10,100");
    const year = lines.filter((line) => line.startsWith("heads-weekly,year,"));
    const sum = year.reduce((total, line) => total + Number(line.split(",")[5]), 0);
    const told = JSON.parse(jsonOf("1", terms, request)) as {
      chosen: string;
      schedules: {name: string; dollars_a_year: {owned: number}}[];
    };
    expect(told.chosen).toBe("heads-weekly");
    expect(told.schedules[1]!.dollars_a_year.owned).toBeCloseTo(sum, 3);
  });
});

/** A walk, a head and another walk on such days after 1 January 2026; posts, likes and replies are from before the last. */
async function watchFor(dataDir: string, [first, second, last]: [number, number, number]) {
  const days: Record<number, {ended: boolean; followers: string[]; following: string[]}> = {
    [first]: {ended: true, followers: ["2", "3", "4", "5"], following: ["9"]},
    [second]: {ended: false, followers: ["6"], following: ["8"]},
    [last]: {ended: true, followers: ["2", "4", "6", "7"], following: ["8", "9"]}
  };
  for (const [day, {ended, followers, following}] of Object.entries(days)) {
    const takenAt = new Date(Date.UTC(2026, 0, 1 + Number(day)));
    await writeSnapshot(dataDir, {source: "x-api", takenAt, key: day}, async (writer) => {
      for (const [list, users] of Object.entries({followers, following}) as ["followers", string[]][]) {
        await writer.append("lists", {
          account_id: "1",
          list,
          source: "x-api",
          taken_at: takenAt,
          ended,
          reason: ended ? null : "head",
          started_at: takenAt,
          finished_at: takenAt,
          count_after: users.length + 100,
          additions_only: false
        });
        for (const [position, user_id] of users.entries())
          await writer.append(list, {account_id: "1", user_id, position, page_at: takenAt});
      }
      if (Number(day) !== last) return {accounts: ["1"]};
      const poll = {account_id: "1", from: new Date(Date.UTC(2026, 0, 1)), to: takenAt, capped: false};
      for (const kind of ["post", "mention"])
        await writer.append("polls", {...poll, kind, target: null, rows: 1, complete: true});
      for (const [nth, likes] of [40, 160].entries())
        await writer.append("posts", {
          account_id: "1",
          post_id: String(70 + nth),
          author_id: "1",
          created_at: new Date(Date.UTC(2026, 0, 5 + nth)),
          kind: "post",
          reposts_count: 2,
          quotes_count: nth,
          likes_count: likes
        });
      for (const nth of [1, 2, 3])
        await writer.append("interactions", {
          account_id: "1",
          act_id: String(nth),
          actor_id: "5",
          kind: nth === 3 ? "like" : "reply",
          after: new Date(Date.UTC(2026, 0, 11)),
          before: new Date(Date.UTC(2026, 0, 11))
        });
      return {accounts: ["1"]};
    });
  }
  // A table's replies to somebody else, and to nobody it names, are no mentions that X would bill.
  const takenAt = new Date(Date.UTC(2026, 0, 1 + last));
  await writeSnapshot(dataDir, {source: "tables", takenAt, key: "acts"}, async (writer) => {
    for (const [nth, target] of ["6", null, null].entries())
      await writer.append("interactions", {
        account_id: "1",
        act_id: `table-${nth}`,
        actor_id: "5",
        kind: "reply",
        target_user_id: target,
        after: new Date(Date.UTC(2026, 0, 12)),
        before: new Date(Date.UTC(2026, 0, 12))
      });
    return {accounts: ["1"]};
  });
}

describe("facts", () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "plan-"));
    await watchFor(dataDir, [0, 10, 20]);
  });
  afterAll(() => rm(dataDir, {recursive: true}));

  it("are measured in the store", async () => {
    expect(await measureFacts(dataDir, "1")).toEqual({
      watchedDays: {},
      facts: {
        followers: 104,
        following: 102,
        // 6 and 7 came in twenty days, 3 and 5 left: 2 in 20 days are 0.7 a week.
        newcomers: 0.1,
        followed: 0.05,
        losses: expect.closeTo(0.7, 9),
        // Two in the sixteen days since the first one, two replies in the ten days since the first.
        posts: 0.125,
        mentions: 0.2,
        reposts: 2,
        quotes: 0.5,
        // A hundred of the second post's 160 can be seen.
        likes: 70
      }
    });
  });

  it("of a watch of less than a week are none but sizes", async () => {
    const short = await mkdtemp(join(tmpdir(), "plan-short-"));
    try {
      await watchFor(short, [0, 2, 6]);
      const {facts, watchedDays} = await measureFacts(short, "1");
      expect(facts).toEqual({followers: 104, following: 102});
      expect(watchedDays).toMatchObject({newcomers: 6, followed: 6, losses: 6, posts: 2, likes: 2});
      expect(settleFacts({}, {facts, watchedDays})).toMatchObject({
        facts: {newcomers: 0.104},
        origins: {followers: "measured", newcomers: "assumed"},
        watchedDays: {newcomers: 6}
      });
    } finally {
      await rm(short, {recursive: true});
    }
  });

  it("compare no list of names with one of ids", async () => {
    const mixed = await mkdtemp(join(tmpdir(), "plan-mixed-"));
    try {
      const lists: [number, string[], string[]][] = [
        [0, [], ["anna", "bert", "carl", "dora"]],
        [10, ["2", "3", "4", "5"], []],
        [30, ["2", "4", "6", "7"], []]
      ];
      for (const [day, ids, names] of lists) {
        const at = new Date(Date.UTC(2026, 0, 1 + day));
        await writeSnapshot(mixed, {source: "tables", takenAt: at, key: String(day)}, async (writer) => {
          const people = [...ids, ...names.map(standIn)];
          await writer.append("lists", {
            account_id: "1",
            list: "followers",
            source: "tables",
            taken_at: at,
            ended: true,
            started_at: at,
            finished_at: at,
            rows: people.length,
            distinct_rows: people.length
          });
          for (const [position, user_id] of people.entries())
            await writer.append("followers", {account_id: "1", user_id, position, page_at: at});
          for (const name of names)
            await writer.append("names", {account_id: "1", user_id: standIn(name), name});
          return {accounts: ["1"]};
        });
      }
      // 6 and 7 came in the twenty days between the two lists of ids.
      expect((await measureFacts(mixed, "1")).facts).toEqual({followers: 4, newcomers: 0.1});
    } finally {
      await rm(mixed, {recursive: true});
    }
  });

  it("of an account that is not in the store are none", async () => {
    expect(await measureFacts(dataDir, "2")).toEqual({facts: {}, watchedDays: {}});
  });

  it("given go before measured, measured before assumed", () => {
    const {facts, origins} = settleFacts({posts: 3}, {facts: {posts: 2, followers: 500}, watchedDays: {}});
    expect(facts).toMatchObject({posts: 3, followers: 500, following: 250, newcomers: 0.5});
    expect(origins).toMatchObject({posts: "given", followers: "measured", following: "assumed"});
  });
});

describe("limits of one's own", () => {
  it("override the endpoints they name", async () => {
    const folder = await mkdtemp(join(tmpdir(), "limits-"));
    try {
      expect(await limitsIn(folder)).toBe(publishedLimits);
      const {writeFile} = await import("node:fs/promises");
      const file = join(folder, "limits.json");
      await writeFile(
        file,
        '{"of": "2026-11-01", "limits": {"users/:id/followers": {"app": 15, "user": 16}}}'
      );
      const limits = await limitsIn(folder);
      expect(limits.limit("users/:id/followers", "bearer")).toBe(15);
      expect(limits.limit("users/:id/followers", "user")).toBe(16);
      expect(limits.limit("tweets", "user")).toBe(5_000);
      await writeFile(file, '{"of": "2026-11-01", "limits": {"users": {"app": 1.5, "user": 1}}}');
      await expect(readLimits(file)).rejects.toThrow(
        /limits\.json: limits users app is not a whole number of requests: fix it, or delete the file$/
      );
    } finally {
      await rm(folder, {recursive: true});
    }
  });
});

describe("interests", () => {
  it("are priced by their budget, with how many people that is", () => {
    // A fifth of $5 a week: of $0.11 a person 9, of $0.06 without the app's own token 16.
    const request = {budget: null, isOwned: true, isWhole: false};
    const told = (asker: "user" | "bearer") => formatPlan({...terms, asker}, request);
    expect(told("user")).toContain(
      "--interests adds at most $5.00 a month, for at least 9 people a week, or 16 without an app's own token,"
    );
    expect(told("bearer")).toContain(
      "--interests adds at most $5.00 a month, for at least 9 people a week, unless"
    );
  });

  it("are priced by the account's own budget where it has one", () => {
    // A fifth of $20 a week: of $0.11 a person 36, of $0.06 without the app's own token 66.
    const told = formatPlan(
      {...terms, asker: "user", interestsBudget: 20},
      {budget: null, isOwned: true, isWhole: false}
    );
    expect(told).toContain(
      "--interests adds at most $20.00 a month, for at least 36 people a week, or 66 without an app's own token, as accounts set"
    );
    expect(told).not.toContain("$5.00 a month, for at least 9 people");
  });
});

describe("conversations under the posts", () => {
  const searchOf = (asker: "user" | "bearer", conversations?: boolean) =>
    planOf(scheduleOf("heads-weekly"), facts, asker, conversations).full.filter(({endpoint}) =>
      endpoint.startsWith("tweets/search/")
    );

  it("are not in a plan unless asked for", () => {
    expect(searchOf("user")).toEqual([]);
    expect(searchOf("bearer", false)).toEqual([]);
  });

  it("are as many posts as mentions and half as many, and a search for each age on days with posts", () => {
    // Of 2 posts a day, some come to an age on 1 - exp(-2) of the days, at two ages; 13.5 posts are 0.135 pages.
    const asked = {requests: 2 * 0.8646647 + 0.135, resources: 13.5};
    for (const [asker, endpoint] of [
      ["user", "tweets/search/recent"],
      ["bearer", "tweets/search/all"]
    ] as const) {
      const [line, ...others] = searchOf(asker, true);
      expect(others).toEqual([]);
      expect(line).toMatchObject({endpoint, resources: asked.resources});
      expect(line!.requests).toBeCloseTo(asked.requests, 6);
    }
  });

  it("are priced in a line of every plan, and in the bill where they are asked for", () => {
    // 13.5 posts a day at $0.005.
    const price = 13.5 * 365 * 0.005;
    const request = {budget: null, isOwned: true, isWhole: false};
    expect(formatPlan(terms, request)).toContain(
      `are not in this plan: --conversations adds about $${price.toFixed(2)} a year.`
    );
    const bills = (conversations: boolean) =>
      offersOf({...terms, conversations}).map(({dollars}) => dollars.owned);
    for (const [nth, bill] of bills(true).entries()) expect(bill - bills(false)[nth]!).toBeCloseTo(price, 6);
    expect(JSON.parse(jsonOf("1", {...terms, conversations: true}, request))).toMatchObject({
      conversations: true
    });
  });
});

it("prints no share or amount as none that is some, nor as all that is not", () => {
  expect([0, 0.004, 0.28, 0.996, 1].map(percent)).toEqual(["0 %", "0.4 %", "28 %", "99.6 %", "100 %"]);
  expect([0, 0.002, 0.5, 12.34, 1234].map(number)).toEqual(["0", "0.002", "0.5", "12.3", "1,234"]);
  expect([0, 0.004, 0.5, 1234].map(dollars)).toEqual(["$0.00", "$0.004", "$0.50", "$1,234"]);
  expect([0.0008, 0.05].map(giveOrTake)).toEqual(["0.04", "2.5"]);
});
