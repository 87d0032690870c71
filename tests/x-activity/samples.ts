import {mkdtemp, readFile, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Recorder, type RecorderOptions} from "../../data-loaders/x-activity/recorder.ts";
import {type Row} from "../../src/duckdb.ts";
import {storedRows} from "../stored.ts";

/** The account of the tests, and secrets that must never be seen again. */
export const account = "9007199254740993001";
export const secrets = {token: "SECRET-bearer-token", consumer: "SECRET-consumer"};

/** A follow as X delivers it; the profile stands under `data`, as in X's docs. */
export const follow = (
  uuid: string,
  by: string,
  {type = "follow.follow", username = `u${by}`, of = account} = {}
) => ({
  event_uuid: uuid,
  event_type: type,
  filter: {user_id: account},
  tag: "followback",
  payload: {
    source: {data: {id: by, username, description: "likes tea 🍵 and ďábel"}},
    target: {data: {id: of, username: "brand"}}
  }
});

/** A clock that only moves when it is told to, or slept on. */
export class MovableTestClock {
  slept: number[] = [];
  constructor(public time = Date.parse("2026-03-03T12:00:00Z")) {}
  now = () => new Date(this.time);
  sleep = async (ms: number) => {
    this.slept.push(ms);
    this.time += ms;
    // Whoever else waits for the network gets a turn.
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
}

export interface Desk {
  dataDir: string;
  clock: MovableTestClock;
  open(options?: Partial<RecorderOptions>): Promise<Recorder>;
  rows<T = Row>(sql: string): Promise<T[]>;
  /** Everything written to the data folder, as one text. */
  written(): Promise<string>;
  close(): Promise<void>;
}

export async function openDesk(): Promise<Desk> {
  const dataDir = await mkdtemp(join(tmpdir(), "followback-listen-"));
  const clock = new MovableTestClock();
  return {
    dataDir,
    clock,
    open: (options = {}) => Recorder.open({dataDir, accounts: [account], clock, ...options}),
    rows: <T>(sql: string) => storedRows<T>(dataDir, sql),
    async written() {
      const names = await readdir(dataDir, {recursive: true, withFileTypes: true});
      const files = names
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      return (await Promise.all(files.map((file) => readFile(file, "latin1")))).join("\n");
    },
    close: () => rm(dataDir, {recursive: true, force: true})
  };
}

/** Waits until something is so, however long it takes. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}
