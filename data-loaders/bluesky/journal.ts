import {existsSync, mkdirSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {AnswerFile, type LinePlace, type Recorded} from "../answer-file.ts";
import type {AnswerStore} from "./client.ts";
import {blueskyRequestKey, type BlueskyRequest} from "./requests.ts";
import {workDir} from "./work.ts";

/** What a journal is of: one snapshot of one account. */
export interface JournalFacts {
  /** The id inside. */
  account: string;
  /** The program that asked, and where: another may ask otherwise, and another server answer otherwise. */
  version: string;
  base: string;
  /** The `taken_at` of the snapshot that is being taken. */
  takenAt: Date;
}

const lineSchema = z.union([
  z.object({
    begin: z.object({account: z.string(), version: z.string(), base: z.string(), takenAt: z.coerce.date()})
  }),
  z.object({key: z.string(), askedAt: z.coerce.date(), at: z.coerce.date()})
]);

interface Place extends LinePlace {
  askedAt: Date;
  at: Date;
}

/**
 * What Bluesky has answered in a snapshot that is not stored yet, so that a run which was killed need not ask again. The next
 * one asks the same questions, and the journal answers those it knows. Refusals are asked again.
 */
export class Journal implements AnswerStore {
  readonly #file: AnswerFile;
  readonly #places = new Map<string, Place[]>();
  #facts: JournalFacts | null = null;
  /** How many requests it held an answer to when it was opened, by method: the bill of the snapshot has them too. */
  readonly answered = new Map<string, number>();

  private constructor(path: string) {
    this.#file = new AnswerFile(path);
  }

  /** Begins the journal of a snapshot, in the place of any other of that account. */
  static begin(dataDir: string, facts: JournalFacts): Journal {
    mkdirSync(workDir(dataDir), {recursive: true, mode: 0o700});
    const path = fileOf(dataDir, facts.account);
    rmSync(path, {force: true});
    const journal = new Journal(path);
    journal.#file.write({begin: facts});
    journal.#facts = facts;
    return journal;
  }

  /** Opens the journal an earlier run left; null where there is none, or none that says what it is of. */
  static async open(dataDir: string, account: string): Promise<Journal | null> {
    const path = fileOf(dataDir, account);
    if (!existsSync(path)) return null;
    const journal = new Journal(path);
    await journal.#file.read((line, place) => journal.#take(line, place));
    if (journal.#facts !== null) return journal;
    journal.close();
    rmSync(path, {force: true});
    return null;
  }

  get facts(): JournalFacts {
    return this.#facts!;
  }

  /** The answer to a request, once each, in the order they came; null where it holds none. */
  replay(request: BlueskyRequest): Recorded | null {
    const place = this.#places.get(blueskyRequestKey(request))?.shift();
    return place ? {body: this.#file.bodyAt(place), askedAt: place.askedAt, at: place.at} : null;
  }

  record(request: BlueskyRequest, {body, askedAt, at}: Recorded): void {
    this.#file.write({key: blueskyRequestKey(request), askedAt, at}, body);
  }

  close(): void {
    this.#file.close();
  }

  /** Closes it and takes it away. */
  remove(): void {
    this.close();
    rmSync(this.#file.path, {force: true});
  }

  #take(line: unknown, place: LinePlace) {
    const {success, data} = lineSchema.safeParse(line);
    if (!success) return;
    if ("begin" in data) {
      this.#facts = data.begin;
      return;
    }
    const {key, askedAt, at} = data;
    const [method] = key.split("?") as [string];
    this.answered.set(method, (this.answered.get(method) ?? 0) + 1);
    this.#places.set(key, [...(this.#places.get(key) ?? []), {askedAt, at, ...place}]);
  }
}

const fileOf = (dataDir: string, account: string) => join(workDir(dataDir), `${account}.ndjson`);

/** The accounts of which a data folder holds an unfinished snapshot of Bluesky. */
export const unfinished = (dataDir: string): string[] =>
  existsSync(workDir(dataDir))
    ? readdirSync(workDir(dataDir)).flatMap((name) => /^(\d+)\.ndjson$/.exec(name)?.[1] ?? [])
    : [];
