import {createHash, createHmac, randomBytes} from "node:crypto";
import {TwitterApi} from "twitter-api-v2";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import type {LocalX, LocalXOptions} from "../../data-loaders/demo/server/server.ts";
import {openSmallX, owner, type StillClock} from "./small.ts";

// What is expected is in docs.x.com, oauth-2-0/authorization-code and user-access-token, and RFC 7636 and 5849.
const redirectUri = "http://127.0.0.1:8723/callback";
const app = {clientId: "an-app", redirectUris: [redirectUri]};
const scope = "tweet.read users.read follows.read like.read offline.access";
let x: LocalX;
let clock: StillClock;
let ask: Awaited<ReturnType<typeof openSmallX>>["ask"];

async function open(options: LocalXOptions) {
  ({x, clock, ask} = await openSmallX(options));
}
afterEach(() => x.close());

const challengeOf = (verifier: string) => createHash("sha256").update(verifier).digest("base64url");

async function authorize(more: Record<string, string> = {}, verifier = "v".repeat(43)) {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: redirectUri,
    scope,
    state: "a state",
    code_challenge: challengeOf(verifier),
    code_challenge_method: "S256",
    ...more
  });
  const response = await fetch(`${x.url}/i/oauth2/authorize?${query}`, {redirect: "manual"});
  const location = response.headers.get("location");
  return {status: response.status, back: location === null ? null : new URL(location)};
}

