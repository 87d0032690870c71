import {execFileSync, spawn, type ChildProcess} from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {freePort} from "../free-port.ts";

/** Where the real servers listen. */
export interface Servers {
  pds: string;
  appView: string;
  plc: string;
  /** Waits until the AppView has taken in all that was written. */
  settle: () => Promise<void>;
  stop: () => Promise<void>;
}

/** What the servers are, and what they run on. Exact, so that a world reads the same tomorrow. */
const packages = {node: "24.21.0", "@atproto/dev-env": "0.6.7"};
const here = fileURLToPath(new URL("servers", import.meta.url));
/** The packages lie outside the project's own: they are twice as many, and need another Node. */
const cache = fileURLToPath(new URL("../.cache/bluesky", import.meta.url));

/** Why the real servers cannot be had here, in one line; null where they can. */
export function whyNot(): string | null {
  if (process.getuid?.() !== 0) return "needs root, to start PostgreSQL as its own user";
  if (postgres() !== null && has("redis-server")) return null;
  if (!existsSync("/etc/debian_version")) return "needs PostgreSQL and Redis: install them, or use Debian";
  try {
    apt("update");
    apt("install", "-y", "--no-install-recommends", "postgresql", "redis-server");
  } catch {
    return "PostgreSQL and Redis could not be installed with apt-get";
  }
  return postgres() !== null && has("redis-server")
    ? null
    : "PostgreSQL and Redis are not there after apt-get";
}

const apt = (...words: string[]) =>
  execFileSync("apt-get", ["-qq", ...words], {
    stdio: "ignore",
    env: {...process.env, DEBIAN_FRONTEND: "noninteractive"}
  });

function has(program: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${program}`], {stdio: "ignore"});
    return true;
  } catch {
    return false;
  }
}

/** The programs of the newest PostgreSQL that Debian has installed; null where there is none. */
function postgres(): string | null {
  const found = execFileSync(
    "sh",
    ["-c", "ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1"],
    {
      encoding: "utf8"
    }
  ).trim();
  return found === "" ? null : found;
}

/** Installs the servers' packages once. Throws where npm cannot. */
export function installServers(): void {
  const manifest = JSON.stringify(
    {private: true, dependencies: packages, overrides: {"better-sqlite3": "file:./better-sqlite3"}},
    null,
    2
  );
  const sqlite = join(cache, "better-sqlite3");
  mkdirSync(sqlite, {recursive: true});
  writeFileSync(
    join(sqlite, "package.json"),
    JSON.stringify({name: "better-sqlite3", version: "12.11.1", main: "index.cjs"})
  );
  copyFileSync(join(here, "better-sqlite3.cjs"), join(sqlite, "index.cjs"));
  const file = join(cache, "package.json");
  const done = join(cache, "installed");
  if (existsSync(done) && existsSync(file) && readFileSync(file, "utf8") === manifest) return;
  rmSync(done, {force: true});
  writeFileSync(file, manifest);
  // Scripts of packages would compile what is not needed; the one that brings Node is run alone.
  const options = {cwd: cache, stdio: "ignore"} as const;
  execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], options);
  execFileSync("npm", ["rebuild", "node", "--ignore-scripts=false"], options);
  writeFileSync(done, "");
}

const newNode = () => join(cache, "node_modules/node/bin/node");

/** Starts PostgreSQL, Redis and the servers, all on free ports of this machine and in a folder that goes with them. */
export async function startServers(): Promise<Servers> {
  const dir = mkdtempSync(join(tmpdir(), "followback-bluesky-"));
  chmodSync(dir, 0o755);
  const started: ChildProcess[] = [];
  const bin = postgres()!;
  const pg = join(dir, "pg");
  const asPostgres = (command: string) => execFileSync("su", ["postgres", "-c", command], {stdio: "ignore"});
  const [pgPort, redisPort, plc, pds, appView, bsync, control] = (await freePorts(7)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number
  ];
  const stop = async () => {
    for (const child of started) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null && child.kill()) await ended;
    }
    if (existsSync(join(pg, "postmaster.pid"))) asPostgres(`${bin}/pg_ctl -D ${pg} -m immediate stop`);
    rmSync(dir, {recursive: true, force: true});
  };
  try {
    execFileSync("install", ["-d", "-o", "postgres", pg]);
    asPostgres(`${bin}/initdb -D ${pg} -A trust -U pg --no-sync`);
    const options = `-p ${pgPort} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${pg} -c fsync=off`;
    asPostgres(`${bin}/pg_ctl -w -D ${pg} -l ${pg}/log -o '${options}' start`);
    const redis = ["--port", String(redisPort), "--bind", "127.0.0.1", "--save", "", "--dir", dir];
    started.push(spawn("redis-server", redis, {stdio: "ignore"}));
    mkdirSync(join(dir, "tmp"));
    const setting = {
      ports: {plc, pds, appView, bsync, control},
      database: `postgresql://pg@127.0.0.1:${pgPort}/postgres`,
      redis: `127.0.0.1:${redisPort}`,
      schema: "world"
    };
    const servers = spawn(newNode(), [join(here, "servers.mjs"), JSON.stringify(setting)], {
      cwd: cache,
      stdio: ["ignore", "pipe", "pipe"],
      env: {...process.env, TMPDIR: join(dir, "tmp"), LOG_ENABLED: "0", NODE_OPTIONS: ""}
    });
    started.unshift(servers);
    await isReady(servers);
  } catch (error) {
    await stop();
    throw error;
  }
  const local = (port: number) => `http://localhost:${port}`;
  const settle = async () => {
    const {ok, text} = await fetch(local(control)).then(async (r) => ({ok: r.ok, text: await r.text()}));
    if (!ok) throw new Error(text);
  };
  return {pds: local(pds), appView: local(appView), plc: local(plc), settle, stop};
}

async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

/** Resolves once it prints `ready`; throws with what it said where it ends before. */
function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (/^ready$/m.test(said)) resolve();
    };
    child.stdout!.on("data", hear);
    child.stderr!.on("data", hear);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the servers ended with ${code}: ${said.slice(-2000)}`)));
  });
}
