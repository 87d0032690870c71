import {appendFileSync, closeSync, createReadStream, fdatasyncSync, openSync, readSync} from "node:fs";
import {truncate} from "node:fs/promises";

/** One answer as a run got it. */
export interface Recorded {
  body: unknown;
  askedAt: Date;
  at: Date;
}

/** Where a line stands in the file, in bytes. */
export interface LinePlace {
  offset: number;
  length: number;
}

/**
 * A file of lines of JSON for its owner's eyes only. Each line is on disk before anything is made of it, and what a crash tore
 * is cut off when it is read again. A line can hold a body, which is read only where it is asked for.
 */
export class AnswerFile {
  #file: number;

  constructor(readonly path: string) {
    this.#file = openSync(path, "a+", 0o600);
  }

  write(line: object, body?: unknown): void {
    appendFileSync(this.#file, JSON.stringify(body === undefined ? line : {...line, body}) + "\n");
    fdatasyncSync(this.#file);
  }

  /** The body of a line. */
  bodyAt({offset, length}: LinePlace): unknown {
    const bytes = Buffer.allocUnsafe(length);
    readSync(this.#file, bytes, 0, length, offset);
    return (JSON.parse(bytes.toString("utf8")) as {body: unknown}).body;
  }

  /** Calls `take` with every line, null where it is no JSON. A last line torn by a crash was never made use of: it is cut off. */
  async read(take: (line: unknown, place: LinePlace) => void): Promise<void> {
    let rest = Buffer.alloc(0);
    let at = 0;
    for await (const chunk of createReadStream(this.path)) {
      rest = Buffer.concat([rest, chunk as Buffer]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        take(parsed(rest.subarray(0, end)), {offset: at, length: end});
        at += end + 1;
        rest = rest.subarray(end + 1);
      }
    }
    if (rest.length > 0) await truncate(this.path, at);
  }

  close(): void {
    if (this.#file >= 0) closeSync(this.#file);
    this.#file = -1;
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
}
