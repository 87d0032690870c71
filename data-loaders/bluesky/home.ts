import {z} from "zod";
import {safeAddress} from "../access/address.ts";
import {BlueskyFailure} from "./failure.ts";

// The server that holds an account, its PDS: where it is, and what is asked of it outside of snapshots.

const directory = "https://plc.directory";

const documentSchema = z.object({
  id: z.string(),
  service: z.array(z.looseObject({id: z.string(), type: z.string(), serviceEndpoint: z.unknown()}))
});

/** How a server said yes or no: the body, and the headers that say of limits. */
export interface Said {
  status: number;
  body: unknown;
  headers: Headers;
}

export interface HomeOptions {
  fetch?: typeof globalThis.fetch;
  timeoutMs?: number;
}

/**
 * The address of the server that holds an account, as the account's own document says (atproto.com/specs/did). Throws a
 * `BlueskyFailure` where no document names one, and a `UserError` where its address is not safe to send a password to.
 */
export async function findHome(did: string, options: HomeOptions = {}): Promise<string> {
  const {status, body} = await call(documentAddress(did), {}, options);
  const {success, data} = documentSchema.safeParse(body);
  // A document of somebody else would send the password to their server.
  const service =
    status === 200 && success && data.id === did
      ? data.service.find(({id, type}) => id.endsWith("#atproto_pds") && type === "AtprotoPersonalDataServer")
      : undefined;
  if (typeof service?.serviceEndpoint !== "string")
    throw new BlueskyFailure(`no document says where the account ${did} is`, status, "content");
  return safeAddress(service.serviceEndpoint, `the server of ${did}`);
}

function documentAddress(did: string): string {
  const [, method, id] = did.split(":");
  if (method === "web") return `https://${decodeURIComponent(id!)}/.well-known/did.json`;
  const plc = process.env.FOLLOWBACK_BLUESKY_PLC ?? directory;
  return `${safeAddress(plc, "FOLLOWBACK_BLUESKY_PLC")}/${did}`;
}

/** Calls a procedure of a server. Throws a `BlueskyFailure` where it cannot be reached; a refusal is an answer. */
export const callHome = (
  pds: string,
  method: string,
  {token, input}: {token?: string; input?: object},
  options: HomeOptions = {}
): Promise<Said> =>
  call(
    `${pds}/xrpc/${method}`,
    {
      method: "POST",
      headers: {
        ...(token !== undefined && {authorization: `Bearer ${token}`}),
        ...(input && {"content-type": "application/json"})
      },
      ...(input && {body: JSON.stringify(input)})
    },
    options
  );

async function call(
  url: string,
  init: RequestInit,
  {fetch = globalThis.fetch, timeoutMs = 60_000}: HomeOptions
): Promise<Said> {
  try {
    // Nobody else is to get what is sent, wherever a server points.
    const response = await fetch(url, {...init, redirect: "error", signal: AbortSignal.timeout(timeoutMs)});
    const text = await response.text();
    return {status: response.status, body: maybeJson(text), headers: response.headers};
  } catch {
    // The reason may quote what was sent.
    throw new BlueskyFailure(`${new URL(url).host} cannot be reached`, null, "unanswered");
  }
}

function maybeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The server's own word for a refusal, such as `ExpiredToken`; what is no such word is not repeated. */
export function errorOf({body}: Said): string {
  const {data} = z.object({error: z.string().regex(/^[A-Za-z]{1,40}$/)}).safeParse(body);
  return data?.error ?? "no reason given";
}
