import {createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync} from "node:fs";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {z} from "zod";
import type {Method} from "../../src/interests/sample.ts";
import {isInsideId} from "../../src/networks/networks.ts";
import {syncPath} from "../../src/snapshots/writer.ts";
import {AnswerFile, type LinePlace, type Recorded} from "../answer-file.ts";
import {workDir} from "./work.ts";
import {requestKey, walkKey, type XRequest} from "../x/protocol/requests.ts";

/** What runs have paid for one walk, or one thing asked for, and no stored snapshot has counted yet. */
export interface Paid {
  /** Its `walkKey`. */
  walk: string;
  requests: number;
  resources: number;
  /** Of these, what X had not billed before that day. */
  fresh: number;
}

/** What a journal is of: one snapshot of one account. */
export interface JournalFacts {
  account: string;
  head: boolean;
  conversations: boolean;
  /** What was looked for in the posts of followers, and how; null for nothing. */
  interests: {topics: string[]; budget: number; method: Method} | null;
  /** The program that asked, and where: another may ask otherwise, and another X answer otherwise. */
  version: string;
  base: string;
  /** The `taken_at` of the snapshot that is being taken. */
  takenAt: Date;
}

const paidSchema = z.object({
  walk: z.string(),
  requests: z.number(),
  resources: z.number(),
  fresh: z.number()
});

const lineSchema = z.union([
  z.object({
    begin: z.object({
      account: z.string().refine(isInsideId),
      head: z.boolean(),
      conversations: z.boolean().default(false),
      interests: z
        .object({topics: z.array(z.string()), budget: z.number(), method: z.enum(["full_archive", "recent"])})
        .nullable()
        .default(null),
      version: z.string(),
      base: z.string()
    })
  }),
  z.object({run: z.coerce.date()}),
  z.object({owner: z.string().nullable()}),
  z.object({stored: z.string()}),
  z.object({again: z.string()}),
  z.object({bad: z.string()}),
  z.object({paid: paidSchema}),
  z.object({
    key: z.string(),
    walk: z.string(),
    askedAt: z.coerce.date(),
    at: z.coerce.date(),
    resources: z.number(),
    fresh: z.number()
  })
]);
type Line = z.infer<typeof lineSchema>;

interface Place extends LinePlace {
  walk: string;
  askedAt: Date;
  at: Date;
}

/**
 * What X has answered in a snapshot that is not stored yet: each answer is on disk before anything is made of it, so
 * that a run which is killed, or stopped for want of credits, need not pay for it again. SnapshotRun the snapshot once more
 * asks the same questions in the same order, and the journal answers those it knows. It is one file of lines beside the
 * snapshots, for its owner's eyes only, and goes when the snapshot is whole. Bodies are read when they are asked for.
 */
export class Journal {
  readonly #places = new Map<string, Place[]>();
  readonly #paid = new Map<string, Paid>();
  readonly #file: AnswerFile;
  #facts: JournalFacts | null = null;
  #owner: string | null | undefined;
  #stored: string | null = null;
  #firstAt: Date | null = null;
  #lastAt: Date | null = null;

  private constructor(path: string) {
    this.#file = new AnswerFile(path);
  }

  /**
   * Begins the journal of a snapshot, in the place of any other of that account. `unpaid` is what runs before it paid
   * and no snapshot has counted.
   */
  static async begin(
    dataDir: string,
    {takenAt, ...begin}: JournalFacts,
    unpaid: readonly Paid[] = []
  ): Promise<Journal> {
    mkdirSync(workDir(dataDir), {recursive: true, mode: 0o700});
    const path = fileOf(dataDir, begin.account);
    // Aside first: a crash here must not lose what the one before it says was paid.
    rmSync(`${path}.new`, {force: true});
    const journal = new Journal(`${path}.new`);
    journal.#note({begin});
    journal.#note({run: takenAt});
    journal.notePaid(unpaid);
    renameSync(`${path}.new`, path);
    await syncPath(workDir(dataDir));
    return journal;
  }

