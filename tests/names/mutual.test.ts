import {expect, test} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {runModels} from "../../src/models/build.ts";
import {standIn} from "../../src/names/stand-in.ts";
import {createEmptyTables} from "../../src/snapshots/store.ts";
import {snapshotRowSql} from "../../src/snapshots/tables.ts";

/**
 * Weekly lists of an account: followers 11 to 15 by id, of whom 15 is gone by day 14, and whom it follows by names or by ids.
 * What `exposure` and `mutual_counts` say of whether it follows them: days with their side, and leavings.
 */
const sidesOf = (following: {ids: readonly number[]} | {names: readonly string[]}) =>
  withDatabase(async (db) => {
    await createEmptyTables(db);
    for (const at of [0, 7, 14, 21])
      for (const list of ["followers", "following"] as const) {
        const [snapshot, time] = [`${list}-${at}`, `'2026-01-${String(at + 1).padStart(2, "0")}'`];
        const put = (table: string, columns: string, values: string) =>
          db.run(
            `insert into raw.${table} (account_id, snapshot_id, ${columns}) values (9, '${snapshot}', ${values})`
          );
        const names = "names" in following && list === "following" ? following.names : [];
        const people =
          list === "followers"
            ? [11, 12, 13, 14, ...(at < 14 ? [15] : [])]
            : "ids" in following
              ? following.ids
              : following.names.map(standIn);
        await db.run(`insert into raw.snapshots values ${snapshotRowSql(snapshot, "tables")}`);
        await put(
          "lists",
          "list, source, taken_at, ended, completeness_basis, started_at, finished_at, rows, distinct_rows, pages",
          `'${list}', 'tables', ${time}, true, 'declared', ${time}, ${time}, ${people.length}, ${people.length}, 1`
        );
        for (const id of people) await put(list, "user_id, page_at", `${id}, ${time}`);
        for (const name of names) await put("names", "user_id, name", `${standIn(name)}, '${name}'`);
      }
    await runModels(db, {only: ["exposure", "mutual_counts"]});
    return {
      stretches: await db.rows(
        "select is_mutual, sum(date_diff('day', from_at, to_at))::integer as days from exposure group by all order by all"
      ),
      left: await db.rows("select is_mutual, left_count from mutual_counts where left_count > 0")
    };
  });

test("lists of unknown names say of no follower by id that the account does not follow them", async () => {
  // Four followers of 21 days, and one of 7: any of them may be ada or bo.
  expect(await sidesOf({names: ["ada", "bo"]})).toEqual({
    stretches: [{is_mutual: null, days: 91}],
    left: [{is_mutual: null, left_count: 1n}]
  });
  expect(await sidesOf({ids: [101, 102]})).toEqual({
    stretches: [{is_mutual: false, days: 91}],
    left: [{is_mutual: false, left_count: 1n}]
  });
});
