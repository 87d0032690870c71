import {createServer, type IncomingMessage, type Server, type ServerResponse} from "node:http";
import {extname} from "node:path";
import send from "send";

/** What `send` does not know by its ending. */
const types: Record<string, string> = {
  ".arrow": "application/vnd.apache.arrow.file",
  ".parquet": "application/vnd.apache.parquet"
};

/** Answers with the file an address stands for, inside `root`: `/a` may be `a` or `a.html`, and `/a/` is its index. */
function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? "/").replace(/[?#].*$/s, "");
  const options = {root, extensions: ["html"], cacheControl: false};
  const setHeaders = (to: ServerResponse, file: string) => {
    to.setHeader("cache-control", "no-cache");
    const type = types[extname(file)];
    if (type) to.setHeader("content-type", type);
  };
  const tellNothingFound = () => {
    response.statusCode = 404;
    send(request, "/404.html", options)
      .on("headers", setHeaders)
      .on("error", () => {
        response.writeHead(404, {"content-type": "text/plain; charset=utf-8"}).end("not found\n");
      })
      .pipe(response);
  };
  send(request, path, options)
    .on("headers", setHeaders)
    .on("error", () => (response.headersSent ? response.destroy() : tellNothingFound()))
    .pipe(response);
}

/**
 * Serves a directory of built pages on loopback, on `port` or the next free one. Returns where, and what ends it.
 */
export async function serveDirectory(
  root: string,
  port = 3000
): Promise<{url: string; close(): Promise<void>}> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, {allow: "GET, HEAD"}).end();
      return;
    }
    answer(root, request, response);
  });
  const taken = await listen(server, port);
  return {
    url: `http://127.0.0.1:${taken}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      })
  };
}

/** Takes the first free port of the twenty from `port` on (0 = any). */
async function listen(server: Server, port: number): Promise<number> {
  for (let next = port; ; ++next) {
    try {
      await new Promise<void>((ready, fail) => {
        server.once("error", fail);
        server.listen(next, "127.0.0.1", () => {
          server.off("error", fail);
          ready();
        });
      });
      return (server.address() as {port: number}).port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || next >= port + 20) throw error;
    }
  }
}
