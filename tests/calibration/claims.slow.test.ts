import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {runModels} from "../../src/models/build.ts";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {newcombe} from "../../src/statistics/proportion.ts";
import {behaviourOf, type Behaviour} from "./behaviour.ts";
import {writeRaw} from "./raw.ts";
import {walksOf} from "./watch.ts";
import {createWorld} from "./world.ts";

interface Claim {
  account_id: bigint;
  claim: string;
  is_latest: boolean;
  matters: number;
  verdict: string;
  x_followback: bigint;
  n_followback: bigint;
  x_organic: bigint;
  n_organic: bigint;
  x_unknown: bigint;
  n_unknown: bigint;
}

/** A null world in which little happens, so that a difference that matters can be ruled out with fewer people. */
const quiet = (size: number): Behaviour => {
  const behaviour = behaviourOf("null", "long", size);
  const own = {...behaviour.organic, engagers: 0.05, countBuilders: 0.15, earlyShare: 0.06, lateDays: 1500};
  return {...behaviour, organic: own, followback: own};
};

// Sizes are chosen so that the answer is there to be found, or is not. One account each.
const behaviours: Record<string, Behaviour> = {
  default: behaviourOf("default", "long", 5),
  contrary: behaviourOf("contrary", "long", 5),
  "small null": quiet(1),
  "large null": quiet(30)
};
/** Worlds of middling size, where some answers hang on people of unknown route. */
const middling = Array<Behaviour>(6).fill(behaviourOf("default"));
const claims = ["engage_less", "leave_sooner", "count_builders"];

describe("the claims mart", () => {
  let db: Database;
  let rows: Claim[];
  beforeAll(async () => {
    db = await openDatabase();
    const worlds = [...Object.values(behaviours), ...middling].map((behaviour, nth) =>
      createWorld(behaviour, 70 + nth)
    );
    await writeRaw(db, worlds, walksOf("weekly", worlds[0]!.behaviour.days));
    await runModels(db, {only: ["claims"]});
    rows = await db.rows<Claim>(
      "select * from claims where is_collected and evaluated_at is not null order by account_id, nth, evaluated_at"
    );
  });
  afterAll(() => db.close());

  it.each([
    ["default", "supported"],
    ["contrary", "contradicted"],
    ["small null", "cannot tell yet"],
    ["large null", "no difference that matters"]
  ])("finds each claim in the %s world: %s", (world, verdict) => {
    const account = BigInt(Object.keys(behaviours).indexOf(world) + 1);
    const latest = rows.filter((row) => row.account_id === account && row.is_latest);
    expect(latest.map(({claim, verdict}) => [claim, verdict])).toEqual(
      claims.map((claim) => [claim, verdict])
    );
  });

  it("decides only what holds with every unknown on either side", () => {
    const decided = rows.filter(({verdict}) => verdict !== "cannot tell yet");
    expect(decided.length).toBeGreaterThan(20);
    for (const row of decided) {
      expect(row.n_unknown).toBeGreaterThan(0n);
      expect(scenariosOf(row).map((bounds) => readingOf(bounds, row.matters))).toEqual(
        Array(3).fill(row.verdict)
      );
    }
  });

  it("leaves undecided what the certain people alone would decide, where an unknown could turn it", () => {
    const undecided = rows.filter(({verdict}) => verdict === "cannot tell yet");
    const held = undecided.filter((row) => {
      const [certain, ...others] = scenariosOf(row).map((bounds) => readingOf(bounds, row.matters));
      return certain !== "cannot tell yet" && others.some((other) => other !== certain);
    });
    expect(held.length).toBeGreaterThan(0);
  });
});

/** The 99 % interval of the difference, + supporting the claim: the certain ones, all unknowns won by us, none of them. */
function scenariosOf(row: Claim): [low: number, high: number][] {
  const [x1, n1, x0, n0, xu, nu] = [
    row.x_followback,
    row.n_followback,
    row.x_organic,
    row.n_organic,
    row.x_unknown,
    row.n_unknown
  ].map(Number) as [number, number, number, number, number, number];
  return [
    newcombe(x1, n1, x0, n0, 0.99),
    newcombe(x1 + xu, n1 + nu, x0, n0, 0.99),
    newcombe(x1, n1, x0 + xu, n0 + nu, 0.99)
  ].map(({low, high}) => (row.claim === "engage_less" ? [-high, -low] : [low, high]));
}

/** The rule: an interval on one side of nothing decides; one inside what matters says that nothing matters; else it is open. */
function readingOf([low, high]: [number, number], matters: number): string {
  if (-matters < low && high < matters) return "no difference that matters";
  return low > 0 ? "supported" : high < 0 ? "contradicted" : "cannot tell yet";
}
