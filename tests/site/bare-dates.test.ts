import {expect, test} from "vitest";
import {buildMarts} from "../../src/models/build.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {pagedAccounts, reportRows, selectAccount, withReportDatabase} from "../../src/site/report-data.ts";
import {owner, people, useImport} from "../saved-lists/brought.ts";

const {store, bring} = useImport();

test("a list that says no more than its date stands under that date, whenever in the world it was read", async () => {
  const files = ["2025-01-05", "2025-02-05"].map((date) =>
    store.write(`followers-${date}.txt`, people.join("\n"))
  );
  await bring(files, {isComplete: true});
  await trackAccount(store.dataDir, {id: owner, name: "brand"});
  await buildMarts(store.dataDir);
  const [account] = await pagedAccounts(store.dataDir);
  const [lists, summary] = await withReportDatabase(store.dataDir, async (db) => {
    await selectAccount(db, account!);
    return [await reportRows(db, "lists"), await reportRows(db, "summary")];
  });
  expect(lists).toMatchObject([
    {taken_at: "2025-02-05T00:00:00.000Z"},
    {taken_at: "2025-01-05T00:00:00.000Z"}
  ]);
  // Anywhere on Earth the day has ended by noon of the next, in UTC.
  expect(summary).toMatchObject([
    {
      first_day: "2025-01-05T00:00:00.000Z",
      last_day: "2025-02-05T00:00:00.000Z",
      last_taken_at: "2025-02-06T11:59:59.999Z"
    }
  ]);
});
