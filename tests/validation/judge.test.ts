import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {trueRouteOf, type DatedAccount, type DatedFollow} from "../../src/validate/dated.ts";
import {formatValidation, shareText, wrongLine} from "../../src/validate/format-validation.ts";
import {judgeLists, judgeStore, type Judged} from "../../src/validate/judge.ts";
import {looksOf} from "../../src/validate/looks.ts";
import {summarise} from "../../src/validate/summary.ts";
import {writeLists} from "../../src/validate/write-lists.ts";

const day = 86_400_000;
/** A Thursday, so that weeks counted from 1970 begin on it. */
const zero = Date.parse("2024-07-04T00:00:00Z");
const looks = [0, 7, 14].map((days) => zero + days * day);

const follow = (
  direction: DatedFollow["direction"],
  user: number,
  from: number,
  to = Infinity
): DatedFollow => ({user: String(user), direction, start: zero + from * day, end: zero + to * day});
const theirs = (user: number, from: number, to?: number) => follow("inbound", user, from, to);
const ours = (user: number, from: number, to?: number) => follow("outbound", user, from, to);

/** Thirty on each side who were always there. */
const settled = Array.from({length: 30}, (_, nth) => [
  theirs(900 + ((7 * nth) % 30), -100 - nth),
  ours(800 + ((7 * nth) % 30), -100 - nth)
]).flat();

const brand: DatedAccount = {
  account: "4000000000001",
  follows: [
    ...settled,
    ours(1, 1),
    theirs(1, 9),
    theirs(2, 1),
    ours(2, 9),
    // Both within one week.
    ours(3, 1),
    theirs(3, 2),
    theirs(4, 3),
    // Ours came and went between two lists, and they answered it.
    ours(5, 8, 10),
    theirs(5, 11),
    // Theirs came and went before ours; then they came again.
    theirs(6, 1, 2),
    ours(6, 3),
    theirs(6, 9),
    // In one millisecond.
    ours(7, 2),
    theirs(7, 2),
    // Gone before any list, and nothing else.
    theirs(8, 8, 9)
  ]
};

let dataDir: string;
let judged: Judged;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-judge-"));
  await writeLists(dataDir, [brand], looks, "x-api");
  [judged] = (await judgeStore(dataDir, [brand], looks)) as [Judged];
});
afterAll(() => rm(dataDir, {recursive: true, force: true}));

describe("the lists that are judged", () => {
  it("show at each look who follows then, the newest first, and no date", async () => {
    const rows = await withDatabase(async (db) => {
      await attachSnapshots(db, dataDir);
      return db.rows<{users: string[]; page: Date}>(`
        select list(user_id::varchar order by position) as users, max(page_at) as page
        from raw.followers where user_id < 800 group by snapshot_id order by snapshot_id`);
    });
    // 2 and 6 came on day 1, 3 and 7 on day 2, 4 on day 3; of day 9 1 and 6, of day 11 5. At one time the id decides.
    expect(rows.map(({users}) => users.join(" "))).toEqual(["4 3 7 2", "5 1 6 4 3 7 2"]);
    expect(rows.map(({page}) => page.getTime())).toEqual(looks.slice(1).map((at) => at + 4 * 60_000));
  });

  it("count each list, empty ones too, and tell of whoever is missing whether their profile is away", async () => {
    const away: DatedAccount = {
      account: "5",
      follows: [theirs(1, -1), theirs(2, -1), theirs(3, -1, 1), ours(4, 8)],
      absences: [{user: "2", from: zero + day, to: zero + 8 * day, status: "suspended"}]
    };
    const folder = await mkdtemp(join(tmpdir(), "followback-judge-"));
    try {
      await writeLists(folder, [away], looks, "x-api");
      const [lists, users] = await withDatabase(async (db) => {
        await attachSnapshots(db, folder);
        return [
          await db.rows(`select list, rows::integer as rows, count_after::integer as counted from raw.lists
            order by snapshot_id, list`),
          await db.rows(
            "select user_id::varchar as user, status from raw.users order by snapshot_id, user_id"
          )
        ];
      });
      const list = (name: string, rows: number) => ({list: name, rows, counted: rows});
      expect(lists).toEqual([
        list("followers", 3),
        list("following", 0),
        list("followers", 1),
        list("following", 0),
        list("followers", 2),
        list("following", 1)
      ]);
      expect(users).toEqual([
        {user: "2", status: "suspended"},
        {user: "3", status: "active"}
      ]);
    } finally {
      await rm(folder, {recursive: true, force: true});
    }
  });
});

