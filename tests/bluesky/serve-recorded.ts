import {openLocalServer} from "../../data-loaders/demo/local-server.ts";
import type {Exchange} from "./recorded.ts";

export interface RecordedServer {
  url: string;
  close(): Promise<void>;
}

/**
 * Answers on loopback as the real servers did, each question as often as it is asked; who was not shown then is not found.
 * A handle is as good as the DID it belongs to, and pages have the size they had then.
 */
export async function serveRecorded(
  answers: () => readonly Exchange[],
  {account, handle}: {account: string; handle: string}
): Promise<RecordedServer> {
  const plain = (asked: string) =>
    decodeURIComponent(asked)
      .replace(/&?limit=\d+/, "")
      .replace(handle, account);
  return openLocalServer((request, response) => {
    const asked = plain(request.url!.slice("/xrpc/".length));
    const found = answers().findLast((one) => plain(one.asked) === asked);
    response.writeHead(found?.status ?? 400, {"content-type": "application/json"});
    response.end(JSON.stringify(found?.body ?? {error: "InvalidRequest", message: "Profile not found"}));
  });
}