async function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${x.url}/2/oauth2/${path}`, {
    method: "POST",
    body: new URLSearchParams(form),
    headers
  });
  // eslint-disable-next-line typescript/no-explicit-any
  return {status: response.status, body: (await response.json()) as any};
}

const exchange = (code: string, more: Record<string, string> = {}) =>
  post("token", {
    grant_type: "authorization_code",
    client_id: app.clientId,
    redirect_uri: redirectUri,
    code_verifier: "v".repeat(43),
    code,
    ...more
  });
const refresh = (token: string, client = app.clientId) =>
  post("token", {grant_type: "refresh_token", refresh_token: token, client_id: client});
const login = async () => (await exchange((await authorize()).back!.searchParams.get("code")!)).body;
const statusWith = async (token: string) => (await ask(`/2/users/${owner}`, token)).status;

describe("OAuth 2.0 for a public app", () => {
  beforeEach(() => open({oauth: app}));

  it("leads from the browser to a token that sees what its user sees", async () => {
    const {status, back} = await authorize();
    expect(status).toBe(302);
    expect(back!.origin + back!.pathname).toBe(redirectUri);
    expect(back!.searchParams.get("state")).toBe("a state");
    const {body} = await exchange(back!.searchParams.get("code")!);
    expect(body).toMatchObject({token_type: "bearer", expires_in: 7200, scope});
    const {body: me} = await ask("/2/users/me", body.access_token);
    expect(me.data.id).toBe(owner);
    expect(x.oauth.logins).toBe(1);
  });

  it("sends nobody anywhere without PKCE by S256, nor to an address that was not registered", async () => {
    for (const [name, value] of [
      ["code_challenge_method", "plain"],
      ["code_challenge", ""],
      ["redirect_uri", `${redirectUri}/`],
      ["client_id", "another"],
      ["scope", ""],
      ["state", ""]
    ] as const) {
      expect(await authorize({[name]: value})).toEqual({status: 400, back: null});
    }
  });

  it("tells when the person says no", async () => {
    x.oauth.isDenying = true;
    const {back} = await authorize();
    expect(back!.searchParams.get("error")).toBe("access_denied");
    expect(back!.searchParams.has("code")).toBe(false);
  });

  it("takes a code for 30 seconds, and once", async () => {
    const code = (await authorize()).back!.searchParams.get("code")!;
    expect((await exchange(code)).status).toBe(200);
    expect((await exchange(code)).body).toEqual({
      error: "invalid_request",
      error_description: "Value passed for the authorization code was invalid."
    });
    const late = (await authorize()).back!.searchParams.get("code")!;
    clock.time += 30_000;
    expect((await exchange(late)).status).toBe(400);
  });

  it("takes a code with its own verifier and address only", async () => {
    for (const [name, value] of [
      ["code_verifier", "w".repeat(43)],
      ["redirect_uri", "http://127.0.0.1/"],
      ["client_id", "other"]
    ] as const) {
      const code = (await authorize()).back!.searchParams.get("code")!;
      expect((await exchange(code, {[name]: value})).status).toBe(400);
      expect(x.oauth.logins).toBe(0);
    }
  });

  it("rotates refresh tokens: each is good for one refresh", async () => {
    const first = await login();
    const {status, body: second} = await refresh(first.refresh_token);
    expect(status).toBe(200);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(second.access_token).not.toBe(first.access_token);
    expect(await refresh(first.refresh_token)).toEqual({
      status: 400,
      body: {error: "invalid_request", error_description: "Value passed for the token was invalid."}
    });
    expect((await refresh(second.refresh_token)).status).toBe(200);
    expect([x.oauth.refreshes, x.oauth.refusals]).toEqual([2, 1]);
    expect((await refresh("invented")).status).toBe(400);
  });

  it("does not spend a refresh token on another app", async () => {
    const {refresh_token: token} = await login();
    expect((await refresh(token, "another")).status).toBe(400);
    expect((await refresh(token)).status).toBe(200);
  });

  it("gives a refresh token only with offline.access", async () => {
    const code = (await authorize({scope: "tweet.read users.read"})).back!.searchParams.get("code")!;
    expect((await exchange(code)).body).not.toHaveProperty("refresh_token");
  });

  it("lets access tokens live for two hours, or until they are ended", async () => {
    const {access_token: token, refresh_token: next} = await login();
    clock.time += 2 * 3_600_000 - 1;
    expect(await statusWith(token)).toBe(200);
    clock.time += 1;
    expect(await statusWith(token)).toBe(401);
    const {access_token: renewed} = (await refresh(next)).body;
    expect(await statusWith(renewed)).toBe(200);
    x.oauth.expireAll();
    expect(await statusWith(renewed)).toBe(401);
    expect(await statusWith("user")).toBe(200);
  });

  it("revokes", async () => {
    const {access_token: token, refresh_token: next} = await login();
    for (const revoked of [token, next, "unknown"]) {
      const answer = await post("revoke", {token: revoked, client_id: app.clientId});
      expect(answer).toEqual({status: 200, body: {revoked: true}});
    }
    expect(await statusWith(token)).toBe(401);
    expect((await refresh(next)).status).toBe(400);
  });
});

describe("OAuth 2.0 for a confidential app", () => {
  const secret = "s/e+c:ret";
  beforeEach(() => open({oauth: {...app, clientSecret: secret}}));

  it("wants its secret, and takes it from the transport library", async () => {
    const {refresh_token: token} = x.oauth.issue();
    expect((await refresh(token!)).body.error).toBe("unauthorized_client");
    const basic = Buffer.from(`${app.clientId}:${encodeURIComponent(secret)}`).toString("base64");
    const headers = {authorization: `Basic ${basic}`};
    const form = {grant_type: "refresh_token", refresh_token: token!};
    expect((await post("token", form, headers)).status).toBe(200);
  });
});

describe("OAuth 1.0a", () => {
  const oauth1 = {
    consumerKey: "key",
    consumerSecret: "se&cret",
    accessToken: "1-token",
    accessSecret: "other"
  };
  beforeEach(() => open({oauth1}));

  it("takes what the transport library signs, for X's address or the local one", async () => {
    const client = new TwitterApi(
      {appKey: "key", appSecret: "se&cret", accessToken: "1-token", accessSecret: "other"},
      {
        plugins: [
          {
            onBeforeRequestConfig({params}) {
              params.url = params.url.replace("https://api.x.com", x.url);
            }
          }
        ],
        httpAgent: new (await import("node:http")).Agent()
      }
    );
    const {data} = await client.v2.me({"user.fields": ["created_at", "public_metrics"]});
    expect(data.id).toBe(owner);
    const wrong = new TwitterApi(
      {appKey: "key", appSecret: "se&cret", accessToken: "1-token", accessSecret: "wrong"},
      (client as unknown as {_requestMaker: {clientSettings: object}})._requestMaker.clientSettings
    );
    await expect(wrong.v2.me()).rejects.toMatchObject({code: 401});
  });

  /** Signed by hand, as RFC 5849 says, so that the check does not rest on the library alone. */
  function sign(path: string, query: string, more: Record<string, string> = {}, base = x.url) {
    const oauth: Record<string, string> = {
      oauth_consumer_key: "key",
      oauth_nonce: randomBytes(8).toString("hex"),
      oauth_signature_method: "HMAC-SHA1",
      oauth_timestamp: String(Math.floor(Date.now() / 1000)),
      oauth_token: "1-token",
      oauth_version: "1.0",
      ...more
    };
    const pairs = [...Object.entries(oauth).map(([name, value]) => `${name}=${value}`), query]
      .sort()
      .join("&");
    const text = `GET&${encodeURIComponent(base + path)}&${encodeURIComponent(pairs)}`;
    oauth.oauth_signature = createHmac("sha1", "se%26cret&other").update(text).digest("base64");
    const header = Object.entries(oauth).map(([name, value]) => `${name}="${encodeURIComponent(value)}"`);
    return `OAuth ${header.join(", ")}`;
  }
  const send = async (path: string, authorization: string) =>
    (await fetch(`${x.url}${path}`, {headers: {authorization}})).status;

  it("refuses another query, a nonce that was used, and an old timestamp", async () => {
    const path = `/2/users/${owner}/followers`;
    const header = sign(path, "max_results=5");
    expect(await send(`${path}?max_results=6`, header)).toBe(401);
    expect(await send(`${path}?max_results=5`, header)).toBe(200);
    expect(await send(`${path}?max_results=5`, header)).toBe(401);
    expect(await send(`${path}?max_results=5`, sign(path, "max_results=5", {}, "https://api.x.com"))).toBe(
      200
    );
    const minutesAgo = (minutes: number) => String(Math.floor(Date.now() / 1000) - minutes * 60);
    for (const [minutes, status] of [
      [4, 200],
      [6, 401],
      [-6, 401]
    ] as const) {
      const old = sign(path, "max_results=5", {oauth_timestamp: minutesAgo(minutes)});
      expect(await send(`${path}?max_results=5`, old)).toBe(status);
    }
    expect(await send(path, 'OAuth oauth_token="user"')).toBe(401);
  });
});
