/** What serve.ts uses of `send`, which carries no types of its own. */
declare module "send" {
  import type {IncomingMessage, ServerResponse} from "node:http";
  import type {Stream} from "node:stream";

  interface SendOptions {
    /** Folder that no address leads out of. */
    root: string;
    /** Endings to try where an address has none, without the dot. */
    extensions?: string[];
    cacheControl?: boolean;
  }

  interface SendStream extends Stream {
    on(event: "error", listener: (error: Error & {status: number}) => void): this;
    on(event: "headers", listener: (response: ServerResponse, path: string) => void): this;
    pipe<T extends ServerResponse>(response: T): T;
  }

  export default function send(request: IncomingMessage, path: string, options: SendOptions): SendStream;
}
