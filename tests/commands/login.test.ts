import {hear} from "./hear.ts";
import {existsSync, statSync} from "node:fs";
import {mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {createServer} from "node:net";
import {devNull, tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {startLocalX, type LocalX} from "../../data-loaders/demo/server/server.ts";
import {credentialsFrom} from "../../data-loaders/x/access/credentials.ts";
import {readCredentials} from "../../data-loaders/x/access/credentials-file.ts";
import {logIn, logOut} from "../../data-loaders/x/access/login.ts";
import {OAuth} from "../../data-loaders/x/access/oauth.ts";
import {account, TestClock, TinyX, tokens} from "../x-api/tiny.ts";
import {freePort} from "../free-port.ts";

const clientId = "client-of-tests";
let folder: string;
let file: string;
let port: number;
let x: LocalX;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "followback-login-"));
  file = join(folder, "credentials.json");
  port = await freePort();
  await serve();
  for (const name of ["X_USER_TOKEN", "X_BEARER_TOKEN", "X_ACCESS_TOKEN", "X_CLIENT_ID", "X_CLIENT_SECRET"])
    vi.stubEnv(name, undefined);
  vi.stubEnv("FOLLOWBACK_CREDENTIALS", file);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await x.close();
  await rm(folder, {recursive: true, force: true});
});

async function serve(more: {clientSecret?: string} = {}) {
  await x?.close();
  const oauth = {clientId, redirectUris: [`http://127.0.0.1:${port}/callback`], ...more};
  x = await startLocalX(new TinyX(), {tokens, oauth});
  vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
}

/** Runs the command line; `browse` gets the address it shows. Returns what it said and what `browse` came to. */
async function run<T>(argv: string[], browse?: (url: string) => Promise<T>) {
  let page = null as Promise<T> | null;
  const heard = await hear(["--debug", ...argv], (out) => {
    if (browse && !page) page = browse(out.trim());
  });
  return {...heard, page: await page};
}

const loginLine = () => ["login", "--client-id", clientId, "--port", String(port)];
const login = (argv: string[] = []) => run([...loginLine(), ...argv], openPage);

/** A browser: follows X's redirect to loopback and reads the page there. */
async function openPage(url: string) {
  const response = await fetch(url);
  return {at: response.url, status: response.status, headers: response.headers, text: await response.text()};
}

const callback = (query: string) => openPage(`http://127.0.0.1:${port}/callback?${query}`);

