// Three answers by SQLite, by Python's standard library and by this program, in one run, each in its best form, and a full
// build beside them. Stops where two of them differ.
//
// What they count, by the UTC month of first sight. All lists are weekly and complete, and no one who leaves comes back:
// - first sight: when the page arrived that first shows that someone follows the account. The list of whom the account follows
//   is read first and says who follows back, so it shows whoever is in both lists of a date.
// - routes. pre_existing: they are in the first list. followback: the account followed them in a list of an earlier date, and
//   in one at most 30 days before first sight. unknown: the first list in which the account follows them has the date of
//   first sight. organic: everyone else.
// - retained at 90 days: they are in the list dated nearest to the date of first sight + 90 days, at most 3.5 days off.
//   Counted of those whose 90 days are over at the last list, without pre-existing followers.
// - engaged within 30 days: they replied, quoted or mentioned between first sight and 30 days later, and before the last row
//   of whoever left. Counted of those whose 30 days are over at the last list, without pre-existing followers.
//
// SQLite (Python's sqlite3) has the rows in tables with indexes, as a user of twitter-to-sqlite has them, see
// answers/sqlite.sql; "filled first" reads them from the CSV files. Python reads a CSV file a list. This program reads its
// snapshots, once with all that its models judge, and once by `query` with the definitions above, see answers/raw.sql.
//
// 2026-11-29, by turns on two cores crowded by others, seconds of CPU. 100,000 followers: SQLite 0.7, filled first 12.4, Python
// 3.6, a query of raw tables 0.9, the models they need 6.6, full build 11.5. 1,000,000, one run: SQLite 6.5, the query 4.9.
// The aim is that SQLite and Python take three times ours each. The query holds it against Python and against SQLite that
// has to be filled; SQLite that has first sight, indexes and sorted lists already takes 0.9 to 1.3 times the query, half of
// which, at 100,000, is the start of the program. The models miss the aim: they judge lists, windows and both ends of every
// follow, which none of the others does.
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {Command} from "commander";
import {build} from "esbuild";
import {quote, withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots, listSnapshots} from "../../src/snapshots/store.ts";
import {account, writeSyntheticStore} from "./synthetic.ts";
import {medianOf, runMeasured, spread, type Usage} from "./usage.ts";

const options = new Command("bench:answers")
  .option("--followers <n>", "followers at the last snapshot", "100000")
  .option("--weeks <n>", "weekly snapshots", "53")
  .option("--interactions <n>", "interactions toward the account (default: five a follower)")
  .option("--runs <n>", "runs of each, by turns", "5")
  .option(
    "--data <dir>",
    "where store and files are made; store and CSV files that are there already are used again"
  )
  .option("--without-build", "leave out the full build")
  .parse()
  .opts<{
    followers: string;
    weeks: string;
    interactions?: string;
    runs: string;
    data?: string;
    withoutBuild?: boolean;
  }>();

const root = fileURLToPath(new URL("../../", import.meta.url));
const script = (name: string) => fileURLToPath(new URL(`answers/${name}`, import.meta.url));
const print = (line: string) => void process.stdout.write(`${line}\n`);
/** This program, once with all that its models judge, and once with nothing but rows. */
const ours = ["a query of raw tables", "the models they need"] as const;
/** SQLite and Python take at least so many times what this program takes: the aim. */
const aim = 3;

/** Writes the lists as CSV files named after the second of their date, and the interactions that are no likes as one. */
async function writeCsv(store: string, csv: string) {
  for (const list of ["followers", "following"]) mkdirSync(join(csv, list), {recursive: true});
  await withDatabase(async (db) => {
    await attachSnapshots(db, store);
    for (const list of ["followers", "following"]) {
      const snapshots = await db.rows<{id: string; day: bigint}>(
        `select snapshot_id as id, epoch(date_trunc('day', taken_at))::bigint as day from raw.lists where list = ${quote(list)}`
      );
      for (const {id, day} of snapshots)
        await db.run(`
          copy (
            select user_id, epoch(page_at)::bigint as page_at from raw.${list} where snapshot_id = ${quote(id)}
            order by position
          ) to ${quote(join(csv, list, `${day}.csv`))} (header false)`);
    }
    await db.run(`
      copy (
        select actor_id, epoch("before")::bigint as acted_at, kind from raw.interactions where kind <> 'like'
        order by acted_at, act_id
      ) to ${quote(join(csv, "interactions.csv"))} (header false)`);
  });
}

