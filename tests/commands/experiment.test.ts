import {existsSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {compactStore} from "../../src/compact/compact.ts";
import {quote, withDatabase} from "../../src/duckdb.ts";
import {forgetPeople, planForgetting} from "../../src/forget/forget.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {standIn} from "../../src/names/stand-in.ts";
import {compactedIn, listSnapshots, writeSnapshot} from "../../src/snapshots/store.ts";
import {useFreshStore} from "../stored.ts";
import {hear} from "./hear.ts";

const store = useFreshStore();
const run = (...argv: string[]) => hear([...argv, "--data", store.dataDir]);
const {rows} = store;

beforeEach(() => trackAccount(store.dataDir, {id: "42", name: "brand"}));
// Long before every plan below.
beforeEach(() => void vi.useFakeTimers({toFake: ["Date"], now: new Date("2026-11-28T10:00:00Z")}));
afterEach(() => void vi.useRealTimers());

const weeksPlan = [
  "experiment",
  "plan",
  "--weeks",
  "16",
  "--from",
  "2026-12-07",
  "--visits",
  "20",
  "--seed",
  "5"
];

describe("experiment plan --weeks", () => {
  it("prints one week of each pair on, and keeps the plan as a fact", async () => {
    const {code, out, err} = await run(...weeksPlan);
    expect([code, err]).toEqual([
      0,
      expect.stringContaining("experiment weeks-2026-12-07 of brand: stored, with seed 5")
    ]);
    const lines = out
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","));
    expect(lines.map(([week]) => week).slice(0, 2)).toEqual(["2026-12-07", "2026-12-14"]);
    expect(lines.map(([, , pair]) => pair).join("")).toBe("1212343456567878");
    for (let pair = 1; pair <= 8; pair++)
      expect(
        lines
          .filter((line) => line[2] === String(pair))
          .map((line) => line[1])
          .sort()
      ).toEqual(["off", "on"]);
    expect(
      await rows(
        `select experiment_id as id, outcome, matters::double as matters, seed, "to"::date::varchar as over from raw.experiments order by outcome`
      )
    ).toEqual(
      [
        ["organic", null],
        ["sales", null],
        ["signups", null],
        ["visits", 20]
      ].map(([outcome, matters]) => ({
        id: "weeks-2026-12-07",
        outcome,
        matters,
        seed: 5,
        over: "2027-03-29"
      }))
    );
    const stored = await rows(
      "select unit, arm, stratum, day::date::varchar as day from raw.assignments order by unit"
    );
    expect(stored.map(({unit, arm, stratum, day}) => [day, arm, stratum, unit])).toEqual(
      lines.map(([week, outreach, pair], nth) => [week, outreach, pair, nth + 1])
    );
    expect((await run("experiment", "list")).out).toBe(
      "weeks-2026-12-07\ton 8, off 8\t2026-12-07 to 2027-03-29\tplanned\n"
    );
  });

  it.each([
    [["--weeks", "14"], "with 7 pairs of weeks the smallest p-value there can be is 0.016"],
    [["--weeks", "17"], "give an even number"],
    [["--from", "2026-12-08"], "weeks begin on Monday: give 2026-12-14"],
    [["--from", "2026-11-23"], "that day is over"],
    [["--from", "2026-12-07T15:00:00Z"], "experiments begin with a day of UTC: give 2026-12-07"],
    [["--from", "2026-12-07T00:00:00+02:00"], "experiments begin with a day of UTC: give 2026-12-06"],
    [["--points", "2"], "only of people"],
    [["--arms", "3"], "--arms: only of people"]
  ])("refuses %j, and stores nothing", async (flags, message) => {
    const {code, err} = await run(...weeksPlan, ...flags);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
    expect(await listSnapshots(store.dataDir)).toEqual([]);
  });

  it("asks for the smallest difference worth acting on before anybody sees a result", async () => {
    const {code, err} = await run("experiment", "plan", "--weeks", "16", "--from", "2026-12-07");
    expect([code, err]).toEqual([1, expect.stringContaining("no smallest difference worth acting on")]);
  });

  it("prints the stored weeks again for whoever lost them, where the same is asked for and nothing else", async () => {
    const first = await run(...weeksPlan);
    // Without --seed: the first one's seed was drawn, or is not known any more.
    const again = await run(...weeksPlan.slice(0, -2));
    expect(again).toEqual({
      code: 0,
      out: first.out,
      err: "experiment weeks-2026-12-07 of brand: stored before, with seed 5; its weeks are printed again\n"
    });
    expect(await listSnapshots(store.dataDir)).toHaveLength(1);
    for (const other of [
      ["--seed", "6"],
      ["--weeks", "18"],
      ["--visits", "30"],
      ["--sales", "2"]
    ])
      expect(await run(...weeksPlan, ...other)).toMatchObject({
        code: 1,
        out: "",
        err: expect.stringContaining("two at once would change each other's result")
      });
  });

  it("takes every seed that it draws itself, to be given again", async () => {
    const drawn = vi.spyOn(Math, "random").mockReturnValue(0.999999);
    const first = await run(...weeksPlan.slice(0, -2));
    drawn.mockRestore();
    const seed = /with seed (\d+)/.exec(first.err)?.[1];
    expect(Number(seed)).toBeGreaterThan(2 ** 30);
    expect(await run(...weeksPlan.slice(0, -1), seed!)).toMatchObject({code: 0, out: first.out});
    const tooLarge = await run(...weeksPlan.slice(0, -1), "2147483648");
    expect([tooLarge.code, tooLarge.err]).toEqual([2, expect.stringContaining("Write a whole number")]);
  });

  it("takes one of two that are planned at the same moment", async () => {
    const both = await Promise.all([run(...weeksPlan), run(...weeksPlan, "--from", "2027-01-04")]);
    expect(both.map(({code}) => code).sort()).toEqual([0, 1]);
    expect(await rows("select distinct experiment_id from raw.experiments")).toHaveLength(1);
  });

  /** Turns over every week of the plan in the folder of a snapshot, or of those that are compacted. */
  async function turnOver(folder: string) {
    const file = join(folder, "assignments.parquet");
    await withDatabase((db) =>
      db.run(
        `copy (select * replace (case arm when 'on' then 'off' else 'on' end as arm) from read_parquet(${quote(file)})) to ${quote(`${file}.new`)} (format parquet)`
      )
    );
    renameSync(`${file}.new`, file);
  }
  const changed =
    /^followback: .*assignments\.parquet: was changed after it was stored: a plan that changes proves nothing: restore it from a backup\n$/;

  it("is worth nothing once it was changed on disk, and says so in one line", async () => {
    await run(...weeksPlan);
    const [snapshot] = await listSnapshots(store.dataDir);
    await turnOver(join(store.dataDir, "snapshots", snapshot!));
    for (const verb of ["read", "list"]) {
      const {code, out, err} = await run("experiment", verb);
      expect([code, out]).toEqual([1, ""]);
      expect(err).toMatch(changed);
    }
  });

  it("stands once old snapshots are compacted, as snapshot does by itself, and is worth nothing if changed there", async () => {
    await run(...weeksPlan);
    const listed = await run("experiment", "list");
    await compactStore(store.dataDir);
    expect(await run("experiment", "list")).toEqual(listed);
    expect(await run("experiment", "read")).toMatchObject({
      code: 0,
      out: "experiment weeks-2026-12-07, 2026-12-07 to 2027-03-29: not yet: read it from 2027-03-29 on\n"
    });
    expect((await run(...weeksPlan, "--from", "2027-01-04")).err).toContain(
      "runs from 2026-12-07 to 2027-03-29"
    );
    await turnOver(compactedIn(store.dataDir)!.directory);
    const {code, out, err} = await run("experiment", "list");
    expect([code, out, err]).toEqual([1, "", expect.stringMatching(changed)]);
  });

  it("refuses a second experiment in the same time, and takes one after it", async () => {
    await run(...weeksPlan);
    const {code, err} = await run(...weeksPlan, "--from", "2027-01-04");
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(
        "runs from 2026-12-07 to 2027-03-29: two at once would change each other's result"
      )
    ]);
    expect((await run(...weeksPlan, "--from", "2027-03-29")).code).toBe(0);
  });
});

