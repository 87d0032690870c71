import {chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {
  credentialsFrom,
  maybeReadSecret,
  staticCredentials
} from "../../../data-loaders/x/access/credentials.ts";
import {readCredentials, writeCredentials} from "../../../data-loaders/x/access/credentials-file.ts";
import {credentialsPath, deletePrivate} from "../../../data-loaders/access/private-file.ts";
import {hideSecrets} from "../../../data-loaders/access/hide.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "followback-credentials-"));
  file = join(folder, "made", "credentials.json");
});
afterEach(() => rm(folder, {recursive: true, force: true}));

const login = {
  clientId: "client-of-tests",
  clientSecret: "SECRET-client",
  accessToken: "SECRET-access",
  expiresAt: new Date("2999-01-01T00:00:00Z"),
  refreshToken: "SECRET-refresh",
  scopes: ["tweet.read"],
  userId: "9",
  username: "brand",
  since: new Date("2026-01-01T00:00:00Z")
};
const oauth1 = {
  X_CONSUMER_KEY: "key",
  X_CONSUMER_SECRET: "SECRET-consumer",
  X_ACCESS_TOKEN: "SECRET-a",
  X_ACCESS_TOKEN_SECRET: "SECRET-b"
};
const from = (env: Record<string, string>) => credentialsFrom({FOLLOWBACK_CREDENTIALS: file, ...env});

describe("the order of credentials", () => {
  it("is user token, OAuth 1.0a, login, bearer token", async () => {
    await writeCredentials(file, {login});
    const all = {X_USER_TOKEN: "SECRET-user", ...oauth1, X_BEARER_TOKEN: "SECRET-bearer"};
    const first = await from(all);
    expect(first).toMatchObject({kind: "user", name: "X_USER_TOKEN"});
    expect(await first.token()).toEqual({kind: "oauth2", accessToken: "SECRET-user"});
    expect(first.secrets()).toEqual(expect.arrayContaining(["SECRET-bearer", "SECRET-b", "SECRET-consumer"]));
    const second = await from({...all, X_USER_TOKEN: " "});
    expect(second).toMatchObject({kind: "user", name: "X_ACCESS_TOKEN"});
    expect(await second.token()).toEqual({
      kind: "oauth1",
      appKey: "key",
      appSecret: "SECRET-consumer",
      accessToken: "SECRET-a",
      accessSecret: "SECRET-b"
    });
    const third = await from({X_BEARER_TOKEN: "SECRET-bearer", X_CONSUMER_SECRET: "SECRET-consumer"});
    expect(third).toMatchObject({kind: "user", name: "the login of @brand"});
    expect(third.secrets().sort()).toEqual([
      "SECRET-access",
      "SECRET-bearer",
      "SECRET-client",
      "SECRET-consumer",
      "SECRET-refresh"
    ]);
    await rm(file);
    const last = await from({X_BEARER_TOKEN: " SECRET-bearer\n"});
    expect(last).toMatchObject({kind: "bearer", name: "X_BEARER_TOKEN"});
    expect(await last.token()).toEqual({kind: "oauth2", accessToken: "SECRET-bearer"});
    expect(await last.renew(await last.token())).toBeNull();
  });

  it("takes from the file what the environment does not hold", async () => {
    await writeCredentials(file, {...oauth1, X_BEARER_TOKEN: "of-the-file"});
    expect(await from({})).toMatchObject({name: "X_ACCESS_TOKEN"});
    const env = {FOLLOWBACK_CREDENTIALS: file, X_CONSUMER_SECRET: ""};
    expect(await maybeReadSecret("X_CONSUMER_SECRET", env)).toBe("SECRET-consumer");
    expect(await maybeReadSecret("X_BEARER_TOKEN", {...env, X_BEARER_TOKEN: "of-the-env"})).toBe(
      "of-the-env"
    );
    expect(await maybeReadSecret("X_CLIENT_SECRET", env)).toBeNull();
  });

  it("asks for one where there is none", async () => {
    await expect(from({})).rejects.toThrow(
      /^missing X_USER_TOKEN or X_BEARER_TOKEN: log in with followback login, .*docs\/live-x\.md$/
    );
  });

  it("tells of half an OAuth 1.0a only where there is nothing else", async () => {
    const {X_CONSUMER_KEY, X_CONSUMER_SECRET} = oauth1;
    const half = {X_CONSUMER_KEY, X_CONSUMER_SECRET};
    await expect(from(half)).rejects.toThrow(
      /^missing X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET: OAuth 1.0a needs them beside X_CONSUMER_KEY, X_CONSUMER_SECRET: set all four, or log in with followback login, see docs\/live-x\.md$/
    );
    expect(await from({...half, X_BEARER_TOKEN: "SECRET-bearer"})).toMatchObject({name: "X_BEARER_TOKEN"});
    await writeCredentials(file, {login});
    expect(await from(half)).toMatchObject({name: "the login of @brand"});
  });

  it("never goes on with a lesser token where a part of OAuth 1.0a is missing", async () => {
    const {X_CONSUMER_KEY: _, ...part} = oauth1;
    await expect(from({...part, X_BEARER_TOKEN: "SECRET-bearer"})).rejects.toThrow(
      /^missing X_CONSUMER_KEY: OAuth 1.0a needs all four/
    );
  });

  it("refuses what cannot be a token, without showing it", async () => {
    await expect(from({X_USER_TOKEN: "SEC RET"})).rejects.toThrow(
      /^X_USER_TOKEN has characters that no token has: copy it again(?!.*(SEC RET))/
    );
  });
});

