import type {ServerResponse} from "node:http";

/** What a request gets: JSON unless the body is text, and how it travels. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  delivery?: Delivery;
}

/** How an answer fails to arrive: whole and at once is the default, and needs no word. */
export type Delivery =
  /** The line breaks before the first byte. */
  | {how: "reset"}
  /** Nothing comes, and the line stays open. */
  | {how: "silence"}
  /** As many bytes as announced are not sent: the line breaks after this share of them. */
  | {how: "cut"; at: number}
  /** One byte every so often; endless: blanks, which JSON allows in front, and never the body. */
  | {how: "slow"; everyMs: number; isEndless: boolean};

export const jsonType = "application/json; charset=utf-8";

/** What a server in front of a service says in its place. */
export const gatewayPage = (status: number) =>
  `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${status}</h1><p>Something went wrong.</p></body></html>`;

/** Sends an answer, or whatever of it is to arrive. */
export function deliver(response: ServerResponse, {status, body, headers, delivery}: Answer): void {
  const {socket} = response;
  if (delivery?.how === "silence") return;
  if (delivery?.how === "reset") {
    socket?.resetAndDestroy();
    return;
  }
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const type = {"content-type": typeof body === "string" ? "text/html" : jsonType};
  const size = {"content-length": bytes.length};
  if (delivery?.how === "slow") {
    response.writeHead(status, {...type, ...(!delivery.isEndless && size), ...headers});
    dribble(response, delivery.isEndless ? null : bytes, delivery.everyMs);
    return;
  }
  response.writeHead(status, {...type, ...size, ...headers});
  if (delivery?.how === "cut") {
    const part = bytes.subarray(0, Math.min(bytes.length - 1, Math.floor(bytes.length * delivery.at)));
    response.flushHeaders();
    response.write(part, () => socket?.destroy());
    return;
  }
  response.end(bytes);
}

function dribble(response: ServerResponse, bytes: Buffer | null, everyMs: number) {
  let sent = 0;
  const timer = setInterval(() => {
    if (bytes === null) return void response.write(" ");
    response.write(bytes.subarray(sent, ++sent));
    if (sent < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, everyMs);
  response.on("close", () => clearInterval(timer));
}
