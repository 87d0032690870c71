import {spawn, type ChildProcess} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {devNull, tmpdir} from "node:os";
import {join} from "node:path";

const program = join(import.meta.dirname, "../../src/followback.js");
const dieAtFile = join(import.meta.dirname, "die-at.mjs");

/** How the program is made to fail; see die-at.mjs. */
export interface Fault {
  /** Killed at this file operation, from 0, */
  dieAt?: number;
  /** or so many milliseconds after it. */
  dieAfter?: number;
  /** The disk is full from this file operation on. */
  fullAt?: number;
  /** The data folder, `data`, is taken away at this file operation, and is called `data-away` then. */
  awayAt?: number;
}

export interface RunOptions extends Fault {
  /** What its clock says, in milliseconds since 1970. Default: the real time. */
  now?: number;
  env?: Record<string, string>;
  cwd?: string;
  /** Its temporary folder. Default: the system's. */
  temporary?: string;
  started?: (child: ChildProcess) => void;
  /** Called with the process, and what it has said so far, each time it says something. */
  hear?: (child: ChildProcess, said: string) => void;
}

export interface Run {
  /** Null where it was killed. */
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
  /** File operations, where it ended by itself. */
  operations: number;
  /** It had to be killed, for it did nothing any more. */
  hung: boolean;
}

/** A run that says nothing more for so long hangs: a thousand times what any takes. */
const patienceMs = 10 * 60_000;

/** Runs the program as a user would, compiled, with a fault; nothing of this machine's environment reaches it. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  const {dieAt, dieAfter, fullAt, awayAt, now, env = {}, cwd, temporary, started, hear} = options;
  const folder = mkdtempSync(join(tmpdir(), "followback-count-"));
  const count = join(folder, "count");
  const given = (name: string, value: number | undefined) =>
    value === undefined ? {} : {[name]: String(value)};
  const child = spawn(process.execPath, ["--import", dieAtFile, program, ...argv], {
    cwd: cwd ?? folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TMPDIR: temporary ?? process.env.TMPDIR ?? tmpdir(),
      FOLLOWBACK_CREDENTIALS: join(devNull, "credentials.json"),
      TORTURE_COUNT: count,
      ...given("TORTURE_NOW", now),
      ...given("TORTURE_DIE_AT", dieAt),
      ...given("TORTURE_DIE_AFTER", dieAfter),
      ...given("TORTURE_FULL_AT", fullAt),
      ...given("TORTURE_AWAY_AT", awayAt),
      TORTURE_AWAY: "data",
      ...env
    },
    stdio: ["ignore", "pipe", "pipe"]
  });
  started?.(child);
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    child.kill("SIGKILL");
  }, patienceMs);
  const said = {out: "", err: ""};
  child.stdout.on("data", (chunk) => ((said.out += String(chunk)), hear?.(child, said.out + said.err)));
  child.stderr.on("data", (chunk) => ((said.err += String(chunk)), hear?.(child, said.out + said.err)));
  try {
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.on("exit", (...end) => {
        // What it started itself may hold its output open.
        setTimeout(() => (child.stdout.destroy(), child.stderr.destroy()), 1000).unref();
        child.on("close", () => resolve(end));
      })
    );
    const operations = existsSync(count) ? Number(readFileSync(count, "utf8")) : NaN;
    return {code, signal, ...said, operations, hung};
  } finally {
    clearTimeout(timer);
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Whether somebody sees a stack, or that the program takes it for its own mistake. */
export const hasStack = ({err, out}: Pick<Run, "err" | "out">) =>
  /^\s+at .+:\d+:\d+\)?$|this is a bug|\bnode:internal\b|^Node\.js v|UnhandledPromise/m.test(err + out);
