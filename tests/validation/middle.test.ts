import {describe, expect, it} from "vitest";
import {middlesOf} from "../../src/models/computed/unknown-route-estimate.ts";
import {judgeLists} from "../../src/validate/judge.ts";
import {looksOf} from "../../src/validate/looks.ts";
import {scenarios, type Keeping} from "../calibration/behaviour.ts";
import {
  answerWorld,
  both,
  evenings,
  every,
  months,
  onDays,
  usualAnswers,
  type AnswerHabits
} from "./answer-worlds.ts";
import {createValidationWorld} from "./world.ts";
import {isSlow} from "../long.ts";

/** More by hand: `WORLDS=24`, and `DAYS=364`. */
const worlds = Number(process.env.WORLDS ?? 2);
const days = Number(process.env.DAYS ?? 182);

const brands = (keeping: Keeping, length: number) =>
  Array.from({length: worlds}, (_, nth) =>
    createValidationWorld({
      account: String(4_000_000_000_001 + nth),
      seed: 50_000 + nth,
      scenario: scenarios[nth % scenarios.length]!,
      keeping,
      days: length
    })
  );
const judged = (some: ReturnType<typeof brands>, schedule: "weekly" | "daily") =>
  judgeLists(some, looksOf(schedule, some[0]!, []), "x-api");

it.each(
  (["long", "short"] as const).flatMap((keeping) =>
    isSlow
      ? ([
          [keeping, "weekly"],
          [keeping, "daily"]
        ] as const)
      : ([[keeping, "weekly"]] as const)
  )
)(
  "the span of followbacks among the unknown holds the truth in brands that keep follows %s, with %s lists",
  async (keeping, schedule) => {
    const modelled = (await judged(brands(keeping, days), schedule)).flatMap((one) => one.modelled ?? []);
    expect(modelled.length).toBeGreaterThan(0.9 * worlds);
    const held = modelled.filter(({isHeld}) => isHeld).length;
    const errors = modelled.map(({expected, truly, unknown}) => (expected - truly) / unknown);
    if (process.env.WORLDS) {
      const mean = errors.reduce((sum, one) => sum + one, 0) / errors.length;
      console.log(`${keeping}, ${schedule}: ${held} of ${modelled.length} held, off by ${mean.toFixed(3)}`);
    }
    // If each is held in 95 %, fewer than this are in one of 5,000 runs of 24.
    expect(held).toBeGreaterThanOrEqual(Math.floor(0.8 * modelled.length));
  }
);

it("nothing is modelled where the account does as much outreach in every week", async () => {
  // Outreach fills the first two months of three.
  const some = await judged(brands("long", 56), "weekly");
  expect(some.map(({unknown, modelled}) => [unknown >= 20, modelled])).toEqual(some.map(() => [true, null]));
});

