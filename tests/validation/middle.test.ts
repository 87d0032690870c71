import {expect, it} from "vitest";
import {judgeLists} from "../../src/validate/judge.ts";
import {looksOf} from "../../src/validate/looks.ts";
import {scenarios, type Keeping} from "../calibration/behaviour.ts";
import {createValidationWorld} from "./world.ts";

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

it.each([
  ["long", "weekly"],
  ["long", "daily"],
  ["short", "weekly"],
  ["short", "daily"]
] as const)(
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
