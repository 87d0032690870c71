import {UserError} from "../errors.ts";
import type {SourceName} from "../networks/sources.ts";
import {idTimeOf, listSnapshots, readManifest} from "./store.ts";

/**
 * Lists are read in the order of their times: where the clock was set back, the newest would count as an older one. Throws a
 * `UserError` where a source's snapshot of an account (its id inside) is stored of a later time than `now`.
 */
export async function refuseEarlier(
  dataDir: string,
  source: SourceName,
  account: string,
  now: Date
): Promise<void> {
  const ofSource = new RegExp(`^[^-]+-${source}-[0-9a-f]+$`);
  const later = (await listSnapshots(dataDir)).filter((id) => ofSource.test(id) && id > `${idTimeOf(now)}-~`);
  for (const id of later) {
    const {accounts, taken_at} = await readManifest(dataDir, id);
    if (Array.isArray(accounts) && accounts.includes(account))
      throw new UserError(
        `the clock of this machine says ${now.toISOString()}, and a snapshot of that account is stored of ${taken_at}: set the clock, then run this again`
      );
  }
}
