import {rm} from "node:fs/promises";
import {join} from "node:path";

/** Where the `bluesky` source keeps what is not a snapshot: those that are not whole yet. */
export const workDir = (dataDir: string) => join(dataDir, ".bluesky");

/** Removes all of it: what it held is asked for again. */
export const dropWork = (dataDir: string): Promise<void> =>
  rm(workDir(dataDir), {recursive: true, force: true});
