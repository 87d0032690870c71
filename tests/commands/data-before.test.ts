import {existsSync, mkdirSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {useFreshStore} from "../stored.ts";
import {hear} from "./hear.ts";

const store = useFreshStore();

test.each([
  ["--data DIR", (dir: string) => ["--data", dir]],
  ["--data=DIR", (dir: string) => [`--data=${dir}`]],
  ["--debug and --data DIR", (dir: string) => ["--debug", "--data", dir]]
])("%s before the verb is the verb's", async (_, flags) => {
  const file = store.write("followers-2025-01-05.txt", "1799000000000000017\n1799000000000000029\n");
  const {code, err} = await hear([...flags(store.dataDir), "import", file, "--account", "42"]);
  expect(err).toContain("stored: 1 list");
  expect(code).toBe(0);
  expect(store.snapshots()).toHaveLength(1);
});

test("a data folder may have the name of a verb", async () => {
  const folder = join(store.dir, "import");
  mkdirSync(folder);
  const file = store.write("followers-2025-01-05.txt", "1799000000000000017\n");
  const cwd = process.cwd();
  process.chdir(store.dir);
  try {
    expect((await hear(["--data", "import", "import", file, "--account", "42"])).code).toBe(0);
    expect((await hear(["--data", "import", "snapshots"])).out).toContain("followers-2025-01-05.txt");
  } finally {
    process.chdir(cwd);
  }
  expect(existsSync(join(folder, "snapshots"))).toBe(true);
});