const id = (nth: number) => String(1_500_000_000_000_000_000n + BigInt(nth));

/** A list of ten followers (people 0 to 9), one of whom we follow 10 to 12, and profiles of 13 (gone) and 14 (protected). */
async function fill({ended = true} = {}) {
  const at = new Date("2026-11-27T10:00:00Z");
  await writeSnapshot(store.dataDir, {source: "x-api", takenAt: at, key: "a"}, async (writer) => {
    for (const [list, from, to] of [
      ["followers", 0, 10],
      ["following", 10, 13]
    ] as const) {
      await writer.append("lists", {
        account_id: "42",
        list,
        source: "x-api",
        taken_at: at,
        ended,
        started_at: at,
        finished_at: at
      });
      for (let nth = from; nth < to; nth++)
        await writer.append(list, {account_id: "42", user_id: id(nth), position: nth, page_at: at});
    }
    await writer.append("users", {account_id: "42", user_id: id(13), status: "suspended", status_at: at});
    await writer.append("users", {account_id: "42", user_id: id(14), profile_at: at, protected: true});
    // X did not answer about 60 the last time anybody asked.
    await writer.append("users", {account_id: "42", user_id: id(60), status: "unresolved", status_at: at});
    for (let nth = 15; nth < 60; nth++)
      await writer.append("users", {
        account_id: "42",
        user_id: id(nth),
        profile_at: at,
        followers_count: 100,
        following_count: 500
      });
    return {accounts: ["42"]};
  });
  const file = join(store.dir, "people.csv");
  writeFileSync(file, `user_id\n${Array.from({length: 140}, (_, nth) => id(nth)).join("\n")}\n42\n`);
  return file;
}

