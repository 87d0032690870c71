import {spawn} from "node:child_process";
import {once} from "node:events";
import {readFileSync, statSync} from "node:fs";
import {chmod, mkdir, mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {
  readCredentials,
  writeCredentials,
  type CredentialsFile,
  type Login
} from "../../../data-loaders/x/access/credentials-file.ts";
import {LoginCredentials} from "../../../data-loaders/x/access/login-credentials.ts";
import {OAuth} from "../../../data-loaders/x/access/oauth.ts";
import {startOAuth, type OAuthServer} from "./oauth-server.ts";
import {TestClock} from "../../x-api/tiny.ts";

const app = {clientId: "client-of-tests", redirectUris: []};
const minute = 60_000;
let folder: string;
let file: string;
let clock: TestClock;
let server: OAuthServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "followback-login-"));
  file = join(folder, "credentials.json");
  clock = new TestClock(Date.now());
  server = await startOAuth(app, clock);
});
afterEach(async () => {
  await server.close();
  await rm(folder, {recursive: true, force: true});
});

/** Stores a login as it would be after two hours less `leftMs`. */
async function logIn(leftMs: number, more: Partial<Login> = {}): Promise<Login> {
  const pair = server.oauth.issue();
  const login: Login = {
    clientId: app.clientId,
    clientSecret: null,
    accessToken: pair.access_token,
    expiresAt: new Date(clock.time + leftMs),
    refreshToken: pair.refresh_token!,
    scopes: pair.scope.split(" "),
    userId: "9",
    username: "brand",
    since: new Date(clock.time),
    ...more
  };
  await writeCredentials(file, {login, X_BEARER_TOKEN: "SECRET-bearer"});
  return login;
}

const open = (login: Login, more = {}) =>
  new LoginCredentials({file, login, base: server.url, clock, ...more});
const stored = async () => (await readCredentials(file)).login!;
const oauth2 = (accessToken: string) => ({kind: "oauth2", accessToken}) as const;

async function thrownBy(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.unreachable(),
    (error: Error) => error
  );
}

describe("a token that ends", () => {
  it("is used as it is while it lasts a minute, and renewed before that is over", async () => {
    const login = await logIn(10 * minute);
    const credentials = open(login);
    clock.time += 9 * minute - 1;
    expect(await credentials.token()).toEqual(oauth2(login.accessToken));
    expect(server.oauth.refreshes).toBe(0);
    clock.time += 1;
    const renewed = await credentials.token();
    expect(server.oauth.isGood(renewed.accessToken)).toBe(true);
    expect(server.oauth.refreshes).toBe(1);
    // Two hours, as X says.
    expect((await stored()).expiresAt.getTime()).toBe(clock.time + 7_200_000);
  });

  it("is renewed again and again, each refresh token used once, and other secrets of the file stay", async () => {
    const credentials = open(await logIn(0));
    const seen = new Set<string>();
    for (let nth = 0; nth < 5; nth++) {
      seen.add((await credentials.token()).accessToken);
      seen.add((await stored()).refreshToken!);
      clock.time += 120 * minute;
    }
    expect(seen.size).toBe(10);
    expect(server.oauth.refusals).toBe(0);
    expect((await readCredentials(file)).X_BEARER_TOKEN).toBe("SECRET-bearer");
    expect([...seen].filter((secret) => !credentials.secrets().includes(secret))).toEqual([]);
  });

  it("is on the disk, whole and mode 600, before X ever sees it", async () => {
    const credentials = open(await logIn(0));
    let atUse: CredentialsFile | null = null;
    server.onUse = () => void (atUse = JSON.parse(readFileSync(file, "utf8")) as CredentialsFile);
    const token = await credentials.token();
    expect((await new OAuth(await stored(), {base: server.url}).whoIs(token.accessToken)).id).toBe("9");
    expect(atUse!.login!.accessToken).toBe(token.accessToken);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).sort()).toEqual(["credentials.json", "credentials.json.lock"]);
  });

  it("is asked for as X's pages say: a form, with Basic for a confidential client and its secret nowhere else", async () => {
    await open(await logIn(0)).token();
    expect(Object.fromEntries(server.asked[0]!.form)).toMatchObject({
      grant_type: "refresh_token",
      client_id: app.clientId
    });
    expect(server.asked[0]!.authorization).toBeUndefined();
    await server.close();
    server = await startOAuth({...app, clientSecret: "SECRET:client"}, clock);
    await open(await logIn(0, {clientSecret: "SECRET:client"})).token();
    // Base64 of "client-of-tests:SECRET%3Aclient".
    expect(server.asked[0]!.authorization).toBe("Basic Y2xpZW50LW9mLXRlc3RzOlNFQ1JFVCUzQWNsaWVudA==");
    expect([...server.asked[0]!.form.keys()]).not.toContain("client_secret");
  });

  it("is shared by all who ask at once", async () => {
    server.delayMs = 20;
    const login = await logIn(0);
    const credentials = open(login);
    const tokens = await Promise.all([
      ...Array.from({length: 8}, () => credentials.token()),
      credentials.renew(oauth2(login.accessToken))
    ]);
    expect(new Set(tokens.map(({accessToken}) => accessToken)).size).toBe(1);
    expect(server.oauth.refreshes).toBe(1);
  });

  it("is renewed after a 401, once for all whom X refused the same token", async () => {
    const login = await logIn(100 * minute);
    const credentials = open(login);
    server.oauth.expireAll();
    const first = await credentials.renew(oauth2(login.accessToken));
    const second = await credentials.renew(oauth2(login.accessToken));
    expect(second).toEqual(first);
    expect(first.accessToken).not.toBe(login.accessToken);
    expect(server.oauth.refreshes).toBe(1);
  });

  it("is used to its end where it cannot be renewed", async () => {
    const credentials = open(await logIn(30_000, {refreshToken: null}));
    expect((await credentials.token()).accessToken).toBe((await stored()).accessToken);
    clock.time += 30_000;
    await expect(credentials.token()).rejects.toThrow(
      "the login of @brand has expired: run followback login"
    );
  });
});

