import {isWatched, startProgress, type Progress} from "./progress.ts";

const log = (line: string) => void process.stderr.write(`${line}\n`);

/** The one line that moves on a terminal, and plain lines elsewhere. */
export class Screen {
  #progress: Progress | null = null;
  #done = 0;
  #countdown: NodeJS.Timeout | null = null;

  at(title: string, done: number, message: string, total: number): void {
    this.#stopCountdown();
    this.#progress ??= startProgress(title, total);
    this.#done = done;
    this.#progress.at(done, message);
  }

  say(line: string): void {
    this.#progress?.end(line);
    if (!this.#progress) log(line);
    this.#progress = null;
  }

  /** Counts down on a terminal; elsewhere one line says until when. */
  wait(until: Date, what: string): void {
    this.#stopCountdown();
    const clock = until.toISOString().slice(11, 19);
    if (!isWatched() || this.#progress === null) return log(`${what}: waiting until ${clock} UTC`);
    const count = () => {
      const seconds = Math.ceil((until.getTime() - Date.now()) / 1000);
      if (seconds <= 0) return this.#stopCountdown();
      const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      this.#progress?.at(this.#done, `${what}: ${left} to wait`);
    };
    count();
    this.#countdown = setInterval(count, 1000).unref();
  }

  end(line: string): void {
    this.#stopCountdown();
    if (this.#progress) this.#progress.end(line);
    else log(line);
    this.#progress = null;
  }

  /** Ends with a line where there was anything to see; the error itself says the rest. */
  fail(line: string): void {
    if (this.#progress) this.end(line);
    else this.#stopCountdown();
  }

  #stopCountdown() {
    if (this.#countdown) clearInterval(this.#countdown);
    this.#countdown = null;
  }
}
