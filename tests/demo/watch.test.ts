import {readFileSync, readdirSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {dayMs} from "../../data-loaders/demo/world/people.ts";
import type {Fault, LocalRequest} from "../../data-loaders/demo/server/server.ts";
import {formatTruth, writeTruth} from "../../data-loaders/demo/world/truth.ts";
import {snapshotsIn, watchWorld, writeOutreachLog} from "../../data-loaders/demo/watch.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {buildMarts} from "../../src/models/build.ts";
import {quote, withDatabase} from "../../src/duckdb.ts";
import {holdAgainstTruth, tellRoutes} from "../../src/site/known-truth.ts";
import {martsDir} from "../../src/models/marts.ts";
import {listSnapshots} from "../../src/snapshots/store.ts";

const weeks = 4;
let dataDir: string;
const world = new World("typical", 11);

/** What goes wrong with the followers list, by the day it is walked: nothing in it, cut short, a hole in its middle. */
const faults: Record<number, (body: {data: unknown[]; meta: Record<string, unknown>}) => unknown> = {
  7: () => ({meta: {result_count: 0}}),
  14: ({data, meta}) => ({data, meta: {result_count: meta.result_count}}),
  21: ({data, meta}) => {
    const rest = meta.previous_token ? data : [...data.slice(0, 300), ...data.slice(400)];
    return {data: rest, meta: {...meta, result_count: rest.length}};
  }
};

function fault({endpoint}: LocalRequest): Fault | undefined {
  const change = faults[Math.floor((world.now - world.start) / dayMs)];
  return change && endpoint === "/2/users/:id/followers" ? {change} : undefined;
}

const query = <T>(sql: string) => withDatabase((db) => db.rows<T>(sql));
const mart = (name: string) => `read_parquet(${quote(join(martsDir(dataDir), `${name}.parquet`))})`;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-watch-"));
  await watchWorld(dataDir, world, {weeks, fault});
  await buildMarts(dataDir);
});
afterAll(() => rm(dataDir, {recursive: true, force: true}));

