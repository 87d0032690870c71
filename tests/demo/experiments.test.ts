import {existsSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {dayMs} from "../../data-loaders/demo/world/people.ts";
import {formatTruth} from "../../data-loaders/demo/world/truth.ts";
import {campaignsOf} from "../../data-loaders/demo/world/campaigns.ts";
import {shopDaysOf} from "../../data-loaders/demo/world/shop.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import type {WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {experimentsOf} from "../../src/commands/demo-coin.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots, writeSnapshot} from "../../src/snapshots/store.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
const weekMs = 7 * dayMs;
const monday = (text: string) => Date.parse(`${text}T00:00:00Z`);

/** A list of both directions, as a walk at this moment would store it. */
const storeLists = (world: World) =>
  writeSnapshot(
    store.dataDir,
    {source: "x-api", takenAt: new Date(world.now), key: String(world.now)},
    async (writer) => {
      const account_id = world.brand.id;
      const at = new Date(world.now);
      for (const [list, edges] of [
        ["followers", world.inbound],
        ["following", world.outbound]
      ] as const) {
        await writer.append("lists", {
          account_id,
          list,
          source: "x-api",
          taken_at: at,
          ended: true,
          started_at: at,
          finished_at: at
        });
        for (const [position, {person}] of edges.entries())
          await writer.append(list, {account_id, user_id: person.id, position, page_at: at});
      }
      return {accounts: [account_id]};
    }
  );

/** A world whose brand plans both experiments on the evenings before and keeps to them. */
async function tryOut(name: WorldName) {
  const world = new World(name, 1);
  const plan = experimentsOf(store.dataDir, world);
  for (const evening of ["2025-04-13", "2025-08-03"]) {
    world.advanceTo(new Date(`${evening}T21:00:00Z`));
    await storeLists(world);
    await plan(new Date(world.now));
  }
  world.advanceTo(new Date("2026-01-05T21:00:00Z"));
  const assignments = await withDatabase(async (db) => {
    await attachSnapshots(db, store.dataDir);
    return db.rows<{user: string | null; arm: string; day: Date}>(
      "select user_id::varchar as user, arm, day from raw.assignments order by experiment_id, unit"
    );
  });
  return {world, assignments};
}

describe("experiments of the simulated brand", () => {
  it("are planned by its table, and it keeps to the lists and to the weeks", async () => {
    const {world, assignments} = await tryOut("typical");
    const drawn = assignments.filter(({user}) => user !== null);
    const weeks = assignments.filter(({user}) => user === null);
    expect([drawn.length, weeks.length]).toEqual([1300, 16]);
    expect(existsSync(join(store.dataDir, "shop"))).toBe(false);
    // Those who had followed it, or whom it had, are in its table, and out of the draw.
    const [from] = drawn.map(({day}) => day.getTime()).sort();
    for (const {user} of drawn)
      expect(world.byId.get(user!)!.outbound.every(({start}) => start > from!)).toBe(true);

    const dayOf = new Map(drawn.map(({user, arm, day}) => [user!, {arm, day: day.getTime()}]));
    const byDraw = world.brand.outreach.filter(({isDrawn}) => isDrawn);
    for (const {person, at} of byDraw) {
      const {arm, day} = dayOf.get(person.id)!;
      expect(arm).toBe("follow");
      expect(Math.floor(at / dayMs) * dayMs).toBe(day);
    }
    // All but those whom X hid on their day.
    expect(byDraw.length).toBeGreaterThan(640);
    const listDays = new Set(drawn.map(({day}) => day.getTime()));
    const byChoice = world.brand.outreach.filter(({isDrawn}) => !isDrawn);
    expect(byChoice.filter(({at}) => listDays.has(Math.floor(at / dayMs) * dayMs))).toEqual([]);
    for (const {arm, day} of weeks) {
      const begun = day.getTime();
      const follows = byChoice.filter(({at}) => begun <= at && at < begun + weekMs).length;
      if (arm === "on") expect(follows).toBeGreaterThan(50);
      else expect(follows).toBe(0);
    }
    // Whom a coin drew is in no campaign.
    expect(campaignsOf(world).flatMap(({follows}) => follows.filter(({isDrawn}) => isDrawn))).toEqual([]);
  });

  it("have a truth: what the same people do with a follow and without, and weeks with outreach and without", async () => {
    const {world, assignments} = await tryOut("paying");
    const {experiments} = formatTruth(world);
    const truthOf = (outcome: string) => experiments.find((one) => one.outcome === outcome)!.effect;
    const standing = ["follow", "leave"].map((arm) => {
      const people = assignments.filter((one) => one.user !== null && one.arm === arm);
      const stands = people.filter(({user, day}) => {
        const due = day.getTime() + 30 * dayMs;
        return world.byId
          .get(user!)!
          .inbound.some(({start, end}) => start <= due && (end === null || end > due));
      });
      return stands.length / people.length;
    });
    // Two arms of 650 people scatter by less than 2.5 points (a standard error).
    expect(Math.abs(standing[0]! - standing[1]! - truthOf("follows_30"))).toBeLessThan(0.075);
    expect(truthOf("follows_30")).toBeGreaterThan(0.1);
    expect(truthOf("visits")).toBe(120);
    const visits = ["on", "off"].map((arm) => {
      const weeks = assignments.filter((one) => one.user === null && one.arm === arm);
      const days = shopDaysOf(world, campaignsOf(world)).filter(({day, campaign}) =>
        weeks.some(
          (week) => campaign === null && week.day.getTime() <= day && day < week.day.getTime() + weekMs
        )
      );
      return days.reduce((sum, {visits}) => sum + visits, 0) / weeks.length;
    });
    // Weeks of some 200 visits scatter by some 20; quiet and busy months by 87 more, of which the pairs take most.
    expect(Math.abs(visits[0]! - visits[1]! - truthOf("visits"))).toBeLessThan(60);
  });

  it("show in the world `lively` that many whom the brand picks would have come anyway", () => {
    const came = (name: WorldName) => {
      const world = new World(name, 1);
      world.advanceTo(new Date(monday("2025-04-14")));
      const picked = world.brand.outreach.filter(({at}) => at < world.now - 60 * dayMs);
      return picked.filter(({person}) => person.inbound.length > 0).length / picked.length;
    };
    expect(came("lively")).toBeGreaterThan(0.6);
    expect(came("typical")).toBeLessThan(0.4);
  });
});
