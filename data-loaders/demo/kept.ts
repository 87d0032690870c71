import {existsSync} from "node:fs";
import {open} from "node:fs/promises";
import type {KeptBeside} from "../../src/snapshots/kept-beside.ts";

/** `scenario` is how the first key was called before `world`. */
const begin = /^\{"(world|scenario)":/;

/**
 * Whether a file is what a demo keeps of its own simulation (world/truth.ts). Known by how it begins; any other file of
 * that name is somebody's.
 */
export async function isDemoTruth(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  const file = await open(path);
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(12), 0, 12, 0);
    return begin.test(buffer.subarray(0, bytesRead).toString());
  } finally {
    await file.close();
  }
}

/** What a demo keeps beside its snapshots: the truth of its simulation, which was not watched and so is nobody's data. */
export const keptByDemo: KeptBeside = {
  holdsNobody: async (name, path) => name === "truth.json" && (await isDemoTruth(path))
};