describe("what the models make of them, beside the dates", () => {
  it("counts routes proved, routes by what no list shows, and unknown ones", () => {
    expect(judged).toMatchObject({
      came: 6,
      provedRight: 3,
      provedWrong: 0,
      unseenRight: 1,
      unseenWrong: 1,
      unknown: 1,
      tied: 1,
      cameBefore: 1,
      unseenFollows: 2
    });
  });

  it("has the middle of a window by how much it is too late", () => {
    // Windows of a week from the followers' page of one look to that of the next, read within four minutes.
    expect(judged.windowsRight).toBe(6);
    for (const width of judged.widths) expect(width).toBeCloseTo(168, 0);
    // People 1 to 6: middles on days 3.5 and 10.5, starts on days 9, 1, 2, 3, 11, 9.
    const errors = [1.5, 2.5, 1.5, 0.5, -0.5, 1.5].map((days) => 24 * days);
    for (const [nth, error] of errors.entries()) expect(judged.middleErrors[nth]).toBeCloseTo(error, 0);
  });

  it("counts whoever was away before any list showed them as unknown, and no window of theirs", async () => {
    // Followed on day 1.5 and back on day 10, below whoever came on day 3: that five stand above shows that they are no newcomer.
    const others = (count: number): DatedAccount => ({
      account: brand.account,
      follows: [
        ...settled,
        ...Array.from({length: count}, (_, nth) => theirs(100 + nth, 3)),
        theirs(20, 1.5)
      ],
      absences: [{user: "20", from: zero + 1.6 * day, to: zero + 10 * day, status: "gone"}]
    });
    const [[known], [taken]] = [
      await judgeLists([others(5)], looks, "x-api"),
      await judgeLists([others(4)], looks, "x-api")
    ];
    expect(known).toMatchObject({came: 6, unknown: 1, unseenRight: 5, windowsRight: 5});
    expect(known!.middleErrors).toHaveLength(5);
    // Taken for a newcomer of the second week, whose true start its window lacks.
    expect(taken).toMatchObject({came: 5, unknown: 0, unseenRight: 5, windowsRight: 4});
    expect(taken!.middleErrors).toHaveLength(5);
  });

  it("holds the range of followbacks against the truth, which an unseen follow of ours breaks", () => {
    // Proved: 1 and 6; at most 3 too. Truly also 5.
    expect(judged.followbacks).toEqual({least: 2, most: 3, truly: 4});
    expect(summarise("weekly", {looks, judged: [judged]}).ranges).toEqual({x: 0, n: 1});
  });

  it("finds a route wrong that lists prove, where the dates say otherwise", async () => {
    const other = (changed: DatedFollow[]): DatedAccount => ({
      ...brand,
      follows: [...brand.follows.filter(({user}) => !changed.some((one) => one.user === user)), ...changed]
    });
    // Our follow of 1 really came after theirs, and theirs of 2 after ours; and nobody called 4 follows at all.
    for (const [changed, wrong] of [
      [[theirs(1, 9), ours(1, 10)], 1],
      [[ours(2, 0.5), theirs(2, 1)], 1],
      [[ours(4, 3)], 1]
    ] as const) {
      const [one] = await judgeStore(dataDir, [other([...changed])], looks);
      expect(one!.provedWrong).toBe(wrong);
      expect(wrongLine([summarise("weekly", {looks, judged: [one!]})])).toMatch(
        /^routes that lists prove are wrong: weekly 1: /
      );
    }
    expect(wrongLine([summarise("weekly", {looks, judged: [judged]})])).toBeNull();
  });

  it("are told with what was modelled only where something was", () => {
    const told = (one: Judged) => formatValidation([summarise("weekly", {looks, judged: [one]})]);
    expect(told(judged)).not.toMatch(/modelled/);
    expect(told(judged)).toMatch(/^the same: wrong, ours was first and is in no list +16\.7 % /m);
    const text = told({...judged, modelled: {unknown: 40, expected: 12.2, truly: 10, isHeld: true}});
    expect(text).toMatch(/^of unknown order, modelled +40$/m);
    expect(text).toMatch(/^followbacks among them: modelled, true +12, 10$/m);
    expect(text).toMatch(/^modelled less true share, mean of accounts +5\.5 points$/m);
    expect(text).toMatch(/^accounts whose modelled span holds the truth +1 of 1$/m);
  });

  it("refuses dates that say two things at once", async () => {
    const twice = {...brand, follows: [theirs(1, 1, 5), theirs(1, 4)]};
    await expect(judgeStore(dataDir, [twice], looks)).rejects.toThrow("two follows of inbound 1 overlap");
  });
});

describe("the true route", () => {
  const start = zero + 50 * day;
  it.each([
    ["no follow of ours", [], "organic"],
    ["ours is later", [ours(1, 51)], "organic"],
    ["ours is older", [ours(1, 49)], "followback"],
    ["ours ended 30 days before", [ours(1, 5, 20)], "followback"],
    ["ours ended longer ago", [ours(1, 5, 19.9)], "organic"],
    ["both in one millisecond", [ours(1, 50)], null],
    ["both in one millisecond, after an older one of ours", [ours(1, 40, 45), ours(1, 50)], "followback"]
  ] as const)("%s", (_, outbound, route) => expect(trueRouteOf(start, outbound)).toBe(route));
});

describe("when lists are read", () => {
  const follows = Array.from({length: 100}, (_, user) => theirs(user, -10));
  it("goes back from the last whole step, as far as time and rows allow", () => {
    const period = {from: zero, to: zero + 14.5 * day};
    expect(looksOf("weekly", period, follows)).toEqual(looks);
    expect(looksOf("daily", period, follows)).toHaveLength(15);
    expect(looksOf("hourly", period, follows)).toHaveLength(14 * 24 + 12);
    // 100 rows a look.
    expect(looksOf("daily", period, follows, 500)).toEqual(
      [10, 11, 12, 13, 14].map((days) => zero + days * day)
    );
    expect(looksOf("daily", period, follows, 10)).toHaveLength(2);
    expect(looksOf("weekly", {from: zero, to: zero + day}, follows)).toEqual([zero]);
  });
});

describe("a share of the table", () => {
  it("reads as none or as all only where it is", () => {
    expect(shareText({x: 1, n: 5000, low: 0, high: 0.0011})).toBe("0.02 % (0.0–0.1)");
    expect(shareText({x: 4999, n: 5000, low: 0.9989, high: 1})).toBe("99.98 % (99.9–100.0)");
    expect(shareText({x: 0, n: 5000, low: 0, high: 0.0008})).toBe("0.0 % (0.0–0.1)");
  });
});
