import {beforeAll, describe, expect, it} from "vitest";
import {byPerson} from "../../src/validate/dated.ts";
import {judgeLists} from "../../src/validate/judge.ts";
import {looksOf, pageAfter} from "../../src/validate/looks.ts";
import {formatStudy, validateWorlds, type Group} from "./study.ts";
import {scenarios} from "../calibration/behaviour.ts";
import {judgeRecords} from "./records.ts";
import {createValidationWorld, usualHabits, type Habits} from "./world.ts";

// The short form of `npm run validate`; WORLDS_VALIDATED=40 takes as many worlds at every schedule.
const long = Number(process.env.WORLDS_VALIDATED ?? 0);
const seed = 3;
const options = long
  ? {worlds: long, seed}
  : {worlds: 12, seed, days: 28, schedules: ["daily", "weekly"] as const};

const day = 86_400_000;
let groups: Group[];
let text: string;
beforeAll(async () => {
  const study = await validateWorlds(options);
  groups = study.groups;
  text = formatStudy(study);
});
const groupOf = (keeping: Group["keeping"]) => groups.find((group) => group.keeping === keeping)!;
const resultOf = (keeping: Group["keeping"], schedule: string) =>
  groupOf(keeping).results.find((result) => result.schedule === schedule)!;

describe("lists of brands whose follows are all dated", () => {
  it("prove no route that is wrong, and no window that lacks the true time", () => {
    for (const {results} of groups)
      for (const {provedRight, provedWrong, windows} of results) {
        expect(provedRight.x).toBeGreaterThan(5);
        expect(provedWrong).toBe(0);
        expect(windows.x).toBe(windows.n);
      }
  });

  it("leave no follower out: right, wrong and unknown are all who came", () => {
    for (const {results} of groups)
      for (const {came, provedRight, provedWrong, unseenRight, unseenWrong, unknown} of results)
        expect(provedRight.x + provedWrong + unseenRight.x + unseenWrong.x + unknown.x).toBe(came);
  });

  it("prove more, and leave less unknown, the more often they are read", () => {
    const [daily, weekly] = [resultOf("long", "daily"), resultOf("long", "weekly")];
    expect(daily.provedRight.low).toBeGreaterThan(weekly.provedRight.high);
    expect(daily.unknown.x / daily.came).toBeLessThan(weekly.unknown.x / weekly.came);
    expect(daily.widthHours).toBeCloseTo(24, 0);
    expect(weekly.widthHours).toBeCloseTo(168, 0);
  });

  it("call followbacks organic where the brand's follow came and went unseen, and then their range misses the truth", () => {
    const [kept, dropped] = [resultOf("long", "weekly"), resultOf("short", "weekly")];
    expect(dropped.unseenWrong.low).toBeGreaterThan(kept.unseenWrong.high);
    expect(dropped.ranges.x).toBeLessThan(dropped.ranges.n);
  });

  it("are told as a table a group, with the shares and their intervals", () => {
    const {unknown} = resultOf("long", "weekly");
    expect(text).toContain(`${((100 * unknown.x) / unknown.n).toFixed(1)} % (`);
    expect(text.match(/route wrong, though proved by lists +0 +0/g)).toHaveLength(2);
  });
});

describe("people whose profile is away", () => {
  it("begin no follow and are followed by no one until they are back, and end none of theirs", () => {
    let absences = 0;
    for (let nth = 0; nth < 60; nth++) {
      const world = createValidationWorld({
        account: "1",
        seed: 80 + nth,
        scenario: scenarios[nth % scenarios.length]!,
        keeping: nth % 4 === 3 ? "short" : "long",
        days: 182,
        habits: {refollows: 0.5, doublePresses: 0, bulk: 0.5, backdated: 0}
      });
      for (const {user, from, to} of world.absences) {
        absences++;
        const isThen = (ms: number) => from <= ms && ms < to;
        const own = world.follows.filter((one) => one.user === user);
        expect(own.filter(({start}) => isThen(start))).toEqual([]);
        expect(own.filter(({direction, end}) => direction === "inbound" && isThen(end))).toEqual([]);
      }
    }
    expect(absences).toBeGreaterThan(500);
  });
});

