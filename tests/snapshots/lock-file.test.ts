import {existsSync, readdirSync, statSync, writeFileSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {lockFile, LockHeld} from "../../src/snapshots/lock-file.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "followback-lock-"))));
afterEach(() => rm(folder, {recursive: true, force: true}));

it("is held by one at a time, also within a process", async () => {
  const file = join(folder, "lock");
  const release = await lockFile(file);
  await expect(lockFile(file)).rejects.toBeInstanceOf(LockHeld);
  release();
  // To release twice is not to release what somebody else took meanwhile.
  const second = await lockFile(file);
  release();
  await expect(lockFile(file)).rejects.toMatchObject({pid: process.pid});
  second();
});

it("is waited for", async () => {
  const file = join(folder, "lock");
  const order: string[] = [];
  const release = await lockFile(file);
  const waiting = lockFile(file, {waitMs: 5000}).then((done) => (order.push("second"), done()));
  await expect(lockFile(file, {waitMs: 20})).rejects.toBeInstanceOf(LockHeld);
  order.push("first");
  release();
  await waiting;
  expect(order).toEqual(["first", "second"]);
});

it("makes its file in one step, because DuckDB takes a half-made one of another process for a broken one", async () => {
  const sizes = new Set<number>();
  for (let nth = 0; nth < 5; nth++) {
    const file = join(folder, `lock${nth}`);
    let isTaken = false;
    const taking = lockFile(file).finally(() => (isTaken = true));
    while (!isTaken) {
      if (existsSync(file)) sizes.add(statSync(file).size);
      await new Promise((resolve) => setImmediate(resolve));
    }
    sizes.add(statSync(file).size);
    (await taking)();
  }
  expect(sizes.size).toBe(1);
  expect(readdirSync(folder)).toHaveLength(5);
});

it("deletes what a process that was killed while it made the file left of it", async () => {
  writeFileSync(join(folder, "lock.4711.new"), "half");
  (await lockFile(join(folder, "lock")))();
  expect(readdirSync(folder)).toEqual(["lock"]);
});

it("says what is wrong with a place where there can be none", async () => {
  await expect(lockFile(join(folder, "missing", "lock"))).rejects.not.toBeInstanceOf(LockHeld);
});
