import {expect, test} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {runModels} from "../../src/models/build.ts";
import {standIn} from "../../src/names/stand-in.ts";
import {createEmptyTables} from "../../src/snapshots/store.ts";
import {snapshotRowSql} from "../../src/snapshots/tables.ts";

const timeOf = (day: number) => `'${new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)}'`;

/**
 * An experiment of 200 people on day 1, 101 to 300, of whom the first hundred were to be followed: 50 of these follow by day 35,
 * and none of the others. Lists of followers hold ids or names.
 */
const resultOf = (form: "ids" | "names") =>
  withDatabase(async (db) => {
    await createEmptyTables(db);
    const put = (table: string, columns: string, rows: readonly string[]) =>
      db.run(
        `insert into raw.${table} (account_id, ${columns}) values ${rows.map((row) => `(9, ${row})`).join(", ")}`
      );
    for (const day of [0, 35, 50]) {
      const snapshot = `'f-${day}'`;
      const ids = Array.from({length: day > 0 ? 60 : 10}, (_, nth) => (nth < 10 ? 11 + nth : 91 + nth));
      const people = ids.map((id) => (form === "ids" ? String(id) : standIn(`n${id}`)));
      await db.run(`insert into raw.snapshots values ${snapshotRowSql(`f-${day}`, "tables")}`);
      await put(
        "lists",
        "snapshot_id, list, source, taken_at, ended, completeness_basis, started_at, finished_at, rows, distinct_rows, pages",
        [
          `${snapshot}, 'followers', 'tables', ${timeOf(day)}, true, 'forced', ${timeOf(day)}, ${timeOf(day)}, ${ids.length}, ${ids.length}, 1`
        ]
      );
      await put(
        "followers",
        "snapshot_id, user_id, page_at",
        people.map((id) => `${snapshot}, ${id}, ${timeOf(day)}`)
      );
      if (form === "names")
        await put(
          "names",
          "snapshot_id, user_id, name",
          ids.map((id) => `${snapshot}, ${standIn(`n${id}`)}, 'n${id}'`)
        );
    }
    await put(
      "experiments",
      `snapshot_id, experiment_id, units, seed, arms, outcome, analysis, matters, planned_at, "from", "to"`,
      [
        `'f-0', 'x', 'people', 1, ['follow', 'leave'], 'follows_30', 'exact_test', 20, ${timeOf(0)}, ${timeOf(1)}, ${timeOf(32)}`
      ]
    );
    await put(
      "assignments",
      "snapshot_id, experiment_id, unit, user_id, day, arm, stratum",
      Array.from(
        {length: 200},
        (_, nth) =>
          `'f-0', 'x', ${nth + 1}, ${101 + nth}, ${timeOf(1)}, '${nth < 100 ? "follow" : "leave"}', ''`
      )
    );
    await runModels(db, {only: ["experiment_results"]});
    const [row] = await db.rows(
      "select state, known_first, known_second, value_first, value_second, verdict from experiment_results"
    );
    return row;
  });

test("lists of unknown names do not say that people drawn by id stayed away", async () => {
  expect(await resultOf("ids")).toEqual({
    state: "read",
    known_first: 100n,
    known_second: 100n,
    value_first: 0.5,
    value_second: 0,
    verdict: "supported"
  });
  expect(await resultOf("names")).toEqual({
    state: "not readable",
    known_first: 0n,
    known_second: 0n,
    value_first: null,
    value_second: null,
    verdict: null
  });
});
