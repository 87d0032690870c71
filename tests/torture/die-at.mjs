/**
 * Loaded into the program by `--import`: counts what it does to files, and lets it fail there. In the environment:
 *
 * - TORTURE_NOW: what its clock says, which stands still, in milliseconds since 1970.
 * - TORTURE_COUNT: a file that gets the number of file operations when it ends.
 * - TORTURE_DIE_AT: it is killed at the operation of this number, from 0, with half of what that was to write.
 * - TORTURE_DIE_AFTER: with it, it is killed so many milliseconds later, wherever it is then.
 * - TORTURE_FULL_AT: from the operation of this number on the disk is full.
 * - TORTURE_AWAY_AT: at the operation of this number the folder TORTURE_AWAY gets another name, with `-away` behind it.
 *
 * Deleting a folder counts as one operation for each thing in it.
 */
import fs from "node:fs";
import {syncBuiltinESMExports} from "node:module";
import {join} from "node:path";
import {Worker} from "node:worker_threads";

const {TORTURE_NOW, TORTURE_COUNT, TORTURE_DIE_AT, TORTURE_DIE_AFTER, TORTURE_FULL_AT} = process.env;
const {TORTURE_AWAY_AT, TORTURE_AWAY} = process.env;
const numberOf = (text) => (text === undefined ? Infinity : Number(text));
const dieAt = numberOf(TORTURE_DIE_AT);
const fullAt = numberOf(TORTURE_FULL_AT);
const awayAt = numberOf(TORTURE_AWAY_AT);
const promises = fs.promises;
const {rm, readdir, rmdir, unlink, lstat} = promises;
const {renameSync, rmSync, writeSync, writeFileSync, readdirSync, rmdirSync, unlinkSync, lstatSync} = fs;

let done = 0;

function die() {
  process.kill(process.pid, "SIGKILL");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function dieLater() {
  const code = `const {workerData} = require("node:worker_threads");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, workerData.ms);
    process.kill(workerData.pid, "SIGKILL");`;
  new Worker(code, {eval: true, workerData: {ms: Number(TORTURE_DIE_AFTER), pid: process.pid}}).unref();
}

/** Counts an operation; `half` does half of what it was to do. */
function step(half) {
  const nth = done++;
  if (nth === dieAt) {
    if (TORTURE_DIE_AFTER !== undefined) dieLater();
    else {
      half?.();
      die();
    }
  }
  if (nth === awayAt) renameSync(TORTURE_AWAY, `${TORTURE_AWAY}-away`);
  return nth >= fullAt;
}

function full(path) {
  const error = new Error(`ENOSPC: no space left on device, write '${path}'`);
  return Object.assign(error, {code: "ENOSPC", errno: -28, syscall: "write", path});
}

const halfOf = (content) => {
  const bytes = Buffer.from(content);
  return bytes.subarray(0, bytes.length >> 1);
};

/** What takes room on a disk fails where it is full; deleting and renaming do not. */
const takesRoom = new Set(["writeFile", "appendFile", "copyFile", "mkdir", "mkdtemp", "symlink", "link"]);
const others = ["rename", "unlink", "rmdir", "truncate", "utimes", "chmod"];

for (const name of [...takesRoom, ...others]) {
  const isRoom = takesRoom.has(name);
  const half = (path, content) => {
    if (!/^(write|append)File$/.test(name) || !(typeof content === "string" || ArrayBuffer.isView(content)))
      return;
    writeFileSync(path, halfOf(content), {flag: name === "writeFile" ? "w" : "a"});
  };
  const plain = promises[name];
  promises[name] = async (...args) => {
    if (step(() => half(args[0], args[1])) && isRoom) throw full(String(args[0]));
    return plain(...args);
  };
  const sync = fs[`${name}Sync`];
  fs[`${name}Sync`] = (...args) => {
    if (step(() => half(args[0], args[1])) && isRoom) throw full(String(args[0]));
    return sync(...args);
  };
}

fs.writeSync = (fd, content, ...rest) => {
  if (step(() => writeSync(fd, halfOf(content))) && fd > 2) throw full(String(fd));
  return writeSync(fd, content, ...rest);
};

const open = promises.open;
promises.open = async (path, flags, ...rest) => {
  const writes = flags !== undefined && flags !== "r";
  if (writes && step()) throw full(String(path));
  const handle = await open(path, flags, ...rest);
  const {writeFile, sync} = handle;
  handle.writeFile = async (content, ...more) => {
    if (step(() => writeSync(handle.fd, halfOf(content)))) throw full(String(path));
    return writeFile.call(handle, content, ...more);
  };
  handle.sync = async () => {
    step();
    return sync.call(handle);
  };
  return handle;
};

promises.rm = async (path, options = {}) => {
  if (!options.recursive) {
    step();
    return rm(path, options);
  }
  const found = await lstat(path).catch(() => null);
  if (found?.isDirectory()) {
    for (const name of await readdir(path)) await promises.rm(join(path, name), options);
    step();
    return rmdir(path);
  }
  step();
  return found === null ? rm(path, options) : unlink(path);
};

fs.rmSync = (path, options = {}) => {
  if (!options.recursive) {
    step();
    return rmSync(path, options);
  }
  const found = lstatSync(path, {throwIfNoEntry: false});
  if (found?.isDirectory()) {
    for (const name of readdirSync(path)) fs.rmSync(join(path, name), options);
    step();
    return rmdirSync(path);
  }
  step();
  return found === undefined ? rmSync(path, options) : unlinkSync(path);
};

syncBuiltinESMExports();

if (TORTURE_NOW !== undefined) {
  const RealDate = Date;
  const now = Number(TORTURE_NOW);
  globalThis.Date = class Date extends RealDate {
    constructor(...args) {
      if (args.length === 0) super(now);
      else super(...args);
    }
    static now() {
      return now;
    }
  };
}

if (TORTURE_COUNT !== undefined) process.on("exit", () => writeFileSync(TORTURE_COUNT, String(done)));
