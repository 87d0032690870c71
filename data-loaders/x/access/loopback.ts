import {createHash, timingSafeEqual} from "node:crypto";
import {createServer, type ServerResponse} from "node:http";
import {UserError} from "../../../src/errors.ts";
import {plural} from "../../../src/words.ts";

/** Where X sends the browser back to, on this machine. */
export interface Loopback {
  /** What must be registered with the app, letter by letter: `http://127.0.0.1:8723/callback`. */
  redirectUri: string;
  /** The code of the redirect that bears `state`. Throws a `UserError` for any other, for a refusal, and after `waitMs`. */
  code(state: string, waitMs: number): Promise<string>;
  close(): Promise<void>;
}

const host = "127.0.0.1";
const path = "/callback";
/** So long the browser may take to read its page. */
const lingerMs = 1000;

/** Listens on loopback for the browser that X sends back. Throws a `UserError` where the port is taken. */
export async function openLoopback(port: number): Promise<Loopback> {
  let settle: {state: string; resolve(code: string): void; reject(error: Error): void} | null = null;

  const server = createServer((request, response) => {
    const url = URL.canParse(request.url ?? "", "http://loopback")
      ? new URL(request.url!, "http://loopback")
      : null;
    if (url?.pathname !== path) return answer(response, 404, "There is nothing here.");
    if (request.method !== "GET") return answer(response, 405, "There is nothing here.");
    if (!settle) return answer(response, 410, "This login is over: close this page.");
    const {state, resolve, reject} = settle;
    settle = null;
    const given = url.searchParams;
    if (!isEqual(given.get("state") ?? "", state)) {
      answer(
        response,
        400,
        "This is not the answer to the login that waits here. The terminal says what to do."
      );
      reject(
        new UserError("login: the answer belongs to another login (wrong state): run followback login again")
      );
    } else if (given.has("error")) {
      const wasDenied = given.get("error") === "access_denied";
      answer(response, 200, "Nothing was allowed. You can close this page.");
      reject(
        new UserError(
          wasDenied
            ? "login: access was denied in the browser, so nothing was stored: run followback login to try again"
            : "login: X refused: check the app's permissions and its redirect address in X's developer console"
        )
      );
    } else if (!given.get("code")) {
      answer(response, 400, "The answer holds no code. The terminal says what to do.");
      reject(new UserError("login: X's answer has no code: run followback login again"));
    } else {
      answer(
        response,
        200,
        "X has answered. How it went on stands in the terminal; you can close this page."
      );
      resolve(given.get("code")!);
    }
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `port ${port}: cannot listen on it (${error.code}): stop what uses it, or choose another with --port and register its address too`
    );
  });

  return {
    redirectUri: redirectUriOf(port),
    code: (state, waitMs) =>
      new Promise<string>((resolve, reject) => {
        const minutes = Math.max(1, Math.round(waitMs / 60_000));
        const timer = setTimeout(() => {
          settle = null;
          const late = `login: no answer within ${plural(minutes, "minute")}: run followback login again`;
          reject(
            new UserError(`${late}; if X showed an error, register ${redirectUriOf(port)} with the app`)
          );
        }, waitMs);
        settle = {
          state,
          resolve: (code) => (clearTimeout(timer), resolve(code)),
          reject: (error) => (clearTimeout(timer), reject(error))
        };
      }),
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), lingerMs);
        server.close(() => (clearTimeout(timer), resolve()));
        server.closeIdleConnections();
      })
  };
}

/** The redirect address of a port. */
export const redirectUriOf = (port: number) => `http://${host}:${port}${path}`;

/** Compares in constant time. */
function isEqual(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(left!, right!);
}

/** A page that runs nothing, loads nothing and tells nobody its address, because that holds the code. */
function answer(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    connection: "close"
  });
  response.end(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>followback</title>
<style>body {font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1rem}</style>
<h1>followback</h1>
<p>${words}</p>
</html>
`);
}
