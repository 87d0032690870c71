import {request as httpRequest, type ClientRequest, type IncomingMessage} from "node:http";
import {request as httpsRequest} from "node:https";
import {readProblem} from "../x/protocol/answers.ts";
import {hideSecrets} from "../access/hide.ts";
import {addressOf} from "../x/protocol/address.ts";
import {adviceFor, wordsOf, XFailure} from "../x/protocol/failure.ts";

/** Where X is, and the app's own token, which every request of the Activity API wants. */
export interface Access {
  token: string;
  /** Default FOLLOWBACK_X_BASE, else https://api.x.com. */
  base?: string;
}

const answerMs = 60_000;
const longestBody = 2 ** 20;

/** Starts a request; the token goes into a header and nowhere else. */
export function openRequest(
  {token, base}: Access,
  method: string,
  path: string,
  {signal, body}: {signal?: AbortSignal; body?: string} = {}
): ClientRequest {
  const url = new URL(`${addressOf(base)}${path}`);
  const headers: Record<string, string | number> = {authorization: `Bearer ${token}`};
  if (body !== undefined) {
    headers["content-type"] = "application/json";
    headers["content-length"] = Buffer.byteLength(body);
  }
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return send(url, {method, headers, agent: false, ...(signal && {signal})});
}

/** Asks X for one thing. Throws a `UserError` with X's reason where it refuses or cannot be reached. */
export async function askActivity(
  access: Access,
  method: "GET" | "POST",
  path: string,
  content?: unknown
): Promise<unknown> {
  const body = content === undefined ? undefined : JSON.stringify(content);
  const answer = await new Promise<{status: number; text: string}>((resolve, reject) => {
    const request = openRequest(access, method, path, body === undefined ? {} : {body});
    request.setTimeout(answerMs, () => request.destroy(new Error("no answer within a minute")));
    request.on("error", reject);
    request.on("response", (response) =>
      readBody(response).then((text) => resolve({status: response.statusCode ?? 0, text}), reject)
    );
    request.end(body);
  }).catch((error: unknown) => {
    throw adviceFor(networkFailure(access, error), "X_BEARER_TOKEN");
  });
  if (answer.status >= 400 || answer.status < 200) throw adviceFor(refusal(access, answer), "X_BEARER_TOKEN");
  try {
    return JSON.parse(answer.text || "null");
  } catch {
    throw adviceFor(new XFailure("X's answer is not JSON", null, "network"), "X_BEARER_TOKEN");
  }
}

/** What X said when it refused, without the token. */
export function refusal({token}: Access, {status, text}: {status: number; text: string}): XFailure {
  let problem = null;
  try {
    problem = readProblem(JSON.parse(text));
  } catch {
    // Bodies of 5xx are often not JSON.
  }
  const words = problem ? `: ${wordsOf(problem, (text) => hideSecrets(text, [token]))}` : "";
  return new XFailure(`X answered ${status}${words}`, status, "http");
}

export function networkFailure({token}: Access, error: unknown): XFailure {
  const why = error instanceof Error ? error.message || ((error as {code?: string}).code ?? "") : "";
  return new XFailure(`X cannot be reached${why ? ` (${hideSecrets(why, [token])})` : ""}`, null, "network");
}

/** The text of an answer, as far as a megabyte. */
export async function readBody(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += (chunk as Buffer).length;
    if (length <= longestBody) pieces.push(chunk as Buffer);
  }
  return Buffer.concat(pieces).toString("utf8");
}
