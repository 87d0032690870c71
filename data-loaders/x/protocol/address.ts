import {Agent as HttpAgent} from "node:http";
import {Agent as HttpsAgent} from "node:https";
import type {ITwitterApiClientPlugin} from "twitter-api-v2";
import {safeAddress} from "../../access/address.ts";

/** X's own address. */
export const xBase = "https://api.x.com";

/**
 * The address X is asked at: the one given, else FOLLOWBACK_X_BASE, else X's own. Throws a `UserError` where that is
 * not safe, see `safeAddress`.
 */
export function addressOf(base?: string): string {
  return safeAddress(base ?? process.env.FOLLOWBACK_X_BASE ?? xBase, "FOLLOWBACK_X_BASE");
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