describe("followback login", () => {
  it("logs in by the browser, stores the login, and shows no secret", async () => {
    await writeFile(file, '{"X_BEARER_TOKEN": "SECRET-bearer"}', {mode: 0o600});
    const {code, out, err, page} = await login();
    expect(code).toBe(0);
    const {searchParams} = new URL(out.trim());
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: "code",
      client_id: clientId,
      redirect_uri: `http://127.0.0.1:${port}/callback`,
      code_challenge_method: "S256",
      scope: "tweet.read users.read follows.read like.read offline.access"
    });
    expect(out).toContain("&scope=tweet.read%20users.read%20");
    expect(err).toContain(`registered, exactly: http://127.0.0.1:${port}/callback\n`);
    expect(err).toContain(
      "if X shows an error there, the client id or the redirect address does not match the app's; Ctrl+C ends this\n"
    );
    expect(err).toContain("asking X once whose login this is: $0.010");
    expect(err).toContain(`logged in as @brand (id: ${account}); stored in ${file}\n`);
    expect(x.requests["/2/users/me"]!.requests).toBe(1);
    const stored = await readCredentials(file);
    expect(stored).toMatchObject({
      X_BEARER_TOKEN: "SECRET-bearer",
      login: {clientId, clientSecret: null, userId: account, username: "brand"}
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const credentials = await credentialsFrom();
    expect(credentials.name).toBe("the login of @brand");
    expect(x.oauth.isGood((await credentials.token()).accessToken)).toBe(true);
    const secrets = [...credentials.secrets(), new URL(page!.at).searchParams.get("code")!];
    expect(secrets).toHaveLength(4);
    expect(secrets.filter((secret) => `${out}${err}`.includes(secret))).toEqual([]);
  });

  it("answers the browser with a page that runs nothing, repeats nothing and tells nobody", async () => {
    const {page} = await login();
    const {status, headers, text, at} = page!;
    expect(status).toBe(200);
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(text).not.toMatch(/<script|https?:|src=/);
    for (const value of new URL(at).searchParams.values()) expect(text).not.toContain(value);
  });

  it("does not ask whose login it is with --no-me", async () => {
    const {code, err} = await login(["--no-me"]);
    expect(code).toBe(0);
    expect(err).toContain("logged in as an unknown user (X was not asked)");
    expect(x.requests["/2/users/me"]).toBeUndefined();
    expect((await credentialsFrom()).name).toBe("the login");
  });

  it("keeps a login though X does not say whose it is", async () => {
    await x.close();
    const oauth = {clientId, redirectUris: [`http://127.0.0.1:${port}/callback`]};
    const fault = () => ({status: 402, body: {title: "CreditsDepleted"}});
    x = await startLocalX(new TinyX(), {tokens, oauth, fault});
    vi.stubEnv("FOLLOWBACK_X_BASE", x.url);
    const {code, err} = await login();
    expect(code).toBe(0);
    expect(err).toContain("X did not say whose login it is (X answered 402: CreditsDepleted); it is stored");
    expect((await readCredentials(file)).login).toMatchObject({userId: null});
  });

  it("proves a confidential client by X_CLIENT_SECRET, and takes the app of the last login by default", async () => {
    await serve({clientSecret: "SECRET-client"});
    const without = await login();
    expect(without.code).toBe(1);
    expect(without.err).toMatch(
      /^followback: X answered 401: unauthorized_client: .*an app of type "confidential" needs X_CLIENT_SECRET too$/m
    );
    expect(existsSync(file)).toBe(false);
    vi.stubEnv("X_CLIENT_SECRET", "SECRET-client");
    const first = await login();
    expect(first.code).toBe(0);
    vi.stubEnv("X_CLIENT_SECRET", undefined);
    const again = await run(["login", "--port", String(port)], openPage);
    expect(again.code).toBe(0);
    expect(again.err).toContain(`this replaces the login of @brand (id: ${account})`);
    expect(`${first.out}${first.err}${again.out}${again.err}`).not.toContain("SECRET");
  });

  it.each([
    {
      name: "it was denied",
      browse: async (url: string) => ((x.oauth.isDenying = true), void (await openPage(url))),
      line: "login: access was denied in the browser, so nothing was stored: run followback login to try again"
    },
    {
      name: "the state is wrong",
      browse: () => callback("state=other&code=SECRET-code"),
      line: "login: the answer belongs to another login (wrong state): run followback login again"
    },
    {
      name: "the code is wrong",
      browse: (url: string) => callback(`state=${new URL(url).searchParams.get("state")}&code=SECRET-code`),
      line: "X answered 400: invalid_request: Value passed for the authorization code was invalid: run followback login again, and check that the client id is the app's OAuth 2.0 client id"
    },
    {
      name: "there is no code",
      browse: (url: string) => callback(`state=${new URL(url).searchParams.get("state")}`),
      line: "login: X's answer has no code: run followback login again"
    }
  ])("says one line and stores nothing where $name", async ({browse, line}) => {
    const {code, out, err} = await run(loginLine(), browse);
    expect(code).toBe(1);
    expect(err).toContain(`\nfollowback: ${line}\n`);
    expect(`${out}${err}`).not.toContain("SECRET");
    expect(existsSync(file)).toBe(false);
  });

  it("is not ended by a visit to another address", async () => {
    const {code, page} = await run(loginLine(), async (url) => {
      const strays = [
        await fetch(`http://127.0.0.1:${port}/favicon.ico`),
        await fetch(`http://127.0.0.1:${port}/callback`, {method: "POST", body: "state=x"})
      ];
      await openPage(url);
      return strays.map(({status}) => status);
    });
    expect(code).toBe(0);
    expect(page).toEqual([404, 405]);
  });

  it("says which port is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const {code, out, err} = await login();
    await new Promise((resolve) => server.close(resolve));
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toMatch(new RegExp(`^followback: port ${port}: cannot listen on it \\(EADDRINUSE\\): `, "m"));
  });

  it("says before the browser is opened that the file has no place", async () => {
    vi.stubEnv("FOLLOWBACK_CREDENTIALS", join(devNull, "credentials.json"));
    const {code, out, err} = await login();
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toMatch(/^followback: .*credentials.json: cannot be locked \(\w+\): choose another place/m);
  });

  it("gives up after a while, and says what may be the matter", async () => {
    const app = {clientId, clientSecret: null};
    const quiet = {show: () => {}, log: () => {}};
    await expect(logIn({app, file, port, askMe: false, waitMs: 20, ...quiet})).rejects.toThrow(
      `login: no answer within 1 minute: run followback login again; if X showed an error, register http://127.0.0.1:${port}/callback with the app`
    );
  });

  it("asks for the client id where it is not known", async () => {
    const {code, err} = await run(["login"]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^followback: missing client id: .*--client-id or X_CLIENT_ID, see docs\/live-x\.md$/m
    );
  });
});

