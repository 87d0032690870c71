// Times the import of many dated lists against DuckDB's own sorted copy of the same rows, in one run: one CSV with a
// column of dates, the same lists as a file each, and 201 small lists. Prints CPU seconds, memory, and the ratios.
// The aims are 4 ×, 8 ×, 1536 MiB and 8.8 s. 2026-11-29, two quiet cores, two runs: the copy 4.4 and 4.7 s; one CSV 15.3 and
// 16.5 s (3.5 × both), 960 and 1033 MiB; 783 files 27.4 and 30.4 s (6.3 and 6.5 ×), 770 MiB; 201 small lists 3.8 and 3.9 s.
// The same, crowded by others: the copy 5.1 s; one CSV 19.6 s (3.8 ×), 1441 MiB; 783 files 35.2 s (6.9 ×). One CSV
// before it was sorted while its people are counted, by turns in one hour: 22.0, 22.5 and 22.4 s (copies 4.8, 5.0 and
// 4.6 s) against 18.5, 17.1 and 18.6 s. Of its time the Parquet files of followers take 4 s, reading the CSV into a
// table 4, numbering the people 1.5, putting the lists in order 1.6, the Parquet files of one row 1.3, times and looks
// for rounded ids 1, and bringing all to disk 2.6.
import {spawnSync} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {Command} from "commander";
import {quote, withDatabase} from "../../src/duckdb.ts";

const {lists, people, keep} = new Command("bench:lists")
  .option("--lists <n>", "daily lists", "783")
  .option("--people <n>", "people in the last list; the first has about half as many", "35000")
  .option("--keep", "leave the files there")
  .parse()
  .opts<{lists: string; people: string; keep?: boolean}>();

const root = fileURLToPath(new URL("../../", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "followback-bench-lists-"));
const print = (line: string) => void process.stdout.write(`${line}\n`);

/** Daily lists, newest first, of people with made-up ids: a new one a day or more, as one CSV and as a file each. */
async function writeLists(csv: string, folder: string, days: number, most: number) {
  mkdirSync(folder);
  await withDatabase(async (db) => {
    await db.run(`
      create table rows as
      select d, strftime(date '2020-01-01' + d::integer, '%Y-%m-%d') as date,
        1000000000000000000 + (hash(i) % 800000000000000000)::bigint as id, i
      from range(${days}) t(d), range(${most}) p(i)
      where i < ${most} * (0.5 + 0.5 * d / ${days})`);
    await db.run(`copy (select date, id from rows order by d, i desc) to ${quote(csv)} (header)`);
    for (let day = 0; day < days; day++) {
      const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
      const file = join(folder, `followers-${date}.txt`);
      await db.run(
        `copy (select id from rows where d = ${day} order by i desc) to ${quote(file)} (header false)`
      );
    }
  });
}

/** Runs a command; CPU seconds of it and what it started, and the most memory, as the system counted them. */
function measure(args: string[]): {cpu: number; bytes: number} {
  const child = spawnSync("/usr/bin/env", ["time", "-f", "%U %S %M", process.execPath, ...args], {
    cwd: root,
    encoding: "utf8"
  });
  if (child.status !== 0) throw new Error(child.stderr.split("\n").slice(-4).join("\n"));
  const [user, system, kilobytes] = child.stderr.trim().split("\n").at(-1)!.split(" ").map(Number);
  return {cpu: user! + system!, bytes: kilobytes! * 1024};
}

const copySql = (csv: string, to: string) => `
  copy (select date, id from read_csv(${quote(csv)}, columns = {'date': 'DATE', 'id': 'BIGINT'}, header = true)
    order by date, id) to ${quote(to)} (format parquet, compression zstd)`;

try {
  const csv = join(dir, "all.csv");
  const folder = join(dir, "lists");
  await writeLists(csv, folder, Number(lists), Number(people));
  const began = process.cpuUsage();
  await withDatabase((db) => db.run(copySql(csv, join(dir, "copy.parquet"))));
  const spent = process.cpuUsage(began);
  const floor = (spent.user + spent.system) / 1e6;
  print(`DuckDB's own sorted copy: ${floor.toFixed(1)} s of CPU`);
  const verb = ["src/followback.js", "import", "--account", "5", "--complete", "--data"];
  const tell = (name: string, {cpu, bytes}: {cpu: number; bytes: number}) =>
    print(
      `${name}: ${cpu.toFixed(1)} s of CPU, ${(cpu / floor).toFixed(1)} × the copy, ${(bytes / 2 ** 20).toFixed(0)} MiB`
    );
  tell("one CSV", measure([...verb, join(dir, "a"), csv, "--list", "followers"]));
  tell(`${lists} files`, measure([...verb, join(dir, "b"), folder]));
  const few = join(dir, "few");
  await writeLists(join(dir, "few.csv"), few, 201, 209);
  tell("201 lists of 105 to 209 people", measure([...verb, join(dir, "c"), few]));
} finally {
  if (!keep) rmSync(dir, {recursive: true, force: true});
}