const peoplePlan = (file: string) => [
  "experiment",
  "plan",
  file,
  "--arms",
  "2",
  "--from",
  "2026-12-01",
  "--seed",
  "3",
  "--out",
  store.dir
];

const listOf = (arm: string) =>
  readFileSync(join(store.dir, `people-2026-12-01-${arm}.csv`), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));

describe("experiment plan of people", () => {
  it("draws no people for an account on Bluesky: ids of X would stand for nobody there", async () => {
    const file = await fill();
    await trackAccount(store.dataDir, {id: "43", name: "brand.example", network: "bluesky"});
    const {code, err} = await run(...peoplePlan(file), "--account", "brand.example");
    expect([code, err]).toEqual([
      1,
      `followback: ${file}: a table of people is read by their ids on X, and brand.example is on Bluesky: draw weeks instead, with --weeks 16\n`
    ]);
    expect(await rows("select * from raw.experiments")).toEqual([]);
  });

  it("draws only people who never had to do with the account, into two lists with a day", async () => {
    const {code, err} = await run(...peoplePlan(await fill()));
    expect([code, err]).toEqual([0, expect.stringContaining("out before the draw, follow you, or did: 10")]);
    expect(err).toContain("an experiment drew: 3\n");
    expect(err).toContain("suspended or gone: 1\n");
    expect(err).toContain("protected: 1\n");
    expect(err).toContain("the account itself: 1\n");
    const [follow, leave] = [listOf("follow"), listOf("leave")];
    expect([follow[0], leave[0]]).toEqual([
      ["day", "user_id"],
      ["day", "user_id"]
    ]);
    const drawn = [...follow.slice(1), ...leave.slice(1)].map(([, user]) => user!);
    // 125 of the 140: people 15 to 139.
    expect(drawn.sort()).toEqual(Array.from({length: 125}, (_, nth) => id(nth + 15)));
    expect(Math.abs(follow.length - leave.length)).toBe(1);
    expect(new Set(follow.slice(1).map(([day]) => day))).toEqual(new Set(["2026-12-01", "2026-12-02"]));
    expect(follow.filter(([day]) => day === "2026-12-01")).toHaveLength(50);
    // The last day is 2 December; day 90 after it is over on 3 March.
    expect(err).toContain("the result can be read from 2027-03-03 on");
  });

  it("writes the lists again, as they were drawn, where an earlier run was interrupted before it had written them", async () => {
    const file = await fill();
    await run(...peoplePlan(file));
    const drawn = [listOf("follow"), listOf("leave")];
    const [, leave] = ["follow", "leave"].map((arm) => join(store.dir, `people-2026-12-01-${arm}.csv`));
    rmSync(leave!);
    const {code, err} = await run(...peoplePlan(file));
    expect([code, err]).toEqual([
      0,
      expect.stringContaining(
        "experiment people-2026-12-01 of brand: stored before, with seed 3; its lists are written again: "
      )
    ]);
    expect([listOf("follow"), listOf("leave")]).toEqual(drawn);
    expect(await rows("select count(distinct snapshot_id)::int as n from raw.assignments")).toEqual([{n: 1}]);
    // Both are there: nothing was interrupted.
    expect((await run(...peoplePlan(file))).err).toContain("is there already: move it away");
  });

  it("never draws whom an earlier experiment drew, into whatever arm", async () => {
    const file = await fill();
    await run(...peoplePlan(file));
    const {code, err} = await run(...peoplePlan(file), "--from", "2027-06-01");
    expect([code, err]).toEqual([1, expect.stringContaining("0 of 141 people may be drawn")]);
  });

  it("knows people of logs by their names, and says how many it cannot know", async () => {
    const file = await fill();
    const at = new Date("2026-11-27T11:00:00Z");
    await writeSnapshot(store.dataDir, {source: "tables", takenAt: at, key: "log"}, async (writer) => {
      for (const name of ["made_60", "made_61"]) {
        await writer.append("names", {account_id: "42", user_id: standIn(name), name});
        await writer.append("events", {
          account_id: "42",
          event_id: name,
          kind: "follow",
          source_id: "42",
          target_id: standIn(name),
          after: at,
          before: at,
          is_exact: true
        });
      }
      await writer.append("users", {account_id: "42", user_id: id(60), profile_at: at, username: "Made_60"});
      return {accounts: ["42"]};
    });
    const {code, err} = await run(...peoplePlan(file));
    expect([code, err]).toEqual([0, expect.stringContaining("an experiment drew: 4\n")]);
    expect(err).toContain("of 1 person in your lists and logs only the name is known");
    const drawn = [...listOf("follow"), ...listOf("leave")].map(([, user]) => user!);
    expect(drawn).not.toContain(id(60));
    expect(drawn).toContain(id(61));
  });

  it("names the experiment that lies in its time, also where that has drawn all the people", async () => {
    const file = await fill();
    await run(...peoplePlan(file));
    const {code, err} = await run(...peoplePlan(file), "--from", "2026-12-20", "--out", join(store.dir, "b"));
    expect([code, err]).toEqual([
      1,
      expect.stringContaining("experiment people-2026-12-01 runs from 2026-12-01 to 2027-03-03")
    ]);
    expect(existsSync(join(store.dir, "b", "people-2026-12-20-follow.csv"))).toBe(false);
  });

  it("counts a person once who stands in the table twice", async () => {
    const file = await fill();
    writeFileSync(file, `${readFileSync(file, "utf8")}${id(20)}\n`);
    await run(...peoplePlan(file));
    expect(
      await rows("select count(*)::int as n, count(distinct user_id)::int as people from raw.assignments")
    ).toEqual([{n: 125, people: 125}]);
  });

  it("needs a list of followers, and enough people", async () => {
    const file = join(store.dir, "few.csv");
    writeFileSync(file, `user_id\n${id(500)}\n`);
    expect((await run(...peoplePlan(file))).err).toContain("no whole list of followers is stored");
    await fill();
    expect((await run(...peoplePlan(file))).err).toContain(
      "1 of 1 people may be drawn, and an experiment needs at least 60"
    );
    expect((await run("experiment", "plan")).err).toContain("nothing to draw");
  });

  it("needs a list that came to its end: whoever a part of one lacks may follow since long ago", async () => {
    const {code, err} = await run(...peoplePlan(await fill({ended: false})));
    expect([code, err]).toEqual([1, expect.stringContaining("no whole list of followers is stored")]);
  });

  it("keeps the arm's count, not the person, when somebody is forgotten", async () => {
    await run(...peoplePlan(await fill()));
    const before = await rows(
      "select arm, count(*)::int as n from raw.assignments group by arm order by arm"
    );
    const erase = [{id: id(20), handles: [], texts: []}];
    await planForgetting(store.dataDir, {erase, blank: []});
    await forgetPeople(store.dataDir, {erase, blank: []});
    expect(
      await rows("select arm, count(*)::int as n from raw.assignments group by arm order by arm")
    ).toEqual(before);
    expect(await rows(`select count(*)::int as n from raw.assignments where user_id = ${id(20)}`)).toEqual([
      {n: 0}
    ]);
    expect(await rows("select count(*)::int as n from raw.assignments where user_id is null")).toEqual([
      {n: 1}
    ]);
  });
});