describe("whenever people act", () => {
  const [twoDays, evening, weekdays] = [onDays(1, 4), evenings(19, 21), onDays(0, 1, 2, 3, 4)];
  const late = evenings(21, 23);
  const all = (activity: AnswerHabits["outreach"]) => ({
    outreach: activity,
    ourAnswers: activity,
    arrivals: activity,
    theirAnswers: activity
  });
  const kinds: Record<string, Partial<AnswerHabits>> = {
    "anybody at any time": {},
    "the account on two days a week": {outreach: twoDays, ourAnswers: twoDays},
    "the account on two days, which alone bring answers nearer": {
      outreach: twoDays,
      ourAnswers: twoDays,
      waiting: "while there"
    },
    "outreach on two days, answers at any time": {outreach: twoDays},
    "the account in two evenings a week": {
      outreach: both(twoDays, evening),
      ourAnswers: both(twoDays, evening)
    },
    "everybody in the same evenings": all(evening),
    "everybody in the same evenings, which alone bring answers nearer": {
      ...all(evening),
      waiting: "while there"
    },
    "others in later evenings than the account": {...all(late), outreach: evening, ourAnswers: evening},
    "nobody at weekends": all(weekdays)
  };
  const isLong = process.env.WORLDS !== undefined;
  const watched: Record<string, Partial<AnswerHabits>> = {
    weekly: {followers: every(7, days), following: every(7, days)},
    daily: {followers: every(1, days), following: every(1, days)},
    ...(isLong ? {hourly: {followers: every(1 / 24, days), following: every(1 / 24, days)}} : {}),
    "weekly, with a log": {followers: every(7, days), following: "logged"},
    "daily, with a log": {followers: every(1, days), following: "logged"},
    "weekly, some of following partial": {
      followers: every(7, days),
      following: every(7, days),
      partial: every(28, days).map((day) => day + 14)
    }
  };
  const cases = Object.keys(kinds).flatMap((kind) =>
    Object.keys(watched).map((lists) => [kind, lists] as const)
  );
  // Large brands in the short form: what is wrong whatever chance does is seen in few of them.
  const [some, size] = isLong ? [worlds, 1] : [6, 6];

  /** What a page would say of `some` brands of a kind, and the truth. */
  const toldOf = (habits: Partial<AnswerHabits>) =>
    Array.from({length: some}, (_, nth) => {
      const {outreachADay, arrivalsADay} = usualAnswers;
      const brand = {outreachADay: size * outreachADay, arrivalsADay: size * arrivalsADay, ...habits};
      const {rows, unknown, truly} = answerWorld(7000 + nth, {...usualAnswers, ...brand});
      const [row] = [...middlesOf(rows, new Map())];
      if (row) expect(Number(row.unknown_people)).toBe(unknown);
      const {chance = null, low_95: low = null, high_95: high = null} = row ?? {};
      return {isFew: !row, chance, low, high, truth: truly / unknown};
    });
  /** If each of so many is held in 95 %, fewer than this are in one of 500 runs. */
  const leastHeld = (all: number) => {
    let [least, chance, below] = [0, 0.05 ** all, 0];
    while (below + chance < 0.002) {
      below += chance;
      chance *= ((all - least) / (least + 1)) * 19;
      least++;
    }
    return least;
  };
  /** With spans wider than this a page is silent. */
  const widest = 0.5;

  it.each(cases)("the span holds the truth where it is %s, read %s", (kind, lists) => {
    const told = toldOf({...kinds[kind], ...watched[lists]});
    const shown = told.flatMap(({chance, low, high, truth}) =>
      chance === null || high! - low! > widest
        ? []
        : [{error: chance - truth, isHeld: low! <= truth && truth <= high!}]
    );
    const held = shown.filter(({isHeld}) => isHeld).length;
    const mean = shown.reduce((sum, {error}) => sum + error, 0) / shown.length;
    if (isLong) {
      const few = told.filter(({isFew}) => isFew).length;
      console.log(
        `${kind}, ${lists}: ${few} of ${some} with too few, ${some - few - shown.length} left out, ` +
          `${held} of ${shown.length} held, off by ${(100 * mean).toFixed(1)}`
      );
    } else {
      expect(shown.length).toBeGreaterThanOrEqual(4);
      expect(Math.abs(mean)).toBeLessThan(0.06);
    }
    expect(held).toBeGreaterThanOrEqual(leastHeld(shown.length));
  });

  it.each(Object.keys(watched))(
    "no number is told where the account follows back in months of outreach alone, read %s",
    (lists) => {
      const paused = {
        ...watched[lists],
        campaigns: months,
        ourAnswers: months,
        waiting: "not at all"
      } as const;
      const told = toldOf(paused);
      const silent = told.filter(({chance}) => chance === null).length;
      if (process.env.WORLDS)
        console.log(`follows back in months of outreach alone, ${lists}: ${silent} of ${some} silent`);
      expect(silent).toBeGreaterThanOrEqual(0.8 * some);
    }
  );
});
