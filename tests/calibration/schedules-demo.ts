// Watches the demo's brand under several schedules, one and the same world each time, and prints what each cost by the
// local X's own meter and how precise it was, as a Markdown table. It takes minutes: `--weeks 20` for a quick one.
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Command} from "commander";
import {watchWorld, writeOutreachLog} from "../../data-loaders/demo/watch.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {importTable} from "../../data-loaders/tables/load.ts";
import {schedules, scheduleOf, type ScheduleName} from "../../src/plan/schedules.ts";
import {buildMarts} from "../../src/models/build.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {wilson} from "../../src/statistics/proportion.ts";
import {attachMarts} from "../../src/models/marts.ts";
import type {Tally} from "./truth.ts";

const routes = ["followback", "organic"] as const;
type ByRoute<T> = Record<(typeof routes)[number], T>;

/** What one schedule cost and precision over the whole watch. */
interface Row {
  schedule: ScheduleName;
  days: number;
  requests: number;
  micros: Record<string, number>;
  medianWindow: number;
  unknown: Tally;
  engaged: ByRoute<Tally>;
  retained: ByRoute<Tally>;
  /** Width of the band of the survival curve at 91 days. */
  curve: ByRoute<number | null>;
}

const options = new Command("schedules-demo")
  .argument("[schedules...]", "which of them", (name: string, all: string[] = []) => [...all, name])
  .option("--weeks <n>", "how long to watch", "78")
  .option("--seed <n>", "which world", "1")
  .parse();
const {weeks, seed} = options.opts<{weeks: string; seed: string}>();
const names = (options.args.length > 0 ? options.args : schedules.map(({name}) => name)) as ScheduleName[];

const rows: Row[] = [];
for (const name of names) {
  rows.push(await watch(name));
  process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
}
process.stdout.write(table(rows));

async function watch(schedule: ScheduleName): Promise<Row> {
  const dataDir = await mkdtemp(join(tmpdir(), `followback-${schedule}-`));
  try {
    const world = new World("typical", Number(seed));
    const {requests, meter} = await watchWorld(dataDir, world, {weeks: Number(weeks), schedule: schedule});
    const {file, rows} = await writeOutreachLog(dataDir, world);
    if (rows > 0) {
      await importTable(dataDir, file, {
        shape: "outreach",
        accounts: [world.brand.id],
        timeColumn: "followed_at"
      });
    }
    await buildMarts(dataDir);
    return {
      schedule,
      days: 7 * Number(weeks) + 1,
      requests: Object.values(requests).reduce((total, entry) => total + entry.requests, 0),
      micros: Object.fromEntries(
        Object.entries(meter.byEndpoint).map(([endpoint, {microDollars}]) => [endpoint, microDollars])
      ),
      ...(await read(dataDir))
    };
  } finally {
    await rm(dataDir, {recursive: true, force: true});
  }
}

/** What the marts say of it: everybody in a cohort, and cohorts pooled. */
function read(dataDir: string): Promise<Omit<Row, "schedule" | "days" | "requests" | "micros">> {
  return withDatabase(async (db) => {
    await attachMarts(db, dataDir);
    const [people] = await db.rows<{width: number; x: number; n: number}>(`
      select median(days_between(start_after, start_before)) as width,
        (count(*) filter (where route = 'unknown'))::double as x, count(*)::double as n
      from followers where cohort_month is not null`);
    const engaged = await db.rows<Tally & {route: string}>(`
      select route, sum(engaged)::double as x, sum(size)::double as n from cohort_engagement
      where period = 'month' and age_days = 30 group by route`);
    // The triangle lists no age that the usual gap between full walks cannot serve; verdicts use whoever was observed.
    const kept = await db.rows<Tally & {route: string}>(`
      select route, (n - x)::double as x, n::double as n from claim_counts
      where claim = 'leave_sooner' and evaluated_at = (select max(evaluated_at) from claim_counts)`);
    const curves = await db.rows<{route: string; width: number}>(
      "select route, interval_high - interval_low as width from survival where age_days = 91"
    );
    const {followback, organic} = byRoute(curves, {width: NaN});
    return {
      medianWindow: people!.width,
      unknown: {x: people!.x, n: people!.n},
      engaged: byRoute(engaged, {x: 0, n: 0}),
      retained: byRoute(kept, {x: 0, n: 0}),
      curve: {followback: followback.width || null, organic: organic.width || null}
    };
  });
}

function byRoute<T extends object>(rows: (T & {route: string})[], none: T): ByRoute<T> {
  const of = (route: string) => rows.find((row) => row.route === route) ?? none;
  return {followback: of("followback"), organic: of("organic")};
}

function table(rows: Row[]): string {
  const billOf = ({micros}: Row) => Object.values(micros).reduce((total, micro) => total + micro, 0) / 1e6;
  const most = Math.max(...rows.map(billOf));
  const percent = ({x, n}: Tally) => `${((100 * x) / n).toFixed(1)} %`;
  const width = ({x, n}: Tally) => {
    if (n === 0) return "not observed";
    const {low, high} = wilson(x, n);
    return `${(100 * (high - low)).toFixed(1)} (${n})`;
  };
  const pair = (of: ByRoute<Tally>) => routes.map((route) => width(of[route])).join(" / ");
  const band = (of: ByRoute<number | null>) =>
    routes.map((route) => (of[route] === null ? "–" : (100 * of[route]).toFixed(1))).join(" / ");
  const likers = ({micros}: Row) => (micros["/2/tweets/:id/liking_users"] ?? 0) / 1e6;
  const head = [
    "schedule",
    "bill",
    "of the dearest",
    "of it likers",
    "requests",
    "median start window, days",
    "unknown",
    "engaged-30: width in points (people), followback / organic",
    "retained-90: width in points (people), followback / organic",
    "kept at 91 days by the curve: width in points"
  ];
  const cells = rows.map((row) => [
    scheduleOf(row.schedule).title,
    `$${billOf(row).toFixed(2)}`,
    `${((100 * billOf(row)) / most).toFixed(0)} %`,
    `$${likers(row).toFixed(2)}`,
    row.requests.toLocaleString("en"),
    row.medianWindow.toFixed(2),
    percent(row.unknown),
    pair(row.engaged),
    pair(row.retained),
    band(row.curve)
  ]);
  const line = (texts: string[]) => `| ${texts.join(" | ")} |\n`;
  return line(head) + line(head.map((_, nth) => (nth === 0 ? "---" : "---:"))) + cells.map(line).join("");
}
