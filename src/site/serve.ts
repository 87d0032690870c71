import {createReadStream} from "node:fs";
import {stat} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import {extname, join, resolve, sep} from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".arrow": "application/vnd.apache.arrow.file",
  ".parquet": "application/vnd.apache.parquet"
};

/** The file an address stands for, inside `root`: `/a` may be `a`, `a.html` or `a/index.html`. Null if there is none. */
export async function fileFor(root: string, address: string): Promise<string | null> {
  let path: string;
  try {
    path = decodeURIComponent(new URL(address, "http://localhost").pathname);
  } catch {
    return null;
  }
  const base = resolve(root);
  const wanted = resolve(base, `.${path}`);
  if ((wanted !== base && !wanted.startsWith(base + sep)) || path.includes("\0")) return null;
  const candidates = path.endsWith("/")
    ? [join(wanted, "index.html")]
    : [wanted, `${wanted}.html`, join(wanted, "index.html")];
  for (const file of candidates) {
    if (
      await stat(file).then(
        (found) => found.isFile(),
        () => false
      )
    )
      return file;
  }
  return null;
}

/**
 * Serves a directory of built pages on loopback, on `port` or the next free one. Returns where, and what ends it.
 */
export async function serveDirectory(
  root: string,
  port = 3000
): Promise<{url: string; close(): Promise<void>}> {
  const server = createServer(async (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, {allow: "GET, HEAD"}).end();
      return;
    }
    const file = await fileFor(root, request.url ?? "/");
    const missing = file === null ? await fileFor(root, "/404.html") : null;
    const found = file ?? missing;
    const type = found ? (types[extname(found)] ?? "application/octet-stream") : "text/plain; charset=utf-8";
    response.writeHead(file ? 200 : 404, {"content-type": type, "cache-control": "no-cache"});
    if (request.method === "HEAD") response.end();
    else if (found)
      createReadStream(found)
        .on("error", () => response.destroy())
        .pipe(response);
    else response.end("not found\n");
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