/** The files of visits up to a day: 21 a week, and in the weeks on more, by pair: 5 -2 9 4 12 1 7 3. */
async function bringVisits(lastDay: string, missing: number[] = []) {
  const more = [5, -2, 9, 4, 12, 1, 7, 3];
  const drawn = await rows("select unit, arm, stratum, day from raw.assignments order by unit");
  const holes = drawn.filter(({unit}) => missing.includes(unit as number)).map(({day}) => day as Date);
  // An export a stretch: before each missing day, and after it.
  const begins = [new Date("2026-12-01"), ...holes.map((day) => new Date(day.getTime() + 86_400_000))];
  const ends = [...holes.map((day) => new Date(day.getTime() - 86_400_000)), new Date(lastDay)];
  for (const [nth, from_day] of begins.entries())
    await writeSnapshot(
      store.dataDir,
      {
        source: "tables",
        takenAt: new Date(Date.parse(`${lastDay}T12:00:00Z`) + nth * 1000),
        key: `${lastDay} ${nth}`
      },
      async (writer) => {
        const named = {account_id: "42", download: "plausible-sources"};
        await writer.append("downloads", {
          ...named,
          content: "visits",
          from_day,
          to_day: ends[nth]!,
          downloaded_at: new Date(lastDay)
        });
        for (const {arm, stratum, day} of drawn)
          await writer.append("visits", {
            ...named,
            code_kind: "none",
            code: "",
            day: new Date((day as Date).getTime() + 2 * 86_400_000),
            visits: 21 + (arm === "on" ? more[Number(stratum) - 1]! : 0)
          });
        return {accounts: ["42"]};
      }
    );
}

