import {beforeEach, expect} from "vitest";
import {importInputs} from "../../data-loaders/import/import-inputs.ts";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {messageOf} from "../../src/errors.ts";
import {makeModels} from "../../src/models/build.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {useFreshStore} from "../stored.ts";
import {writtenIn} from "./written.ts";

/** A store that tracks one account, 42, and what the import of files into it says. */
export function useReturnsStore() {
  const store = useFreshStore();
  const self = {
    store,
    lines: [] as string[],
    /** Imports files; the lines that it says are returned, and kept. */
    async bring(files: string | string[], request: ImportRequest = {}): Promise<string[]> {
      const lines: string[] = [];
      const log = {
        line: (text: string) => void (lines.push(text), self.lines.push(text)),
        input: async (_path: string, run: () => Promise<unknown>) => void (await run())
      };
      await importInputs(store.dataDir, [files].flat(), request, log);
      return lines;
    },
    /** The one line with which an import is refused; nothing may have been written. */
    async refusal(files: string | string[], request: ImportRequest = {}): Promise<string> {
      const before = store.snapshots();
      const error: unknown = await self.bring(files, request).then(
        () => null,
        (reason: unknown) => reason
      );
      expect(error, "refused").toBeInstanceOf(Error);
      expect((error as Error).name).toMatch(/^(UserError|UsageError)$/);
      expect(store.snapshots()).toEqual(before);
      expect((error as Error).message).not.toContain("\n");
      return messageOf(error);
    },
    /** Rows of a staging model over the store. */
    kept: (model: string, sql: string) =>
      withDatabase(async (db) => {
        await attachSnapshots(db, store.dataDir);
        await makeModels(db, [model]);
        return db.rows(sql);
      }),
    /** Everything that was written, as text. */
    written: () => writtenIn([store.dataDir])
  };
  beforeEach(async () => {
    self.lines = [];
    await trackAccount(store.dataDir, {id: "42", name: "examplebrand"});
  });
  return self;
}
