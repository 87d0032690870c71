// What a process took: CPU with all it started, and time on the wall.
import {spawnSync} from "node:child_process";

/** Seconds of CPU of a process and those it started, and seconds on the wall. */
export interface Usage {
  cpu: number;
  wall: number;
}

export interface Command {
  /** Told in errors. */
  name: string;
  /** The program and its arguments. */
  line: readonly string[];
  cwd: string;
}

/** Runs a command and returns what it took and what it printed. Throws an `Error` with its last words where it fails. */
export function runMeasured({name, line, cwd}: Command): Usage & {printed: string} {
  const began = performance.now();
  // The shell tells the time of everything that ran in it: Node knows only its own.
  const {status, stdout, stderr} = spawnSync(
    "bash",
    ["-c", '"$0" "$@"; code=$?; times >&2; exit $code', ...line],
    {cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 2 ** 26}
  );
  const wall = (performance.now() - began) / 1000;
  const lines = stderr.trim().split("\n");
  if (status !== 0) throw new Error(`${name} failed: ${lines.slice(0, -2).at(-1) ?? "without a word"}`);
  const cpu = [...lines.at(-1)!.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds))
    .reduce((sum, seconds) => sum + seconds, 0);
  return {cpu, wall, printed: stdout};
}

export const medianOf = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** `12.30 (11.90–13.00)`: the median of several runs and their spread. */
export function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `${medianOf(values).toFixed(2)} (${sorted[0]!.toFixed(2)}–${sorted.at(-1)!.toFixed(2)})`;
}