describe("experiment read", () => {
  it("says only until when to wait before the end", async () => {
    await run(...weeksPlan);
    await bringVisits("2027-03-20");
    vi.setSystemTime(new Date("2027-03-21T10:00:00Z"));
    expect((await run("experiment", "read")).out).toBe(
      "experiment weeks-2026-12-07, 2026-12-07 to 2027-03-29: not yet: read it from 2027-03-29 on\n"
    );
    vi.setSystemTime(new Date("2027-03-30T10:00:00Z"));
    expect((await run("experiment", "read")).out).toContain("visits a week: not yet: no data reach the end");
  });

  it("gives the result afterwards, as the plan said beforehand", async () => {
    await run(...weeksPlan);
    await bringVisits("2027-03-30");
    vi.setSystemTime(new Date("2027-03-31T10:00:00Z"));
    const {code, out} = await run("experiment", "read", "weeks-2026-12-07");
    expect(code).toBe(0);
    // p 6/256, from 1 to 26/3 at 95 %, from -2 to 12 at 99 %: an enumeration apart from the program.
    expect(out).toContain(
      "visits a week: 25.9 with outreach, 21.0 without: +4.9, 95% interval +1.0 to +8.7, p 0.023 (0.008 is the least there can be); at 99%, and with +20.0 as the least worth acting on: no difference that matters\n"
    );
    expect(out).toContain("without the weeks after a switch: ");
    expect(out).toContain(
      "sales a week: cannot be read: no download holds sales of both weeks of any pair\n"
    );
    const unknown = await run("experiment", "read", "weeks-2020-01-06");
    expect([unknown.code, unknown.err]).toEqual([
      1,
      expect.stringContaining("no experiment of brand has that name")
    ]);
  });

  it("leaves out a pair of which a week is missing, and says so", async () => {
    await run(...weeksPlan);
    await bringVisits("2027-03-30", [3]);
    vi.setSystemTime(new Date("2027-03-31T10:00:00Z"));
    const {out} = await run("experiment", "read");
    // Without the first pair, of which the difference is 5: 34/7.
    expect(out).toContain("25.9 with outreach, 21.0 without: +4.9, 95% interval");
    expect(out).toContain("weeks whose figure is not known: 1; each pair of such a week is left out");
    expect(out).toContain("7 pairs of weeks are known, and a verdict needs 8");
    expect(out).toContain("cannot tell yet");
  });
});

describe("experiment size", () => {
  const size = (...argv: string[]) => hear(["experiment", "size", ...argv]);

  it("says how many people or weeks it takes", async () => {
    // R: power.prop.test(p1 = .05, p2 = .15, power = .8) has 140.2 in each arm, 160 with the correction for continuity.
    const {code, out} = await size("--base", "5", "--points", "10");
    expect([code, out]).toEqual([0, expect.stringContaining("people, half of them to be followed")]);
    const people = Number(out.split(" ")[0]);
    expect(people).toBeGreaterThan(280);
    expect(people).toBeLessThan(340);
    expect((await size("--difference", "30", "--scatter", "5")).out).toMatch(/^16 weeks, .* 100%/);
    // All of a hundred: 0.9818 and 0.0182 add up to more than 1 in binary fractions.
    expect((await size("--base", "98.18", "--points", "1.82")).code).toBe(0);
  });

  it.each([
    [["--base", "5"], "give --base and --points for people"],
    [["--base", "95", "--points", "10"], "more than a hundred"],
    [["--base", "50", "--points", "0.05"], "no experiment of a useful size"]
  ])("refuses %j", async (argv, message) => {
    const {code, err} = await size(...argv);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
  });
});
