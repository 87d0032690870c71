import {existsSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import {mkdir, rename} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {listSnapshots, readManifest, writeSnapshot} from "../../src/snapshots/store.ts";
import {makeTempDir, removeDir, storedRows} from "../stored.ts";
import {minimalArchive, writeFolder, writeZip} from "../x-archive/archive.ts";
import {hear} from "./hear.ts";

const temp = makeTempDir();
afterAll(() => removeDir(temp));
let nth = 0;
let dir = "";
let dataDir = "";
beforeEach(async () => {
  dir = join(temp, String(++nth));
  dataDir = join(dir, "data");
  await mkdir(dir);
});

const run = (...argv: string[]) => hear([...argv, "--data", dataDir]);
const write = (name: string, text: string) => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
/** Imports a list of the account 42, seen at noon of a day. */
async function importList(name: string, day: string, ids: number[], ...flags: string[]) {
  await trackAccount(dataDir, {id: "42", name: "shop"});
  const done = await run(
    "import",
    write(name, `account_id,user_id\n${ids.map((id) => `42,${id}\n`).join("")}`),
    "--table",
    "followers",
    "--taken-at",
    `${day}T12:00:00Z`,
    ...flags
  );
  expect(done).toMatchObject({code: 0});
  return done;
}
const ten = [11, 19, 13, 17, 12, 15, 14, 16, 18, 20];
/** An X snapshot that stopped early, at a price. */
const paid = (account = "42") => {
  const takenAt = new Date("2025-03-01T12:00:00Z");
  return writeSnapshot(dataDir, {source: "x-api", takenAt, key: account}, async (writer) => {
    await writer.append("lists", {
      account_id: account,
      list: "following",
      source: "x-api",
      taken_at: takenAt,
      ended: false,
      reason: "page 2: X answered 503",
      started_at: takenAt,
      finished_at: takenAt
    });
    await writer.append("following", {account_id: account, user_id: "5", position: 0, page_at: takenAt});
    const requests = [
      {
        endpoint: "/2/users/:id/following",
        requests: 2,
        resources: 100,
        billed: 100,
        dollars: 1.05,
        dollars_at_most: 2
      }
    ];
    return {accounts: [account], requests, stopped: "X answered 503"};
  });
};

describe("followback snapshots", () => {
  it("says what to do where nothing is stored", async () => {
    expect(await run("snapshots")).toEqual({
      code: 0,
      out: "",
      err: "no snapshots yet: import an archive or a table, or take a snapshot\n"
    });
    expect(await run("snapshots", "--format", "json")).toMatchObject({code: 0, out: "[]\n"});
    expect(existsSync(dataDir)).toBe(false);
  });

  it("lists when, of which account, what and from which file, oldest first", async () => {
    await paid();
    await importList("late list.csv", "2025-01-08", ten, "--complete");
    await run("import", await writeZip(join(dir, "x.zip"), minimalArchive()));
    const {code, out} = await run("snapshots");
    expect(code).toBe(0);
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^id +taken \(UTC\) +source +account +holds +from +cost$/);
    // What `minimalArchive` says it holds.
    expect(lines[2]).toMatch(
      /^20240303T120000Z-x-archive-\w{8} +2024-03-03 12:00 +x-archive +shop +followers 3 \(read to the end\), following 2 \(read to the end\), profiles 1, posts 1 +x\.zip$/
    );
    expect(lines[3]).toMatch(
      /^20250108T120000Z-tables-\w{8} +2025-01-08 12:00 +tables +shop +followers 10 \(read to the end\) +late list\.csv$/
    );
    expect(lines[4]).toMatch(
      /^20250301T120000Z-x-api-\w{8} +2025-03-01 12:00 +x-api +shop +following 1 \(partial: page 2: X answered 503\) +\$1\.05$/
    );
    expect(lines[5]).toBe("(3 rows)");
  });

  it("lists a list of a bare date under that date, which is over on the next day of UTC", async () => {
    const list = write("followers-2026-05-01.txt", "11\n12\n13\n");
    expect(await run("import", list, "--account", "42")).toMatchObject({code: 0});
    const {out} = await run("snapshots");
    expect(out.split("\n")[2]).toMatch(
      /^20260502T115959Z-tables-\w{8} +2026-05-01 +tables +42 +followers 3 /
    );
    // Anywhere on Earth a day ends with that of UTC−12: at noon of the next day of UTC.
    expect(JSON.parse((await run("snapshots", "--format", "json")).out)[0]).toMatchObject({
      taken_at: "2026-05-02T11:59:59.999Z"
    });
  });

  it("says complete only where the marts say so of these very snapshots", async () => {
    await importList("a.csv", "2025-01-01", ten, "--complete");
    expect((await run("build")).code).toBe(0);
    expect((await run("snapshots")).out).toContain("followers 10 (complete)");
    await importList("b.csv", "2025-01-08", ten, "--complete");
    expect((await run("snapshots")).out.match(/followers 10 \(read to the end\)/g)).toHaveLength(2);
  });

  it("is data in JSON and CSV", async () => {
    await paid();
    const {id} = await paid("77");
    const json = JSON.parse((await run("snapshots", "--format", "json", "--account", "77")).out) as object[];
    expect(json).toEqual([
      {
        id,
        taken_at: "2025-03-01T12:00:00.000Z",
        source: "x-api",
        accounts: ["77"],
        names: ["77"],
        account_count: "1",
        holds: "following 1 (partial: page 2: X answered 503)",
        from: null,
        dollars: 1.05,
        dollars_at_most: 2
      }
    ]);
    const csv = (await run("snapshots", "--format", "csv")).out.split("\n");
    expect(csv[0]).toBe("id,taken_at,source,accounts,names,account_count,holds,from,dollars,dollars_at_most");
    expect(csv).toHaveLength(4);
  });

  it("lists one account by id or name, also where a snapshot only counts its accounts", async () => {
    await paid();
    // More than a hundred accounts: each follows the next one.
    const edges = Array.from(
      {length: 120},
      (_, at) => `${at + 1000},${at + 1001},2025-01-0${(at % 9) + 1}\n`
    );
    await run(
      "import",
      write("e.csv", `follower,followed,time\n${edges.join("")}`),
      "--edges",
      "--all-accounts"
    );
    await trackAccount(dataDir, {id: "42", name: "shop"});
    const idsOf = async (...flags: string[]) =>
      (JSON.parse((await run("snapshots", "--format", "json", ...flags)).out) as {source: string}[]).map(
        ({source}) => source
      );
    expect(await idsOf()).toEqual(["tables", "x-api"]);
    expect(await idsOf("--account", "@Shop")).toEqual(["x-api"]);
    expect(await idsOf("--account", "1050")).toEqual(["tables"]);
    expect(await run("snapshots", "--account", "5")).toMatchObject({
      code: 0,
      out: "",
      err: "no snapshots of account 5\n"
    });
    expect(await run("snapshots", "--account", "shap")).toMatchObject({
      code: 1,
      err: "followback: unknown account shap: not tracked: list the tracked ones with followback accounts\n"
    });
    expect((await run("snapshots")).out).toMatch(/121 accounts/);
  });

  it("keeps the name of the file alone, of a folder too", async () => {
    await run("import", writeFolder(join(dir, "unpacked"), minimalArchive()) + "/");
    const [id] = await listSnapshots(dataDir);
    expect((await readManifest(dataDir, id!)).from).toBe("unpacked");
    expect(readFileSync(join(dataDir, "snapshots", id!, "snapshot.json"), "utf8")).not.toContain(temp);
  });
});

