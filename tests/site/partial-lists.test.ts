import {expect, test} from "vitest";
import {qualityAnswer} from "../../reports/components/answer.js";
import {buildMarts} from "../../src/models/build.ts";
import {completenessOf, readIndexData} from "../../src/site/index-data.ts";
import {pagedAccounts, withReportDatabase} from "../../src/site/report-data.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {account, day, weekly, writeObserved} from "../models/histories.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();

test("partial lists are counted among those of followers and following, as all lists are: of no one blocked", async () => {
  for (const [nth, observed] of weekly(2, [], []).entries())
    await writeObserved(store.dataDir, observed, String(nth));
  const takenAt = new Date("2025-06-01T08:00:00Z");
  await writeSnapshot(store.dataDir, {source: "x-archive", takenAt, key: "blocked"}, async (writer) => {
    await writer.append("lists", {
      account_id: account,
      list: "blocking",
      source: "x-archive",
      taken_at: takenAt,
      ended: false,
      reason: "2 rows where the manifest counts 3",
      started_at: takenAt,
      finished_at: takenAt,
      additions_only: false
    });
    for (const user of ["901", "902"])
      await writer.append("blocking", {account_id: account, user_id: user, page_at: takenAt});
    return {accounts: [account]};
  });
  await trackAccount(store.dataDir, {id: account, name: "brand"});
  await buildMarts(store.dataDir);
  const [paged] = await pagedAccounts(store.dataDir);
  const {summary} = await withReportDatabase(store.dataDir, (db) => readIndexData(db, paged!));
  // Two lists of each kind, all whole.
  expect(completenessOf(summary)).toBe("4 of 4 lists complete");
  expect(qualityAnswer(summary)).toContain("none came back partial");
  // It is no list of followers either, with which a verdict could come.
  expect(summary.last_taken_at).toBe("2025-06-01T08:00:00.000Z");
  expect(summary.last_followers_at).toBe(day(7).toISOString());
});
