import {hear} from "./hear.ts";
import {mkdtemp, readFile, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {startLocalActivity, type LocalActivity} from "../../data-loaders/demo/server/activity.ts";
import {callAfter} from "../../data-loaders/listening/clock.ts";
import {spoolDir} from "../../data-loaders/listening/kept.ts";
import {holdSpool} from "../../data-loaders/listening/store-batches.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {account, follow, secrets} from "../x-activity/samples.ts";

let dataDir: string;
let x: LocalActivity | null = null;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-listen-"));
  vi.stubEnv("X_BEARER_TOKEN", secrets.token);
  vi.stubEnv("X_CONSUMER_SECRET", secrets.consumer);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await x?.close();
  x = null;
  await rm(dataDir, {recursive: true, force: true});
});

const run = (...argv: string[]) => hear(["--debug", "listen", ...argv, "--data", dataDir]);

async function written() {
  const names = await readdir(dataDir, {recursive: true, withFileTypes: true});
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "latin1")))).join("\n");
}

it("listens to the tracked accounts, stores what it heard when it ends, and shows no secret even with --debug", async () => {
  x = await startLocalActivity({
    token: secrets.token,
    script: [
      {steps: [{send: follow("-1", "5")}, {waitMs: 30}, {drop: true}]},
      {status: 503, body: {title: secrets.token}},
      {steps: [{send: follow("-2", "6")}]}
    ]
  });
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
  await trackAccount(dataDir, {id: account, name: "brand"});
  const {code, err, out} = await run("--for", "0.12", "--subscribe");
  expect(code).toBe(0);
  expect(err).toContain(
    "subscriptions made: 6\n" +
      "connecting to X's activity stream …; stop with Ctrl-C\n" +
      "listening to 1 account; each follow event is about $0.01\n"
  );
  expect(err).toContain("\nconnected again\n");
  expect(err).toMatch(/stored \d{8}T\d{6}Z-x-activity-[0-9a-f]{8}\n/);
  expect(err).toContain("events kept: 2; repeated: 0; of no use: 0; not understood: 0\n");
  expect(`${out}${err}${await written()}`).not.toContain("SECRET");
});

it("listens for as long as --for says: a timer of Node that is set for 30 days goes off at once", () => {
  vi.useFakeTimers();
  try {
    const end = vi.fn<() => void>();
    const month = 30 * 86_400_000;
    callAfter(month, end);
    vi.advanceTimersByTime(month - 1);
    expect(end).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(end).toHaveBeenCalledOnce();
    const callOff = callAfter(month, end);
    vi.advanceTimersByTime(month - 1);
    callOff();
    vi.advanceTimersByTime(month);
    expect(end).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

it("sets no timer for --for where it cannot listen: the process would stay for so long", async () => {
  x = await startLocalActivity({token: secrets.token});
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
  const release = await holdSpool(spoolDir(dataDir), dataDir);
  const timers = vi.spyOn(globalThis, "setTimeout");
  try {
    const {code, err} = await run(account, "--subscribe", "--for", "60");
    expect(err).toMatch(/^followback: another followback listen is running on .+: stop it first$/m);
    expect(code).toBe(1);
    expect(timers.mock.calls.filter(([, ms]) => ms === 3_600_000)).toEqual([]);
  } finally {
    timers.mockRestore();
    release();
  }
});

it("asks for the id where two tracked accounts have a name, with --network too", async () => {
  x = await startLocalActivity({token: secrets.token, script: [{steps: []}]});
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
  await trackAccount(dataDir, {id: "11", name: "brand"});
  await trackAccount(dataDir, {id: account, name: "brand"});
  for (const flags of [[], ["--network", "x"]]) {
    const {code, err} = await run("brand", ...flags, "--for", "0.01");
    expect(err).toMatch(/^followback: account brand: 2 accounts have that name: give the id/);
    expect(code).toBe(1);
  }
});

it("says one line, with the token taken out, where X refuses", async () => {
  x = await startLocalActivity({
    token: secrets.token,
    script: [{status: 403, body: {title: "Forbidden", detail: `no ${secrets.token}`}}]
  });
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
  const {code, err} = await run(account, "--subscribe");
  expect(code).toBe(1);
  expect(err).not.toContain("listening to");
  expect(err).toMatch(
    /^followback: X answered 403: Forbidden: no \[token\]: X_BEARER_TOKEN may not read this/m
  );
  expect(`${err}${await written()}`).not.toContain("SECRET");
});

it.each([
  ["no token", [account], {X_BEARER_TOKEN: ""}, /missing X_BEARER_TOKEN: get it in X's developer console/],
  ["no secret", [account, "--webhook"], {X_CONSUMER_SECRET: ""}, /missing X_CONSUMER_SECRET/],
  [
    "no account",
    [],
    {},
    /^followback: no account: none is tracked in .+ yet: name one by its id, see docs\/live-x/
  ],
  [
    "nothing at all",
    ["--webhook", "--webhook-id", "1", "--subscribe"],
    {X_BEARER_TOKEN: "", X_CONSUMER_SECRET: ""},
    /^followback: missing X_BEARER_TOKEN and X_CONSUMER_SECRET: get them .+; no account: .+, see docs\/live-x\.md$/
  ],
  ["an unknown account", ["@nobody"], {}, /account @nobody: not tracked: give its id/],
  ["a replay to nowhere", [account, "--replay"], {}, /--replay: X resends to webhooks only/],
  [
    "a webhook that no subscription names",
    [account, "--webhook", "--subscribe"],
    {},
    /^followback: --subscribe: X sends events to a webhook only if the subscription names it: give --webhook-id$/
  ]
])("says one line with %s", async (_, argv, env, line) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const {code, err} = await run(...argv);
  expect(code).toBe(1);
  expect(err.split("\n")[0]).toMatch(line);
});

it("listens to nothing that X is not asked to send: its silence would pass for nobody's leaving", async () => {
  x = await startLocalActivity({token: secrets.token});
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
  const lacking = (type: string) =>
    `followback: account ${account}: X is not asked to send its ${type} events, so that silence would say nothing: add --subscribe`;
  const listen = async (...argv: string[]) => {
    const {code, err} = await run(account, "--for", "0.01", ...argv);
    return [code, err.split("\n")[0]];
  };
  expect(await listen()).toEqual([1, lacking("follow.follow")]);
  x.subscriptions.push({event_type: "follow.follow", filter: {user_id: account}});
  expect(await listen()).toEqual([1, lacking("follow.unfollow")]);
  expect(await readdir(dataDir)).toEqual([]);
  // What X sends to a webhook it sends to the stream too (docs.x.com/x-api/activity/quickstart).
  x.subscriptions.push({event_type: "follow.unfollow", filter: {user_id: account}, webhook_id: "7"});
  expect(await listen()).toEqual([0, "connecting to X's activity stream …; stop with Ctrl-C"]);
});
