import {existsSync} from "node:fs";
import {mkdir, mkdtemp, rename, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {inject} from "vitest";
import type {TestProject} from "vitest/node";
import {lockFile} from "../src/snapshots/lock-file.ts";

declare module "vitest" {
  interface ProvidedContext {
    sharedFolder: string;
  }
}

/** Where the first setup of a run says which folder it made: each project of tests loads this file anew. */
const told = "FOLLOWBACK_TESTS_SHARE";

/** Gives a run of tests one folder for what several files read, and takes it away at the end. */
export default async function setup(project: TestProject) {
  const given = process.env[told];
  const folder = given ?? (await mkdtemp(join(tmpdir(), "followback-shared-")));
  process.env[told] = folder;
  project.provide("sharedFolder", folder);
  return given === undefined ? () => rm(folder, {recursive: true, force: true}) : undefined;
}

/** A folder that is filled once in a run of tests, by whichever file asks for it first; the others wait. */
export async function inSharedFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const shared = inject("sharedFolder");
  const folder = join(shared, name);
  const unlock = await lockFile(join(shared, `${name}.lock`), {waitMs: Infinity});
  try {
    if (!existsSync(folder)) {
      const half = join(shared, `${name}.half`);
      await rm(half, {recursive: true, force: true});
      await mkdir(half);
      await fill(half);
      await rename(half, folder);
    }
    return folder;
  } finally {
    unlock();
  }
}
