import {progress as clackProgress, spinner as clackSpinner} from "@clack/prompts";

/** Tells how a long job gets on. On a terminal a bar; elsewhere plain lines on stderr: one each tenth of the job, or every ten seconds where its end is not known. */
export interface Progress {
  /** Moves to `done` of the total given at the start, with what is being done now. */
  at(done: number, message?: string): void;
  /** Ends with one line that stays. */
  end(message: string): void;
}

/** Without a known end, a line of a log at most this often. */
const quietMs = 10_000;

/** The bars that are turning: one left alone keeps the terminal, and the process, for ever. */
const turning = new Set<{clear(): void}>();

/** Takes away every bar that has not ended, as an error must before it is told. */
export function clearProgress(): void {
  for (const bar of turning) bar.clear();
  turning.clear();
}

/** On a terminal Ctrl+C reaches the bar, which leaves with 0 as if the job were done: it was not. */
process.once("exit", (code) => {
  if (code === 0 && turning.size > 0) process.exitCode = 130;
});

/** Whether somebody watches: a terminal, and not that of a CI. */
export const isWatched = () => process.stderr.isTTY && !process.env.CI;

/**
 * Starts a job of `total` steps (0 = not known), each a `unit`: `days`. `isTerminal`, `write` and `now` are there for tests.
 */
export function startProgress(
  title: string,
  total: number,
  {
    isTerminal = isWatched(),
    write = (line: string) => void process.stderr.write(line),
    now = Date.now,
    unit = ""
  } = {}
): Progress {
  if (isTerminal && total > 0) {
    const bar = clackProgress({max: total, output: process.stderr});
    let last = 0;
    bar.start(title);
    turning.add(bar);
    return {
      at(done, message) {
        bar.advance(done - last, message ? `${title}: ${message}` : title);
        last = done;
      },
      end(message) {
        bar.stop(message);
        turning.delete(bar);
      }
    };
  }
  if (isTerminal) {
    const spin = clackSpinner({output: process.stderr});
    spin.start(title);
    turning.add(spin);
    return {
      at: (_, message) => spin.message(message ? `${title}: ${message}` : title),
      end(message) {
        spin.stop(message);
        turning.delete(spin);
      }
    };
  }
  let saidAt = now();
  let tenths = 0;
  write(`${title} …\n`);
  return {
    at(done, message) {
      // Whoever reads a log later wants the course, not each step: a line each tenth, or where no end is known at times.
      const reached = total > 0 ? Math.floor((10 * done) / total) : 0;
      if (total > 0 ? reached <= tenths : now() - saidAt < quietMs) return;
      tenths = reached;
      saidAt = now();
      const steps = `${total > 0 ? `${done} of ${total}` : done}${unit && ` ${unit}`}`;
      write(`${title}: ${steps}${message ? `, ${message}` : ""}\n`);
    },
    end: (message) => write(`${message}\n`)
  };
}
