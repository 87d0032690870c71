import {afterEach, expect, test, vi} from "vitest";
import {openDatabase} from "../src/duckdb.ts";
import {explained, folderError, messageOf, UsageError, UserError} from "../src/errors.ts";

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

test("what is said stands on one line: that of a library its first, ours whole, whatever it repeats", () => {
  expect(messageOf(new Error("Parser Error: no\n\nLINE 1: no"))).toBe("Parser Error: no");
  expect(messageOf(new UserError("\n: not a name"))).toBe("\\n: not a name");
  expect(messageOf(new UsageError("a\r\nb\t\u001b[2J\u009bc: no address\n"))).toBe(
    "a\\r\\nb\\t\\x1b[2J\\x9bc: no address"
  );
});

test("a memory limit that is no size is named", async () => {
  vi.stubEnv("FOLLOWBACK_MEMORY", "plenty");
  await expect(openDatabase()).rejects.toThrow("FOLLOWBACK_MEMORY plenty: not a size: write it like 8GB");
});

test("a file that the database cannot open, or that is damaged, is named with what helps", () => {
  const said = (text: string) => (explained(new Error(text)) as Error).message;
  expect(said('IO Error: Cannot open file "/d/a.parquet": No such file or directory')).toBe(
    "/d/a.parquet: it is not there: put it back if it was moved or deleted meanwhile, then run this again"
  );
  expect(said('IO Error: Cannot open file "/d/a.parquet": Permission denied')).toBe(
    "/d/a.parquet: permission denied: check the owner and mode"
  );
  expect(said("Invalid Input Error: No magic bytes found at end of file '/d/a.parquet'")).toBe(
    "/d/a.parquet: cannot be read, as it is damaged: followback check says what helps"
  );
});

test.each([
  ["EACCES", "permission denied: check the owner and mode"],
  ["EPERM", "permission denied: check the owner and mode"],
  ["EROFS", "the disk is read-only: use a folder elsewhere"],
  ["ENOTDIR", "a file is where a folder should be: move it away"],
  ["EFBIG", "the file size limit is reached: allow larger files"]
])("what the system calls %s is said of the file, with what helps", (code, words) => {
  const error = Object.assign(new Error(`${code}: no`), {code, path: "/d/a.json"});
  expect(explained(error)).toEqual(new UserError(`/d/a.json: ${words}`));
  // Of no file there is nothing to say.
  expect(explained(Object.assign(new Error(`${code}: no`), {code}))).not.toBeInstanceOf(UserError);
});

test.each([
  ["EACCES", "permission denied: check the owner and mode, or give another data folder with --data"],
  ["EROFS", "permission denied: check the owner and mode, or give another data folder with --data"],
  ["EEXIST", "a file, not a folder: give another data folder with --data"],
  ["ENOTDIR", "a file, not a folder: give another data folder with --data"]
])("a data folder that cannot be used, by %s, is named with what helps", (code, words) => {
  expect(folderError("/d", Object.assign(new Error("no"), {code}))).toEqual(new UserError(`/d: ${words}`));
});
