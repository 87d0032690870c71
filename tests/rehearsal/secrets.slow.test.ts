import {spawn, type ChildProcess} from "node:child_process";
import {randomBytes} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdtemp, readdir, rm, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {
  sendToWebhook,
  startLocalActivity,
  type LocalActivity
} from "../../data-loaders/demo/server/activity.ts";
import {startLocalX, type LocalX} from "../../data-loaders/demo/server/server.ts";
import {listSnapshots} from "../../src/snapshots/store.ts";
import {follow} from "../x-activity/samples.ts";
import {account, people, postOf, TinyX} from "../x-api/tiny.ts";
import {htmlOf, pageOf, problemOf, startEchoingX, type EchoingX, type Heard, type Twist} from "./echo.ts";
import {Vault} from "./vault.ts";
import {freePort} from "../free-port.ts";

const program = join(import.meta.dirname, "../../src/followback.js");
const vault = new Vault();

/** A secret with the signs that addresses and forms write otherwise. */
function secretOf(name: string, size = 40): string {
  const secret = `${randomBytes(size).toString("base64").slice(0, size)}/+%2F=`;
  vault.note(name, secret);
  return secret;
}

const clientId = "client-of-tests";
const clientSecret = secretOf("client secret");
const bearer = secretOf("bearer", 80);
const oauth1 = {
  X_CONSUMER_KEY: secretOf("consumer key", 25),
  X_CONSUMER_SECRET: secretOf("consumer secret", 50),
  // The local X compares it as the header has it, so it has no sign to encode.
  X_ACCESS_TOKEN: randomBytes(30).toString("base64url"),
  X_ACCESS_TOKEN_SECRET: secretOf("access token secret", 45)
};

vault.note("access token of OAuth 1.0a", oauth1.X_ACCESS_TOKEN);

let root: string;
let town: TinyX;
let localX: LocalX;
let port: number;

interface Run {
  name: string;
  code: number | null;
  out: string;
  err: string;
}
/** Every process by the name of its run. */
const runs = new Map<string, Run>();
/** Files that others on the machine may read and should not. */
const open: string[] = [];
/** The runs after which there was something in the folder where the source works. */
const worked = new Set<string>();

interface Running {
  env?: Record<string, string>;
  started?: (child: ChildProcess) => void;
  /** Called with the process, and what it has said so far, each time it says something. */
  hear?: (child: ChildProcess, said: string) => void;
}

/** Runs the program as a user would, with `--debug` and nothing in the environment but what is given. */
async function run(
  name: string,
  dataDir: string,
  argv: string[],
  {env = {}, started, hear}: Running = {}
): Promise<Run> {
  const child = spawn(process.execPath, [program, "--debug", ...argv], {
    cwd: root,
    env: {PATH: process.env.PATH, HOME: root, FOLLOWBACK_CREDENTIALS: join(root, "login.json"), ...env}
  });
  started?.(child);
  const said = {out: "", err: ""};
  child.stdout.on("data", (chunk) => ((said.out += String(chunk)), hear?.(child, said.out + said.err)));
  child.stderr.on("data", (chunk) => ((said.err += String(chunk)), hear?.(child, said.out + said.err)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const done = {name, code, ...said};
  runs.set(name, done);
  // The address a person is to open holds the state: it is shown for that.
  vault.keep(`${name}: stdout`, argv[0] === "login" ? said.out.replaceAll(/^http\S+$/gm, "") : said.out);
  vault.keep(`${name}: stderr`, said.err);
  await vault.keepFolder(dataDir, name);
  await seeModes(join(dataDir, ".x-api"), name);
  return done;
}

/** What a snapshot that is not whole yet holds is for its owner alone. */
async function seeModes(folder: string, when: string) {
  if (!existsSync(folder)) return;
  worked.add(when);
  for (const name of [".", ...(await readdir(folder))]) {
    const mode = ((await stat(join(folder, name))).mode & 0o777).toString(8);
    if (mode !== (name === "." ? "700" : "600")) open.push(`${when}: ${name} has ${mode}`);
  }
}
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "followback-secrets-"));
  port = await freePort();
  town = new TinyX();
  town.following = people(150, 2_000_000);
  town.followers = people(1200);
  const at = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000);
  town.tweets = [postOf("1900000000000000002", at(1.5), {reposts: 1, quotes: 1, likes: 1})];
  town.mentions = [
    postOf("1900000000000000009", at(0.5), {authorId: town.followers[5]!, inReplyToUserId: account})
  ];
  town.likes.set(town.tweets[0]!.id, [town.followers[7]!]);
  localX = await startLocalX(town, {
    tokens: {user: oauth1.X_ACCESS_TOKEN, app: bearer},
    oauth: {clientId, clientSecret, redirectUris: [`http://127.0.0.1:${port}/callback`]}
  });
  await Promise.all([liveWithLogin(join(root, "data")), liveWithTokens(join(root, "other"))]);
});
afterAll(async () => {
  await localX?.close();
  await rm(root, {recursive: true, force: true});
});

