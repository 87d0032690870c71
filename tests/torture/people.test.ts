import {randomBytes} from "node:crypto";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {git, makeRepository} from "../git-history/repository.ts";
import {Vault} from "../rehearsal/vault.ts";
import {
  clockifyHeader,
  clockifyRow,
  csv,
  gumroadHeader,
  gumroadRow,
  gumroadTotals,
  marks,
  shopify,
  stripeHeader,
  stripeRow,
  togglHeader,
  togglRow
} from "../returns/files.ts";
import {run} from "./program.ts";
import {account, now, Stores} from "./verbs.ts";

const root = mkdtempSync(join(tmpdir(), "followback-people-"));
const vault = new Vault();
const token = `ghp_${randomBytes(24).toString("hex")}`;
const bearer = randomBytes(40).toString("base64url");
const days = Array.from({length: 10}, (_, nth) => `2026-09-${String(nth + 10)}`);
const id = (nth: number) => String(1_500_000_000_000_000_000n + BigInt(nth) * 7919n);
const said: {name: string; code: number | null; err: string}[] = [];

afterAll(() => rmSync(root, {recursive: true, force: true}));
beforeAll(async () => {
  vault.note("token in a repository's address", token);
  vault.note("bearer", bearer);
  for (const mark of marks) vault.note(mark, mark);
  vault.note("words beside a person who is drawn", "met at the potters' fair");
  const dir = await new Stores(join(root, "stores")).get("full");
  const write = (name: string, text: string) => {
    mkdirSync(join(dir, name, ".."), {recursive: true});
    writeFileSync(join(dir, name), text);
    return name;
  };
  const repository = join(dir, "repository");
  makeRepository(
    repository,
    [0, 7, 14].map((later) => ({
      at: new Date(Date.parse("2026-10-05T09:00:00Z") + later * 86_400_000).toISOString(),
      files: {"followers.txt": Array.from({length: 40}, (_, nth) => `${id(nth + later)}\n`).join("")}
    }))
  );
  git(repository, ["remote", "add", "origin", `https://${marks[1]}:${token}@example.test/lists.git`]);
  git(repository, ["config", "user.name", marks[0]]);
  git(repository, ["config", "http.extraHeader", `Authorization: Bearer ${token}`]);
  const sold = [
    shopify(days.map((at, nth) => ({name: `#${nth}`, at: `${at} 10:00:00 +0200`}))),
    csv([
      stripeHeader,
      ...days.map((at, nth) => stripeRow({id: `${nth}`, at: `${at} 10:00:00`, amount: "20.00"}))
    ]),
    csv([
      gumroadHeader,
      ...days.map((day, nth) => gumroadRow({id: `${nth}`, day, time: "10:00:00", price: "9.0"})),
      gumroadTotals("90.0")
    ]),
    csv([togglHeader, ...days.map((day) => togglRow(day, "10:00:00", "01:30:00", "autumn"))]),
    csv([clockifyHeader, ...days.map((day) => clockifyRow(day, "10:00", "02:15:00", "2.25", "autumn"))])
  ].map((text, nth) =>
    write(`sold/${["orders", "payments", "gumroad", "toggl", "clockify"][nth]}.csv`, text)
  );
  const drawn = write(
    "fair.csv",
    `user_id,name,note\n${Array.from({length: 200}, (_, nth) => `${id(900 + nth)},${marks[0]},met at the potters' fair`).join("\n")}\n`
  );
  const at = ["--account", account, "--taken-at", "2026-09-30T08:00:00Z"];
  const verbs: Record<string, string[]> = {
    orders: ["import", sold[0]!, ...at, "--zone", "Europe/Berlin"],
    payments: ["import", sold[1]!, ...at],
    gumroad: ["import", sold[2]!, ...at],
    toggl: ["import", sold[3]!, ...at],
    clockify: ["import", sold[4]!, ...at],
    history: [
      "import",
      "--git",
      "repository",
      "--file",
      "followers.txt",
      "--list",
      "followers",
      "--account",
      account
    ],
    "history that is none": [
      "import",
      "--git",
      "sold",
      "--file",
      "followers.txt",
      "--list",
      "followers",
      "--account",
      account
    ],
    experiment: [
      "experiment",
      "plan",
      drawn,
      "--arms",
      "2",
      "--from",
      "2026-12-08",
      "--seed",
      "3",
      "--out",
      "out"
    ],
    names: ["import", "in/names", "--names", "--account", account],
    "names counted": ["names", "--unknown"],
    build: ["build"],
    stored: ["snapshots", "--format", "json"],
    check: ["check"]
  };
  for (const [name, argv] of Object.entries(verbs)) {
    const env = {X_BEARER_TOKEN: bearer, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1"};
    const {code, out, err} = await run([...argv, "--data", "data"], {cwd: dir, now, env});
    said.push({name, code, err});
    vault.keep(`${name}: stdout`, out);
    vault.keep(`${name}: stderr`, err);
    await vault.keepFolder(join(dir, "data"), name);
    await vault.keepFolder(join(dir, "out"), name);
  }
});

it("met files that name people, a repository with a token, and an environment with one", () => {
  const failed = said.filter(({name, code}) => code !== 0 && name !== "history that is none");
  expect(failed.map(({name, err}) => `${name}: ${err}`)).toEqual([]);
  expect(said.find(({name}) => name === "history that is none")!.code).not.toBe(0);
  for (const kind of [
    /marts\//,
    /snapshot\.json$/,
    /values of .*sales\.parquet$/,
    /people-2026-12-08-follow\.csv/
  ])
    expect(
      vault.places.some((place) => kind.test(place)),
      String(kind)
    ).toBe(true);
});

it("wrote no name, address, order number, note or token of theirs anywhere", () => {
  expect(vault.leaks()).toEqual([]);
});
