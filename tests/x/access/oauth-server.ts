import type {IncomingMessage} from "node:http";
import {setTimeout} from "node:timers/promises";
import {openLocalServer} from "../../../data-loaders/demo/local-server.ts";
import {LocalOAuth, type OAuthApp} from "../../../data-loaders/demo/server/oauth.ts";

/** What happens to one token request instead of an answer, or after X has made the answer. */
export type Fault = {status: number; body: string} | "cut" | "reset" | "silence";

/** X's token endpoint over a local OAuth, with a log and a queue of faults. */
export interface OAuthServer {
  url: string;
  oauth: LocalOAuth;
  faults: Fault[];
  /** How long an answer to a token request takes, in milliseconds. */
  delayMs: number;
  asked: {path: string; authorization: string | undefined; form: URLSearchParams}[];
  /** Called before a request of the API is answered, with its bearer token. */
  onUse: (token: string) => void;
  close(): Promise<void>;
}

export async function startOAuth(app: OAuthApp, clock: {now(): Date}): Promise<OAuthServer> {
  const oauth = new LocalOAuth(clock, app);
  const server = await openLocalServer(async (message, response) => {
    const path = message.url!.split("?")[0]!;
    const {authorization} = message.headers;
    const form = new URLSearchParams(await textOf(message));
    made.asked.push({path, authorization, form});
    const answer = () => {
      if (path === "/2/oauth2/token") return oauth.token(form, authorization);
      if (path === "/2/oauth2/revoke") return oauth.revoke(form, authorization);
      const token = authorization?.replace("Bearer ", "") ?? "";
      made.onUse(token);
      const isGood = oauth.isGood(token);
      return {status: isGood ? 200 : 401, body: isGood ? {data: {id: "9", username: "brand"}} : {}};
    };
    const fault = path === "/2/oauth2/token" ? made.faults.shift() : undefined;
    if (fault === "silence") return;
    if (fault === "reset") return void message.socket.resetAndDestroy();
    if (typeof fault === "object")
      return void response.writeHead(fault.status, {"content-type": "application/json"}).end(fault.body);
    await setTimeout(made.delayMs);
    const {status, body} = answer();
    const text = JSON.stringify(body);
    response.writeHead(status, {"content-type": "application/json", "content-length": text.length});
    if (fault === "cut") response.write(text.slice(0, 20), () => message.socket.destroy());
    else response.end(text);
  });
  const made: OAuthServer = {
    ...server,
    oauth,
    faults: [],
    delayMs: 0,
    asked: [],
    onUse: () => {}
  };
  return made;
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of message.setEncoding("utf8")) text += chunk;
  return text;
}
