import {progress as clackProgress, spinner as clackSpinner} from "@clack/prompts";

/** Tells how a long job gets on. On a terminal a bar; elsewhere plain lines on stderr, at most one every two seconds. */
export interface Progress {
  /** Moves to `done` of the total given at the start, with what is being done now. */
  at(done: number, message?: string): void;
  /** Ends with one line that stays. */
  end(message: string): void;
}

/**
 * Starts a job of `total` steps (0 = not known). `isTerminal` and `write` are there for tests.
 */
export function startProgress(
  title: string,
  total: number,
  {
    isTerminal = process.stderr.isTTY && !process.env.CI,
    write = (line: string) => void process.stderr.write(line),
    now = Date.now
  } = {}
): Progress {
  if (isTerminal && total > 0) {
    const bar = clackProgress({max: total, output: process.stderr});
    let last = 0;
    bar.start(title);
    return {
      at(done, message) {
        bar.advance(done - last, message ? `${title}: ${message}` : title);
        last = done;
      },
      end: (message) => bar.stop(message)
    };
  }
  if (isTerminal) {
    const spin = clackSpinner({output: process.stderr});
    spin.start(title);
    return {
      at: (_, message) => spin.message(message ? `${title}: ${message}` : title),
      end: (message) => spin.stop(message)
    };
  }
  let told = now();
  write(`${title} …\n`);
  return {
    at(done, message) {
      if (now() - told < 2000) return;
      told = now();
      write(`${title}: ${total > 0 ? `${done} of ${total}` : done}${message ? `, ${message}` : ""}\n`);
    },
    end: (message) => write(`${message}\n`)
  };
}
