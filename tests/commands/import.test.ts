import {chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, test, vi} from "vitest";
import {main} from "../../src/commands/cli.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {attachMarts} from "../../src/models/marts.ts";
import {folderError} from "../../src/errors.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {useFreshStore} from "../stored.ts";
import {account, manifest, minimalArchive, writeFolder, writeZip} from "../x-archive/archive.ts";

const store = useFreshStore();
const {snapshots, write} = store;
let out = "";
let talk = "";
beforeEach(() => {
  out = talk = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, "write").mockImplementation((text) => ((talk += String(text)), true));
});
afterEach(() => void vi.restoreAllMocks());

/** Runs a verb and returns the exit code. */
const followback = (...args: string[]) => {
  out = talk = "";
  return main(["node", "followback", ...args, "--data", store.dataDir]);
};
const tracked = () =>
  existsSync(join(store.dataDir, "followback.json"))
    ? (JSON.parse(readFileSync(join(store.dataDir, "followback.json"), "utf8")) as {accounts: unknown})
        .accounts
    : [];

/** The same account a week earlier, under an older name. */
const olderArchive = () => ({
  ...minimalArchive(),
  "data/account.js": account.replace('"brand"', '"oldbrand"'),
  "data/manifest.js": manifest({}, {generationDate: "2024-02-25T12:00:00.000Z"}).replace(
    '"brand"',
    '"oldbrand"'
  )
});

