import {compactStore} from "../../src/compact/compact.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {forgetPeople} from "../../src/forget/forget.ts";
import {buildMarts} from "../../src/models/build.ts";
import {removeSnapshots} from "../../src/snapshots/remove.ts";
import {attachSnapshots, listSnapshots} from "../../src/snapshots/store.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {writeObservedOf, type Observed} from "../models/histories.ts";
import {randomHistory, randomWalks} from "../models/random-history.ts";
import {differences, martSums} from "./stores.ts";

/** Far from the ids of people. */
const firstAccount = 4_000_000_000_001;

/** What one account does in its store: of one source there is most to fold. Some of it is written out of order. */
function writtenBy(seed: number): Observed[] {
  const random = randomNumbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  const written =
    below(3) === 0
      ? randomHistory(seed)
      : randomWalks(seed, 10 + below(15), below(3) === 0 ? ["tables"] : ["x-api"]);
  for (let swaps = below(3); swaps > 0; swaps--) {
    const [a, b] = [below(written.length), below(written.length)];
    [written[a], written[b]] = [written[b]!, written[a]!];
  }
  return written;
}

/**
 * Does the same to two stores, and compacts one of them now and then: a random history an account is written, some of it
 * out of order, a snapshot is removed, a person forgotten. What several accounts observed in one step by one source is one
 * snapshot. Throws where a raw table or a mart is not the same in both. Returns what was done, for the message of a
 * failure, and how many runs stood for how many rows in the end.
 */
export async function compareHistories(
  plain: string,
  packed: string,
  seeds: readonly number[]
): Promise<{steps: string[]; runs: number; rows: number}> {
  const random = randomNumbers(seeds[0]!);
  const below = (n: number) => Math.floor(random() * n);
  const steps: string[] = [];
  const histories = seeds.map((seed, nth) => ({own: String(firstAccount + nth), written: writtenBy(seed)}));
  const compact = async () => {
    steps.push("compact");
    await compactStore(packed, {rowsAtOnce: seeds.length * (50 + below(400))});
  };
  const longest = Math.max(...histories.map(({written}) => written.length));
  for (let step = 0; step < longest; step++) {
    const bySource = new Map<string, {observed: Observed; key: string; own: string}[]>();
    for (const {own, written} of histories) {
      const observed = written[step];
      if (observed === undefined) continue;
      const source = observed.source ?? "x-api";
      bySource.set(source, [...(bySource.get(source) ?? []), {observed, key: String(step), own}]);
    }
    for (const [source, parts] of bySource) {
      steps.push(`write ${step} of ${source}`);
      for (const dataDir of [plain, packed]) await writeObservedOf(dataDir, parts, `${step} ${source}`);
    }
    if (below(3) === 0) await compact();
    if (below(12) === 0) await compact();
    if (below(9) === 0) {
      const ids = await listSnapshots(plain);
      if (ids.length > 1) {
        const id = ids[below(ids.length)]!;
        steps.push(`remove ${id}`);
        for (const dataDir of [plain, packed]) await removeSnapshots(dataDir, [id]);
      }
    }
    if (below(12) === 0) {
      const id = String(2 + below(70));
      steps.push(`forget ${id}`);
      for (const dataDir of [plain, packed])
        await forgetPeople(dataDir, {erase: [{id, handles: [], texts: []}], blank: []});
    }
  }
  if (below(2) === 0) await compact();
  const named = `seeds ${seeds[0]} to ${seeds.at(-1)}`;
  const wrong = await differences(plain, packed);
  if (wrong.length > 0) throw new Error(`${named}: ${wrong.join("; ")} after ${steps.join(", ")}`);
  for (const dataDir of [plain, packed]) await buildMarts(dataDir, {threads: 1});
  const [ours, theirs] = [await martSums(plain), await martSums(packed)];
  const other = Object.keys(ours).filter((name) => ours[name] !== theirs[name]);
  if (other.length > 0) throw new Error(`${named}: ${other.join(", ")} differ after ${steps.join(", ")}`);
  return withDatabase(async (db) => {
    await attachSnapshots(db, packed);
    const there = await db.rows("select 1 from information_schema.tables where table_name = 'list_runs'");
    if (there.length === 0) return {steps, runs: 0, rows: 0};
    const [sums] = await db.rows<{runs: number; rows: number}>(
      "select count(*)::double as runs, coalesce(sum(last_nth - first_nth + 1), 0)::double as rows from raw.list_runs"
    );
    return {steps, ...sums!};
  });
}