/** Compiles the program's part once, as the program itself is compiled, and returns the file. */
async function compile(into: string): Promise<string> {
  await build({
    entryPoints: [script("from_models.ts")],
    outfile: into,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    logLevel: "error",
    plugins: [
      {
        name: "own addresses",
        setup: ({onLoad}) =>
          onLoad({filter: /\.ts$/}, async ({path}) => ({
            contents: (await readFile(path, "utf8")).replaceAll(
              "import.meta.url",
              JSON.stringify(pathToFileURL(path).href)
            ),
            loader: "ts"
          }))
      }
    ]
  });
  return into;
}

/** Answers as lines in one order, whatever the form they were printed in. */
const linesOf = (printed: string) =>
  printed
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/[\t,]/).join(" "))
    .filter((line) => !line.startsWith("answer "))
    .sort()
    .join("\n");

const folder = options.data ?? mkdtempSync(join(tmpdir(), "followback-bench-answers-"));
// Beside the packages, or Node does not find those that the compiled file imports.
const compiledFolder = join(root, "node_modules", ".cache", `followback-answers-${process.pid}`);
try {
  const [store, csv, database] = ["store", "csv", "rows.db"].map((name) => join(folder, name)) as [
    string,
    string,
    string
  ];
  if (!existsSync(store) || (await listSnapshots(store)).length === 0)
    await writeSyntheticStore(store, {
      followers: Number(options.followers),
      weeks: Number(options.weeks),
      interactions: Number(options.interactions ?? 5 * Number(options.followers)),
      isWithoutReturns: true
    });
  if (!existsSync(csv)) await writeCsv(store, csv);
  const compiled = await compile(join(compiledFolder, "models.mjs"));
  const raw = readFileSync(script("raw.sql"), "utf8");
  const node = process.execPath;
  const contestants: Record<string, string[]> = {
    "SQLite, filled first": [
      "bash",
      "-c",
      'rm -f "$2" && python3 "$0" "$1" "$2" && python3 "$3" "$2"',
      script("load_sqlite.py"),
      csv,
      database,
      script("from_sqlite.py")
    ],
    SQLite: ["python3", script("from_sqlite.py"), database],
    Python: ["python3", script("from_csv.py"), csv],
    [ours[1]]: [node, compiled, "needed", store],
    [ours[0]]: [
      node,
      "src/followback.js",
      "query",
      raw,
      "--format",
      "csv",
      "--data",
      store,
      "--account",
      account
    ],
    ...(!options.withoutBuild && {"full build": [node, compiled, "all", store]})
  };
  const taken = new Map<string, Usage[]>(Object.keys(contestants).map((name) => [name, []]));
  let [expected, first] = ["", ""];
  for (let nth = 0; nth < Number(options.runs); nth++)
    for (const [name, line] of Object.entries(contestants)) {
      if (name === "full build") rmSync(join(store, "marts"), {recursive: true, force: true});
      const {printed, ...usage} = runMeasured({name, line, cwd: root});
      const lines = linesOf(printed);
      if (expected === "") [expected, first] = [lines, name];
      if (lines !== expected) {
        const own = new Set(expected.split("\n"));
        const other = lines.split("\n").find((answer) => !own.has(answer));
        throw new Error(`${name} has other answers than ${first}, such as: ${other ?? "some are missing"}`);
      }
      taken.get(name)!.push(usage);
      process.stderr.write(`${name}: ${usage.cpu.toFixed(2)} s of CPU, ${usage.wall.toFixed(2)} s\n`);
    }
  print(
    `${expected.split("\n").length} figures, the same from each; ${options.runs} runs by turns, median (spread)`
  );
  const median = (name: string, what: keyof Usage) => medianOf(taken.get(name)!.map((usage) => usage[what]));
  const ratio = (name: string, own: string, what: keyof Usage) =>
    `${(median(name, what) / median(own, what)).toFixed(2)} ×`;
  print(`| | CPU s | wall s | ${ours.map((own) => `CPU, wall of ${own}`).join(" | ")} |`);
  print("|---|---|---|---|---|");
  for (const [name, usages] of taken) {
    const cells = (["cpu", "wall"] as const).map((what) => spread(usages.map((usage) => usage[what])));
    for (const own of ours) cells.push(`${ratio(name, own, "cpu")}, ${ratio(name, own, "wall")}`);
    print(`| ${[name, ...cells].join(" | ")} |`);
  }
  print(`the aim: SQLite and Python at least ${aim} × each`);
} finally {
  rmSync(compiledFolder, {recursive: true, force: true});
  if (options.data === undefined) rmSync(folder, {recursive: true, force: true});
}
