import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, test, vi} from "vitest";
import {readFaults} from "../../data-loaders/demo/server/faults.ts";
import {startLocalX, type LocalX, type LocalXOptions} from "../../data-loaders/demo/server/server.ts";
import {openClient} from "../../data-loaders/x-api/client.ts";
import {lookUpNames} from "../../data-loaders/x-api/name-lookups.ts";
import {importLists} from "../../data-loaders/saved-lists/import-lists.ts";
import {findInputs} from "../../data-loaders/saved-lists/inputs.ts";
import {UserError} from "../../src/errors.ts";
import {countNames} from "../../src/names/count-names.ts";
import {listSnapshots, readManifest} from "../../src/snapshots/store.ts";
import {hear} from "../commands/hear.ts";
import {storedRows} from "../stored.ts";
import {account, TestClock, TinyX, tokens, userOf} from "../x-api/tiny.ts";

let dataDir: string;
let x: LocalX;
const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);

/** People by the names that they bear now, in small letters. */
const bearers = new Map<string, {id: string; createdAt: Date}>();
const suspended = new Set<string>();

class NamedX extends TinyX {
  override userByName = (name: string) => {
    const plain = name.toLowerCase();
    if (suspended.has(plain)) return {status: "suspended" as const};
    const known = bearers.get(plain);
    if (known === undefined) return null;
    // X shows names as their bearers write them.
    return {
      status: "active" as const,
      user: userOf(known.id, {username: plain.toUpperCase(), createdAt: known.createdAt})
    };
  };
}

async function open(options: LocalXOptions = {}) {
  await x?.close();
  x = await startLocalX(new NamedX(), {tokens, ...options});
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
}

beforeEach(async () => {
  bearers.clear();
  suspended.clear();
  dataDir = await mkdtemp(join(tmpdir(), "followback-names-"));
  vi.stubEnv("X_USER_TOKEN", tokens.user);
  vi.stubEnv("X_BEARER_TOKEN", undefined);
  await open();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await x.close();
  await rm(dataDir, {recursive: true, force: true});
});

const run = (...argv: string[]) => hear(["names", ...argv, "--data", dataDir]);
const asked = () => x.requests["/2/users/by"]?.requests ?? 0;

async function bring(names: readonly string[], takenAt: Date) {
  const file = join(dataDir, "..", `${dataDir.split("/").at(-1)}.txt`);
  await writeFile(file, names.map((name) => `@${name}`).join("\n"));
  await importLists(
    dataDir,
    await findInputs([file]),
    {account, list: "followers", takenAt: takenAt.toISOString()},
    [],
    () => {}
  );
  await rm(file);
}

const profiles = async () =>
  (await storedRows(dataDir, "select user_id::varchar as id from raw.users order by user_id")).map(
    ({id}) => id
  );

/** Ada bears her name still; Bob's account is younger than the list; nobody bears Cid; Dot is suspended. */
async function fill(takenAt: Date) {
  bearers.set("ada", {id: "101", createdAt: new Date("2020-01-01T00:00:00Z")});
  bearers.set("bob", {id: "102", createdAt: daysAgo(1)});
  suspended.add("dot");
  await bring(["ada", "bob", "cid", "dot"], takenAt);
}

