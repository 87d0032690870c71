import {adviceFor} from "../x/protocol/failure.ts";
import {lookupSize} from "../../src/networks/x.ts";
import type {PriceTable} from "../../src/plan/prices.ts";
import {holdStore, writeSnapshot, type Manifest} from "../../src/snapshots/store.ts";
import type {RawRow} from "../../src/snapshots/tables.ts";
import type {Client} from "./client.ts";
import {lookUpByName} from "./lookups.ts";
import {userRow} from "./user-row.ts";

/** What asking X about names costs at most: each that somebody bears is a user read. */
export const namesCost = (names: number, prices: PriceTable) => ({
  requests: Math.ceil(names / lookupSize),
  microDollars: names * prices.price("users/by", false)
});

/** How many names so many micro-dollars pay for, whatever X finds. */
export function affordableNames(microDollars: number, prices: PriceTable): number {
  const price = prices.price("users/by", false);
  return price === 0 ? Infinity : Math.floor(microDollars / price);
}

export interface NameLookups {
  /** Names that somebody bears now; their profiles are stored. */
  found: number;
  /** Names that nobody bears, or whose bearer is suspended. */
  nobody: number;
  /** Names X said nothing of, or not since when their bearer has an account: nothing is concluded. */
  unanswered: number;
  /** The snapshot with the profiles; null where there are none. */
  snapshot: {id: string; manifest: Manifest} | null;
  /** Why nothing more was asked before all were; null where all were. */
  stopped: string | null;
}

/** So many answers without a word, one after another, and asking is given up. */
const patience = 3;

/**
 * Asks X who bears names now, a hundred a request, and stores the profiles as a snapshot of the account. Where X stops
 * answering, what came until then is stored. Throws a `UserError` where X gives nothing at all. `names` are in small letters,
 * without @.
 */
export function lookUpNames(
  dataDir: string,
  account: string,
  names: readonly string[],
  client: Client,
  log: (done: number) => void = () => {}
): Promise<NameLookups> {
  return holdStore(dataDir, async () => {
    const takenAt = client.clock.now();
    const rows: RawRow[] = [];
    const result = {found: 0, nobody: 0, unanswered: 0};
    let silent = 0;
    let done = 0;
    for (; done < names.length && client.stopped === null && silent < patience; done += lookupSize) {
      const answers = await lookUpByName(client, names.slice(done, done + lookupSize));
      const isSilent = answers.every(({status}) => status === "unresolved");
      if (isSilent && client.stopped !== null) break;
      silent = isSilent ? silent + 1 : 0;
      for (const {status, at, user} of answers) {
        if (status === "gone" || status === "suspended") result.nobody++;
        // An account made after the list is never meant: one of unknown age might be.
        else if (user === null || user.createdAt === null) result.unanswered++;
        else {
          result.found++;
          rows.push(userRow(account, user, at));
        }
      }
      log(Math.min(done + lookupSize, names.length));
    }
    const asked = result.found + result.nobody + result.unanswered;
    if (client.stopped !== null && asked === 0) throw adviceFor(client.stopped, client.tokenName);
    const requests = client.takeBill();
    const snapshot =
      rows.length === 0
        ? null
        : await writeSnapshot(
            dataDir,
            {source: "x-api", takenAt, key: `names of ${account} ${takenAt.toISOString()}`},
            async (writer) => {
              for (const row of rows) await writer.append("users", row);
              return {
                accounts: [account],
                requests,
                ...(client.stopped && {stopped: client.stopped.message}),
                notes: [`names asked for: ${asked}`]
              };
            }
          );
    client.keepBilled();
    const why = client.stopped?.message ?? (silent >= patience ? "X answered nothing several times" : null);
    return {...result, snapshot, stopped: asked < names.length || client.stopped ? why : null};
  });
}