describe("a renewal that fails", () => {
  it.each<{name: string; fault: OAuthServer["faults"][number]}>([
    {name: "503 with html", fault: {status: 503, body: "<html>"}},
    {name: "a connection that breaks", fault: "reset"}
  ])("is tried three times in all after $name", async ({fault}) => {
    server.faults.push(fault, fault);
    const credentials = open(await logIn(0));
    expect(server.oauth.isGood((await credentials.token()).accessToken)).toBe(true);
    expect(clock.slept).toEqual([1000, 2000]);
  });

  it("does not stick: the next call tries again", async () => {
    server.faults.push(...Array<"reset">(3).fill("reset"));
    const credentials = open(await logIn(0));
    await expect(credentials.token()).rejects.toMatchObject({name: "XFailure", kind: "network"});
    expect(server.asked).toHaveLength(3);
    expect(server.oauth.isGood((await credentials.token()).accessToken)).toBe(true);
  });

  it("is one for all who ask at once", async () => {
    server.faults.push(...Array<"reset">(3).fill("reset"));
    const credentials = open(await logIn(0));
    const asked = await Promise.allSettled(Array.from({length: 5}, () => credentials.token()));
    expect(asked.map(({status}) => status)).toEqual(Array(5).fill("rejected"));
    expect(server.asked).toHaveLength(3);
  });

  it("leaves the last minute of the old token", async () => {
    server.faults.push(...Array<"reset">(6).fill("reset"));
    const login = await logIn(30_000);
    const credentials = open(login);
    expect(await credentials.token()).toEqual(oauth2(login.accessToken));
    clock.time += 30_000;
    await expect(credentials.token()).rejects.toThrow("X cannot be reached");
  });

  it("says to log in again where X takes the refresh token no more, and never shows it", async () => {
    const login = await logIn(0);
    await new OAuth(login, {base: server.url}).refresh(login.refreshToken!);
    const credentials = open(login);
    const error = await thrownBy(credentials.token());
    expect(error.name).toBe("UserError");
    expect(error.message).toBe(
      "X answered 400: invalid_request: Value passed for the token was invalid: the login of @brand has expired, or is used on another machine: run followback login"
    );
    expect(server.asked).toHaveLength(2);
  });

  it("says to log in again where the answer with the new pair was lost on the way", async () => {
    server.faults.push("cut");
    const credentials = open(await logIn(0));
    await expect(credentials.token()).rejects.toThrow("run followback login");
    expect(server.oauth.refreshes).toBe(1);
    expect(server.oauth.refusals).toBe(1);
  });

  it("takes out what X repeats of a secret, from the message and the stack", async () => {
    const login = await logIn(0, {refreshToken: "SECRET+refresh/="});
    const words = `no SECRET+refresh/= ${encodeURIComponent("SECRET+refresh/=")}`;
    server.faults.push({
      status: 400,
      body: JSON.stringify({error: "invalid_grant", error_description: `${"x".repeat(230)} ${words}`})
    });
    const error = await thrownBy(open(login).token());
    expect(error.message).toContain("no [token] [token]");
    expect(`${error.message}${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain(
      "SECRET"
    );
  });

  it("ends with a time-out where X says nothing", async () => {
    server.faults.push(...Array<"silence">(3).fill("silence"));
    const login = await logIn(0);
    const oauth = new OAuth(login, {base: server.url, clock, timeoutMs: 40});
    await expect(oauth.refresh(login.refreshToken!)).rejects.toThrow(
      "X did not finish its answer within 0.04 seconds"
    );
  });

  it("keeps a pair it could not store, and stores it at the next call", async () => {
    const login = await logIn(0);
    const credentials = open(login);
    // A folder where the new file would stand: nothing can be written, whoever runs this.
    const blocked = `${file}.${process.pid}.new`;
    await mkdir(join(blocked, "x"), {recursive: true});
    await expect(credentials.token()).rejects.toThrow("credentials.json: cannot be written");
    expect((await stored()).refreshToken).toBe(login.refreshToken);
    await rm(blocked, {recursive: true});
    const token = await credentials.token();
    expect(server.oauth.refreshes).toBe(1);
    expect((await stored()).accessToken).toBe(token.accessToken);
  });
});

describe("a file that changed meanwhile", () => {
  it("is not used where it holds somebody else's login", async () => {
    const login = await logIn(0);
    await logIn(100 * minute, {userId: "10", username: "other"});
    await expect(open(login).token()).rejects.toThrow("the login of @brand was replaced by another login");
  });

  it("is not renewed where somebody logged out", async () => {
    const login = await logIn(0);
    await writeCredentials(file, {});
    await expect(open(login).token()).rejects.toThrow("gone from the credentials file: run followback login");
    expect(server.oauth.refreshes).toBe(0);
  });

  it("is not read where others may read it", async () => {
    const login = await logIn(0);
    await chmod(file, 0o640);
    await expect(open(login).token()).rejects.toThrow(
      `${file}: others on this machine can read it (mode 640): run chmod 600 ${file}`
    );
  });
});

describe("several processes", () => {
  const script = fileURLToPath(new URL("renewing.ts", import.meta.url));

  /** Starts a process that is about to ask for a token; `go` lets it, and tells how it ended and what it printed. */
  async function start(way: string) {
    const child = spawn(process.execPath, ["--import", "tsx", script, way], {
      env: {...process.env, FOLLOWBACK_CREDENTIALS: file, FOLLOWBACK_X_BASE: server.url, X_USER_TOKEN: ""},
      stdio: ["pipe", "pipe", "inherit"]
    });
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    await once(child.stdout, "data");
    return async () => {
      child.stdin.write("go\n");
      const [code, signal] = (await once(child, "close")) as [number | null, string | null];
      return {code, signal, token: out.replace("ready\n", "").trim()};
    };
  }

  it("renew once between them, and both use the one pair", async () => {
    server.delayMs = 100;
    await logIn(0);
    const ready = await Promise.all([start("use"), start("use")]);
    const [one, other] = await Promise.all(ready.map((go) => go()));
    expect(one).toMatchObject({code: 0, token: (await stored()).accessToken});
    expect(other!.token).toBe(one!.token);
    expect(server.oauth.refreshes).toBe(1);
    expect(server.oauth.refusals).toBe(0);
  });

  it("go on with the pair of one that was killed before it could use it", async () => {
    await logIn(0);
    const die = await start("die");
    expect(await die()).toMatchObject({signal: "SIGKILL", token: ""});
    const pair = await stored();
    expect(server.oauth.refreshes).toBe(1);
    const next = open(pair);
    expect(await next.token()).toEqual(oauth2(pair.accessToken));
    clock.time += 120 * minute;
    expect(server.oauth.isGood((await next.token()).accessToken)).toBe(true);
    expect(server.oauth.refusals).toBe(0);
  });
});
