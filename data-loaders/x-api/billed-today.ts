import {createHash, randomBytes} from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync
} from "node:fs";
import {join} from "node:path";
import {workDir} from "./work.ts";
import type {Endpoint} from "../../src/networks/x.ts";

const saltBytes = 16;
const digestBytes = 8;
/** The UTC day of a time. */
export const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/**
 * Which resources were billed on the present UTC day: X bills each once a day
 * (docs.x.com/x-api/getting-started/pricing). Kept in a file of the day, so that the next process knows them too, as
 * salted digests, for a day only: no id can be read from it, though somebody who holds an id can try it. Counted by endpoint, the dearest reading of X's words.
 */
export class BilledToday {
  #day = "";
  #salt = randomBytes(saltBytes);
  #seen = new Set<bigint>();
  #fresh: Buffer[] = [];

  /** `dataDir` null keeps nothing beyond the process. */
  constructor(readonly dataDir: string | null = null) {}

  /**
   * Notes the resources of an answer that came at `at`, and returns how many of them were not billed before that day.
   * They are kept from the next `flush` on, so that the answer itself can be brought to disk first.
   */
  note(endpoint: Endpoint, ids: readonly string[], at: Date): number {
    // An answer of a day that is over says nothing of this one.
    if (dayOf(at) < this.#day) return ids.length;
    if (dayOf(at) !== this.#day) this.#open(dayOf(at));
    let count = 0;
    for (const id of ids) {
      const digest = createHash("sha256").update(this.#salt).update(`${endpoint} ${id}`).digest();
      const short = digest.readBigUInt64BE(0);
      if (this.#seen.has(short)) continue;
      this.#seen.add(short);
      if (this.dataDir !== null) this.#fresh.push(digest.subarray(0, digestBytes));
      count += 1;
    }
    return count;
  }

  /** Keeps what was noted. */
  flush(): void {
    if (this.dataDir !== null && this.#fresh.length > 0)
      this.#append(this.dataDir, Buffer.concat(this.#fresh));
    this.#fresh = [];
  }

  #open(day: string) {
    if (this.#day !== "") this.flush();
    this.#day = day;
    this.#seen = new Set();
    this.#salt = randomBytes(saltBytes);
    if (this.dataDir === null) return;
    dropOtherDays(this.dataDir, day);
    const file = join(workDir(this.dataDir), fileName(day));
    if (!existsSync(file)) return;
    const bytes = readFileSync(file);
    if (bytes.length < saltBytes) return rmSync(file);
    this.#salt = bytes.subarray(0, saltBytes);
    // A last digest torn by a crash is left out: at worst one resource is counted twice.
    const end = bytes.length - ((bytes.length - saltBytes) % digestBytes);
    if (end < bytes.length) truncateSync(file, end);
    for (let at = saltBytes; at < end; at += digestBytes) this.#seen.add(bytes.readBigUInt64BE(at));
  }

  #append(dataDir: string, digests: Buffer) {
    const file = join(workDir(dataDir), fileName(this.#day));
    if (!existsSync(file)) {
      mkdirSync(workDir(dataDir), {recursive: true, mode: 0o700});
      appendFileSync(file, this.#salt, {mode: 0o600});
    }
    appendFileSync(file, digests);
  }
}

const fileName = (day: string) => `billed-${day}`;

/** Only one day's file is ever of use. */
function dropOtherDays(dataDir: string, day: string) {
  if (!existsSync(workDir(dataDir))) return;
  for (const name of readdirSync(workDir(dataDir)))
    if (name.startsWith("billed-") && name !== fileName(day))
      rmSync(join(workDir(dataDir), name), {force: true});
}
