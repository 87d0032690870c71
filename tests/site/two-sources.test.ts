import {expect, test} from "vitest";
import {buildMarts} from "../../src/models/build.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {holdStore} from "../../src/snapshots/store.ts";
import {pagedAccounts, reportRows, selectAccount, withReportDatabase} from "../../src/site/report-data.ts";
import {account, crowd, followed, weekly, writeObserved, type Observed} from "../models/histories.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();

test("the summary counts who is there by an archive alone, and not in the lists read since", async () => {
  const archive: Observed = {
    at: -3,
    source: "x-archive",
    followers: {people: [5, 6, ...crowd], count: 32},
    following: {people: followed, count: 30}
  };
  // Person 7 comes by the lists, so that they are in the latest one.
  const lists = weekly(3, [], [], {2: {followers: {people: [7, ...crowd]}}});
  await holdStore(store.dataDir, async () => {
    for (const [nth, observed] of [archive, ...lists].entries())
      await writeObserved(store.dataDir, observed, String(nth));
  });
  await trackAccount(store.dataDir, {id: account, name: "brand"});
  await buildMarts(store.dataDir);
  const [paged] = await pagedAccounts(store.dataDir);
  const summary = await withReportDatabase(store.dataDir, async (db) => {
    await selectAccount(db, paged!);
    return reportRows(db, "summary");
  });
  // The latest list holds 31, and the archive two more.
  expect(summary).toMatchObject([{followers_now: 33, only_elsewhere: 2}]);
});
