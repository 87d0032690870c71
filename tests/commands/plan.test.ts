import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {main} from "../../src/commands/cli.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";

let dataDir: string;
let told: {stdout: string; stderr: string};

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-plan-"));
  told = {stdout: "", stderr: ""};
  for (const stream of ["stdout", "stderr"] as const)
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      told[stream] += String(text);
      return true;
    });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(dataDir, {recursive: true, force: true});
});

const plan = (...argv: string[]) => main(["node", "followback", "plan", ...argv, "--data", dataDir]);

describe("followback plan", () => {
  it("asks nobody, and needs neither token nor data", async () => {
    const fetched = vi.spyOn(globalThis, "fetch");
    expect(await plan()).toBe(0);
    expect(fetched).not.toHaveBeenCalled();
    expect(told.stdout).toMatch(
      /^For an assumed account of 10,000 followers: read the newest part of both lists every day .*: about \$\d+ a month if /
    );
    expect(told.stdout).toContain("10,000  assumed; set it with --followers");
    expect(told.stderr).toBe("");
  });

  it("says that it knows nothing of an account that was named", async () => {
    expect(await plan("@nobody")).toBe(0);
    expect(told.stdout).toMatch(/^For an assumed account of 10,000 followers: /);
    expect(told.stderr).toBe(`no list of @nobody in ${dataDir}: what is not given is assumed\n`);
  });

  it("asks for the id where two accounts have the name", async () => {
    for (const id of ["11", "12"]) await trackAccount(dataDir, {id, name: "brand"});
    expect(await plan("@brand")).toBe(1);
    expect(told.stdout).toBe("");
    expect(told.stderr).toBe("followback: account @brand: 2 accounts have that name: give the id\n");
  });

  it("prices interests by the budget that the account has set", async () => {
    await trackAccount(dataDir, {id: "12345", name: "brand"});
    const set = ["accounts", "set", "@brand", "--interests-budget", "20", "--data", dataDir];
    expect(await main(["node", "followback", ...set])).toBe(0);
    told.stdout = "";
    expect(await plan("@brand")).toBe(0);
    expect(told.stdout).toContain("--interests adds at most $20.00 a month");
  });

  it("refuses a folder that is not there", async () => {
    const none = join(dataDir, "none");
    expect(await main(["node", "followback", "plan", "--data", none])).toBe(1);
    expect(told.stdout).toBe("");
    expect(told.stderr).toMatch(new RegExp(`^followback: ${none}: no such folder: .*\\n$`));
  });

  it.each(["5000", "10000", "100000"])(
    "says of %s followers what the column of that size says",
    async (size) => {
      type Told = {
        schedules: {name: string; dollars_a_year: object}[];
        sizes: {followers: number; dollars_a_year: object}[];
      };
      const asked = async (...argv: string[]) => {
        told.stdout = "";
        expect(await plan(...argv, "--newcomers", "3", "--format", "json")).toBe(0);
        return JSON.parse(told.stdout) as Told;
      };
      const {sizes} = await asked("--followers", "10");
      const {schedules} = await asked("--followers", size);
      expect(sizes.find(({followers}) => followers === Number(size))!.dollars_a_year).toEqual(
        Object.fromEntries(schedules.map(({name, dollars_a_year}) => [name, dollars_a_year]))
      );
    }
  );

  it("shows one price only where the app's own token asks", async () => {
    expect(await plan("--bearer", "--budget", "1000")).toBe(0);
    expect(told.stdout).not.toMatch(/owner's|--owned/);
    expect(told.stdout).toContain("a month at X's full price, which is what an app's own token pays. After");
  });

  it("takes facts from flags and prices from the data folder", async () => {
    // A follower costs a dollar, everything else nothing: 5,000 a full walk, and 365 of them a year.
    const free = {owned: 0, list: 0};
    const endpoints = [
      "users",
      "users/me",
      "users/:id",
      "users/:id/following",
      "users/:id/tweets",
      "users/:id/mentions",
      "tweets",
      "tweets/:id/retweets",
      "tweets/:id/quote_tweets",
      "tweets/:id/liking_users"
    ];
    const prices = {
      ...Object.fromEntries(endpoints.map((endpoint) => [endpoint, free])),
      "users/:id/followers": {owned: 1, list: 2}
    };
    await writeFile(join(dataDir, "prices.json"), JSON.stringify({of: "2027-01-01", prices}));
    expect(await plan("--followers", "5000", "--format", "json")).toBe(0);
    const {schedules, prices: of} = JSON.parse(told.stdout) as {
      prices: {of: string};
      schedules: {name: string; dollars_a_year: {owned: number; list: number}}[];
    };
    expect(of.of).toBe("2027-01-01");
    expect(schedules[0]).toMatchObject({
      name: "daily-full",
      dollars_a_year: {owned: 1_825_000, list: 3_650_000}
    });
    expect(told.stderr).toBe("");
  });

  it("tells the yearly bills that the manual shows", async () => {
    expect(await plan()).toBe(0);
    const section = told.stdout
      .split("\n\n")
      .find((text) => text.startsWith("A year, for accounts of other sizes"))!;
    const rows = section
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/ {2,}/));
    const readme = await readFile(new URL("../../docs/live-x.md", import.meta.url), "utf8");
    const table = readme
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim())
      );
    const head = table.findIndex(([first]) => first === "a year, owner's / full price");
    // Under the head and its rule a row a schedule.
    const [sizes, , ...shown] = table.slice(head, head + 1 + rows.length);
    expect(sizes!.slice(1)).toEqual(rows[0]!.slice(1).map((size) => `${size} followers`));
    expect(shown).toEqual(rows.slice(1));
    // What an outreach log is worth is told by that brand's table.
    const watched = table.find(
      ([first, bill]) => first === "incremental daily, full scan weekly" && !bill!.includes("/")
    )!;
    expect(watched.filter((cell) => cell.includes("%")).at(-1)).toMatch(/^11\.\d %$/);
    expect(told.stdout).toContain("With one it is less: 11 % for");
  });

  it("refuses a table of prices that is wrong, in one line", async () => {
    await writeFile(join(dataDir, "prices.json"), '{"of": "today"}');
    expect(await plan()).toBe(1);
    expect(told.stdout).toBe("");
    expect(told.stderr.split("\n").at(-2)).toMatch(
      /^followback: .*prices\.json: of is not a day, such as 2026-11-01: fix it/
    );
  });

  it("asks which account is meant where several are tracked", async () => {
    await trackAccount(dataDir, {id: "1", name: "one"});
    await trackAccount(dataDir, {id: "2", name: "two"});
    expect(await plan()).toBe(1);
    expect(told.stderr).toBe(`followback: plan: 2 accounts are tracked in ${dataDir}: name one of them\n`);
    expect(await plan("@two")).toBe(0);
  });

  it.each([
    ["--followers 5k", /Write digits only, such as 5000\.\n$/],
    ["--followers 5,000", /Write digits only, such as 5000\.\n$/],
    ["--followers 0", /Give at least 1\.\n$/],
    ["--budget $70", /Write digits only, such as 70\.\n$/],
    ["--owned --bearer", /cannot be used with/]
  ])("refuses wrong usage: %s", async (argv, line) => {
    expect(await plan(...argv.split(" "))).toBe(2);
    expect(told.stdout).toBe("");
    expect(told.stderr).toMatch(line);
  });
});
