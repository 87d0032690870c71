import type {ListMemory} from "../../src/lists/lists.ts";
import type {Client} from "./client.ts";
import {walkList, type ListWalk, type WalkOptions} from "./walk.ts";
import {headPage, headRows} from "../../src/networks/x.ts";

/** Whether enough is known for a head to tell anything; otherwise the list needs a full walk. */
export const canReadHead = (memory: ListMemory) => memory.hasComplete && memory.known().size >= headRows;

/**
 * Reads the newest part of a list, until 25 people in a row were known. People served twice and the account itself
 * neither count nor break the row. Whether the head holds is for the order check to say.
 */
export async function* walkHead(client: Client, options: WalkOptions, memory: ListMemory): ListWalk {
  const known = memory.known();
  const seen = new Set<string>([options.account]);
  const walk = walkList(client, options, headPage);
  let run = 0;
  for (;;) {
    const {done, value} = await walk.next();
    if (done) return value;
    yield value;
    for (const {id} of value.items) {
      if (seen.has(id)) continue;
      seen.add(id);
      run = known.has(id) ? run + 1 : 0;
      if (run >= headRows) return {ended: false, reason: "head"};
    }
  }
}
