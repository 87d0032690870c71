import {expect, test} from "vitest";
import {importTable, type TableOptions} from "../../data-loaders/tables/load.ts";
import {UsageError} from "../../src/errors.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
const polls = (column: string) =>
  store.write(
    "polls.csv",
    `kind,from,to,${column},note\nmention,2025-01-05T00:00Z,2025-01-06T00:00Z,true,x\n`
  );
const bring = (file: string, more: Partial<TableOptions> = {}) =>
  importTable(store.dataDir, file, {shape: "rows", table: "polls", accounts: ["5"], ...more} as TableOptions);

test.each(["is_complete", "Complete?", "isComplete"])(
  "a column named almost as one of the table is not passed over: %s",
  async (column) => {
    const file = polls(column);
    const error = await bring(file).catch((found: Error) => found);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toBe(
      `${file}: its column ${column} looks like complete of the table polls, which nothing fills: give --map complete=${column}, or delete that column`
    );
    expect(store.snapshots()).toEqual([]);
    await bring(file, {map: {complete: column}});
    expect(await store.rows("select complete from raw.polls")).toEqual([{complete: true}]);
  }
);

test("the line names the columns that are not used", async () => {
  const [imported] = await bring(polls("complete"));
  expect(imported!.manifest.notes).toEqual(["columns not used: note"]);
});
