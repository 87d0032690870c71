import {Agent as HttpAgent} from "node:http";
import {Agent as HttpsAgent} from "node:https";
import type {ITwitterApiClientPlugin} from "twitter-api-v2";
import {UserError} from "../../../src/errors.ts";

/** X's own address. */
export const xBase = "https://api.x.com";

/**
 * The address X is asked at: the one given, else FOLLOWBACK_X_BASE, else X's own. Throws a `UserError` for what is none,
 * and for plain http to another machine, where everybody on the way would read the token.
 */
export function addressOf(base?: string): string {
  const text = base ?? process.env.FOLLOWBACK_X_BASE ?? xBase;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url !== null && ["127.0.0.1", "localhost"].includes(url.hostname);
  if (url && (url.protocol === "https:" || (url.protocol === "http:" && isLocal))) {
    return url.href.replace(/\/+$/, "");
  }
  throw new UserError("FOLLOWBACK_X_BASE: must be an https address, or http on this machine");
}

/** What makes the transport library ask another address than X's; on plain http it needs a plain agent. */
export function redirectTo(address: string): {plugin: ITwitterApiClientPlugin; agent: HttpAgent} {
  const Agent = address.startsWith("http:") ? HttpAgent : HttpsAgent;
  return {
    plugin: {
      onBeforeRequestConfig({params}) {
        params.url = params.url.replace(xBase, address);
      }
    },
    agent: new Agent({keepAlive: true})
  };
}
