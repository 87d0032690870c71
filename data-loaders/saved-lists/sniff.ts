import {createReadStream, createWriteStream} from "node:fs";
import {open} from "node:fs/promises";
import {join} from "node:path";
import {PassThrough, Transform} from "node:stream";
import {pipeline} from "node:stream/promises";
import {createGunzip} from "node:zlib";
import type {Database} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import {inspectFile, type TableFormat} from "../tables/file.ts";
import {linesOf} from "../tables/source.ts";
import {countIntro} from "./signs.ts";

/** A file of text as the database can read it (UTF-8, lines that end alike), with its first lines to judge it by. */
export interface Sniffed {
  /** As the user named it, for messages. */
  path: string;
  readable: string;
  compression: "none" | "zstd";
  sha256: string;
  form: "text" | "json" | "ndjson" | "parquet";
  /** The first lines that are not blank, at most 200, of at most 256 kB; none of a Parquet file. */
  lines: string[];
  /** Lines above the list that are no part of it: remarks, a title. They are not in `readable`. */
  intro: string[];
  /** It is no UTF-8, and was read as windows-1252: its letters beyond ASCII may be wrong. */
  isEightBit: boolean;
}

const headBytes = 256 * 1024;
const mostLines = 200;

/**
 * Opens a file for recognition: unpacks gzip, turns UTF-16 into UTF-8 and lines that end in CR into lines that end in
 * LF, in a copy inside `tempDir`. `format` overrules what the content looks like. Throws a `UserError` that says what to
 * do where the file is no list of people but something that users take for one.
 */
export async function sniff(
  db: Database,
  path: string,
  tempDir: string,
  format?: TableFormat
): Promise<Sniffed> {
  const file = await inspectFile(path, tempDir, format);
  const {sha256} = file;
  if (file.format === "parquet")
    return {
      path,
      readable: file.readable,
      compression: "none",
      sha256,
      form: "parquet",
      lines: [],
      intro: [],
      isEightBit: false
    };
  let readable = file.readable;
  let isEightBit = false;
  let copies = 0;
  const copy = async (step: Transform, start = 0) => {
    const to = join(tempDir, `copy-${sha256.slice(0, 16)}-${++copies}`);
    await pipeline([createReadStream(readable, {start}), step, createWriteStream(to)]);
    readable = to;
  };
  if (file.compression === "gzip") await copy(createGunzip());
  let head = file.compression === "zstd" ? await headOfZstd(db, path, readable) : await headOf(readable);
  if (file.compression !== "zstd") {
    let encoding = encodingOf(head);
    if (encoding === "utf-8") {
      if (head.includes(0) || isNoise(head)) throw new UserError(`${path}: ${binaryOf(head)}`);
      isEightBit = !file.isAscii && !(await isUtf8(readable));
      if (isEightBit) encoding = "windows-1252";
    }
    if (encoding !== "utf-8") await copy(recoded(encoding));
    if (encoding !== "utf-8") head = await headOf(readable);
    if (/\r(?!\n)/.test(head.subarray(0, -1).toString("latin1"))) {
      await copy(unixLines());
      head = await headOf(readable);
    }
  }
  const text = head.toString("utf8").replace(/^\uFEFF/, "");
  const all = text.split(/\r\n|\n/);
  // The head may end within a line; a line longer than the head is judged by what is there.
  const filled = all
    .slice(0, head.length < headBytes || all.length === 1 ? undefined : -1)
    .filter((line) => line.trim() !== "")
    .slice(0, mostLines);
  if (filled.length === 0) throw new UserError(`${path}: the file is empty: export it again`);
  refuseOthers(path, text);
  const form =
    format === "csv" || format === "tsv" || format === "text"
      ? "text"
      : formOf(text, filled, head.length >= headBytes, format);
  const isCut = form === "text" && file.compression !== "zstd";
  const intro = isCut ? filled.slice(0, countIntro(filled)) : [];
  const lines = filled.slice(intro.length);
  if (lines.length === 0) throw new UserError(`${path}: it holds no people: export it again`);
  if (intro.length > 0) await copy(new PassThrough(), bytesAbove(head, lines[0]!, intro));
  return {
    path,
    readable,
    compression: file.compression === "zstd" ? "zstd" : "none",
    sha256,
    form,
    lines,
    intro,
    isEightBit
  };
}

