import type {SourceName} from "../../src/networks/sources.ts";
import type {ListenClock} from "./clock.ts";
import type {Entry, Spool} from "./spool.ts";
import {storeBatches} from "./store-batches.ts";

export interface BatchOptions {
  dataDir: string;
  clock: ListenClock;
  /** A snapshot is written this long after its first event, or after so many of them. */
  everyMs?: number;
  mostEvents?: number;
  log?: (line: string) => void;
}

/** A stretch in which nothing was missed. */
export interface Period {
  from: Date;
  to: Date;
}

/** The same of one account. */
export interface AccountPeriod extends Period {
  account: string;
}

/** What a batch ends with: what was listened to since the last one, and what it cost. */
export interface BatchEnd {
  periods: readonly AccountPeriod[];
  facts: () => Extract<Entry, {facts: unknown}>["facts"];
  /** Called once the batch is closed, and its facts are on disk: what comes from then on is of the next one. */
  onClosed: () => void;
}

/** A quiet line is written down this often, so that not all of a long silence is lost with the process. */
const quietMs = 6 * 3_600_000;

/** Decides when what a listener took becomes a snapshot, and stores it in the background: reading goes on. */
export class Batches {
  #pending = 0;
  #pendingSince: Date | null = null;
  #periodsAt: Date;
  #storing: Promise<void> | null = null;

  /** `end` is asked when a batch is closed. */
  constructor(
    readonly spool: Spool,
    readonly source: SourceName,
    readonly options: BatchOptions,
    readonly end: () => BatchEnd
  ) {
    this.#periodsAt = options.clock.now();
  }

  /** Puts entries on disk. They count as so many events, which wait since `at`. */
  write(entries: readonly Entry[], events: number, at: Date): void {
    this.spool.append(entries);
    this.#pending += events;
    if (entries.length > 0) this.#pendingSince ??= at;
  }

  /** Stores what is due. */
  tick(): void {
    const {clock, everyMs = 15 * 60_000, mostEvents = 1000, log} = this.options;
    const now = clock.now().getTime();
    const isDue =
      this.#pending >= mostEvents ||
      (this.#pendingSince !== null && now - this.#pendingSince.getTime() >= everyMs) ||
      now - this.#periodsAt.getTime() >= quietMs;
    if (!isDue || this.#storing) return;
    this.flush().catch((error: unknown) =>
      log?.(`events are saved, but not stored as a snapshot yet: ${String(error)}`)
    );
  }

  /** Closes the batch and stores it, with the periods listened so far. */
  flush(): Promise<void> {
    return (this.#storing ??= this.#flush().finally(() => (this.#storing = null)));
  }

  /** Stores everything, after what is being stored. */
  async close(): Promise<void> {
    await this.#storing?.catch(() => {});
    await this.flush();
  }

  /** Stores every closed batch, oldest first. Where somebody else is writing they wait for the next time. */
  store(): Promise<void> {
    const {dataDir, log} = this.options;
    return storeBatches(this.spool, {dataDir, source: this.source, ...(log && {log})});
  }

  async #flush() {
    this.#closeBatch();
    await this.store();
  }

  #closeBatch() {
    const now = this.options.clock.now();
    const {periods: all, facts, onClosed} = this.end();
    const periods = all.filter(({from, to}) => to > from);
    if (this.#pending === 0 && periods.length === 0) return;
    const rows = periods.map(({account, from, to}): Entry => ({
      table: "stream_periods",
      row: {account_id: account, from, to, has_baseline: false, additions_only: false}
    }));
    this.spool.append([...rows, {facts: facts()}]);
    this.spool.close(now);
    this.#pending = 0;
    this.#pendingSince = null;
    this.#periodsAt = now;
    onClosed();
  }
}
