import type {KeptBeside} from "../../src/snapshots/kept-beside.ts";
import {Journal, unfinished} from "./journal.ts";
import {idOfJournal} from "./resume.ts";

/** What the `x-api` source keeps beside its snapshots: journals of those that are not whole yet. */
export const keptByX: KeptBeside = {
  async beforeRemoving(dataDir, snapshots) {
    for (const account of unfinished(dataDir)) {
      const journal = await Journal.open(dataDir, account);
      if (journal === null) continue;
      const own = snapshots.find(({id}) => id === idOfJournal(journal));
      if (own === undefined) journal.close();
      // Killed between its last two steps: nothing is left to go on with.
      else if (own.stopped === undefined) journal.remove(dataDir);
      else {
        // Its answers were counted: whoever goes on with them makes another snapshot, and pays for none twice.
        if (journal.stored === null) journal.noteStored(own.id);
        journal.close();
      }
    }
    return () => {};
  }
};
