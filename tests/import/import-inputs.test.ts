import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {accountIdOf, accountsToTrack} from "../../data-loaders/import/accounts.ts";
import {importInputs, type ImportLog} from "../../data-loaders/import/import-inputs.ts";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {readSettings, trackAccount} from "../../src/snapshots/settings.ts";
import {listSnapshots, readManifest} from "../../src/snapshots/store.ts";

let dir: string;
let data: string;
let lines: string[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "followback-import-"));
  data = join(dir, "data");
  lines = [];
});
afterEach(() => rm(dir, {recursive: true, force: true}));

const log: ImportLog = {
  line: (text) => void lines.push(text),
  input: async (_path, run) => void (await run())
};

/** A list of followers of 7, read on 5 January 2025, in a file. */
async function listFile(): Promise<string> {
  const file = join(dir, "followers.csv");
  await writeFile(file, "id\n11\n12\n13\n");
  return file;
}
const request: ImportRequest = {account: ["7"], list: "followers", takenAt: "2025-01-05"};

describe("the import of inputs", () => {
  test("stores a list, tracks its account, and names it", async () => {
    await importInputs(data, [await listFile()], {...request, name: "oakandiron"}, log);
    expect(await listSnapshots(data)).toHaveLength(1);
    expect((await readSettings(data)).accounts).toEqual([{id: "7", name: "oakandiron"}]);
    expect(lines.at(-1)).toBe("stored: 1 list");
    await importInputs(data, [await listFile()], request, log);
    expect(lines.at(-1)).toBe("stored: 0 lists; already there: 1 list");
    expect((await readSettings(data)).accounts).toEqual([{id: "7", name: "oakandiron"}]);
  });

  test("knows the owner in a list of names by the name that is given with it", async () => {
    const file = join(dir, "followers.txt");
    await writeFile(file, "@OakAndIron\n@ann\n@bob\n");
    await importInputs(data, [file], {...request, name: "oakandiron"}, log);
    expect(lines[0]).toContain("2 people");
    expect(lines[0]).toContain("the account itself, dropped: 1");
  });

  test("of a dry run stores and tracks nothing", async () => {
    await importInputs(data, [await listFile()], {...request, dryRun: true}, log);
    expect(lines.at(-1)).toBe("dry run: nothing was written");
    expect(await listSnapshots(data)).toEqual([]);
  });

  test("refuses a name that another account has, before anything is stored", async () => {
    await trackAccount(data, {id: "8", name: "oakandiron"});
    await expect(
      importInputs(data, [await listFile()], {...request, name: "oakandiron"}, log)
    ).rejects.toThrow("--name: oakandiron is the name of another account");
    expect(await listSnapshots(data)).toEqual([]);
  });
});

describe("two accounts of one name, as where one was given up and another took it", () => {
  beforeEach(async () => {
    for (const id of ["7", "8"]) await trackAccount(data, {id, name: "oakandiron"});
  });
  const accountsStored = async () =>
    (await Promise.all((await listSnapshots(data)).map((id) => readManifest(data, id)))).map(
      ({accounts}) => accounts
    );

  test("whose a list is, is asked for where only that name says it", async () => {
    const file = join(dir, "oakandiron-followers-2025-01-05.csv");
    await writeFile(file, "id\n11\n12\n13\n");
    await expect(importInputs(data, [file], {}, log)).rejects.toThrow(
      `${file}: 2 accounts have the name @oakandiron: say which by --account ID`
    );
    await importInputs(data, [file], {account: ["8"]}, log);
    expect(await accountsStored()).toEqual([["8"]]);
  });

  test("rows of that name are of the one that --account names", async () => {
    const file = join(dir, "edges.csv");
    await writeFile(file, "follower,followed,time\nann,oakandiron,2025-01-02T10:00:00Z\n");
    for (const id of ["7", "8"]) await importInputs(data, [file], {edges: true, account: [id]}, log);
    expect(await accountsStored()).toEqual(expect.arrayContaining([["7"], ["8"]]));
  });
});

describe("an account on Bluesky", () => {
  const overview =
    "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,Create Post,Video views,Media views\n" +
    [3, 2, 1]
      .map((day) => `"${["Tue", "Wed", "Thu"][day - 1]}, Sep ${day}, 2026",9,1,1,1,1,3,2,1,1,5,1,0,0\n`)
      .join("");
  test.each([
    ["a log", "outreach.csv", "user_id,followed_at\n11,2025-01-02T10:00:00Z\n", {list: "following"}],
    ["a log that is said to be one", "log.csv", "user_id,time\n11,2025-01-02T10:00:00Z\n", {outreach: true}],
    ["a list", "followers.csv", "id\n11\n12\n13\n", {...request, account: ["@oak.example"]}],
    [
      "follows",
      "edges.csv",
      "follower,followed,time\n11,7,2025-01-02T10:00:00Z\n",
      {edges: true, account: ["7"]}
    ],
    ["a raw table", "people.csv", "user_id\n11\n", {table: "users", account: ["7"], takenAt: "2025-01-02"}],
    ["X's counts", "account_overview_analytics.csv", overview, {}]
  ] as const)("takes nothing of X, also where it is the only one: %s", async (_, name, text, flags) => {
    const file = join(dir, name);
    await writeFile(file, text);
    const bring = () => importInputs(data, [file], flags as unknown as ImportRequest, log);
    await trackAccount(data, {id: "7", name: "oak.example", network: "bluesky"});
    await expect(bring()).rejects.toThrow(
      "oak.example: an account on Bluesky, and what is given here is of X: give --account with the id of your account on X"
    );
    expect(await listSnapshots(data)).toEqual([]);
    await rm(data, {recursive: true});
    await trackAccount(data, {id: "7", name: "oak.example"});
    await bring();
    expect(await listSnapshots(data)).toHaveLength(1);
  });

  test("takes visits, which are of no network", async () => {
    const file = join(dir, "visits.csv");
    await writeFile(file, "day,visits\n2025-01-02,3\n2025-01-03,4\n");
    await trackAccount(data, {id: "7", name: "oak.example", network: "bluesky"});
    await importInputs(data, [file], {table: "visits"}, log);
    expect(await listSnapshots(data)).toHaveLength(1);
  });
});

describe("the account that a flag names", () => {
  const tracked = [
    {id: "7", name: "oakandiron"},
    {id: "8", name: "twice"},
    {id: "9", name: "twice"}
  ];
  test("is an id, or the name of a tracked account", () => {
    expect(["7", "@oakandiron", "oakandiron"].map((told) => accountIdOf(told, tracked))).toEqual([
      "7",
      "7",
      "7"
    ]);
  });
  test("is refused where no tracked account has it, or several", () => {
    expect(() => accountIdOf("nobody", tracked)).toThrow("unknown account nobody: give its numeric id");
    expect(() => accountIdOf("twice", tracked)).toThrow("twice is the name of several accounts");
  });
});

test("accounts named by flag are tracked; where all are imported, none is", () => {
  const options = {shape: "outreach"} as const;
  const imported = [{manifest: {accounts: ["3", "4"]} as never}, {manifest: {accounts: ["4"]} as never}];
  expect(accountsToTrack({...options, accounts: ["1"]}, imported)).toEqual(["1"]);
  expect(accountsToTrack({...options, accounts: "all"}, imported)).toEqual([]);
  expect(accountsToTrack(options, imported)).toEqual(["3", "4"]);
});
