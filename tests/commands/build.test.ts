import {readdirSync} from "node:fs";
import {expect, test, vi} from "vitest";
import {useFreshStore} from "../stored.ts";
import {hear} from "./hear.ts";

const store = useFreshStore();
const people = Array.from(
  {length: 45},
  (_, n) => `18${String((n * 7919) % 1009).padStart(4, "0")}55512345678`
);
const run = (...argv: string[]) => hear([...argv, "--data", store.dataDir]);
const held = (err: string) => err.split("\n").filter((line) => line.startsWith("held back"));

test("a build says in one line which list it holds back, why, and what overrules it", async () => {
  const files = [45, 45, 10].map((count, nth) =>
    store.write(`followers-2025-01-${12 + 7 * nth}.txt`, people.slice(0, count).join("\n"))
  );
  await run("import", ...files.slice(0, 2), "--account", "42");
  const {err: said} = await run("import", files[2]!, "--account", "42", "--complete");
  expect(said).toContain("complete, as declared");
  const id = store.snapshots().find((name) => name.startsWith("20250127"))!;
  const {code, err} = await run("build");
  expect(code).toBe(0);
  expect(held(err)).toEqual([
    `held back, so no one counts as lost because of it: followers of 42 as of 2025-01-26 (snapshot ${id}): ` +
      "35 of the 45 people of an earlier list, which was not declared complete, are missing at once, as if it had been cut short: " +
      "it counts once the next list agrees, or import it again with --complete-anyway if it is right"
  ]);
  const {out} = await run(
    "query",
    "select count(*) as n from spells where end_before is not null",
    "--format",
    "csv"
  );
  expect(out).toBe("n\n0\n");
  await run("import", files[2]!, "--account", "42", "--complete-anyway");
  expect(held((await run("build")).err)).toEqual([]);
});

test("of a list that the next one shows to be cut short, no later list is said to settle it", async () => {
  const files = [10, 45].map((count, nth) =>
    store.write(`followers-2025-01-${12 + 7 * nth}.txt`, people.slice(0, count).join("\n"))
  );
  await run("import", ...files, "--account", "42", "--complete");
  const [line, ...others] = held((await run("build")).err);
  expect(line).toMatch(
    /: 35 of the 45 people of the next list are not in it, as if it had been cut short: import it again with --complete-anyway if it is right$/
  );
  expect(others).toEqual([]);
});

test("many are counted", async () => {
  const file = (day: number, count: number) =>
    store.write(`followers-2025-01-${day}.txt`, people.slice(0, count).join("\n"));
  const files = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21].map((day, nth) =>
    file(day, nth % 2 ? 12 : 45)
  );
  await run("import", ...files, "--account", "42", "--complete");
  const lines = held((await run("build")).err);
  expect(lines).toHaveLength(6);
  expect(lines[5]).toBe("held back: 1 more: the page quality names them all");
});

test("a build on Spark needs to know the master, and a master needs Spark", async () => {
  const without = await run("build", "--engine", "spark");
  expect(without).toMatchObject({
    code: 2,
    err: expect.stringContaining("--engine spark needs --master: local[*], spark://host:7077 or yarn")
  });
  const alone = await run("build", "--master", "local[*]");
  expect(alone).toMatchObject({code: 2, err: expect.stringContaining("give --engine spark with it")});
});

test("a build without the Spark it is told of says so in one line and leaves the marts as they were", async () => {
  await run("import", store.write("followers-2025-01-12.txt", people.join("\n")), "--account", "42");
  await run("build");
  const before = readdirSync(store.dataDir);
  vi.stubEnv("SPARK_HOME", store.dir);
  const missing = await run("build", "--engine", "spark", "--master", "local[*]");
  vi.stubEnv("SPARK_HOME", "");
  vi.stubEnv("PATH", store.dir);
  const nowhere = await run("build", "--engine", "spark", "--master", "local[*]");
  vi.unstubAllEnvs();
  expect(missing.code).toBe(1);
  expect(missing.err).toContain(`no Spark in SPARK_HOME (${store.dir}): it has no bin/spark-submit`);
  expect(nowhere.code).toBe(1);
  expect(nowhere.err).toContain(
    "no Spark on this machine: install Apache Spark 4 and set SPARK_HOME to its folder"
  );
  expect(readdirSync(store.dataDir)).toEqual(before);
});