describe("import", () => {
  test("takes archives in any order, says a line each, and tracks the account by its newest name", async () => {
    const newer = await writeZip(join(store.dir, "new.zip"), minimalArchive());
    const older = writeFolder(join(store.dir, "old"), olderArchive());
    expect(await followback("import", newer, older, newer)).toBe(0);
    expect(out).toBe("");
    const lines = talk.trimEnd().split("\n");
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe(
      "new.zip: X archive: of 42 (@brand); as of 2024-03-03 12:00:00 UTC (its manifest); " +
        "followers: 3 people, complete (as many as its manifest counts); following: 2 people, complete (as many as its manifest counts); " +
        "no list of blocking; own posts"
    );
    expect(lines[1]).toMatch(/^new\.zip: 20240303T120000Z-x-archive-\w{8}: .*3 followers, 2 following/);
    expect(lines[2]).toMatch(
      /^old: X archive: of 42 \(@oldbrand\); .*; followers: 3 people, not complete: the manifest has no count of it;/
    );
    expect(lines[3]).toMatch(/^old: 20240225T120000Z-x-archive-\w{8}: .*3 followers.*\(.*partial.*\)$/);
    expect(lines[5]).toMatch(/^new\.zip: 20240303T120000Z-x-archive-\w{8}: already there, nothing added$/);
    expect(snapshots()).toHaveLength(2);
    expect(tracked()).toEqual([{id: "42", name: "brand"}]);
    await followback("accounts", "add", "42", "--name", "mine");
    await followback("import", older);
    expect(tracked()).toEqual([{id: "42", name: "mine"}]);
  });

  test("says of an archive without a manifest how to declare its lists complete; a dry run stores nothing", async () => {
    const folder = writeFolder(join(store.dir, "lists-only"), minimalArchive());
    for (const file of ["manifest.js", "tweets.js"]) rmSync(join(folder, "data", file));
    expect(await followback("import", folder)).toBe(2);
    expect(talk).toMatch(
      /give the time of X's email with --taken-at TIME, and --complete if its lists are whole$/m
    );
    const at = ["--taken-at", "2024-03-03T12:00:00Z"];
    expect(await followback("import", folder, ...at, "--dry-run")).toBe(0);
    expect(talk).toBe(
      "lists-only: X archive: of 42 (@brand); as of 2024-03-03 12:00:00 UTC (--taken-at); " +
        "followers: 3 people, not complete: no manifest to count against (--complete, if it is the whole list); " +
        "following: 2 people, not complete: no manifest to count against (--complete, if it is the whole list); " +
        "no list of blocking; no own posts\ndry run: nothing was written\n"
    );
    expect(snapshots()).toEqual([]);
    expect(await followback("import", folder, ...at)).toBe(0);
    const [id] = snapshots();
    expect(await followback("import", folder, ...at, "--complete")).toBe(0);
    expect(talk).toMatch(new RegExp(`in the place of ${id}, which held less of it$`, "m"));
  });

  test("takes an archive and a table in one go; an outreach log is of the one tracked account", async () => {
    const archive = await writeZip(join(store.dir, "a.zip"), minimalArchive());
    const log = write("log.csv", "who;when\n11;2024-02-28T10:00:00Z\n");
    expect(await followback("import", archive)).toBe(0);
    const columns = ["--outreach", "--user-column", "who", "--time-column", "when"];
    expect(await followback("import", archive, log, ...columns)).toBe(0);
    expect(talk).toMatch(
      /a\.zip: .+ already there, nothing added\nlog\.csv: log of follows: .*\nlog\.csv: 20240228T100000Z-tables-\w{8}: 1 event\n/
    );
    expect(await followback("import", log, ...columns)).toBe(0);
    expect(talk).toMatch(/already there, nothing added/);
    expect(snapshots()).toHaveLength(2);
  });

  test("tracks accounts named by flag or file, none of all", async () => {
    const edges = write("a.csv", "1 2 1\n2 1 15\n3 1 15\n");
    const flags = ["--edges", "--no-header", "--delimiter", "space"];
    expect(await followback("import", edges, ...flags, "--all-accounts")).toBe(0);
    expect(tracked()).toEqual([]);
    expect(await followback("import", edges, ...flags, "--account", "3")).toBe(0);
    expect(tracked()).toEqual([{id: "3", name: "3"}]);
    expect(await followback("import", edges, ...flags, "--accounts", write("ids.txt", "1\r\n2\r\n"))).toBe(0);
    expect(tracked()).toEqual(["3", "1", "2"].map((id) => ({id, name: id})));
  });

  test("--name names the one account of a table or of archives, over the name there was", async () => {
    const edges = write("a.csv", [1, 2, 3].map((id) => `${id} ${(id % 3) + 1} 2024-01-0${id}\n`).join(""));
    const flags = ["--edges", "--no-header", "--delimiter", "space", "--account", "3"];
    expect(await followback("import", edges, ...flags, "--name", "@shop_3")).toBe(0);
    expect(tracked()).toEqual([{id: "3", name: "shop_3"}]);
    const [newer, older] = [
      await writeZip(join(store.dir, "new.zip"), minimalArchive()),
      writeFolder(join(store.dir, "old"), olderArchive())
    ];
    expect(await followback("import", newer, older, "--name", "tea")).toBe(0);
    expect(tracked()).toEqual([
      {id: "3", name: "shop_3"},
      {id: "42", name: "tea"}
    ]);
    const list = write("list.csv", "account_id,user_id\n3,11\n");
    const rows = ["--table", "followers", "--taken-at", "2024-05-03", "--name", "shop"];
    expect(await followback("import", list, ...rows)).toBe(0);
    expect(tracked()).toContainEqual({id: "3", name: "shop"});
  });

  test.each([
    [
      "no name of X",
      ["--account", "3", "--name", "oak & iron"],
      2,
      /1 to 15 letters, digits and underscores/
    ],
    ["an id", ["--account", "3", "--name", "12345"], 2, /not digits alone/],
    [
      "of two accounts",
      ["--account", "3", "--account", "1", "--name", "shop"],
      1,
      /belong to several accounts/
    ],
    ["of all", ["--all-accounts", "--name", "shop"], 1, /belong to several accounts/]
  ])("--name is refused before anything is stored: %s", async (_, flags, code, message) => {
    const edges = write("a.csv", "1 2 1\n2 1 15\n3 1 15\n");
    expect(
      await followback("import", edges, "--edges", "--no-header", "--delimiter", "space", ...flags)
    ).toBe(code);
    expect(talk).toMatch(message);
    expect(snapshots()).toEqual([]);
    expect(tracked()).toEqual([]);
  });

  test("--name is refused for archives of two accounts, and where another account has it", async () => {
    const one = await writeZip(join(store.dir, "one.zip"), minimalArchive());
    const files = Object.fromEntries(
      Object.entries(minimalArchive()).map(([name, text]) => [name, text.replaceAll('"42"', '"43"')])
    );
    const two = await writeZip(join(store.dir, "two.zip"), files);
    expect(await followback("import", one, two, "--name", "shop")).toBe(1);
    expect(talk).toMatch(/belong to several accounts/);
    expect(snapshots()).toEqual([]);
    expect(await followback("import", one)).toBe(0);
    expect(await followback("import", two, "--name", "brand")).toBe(1);
    expect(talk).toMatch(/brand is the name of another account/);
    expect(snapshots()).toHaveLength(1);
  });

  test("maps columns by name, by position and by value", async () => {
    const file = write("a.csv", "uid,seen\n11,2024-05-03\n");
    const flags = [
      "--table",
      "followers",
      "--map",
      "user_id=uid",
      "--map",
      "page_at=2",
      "--set",
      "account_id=5"
    ];
    expect(await followback("import", file, ...flags, "--complete")).toBe(0);
    expect(talk).toMatch(/^a\.csv: 20240504T115959Z-tables-\w{8}: 1 follower\n$/);
    expect(tracked()).toEqual([{id: "5", name: "5"}]);
  });

  test("takes the account that interactions address by id, or by the name it is tracked under", async () => {
    const interactions = (name: string) => write(name, "actor_id,kind,at\n11,reply,2024-05-03\n");
    const flags = ["--table", "interactions", "--account", "5", "--target"];
    const targets = () =>
      withDatabase(async (db) => {
        await attachSnapshots(db, store.dataDir);
        return (await db.rows<{id: bigint}>("select target_user_id as id from raw.interactions")).map(
          ({id}) => id
        );
      });
    expect(await followback("import", interactions("a.csv"), ...flags, "@brand")).toBe(1);
    expect(talk).toBe("followback: unknown account brand: give its numeric id\n");
    expect(await followback("import", interactions("a.csv"), ...flags, "6")).toBe(1);
    expect(talk).toMatch(/--target 6: no account of the table: it is about 5\n$/);
    expect(snapshots()).toEqual([]);
    expect(await followback("import", interactions("a.csv"), ...flags, "5")).toBe(0);
    expect(await targets()).toEqual([5n]);
    await trackAccount(store.dataDir, {id: "5", name: "brand"});
    expect(
      await followback("import", write("b.csv", "actor_id,kind,at\n12,like,2024-05-03\n"), ...flags, "@brand")
    ).toBe(0);
    expect(await targets()).toEqual([5n, 5n]);
    const list = write("c.csv", "user_id,page_at\n11,2024-05-03\n");
    for (const table of [["--table", "followers"], ["--edges"]]) {
      expect(await followback("import", list, ...table, "--account", "5", "--target", "5")).toBe(1);
      expect(talk).toBe(
        "followback: --target: only interactions have a target: leave it out, or give --table interactions\n"
      );
    }
  });

  test("keeps what came in before a bad input", async () => {
    const good = await writeZip(join(store.dir, "a.zip"), minimalArchive());
    const bad = write("b.zip", "no zip");
    expect(await followback("import", good, bad)).toBe(1);
    expect(snapshots()).toHaveLength(1);
    expect(talk).toMatch(
      /^a\.zip: X archive.+\na\.zip: .+\nfollowback: .+b\.zip: not a zip: use the archive as X delivered it.*\n$/
    );
  });

  test("a flag that nothing is read by is refused: without it follows would stand the wrong way round", async () => {
    // Who was followed stands first.
    const edges = write("a.csv", "5 11 2024-01-01\n5 12 2024-01-02\n");
    const flags = ["--edges", "--no-header", "--delimiter", "space", "--account", "5"];
    const columns = ["--map", "follower=2", "--map", "followed=1"];
    expect(await followback("import", edges, ...flags, ...columns)).toBe(2);
    expect(talk).toBe(
      "followback: --map: nothing that is given here is read by it: give --table with the name of a raw table, or leave it out\n"
    );
    expect(snapshots()).toEqual([]);
    const own = ["--follower-column", "2", "--followed-column", "1"];
    expect(await followback("import", edges, ...flags, ...own)).toBe(0);
    expect(await store.rows("select distinct target_id::varchar as id from raw.events")).toEqual([{id: "5"}]);
    const list = write("b.csv", "id,member\n1,11\n2,12\n");
    const asList = ["--account", "5", "--list", "followers", "--taken-at", "2024-05-03"];
    const asTable = ["--account", "5", "--table", "followers", "--taken-at", "2024-05-03"];
    for (const [file, given, flag] of [
      [list, asList, ["--set", "user_id=1"]],
      [list, asList, ["--follower-column", "2"]],
      [list, asList, ["--campaign", "Team FB"]],
      [list, asTable, ["--user-column", "2"]],
      [list, asTable, ["--time-column", "2"]],
      [list, asTable, ["--ids"]],
      [edges, flags, ["--order", "newest-first"]],
      [edges, flags, ["--names"]],
      [edges, flags, ["--taken-at", "2024-05-03"]],
      [edges, [...flags, "--outreach"].filter((one) => one !== "--edges"), ["--taken-at", "2024-05-03"]],
      [edges, [...flags, "--outreach"].filter((one) => one !== "--edges"), ["--baseline", "2024-01-01"]]
    ] as const) {
      expect([flag, await followback("import", file, ...given, ...flag)]).toEqual([flag, 2]);
      expect(talk).toContain(`followback: ${flag[0]}: nothing that is given here is read by it: `);
    }
    expect(snapshots()).toHaveLength(1);
  });

  test("wrong usage is exit 2", async () => {
    const file = write("a.csv", "a\n1\n");
    expect(await followback("import", file, "--table", "nope")).toBe(2);
    expect(await followback("import", file, "--edges", "--outreach")).toBe(2);
    expect(await followback("import", file, "--table", "users", "--map", "user_id")).toBe(2);
    expect(await followback("import")).toBe(2);
    expect(await followback("import", file, "--edges", "--times-are-exact", "--times-are-sightings")).toBe(2);
    expect(await followback("import", file, "--edges", "--day-first", "--month-first")).toBe(2);
    expect(await followback("import", file, "--table", "users", "--times-are-exact")).toBe(2);
    expect(talk).toBe(
      "followback: --times-are-sightings, --times-are-exact: only edges have them: give --edges\n"
    );
  });

  test("dates are placed by flags, and a date that can be two is asked for with exit 2", async () => {
    const file = write("a.csv", "user_id,page_at\n11,05/01/2025\n");
    const flags = ["--table", "followers", "--account", "5"];
    expect(await followback("import", file, ...flags)).toBe(2);
    expect(talk).toMatch(
      /^followback: .+a\.csv: line 2, column page_at: "05\/01\/2025" can mean two dates: give --day-first or --month-first\n$/
    );
    expect(snapshots()).toEqual([]);
    // The day ends at 15:00 UTC in Tokyo.
    expect(await followback("import", file, ...flags, "--day-first", "--zone", "Asia/Tokyo")).toBe(0);
    expect(await followback("import", file, ...flags, "--month-first", "--zone", "+09:00")).toBe(0);
    expect(
      snapshots()
        .map((id) => id.slice(0, 16))
        .toSorted()
    ).toEqual(["20250105T145959Z", "20250501T145959Z"]);
    // An archive's time likewise.
    const bare = await writeZip(join(store.dir, "bare.zip"), {
      "follower.js": minimalArchive()["data/follower.js"]!,
      "following.js": minimalArchive()["data/following.js"]!,
      "account.js": account
    });
    expect(
      await followback("import", bare, "--taken-at", "5.1.2025 17:00", "--day-first", "--zone", "-05:00")
    ).toBe(0);
    expect(snapshots().some((id) => id.startsWith("20250105T220000Z-x-archive"))).toBe(true);
  });

  test("edges as a collector saw them: exit 2, and with the flag the routes that two looks can tell", async () => {
    const row = (follower: number, followed: number, time: string) => `${follower},${followed},${time}Z`;
    const first = "2025-03-02T10:0";
    const lines = [
      // Twenty followers on one page, twenty on the next, and who the account follows on the third.
      ...Array.from({length: 40}, (_, n) => row(100 + n, 5, `${first}${n < 20 ? 0 : 1}:00`)),
      ...Array.from({length: 10}, (_, n) => row(5, 200 + n, `${first}2:00`)),
      // A week later: 200, whom the account had followed; 300, whom it had not; 301, whom it followed within that week.
      ...[200, 300, 301].map((id) => row(id, 5, "2025-03-09T10:00:00")),
      row(5, 301, "2025-03-09T10:02:00")
    ];
    const file = write("a.csv", `follower,followed,time\n${lines.join("\n")}\n`);
    const flags = ["--edges", "--account", "5"];
    expect(await followback("import", file, ...flags)).toBe(2);
    expect(talk).toMatch(
      /30 of 54 edges lie within an hour after the earliest.+--times-are-sightings.+--times-are-exact/
    );
    expect(snapshots()).toEqual([]);
    expect(await followback("import", file, ...flags, "--times-are-sightings")).toBe(0);
    expect(await followback("build")).toBe(0);
    const routes = await withDatabase(async (db) => {
      await attachMarts(db, store.dataDir);
      return db.rows("select route, count(*)::int as people from followers group by route order by route");
    });
    expect(routes).toEqual([
      {route: "followback", people: 1},
      {route: "organic", people: 1},
      {route: "pre_existing", people: 40},
      {route: "unknown", people: 1}
    ]);
  });

  test("bad input: one line that names the thing and the fix, exit 1, no trace", async () => {
    const csv = write("a.csv", "a,b\n1,2\n");
    const empty = join(store.dir, "empty");
    mkdirSync(empty);
    const bare = await writeZip(join(store.dir, "bare.zip"), {
      "follower.js": minimalArchive()["data/follower.js"]!,
      "following.js": minimalArchive()["data/following.js"]!,
      "account.js": account
    });
    const cases: [args: string[], message: RegExp][] = [
      [[join(store.dir, "nope.zip")], /nope\.zip: no such file: check the path$/],
      [
        [write("b.csv", "id\n1.8e18\n"), "--account", "5", "--list", "followers", "--taken-at", "2024-05-03"],
        /b\.csv: "1\.8e18" is no id any more: a spreadsheet has rounded the ids: export the list again/
      ],
      [[write("e.zip", "")], /e\.zip: empty file: use the archive/],
      [[empty], /empty: the folder has no lists: name another$/],
      [[bare, "--taken-at", "soon"], /--taken-at soon: not a time: write 2024-05-03 or/],
      [[bare, "--taken-at", "5"], /--taken-at 5: a bare number, not a date: write 2024-05-03T14:00:00Z$/],
      [[bare, "--taken-at", "2024-05-03", "--zone", "CST"], /--zone CST: not a zone: write a name such as/],
      [[csv, "--edges", "--all-accounts"], /a\.csv: no column follower: it has a, b, name one of these$/],
      [[csv, "--outreach", "--account", "ann"], /unknown account ann: give its numeric id$/],
      [
        [csv, "--edges", "--accounts", join(store.dir, "nope")],
        /nope: no such file: check the path given with --accounts$/
      ],
      [[csv, "--edges", "--all-accounts", "--delimiter", "::"], /--delimiter ::: not one character/]
    ];
    for (const [args, message] of cases) {
      expect([args, await followback("import", ...args)]).toEqual([args, 1]);
      const line = /^followback: (.+)\n$/.exec(talk)?.[1];
      expect(line).toMatch(message);
    }
    expect(snapshots()).toEqual([]);
    expect(tracked()).toEqual([]);
  });

  test("what only the user can say is asked for: one line, exit 2, no trace", async () => {
    const ids = write("people.txt", "11\n12\n13\n");
    const people = [{id: "11", username: "ann"}];
    const byName = write("by-name.json", JSON.stringify({shop: people, other: people}));
    const bare = await writeZip(join(store.dir, "bare.zip"), {
      "follower.js": minimalArchive()["data/follower.js"]!,
      "following.js": minimalArchive()["data/following.js"]!,
      "account.js": account
    });
    const edges = write("edges.csv", "follower,followed,at\n11,5,2024-05-03T08:00Z\n");
    const cases: [args: string[], flag: RegExp][] = [
      [[ids], /people\.txt: does not say whose list it is: give --account ID$/],
      [[ids, "--account", "5"], /does not say which list it is: give --list followers, /],
      [
        [ids, "--account", "5", "--list", "followers"],
        /does not say when the list was taken: give --taken-at TIME/
      ],
      [
        [bare],
        /bare\.zip: manifest\.js is missing, so the archive has no date: .+--taken-at TIME, and --complete if its lists are whole$/
      ],
      [
        [byName, "--account", "5", "--list", "followers"],
        /or say which of 2 accounts \(other, shop\) it is by --name$/
      ],
      [[edges, "--edges", "--all-accounts", "--dry-run"], /^--dry-run: not with --table or --edges/]
    ];
    for (const [args, flag] of cases) {
      expect([args, await followback("import", ...args)]).toEqual([args, 2]);
      expect(/^followback: (.+)\n$/.exec(talk)?.[1]).toMatch(flag);
    }
    expect(snapshots()).toEqual([]);
    const all = [ids, "--account", "5", "--list", "followers", "--taken-at", "2024-05-03T08:00Z"];
    expect(await followback("import", ...all, "--dry-run")).toBe(0);
    expect(talk).toMatch(
      /^people\.txt: ids, one a line: followers .*; 3 people \(.*\); .*\ndry run: nothing was written\n$/
    );
    expect(snapshots()).toEqual([]);
    expect(tracked()).toEqual([]);
    expect(await followback("import", ...all, "--name", "@brand")).toBe(0);
    expect(talk).toMatch(/\nstored: 1 list\n$/);
    expect(tracked()).toEqual([{id: "5", name: "brand"}]);
    expect(await followback("import", ...all)).toBe(0);
    expect(talk).toMatch(/\nstored: 0 lists; already there: 1 list\n$/);
  });

  test("inputs that are no files say so", async () => {
    symlinkSync("loop.csv", join(store.dir, "loop.csv"));
    for (const [input, message] of [
      ["-", "-: standard input is not read: save it to a file and name that"],
      ["", "an input's name is empty: name a file or a folder"],
      [join(store.dir, "loop.csv"), `${join(store.dir, "loop.csv")}: not readable (ELOOP): check the path`]
    ] as const) {
      expect(await followback("import", input, "--edges", "--all-accounts")).toBe(1);
      expect(talk).toBe(`followback: ${message}\n`);
    }
    expect(snapshots()).toEqual([]);
  });

  test("an unknown column is refused, whatever an object inherits", async () => {
    const file = write("a.csv", "user_id\n11\n");
    for (const column of ["__proto__", "constructor"]) {
      const flags = ["--table", "followers", "--account", "5", "--map", `${column}=user_id`];
      expect(await followback("import", file, ...flags)).toBe(1);
      expect(talk).toContain(`--map ${column}: table followers has no such column`);
    }
  });

  test("a name that would break the line it stands on gives way to the id", async () => {
    const evil = JSON.stringify("brand\n\u001b[31m").slice(1, -1);
    const archive = minimalArchive();
    archive["data/manifest.js"] = archive["data/manifest.js"]!.replace('"brand"', `"${evil}"`);
    expect(await followback("import", await writeZip(join(store.dir, "a.zip"), archive))).toBe(0);
    expect(tracked()).toEqual([{id: "42", name: "42"}]);
  });

  test("a data folder that cannot be used", async () => {
    const archive = await writeZip(join(store.dir, "a.zip"), minimalArchive());
    writeFileSync(store.dataDir, "in the way");
    expect(await followback("import", archive)).toBe(1);
    expect(talk).toMatch(
      /^followback: .+data: a file, not a folder: give another data folder with --data\n$/
    );
    store.dataDir = join(store.dir, "locked");
    mkdirSync(store.dataDir);
    writeFileSync(join(store.dataDir, "snapshots"), "in the way");
    expect(await followback("import", archive)).toBe(1);
    expect(talk).toMatch(
      /^followback: .+snapshots: a file, not a folder: give another data folder with --data/m
    );
    // Permissions do not bind root, so the refusal itself is made here.
    store.dataDir = join(store.dir, "forbidden");
    mkdirSync(store.dataDir);
    chmodSync(store.dataDir, 0o500);
    const refused = folderError(
      store.dataDir,
      Object.assign(new Error("EACCES: permission denied"), {code: "EACCES"})
    );
    expect(refused).toMatchObject({
      name: "UserError",
      message: expect.stringContaining("permission denied: check the owner and mode")
    });
    const isRoot = process.getuid?.() === 0;
    expect(await followback("import", archive)).toBe(isRoot ? 0 : 1);
    if (!isRoot)
      expect(talk).toMatch(
        /^followback: .+forbidden: permission denied: check the owner and mode, or give another/
      );
    chmodSync(store.dataDir, 0o700);
  });
});

