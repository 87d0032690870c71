import {
  appendFileSync,
  closeSync,
  createReadStream,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync
} from "node:fs";
import {rm} from "node:fs/promises";
import {join} from "node:path";
import {UserError} from "../../src/errors.ts";
import type {Manifest} from "../../src/snapshots/store.ts";
import type {RawRow, TableName} from "../../src/snapshots/tables.ts";

/** One line of the spool: a row of a raw table with its times as text, or what the manifest is to say. */
export type Entry = {table: TableName; row: RawRow} | {facts: Pick<Manifest, "requests" | "notes">};

/** Columns of the tables a listener writes that are times. */
const timeColumns = new Set(["after", "before", "from", "to", "profile_at", "status_at", "created_at"]);

function entryOf(line: string): Entry | null {
  try {
    return JSON.parse(line, (key, value: unknown) =>
      timeColumns.has(key) && typeof value === "string" ? new Date(value) : value
    ) as Entry;
  } catch {
    return null;
  }
}

/**
 * The lines of a file, by its path or as it is open. Node's own reader ends one at U+2028 too, from version 24 on, which may
 * stand in a text of JSON.
 */
async function* linesOf(file: string | number): AsyncGenerator<string> {
  let rest = "";
  const stream =
    typeof file === "string"
      ? createReadStream(file, "utf8")
      : createReadStream("", {fd: file, encoding: "utf8", autoClose: false});
  for await (const text of stream) {
    const lines = (rest + (text as string)).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** What a listener, which may be running, has received and not yet stored; what cannot be read is left out. */
export async function* spooled(folder: string): AsyncGenerator<Entry> {
  const files = openAll(folder);
  try {
    for (const file of files)
      for await (const line of linesOf(file)) {
        const entry = entryOf(line);
        if (entry !== null) yield entry;
      }
  } finally {
    for (const file of files) closeSync(file);
  }
}

/**
 * Opens all files of a spool as they stand at one moment: a listener that runs closes its batch under another name, and removes what
 * is stored, whenever it likes. What is open is read to its end all the same.
 */
function openAll(folder: string): number[] {
  const named = () =>
    existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".ndjson")) : [];
  for (;;) {
    const names = named();
    const files: number[] = [];
    try {
      for (const name of names) files.push(openSync(join(folder, name), "r"));
      if (String(named()) === String(names)) return files;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
    for (const file of files) closeSync(file);
  }
}

/**
 * What has been received and not yet stored, on disk, so that it outlives the process and is not held in memory. The
 * file being written is closed under the time of its batch; a closed one is stored as one snapshot and removed.
 */
export class Spool {
  readonly #open: string;
  #file: number | null = null;
  /** The times of the batches that were closed. */
  readonly #used = new Set<number>();

  constructor(readonly folder: string) {
    this.#open = join(folder, "open.ndjson");
    mkdirSync(folder, {recursive: true, mode: 0o700});
  }

  /** Adds lines and brings them to disk: all of them, or none where it throws, as on a full disk. */
  append(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.#file ??= openSync(this.#open, "a", 0o600);
    const {size} = fstatSync(this.#file);
    try {
      appendFileSync(this.#file, entries.map((entry) => JSON.stringify(entry) + "\n").join(""));
      fdatasyncSync(this.#file);
    } catch (error) {
      // What fitted of them would become one line with the next ones.
      ftruncateSync(this.#file, size);
      throw error;
    }
  }

  /** Closes what is being written as the batch of this time. Nothing is closed where nothing was written. */
  close(at: Date): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    if (!existsSync(this.#open) || statSync(this.#open).size === 0) return;
    let time = at.getTime();
    // Two batches of one time, as after the clock was set back, would be taken for one, and the second never be stored.
    while (this.#used.has(time) || existsSync(this.#closed(time))) time += 1;
    this.#used.add(time);
    renameSync(this.#open, this.#closed(time));
  }

  /** The times of the closed batches, oldest first. */
  batches(): Date[] {
    return readdirSync(this.folder)
      .flatMap((name) => /^(\d+)\.ndjson$/.exec(name)?.[1] ?? [])
      .map((time) => new Date(Number(time)))
      .sort((a, b) => a.getTime() - b.getTime());
  }

  /**
   * The lines of a closed batch; a last line torn by a crash, which nobody was told had been taken, is left out. Throws a
   * `UserError` where another one cannot be read.
   */
  async *read(batch: Date): AsyncGenerator<Entry> {
    const file = this.#closed(batch.getTime());
    let nth = 0;
    let torn: number | null = null;
    for await (const line of linesOf(file)) {
      if (torn !== null)
        throw new UserError(`${file}: line ${torn} is damaged: delete it, then run this again`);
      nth += 1;
      const entry = entryOf(line);
      if (entry === null) torn = nth;
      else yield entry;
    }
  }

  remove = (batch: Date) => rm(this.#closed(batch.getTime()), {force: true});

  #closed = (time: number) => join(this.folder, `${time}.ndjson`);
}
