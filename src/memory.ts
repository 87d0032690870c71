import {totalmem} from "node:os";

const gigabyte = 1e9;
/** Bytes that a build of a million followers and less needs, with room to spare. */
const least = 4 * gigabyte;

/**
 * How many bytes the database may use where nobody says so: half of what the machine has, or the container that this
 * runs in, and 4 GB at least.
 */
export function defaultMemory(
  machine: number = totalmem(),
  container: number = process.constrainedMemory()
): number {
  // Where a container has no limit, Node says 0, or more than any machine has.
  const there = container > 0 ? Math.min(machine, container) : machine;
  return Math.max(least, Math.floor(there / 2 / gigabyte) * gigabyte);
}

/** The limit as DuckDB takes it: what `FOLLOWBACK_MEMORY` says, else the default. */
export const memoryLimit = (): string => process.env.FOLLOWBACK_MEMORY || `${defaultMemory() / gigabyte}GB`;

/** Twice that limit, in the same unit: what to try where it was too little. */
export const moreMemory = (): string =>
  memoryLimit()
    .replace(" ", "")
    .replace(/^\d+(\.\d+)?/, (number) => String(2 * Number(number)));