describe("accounts", () => {
  test("lists tracked and stored ones, adds, renames and removes", async () => {
    expect(await followback("accounts")).toBe(0);
    expect([out, talk]).toEqual(["", expect.stringContaining("no accounts yet")]);
    const edges = write("a.csv", "1,2,1\n2,1,15\n");
    await followback("import", edges, "--edges", "--no-header", "--all-accounts");
    expect(await followback("accounts")).toBe(0);
    expect(out).toBe("stored\t1\nstored\t2\n");
    expect(await followback("accounts", "add", "2", "--name", "ann")).toBe(0);
    await followback("accounts");
    expect(out).toBe("tracked\t2\tann\nstored\t1\n");
    expect(await followback("accounts", "add", "1", "--name", "ann")).toBe(1);
    expect(talk).toMatch(/^followback: the name ann belongs to another account: give another with --name\n$/);
    expect(await followback("accounts", "remove", "ann")).toBe(0);
    expect(tracked()).toEqual([]);
  });

  test("an unknown account is one line", async () => {
    for (const [args, message] of [
      [["add", "9"], "unknown account 9: not in the store: import it or take a snapshot of it first"],
      [["add", "ann"], "account ann: not a numeric id: find it with followback accounts"],
      [["remove", "ann"], "unknown account ann: not tracked: list the tracked ones with followback accounts"]
    ] as const) {
      expect(await followback("accounts", ...args)).toBe(1);
      expect(talk).toBe(`followback: ${message}\n`);
    }
  });

  test("of one name are told apart by id only, and a name stands on one line", async () => {
    mkdirSync(store.dataDir);
    const accounts = ["1", "2"].map((id) => ({id, name: "ann"}));
    writeFileSync(join(store.dataDir, "followback.json"), JSON.stringify({accounts}));
    expect(await followback("accounts", "remove", "ann")).toBe(1);
    expect(talk).toBe("followback: account ann: 2 accounts have that name: give the id\n");
    expect(await followback("import", write("a.csv", "u,t\n"), "--outreach", "--account", "ann")).toBe(1);
    expect(talk).toBe("followback: ann is the name of several accounts: give its numeric id\n");
    expect(await followback("accounts", "remove", "2")).toBe(0);
    expect(tracked()).toEqual([{id: "1", name: "ann"}]);
    await followback("import", write("b.csv", "1,2,1\n2,1,15\n"), "--edges", "--no-header", "--all-accounts");
    for (const name of ["a\tb", "a\nb", "\u001b[31m", "x".repeat(101)])
      expect(await followback("accounts", "add", "2", "--name", name)).toBe(1);
    expect(await followback("accounts", "add", "2", "--name", 'it\'s "Ann" / 👩‍🚀')).toBe(0);
    expect(await followback("accounts")).toBe(0);
    expect(out).toContain('tracked\t2\tit\'s "Ann" / 👩‍🚀\n');
    expect(await followback("accounts", "add", "9999999999999999999")).toBe(1);
    expect(talk).toContain("not a numeric id");
  });

  test("of a folder that is a file, or has no name, are an error of one line", async () => {
    writeFileSync(store.dataDir, "in the way");
    for (const verb of [["accounts"], ["check"], ["query", "select 1"]]) {
      expect(await followback(...verb)).toBe(1);
      expect(talk).toMatch(/^followback: .+data: a file, not a folder: give another data folder.*\n$/);
    }
    store.dataDir = "";
    expect(await followback("accounts")).toBe(1);
    expect(talk).toBe("followback: --data: empty: give a folder\n");
  });

  test("of a crowd are counted, and one of them is found", async () => {
    const edges = write("a.csv", Array.from({length: 60}, (_, i) => `${i + 1},${i + 101},${i}`).join("\n"));
    await followback("import", edges, "--edges", "--no-header", "--all-accounts");
    await followback("accounts");
    expect(out).toMatch(/^stored\t120 accounts\tin 19700101T000059Z-tables-\w{8}\n$/);
    expect(await followback("accounts", "add", "160")).toBe(0);
    expect(await followback("accounts", "add", "161")).toBe(1);
  });
});
