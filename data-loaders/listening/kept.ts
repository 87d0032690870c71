import {existsSync} from "node:fs";
import {readFile, readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {UserError} from "../../src/errors.ts";
import type {SourceName} from "../../src/networks/sources.ts";
import type {KeptBeside} from "../../src/snapshots/kept-beside.ts";
import {FolderBusy, lockData} from "../../src/snapshots/lock.ts";
import {replaceFile, sweepHalfWritten} from "../../src/snapshots/replace-file.ts";

/** Where the listeners of X and of Bluesky keep what they have received and not yet stored. */
export const spoolDir = (dataDir: string) => join(dataDir, ".listen");
export const blueskySpoolDir = (dataDir: string) => join(dataDir, ".listen-bluesky");

const isBatch = (name: string) => name.endsWith(".ndjson");

/** The act of a line of `interactions`, and of a line of `addressed`. */
const actOf = /^\{"table":"interactions",.*"act_id":"([^"]+)"/;
const addressedOf = /^\{"table":"addressed",.*"act_id":"([^"]+)"/;

/** A shorter number stands in times, texts and digests by chance: it is one of theirs where an id has it as a part of its own. */
const longId = 9;

/** Whether a line names one of these people (their ids). */
const namesAny = (line: string, ids: ReadonlySet<string>) =>
  (line.match(/\d+/g) ?? []).some(
    (digits) =>
      ids.has(digits) &&
      (digits.length >= longId ||
        new RegExp(`"[a-z_]*id":"(?:[^"]*[^\\w"-])?${digits}(?:[^\\w"-][^"]*)?"`).test(line))
  );

async function hold(folder: string): Promise<() => void> {
  if (!existsSync(folder)) return () => {};
  return lockData(folder).catch((error: unknown) => {
    if (!(error instanceof FolderBusy)) throw error;
    throw new UserError("followback listen is running on this data: stop it, then run this again", {
      cause: error
    });
  });
}

/** What a listener keeps beside its snapshots: lines of events, each a row of a raw table. */
const keptIn = (folderOf: (dataDir: string) => string, source: SourceName): KeptBeside => ({
  hold: (dataDir) => hold(folderOf(dataDir)),

  async beforeRemoving(dataDir, snapshots) {
    const own = snapshots.filter((one) => one.source === source);
    if (own.length === 0) return () => {};
    const release = await hold(folderOf(dataDir));
    // A listener killed right after it stored a batch would store it again.
    for (const {taken_at: at} of own)
      await rm(join(folderOf(dataDir), `${Date.parse(at)}.ndjson`), {force: true});
    return release;
  },

  async erase(dataDir, ids) {
    const folder = folderOf(dataDir);
    if (!existsSync(folder)) return;
    await sweepHalfWritten({folder});
    for (const name of (await readdir(folder)).filter(isBatch)) {
      const file = join(folder, name);
      const lines = (await readFile(file, "utf8")).split("\n");
      // Whom an act addressed goes with the act.
      const acts = new Set(
        lines.filter((line) => namesAny(line, ids)).flatMap((line) => actOf.exec(line)?.[1] ?? [])
      );
      const kept = lines.filter(
        (line) => !namesAny(line, ids) && !acts.has(addressedOf.exec(line)?.[1] ?? "")
      );
      if (kept.length < lines.length) await replaceFile(file, kept.join("\n"), 0o600);
    }
  }
});

export const keptByListener = keptIn(spoolDir, "x-activity");
export const keptByBlueskyListener = keptIn(blueskySpoolDir, "bluesky-stream");