describe("watching a world with three bad lists", () => {
  it("takes a full walk every week and a head on every other day", async () => {
    expect(await listSnapshots(dataDir)).toHaveLength(snapshotsIn(weeks));
    const lists = await query<{day: string; verdict: string}>(`
      select strftime(taken_at, '%a') as day, verdict from ${mart("completeness")} where list = 'following'`);
    expect(lists).toHaveLength(snapshotsIn(weeks));
    for (const {day, verdict} of lists) expect(verdict).toBe(day === "Mon" ? "complete" : "head");
  });

  it("keeps each bad list as partial, and says why", async () => {
    const partial = await query<{at: Date; why: string}>(`
      select taken_at as at, why from ${mart("completeness")} where verdict = 'partial' order by taken_at`);
    expect(partial.map(({at}) => (at.getTime() - world.start) / dayMs)).toEqual([7, 14, 21]);
    for (const {why} of partial) expect(why).toBeTruthy();
  });

  it("makes no unfollow out of them", async () => {
    const people = new Map(formatTruth(world).people.map((person) => [person.user_id, person]));
    const ended = await query<{user_id: bigint; before: Date}>(`
      select user_id, end_before as before from ${mart("spells")}
      where direction = 'inbound' and end_before is not null`);
    expect(ended.length).toBeGreaterThan(10);
    for (const {user_id: id, before} of ended) {
      const {inbound, hidden} = people.get(String(id))!;
      const gone = [...inbound.map(([, to]) => to), ...hidden.map(([from]) => from)];
      expect(gone.some((at) => at !== null && Date.parse(at) <= before.getTime())).toBe(true);
    }
  });

  it("never takes anybody for a followback who was none", async () => {
    const people = new Map(formatTruth(world).people.map((person) => [person.user_id, person.route]));
    const routes = await query<{user_id: bigint; route: string}>(
      `select user_id, route from ${mart("followers")}`
    );
    const followbacks = routes.filter(({route}) => route === "followback");
    expect(followbacks.length).toBeGreaterThan(20);
    for (const {user_id: id} of followbacks) expect(people.get(String(id))).toBe("followback");
    for (const {user_id: id, route} of routes) {
      if (route === "pre_existing") expect(people.get(String(id))).toBe("pre_existing");
    }
  });

  it("prints how its routes hold against the truth", async () => {
    await writeTruth(join(dataDir, "truth.json"), world);
    const routes = await holdAgainstTruth(dataDir);
    const certain = routes.find(({route}) => route === "followback")!;
    expect(certain.followbacks).toBe(certain.people);
    const line = tellRoutes(routes);
    expect(line).toMatch(
      /^checked against the truth: all \d+ called followback are; (none|\d+) of the \d+ called organic (is|are) \(first: \d+ of \d+; none_seen: \d+ of \d+\); of the \d+ unknown, \d+ (is|are)$/
    );
    console.log(line);
  });

  it("tells it in plain words, with the thousands set apart", () => {
    const rows = (first: number) => [
      {route: "followback", basis: null, people: 1158, followbacks: 1158},
      {route: "organic", basis: "first", people: 200, followbacks: first},
      {route: "organic", basis: "none_seen", people: 17, followbacks: 0},
      {route: "unknown", basis: null, people: 62, followbacks: 55}
    ];
    expect(tellRoutes(rows(0))).toBe(
      "checked against the truth: all 1,158 called followback are; " +
        "none of the 217 called organic is (first: 0 of 200; none_seen: 0 of 17); of the 62 unknown, 55 are"
    );
    expect(tellRoutes(rows(1))).toContain(
      "; 1 of the 217 called organic is (first: 1 of 200; none_seen: 0 of 17); "
    );
    // What rests on a sitting is not called certain.
    const bySitting = ["followback", "organic"].map((route) => ({
      route,
      basis: "sitting",
      people: 9,
      followbacks: 4
    }));
    expect(tellRoutes([...rows(0), ...bySitting])).toBe(tellRoutes(rows(0)));
  });

  it("builds the same bytes again when the marts are deleted", async () => {
    const bytes = () =>
      new Map(
        readdirSync(martsDir(dataDir)).map((name) => [name, readFileSync(join(martsDir(dataDir), name))])
      );
    const before = bytes();
    await rm(martsDir(dataDir), {recursive: true});
    await buildMarts(dataDir, {threads: 1});
    expect(bytes()).toEqual(before);
  });

  it("polls within X's limits and finds acts of every kind", async () => {
    const kinds = await query<{kind: string}>(`
      select distinct kind from read_parquet(${quote(join(dataDir, "snapshots", "*", "interactions.parquet"))}) order by kind`);
    expect(kinds.map(({kind}) => kind)).toEqual(["like", "mention", "quote", "reply", "repost"]);
  });
});

describe("the outreach log", () => {
  it("holds exact times of follows that happened, from 2025 on", async () => {
    const later = new World("typical", 2);
    later.advanceTo(new Date("2025-02-01T00:00:00Z"));
    const {file, rows} = await writeOutreachLog(dataDir, later);
    const [header, ...lines] = readFileSync(file, "utf8").trim().split("\n");
    expect(header).toBe("user_id,followed_at,campaign");
    expect(lines).toHaveLength(rows);
    expect(rows).toBeGreaterThan(200);
    const followed = new Set(
      later.log
        .filter(({kind, source}) => kind === "follow" && source === later.brand.id)
        .map(({target, at}) => `${target},${new Date(at).toISOString()}`)
    );
    expect(lines.filter((line) => !followed.has(line.replace(/,[^,]*$/, "")))).toEqual([]);
    expect(lines.every((line) => /,spring-(followback|coffee|rival|fair)$/.test(line))).toBe(true);
    expect(lines.every((line) => line.split(",")[1]! >= "2025-01-01")).toBe(true);
  });
});