/** Where the line after the intro begins. */
function bytesAbove(head: Buffer, line: string, intro: readonly string[]): number {
  let at = 0;
  for (const above of intro) at = head.indexOf(above, at) + Buffer.byteLength(above);
  return head.indexOf(line, at);
}

/** Whether a whole file is UTF-8. */
async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", {fatal: true});
  try {
    for await (const chunk of createReadStream(path)) decoder.decode(chunk as Buffer, {stream: true});
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function headOfZstd(db: Database, path: string, readable: string): Promise<Buffer> {
  const rows = await db
    .rows<{line: string | null}>(`select line from ${linesOf(readable, "zstd")} limit ${mostLines}`)
    .catch(() => {
      throw new UserError(`${path}: the compressed file cannot be read as text: unpack it and give the file`);
    });
  return Buffer.from(rows.map(({line}) => `${line ?? ""}\n`).join(""));
}

/** By the mark at the begin, else by where zero bytes stand: text of ASCII in UTF-16 has one in two. */
function encodingOf(head: Buffer): "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const sample = head.subarray(0, 400 & ~1);
  const zeros = [0, 1].map((side) => sample.filter((byte, i) => i % 2 === side && byte === 0).length);
  if (zeros[1]! > 0.4 * (sample.length / 2) && zeros[0] === 0) return "utf-16le";
  if (zeros[0]! > 0.4 * (sample.length / 2) && zeros[1] === 0) return "utf-16be";
  return "utf-8";
}

function recoded(encoding: string): Transform {
  const decoder = new TextDecoder(encoding);
  return new Transform({
    transform: (chunk: Buffer, _, done) => done(null, decoder.decode(chunk, {stream: true})),
    flush: (done) => done(null, decoder.decode())
  });
}

/** Every CR, with or without an LF, becomes an LF. */
function unixLines(): Transform {
  let isAfterCr = false;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      let text = chunk.toString("latin1");
      if (isAfterCr && text.startsWith("\n")) text = text.slice(1);
      isAfterCr = chunk.at(-1) === 0x0d;
      done(null, Buffer.from(text.replace(/\r\n?/g, "\n"), "latin1"));
    }
  });
}

/** Text has hardly any control characters but tabs and ends of lines; bytes of other files have one in ten. */
function isNoise(head: Buffer): boolean {
  let controls = 0;
  for (const byte of head) if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b) controls++;
  return controls > 0.02 * head.length;
}

function binaryOf(head: Buffer): string {
  const text = head.subarray(0, 16).toString("latin1");
  if (text.startsWith("SQLite format 3"))
    return "a database of SQLite: export the table of followers as CSV and give that";
  if (text.startsWith("%PDF")) return "a PDF: give the list as text or CSV";
  if (text.startsWith("\u00d0\u00cf\u0011\u00e0"))
    return "a spreadsheet of old Excel: format the ids as text, save it as CSV and give that";
  return "not a text file: give the list as text, CSV or JSON";
}

/** What is often given for a list of people and is none. */
function refuseOthers(path: string, text: string): void {
  const start = text.trimStart();
  const refuse = (what: string) => new UserError(`${path}: ${what}`);
  if (/^window\.[\w.]+\s*=/.test(start))
    throw refuse("one file of an archive of X: give the archive's folder or zip, with account.js in it");
  if (start.startsWith("%PDF")) throw refuse(binaryOf(Buffer.from(start.slice(0, 16))));
  if (/^<(!|\?xml|[a-z]+[\s>])/i.test(start))
    throw refuse("a page of HTML: export the list as text, CSV or JSON");
  if (/^[[{]\s*\{?'/.test(start))
    throw refuse("printed by Python, not JSON: write it with json.dump() and give that file");
}

/** JSON is one value; NDJSON has one a line. */
function formOf(text: string, lines: string[], isCut: boolean, format?: TableFormat): Sniffed["form"] {
  if (format === "json" || format === "ndjson") return format;
  if (!/^\s*[[{]/.test(text)) return "text";
  const isWhole = (line: string) => {
    try {
      return typeof JSON.parse(line) === "object";
    } catch {
      return false;
    }
  };
  if (lines.length > 1) return isWhole(lines[0]!) && /^\s*[[{]/.test(lines[1]!) ? "ndjson" : "json";
  // Of one long line nobody sees yet whether another follows: pages come a line each, arrays as one value.
  return isCut && /^\s*\{/.test(text) ? "ndjson" : "json";
}
