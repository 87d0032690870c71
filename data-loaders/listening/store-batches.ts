import {UserError} from "../../src/errors.ts";
import type {SourceName} from "../../src/networks/sources.ts";
import {FolderBusy, lockData} from "../../src/snapshots/lock.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import type {Entry, Spool} from "./spool.ts";

/** Holds the folder of a listener. Throws a `UserError` where another one holds it. */
export const holdSpool = (folder: string, dataDir: string): Promise<() => void> =>
  lockData(folder).catch((error: unknown) => {
    if (!(error instanceof FolderBusy)) throw error;
    throw new UserError(`another followback listen is running on ${dataDir}: stop it first`, {cause: error});
  });

/** Stores every closed batch as a snapshot, oldest first. Where somebody else is writing they wait for the next time. */
export async function storeBatches(
  spool: Spool,
  {dataDir, source, log}: {dataDir: string; source: SourceName; log?: (line: string) => void}
): Promise<void> {
  for (const batch of spool.batches()) {
    const plan = {source, takenAt: batch, key: `listen ${batch.getTime()}`} as const;
    try {
      const {id} = await writeSnapshot(dataDir, plan, async (writer) => {
        const accounts = new Set<string>();
        let facts: Extract<Entry, {facts: unknown}>["facts"] = {
          notes: ["what a listener that was killed had received"]
        };
        for await (const entry of spool.read(batch)) {
          if ("facts" in entry) facts = entry.facts;
          else {
            accounts.add(entry.row.account_id);
            await writer.append(entry.table, entry.row);
          }
        }
        return {accounts: [...accounts].sort(), ...facts};
      });
      await spool.remove(batch);
      log?.(`stored ${id}`);
    } catch (error) {
      if (!(error instanceof FolderBusy)) throw error;
      log?.("another followback is writing: events wait on disk");
      return;
    }
  }
}
