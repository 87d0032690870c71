import {spawn, spawnSync} from "node:child_process";
import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync} from "node:fs";
import {hostname} from "node:os";
import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {afterEach, beforeEach, expect, it} from "vitest";
import {lockData} from "../src/snapshots/lock.ts";
import {makeTempFolder} from "../src/temporary.ts";
import {makeTempDir} from "./stored.ts";

// What commands put into the system's temporary folder holds rows of people: nothing of it may stay there.

const module = pathToFileURL(fileURLToPath(new URL("../src/temporary.ts", import.meta.url))).href;
let dir: string;
let temporary: string;
const before = process.env.TMPDIR;

beforeEach(() => {
  dir = makeTempDir();
  temporary = mkdtempSync(join(dir, "temporary-"));
  process.env.TMPDIR = temporary;
});
afterEach(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  rmSync(dir, {recursive: true, force: true});
});

/** A process that makes a folder with a file in it, prints `made`, runs `then`, and stays. */
const working = (then = "") =>
  spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "--input-type=module",
      "--eval",
      `import {writeFileSync} from "node:fs";
       const {makeTempFolder} = await import(${JSON.stringify(module)});
       writeFileSync((await makeTempFolder()) + "/people", "somebody");
       ${then};
       setInterval(() => {}, 1000);
       console.log("made");`
    ],
    {env: {...process.env, TMPDIR: temporary}, stdio: ["ignore", "pipe", "inherit"]}
  );
const isMade = (child: ReturnType<typeof working>) =>
  new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
const end = (child: ReturnType<typeof working>, signal: NodeJS.Signals) =>
  new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once("close", (...how) => resolve(how));
    child.kill(signal);
  });
const ours = () => readdirSync(temporary).filter((name) => name.startsWith("followback-"));
const lock = async () => (await lockData(join(dir, "data")))();

it("what a killed process leaves in the temporary folder, the next command that writes removes; a living one's stays", async () => {
  const [killed, living] = [working(), working()];
  await Promise.all([killed, living].map(isMade));
  expect(ours()).toHaveLength(2);
  expect(await end(killed, "SIGKILL")).toEqual([null, "SIGKILL"]);
  expect(ours()).toHaveLength(2);
  await lock();
  expect(ours()).toHaveLength(1);
  expect(ours()[0]).toContain(`-${living.pid}-`);
  await end(living, "SIGKILL");
  await lock();
  expect(ours()).toEqual([]);
});

it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s leaves nothing, and ends the process as ever",
  async (signal) => {
    const child = working();
    await isMade(child);
    expect(await end(child, signal)).toEqual([null, signal]);
    expect(ours()).toEqual([]);
  }
);

it("a command that comes to an end by itself after Ctrl+C keeps its folder until then", async () => {
  const child = working(`
    const folder = process.env.TMPDIR;
    const {readdirSync} = await import("node:fs");
    process.once("SIGINT", () => setTimeout(() => {
      const kept = readdirSync(folder).filter((name) => name.startsWith("followback-")).length;
      process.exit(kept === 1 ? 7 : 8);
    }, 10))`);
  await isMade(child);
  expect(await end(child, "SIGINT")).toEqual([7, null]);
  expect(ours()).toEqual([]);
});

it("another machine's folders, and whatever else has such a name, stay", async () => {
  const dead = spawnSync(process.execPath, ["--eval", ""]).pid;
  const here = hostname().replaceAll(/\W/g, "_");
  const others = [
    `followback-${here}x-${dead}-abc`,
    `followback-elsewhere-${dead}-abc`,
    `followback-${dead}`,
    `followback-${here}-notes`
  ];
  for (const name of [...others, `followback-${here}-${dead}-abc`]) mkdirSync(join(temporary, name));
  await lock();
  expect(ours().sort()).toEqual(others.sort());
});

it("a temporary folder that cannot be written is told in one line", async () => {
  process.env.TMPDIR = join(dir, "none");
  await expect(makeTempFolder()).rejects.toThrow(
    `${join(dir, "none")}: no folder can be made there for what is only needed meanwhile (ENOENT): name another with TMPDIR`
  );
  expect(existsSync(join(dir, "none"))).toBe(false);
});
