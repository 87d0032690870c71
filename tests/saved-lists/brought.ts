import {findInputs} from "../../data-loaders/saved-lists/inputs.ts";
import {importLists, type ImportListsOptions} from "../../data-loaders/saved-lists/import-lists.ts";
import type {KnownAccount} from "../../data-loaders/saved-lists/understand.ts";
import {useFreshStore} from "../stored.ts";

/** Made-up people in no order of their ids: a sorted list would say nothing of who came first. */
export const people = [7, 3, 9, 1, 8, 2, 6, 4, 5, 10, 12, 11].map(
  (n) => `17990000000000${String(n * 7919).padStart(5, "0")}`
);
export const owner = "1500000000000000001";

/** A fresh store for each test, and an import into it that gives back what was said. */
export function useImport() {
  const store = useFreshStore();
  const bring = async (
    words: string | string[],
    options: ImportListsOptions = {},
    tracked: KnownAccount[] = []
  ): Promise<{lines: string[]; ids: string[]; skipped: string[]}> => {
    const lines: string[] = [];
    const skipped: string[] = [];
    const inputs = await findInputs([words].flat(), (path) => void skipped.push(path));
    const imported = await importLists(
      store.dataDir,
      inputs,
      {account: owner, ...options},
      tracked,
      (line) => void lines.push(line)
    );
    return {lines, ids: imported.map(({id}) => id), skipped};
  };
  /** The people of a list as stored, in their order. */
  const stored = async (list = "followers") =>
    (await store.rows(`select user_id from raw.${list} order by snapshot_id, position`)).map(({user_id}) =>
      String(user_id)
    );
  return {store, bring, stored};
}
