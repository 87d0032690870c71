import {UserError} from "../../src/errors.ts";
import type {Client} from "./client.ts";
import {lookUp} from "./lookups.ts";
import type {PriceTable} from "../../src/plan/prices.ts";
import {lookupSize} from "../../src/networks/x.ts";

/** What asking X about stored people costs at most: each look-up that finds somebody is a user read. */
export const complianceCost = (people: number, prices: PriceTable) => ({
  requests: Math.ceil(people / lookupSize),
  dollars: (people * prices.price("users", false)) / 1e6
});

export interface Compliance {
  /** Deleted or deactivated: X does not tell these apart. */
  gone: string[];
  /** Protected or suspended now: what they wrote about themselves is no longer ours to keep. */
  withheld: string[];
  /** X said nothing of them, so nothing is concluded. */
  unresolved: number;
}

/** Blocks of a hundred of whom X told nothing, one after another, before asking is given up. */
const patience = 3;

/** Asks X how stored people stand, a hundred a request. Throws a `UserError` where X does not answer. */
export async function askCompliance(
  client: Client,
  ids: readonly string[],
  log?: (done: number) => void
): Promise<Compliance> {
  const result: Compliance = {gone: [], withheld: [], unresolved: 0};
  let silent = 0;
  for (let from = 0; from < ids.length; from += lookupSize) {
    const found = await lookUp(client, ids.slice(from, from + lookupSize));
    silent = found.every(({status}) => status === "unresolved") ? silent + 1 : 0;
    if (silent > 0 && (silent >= patience || from === 0)) {
      throw new UserError(
        "X returned none of the stored people, so nothing was changed: check the token, its credits and the network"
      );
    }
    for (const {id, status, user} of found) {
      if (status === "gone") result.gone.push(id);
      else if (status === "suspended" || user?.protected) result.withheld.push(id);
      else if (status === "unresolved") result.unresolved += 1;
    }
    log?.(Math.min(from + lookupSize, ids.length));
  }
  return result;
}
