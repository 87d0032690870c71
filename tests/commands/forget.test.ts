import {hear} from "./hear.ts";
import {mkdtemp, readFile, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {startLocalX, type LocalX} from "../../data-loaders/demo/server/server.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {account, people, TinyX, tokens, userOf} from "../x-api/tiny.ts";
import {storedRows} from "../stored.ts";

// The cache of pages belongs to the clone, not to a data folder: tests leave it alone.
vi.mock("../../src/site/report.ts", async (original) => ({
  ...(await original<object>()),
  dropReportCache: async () => {}
}));

let dataDir: string;
let x: LocalX;
let backend: TinyX;
const [first, second, third] = people(3, 1_500_000_000) as [string, string, string];

const privateText = "a garden behind a wall";

beforeEach(async () => {
  backend = new TinyX();
  backend.followers = [first, second, third, ...people(40)];
  const {user, list} = backend;
  const hidden = userOf(third, {isProtected: true, description: privateText});
  backend.user = (id) => (id === third ? {status: "active", user: hidden} : user(id));
  backend.list = (kind, id, page) => {
    const served = list(kind, id, page);
    return {...served, rows: served.rows.map((row) => (row.id === third ? hidden : row))};
  };
  x = await startLocalX(backend, {tokens});
  dataDir = await mkdtemp(join(tmpdir(), "followback-test-"));
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
  vi.stubEnv("X_USER_TOKEN", tokens.user);
  expect((await run("snapshot", account)).code).toBe(0);
});
afterEach(async () => {
  process.exitCode = undefined;
  vi.unstubAllEnvs();
  await x.close();
  await rm(dataDir, {recursive: true, force: true});
});

const run = (...argv: string[]) => hear(["--debug", ...argv, "--data", dataDir]);

const stored = async (table: string) => {
  const sql = `select distinct user_id::varchar as id from raw."${table}"`;
  return (await storedRows<{id: string}>(dataDir, sql)).map(({id}) => id);
};

it("forgets a person by name, builds the marts anew, and can be checked", async () => {
  expect((await run("build")).code).toBe(0);
  const dry = await run("forget", `@u${first}`, "--dry-run");
  expect(dry.out).toContain("followers -1, users -1");
  expect(await stored("followers")).toContain(first);
  const {code, out, err} = await run("forget", `@u${first}`);
  expect(code).toBe(0);
  expect(out).toBe("forgot 1 person: 2 rows in 1 snapshot\n");
  expect(err).toContain("the marts were rebuilt");
  expect(err).toMatch(/searched \d+ files \(.*\), columns and bytes: nothing is left/);
  expect(await stored("followers")).not.toContain(first);
  const mart = join(dataDir, "marts", "followers.parquet");
  const counts = await withDatabase((db) => db.rows(`select count(*) as n from read_parquet('${mart}')`));
  expect(counts).toEqual([{n: 42n}]);
  expect((await run("check")).code).toBe(0);
  const again = await run("forget", first);
  expect(again.code).toBe(1);
  expect(again.err).toMatch(/^followback: \d+: not in any snapshot, so there is nothing to forget/);
});

it("counts the snapshots that they were in, not those of other lists of the account", async () => {
  const without = join(dataDir, "followers-2020-05-01.txt");
  await writeFile(without, [second, third, ...people(40)].join("\n"));
  const options = ["--account", account, "--complete", "--unlike-the-last"];
  expect((await run("import", without, ...options)).code).toBe(0);
  await rm(without);
  expect((await run("forget", first)).out).toBe("forgot 1 person: 2 rows in 1 snapshot\n");
});

it("asks X who is gone, at a price that must be agreed to, and forgets them; texts of the protected go", async () => {
  const spent = x.requests["/2/users"]?.requests ?? 0;
  const refused = await run("forget", "--compliance");
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/^43 stored people: 1 request, at most \$0\.43 at X's prices of /);
  expect(refused.err).toContain("accept that with --yes");
  expect(x.requests["/2/users"]?.requests ?? 0).toBe(spent);
  backend.lost.set(second, "gone");
  const {code, out, err} = await run("forget", "--compliance", "--yes");
  expect(code).toBe(0);
  expect(err).toContain("deleted or deactivated: 1; protected or suspended: 1; no answer for: 0");
  expect(err).toContain("profile texts of 1 person erased");
  expect(out).toBe("forgot 1 person: 3 rows in 1 snapshot\n");
  expect(await stored("users")).toContain(third);
  expect(await stored("followers")).not.toContain(second);
  expect(await stored("followers")).toContain(third);
  const names = await readdir(dataDir, {recursive: true, withFileTypes: true});
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const written = (await Promise.all(files.map((file) => readFile(file, "latin1")))).join("\n");
  expect(`${err}${out}${written}`).not.toContain("SECRET");
  const texts = await storedRows(
    dataDir,
    `select description from raw.users where description = '${privateText}'`
  );
  expect(texts).toEqual([]);
});

it("asks X about people on X alone: it knows nobody on Bluesky, and they would all count as deleted", async () => {
  const [own, ann] = ["a", "b"].map((letter) => insideOf(`did:plc:${letter.repeat(24)}`)) as [string, string];
  const at = new Date("2026-01-01T12:00:00Z");
  await writeSnapshot(dataDir, {source: "bluesky", takenAt: at, key: "look"}, async (writer) => {
    const row = {account_id: own, user_id: ann};
    await writer.append("relationships", {...row, inbound_key: "k", asked_at: at, answered_at: at});
    await writer.append("followers", {...row, position: 0, page_at: at});
    return {accounts: [own]};
  });
  backend.lost.set(ann, "gone");
  const {code, err} = await run("forget", "--compliance", "--yes");
  expect(code).toBe(0);
  expect(err).toMatch(/^43 stored people: 1 request, at most \$0\.43 /m);
  expect(err).toContain("deleted or deactivated: 0; protected or suspended: 1; no answer for: 0");
  expect(await stored("followers")).toContain(ann);
  expect(await stored("relationships")).toEqual([ann]);
});

it("fails where X stops before it was asked about all, and forgets those of whom it told", async () => {
  backend.followers.push(...people(100, 2_000_000));
  expect((await run("snapshot", account)).code).toBe(0);
  await x.close();
  let asked = 0;
  x = await startLocalX(backend, {
    tokens,
    fault: ({endpoint}) =>
      endpoint === "/2/users" && ++asked > 1 ? {status: 402, body: {title: "CreditsDepleted"}} : undefined
  });
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
  // In the order of their ids the people from 1,000,000 on are asked about first.
  const [gone] = people(1) as [string];
  backend.lost.set(gone, "gone");
  const {code, err} = await run("forget", "--compliance", "--yes");
  expect(err).toContain("deleted or deactivated: 1; protected or suspended: 0; no answer for: 43");
  expect(err).toContain("stopped early: X answered 402: CreditsDepleted; not all were asked about");
  expect(code).toBe(1);
  expect(await stored("followers")).not.toContain(gone);
});

it("leaves a demo's truth out of the search, any other file of that name not, and then says once what to do", async () => {
  const truth = join(dataDir, "truth.json");
  await writeFile(truth, `{"people":["${first}"]}`);
  const {code, err} = await run("forget", first);
  expect(code).toBe(1);
  expect(err).toMatch(/^followback: truth\.json: still contains their data .*: remove that file, then run /m);
  expect(err).not.toContain("stopped:");
  await writeFile(truth, `{"world":"typical","people":["${first}"]}`);
  const again = await run("forget");
  expect(again.code).toBe(0);
  expect(again.err).toContain("nothing is left\ntruth.json belongs to the simulation");
});

it("changes nothing where X does not answer", async () => {
  await x.close();
  x = await startLocalX(backend, {
    tokens,
    fault: ({endpoint}) =>
      endpoint === "/2/users" ? {status: 402, body: {title: "CreditsDepleted"}} : undefined
  });
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
  const {code, err} = await run("forget", "--compliance", "--yes");
  expect(code).toBe(1);
  expect(err).toContain("X returned none of the stored people");
  expect(await stored("followers")).toHaveLength(43);
});

it.each([
  [[], /forget: missing user: give an id/],
  [["5", "--compliance"], /a user and --compliance are both given: give only one/],
  [[account], /an account of the store, not a person/]
])("says one line for %j", async (argv, line) => {
  const {code, err} = await run("forget", ...argv);
  expect(code).toBe(1);
  expect(err.split("\n")[0]).toMatch(line);
});
