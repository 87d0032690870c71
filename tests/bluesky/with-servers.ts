import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll} from "vitest";
import {startServers, type Servers} from "./start-servers.ts";

/** The servers, and a folder for stores, of the tests of one file; both are there once its tests begin, and gone after them. */
export function useServers() {
  const used = {} as {servers: Servers; dir: string};
  beforeAll(async () => {
    used.servers = await startServers();
    used.dir = mkdtempSync(join(tmpdir(), "followback-bluesky-"));
  });
  afterAll(async () => {
    if (used.dir !== undefined) rmSync(used.dir, {recursive: true, force: true});
    await used.servers?.stop();
  });
  return used;
}
