import {compactStore} from "../../src/compact/compact.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {forgetPeople} from "../../src/forget/forget.ts";
import {buildMarts} from "../../src/models/build.ts";
import {removeSnapshots} from "../../src/snapshots/remove.ts";
import {attachSnapshots, listSnapshots} from "../../src/snapshots/store.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {writeObserved} from "../models/histories.ts";
import {randomHistory, randomWalks} from "../models/random-history.ts";
import {differences, martSums} from "./stores.ts";

/**
 * Does the same to two stores, and compacts one of them now and then: a random history is written, some of it out of order,
 * a snapshot is removed, a person forgotten. Throws where a raw table or a mart is not the same in both. Returns what
 * was done, for the message of a failure, and how many runs stood for how many rows in the end.
 */
export async function compareHistories(
  plain: string,
  packed: string,
  seed: number
): Promise<{steps: string[]; runs: number; rows: number}> {
  const random = randomNumbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  const steps: string[] = [];
  // Of one source there is most to fold.
  const history =
    below(3) === 0
      ? randomHistory(seed)
      : randomWalks(seed, 10 + below(15), below(3) === 0 ? ["tables"] : ["x-api"]);
  const written = history.map((observed, nth) => ({observed, key: String(nth)}));
  for (let swaps = below(3); swaps > 0; swaps--) {
    const [a, b] = [below(written.length), below(written.length)];
    [written[a], written[b]] = [written[b]!, written[a]!];
  }
  const compact = async () => {
    steps.push("compact");
    await compactStore(packed, {rowsAtOnce: 50 + below(400)});
  };
  for (const {observed, key} of written) {
    steps.push(`write ${key}`);
    for (const dataDir of [plain, packed]) await writeObserved(dataDir, observed, key);
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
  const wrong = await differences(plain, packed);
  if (wrong.length > 0) throw new Error(`seed ${seed}: ${wrong.join("; ")} after ${steps.join(", ")}`);
  for (const dataDir of [plain, packed]) await buildMarts(dataDir, {threads: 1});
  const [ours, theirs] = [await martSums(plain), await martSums(packed)];
  const other = Object.keys(ours).filter((name) => ours[name] !== theirs[name]);
  if (other.length > 0) throw new Error(`seed ${seed}: ${other.join(", ")} differ after ${steps.join(", ")}`);
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
