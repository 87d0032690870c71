import {hear} from "../commands/hear.ts";
import {existsSync, readdirSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {startLocalX, type LocalX} from "../../data-loaders/demo/server/server.ts";
import {leastLoose} from "../../src/compact/compact.ts";
import {readSettings} from "../../src/snapshots/settings.ts";
import {holdStore, writeSnapshot} from "../../src/snapshots/store.ts";
import {account, people, postOf, TinyX, tokens} from "./tiny.ts";

let x: LocalX;
let dataDir: string;
let backend: TinyX;

beforeEach(async () => {
  backend = new TinyX();
  backend.followers = people(1500);
  backend.following = people(40, 2_000_000);
  x = await startLocalX(backend, {tokens});
  dataDir = await mkdtemp(join(tmpdir(), "followback-test-"));
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
  vi.stubEnv("X_USER_TOKEN", tokens.user);
  vi.stubEnv("X_BEARER_TOKEN", undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await x.close();
  await rm(dataDir, {recursive: true, force: true});
});

/** Runs the command line and returns what it said. */
const run = (...argv: string[]) => hear(["snapshot", ...argv, "--data", dataDir]);

const hasTrace = () => existsSync(join(dataDir, "snapshots"));

it("takes a snapshot of @username, tracks it, and says how each list came out and what it cost", async () => {
  const {code, out, err} = await run("@brand");
  expect(code).toBe(0);
  expect(out).toMatch(/^\d{8}T\d{6}Z-x-api-[0-9a-f]{8}\n$/);
  expect(err).toContain("following: 40 rows, complete\nfollowers: 1,500 rows, complete\n");
  // The profile by its name, by its id (thrice, billed once a day) and as the token's owner: $0.01 each; 1,540 list rows
  // at $0.001, and no post.
  expect(err).toMatch(
    /\n\d+ requests, \$1\.57 at the owner's price, \$15\.43 at the full price; X's prices of \d{4}-\d\d-\d\d\n$/
  );
  expect(`${out}${err}`).not.toContain("SECRET");
  expect((await readSettings(dataDir)).accounts).toEqual([{id: account, name: "brand"}]);
});

it.each([
  ["--incremental", ""],
  ["--head", "--head is now --incremental: it will go in the next version\n"]
])("takes tracked accounts by default, and the newest part of their lists with %s", async (flag, warning) => {
  await run(account);
  const {code, err} = await run(flag);
  expect(code).toBe(0);
  expect(err).toContain("followers: 100 rows, newest part\n");
  expect(err.match(/.*is now.*\n/)?.[0] ?? "").toBe(warning);
});

it("puts old snapshots together once that pays, unless it is told not to", async () => {
  await holdStore(dataDir, async () => {
    for (let day = 1; day < leastLoose; day++) {
      const plan = {source: "tables", takenAt: new Date(Date.UTC(2020, 0, day)), key: String(day)};
      await writeSnapshot(dataDir, plan, async (writer) => {
        await writer.append("followers", {account_id: account, user_id: String(day), position: 0});
        return {accounts: [account]};
      });
    }
  });
  const compacted = () =>
    readdirSync(join(dataDir, "snapshots")).filter((name) => name.includes("compacted"));
  expect(await run(account, "--no-compact")).toMatchObject({code: 0});
  expect(compacted()).toEqual([]);
  const {code, err} = await run(account, "--incremental");
  expect(code).toBe(0);
  expect(err).toMatch(/compacted 31 snapshots: .* [kM]B became .* [kM]B \(31 snapshots in all\)\n$/);
  expect(compacted()).toEqual(["0-compacted-000001"]);
  // What was read before is known to the next one.
  expect((await run(account, "--incremental")).err).toContain("followers: 100 rows, newest part\n");
});

it("says once that the limit of cost was reached, and calls no id @", async () => {
  const {code, err} = await run(account, "--max-cost", "2");
  expect(code).toBe(0);
  // By the limit's count, which takes nothing as billed before: a cent for the token's owner, one for each of two looks at
  // the profile, forty for forty rows. 157 cents are left, for as many rows. X bills the second look no more.
  expect(err).toContain("following: 40 rows, complete\nfollowers: 157 rows, partial: stopped early (kept");
  expect(err.trimEnd().split("\n").at(-1)).toBe(
    "stopped at the limit of $2 after 197 of about 1,540 rows; it cost $0.22 at the owner's price, $1.99 at the full price. " +
      "Go on before midnight UTC with the same command, with --owned if you registered the app with this account"
  );
  expect(err).not.toContain(`@${account}`);
  expect(err.match(/limit/g)).toHaveLength(1);
  expect(err).not.toContain("what is left of");
});

it("says that what it asked for again was billed earlier that day", async () => {
  await run(account);
  const {err} = await run(account, "--owned");
  expect(err).toMatch(/\n\d+ requests, \$0\.00 \(all billed earlier today\); X's prices of /);
});

it("ends well though a list is partial, and says so", async () => {
  await x.close();
  x = await startLocalX(backend, {
    tokens,
    fault: ({endpoint}) =>
      endpoint === "/2/users/:id/followers" ? {status: 403, body: {title: "Forbidden"}} : undefined
  });
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
  const {code, err} = await run("@brand");
  expect(code).toBe(0);
  expect(err).toContain("stored, with a partial list");
  expect(err).toContain("followers: 0 rows, partial: page 1: X answered 403: Forbidden (kept");
});

it.each([
  {
    name: "no account",
    argv: [],
    env: {},
    line: /^followback: no account: none is tracked in .+ yet: name one/
  },
  {
    name: "no token",
    argv: ["@brand"],
    env: {X_USER_TOKEN: ""},
    line: /^followback: missing X_USER_TOKEN or X_BEARER_TOKEN: .*docs\/live-x\.md$/
  },
  {
    name: "a wrong token",
    argv: ["@brand"],
    env: {X_USER_TOKEN: "SECRET-wrong"},
    line: /^followback: X answered 401: Unauthorized: X_USER_TOKEN is wrong or has expired/
  },
  {
    name: "an unknown account",
    argv: ["@nobody"],
    env: {},
    line: /^followback: account @nobody: X does not show it \(Not Found Error: .*\): check the id or name$/
  },
  {
    name: "a name no account can have",
    argv: ["not/an/account"],
    env: {},
    line: /^followback: not\/an\/account: not a name on X \(letters, digits and _ only\): give the account's id or @username$/
  }
])("says one line and leaves no trace with $name", async ({argv, env, line}) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const {code, out, err} = await run(...argv);
  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err.trimEnd()).toMatch(line);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect(err).not.toContain("SECRET");
  expect(hasTrace()).toBe(false);
});

it("reads the conversations under the account's posts only where that is asked for", async () => {
  const posted = new Date(Date.now() - 4 * 86_400_000);
  backend.tweets = [postOf("500", posted)];
  const reply = {
    conversationId: "500",
    inReplyToUserId: account,
    referenced: {type: "replied_to" as const, id: "500"}
  };
  backend.posts = [postOf("501", new Date(posted.getTime() + 60_000), {authorId: "1000001", ...reply})];
  const searched = () => x.requests["/2/tweets/search/recent"];
  expect((await run("@brand")).code).toBe(0);
  expect(searched()).toBeUndefined();
  const {code, err} = await run("@brand", "--conversations");
  expect(code).toBe(0);
  expect(searched()).toEqual({requests: 1, resources: 1});
  // Everything else was billed by the run before, on the same UTC day.
  expect(err).toMatch(/requests, \$0\.0/);
});
