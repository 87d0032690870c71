// Times three answers, from files to figures, against what else a user could take: the route of each follower, whether they
// were still there 90 days after first sight, and whether they interacted within 30 days, counted by month of first sight.
// SQLite (answers.sql) and Python's standard library (answers.py) beside this program, by turns; all must say the same.
import {spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {Command} from "commander";
import {quote, withDatabase} from "../../src/duckdb.ts";
import {runModels} from "../../src/models/build.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";

interface Options {
  followers: string;
  weeks: string;
  interactions: string;
  runs: string;
  count?: string;
}

const options = new Command("bench:answers")
  .option("--followers <n>", "people who ever follow", "100000")
  .option("--weeks <n>", "weekly lists", "53")
  .option("--interactions <n>", "interactions toward the account", "500000")
  .option("--runs <n>", "runs of each", "3")
  .option("--count <folder>", "used by the program itself: prints the answers from a store")
  .parse()
  .opts<Options>();

const here = fileURLToPath(new URL("./", import.meta.url));
const root = join(here, "../..");
const print = (line: string) => void process.stdout.write(`${line}\n`);

/** Lists of every week, ids ascending, and interactions, as CSV with the time in the first column. */
async function writeFiles(folder: string) {
  const [people, weeks, acts] = [options.followers, options.weeks, options.interactions].map(Number);
  const csv = (select: string, name: string) => `copy (${select}) to ${quote(join(folder, name))} (header)`;
  const time = (seconds: string) =>
    `strftime(timestamp '2024-01-01' + to_seconds((${seconds})::bigint), '%Y-%m-%dT%H:%M:%SZ')`;
  await withDatabase(async (db) => {
    // One in ten leaves for two weeks and comes back, one in three leaves for good; of one in five the account follows first.
    await db.run(`
      create table people as
      select 100000000 + (i * 2654435761) % 4294967291 as id, came, came + 2 + hash(i, 1) % 40 as left_at,
        hash(i, 2) % 10 = 0 as returns, hash(i, 3) % 3 = 0 as leaves,
        case hash(i, 4) % 10 when 0 then came - 1 when 1 then came - 2 when 2 then came when 3 then came + 3 end as asked
      from (select i, (hash(i, 0) % ${weeks})::bigint as came from range(${people}) p(i));
      create table weeks as select w, ${time("w * 604800 + 43200")} as time from range(${weeks}) r(w)`);
    const isHere = `w >= came and not (leaves and w >= left_at) and not (returns and not leaves and w in (left_at, left_at + 1))`;
    await db.run(csv(`select time, id from weeks, people where ${isHere} order by w, id`, "followers.csv"));
    await db.run(csv(`select time, id from weeks, people where w >= asked order by w, id`, "following.csv"));
    await db.run(
      csv(
        `select ${time(`hash(a, 6) % (604800 * ${weeks})`)} as time, p.id, a as act, 'mention' as kind
        from range(${acts}) r(a)
        join (select id, row_number() over (order by id) - 1 as nth from people) p on p.nth = hash(a, 5) % ${people}
        order by 1, 3`,
        "interactions.csv"
      )
    );
  });
}

/** The answers from a store's snapshots, by the models that they need and no others. */
async function count(dataDir: string) {
  await withDatabase(async (db) => {
    await attachSnapshots(db, dataDir, "raw", {willReadOften: true});
    await runModels(db, {only: ["followers", "spells", "interactions"]});
    const rows = await db.rows<Record<string, unknown>>(`
      with engaged as (
        select distinct f.user_id
        from interactions i
        join followers f on f.user_id = i.user_id
        where i.acted_before >= f.first_seen_at and i.acted_before <= f.end_after
          and i.acted_before <= f.first_seen_at + interval 30 days
      )
      select f.route, strftime(f.first_seen_at, '%Y-%m') as month, count(*) as people,
        count(*) filter (where f.end_after - f.first_seen_at >= interval 90 days) as kept, count(e.user_id) as engaged
      from followers f
      left join engaged e on e.user_id = f.user_id
      where f.route <> 'pre_existing'
      group by 1, 2
      order by 1, 2`);
    for (const row of rows) print(Object.values(row).join(" "));
  });
}

/** Runs a line of shell in a folder; seconds of CPU of all it started, seconds on the wall, and what it printed. */
function run(line: string, cwd: string) {
  const began = performance.now();
  const {status, stdout, stderr} = spawnSync("bash", ["-c", `set -e; ${line}; times >&2`], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 26
  });
  if (status !== 0) throw new Error(stderr.trim().split("\n").slice(-3).join("\n"));
  const spent = stderr.trim().split("\n").at(-1)!;
  const cpu = [...spent.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => 60 * Number(m) + Number(s));
  return {cpu: cpu[0]! + cpu[1]!, wall: (performance.now() - began) / 1000, said: stdout.trim()};
}

async function compare() {
  const folder = mkdtempSync(join(tmpdir(), "followback-bench-answers-"));
  try {
    await writeFiles(folder);
    const node = `${quote(process.execPath)} --import tsx`;
    const program = (args: string) => `(cd ${quote(root)}; ${node} ${args})`;
    const imports = (args: string) =>
      program(`src/followback.js import ${args} --account 5 --data ${quote(join(folder, "data"))} >&2`);
    const ours = [
      `rm -rf data`,
      imports(`${quote(join(folder, "followers.csv"))} --list followers --complete`),
      imports(`${quote(join(folder, "following.csv"))} --list following --complete`),
      imports(
        `${quote(join(folder, "interactions.csv"))} --table interactions --target 5 --map before=time --map actor_id=id --map act_id=act`
      ),
      program(`tests/bench/answers.ts --count ${quote(join(folder, "data"))}`)
    ].join("; ");
    const jobs = {
      "followback, files to snapshots to answers": ours,
      SQLite: `sqlite3 :memory: < ${quote(join(here, "answers.sql"))}`,
      Python: `python3 ${quote(join(here, "answers.py"))} .`,
      "followback, from its snapshots": ours.split("; ").at(-1)!
    };
    const lines = readFileSync(join(folder, "followers.csv"), "utf8").split("\n").length - 2;
    print(`${lines.toLocaleString("en")} rows of followers, ${options.weeks} lists`);
    const runs = Array.from({length: Number(options.runs)}, () =>
      Object.entries(jobs).map(([name, line]) => ({name, ...run(line, folder)}))
    ).flat();
    const said = new Set(runs.map((one) => one.said));
    if (said.size > 1) {
      for (const one of said) process.stderr.write(`${one}\n\n`);
      throw new Error("they do not say the same");
    }
    for (const name of Object.keys(jobs)) {
      const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!.toFixed(1);
      const own = runs.filter((one) => one.name === name);
      print(`${name}: ${median(own.map(({cpu}) => cpu))} s of CPU, ${median(own.map(({wall}) => wall))} s`);
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

await (options.count === undefined ? compare() : count(options.count));
