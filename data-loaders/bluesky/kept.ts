import type {KeptBeside} from "../../src/snapshots/kept-beside.ts";
import {Journal, unfinished} from "./journal.ts";
import {idOfJournal} from "./snapshot.ts";

/** What the `bluesky` source keeps beside its snapshots: journals of those that are not whole yet. */
export const keptByBluesky: KeptBeside = {
  async beforeRemoving(dataDir, snapshots) {
    for (const account of unfinished(dataDir)) {
      const journal = await Journal.open(dataDir, account);
      // Killed between its last two steps: whoever continued it would store it again.
      if (journal && snapshots.some(({id}) => id === idOfJournal(journal))) journal.remove();
      else journal?.close();
    }
    return () => {};
  }
};
