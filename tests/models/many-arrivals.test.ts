import {expect, it} from "vitest";
import {runModels} from "../../src/models/build.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {createEmptyTables} from "../../src/snapshots/store.ts";
import {snapshotRowSql} from "../../src/snapshots/tables.ts";

it("judges every list to its end when more people arrived than are written at once", async () => {
  // 300,000 people arrive on top of 100 known ones, and the third list shows all of them again.
  const verdicts = await withDatabase(async (db) => {
    await createEmptyTables(db);
    for (const [day, people] of [
      [1, 100],
      [8, 300_100],
      [15, 300_100]
    ] as const) {
      const at = `timestamp '2024-01-01' + interval ${day} days`;
      const snapshot = `s${String(day).padStart(2, "0")}`;
      await db.run(`
        insert into raw.snapshots values ${snapshotRowSql(snapshot, "tables")};
        insert into raw.lists by name select 1 as account_id, '${snapshot}' as snapshot_id, 'followers' as list,
          'tables' as source, ${at} as taken_at, true as ended, ${at} as started_at, ${at} as finished_at, ${people} as rows, ${people} as distinct_rows, true as is_newest_first;
        insert into raw.followers by name select 1 as account_id, '${snapshot}' as snapshot_id,
          ((${people} - i) * 618033) % 1000003 + 2 as user_id, i as position, ${at} as page_at from range(${people}) t(i)`);
    }
    await runModels(db, {only: ["spells"]});
    return db.rows("select verdict, known_rows, order_holds from lists order by started_at");
  });
  expect(verdicts).toEqual([
    {verdict: "complete", known_rows: null, order_holds: false},
    {verdict: "complete", known_rows: 100n, order_holds: true},
    {verdict: "complete", known_rows: 300_100n, order_holds: true}
  ]);
});