describe("names --lookup", () => {
  test("says the price first, and asks nothing before it is accepted", async () => {
    await fill(daysAgo(10));
    const {code, err} = await run("--lookup");
    expect(code).toBe(1);
    expect(err).toMatch(/^4 unknown names: 1 request, at most \$0\.04 at X's prices of \d{4}-\d\d-\d\d\n/);
    expect(err).toContain("say how much it may cost by --max-cost");
    expect(asked()).toBe(0);
  });

  test("asks who bears the names now: whoever is older than the list is meant", async () => {
    await fill(daysAgo(10));
    const {code, out, err} = await run("--lookup", "--max-cost", "1");
    expect(code).toBe(0);
    expect(err).toContain(`names of ${account}: 2 with a profile now, 2 that nobody bears, no answer for 0`);
    // Two user reads.
    expect(err).toContain("1 request, $0.02; X's prices of");
    expect(x.meter.microDollars).toBe(20_000);
    expect(out).toMatch(/^\d{8}T\d{6}Z-x-api-[0-9a-f]{8}\n/);
    expect(out).toContain("4 names: 1 known by a profile, 3 unknown");
    expect(await profiles()).toEqual(["101", "102"]);
    expect(`${out}${err}`).not.toContain("SECRET");
    // Asked for once more on the same day, X bills nothing again, and neither do we count it.
    const again = await run("--lookup", "--max-cost", "1");
    expect(again.err).toContain("$0.00 (all billed earlier today)");
    expect(x.meter.microDollars).toBe(20_000);
  });

  test("marks an answer as inexact that comes more than 30 days after the list", async () => {
    await fill(daysAgo(31));
    const {out} = await run("--lookup", "--max-cost", "1");
    expect(out).toContain(
      "4 names: 1 known by a profile (1 inexact: by one more than 30 days away), 3 unknown"
    );
  });

  test("asks for as many as --max-cost pays for", async () => {
    await fill(daysAgo(10));
    const {code, err} = await run("--lookup", "--max-cost", "0.03");
    expect(code).toBe(0);
    expect(err).toContain("not asked for, as --max-cost does not pay for them: 1 name\n");
    expect(await profiles()).toEqual(["101", "102"]);
    expect(x.meter.microDollars).toBeLessThanOrEqual(30_000);
    expect((await run("--lookup", "--max-cost", "0.001")).err).toContain("--max-cost: pays for no name");
  });

  test("takes nobody whose account X gives no age", async () => {
    await fill(daysAgo(10));
    await open({faultScenario: {rules: [{chance: 1, every: 1, do: {kind: "drop-field", field: "created_at"}}], seed: 1}});
    const {out, err} = await run("--lookup", "--max-cost", "1");
    expect(err).toContain("0 with a profile now, 2 that nobody bears, no answer for 2");
    expect(out).toContain("4 names: 0 known by a profile, 4 unknown");
    expect(await profiles()).toEqual([]);
  }); // prettier-ignore

  test("without credits stores nothing, and says why", async () => {
    await fill(daysAgo(10));
    await open({credits: 0});
    const {code, err} = await run("--lookup", "--max-cost", "1");
    expect(code).toBe(1);
    expect(err).toContain("no credits left");
    expect(await listSnapshots(dataDir)).toHaveLength(1);
  });

  test("keeps what came before the credits ran out", async () => {
    const many = Array.from({length: 250}, (_, nth) => `made_${nth}`);
    for (const [nth, name] of many.entries())
      bearers.set(name, {id: String(1000 + nth), createdAt: new Date("2020-01-01T00:00:00Z")});
    await bring(many, daysAgo(3));
    await open({credits: 1_500_000});
    const {code, err} = await run("--lookup", "--max-cost", "10");
    expect(code).toBe(1);
    expect(err).toContain(`200 with a profile now, 0 that nobody bears, no answer for 0`);
    expect(err).toContain("stopped early: X answered 402");
    expect(await profiles()).toHaveLength(200);
  });

  test("needs --lookup for --max-cost", async () => {
    await fill(daysAgo(10));
    expect((await run("--max-cost", "1")).err).toContain("--max-cost: only asking X costs");
  });
});

/** A short form of 6 storms runs with every test; `STORMS=200` makes it longer. */
const storms = Number(process.env.STORMS ?? 6);

test(`in ${storms} storms every name is right, and none of the bill is left out`, async () => {
  const many = Array.from({length: 320}, (_, nth) => `made_${nth}`);
  for (const [nth, name] of many.entries())
    if (nth % 5 > 0) bearers.set(name, {id: String(1000 + nth), createdAt: new Date("2020-01-01T00:00:00Z")});
  await bring(many, new Date("2025-03-01T00:00:00Z"));
  const rules = readFaults("storm")
    .filter(({do: {kind}}) => kind !== "dedupe-off")
    .map((rule) => ({...rule, chance: Math.min(1, rule.chance * 8)}));
  let played = 0;
  for (let seed = 0; seed < storms; seed++) {
    const clock = new TestClock(Date.parse("2025-03-03T12:00:00Z") + seed * dayMs);
    await open({clock, faultScenario: {rules, seed}});
    const client = openClient({token: tokens.user, kind: "user", clock, timeoutMs: 200});
    try {
      const {found, nobody, unanswered, snapshot} = await lookUpNames(dataDir, account, many, client);
      expect(found).toBeLessThanOrEqual(256);
      expect(nobody).toBeLessThanOrEqual(64 + (x.played.some(({kind}) => kind === "only-errors") ? 256 : 0));
      expect(found + nobody + unanswered).toBeLessThanOrEqual(many.length);
      const requests = snapshot === null ? client.takeBill() : snapshot.manifest.requests!;
      const [told, most] = requests.reduce(
        ([sum, all], {dollars, dollars_at_most: at = dollars}) => [sum! + dollars, all! + at],
        [0, 0]
      );
      expect(Math.round(told! * 1e6)).toBeLessThanOrEqual(x.meter.microDollars);
      expect(Math.round(most! * 1e6)).toBeGreaterThanOrEqual(x.meter.microDollars);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
    } finally {
      played += x.played.length;
      client.close();
    }
  }
  expect(played).toBeGreaterThan(storms);
  const wrong = await storedRows(
    dataDir,
    "select * from raw.users where lower(username) <> 'made_' || (user_id - 1000)"
  );
  expect(wrong).toEqual([]);
  const {counts} = await countNames(dataDir);
  expect(counts[0]!.known).toBe(256);
  for (const id of await listSnapshots(dataDir))
    expect((await readManifest(dataDir, id)).accounts).toEqual([account]);
});