describe("followback snapshots remove", () => {
  it("takes a mistaken import back, after which the marts are as if it had never been, and the file comes in again", async () => {
    await importList("a.csv", "2025-01-01", ten, "--complete");
    expect((await run("build")).code).toBe(0);
    const marts = () =>
      storedRows(
        dataDir,
        `select * from read_parquet('${join(dataDir, "marts", "completeness.parquet")}') order by snapshot_id`
      );
    const [before, [first]] = [await marts(), await listSnapshots(dataDir)];
    await importList("b.csv", "2025-01-08", [...ten, 21], "--complete");
    expect((await run("build")).code).toBe(0);
    const [, mistaken] = await listSnapshots(dataDir);

    const dry = await run("snapshots", "remove", mistaken!, "--dry-run");
    expect(dry).toEqual({
      code: 0,
      out: `${mistaken}\n`,
      err: "would remove 1 snapshot; nothing was changed\n"
    });
    expect(await listSnapshots(dataDir)).toEqual([first, mistaken]);

    const done = await run("snapshots", "remove", mistaken!);
    expect(done).toEqual({
      code: 0,
      out: `${mistaken}\n`,
      err: "removed 1 snapshot\nthe marts are older than the snapshots: run followback build\n"
    });
    expect((await run("query", "select 1")).err).toContain("run followback build");
    expect((await run("build")).code).toBe(0);
    expect(await marts()).toEqual(before);
    expect((await run("query", "select 1")).err).toBe("");
    const checked = await run("check");
    expect(checked.code, checked.out).toBe(0);

    const again = await importList("b.csv", "2025-01-08", [...ten, 21], "--complete");
    expect(again.err).not.toContain("already there");
    expect(await listSnapshots(dataDir)).toEqual([first, mistaken]);
    expect((await run("build")).code).toBe(0);
    expect(await marts()).toHaveLength(2);
  });

  it("leaves marts older even where the same ids came back since", async () => {
    await importList("a.csv", "2025-01-01", ten, "--complete");
    await importList("b.csv", "2025-01-08", ten, "--complete");
    expect((await run("build")).code).toBe(0);
    const stored = await listSnapshots(dataDir);
    await run("snapshots", "remove", stored[1]!);
    await importList("b.csv", "2025-01-08", ten, "--complete");
    expect(await listSnapshots(dataDir)).toEqual(stored);
    expect((await run("query", "select 1")).err).toContain("run followback build");
  });

  it("says what a bill leaves behind, and which tracked account has nothing left", async () => {
    const {id} = await paid();
    await trackAccount(dataDir, {id: "42", name: "shop"});
    const {code, err} = await run("snapshots", "remove", id);
    expect(code).toBe(0);
    expect(err.split("\n")).toEqual([
      "removed 1 snapshot; what X billed for it stays in the ledger: $1.05, up to $2.00 if X billed answers that never came whole",
      "no snapshot is left: the pages and marts stay as they are until you import something and build",
      "shop has no snapshot left, and is still tracked: to end that, run followback accounts remove 42",
      ""
    ]);
  });

  it.each([
    [
      "an id that is not stored",
      ["20250101T000000Z-tables-00000000"],
      1,
      /not stored: list what is with followback snapshots$/m
    ],
    ["no id", [], 2, /missing required argument/]
  ])("refuses %s in one line, with nothing removed", async (_, ids, exit, line) => {
    await paid();
    const {code, err} = await run("snapshots", "remove", ...ids);
    expect(code).toBe(exit);
    expect(err).toMatch(line);
    expect(await listSnapshots(dataDir)).toHaveLength(1);
  });

  it("waits for a forgetting that was interrupted", async () => {
    const {id} = await paid();
    writeFileSync(join(dataDir, ".forget.json"), "{}");
    expect((await run("snapshots", "remove", id)).err).toContain("run followback forget to finish it");
    expect(readdirSync(join(dataDir, "snapshots"))).toEqual([id]);
  });

  it("leaves a removal that was killed to the next command that writes, and check says so", async () => {
    await importList("a.csv", "2025-01-01", ten, "--complete");
    const {id} = await paid();
    await run("snapshots", "remove", id);
    const file = join(dataDir, "snapshots", "removed.json");
    const record = JSON.parse(readFileSync(file, "utf8")) as object;
    const [left] = await listSnapshots(dataDir);
    await rename(join(dataDir, "snapshots", left!), join(dataDir, "snapshots", id));
    writeFileSync(file, JSON.stringify({...record, removing: [id]}));
    expect((await run("check")).out).toContain(
      "ok removal of 1 snapshot was interrupted: the next command that writes finishes it"
    );
    await importList("a.csv", "2025-01-01", ten, "--complete");
    expect(await listSnapshots(dataDir)).toEqual([left]);
    expect(readdirSync(join(dataDir, "snapshots"))).toHaveLength(2);
  });
});

it("says that the files of removed snapshots would bring forgotten people back", async () => {
  await importList("a.csv", "2025-01-01", ten);
  await importList("b.csv", "2025-01-08", ten.slice(1));
  const [first, second] = (await listSnapshots(dataDir)) as [string, string];
  // 11 stands in the first list alone.
  expect(await run("forget", "11")).toMatchObject({code: 0});
  const words =
    "people were forgotten out of 1 snapshot here: the same files would bring them back: after another import, run followback forget for them again\n";
  expect((await run("snapshots", "remove", first, "--dry-run")).err).toContain(words);
  expect((await run("snapshots", "remove", second)).err).not.toContain("forgotten");
  expect((await run("snapshots", "remove", first)).err).toContain(words);
});
