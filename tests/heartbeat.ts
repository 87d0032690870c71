import {relative} from "node:path";
import type {Reporter, TestCase, TestModule} from "vitest/node";

interface HeartbeatOptions {
  /** Milliseconds of silence before it says something. */
  quiet?: number;
  say?: (line: string) => void;
  /** A terminal shows what is running anyway. */
  isTerminal?: boolean;
}

/** Says, while no file of tests has come to its end for half a minute, which ones are running and how far they are. */
export class Heartbeat implements Reporter {
  readonly #running = new Map<TestModule, {began: number; done: number}>();
  readonly #options: Required<HeartbeatOptions>;
  #timer: NodeJS.Timeout | undefined;

  constructor({
    quiet = 30_000,
    say = (line) => void process.stderr.write(`${line}\n`),
    isTerminal = process.stdout.isTTY
  }: HeartbeatOptions = {}) {
    this.#options = {quiet, say, isTerminal};
  }

  onTestRunStart() {
    this.#listen();
  }

  onTestModuleStart(module: TestModule) {
    this.#running.set(module, {began: Date.now(), done: 0});
  }

  onTestCaseResult({module}: TestCase) {
    const facts = this.#running.get(module);
    if (facts) facts.done += 1;
  }

  onTestModuleEnd(module: TestModule) {
    this.#running.delete(module);
    this.#listen();
  }

  onTestRunEnd() {
    clearInterval(this.#timer);
  }

  /** Begins to count the silence anew. */
  #listen() {
    clearInterval(this.#timer);
    if (!this.#options.isTerminal) this.#timer = setInterval(() => this.#log(), this.#options.quiet).unref();
  }

  #log() {
    const files = [...this.#running].map(([{moduleId}, {began, done}]) => {
      const seconds = Math.round((Date.now() - began) / 1000);
      return `${relative(process.cwd(), moduleId)} (${seconds} s, ${done} ${done === 1 ? "test" : "tests"} done)`;
    });
    this.#options.say(`still running: ${files.join(", ") || "getting ready"}`);
  }
}

export default Heartbeat;
