/** What the bytes of a stream come to: a line of text, a heartbeat (an empty line), or a line too long to keep. */
export type Line = {kind: "line"; text: string} | {kind: "heartbeat"} | {kind: "too_long"};

const newline = 0x0a;
const carriageReturn = 0x0d;
const longestLine = 2 ** 20;

/**
 * Cuts a stream of bytes into lines. Bytes are put together first and decoded afterwards, so that a character whose
 * bytes come in two chunks stays whole. A line above a megabyte is dropped as it comes: memory stays bounded.
 */
export class LineReader {
  #pieces: Buffer[] = [];
  #length = 0;

  constructor(readonly longest = longestLine) {}

  /** Takes the next bytes; returns what they complete, in order. */
  read(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      this.#keep(chunk.subarray(from, end));
      lines.push(this.#take());
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
    return lines;
  }

  #keep(piece: Buffer) {
    if (piece.length === 0) return;
    this.#length += piece.length;
    // A chunk may be a view of a large pool: what is kept is copied. What is too long is counted, not kept.
    if (this.#length <= this.longest) this.#pieces.push(Buffer.from(piece));
    else this.#pieces = [];
  }

  #take(): Line {
    const length = this.#length;
    const whole = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#length = 0;
    if (length > this.longest) return {kind: "too_long"};
    const end = whole.at(-1) === carriageReturn ? whole.length - 1 : whole.length;
    const text = whole.toString("utf8", 0, end);
    return text.trim() === "" ? {kind: "heartbeat"} : {kind: "line", text};
  }
}
