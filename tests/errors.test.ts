import {afterEach, expect, test, vi} from "vitest";
import {openDatabase} from "../src/duckdb.ts";
import {explained, UserError} from "../src/errors.ts";

afterEach(() => vi.unstubAllEnvs());

test("a full disk and used-up memory are for the person to mend, anything else is not", () => {
  const full = new Error('IO Error: Could not write file "a.parquet": No space left on device');
  expect(explained(full)).toEqual(
    new UserError(`the disk is full (${full.message}): free some space, then run this again`)
  );
  expect(explained(new Error("ENOSPC: no space left on device, write"))).toBeInstanceOf(UserError);
  expect(explained(new Error("Out of Memory Error: failed to allocate"))).toBeInstanceOf(UserError);
  const other = new TypeError("x is undefined");
  expect(explained(other)).toBe(other);
});

test("a memory limit that is no size is named", async () => {
  vi.stubEnv("FOLLOWBACK_MEMORY", "plenty");
  await expect(openDatabase()).rejects.toThrow("FOLLOWBACK_MEMORY plenty: not a size: write it like 8GB");
});
