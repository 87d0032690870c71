import {mkdir, mkdtemp, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {isDemoTruth} from "../../data-loaders/demo/kept.ts";
import {main} from "../../src/commands/cli.ts";
import {readSettings} from "../../src/snapshots/settings.ts";
import {slow} from "../slow.ts";

let folder: string;
let said: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "followback-demo-"));
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, {recursive: true, force: true});
});

const demo = (...argv: string[]) => main(["node", "followback", "demo", ...argv]);

it("leaves a folder alone that holds somebody's data", async () => {
  for (const name of ["snapshots", "followback.json"]) {
    const data = join(folder, name);
    await mkdir(join(data, "snapshots", "20240101T000000Z-x-api-00000000"), {recursive: true});
    if (name === "followback.json") {
      await rm(join(data, "snapshots"), {recursive: true});
      await writeFile(join(data, name), "{}");
    }
    expect(await demo("--no-serve", "--data", data)).toBe(1);
    expect(said).toMatch(/holds data that no demo made: give another folder with --data\n$/);
    expect((await readdir(data)).filter((left) => left !== ".lock")).toEqual([name]);
  }
});

it("says so in one line where the folder is a file", async () => {
  await writeFile(join(folder, "file"), "");
  expect(await demo("--no-serve", "--data", join(folder, "file"))).toBe(1);
  expect(said.trim().split("\n")).toHaveLength(1);
  expect(said).not.toContain("this is a bug");
});

it("takes the former name of --world and --faults, and says the new one", async () => {
  const data = join(folder, "mine");
  await mkdir(data, {recursive: true});
  // Data that no demo made stops the demo before it simulates anything.
  await writeFile(join(data, "followback.json"), "{}");
  for (const [scenario, now] of [
    ["null", "--world no-difference"],
    ["storm", "--faults storm"]
  ] as const) {
    said = "";
    expect(await demo("--scenario", scenario, "--no-serve", "--data", data)).toBe(1);
    expect(said).toMatch(`--scenario ${scenario} is now ${now}: it will go in the next version\n`);
  }
  expect(await demo("--scenario", "storm", "--world", "contrary")).toBe(2);
});

it("refuses worlds and spans it does not have", async () => {
  for (const argv of [
    ["--world", "wishful"],
    ["--faults", "rain"],
    ["--scenario", "windy"],
    ["--weeks", "0"],
    ["--weeks", "99"],
    ["--seed", "x"]
  ]) {
    expect(await demo(...argv)).toBe(2);
  }
  expect(said).toMatch(/wishful.*typical, contrary, no-difference/);
  expect(said).toMatch(/rain.*credits-run-out, .*, storm, token-expires/);
});

slow.it("simulates a brand on Bluesky, and says how routes stand to the truth", async () => {
  const data = join(folder, "sky");
  expect(
    await demo(
      "--network",
      "bluesky",
      "--weeks",
      "1",
      "--no-serve",
      "--data",
      data,
      "--out",
      join(folder, "pages")
    )
  ).toBe(0);
  expect(said).toMatch(
    /^of those who follow now the route is unknown of [\d,]+ of 1,\d{3} \([\d.]+ %\); checked against the truth it is wrong of /m
  );
  const settings = await readSettings(data);
  expect(settings.accounts).toMatchObject([{name: "demo-brand.test", network: "bluesky"}]);
  // It may be emptied for another demo.
  expect(await demo("--network", "bluesky", "--faults", "limits", "--data", data)).toBe(1);
  expect(said).toContain("--faults limits: not known of Bluesky: give storm, or another --network");
  expect(await isDemoTruth(join(data, "truth.json"))).toBe(true);
});