  /** Opens the journal an earlier run left; null where there is none, or none that says what it is of. */
  static async open(dataDir: string, account: string): Promise<Journal | null> {
    const path = fileOf(dataDir, account);
    if (!existsSync(path)) return null;
    const journal = new Journal(path);
    await journal.#file.read((line, place) => journal.#take(line, place));
    // Without its first two lines nobody knows what it is of.
    if (journal.#facts !== null && journal.#facts.takenAt.getTime() > 0) return journal;
    journal.close();
    rmSync(path, {force: true});
    return null;
  }

  get facts(): JournalFacts {
    return this.#facts!;
  }

  /** The token's user when it was begun, null for none; undefined where it did not come so far. */
  get owner(): string | null | undefined {
    return this.#owner;
  }

  /** The id of the snapshot in which all it holds is stored; null where there is none, or more than that. */
  get stored(): string | null {
    return this.#stored;
  }

  /** When the first answer came; null where there is none. */
  get firstAt(): Date | null {
    return this.#firstAt;
  }

  /** When the last answer came that it held when it was opened; null where there is none. */
  get lastAt(): Date | null {
    return this.#lastAt;
  }

  /** Whether it holds a page of a list: what there is else is not worth a snapshot. */
  get hasPages(): boolean {
    return [...this.#places.values()].flat().some(({walk}) => /\/follow(ers|ing) /.test(walk));
  }

  /** The answer to a request, once each, in the order they came; null where it holds none. */
  replay(request: XRequest): Recorded | null {
    const place = this.#places.get(requestKey(request))?.shift();
    if (!place) return null;
    return {body: this.#file.bodyAt(place), askedAt: place.askedAt, at: place.at};
  }

  /** Brings an answer to disk, with how many resources it has and how many of them X billed. */
  record(
    request: XRequest,
    {body, askedAt, at}: Recorded,
    {resources, fresh}: Pick<Paid, "resources" | "fresh">
  ): void {
    this.#firstAt ??= at;
    this.#file.write({key: requestKey(request), walk: walkKey(request), askedAt, at, resources, fresh}, body);
  }

  /** What earlier runs paid for all it held when it was opened, walks that were given up included. */
  get paid(): Paid[] {
    return [...this.#paid.values()];
  }

  /** Whether nothing was paid for what it holds. */
  get isEmpty(): boolean {
    return this.#firstAt === null && this.#paid.size === 0;
  }

  /** Another run goes on with it, for a snapshot of its own: the earlier one is stored. */
  goOn(takenAt: Date): void {
    this.#note({run: takenAt});
  }

  noteOwner(owner: string | null): void {
    if (this.#owner !== owner) this.#note({owner});
  }

  /** What was paid besides the answers it holds. */
  notePaid(paid: readonly Paid[]): void {
    for (const part of paid) if (part.requests > 0) this.#note({paid: part});
  }

  /** What it holds is stored, as far as it came, in this snapshot. */
  noteStored(snapshot: string): void {
    this.#note({stored: snapshot});
  }

  /** X no longer goes on with a walk: its pages so far are of no use, and it is to be asked again from the top. */
  dropWalk(walk: string): void {
    this.#note({again: walk});
  }

  /** An answer that nothing can be made of: whoever goes on is to ask again. */
  dropAnswer(request: XRequest): void {
    this.#note({bad: requestKey(request)});
  }

  close(): void {
    this.#file.close();
  }

  /** Closes it and takes it away. */
  remove(dataDir: string): void {
    this.close();
    rmSync(fileOf(dataDir, this.facts.account), {force: true});
  }

  /** Writes what is not an answer, and heeds it. */
  #note(line: Line) {
    this.#file.write(line);
    this.#heed(line);
  }

  #forget(walk: string) {
    for (const [key, places] of this.#places) {
      const kept = places.filter((place) => place.walk !== walk);
      if (kept.length < places.length) this.#places.set(key, kept);
    }
  }

  #take(line: unknown, place: LinePlace) {
    const {success, data} = lineSchema.safeParse(line);
    if (!success) return;
    if (!("key" in data)) return this.#heed(data);
    const {key, walk, askedAt, at, resources, fresh} = data;
    this.#firstAt ??= at;
    this.#lastAt = at;
    // Here is something that no snapshot has.
    this.#stored = null;
    const places = this.#places.get(key) ?? [];
    this.#places.set(key, places);
    places.push({walk, askedAt, at, ...place});
    this.#addPaid({walk, requests: 1, resources, fresh});
  }

  #heed(line: Line) {
    if ("begin" in line) this.#facts = {...line.begin, takenAt: new Date(0)};
    else if ("run" in line && this.#facts) this.#facts = {...this.#facts, takenAt: line.run};
    else if ("owner" in line) this.#owner = line.owner;
    else if ("again" in line) this.#forget(line.again);
    else if ("bad" in line) this.#places.delete(line.bad);
    else if ("paid" in line) this.#addPaid(line.paid);
    else if ("stored" in line) {
      this.#stored = line.stored;
      this.#paid.clear();
    }
  }

  #addPaid({walk, requests, resources, fresh}: Paid) {
    const known = this.#paid.get(walk) ?? {walk, requests: 0, resources: 0, fresh: 0};
    this.#paid.set(walk, {
      walk,
      requests: known.requests + requests,
      resources: known.resources + resources,
      fresh: known.fresh + fresh
    });
  }
}

const fileOf = (dataDir: string, account: string) => join(workDir(dataDir), `${account}.ndjson`);

/** Whether an unfinished snapshot tells of somebody, given as an id or as @username. */
export async function isMentioned(dataDir: string, user: string): Promise<boolean> {
  const name = user.replace(/^@/, "").toLowerCase();
  const sought = [
    `"id":"${name}"`,
    `"author_id":"${name}"`,
    `"username":"${name}"`,
    `from%3a${name}+`,
    `from%3a${name}%29`
  ];
  for (const account of unfinished(dataDir)) {
    const lines = createInterface({input: createReadStream(fileOf(dataDir, account))});
    for await (const line of lines) {
      const text = line.toLowerCase();
      if (sought.some((words) => text.includes(words))) return true;
    }
  }
  return false;
}

/** The accounts of which a data folder holds an unfinished snapshot. */
export const unfinished = (dataDir: string): string[] =>
  existsSync(workDir(dataDir))
    ? readdirSync(workDir(dataDir)).flatMap((name) => /^(\d+)\.ndjson$/.exec(name)?.[1] ?? [])
    : [];