const refusalOf = ({echo}: Heard, error = "invalid_request"): Twist => ({
  status: 400,
  body: {error, error_description: echo}
});

/** Somebody who logged in, on the worst days of X. */
async function liveWithLogin(data: string) {
  const x = await startEchoingX(localX.url, vault.note);
  const step = (name: string, argv: string[], twist: EchoingX["twist"], more: Running = {}) => {
    x.restart();
    x.twist = twist;
    const env = {FOLLOWBACK_X_BASE: x.url, ...more.env};
    return run(name, data, argv, {...more, env});
  };
  /** Logs in with a browser: opens the address as soon as it is shown. */
  const login = (name: string, twist: EchoingX["twist"]) => {
    let isOpened = false;
    return step(name, ["login", "--client-id", clientId, "--port", String(port)], twist, {
      env: {X_CLIENT_SECRET: clientSecret},
      hear(_, said) {
        const url = /^http\S+$/m.exec(said)?.[0];
        if (url && !isOpened && said.includes(`${url}\n`)) {
          isOpened = true;
          void fetch(url).then((response) => response.text());
        }
      }
    });
  };
  const snapshot = ["snapshot", "@brand", "--data", data];
  try {
    await login("login refused", (heard) => (heard.at === "POST /2/oauth2/token" ? refusalOf(heard) : null));
    await login("login", (heard) => {
      if (heard.at === "POST /2/oauth2/token" && heard.nth === 0) return htmlOf(503, heard);
      return heard.at === "GET /2/users/me" ? problemOf(402, heard) : null;
    });
    let running: ChildProcess | null = null;
    await step(
      "killed",
      snapshot,
      (heard) => {
        if (heard.at !== "GET /2/users/:id/followers" || heard.nth < 1) return pageOf(heard);
        running?.kill("SIGKILL");
        return "silence";
      },
      {started: (child) => (running = child)}
    );
    await step("no credits", snapshot, (heard) => {
      const {at, nth} = heard;
      if (nth === 0 && at === "GET /2/users/:id/followers") return problemOf(401, heard);
      if (nth === 0 && at === "GET /2/users/:id/tweets") {
        const limit = {"x-rate-limit-limit": "900", "x-rate-limit-remaining": "0"};
        const reset = {"x-rate-limit-reset": String(Math.floor(Date.now() / 1000))};
        const headers = {...limit, ...reset, "x-echo": encodeURI(heard.echo)};
        return {status: 429, body: {title: heard.echo}, headers};
      }
      if (at === "GET /2/users/:id/mentions") return nth === 0 ? htmlOf(503, heard) : problemOf(402, heard);
      return pageOf(heard);
    });
    await step("too dear", [...snapshot, "--max-cost", "0.001"], pageOf);
    town.lost.set(town.followers[3]!, "gone");
    await step("forget", ["forget", "--compliance", "--yes", "--data", data], pageOf);
    await step("odd", [...snapshot, "--incremental"], (heard) => {
      const {at, echo} = heard;
      if (at === "GET /2/users/:id/followers")
        return {status: 200, body: {errors: [{title: echo, detail: echo, value: echo}]}};
      if (at.endsWith("liking_users")) return problemOf(403, heard, "Forbidden");
      if (at.endsWith("retweets")) return {status: 200, body: {data: {id: echo}}};
      if (at.endsWith("quote_tweets")) return problemOf(400, heard);
      return pageOf(heard);
    });
    localX.oauth.expireAll();
    await step("refresh refused", snapshot, (heard) =>
      heard.at === "POST /2/oauth2/token" ? refusalOf(heard) : pageOf(heard)
    );
    await step("token refused", snapshot, (heard) =>
      heard.at.startsWith("GET /2/users") ? problemOf(401, heard) : null
    );
    await step("again", snapshot, pageOf);
    await step("status", ["login", "--status"], pageOf);
    await step("logout refused", ["logout"], (heard) => refusalOf(heard, "unauthorized_client"));
  } finally {
    await x.close();
  }
}

