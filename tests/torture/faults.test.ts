import {spawnSync} from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {readSettings, trackAccount} from "../../src/snapshots/settings.ts";
import {hasStack, run, type RunOptions} from "./program.ts";
import {digestOf, stateOf} from "./state.ts";
import {Torturer} from "./kills.ts";
import {account, copyOf, forgotten, later, now, Stores, verbs} from "./verbs.ts";
import {isSlow} from "../long.ts";
import {slow} from "../slow.ts";

const root = mkdtempSync(join(tmpdir(), "followback-faults-"));
const stores = new Stores(join(root, "stores"));
let full: string;
let dir: string;
let nth = 0;
beforeAll(async () => void (full = await stores.get("full")));
beforeEach(() => {
  dir = join(root, `fault-${nth++}`);
  copyOf(full, dir);
});
afterAll(() => rmSync(root, {recursive: true, force: true}));

const data = ["--data", "data"];
const said = async (argv: string[], options: RunOptions = {}) => {
  const one = await run([...argv, ...data], {cwd: dir, now: later, ...options});
  expect(hasStack(one), one.err).toBe(false);
  return one;
};
/** What a verb says that fails: one line. */
async function refusal(argv: string[], options: RunOptions = {}) {
  const {code, err} = await said(argv, options);
  expect(code, err).toBe(1);
  const lines = err
    .trimEnd()
    .split("\n")
    .filter((line) => line.startsWith("followback: "));
  expect(lines).toHaveLength(1);
  expect(err.trimEnd().split("\n").at(-1)).toBe(lines[0]);
  return lines[0]!.slice("followback: ".length);
}
/** What `check` finds wrong. */
async function failures() {
  const {out, code} = await said(["check"]);
  const failed = out.split("\n").filter((line) => line.startsWith("failed "));
  expect(code).toBe(failed.length > 0 ? 1 : 0);
  return failed;
}
const more = ["import", "in/more", "--account", account, "--complete"];
const folder = () => join(dir, "data/snapshots");
const ids = () =>
  readdirSync(folder())
    .filter((name) => /^\d{4}/.test(name))
    .sort();
const fileOf = (table: string) =>
  ids()
    .map((id) => join(folder(), id, `${table}.parquet`))
    .filter((file) => existsSync(file))[0]!;

describe("a file of a snapshot", () => {
  /** In which part of a Parquet file the bit is: its magic number, the first page, the footer before its length. */
  const places = {
    header: () => 1,
    page: () => 60,
    footer: (length: number) => length - 40
  };

  it.each(Object.entries(places).filter(([place]) => isSlow || place === "page"))(
    "with a flipped bit in its %s is not built from, folded or erased from, and check names it",
    async (_, at) => {
      const file = fileOf("followers");
      const bytes = readFileSync(file);
      const place = at(bytes.length);
      bytes[place] = bytes[place]! ^ 4;
      writeFileSync(file, bytes);
      const line = expect.stringMatching(
        /^snapshot \S+: followers\.parquet is damaged or was changed: restore the snapshot from a backup, or remove its directory$/
      );
      const before = digestOf(folder());
      for (const verb of [["build"], ["compact"]]) expect(await refusal(verb)).toEqual(line);
      // Whom to forget is looked for in it first, and the database may notice before we do.
      expect(await refusal(["forget", forgotten])).toMatch(
        /followers\.parquet(: cannot be read, as it)? is damaged/
      );
      expect(digestOf(folder())).toBe(before);
      expect(await failures()).toEqual([
        expect.stringContaining("followers.parquet is damaged or was changed: restore")
      ]);
    }
  );

  it("that was cut is not read, and check names it", async () => {
    truncateSync(fileOf("following"), 100);
    expect(await refusal(["build"])).toContain("following.parquet is damaged or was changed: restore");
    expect(await failures()).toEqual([
      expect.stringContaining("following.parquet is damaged or was changed: restore")
    ]);
  });

  slow.it("with a flipped bit is not built from once it is compacted either", async () => {
    await said(["compact"]);
    const file = join(folder(), "0-compacted-000001/list_runs.parquet");
    const bytes = readFileSync(file);
    bytes[60] = bytes[60]! ^ 4;
    writeFileSync(file, bytes);
    expect(await refusal(["build"])).toMatch(
      /list_runs\.parquet is damaged or was changed: restore that folder from a backup$/
    );
    expect(await failures()).toEqual([
      expect.stringContaining("list_runs.parquet is damaged or was changed: restore")
    ]);
  });
});