it("lets a snapshot renew a token that X takes no more, and leaves no secret in the data", async () => {
  await login();
  const before = (await credentialsFrom()).secrets();
  x.oauth.expireAll();
  const dataDir = join(folder, "data");
  const {code, out, err} = await run(["snapshot", "@brand", "--data", dataDir]);
  expect(code).toBe(0);
  expect(x.oauth.refreshes).toBe(1);
  const entries = await readdir(dataDir, {recursive: true, withFileTypes: true});
  const files = entries.filter((entry) => entry.isFile()).map(({parentPath, name}) => join(parentPath, name));
  expect(files.length).toBeGreaterThan(3);
  const written = await Promise.all(files.map((name) => readFile(name, "latin1")));
  const all = [out, err, ...written].join("\n");
  const secrets = [...before, ...(await credentialsFrom()).secrets()];
  expect(new Set(secrets).size).toBe(4);
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
});

describe("the state of a login", () => {
  it("is told by --status, but never the token", async () => {
    await login();
    const {expiresAt} = (await readCredentials(file)).login!;
    vi.stubEnv("X_USER_TOKEN", "SECRET-user");
    const {code, out, err} = await run(["login", "--status"]);
    expect(code).toBe(0);
    expect(out).toMatch(
      new RegExp(
        `^user: @brand \\(id: ${account}\\)\nsince: .*Z\nscopes: tweet.read .* offline.access\ntoken until: ${expiresAt.toISOString()}, then renewed by itself\n$`
      )
    );
    expect(err).toBe("X_USER_TOKEN is set and goes first: unset it to use this login\n");
    vi.stubEnv("X_USER_TOKEN", undefined);
    const secrets = (await credentialsFrom()).secrets();
    expect(secrets.filter((secret) => `${out}${err}`.includes(secret))).toEqual([]);
  });

  it("is one line where nobody is logged in", async () => {
    const status = await run(["login", "--status"]);
    expect(status.code).toBe(1);
    expect(status.err).toMatch(/^followback: not logged in \(.*\): run followback login$/m);
    expect((await run(["logout"])).err).toMatch(/^followback: not logged in: there is nothing to end$/m);
  });
});

describe("followback logout", () => {
  it("ends the login at X and here", async () => {
    await login();
    const ended = (await readCredentials(file)).login!;
    const {code, err} = await run(["logout"]);
    expect(code).toBe(0);
    expect(err).toBe(`logged out: @brand (id: ${account})\n`);
    expect(existsSync(file)).toBe(false);
    expect(x.oauth.isGood(ended.accessToken)).toBe(false);
    await expect(new OAuth(ended).refresh(ended.refreshToken!)).rejects.toThrow("invalid_request");
  });

  it("leaves other secrets of the file", async () => {
    await writeFile(file, '{"X_BEARER_TOKEN": "SECRET-bearer"}', {mode: 0o600});
    await login();
    await run(["logout"]);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({X_BEARER_TOKEN: "SECRET-bearer"});
  });

  it("keeps the login where X cannot be reached", async () => {
    await login();
    const before = await readFile(file, "utf8");
    const clock = new TestClock();
    await expect(logOut(file, {base: "http://127.0.0.1:9", clock})).rejects.toThrow(
      /^X cannot be reached .*: the login was not removed: run followback logout again/
    );
    expect(clock.slept).toEqual([1000, 2000]);
    expect(await readFile(file, "utf8")).toBe(before);
  });
});