/** Somebody with tokens in the environment, who also listens. */
async function liveWithTokens(data: string) {
  const x = await startEchoingX(localX.url, vault.note);
  const snapshot = ["snapshot", account, "--data", data];
  const step = (name: string, argv: string[], env: Record<string, string>, twist: EchoingX["twist"]) => {
    x.restart();
    x.twist = twist;
    const file = join(root, "none.json");
    return run(name, data, argv, {env: {FOLLOWBACK_X_BASE: x.url, FOLLOWBACK_CREDENTIALS: file, ...env}});
  };
  try {
    await step("OAuth 1.0a", snapshot, oauth1, (heard) => {
      if (heard.at.endsWith("liking_users")) return problemOf(403, heard);
      return heard.at.endsWith("mentions") ? problemOf(404, heard) : pageOf(heard);
    });
    await step("bearer", snapshot, {X_BEARER_TOKEN: bearer}, (heard) =>
      heard.at.endsWith("followers") ? problemOf(401, heard) : pageOf(heard)
    );
    await step("spending cap", snapshot, {X_USER_TOKEN: localX.oauth.issue().access_token}, (heard) =>
      problemOf(403, heard, "Spend cap reached")
    );
  } finally {
    await x.close();
  }
  await listen(data);
  await run("report", data, ["report", "--data", data, "--out", join(root, "dist")]);
  await vault.keepFolder(join(root, "dist"), "report: dist");
  await run("check", data, ["check", "--data", data]);
}

/** Events by stream and by webhook; X repeats the token in whatever it sends. */
async function listen(data: string) {
  const echo = `Authorization: Bearer ${bearer} ${Buffer.from(bearer).toString("base64")}`;
  const spoiled = (uuid: string, by: string) => {
    const event = follow(uuid, by);
    event.payload.source.data.description = echo;
    return event;
  };
  const withX = async (
    name: string,
    script: Parameters<typeof startLocalActivity>[0]["script"],
    argv: string[],
    hear?: Running["hear"]
  ) => {
    const x: LocalActivity = await startLocalActivity({token: bearer, script: script!});
    const env = {FOLLOWBACK_X_BASE: x.url, X_BEARER_TOKEN: bearer};
    await run(name, data, ["listen", account, "--data", data, ...argv], {env, hear}).finally(() => x.close());
  };
  await withX(
    "stream",
    [
      {
        steps: [
          {send: spoiled("-1", "5")},
          {send: `${JSON.stringify({errors: [{title: echo, detail: echo}]})}\r\n`},
          {send: {event_type: bearer, payload: {}}},
          {waitMs: 30},
          {drop: true}
        ]
      },
      {status: 503, body: {title: echo}, headers: {"x-echo": encodeURI(echo)}},
      {steps: [{send: spoiled("-2", "6")}]}
    ],
    ["--subscribe", "--for", "600"],
    (child, said) => {
      // Asked a second time it would end at once.
      if (!child.killed && said.includes("X answered 503")) child.kill("SIGTERM");
    }
  );
  await withX("stream refused", [{status: 403, body: {title: "Forbidden", detail: echo}}], ["--subscribe"]);
  const {X_CONSUMER_SECRET: secret} = oauth1;
  let isSent = false;
  const hear = (child: ChildProcess, said: string) => {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    if (!url || isSent) return;
    isSent = true;
    void (async () => {
      await fetch(`${url}/?crc_token=check`).then((response) => response.text());
      await sendToWebhook(url, secret, follow("-4", "8"), `sha256=${secret}`);
      const event = follow("-3", "7");
      event.payload.source.data.description = `${secret} ${encodeURIComponent(secret)}`;
      await sendToWebhook(url, secret, {data: event});
      child.kill("SIGTERM");
    })();
  };
  const env = {X_CONSUMER_SECRET: secret, X_BEARER_TOKEN: bearer};
  const argv = ["listen", account, "--webhook", "--port", String(await freePort()), "--data", data];
  await run("webhook", data, argv, {env, hear});
}