describe("snapshot.json", () => {
  it("that is missing stops whoever would read the others without it, and check names it", async () => {
    const [id] = ids();
    rmSync(join(folder(), id!, "snapshot.json"));
    const line = `snapshot ${id}: it has no snapshot.json: restore it, or move it out of snapshots/`;
    expect(await refusal(["build"])).toBe(line);
    expect(await failures()).toContain(`failed ${line}`);
  });

  it.each([
    [
      "table",
      (facts: {tables: object}) => ({
        ...facts,
        tables: {...facts.tables, dreams: {rows: 1, bytes: 1, sha256: ""}}
      }),
      'its table "dreams"'
    ],
    ["source", (facts: object) => ({...facts, source: "telepathy"}), 'its source "telepathy"']
  ])(
    "of a newer version, with a %s that nobody knows, is not read as if that were not there",
    async (_, change, what) => {
      const [id] = ids();
      const file = join(folder(), id!, "snapshot.json");
      writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, "utf8")) as {tables: object})));
      expect(await refusal(["build"])).toBe(
        `snapshot ${id}: this version does not know ${what}: update followback`
      );
    }
  );
});

describe("the clock", () => {
  it("may be set back: of two statements the one made later counts", async () => {
    const place = (words: string) => ["campaigns", "set", "autumn", "--place-kind", "list", "--place", words];
    await said(place("potters"), {now});
    await said(place("weavers"), {now: now - 90 * 86_400_000});
    expect((await said(["campaigns"])).out).toContain("list weavers");
  });

  slow.it.each(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])(
    "of %s may go back an hour in the night: what is stored is the same everywhere",
    async (zone) => {
      // Lists of both sides of the change, and one of the hour that comes twice.
      mkdirSync(join(dir, "in/night"));
      for (const at of ["2026-10-25T0030", "2026-10-25T0130", "2026-11-01T0130", "2026-11-01T0330"])
        cpSync(join(dir, "in/more/followers-2026-10-26.txt"), join(dir, `in/night/followers-${at}.txt`));
      const there = join(root, `zone-${nth}`);
      copyOf(dir, there);
      const argv = ["import", "in/night", "--account", account, "--complete", ...data];
      const [here, abroad] = [
        await run(argv, {cwd: dir, now: later, env: {TZ: "UTC"}}),
        await run(argv, {cwd: there, now: later, env: {TZ: zone}})
      ];
      expect([abroad.code, abroad.err]).toEqual([here.code, here.err]);
      expect(here.code).toBe(0);
      expect((await stateOf(join(there, "data"))).snapshots).toEqual(
        (await stateOf(join(dir, "data"))).snapshots
      );
    }
  );
});

describe("two commands at once", () => {
  it("each keep what they change of the settings", async () => {
    const dataDir = join(dir, "data");
    const names = Array.from({length: 12}, (_, nth) => ({id: String(7000 + nth), name: `shop ${nth}`}));
    await Promise.all(names.map((one) => trackAccount(dataDir, one)));
    const {accounts} = await readSettings(dataDir);
    expect(accounts.map(({id}) => id).sort()).toEqual([account, ...names.map(({id}) => id)].sort());
  });

  it("end with the one waiting for its turn, and nothing half of either", async () => {
    const [one, other] = await Promise.all([said(more, {now}), said(["compact"], {now})]);
    for (const {code, err} of [one, other])
      if (code !== 0)
        expect(err).toMatch(
          /followback: another followback is writing to \S+.*: wait for it to finish, then run this again\n$/
        );
    expect([one.code, other.code]).toContain(0);
    for (const argv of [more, ["compact"]]) expect((await said(argv)).code).toBe(0);
    const whole = join(root, `whole-${nth}`);
    copyOf(full, whole);
    await run([...more, ...data], {cwd: whole, now});
    expect((await stateOf(join(dir, "data"))).snapshots).toEqual(
      (await stateOf(join(whole, "data"))).snapshots
    );
    expect(await failures()).toEqual([]);
  });
});

const isRoot = process.getuid?.() === 0;
/** A small disk of its own at `dir/data`, with what lies there: only root can have one. */
function mount(options: string): {again(options: string): void; end(): void} {
  const disk = join(dir, "data");
  const kept = join(dir, "kept");
  const mounted = (...argv: string[]) => spawnSync("mount", argv).status === 0;
  renameSync(disk, kept);
  mkdirSync(disk);
  if (!mounted("-t", "tmpfs", "-o", options, "tmpfs", disk)) throw new Error("cannot mount a tmpfs");
  cpSync(kept, disk, {recursive: true});
  return {
    again: (more) => void mounted("-o", `remount,${more}`, disk),
    end: () => void spawnSync("umount", ["-l", disk])
  };
}

