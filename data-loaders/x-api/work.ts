import {rm} from "node:fs/promises";
import {join} from "node:path";

/** Where the `x-api` source keeps what is not a snapshot: unfinished ones, and what was billed today. */
export const workDir = (dataDir: string) => join(dataDir, ".x-api");

/** Removes all of it. What was billed today is then not known any more, and the bill of the day told too high. */
export const dropWork = (dataDir: string): Promise<void> =>
  rm(workDir(dataDir), {recursive: true, force: true});
