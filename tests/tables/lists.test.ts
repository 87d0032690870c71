import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {importTable, type TableOptions} from "../../data-loaders/tables/load.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
const {rows, snapshots} = store;

/** Imports a followers list of account 5, declared complete. */
function bring(lines: string[], more: Partial<TableOptions> = {}) {
  const file = join(store.dir, "list.csv");
  writeFileSync(file, lines.join("\n") + "\n");
  const options = {shape: "rows", table: "followers", accounts: ["5"], isComplete: true, ...more};
  return importTable(store.dataDir, file, options as TableOptions);
}
const at = "2024-05-03T10:00:00Z";
const three = ["user_id,page_at", ...[12, 11, 13].map((id) => `${id},${at}`)];

describe("the sitting of a list", () => {
  const sittings = () => rows("select started_at, finished_at, sitting from raw.lists order by started_at");
  const day = (date: string) => ({
    started_at: new Date(`${date}T00:00:00Z`),
    finished_at: new Date(`${date}T23:59:59.999Z`),
    sitting: date
  });
  const bareDate = (date: string) => ({
    from: new Date(`${date}T00:00:00Z`),
    to: new Date(`${date}T23:59:59.999Z`)
  });

  test("is its day where its time is a bare date, of the command or of its rows", async () => {
    await bring(["user_id", "12", "11"], {takenAt: bareDate("2024-05-03")});
    await bring(["user_id,page_at", "12,2024-05-10", "13,2024-05-10"], {zone: "UTC"});
    expect(await sittings()).toEqual([day("2024-05-03"), day("2024-05-10")]);
  });
  test("is each day's own where a file holds many", async () => {
    await bring(["user_id,page_at", "12,2024-05-03", "12,2024-05-10", "13,2024-05-10"], {
      isSplit: true,
      zone: "UTC"
    });
    expect(await sittings()).toEqual([day("2024-05-03"), day("2024-05-10")]);
  });
  test("has the name of its day also where nobody says the zone", async () => {
    await bring(["user_id,page_at", "12,2024-05-03", "12,2024-05-10"], {isSplit: true});
    expect((await sittings()).map(({sitting}) => sitting)).toEqual(["2024-05-03", "2024-05-10"]);
  });
  test("is none where a clock time is known, of all rows or of one", async () => {
    const noon = new Date("2024-05-03T12:00:00Z");
    await bring(["user_id", "12", "11"], {takenAt: {from: noon, to: noon}});
    await bring(["user_id,page_at", "12,2024-05-10", "13,2024-05-10T08:00:00Z"]);
    await bring(["user_id,page_at", "12,2024-05-17", "13,2024-05-18"]);
    expect((await sittings()).map(({sitting}) => sitting)).toEqual([null, null, null]);
  });
});

describe("the order of a table's rows", () => {
  const positions = async () =>
    (await rows("select user_id, position from raw.followers order by position, user_id")).map((row) => [
      Number(row.user_id),
      row.position
    ]);
  const newest = async () => (await rows("select is_newest_first from raw.lists"))[0]!.is_newest_first;
  test("is unknown unless it is said, and their places are kept", async () => {
    await bring(three);
    expect(await newest()).toBeNull();
    expect(await positions()).toEqual([
      [12, 0],
      [11, 1],
      [13, 2]
    ]);
  });
  test("newest first, as declared", async () => {
    await bring(three, {order: "newest-first"});
    expect(await newest()).toBe(true);
    expect((await positions())[0]).toEqual([12, 0]);
  });
  test("oldest first turns the list round", async () => {
    await bring(three, {order: "oldest-first"});
    expect(await newest()).toBe(true);
    expect(await positions()).toEqual([
      [13, 0],
      [11, 1],
      [12, 2]
    ]);
  });
  test("none leaves no place at all", async () => {
    await bring(three, {order: "none"});
    expect(await newest()).toBe(false);
    expect(await positions()).toEqual([
      [11, null],
      [12, null],
      [13, null]
    ]);
  });
  test("cannot be said of a table whose position says it", async () => {
    const lines = ["user_id,page_at,position", `12,${at},1`, `11,${at},0`];
    await expect(bring(lines, {order: "oldest-first"})).rejects.toThrow(
      /list\.csv: it has a position column, which gives the order: leave out --order/
    );
  });
});

describe("lists that hold nobody", () => {
  test("but the account itself are refused, whatever is declared", async () => {
    for (const more of [{}, {isForced: true}, {isComplete: false}])
      await expect(bring(["user_id,page_at", `5,${at}`, `5,${at}`], more)).rejects.toThrow(
        /list\.csv: the list of account 5 holds nobody but the account itself: export it again/
      );
    expect(snapshots()).toEqual([]);
  });
  test("but the account itself are refused among others too, and their time is named", async () => {
    const lines = [...three, "5,2024-05-10T10:00:00Z"];
    await expect(bring(lines, {isSplit: true})).rejects.toThrow(
      /account 5 at 2024-05-10T10:00:00\.000Z holds nobody/
    );
    expect(snapshots()).toEqual([]);
  });
  test("are kept as empty runs of a table of many lists: partial, though declared complete", async () => {
    await bring([...three, ",2024-05-10T10:00:00Z", "11,2024-05-17T10:00:00Z"], {isSplit: true});
    const lists = await rows(
      "select ended, reason, completeness_basis, rows, distinct_rows from raw.lists order by taken_at"
    );
    expect(lists).toEqual([
      {ended: true, reason: null, completeness_basis: "declared", rows: 3n, distinct_rows: 3n},
      {
        ended: false,
        reason: "empty: the export has no rows",
        completeness_basis: null,
        rows: 0n,
        distinct_rows: 0n
      },
      {ended: true, reason: null, completeness_basis: "declared", rows: 1n, distinct_rows: 1n}
    ]);
  });
  test("are complete where that is forced", async () => {
    await bring([...three, ",2024-05-10T10:00:00Z"], {isSplit: true, isForced: true});
    expect(await rows("select ended, completeness_basis from raw.lists order by taken_at")).toEqual([
      {ended: true, completeness_basis: "forced"},
      {ended: true, completeness_basis: "forced"}
    ]);
  });
  test("are no empty run where the same time has people: a row without an id is a mistake", async () => {
    await expect(bring([...three, `,${at}`], {isSplit: true})).rejects.toThrow(
      /list\.csv: line 5: user_id is missing, though other rows of the same list have one: fill it in or delete the row/
    );
    await expect(bring([...three, `,${at}`])).rejects.toThrow(
      /line 5, column user_id: empty where a value is needed/
    );
  });
});
