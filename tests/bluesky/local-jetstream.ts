import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {WebSocketServer, type WebSocket} from "ws";

/** A message, or what stands in the place of one. */
export type Published = object | string | Buffer;

export interface LocalJetstream {
  url: string;
  /** The addresses that were asked for, in order. */
  connections: string[];
  /** Sends a message to everybody who listens, and keeps it for those who come with an older cursor. */
  publish(...messages: Published[]): void;
  /** Breaks every line without an end. */
  drop(): void;
  /** Answers the next connections with these statuses. */
  refuse(...statuses: number[]): void;
  /** Forgets what was published before a time, as an instance does after some time. */
  forgetBefore(timeUs: number): void;
  /** No line gives a sign of life any more. */
  freeze(): void;
  close(): Promise<void>;
}

const timeOf = (message: Published) =>
  typeof message === "object" && "time_us" in message ? Number(message.time_us) : null;

/**
 * A local Jetstream as its documents describe the public one (github.com/bluesky-social/jetstream): commits of the wanted
 * collections, events of accounts and identities whoever asks, and what it holds from a cursor on before what comes live. A
 * cursor older than what it holds begins with the oldest it holds, without a word.
 */
export async function startLocalJetstream(): Promise<LocalJetstream> {
  const connections: string[] = [];
  const refusals: number[] = [];
  let held: Published[] = [];
  let isFrozen = false;
  const sockets = new WebSocketServer({noServer: true, perMessageDeflate: false});
  const wanted = new Map<WebSocket, string[]>();
  const send = (socket: WebSocket, message: Published) => {
    const text = typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message);
    const {kind, commit} = message as {kind?: string; commit?: {collection?: string}};
    const collections = wanted.get(socket)!;
    if (kind === "commit" && commit?.collection && !collections.includes(commit.collection)) return;
    socket.send(text);
  };
  const server = createServer();
  server.on("upgrade", (request, socket, head) => {
    connections.push(request.url!);
    const status = refusals.shift();
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const {searchParams} = new URL(request.url!, "http://localhost");
      wanted.set(opened, searchParams.getAll("wantedCollections"));
      const cursor = searchParams.get("cursor");
      if (cursor !== null)
        for (const message of held)
          if ((timeOf(message) ?? Infinity) >= Number(cursor)) send(opened, message);
      if (isFrozen) socket.pause();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections,
    publish(...messages) {
      for (const message of messages) {
        if (timeOf(message) !== null) held.push(message);
        for (const socket of sockets.clients) send(socket, message);
      }
    },
    drop: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
    refuse: (...statuses) => void refusals.push(...statuses),
    forgetBefore: (timeUs) => (held = held.filter((message) => (timeOf(message) ?? 0) >= timeUs)),
    freeze: () => (isFrozen = true),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await new Promise((resolve) => server.close(resolve));
    }
  };
}
