import {expect, test} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {resolveNames} from "../../src/names/resolve.ts";
import {createEmptyTables} from "../../src/snapshots/store.ts";

test.each([
  ["people of whom the ids are known", 5, []],
  [
    "a stand-in whose name nobody has stored",
    -5,
    [{stand_in: -5, user_id: null, is_exact: false, is_in_list: true}]
  ]
])("the names in profiles are not read for %s", async (_, id, found) => {
  await withDatabase(async (db) => {
    await createEmptyTables(db);
    await db.run(`
      insert into raw.followers (account_id, snapshot_id, user_id, page_at) values (9, 'l', ${id}, '2026-01-01');
      drop table raw.users;
      create view raw.users as
      select 9::bigint as account_id, 'l' as snapshot_id, 5::bigint as user_id, '2026-01-01'::timestamp as profile_at,
        '2020-01-01'::timestamp as created_at, case when random() >= 0 then error('a name was read') end as username`);
    await resolveNames(db);
    expect(
      await db.rows("select stand_in::integer as stand_in, user_id, is_exact, is_in_list from name_ids")
    ).toEqual(found);
    expect(await db.rows("select stand_in::integer as stand_in from unresolved_names")).toEqual(
      found.map(({stand_in}) => ({stand_in}))
    );
  });
});
