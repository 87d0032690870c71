import type {Database} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import {accountsOf, listSnapshots, readManifest} from "../../src/snapshots/store.ts";
import {firstTime} from "./writings.ts";

/**
 * Refuses steps for an account that has dated snapshots, and dates for one that has steps: nobody can say which came
 * first. Throws a `UserError`.
 */
export async function refuseOtherTimes(
  db: Database,
  dataDir: string,
  path: string,
  takenAt: Date,
  accounts: readonly bigint[]
): Promise<void> {
  const isSteps = takenAt < firstTime;
  const firstDated = firstTime.toISOString().slice(0, 10).replaceAll("-", "");
  for (const id of await listSnapshots(dataDir)) {
    // An id begins with the time it was taken.
    const isOfSteps = id < firstDated;
    if (isOfSteps === isSteps) continue;
    const manifest = await readManifest(dataDir, id);
    const held = Array.isArray(manifest.accounts)
      ? manifest.accounts.map(BigInt)
      : (await accountsOf(db, dataDir, manifest)).map(BigInt);
    const known = new Set(held);
    const account = accounts.find((one) => known.has(one));
    if (account === undefined) continue;
    throw new UserError(
      isSteps
        ? `${path}: its times are bare numbers, but account ${account} already has dated snapshots: write every time as a date, or give --time-unit`
        : `${path}: its times are dates, but account ${account} already has snapshots whose times are bare numbers: import those again with --time-unit into a new data folder`
    );
  }
}