describe("the disk", () => {
  it.runIf(isRoot)(
    "may be full: one line says so, and with more room the same command does it (needs root)",
    async () => {
      const before = (await stateOf(join(dir, "data"))).snapshots;
      const disk = mount("size=2m");
      try {
        // Leaves no room for a file of one page.
        const room = spawnSync("df", ["--output=avail", "-k", join(dir, "data")], {encoding: "utf8"});
        writeFileSync(
          join(dir, "data/filler"),
          Buffer.alloc((Number(room.stdout.split("\n")[1]) - 8) * 1024)
        );
        expect(await refusal(more)).toMatch(
          /^the disk is full \(.*\): free some space, then run this again$/
        );
        const after = (await stateOf(join(dir, "data"))).snapshots;
        for (const [id, rows] of before) expect(after.get(id)).toBe(rows);
        rmSync(join(dir, "data/filler"));
        disk.again("size=64m");
        expect((await said(more)).code).toBe(0);
        expect(await failures()).toEqual([]);
      } finally {
        disk.end();
      }
    }
  );

  it("may be full before anything is done: it is called full", async () => {
    const {code, err} = await run([...more, ...data], {cwd: dir, now, fullAt: 0});
    expect([code, err.trimEnd().split("\n").at(-1)]).toEqual([
      1,
      expect.stringMatching(
        /^followback: the disk is full \(ENOSPC: .*\): free some space, then run this again$/
      )
    ]);
  });

  it.runIf(isRoot)("may be read-only: every verb that writes says so in one line (needs root)", async () => {
    const disk = mount("size=64m");
    try {
      disk.again("ro");
      for (const argv of [
        more,
        ["compact"],
        ["build"],
        ["forget", forgotten],
        ["snapshots", "remove", ids()[0]!],
        ["accounts", "set", account, "--topics", "#tea"],
        ["campaigns", "set", "autumn", "--place", "x"]
      ])
        expect(await refusal(argv)).toMatch(
          /permission denied: check the owner and mode|the disk is read-only|Read-only file system/
        );
      expect(await failures()).toEqual([expect.stringContaining("failed writing to ")]);
    } finally {
      disk.end();
    }
  });

  it.skipIf(isRoot)("may hold a folder that may not be written: one line says so", async () => {
    chmodSync(join(dir, "data"), 0o555);
    try {
      expect(await refusal(more)).toContain("permission denied: check the owner and mode");
    } finally {
      chmodSync(join(dir, "data"), 0o755);
    }
  });
});

describe("the data folder", () => {
  it.each(isSlow ? [3, 20, 45] : [20])(
    "may be taken away while a command runs, at operation %i: one line, and back in its place it is as before or as afterwards",
    async (awayAt) => {
      const torturer = new Torturer(stores, join(root, "away"));
      const verb = verbs.find(({name}) => name === "import, more lists")!;
      expect((await torturer.try(verb, {awayAt})).wrongs).toEqual([]);
    }
  );
});

describe("a symbolic link", () => {
  it("to a folder elsewhere may stand in the place of a snapshot: what is removed is the link", async () => {
    const [id] = ids();
    const elsewhere = join(dir, "elsewhere");
    renameSync(join(folder(), id!), elsewhere);
    symlinkSync(elsewhere, join(folder(), id!));
    const before = digestOf(elsewhere);
    expect((await said(["build"])).code).toBe(0);
    expect((await said(["snapshots", "remove", id!])).code).toBe(0);
    expect(ids()).not.toContain(id);
    expect(digestOf(elsewhere)).toBe(before);
  });

  it("is not left to hide a person from forgetting: what it leads to is named", async () => {
    const [id] = ids();
    const elsewhere = join(dir, "elsewhere");
    renameSync(join(folder(), id!), elsewhere);
    symlinkSync(elsewhere, join(folder(), id!));
    expect(await refusal(["forget", forgotten])).toMatch(/is a link to a folder elsewhere/);
  });
});

describe("names and ids made of paths and SQL", () => {
  const names = [
    "../../etc/passwd",
    "'; drop table x; --",
    "a\\..\\b",
    "%2e%2e/",
    "$(touch out)",
    ".",
    "CON"
  ];

  it.each(isSlow ? names : names.slice(0, 2))("%j is a name like any other", async (name) => {
    const outside = () => readdirSync(dir).sort();
    const before = outside();
    expect((await said(["campaigns", "set", name, "--place-kind", "list", "--place", name])).code).toBe(0);
    expect((await said(["campaigns"])).out).toContain(`${name}\tlist ${name}\t`);
    expect((await said(["accounts", "add", account, "--name", name])).code).toBe(0);
    expect((await readSettings(join(dir, "data"))).accounts).toEqual([
      expect.objectContaining({id: account, name})
    ]);
    expect(outside()).toEqual(before);
  });

  it.each([
    [["import", "in/more", "--account", "../42", "--complete"]],
    [["accounts", "add", "1 or 1=1"]],
    [["snapshots", "remove", "../../in"]],
    [["forget", "'; drop table x; --"]],
    [["experiment", "read", "../x"]]
  ])("are no ids: %j is refused, and nothing changes", async (argv) => {
    const before = digestOf(dir);
    const {code, err} = await said(argv);
    expect(code).toBeGreaterThan(0);
    expect(err).toMatch(/^(followback|error): .+$/m);
    rmSync(join(dir, "data/.lock"), {force: true});
    copyOf(join(full, "data"), join(root, "unused"));
    const seen = await stateOf(join(dir, "data"));
    expect(seen).toEqual(await stateOf(join(full, "data")));
    expect(before).not.toBe("");
    expect(existsSync(join(dir, "in"))).toBe(true);
  });
});
