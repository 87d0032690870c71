import type {IncomingMessage} from "node:http";
import {problem} from "./answers.ts";
import {tokenEndpoint, type XFaultPlayer} from "./faults.ts";
import type {Answer} from "../delivery.ts";
import type {LocalOAuth} from "./oauth.ts";
import {tokenOutcome} from "./outcome.ts";

export const isOAuth = ({pathname}: URL) =>
  pathname === "/i/oauth2/authorize" || pathname.startsWith("/2/oauth2/");

/** Answers a request to one of the OAuth 2.0 addresses. `nth` requests of the API came before. */
export async function answerOAuth(
  oauth: LocalOAuth,
  message: IncomingMessage,
  url: URL,
  day: {player: XFaultPlayer | null; nth: number; now: Date}
): Promise<Answer> {
  const at = `${message.method} ${url.pathname}`;
  if (at === "GET /i/oauth2/authorize") return oauth.authorize(url.searchParams);
  const form = new URLSearchParams(await textOf(message));
  const {authorization} = message.headers;
  if (at === "POST /2/oauth2/revoke") return oauth.revoke(form, authorization);
  if (at !== `POST ${tokenEndpoint}`) return {status: 404, body: problem.notFound};
  const grant = () => oauth.token(form, authorization);
  const around = {oauth, accessToken: null, now: day.now};
  const struck = day.player?.strike({endpoint: tokenEndpoint, nth: day.nth}, (fault) =>
    tokenOutcome(fault, grant, around)
  );
  return struck ?? grant();
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
