import {createServer, type RequestListener} from "node:http";
import type {AddressInfo} from "node:net";

export interface LocalServer {
  /** `http://127.0.0.1:port`. */
  url: string;
  /** Ends it, with every connection that is open. */
  close(): Promise<void>;
}

/** Starts a server on loopback, on a port that is free. */
export async function openLocalServer(answer: RequestListener): Promise<LocalServer> {
  const server = createServer(answer);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}
