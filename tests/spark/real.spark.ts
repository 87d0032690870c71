import {spawnSync} from "node:child_process";
import {cpSync, existsSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {expect, it} from "vitest";
import {buildMarts} from "../../src/models/build.ts";
import {useFreshStore} from "../stored.ts";
import {differences} from "./marts.ts";

/** Weeks of both demos: `npm start` simulates 78. */
const weeks = process.env.SPARK_DEMO_WEEKS!;
const master = "local[2]";
const program = fileURLToPath(new URL("../../src/followback.js", import.meta.url));
const shared = "../shared/data";

function followback(...words: string[]) {
  const {status, stderr} = spawnSync(process.execPath, [program, ...words], {encoding: "utf8"});
  expect(status, stderr).toBe(0);
}

const store = useFreshStore();

async function expectSameMarts(dataDir: string) {
  const other = join(store.dir, "spark");
  cpSync(dataDir, other, {recursive: true});
  const ours = await buildMarts(dataDir);
  expect(await buildMarts(other, {sparkMaster: master})).toEqual(ours);
  expect(await differences(dataDir, other)).toEqual([]);
}

it("the demo, and what real archives and edges hold where they are there, make the marts of DuckDB", async () => {
  const dataDir = join(store.dir, "x");
  const out = join(store.dir, "dist");
  followback("demo", "--no-serve", "--weeks", weeks, "--data", dataDir, "--out", out);
  if (existsSync(shared)) {
    const [archives, edges] = ["archives", "twitter-dynamic-net/graph_cb.txt.gz"].map((path) =>
      join(shared, path)
    );
    followback("import", archives!, "--data", dataDir);
    const form = ["--edges", "--no-header", "--delimiter", " ", "--all-accounts"];
    followback("import", edges!, ...form, "--data", dataDir);
  } else console.warn(`no real data: ${shared} is not there`);
  await expectSameMarts(dataDir);
});

it("the demo of Bluesky makes the marts of DuckDB", async () => {
  const dataDir = join(store.dir, "sky");
  const out = join(store.dir, "dist");
  followback("demo", "--network", "bluesky", "--no-serve", "--weeks", weeks, "--data", dataDir, "--out", out);
  await expectSameMarts(dataDir);
});
