import {spawnSync} from "node:child_process";
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {expect, it} from "vitest";
import {useFreshStore} from "../stored.ts";

const program = fileURLToPath(new URL("../../src/followback.js", import.meta.url));
const store = useFreshStore();

it("more snapshots than files that a process may have open are read all the same", () => {
  const openFiles = 100;
  const snapshots = 3 * openFiles;
  for (let nth = 0; nth < snapshots; nth++) {
    const at = new Date(Date.UTC(2024, 0, 1) + nth * 3_600_000);
    const id = `${at.toISOString().replace(/[-:]|\.\d+/g, "")}-x-api-00000000`;
    mkdirSync(join(store.dataDir, "snapshots", id), {recursive: true});
    writeFileSync(
      join(store.dataDir, "snapshots", id, "snapshot.json"),
      JSON.stringify({id, source: "x-api", version: "0.1.0", taken_at: at, accounts: ["42"], tables: {}})
    );
  }
  const run = (...words: string[]) =>
    spawnSync(
      "bash",
      [
        "-c",
        `ulimit -n ${openFiles}; exec "$0" "$@"`,
        process.execPath,
        program,
        ...words,
        "--data",
        store.dataDir
      ],
      {encoding: "utf8"}
    );
  const listed = run("snapshots");
  expect(listed.stderr).not.toContain("cannot be read");
  expect(listed.status).toBe(0);
  expect(listed.stdout.match(/^20240\d+T\d+Z-x-api/gm) ?? listed.stdout).toHaveLength(snapshots);
  const built = run("build");
  expect(built.stderr).not.toContain("cannot be read");
  expect(built.status, built.stderr).toBe(0);
});