it("met what it was to meet", async () => {
  expect([...runs.values()].map(({name, code}) => [name, code])).toEqual(
    expect.arrayContaining([
      ["login refused", 1],
      ["login", 0],
      ["killed", null],
      ["no credits", 1],
      ["too dear", 1],
      ["odd", 0],
      ["refresh refused", 1],
      ["token refused", 1],
      ["again", 0],
      ["forget", 0],
      ["status", 0],
      ["report", 0],
      ["check", 0],
      ["logout refused", 1],
      ["OAuth 1.0a", 0],
      ["bearer", 1],
      ["spending cap", 1],
      ["stream", 0],
      ["stream refused", 1],
      ["webhook", 0]
    ])
  );
  // What was to be said was said, with the secrets taken out.
  const said = Object.fromEntries([...runs].map(([name, {err}]) => [name, err]));
  expect(said["login refused"]).toContain(
    "X answered 400: invalid_request: Authorization: Basic [token] code=[token]"
  );
  expect(said.login).toContain(
    "X did not say whose login it is (X answered 402: Echo: Authorization: Bearer [token]"
  );
  expect(said["no credits"]).toContain("stopped early: X answered 402: Echo: Authorization: Bearer [token]");
  expect(said["too dear"]).toContain("--max-cost");
  expect(said.forget).toContain("deleted or deactivated: 1; ");
  expect(said.odd).toContain("followers: 0 rows, partial: page 1: X answered: Authorization: Bearer [token]");
  expect(said["refresh refused"]).toContain("X answered 400: invalid_request: Authorization: Basic [token]");
  expect(said["token refused"]).toContain("X answered 401: Echo: Authorization: Bearer [token]");
  expect(said["spending cap"]).toContain("X answered 403: Spend cap reached: Authorization: Bearer [token]");
  expect(said.stream).toContain("X answered 503: Authorization: Bearer [token]");
  expect(said.webhook).toContain("requests refused: 1\n");
  expect((await listSnapshots(join(root, "data"))).length).toBeGreaterThanOrEqual(3);
  expect(await listSnapshots(join(root, "other"))).toHaveLength(4);
});

it("wrote no secret anywhere", () => {
  expect(vault.names).toEqual(
    expect.arrayContaining([
      "client secret",
      "proof of the client",
      "code",
      "state",
      "code_verifier",
      "access token",
      "refresh token",
      "consumer key",
      "consumer secret",
      "access token secret",
      "access token of OAuth 1.0a",
      "bearer"
    ])
  );
  // Journals with answers, snapshots and their values, settings, marts, pages.
  for (const kind of [
    /\.x-api\/\d+\.ndjson$/,
    /snapshot\.json$/,
    /values of .*users\.parquet$/,
    /marts\//,
    /\.html$/
  ])
    expect(vault.places.some((place) => kind.test(place))).toBe(true);
  expect(vault.leaks()).toEqual([]);
});

it("keeps what is not whole yet for its owner alone, and the login out of the data folder", async () => {
  expect([...worked]).toEqual(expect.arrayContaining(["killed", "no credits", "bearer"]));
  expect(open).toEqual([]);
  expect((await stat(join(root, "login.json"))).mode & 0o777).toBe(0o600);
  expect(
    vault.places.filter((place) => /login|credential/.test(place.split(": ").at(-1)!.split(" ")[0]!))
  ).toEqual([]);
});