describe("followers whom lists show", () => {
  it("are those who stood in a list and not in the first one, counted by hand from the dates", async () => {
    const world = createValidationWorld({
      account: "4000000000001",
      seed: 5,
      scenario: "null",
      keeping: "long",
      days: 21
    });
    const looks = looksOf("daily", world, []);
    const pages = looks.map((look) => look + pageAfter.followers);
    const isAway = (user: string, at: number) =>
      world.absences.some((one) => one.user === user && one.from <= at && at < one.to);
    // The follow that the first list with a person shows: whoever was away at the first look and is back did not come.
    const shown = [...byPerson(world.follows)].flatMap(([name, follows]) => {
      const standing = (at: number) =>
        follows.find(({user, start, end}) => start <= at && at < end && !isAway(user, at));
      const page = pages.find((at) => standing(at) !== undefined);
      return name.startsWith("inbound ") && page !== undefined ? [standing(page)!] : [];
    });
    const came = shown.filter(({start}) => start > pages[0]!);
    expect(came.length).toBeGreaterThan(20);
    const [judged] = await judgeLists([world], looks, "x-api");
    expect(judged!.came + judged!.tied).toBe(came.length);
  });
});

describe("routes that records say of a first look", () => {
  const none: Habits = {refollows: 0, doublePresses: 0, bulk: 0, backdated: 0};
  const judge = async (habits: Habits) => {
    const worlds = Array.from({length: 6}, (_, nth) =>
      createValidationWorld({
        account: String(4_000_000_000_001 + nth),
        seed: 40 + nth,
        scenario: "default",
        keeping: "long",
        days: 42,
        habits
      })
    );
    const judged = await judgeRecords(worlds);
    const sum = (of: "present" | "right" | "wrong" | "unknown") =>
      judged.reduce((total, {mutual}) => total + mutual[of], 0);
    return {present: sum("present"), right: sum("right"), wrong: sum("wrong"), unknown: sum("unknown")};
  };

  it("are right where nobody followed twice and no record lies, and unknown within four minutes", async () => {
    const {present, right, wrong, unknown} = await judge(none);
    expect(present).toBeGreaterThan(50);
    expect(wrong).toBe(0);
    expect(right + unknown).toBe(present);
  });

  it("are wrong where the record that is there is a second one, or claims another time in its key too", async () => {
    for (const habits of [
      {...none, refollows: 0.5},
      {...none, doublePresses: 0.5},
      {...none, backdated: 0.5}
    ])
      expect((await judge(habits)).wrong).toBeGreaterThan(3);
  });

  it("stay unknown where key and claimed time disagree, and are right where many are made at once", async () => {
    const few = await judge(none);
    const backdated = await judge({...none, backdated: 0.5});
    expect(backdated.unknown).toBeGreaterThan(few.unknown + 3);
    expect((await judge({...none, bulk: 0.5})).wrong).toBe(0);
  });

  it("have the shares that are asked for", () => {
    const worlds = Array.from({length: 20}, (_, nth) =>
      createValidationWorld({account: "1", seed: 60 + nth, scenario: "default", keeping: "long", days: 42})
    );
    const present = worlds.flatMap(({records}) => records);
    const share = (count: number) => count / present.length;
    const again = worlds.flatMap(({follows, records}) =>
      records.filter(
        ({user, direction}) =>
          follows.filter((one) => one.user === user && one.direction === direction).length > 1
      )
    );
    expect(share(again.length)).toBeGreaterThan(0.8 * usualHabits.refollows);
    expect(share(again.length)).toBeLessThan(1.3 * usualHabits.refollows);
    const disagreeing = present.filter(({keyAt, claimedAt}) => keyAt - claimedAt > day);
    expect(share(disagreeing.length)).toBeGreaterThan(0.2 * usualHabits.backdated);
    expect(share(disagreeing.length)).toBeLessThan(usualHabits.backdated);
  });
});
