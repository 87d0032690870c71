import {spawnSync} from "node:child_process";
import {appendFile, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterEach, beforeEach, expect, it} from "vitest";
import {keptByListener, spoolDir} from "../../data-loaders/listening/kept.ts";
import {holdSpool} from "../../data-loaders/listening/store-batches.ts";
import {Spool, spooled, type Entry} from "../../data-loaders/listening/spool.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "followback-spool-"))));
afterEach(() => rm(folder, {recursive: true, force: true}));

const at = new Date("2026-03-03T12:00:00Z");
const noted = (nth: number): Entry => ({facts: {requests: [], notes: [`note ${nth} ${"x".repeat(700)}`]}});
const noteOf = (entry: Entry) => ("facts" in entry ? Number(entry.facts.notes![0]!.split(" ")[1]) : NaN);
const read = async (spool: Spool) => {
  const found: number[] = [];
  for (const batch of spool.batches()) for await (const entry of spool.read(batch)) found.push(noteOf(entry));
  return found;
};

it("leaves out a last line that a crash tore, which nobody was told had been taken", async () => {
  const spool = new Spool(folder);
  spool.append([noted(1), noted(2)]);
  spool.close(at);
  await appendFile(join(folder, `${at.getTime()}.ndjson`), '{"facts":{"notes":["note 3');
  expect(await read(spool)).toEqual([1, 2]);
});

it("is read whole while its listener closes what it writes, and removes what is stored", async () => {
  const spool = new Spool(folder);
  spool.append([noted(1)]);
  spool.close(at);
  spool.append([noted(2), noted(3)]);
  const found: number[] = [];
  for await (const entry of spooled(folder)) {
    found.push(noteOf(entry));
    if (found.length > 1) continue;
    spool.close(new Date(at.getTime() + 60_000));
    await rm(join(folder, `${at.getTime()}.ndjson`));
  }
  expect(found.sort()).toEqual([1, 2, 3]);
});

it("names a line in the middle that cannot be read, and is never silent about what it held", async () => {
  const file = join(folder, `${at.getTime()}.ndjson`);
  const spool = new Spool(folder);
  spool.append([noted(1), noted(2), noted(3)]);
  spool.close(at);
  const lines = (await readFile(file, "utf8")).split("\n");
  await writeFile(file, [lines[0], lines[1]!.slice(5), lines[2], ""].join("\n"));
  await expect(read(spool)).rejects.toThrow(`${file}: line 2 is damaged: delete it, then run this again`);
});

it.each([
  ["U+2028", "\u2028"],
  ["U+2029", "\u2029"],
  ["a return and a line feed", "\r\n"]
])("keeps an event of somebody whose profile has %s in it, and those behind it", async (_, sign) => {
  const profile = (id: string, description: string): Entry => ({
    table: "users",
    row: {account_id: "1", user_id: id, description}
  });
  const entries = [profile("2", `bakes bread${sign}and cakes`), profile("3", "ďábel 🍵")];
  const spool = new Spool(folder);
  spool.append(entries);
  spool.close(at);
  const found: Entry[] = [];
  for await (const entry of spool.read(at)) found.push(entry);
  expect(found).toEqual(entries);
});

it("keeps all of what it took where the disk filled up in the middle of a line", async () => {
  // A file of this process may have 8 KiB: of the line that does not fit, the first part is written.
  const script = join(folder, "fill.mts");
  const spoolFile = new URL("../../data-loaders/listening/spool.ts", import.meta.url).href;
  await writeFile(
    script,
    `import {Spool} from ${JSON.stringify(spoolFile)};
    const spool = new Spool(${JSON.stringify(join(folder, "spool"))});
    let taken = 0;
    try {
      for (;;) {
        spool.append([{facts: {requests: [], notes: ["note " + (taken + 1) + " " + "x".repeat(700)]}}]);
        taken += 1;
      }
    } catch (error) {
      console.log(taken, error.code);
    }`
  );
  const tsx = pathToFileURL(join(import.meta.dirname, "../../node_modules/tsx/dist/loader.mjs")).href;
  const {stdout} = spawnSync(
    "bash",
    ["-c", 'ulimit -f 8; exec "$@"', "-", process.execPath, "--import", tsx, script],
    {encoding: "utf8"}
  );
  const [taken, code] = stdout.trim().split(" ");
  expect([Number(taken), code]).toEqual([10, "EFBIG"]);
  const spool = new Spool(join(folder, "spool"));
  spool.append([noted(11)]);
  spool.close(at);
  expect(await read(spool)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

it.each([
  ["a listener", () => holdSpool(spoolDir(folder), folder)],
  ["whoever removes snapshots", () => keptByListener.hold!(folder)]
])("names what is wrong with the folder of events, and not another listener: %s", async (_, hold) => {
  await writeFile(spoolDir(folder), "");
  await expect(hold()).rejects.toThrow(/\.listen: a file, not a folder/);
});
