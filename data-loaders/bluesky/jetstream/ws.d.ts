/** What the listener and its tests use of `ws`, which carries no types of its own. */
declare module "ws" {
  import type {EventEmitter} from "node:events";
  import type {IncomingMessage, ClientRequest, Server} from "node:http";
  import type {Duplex} from "node:stream";

  interface Options {
    handshakeTimeout?: number;
    maxPayload?: number;
    perMessageDeflate?: boolean;
    followRedirects?: boolean;
    headers?: Record<string, string>;
  }

  export class WebSocket extends EventEmitter {
    constructor(address: string, options?: Options);
    send(data: string | Buffer): void;
    ping(): void;
    close(code?: number): void;
    terminate(): void;
    on(event: "open" | "pong", listener: () => void): this;
    on(event: "message", listener: (data: Buffer, isBinary: boolean) => void): this;
    on(event: "close", listener: (code: number) => void): this;
    on(event: "error", listener: (error: Error) => void): this;
    on(
      event: "unexpected-response",
      listener: (request: ClientRequest, response: IncomingMessage) => void
    ): this;
  }

  export class WebSocketServer extends EventEmitter {
    constructor(options: {noServer: true; perMessageDeflate?: boolean});
    handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      done: (socket: WebSocket) => void
    ): void;
    close(): void;
    readonly clients: Set<WebSocket>;
    readonly server?: Server;
  }
}
