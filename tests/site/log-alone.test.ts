import {expect, test} from "vitest";
import {importInputs} from "../../data-loaders/import/import-inputs.ts";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {growthAnswer, outreachAnswer} from "../../reports/components/answer.js";
import type {OutreachMonth} from "../../reports/components/rows.js";
import {growthMissing} from "../../reports/components/why.js";
import {buildMarts} from "../../src/models/build.ts";
import {findingsOf} from "../../src/site/account-findings.ts";
import {datesOf, followersText, readIndexData} from "../../src/site/index-data.ts";
import {pagedAccounts, reportRows, withReportDatabase} from "../../src/site/report-data.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
const account = "1500000000000000001";
const people = [11, 12, 13].map((n) => `17990000000000000${n}`);

// Nobody ever looked who follows the account: whether anybody does is not known, and so not none.
test.each<ImportRequest>([{complete: true}, {}])(
  "of a log of outreach alone (%o) no page says that nobody follows or came",
  async (flags) => {
    const rows = people.map((person, nth) => `${person},2025-03-0${nth + 1} 09:00`);
    await importInputs(
      store.dataDir,
      [store.write("outreach.csv", `user_id,followed_at\n${rows.join("\n")}\n`)],
      {account: [account], outreach: true, ...flags},
      {line: () => {}, input: async (_path, run) => void (await run())}
    );
    await trackAccount(store.dataDir, {id: account, name: "brand"});
    await buildMarts(store.dataDir);
    const [paged] = await pagedAccounts(store.dataDir);
    const {data, outreach} = await withReportDatabase(store.dataDir, async (db) => ({
      data: await readIndexData(db, paged!),
      outreach: await reportRows<OutreachMonth>(db, "outreach")
    }));
    const {summary} = data;
    const unread = "No list of followers was read, so there is no one to compare";
    expect(findingsOf(data).headline).toBe(unread);
    expect([growthAnswer(summary, 0, 0), growthMissing(summary)]).toEqual([`${unread}.`, `${unread}.`]);
    expect(followersText(summary)).toBe("followers not counted");
    expect(outreachAnswer(summary, outreach[0], [])).toBe(
      "brand followed 3 accounts, and nothing has been read since that would show who followed back."
    );
  }
);

// A log of follows and unfollows says nothing of people who are not in it. It lies on both sides of the one that holds all.
test("logs that hold some unfollows are not said to hold none, and the days of the data are those of all logs", async () => {
  const log = people.flatMap((person, nth) => [
    `${person},follow,2025-01-0${nth + 1}T09:00Z`,
    ...(nth === 0 ? [`${person},unfollow,2025-09-28T09:00Z`] : [])
  ]);
  const inputs = [
    {name: "came.csv", text: `user_id,event,date\n${log.join("\n")}\n`, flags: {list: "followers"}},
    {
      name: "outreach.csv",
      text: `user_id,followed_at\n17990000000000021,2025-03-02T09:00Z\n17990000000000022,2025-07-07T09:00Z\n`,
      flags: {outreach: true, complete: true}
    }
  ];
  for (const {name, text, flags} of inputs)
    await importInputs(
      store.dataDir,
      [store.write(name, text)],
      {account: [account], ...flags} as ImportRequest,
      {line: () => {}, input: async (_path, run) => void (await run())}
    );
  await trackAccount(store.dataDir, {id: account, name: "brand"});
  await buildMarts(store.dataDir);
  const [paged] = await pagedAccounts(store.dataDir);
  const data = await withReportDatabase(store.dataDir, (db) => readIndexData(db, paged!));
  expect(datesOf(data.summary)).toBe("1 Jan 2025 to 28 Sep 2025");
  expect(growthAnswer(data.summary, 3, 1)).toContain(
    "gained 3 followers and lost at least 1 (this source does not hold every unfollow)"
  );
  expect(JSON.stringify(findingsOf(data))).not.toMatch(/never unfollows|losses are not recorded/);
});