describe("the credentials file", () => {
  it("is where the environment says, and never in the data folder", () => {
    expect(credentialsPath({FOLLOWBACK_CREDENTIALS: "/a/b.json", HOME: "/h"})).toBe("/a/b.json");
    expect(credentialsPath({XDG_CONFIG_HOME: "/x", HOME: "/h"})).toBe("/x/followback/credentials.json");
    expect(credentialsPath({XDG_CONFIG_HOME: "not/absolute", HOME: "/h"})).toBe(
      "/h/.config/followback/credentials.json"
    );
    expect(credentialsPath({HOME: "/h", FOLLOWBACK_DATA: "/d"})).toBe(
      "/h/.config/followback/credentials.json"
    );
  });

  it("comes back as it was written, for its owner only, in a folder for its owner only", async () => {
    await writeCredentials(file, {login, X_BEARER_TOKEN: "b"});
    expect(await readCredentials(file)).toEqual({login, X_BEARER_TOKEN: "b"});
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "made"))).mode & 0o777).toBe(0o700);
  });

  it.each(["644", "640", "660", "604", "620"])(
    "is refused with mode %s, with the command that mends it",
    async (mode) => {
      await writeCredentials(file, {login});
      await chmod(file, Number.parseInt(mode, 8));
      await expect(from({})).rejects.toThrow(
        `${file}: others on this machine can read it (mode ${mode}): run chmod 600 ${file}`
      );
    }
  );

  it.each([
    {name: "no JSON", content: '{"X_BEARER_TOKEN": "SECRET-bearer', line: "is not JSON"},
    {
      name: "an unknown name",
      content: '{"X_BEARER": "SECRET"}',
      line: "the file holds a name that is not known"
    },
    {name: "half a login", content: '{"login": {"clientId": "SECRET"}}', line: "login.clientSecret is not"},
    {name: "a number", content: '{"X_USER_TOKEN": 5}', line: "X_USER_TOKEN is not what it should be"}
  ])("is refused with $name, without showing what it holds", async ({content, line}) => {
    await writeCredentials(file, {});
    await writeFile(file, content);
    const error = (await from({}).catch((thrown: Error) => thrown)) as Error;
    expect(error.name).toBe("UserError");
    expect(error.message).toContain(`${file}: ${line}`);
    expect(`${error.message}${error.stack}${String(error.cause)}`).not.toContain("SECRET");
  });
});

it("hides a secret as it is and as an address writes it, the longest first", () => {
  const secrets = ["abcdefgh", "abcdefghijk", "", "abcd/efg"];
  expect(hideSecrets("a=abcdefgh b=abcdefghijk c=abcd%2Fefg d=abcd/efg", secrets)).toBe(
    "a=[token] b=[token] c=[token] d=[token]"
  );
});

it("makes credentials of a token that is given", async () => {
  const bearer = staticCredentials("SECRET", "bearer");
  expect(bearer).toMatchObject({kind: "bearer", name: "X_BEARER_TOKEN"});
  expect(bearer.secrets()).toEqual(["SECRET"]);
  expect(staticCredentials("SECRET", "user").name).toBe("X_USER_TOKEN");
});

it("of a login that ended nothing is left: not where a link leads, nor what a killed login had begun to write", async () => {
  const real = join(folder, "real");
  await mkdir(real);
  await symlink(join(real, "credentials.json"), join(folder, "link.json"));
  await writeFile(join(real, "credentials.json"), "SECRET-access", {mode: 0o600});
  await writeFile(join(real, "credentials.json.4711.new"), "SECRET-access", {mode: 0o600});
  await deletePrivate(join(folder, "link.json"));
  expect(await readdir(real)).toEqual([]);
});
