import {mkdirSync, writeFileSync} from "node:fs";
import {basename, join} from "node:path";
import {describe, expect, test} from "vitest";
import {importLists, type ImportListsOptions} from "../../data-loaders/saved-lists/import-lists.ts";
import {findInputs} from "../../data-loaders/saved-lists/inputs.ts";
import {importTable} from "../../data-loaders/tables/load.ts";
import {UsageError} from "../../src/errors.ts";
import {owner, people, useImport} from "./brought.ts";

// Lists as people keep them: remarks, titles, numbers and quotes around the ids. What is dropped is said in the line.

const {store, bring, stored} = useImport();
const ids = people.slice(0, 6);
const is = {list: "followers", takenAt: "2025-01-05T08:00Z"} as const;
const latin = (text: string) => Buffer.from(text, "latin1");
/** A zip with one empty file: its header, its directory and its end. */
function zipOf(name: string): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length, 16);
  return Buffer.concat([local, Buffer.from(name), central, Buffer.from(name), end]);
}
const rows = ids.map((id, n) => `${id},made_${n},Zo\u00eb\n`);

const read: Record<string, [name: string, content: string | Buffer, says: RegExp]> = {
  "remarks between the ids": ["f.txt", `# my list\n${ids.slice(0, 3).join("\n")}\n# the old ones\n// below\n${ids.slice(3).join("\n")}`, /lines above the list, dropped: 1; comment lines, dropped: 2;/],
  "a title": ["f.txt", `My list of 5 January\n\n${ids.join("\n")}`, /; 6 people .*; lines above the list, dropped: 1;/],
  "a title and a header": ["f.csv", `Export of May, by hand\n\nid,name,city\n${rows.join("")}`, /CSV, 3 columns: .*lines above the list, dropped: 1;/],
  "remarks above a table": ["f.csv", `# made by hand\n# twice\nid,name,city\n${rows.join("")}`, /lines above the list, dropped: 2;/],
  numbers: ["f.txt", ids.map((id, n) => `${n + 1}. ${id}\n`).join(""), /ids, one a line: /],
  "numbers with brackets": ["f.txt", ids.map((id, n) => `${n + 1}) "${id}"\n`).join(""), /ids, one a line: /],
  "numbers with colons": ["f.txt", ids.map((id, n) => `${n + 1}: ${id}\n`).join(""), /ids, one a line: /],
  "numbers with colons, without a space": ["f.txt", ids.map((id, n) => `${n + 1}:${id}\n`).join(""), /ids, one a line: /],
  "numbers in a column of tabs": ["f.txt", ids.map((id, n) => `${n + 1}\t${id}\n`).join(""), /TSV, 2 columns: .* 6 people \(column 2,/],
  "numbers in a column of commas": ["f.csv", ids.map((id, n) => `${n},${id}\n`).join(""), /CSV, 2 columns: .* 6 people \(column 2,/],
  "a header of a number sign": ["f.csv", `#,id,name\n${ids.map((id, n) => `${n + 1},${id},made_${n}\n`).join("")}`, /CSV, 3 columns: .* 6 people \(column id,/],
  "a header behind a number sign": ["f.csv", `# made by hand\n# user_id,name\n${ids.map((id, n) => `${id},made_${n}\n`).join("")}`, /CSV, 2 columns: .* 6 people \(column # user_id,.*lines above the list, dropped: 1;/],
  "a title and a date above a table": ["f.csv", `My followers\n5 Jan 2025, at home\n\nid,name,city\n${rows.join("")}`, /CSV, 3 columns: .*lines above the list, dropped: 2;/],
  "facts above a table": ["f.csv", `Account,made_brand\nDate,2025-01-05\nCount,12345\nid,name,city\n${rows.join("")}`, /CSV, 3 columns: .*lines above the list, dropped: 3;/],
  "a date in digits above a table": ["f.csv", `20250105\nid,name,city\n${rows.join("")}`, /CSV, 3 columns: .*lines above the list, dropped: 1;/],
  "a title and a date above ids": ["f.txt", `My followers\n2025-01-05\n${ids.join("\n")}`, /ids, one a line: .*lines above the list, dropped: 2;/],
  "remarks between the rows of a table": ["f.csv", `id,name,city\n${rows.slice(0, 3).join("")}# page 2\n${rows[3]}// seen on Sunday, late\n${rows.slice(4).join("")}`, /CSV, 3 columns: .*comment lines, dropped: 2;/],
  "remarks with as many commas as a row, and with more": ["f.csv", `id,name,city\n${rows.slice(0, 3).join("")}# page 2, late, at home\n${rows[3]}# one, two, three, four\n${rows.slice(4).join("")}`, /CSV, 3 columns: .* 6 people .*comment lines, dropped: 2;/],
  "a number sign inside a quoted text": ["f.csv", `id,name,city\n${rows.slice(0, 3).join("")}# page 2\n${ids.slice(3).map((id) => `${id},"x\n# y",z\n`).join("")}`, /comment lines, dropped: 1;/],
  bullets: ["f.txt", ids.map((id) => `- ${id}\n`).join(""), /ids, one a line: /],
  "spaces without a width or a break": ["f.txt", ids.map((id) => `\u00a0\u200b${id}\u202f\ufeff\n`).join(""), /6 people/],
  "quotes of all kinds": ["f.txt", ids.map((id, n) => `${["'", "\u2018", "\u201c", "\u00ab", '"', "`"][n]}${id}${["", "\u2019", "\u201d", "\u00bb", '"', "`"][n]}\n`).join(""), /6 people/],
  "an apostrophe in a table": ["f.csv", `id,name\n${ids.map((id) => `'${id},x\n`).join("")}`, /6 people/],
  "rows of separators": ["f.csv", `id,name,city\n${rows.join(",,\n")}, , \n,,\n`, /; rows without any value, dropped: 7;/],
  "the header again, on every page": ["f.csv", `id,name,city\n${rows.slice(0, 2).join("")}id,name,city\n${rows.slice(2, 4).join("")}id,name,city\n${rows.slice(4).join("")}`, /; header again, dropped: 2;/],
  "the header twice": ["f.csv", `id,name,city\nid,name,city\n${rows.join("")}`, /; header again, dropped: 1;/],
  "the header again, one a line": ["f.txt", `user_id\n${ids.slice(0, 2).join("\n")}\nuser_id\n${ids.slice(2, 4).join("\n")}\nuser_id\n${ids.slice(4).join("\n")}`, /; header again, dropped: 2;/],
  "windows-1252": ["f.csv", latin(`id,name,city\n${rows.join("")}`), /CSV, 3 columns, no UTF-8: read as windows-1252, names may be wrong: /],
  "windows-1252, late": ["f.csv", latin(`id,name,city\n${rows.slice(0, 5).join("").replaceAll("\u00eb", "e")}${" ".repeat(300_000)}\n${rows[5]}`.replace(/ {300000}\n/, `${ids[4]},x,${"y".repeat(300_000)}\n`)), /windows-1252/]
}; // prettier-ignore

describe("is read, and the line says what was dropped", () => {
  test.each(Object.entries(read))("%s", async (_, [name, content, says]) => {
    const {lines} = await bring(store.write(name, content), is);
    expect(lines[0]).toMatch(says);
    expect([...new Set(await stored())]).toEqual(ids);
  });
});

test("letters of windows-1252 are read as such", async () => {
  await bring(
    store.write("f.csv", latin(`id,location\n${ids.map((id) => `${id},Zo\u00eb \u0080\n`).join("")}`)),
    is
  );
  expect(await store.rows("select distinct location from raw.users")).toEqual([
    {location: "Zo\u00eb \u20ac"}
  ]);
});

test("a title can name the list, and says when it is none", async () => {
  const {lines} = await bring(store.write("a.txt", `My followers:\n${ids.join("\n")}`), {
    takenAt: is.takenAt
  });
  expect(lines[0]).toContain(`followers (the file) of ${owner}`);
  await expect(
    bring(store.write("b.txt", `# unfollowers of May\n${ids.join("\n")}`), {takenAt: is.takenAt})
  ).rejects.toThrow(/b\.txt: by its name or title it holds only some of the followers/);
});

test("the line names the column of the ids and a part of one", async () => {
  const {lines} = await bring(
    store.write("f.csv", `name,user_id\n${ids.map((id) => `x,${id}\n`).join("")}`),
    is
  );
  const least = ids.toSorted()[0]!;
  expect(lines[0]).toContain(`; 6 people (column user_id, such as ${least.slice(0, 4)}…${least.slice(-4)});`);
  expect(lines[0]).not.toContain(least);
});

test("a header in the middle may begin another list", async () => {
  const under = (...blocks: string[][]) => blocks.map((block) => `id,name,city\n${block.join("")}`).join("");
  const one = store.write("f.csv", under(rows.slice(0, 4), rows.slice(4)));
  await expect(bring(one, is)).rejects.toThrow(
    `${one}: its header comes again in row 5: if these are several lists, save each to a file of its own; if they are one, delete that row`
  );
  const three = store.write("f.csv", under(rows.slice(0, 3), rows.slice(2, 5), rows.slice(5)));
  await expect(bring(three, is)).rejects.toThrow(
    `${three}: its header comes again in row 4, and people stand above and below it: these are several lists: save each to a file of its own`
  );
  expect(store.snapshots()).toEqual([]);
});

const refused: Record<string, [content: string, line: RegExp]> = {
  "a hash before digits": [`${ids.join("\n")}\n#123456`, /row 7: "#123456" is no id/],
  "a rounded id where a title may stand": [`1.79900000000000E+18\n${ids.join("\n")}`, /is no id any more: a spreadsheet has rounded the ids/],
  "a formula where a title may stand": [`="1799000000000000001"\n${ids.join("\n")}`, /is a formula of a spreadsheet, which may have rounded the ids/],
  "a hole in a row with a name": [`id,name\n${ids[0]},a\n,b\n`, /row 2 has no id/],
  "a note below": [`${ids.join("\n")}\nand 12 more`, /row 7: "and 12 more" is no id/]
}; // prettier-ignore
test.each(Object.entries(refused))("is refused: %s", async (_, [content, line]) => {
  await expect(bring(store.write("f.csv", content), is)).rejects.toThrow(line);
});

const asked: Record<string, [name: string, content: string, options: ImportListsOptions, line: RegExp]> = {
  "another date than the name": ["followers-2025-01-12.txt", `# saved 2025-01-05\n${ids.join("\n")}`, {}, /: the lines above its list say 2025-01-05, its name says 2025-01-12: give the right one by --taken-at, and delete that line if it is wrong$/],
  "another date than the name, by itself": ["followers-2025-01-12.txt", `2025-01-05\n${ids.join("\n")}`, {}, /say 2025-01-05, its name says 2025-01-12/],
  "another date than the name, above a table": ["followers-2025-01-12.csv", `Export,20250105\nid,name,city\n${rows.join("")}`, {}, /say 2025-01-05, its name says 2025-01-12/],
  "another date than the flag": ["f.txt", `My followers of 9 January 2025\n${ids.join("\n")}`, is, /: the lines above its list say 2025-01-09, --taken-at says 2025-01-05: correct --taken-at, or delete that line$/],
  "another date, with slashes": ["f.txt", `exported 13/02/2025\n${ids.join("\n")}`, is, /say 2025-02-13, --taken-at says 2025-01-05/],
  "another date in a table of facts": ["followers-2025-01-05.csv", `Account,@made_brand\nDate,2025/01/12\nCount,1234\nid,name,city\n${rows.join("")}`, {}, /say 2025-01-12, its name says 2025-01-05/],
  "another tracked account": ["followers-2025-01-05.txt", `Followers of @rival\n${ids.join("\n")}`, {}, /: the lines above its list speak of @rival, not of 1500000000000000001: check --account, or delete that line$/],
  "another name than the account's": ["followers-2025-01-05.txt", `# x.com/somebody_else\n${ids.join("\n")}`, {}, /speak of @somebody_else, not of/],
  "another id": ["followers-2025-01-05.csv", `Account: 77123\nid,name,city\n${rows.join("")}`, {}, /speak of 77123, not of/],
  "a date in digits above ids": ["followers-2025-01-05.txt", `20250105\n${ids.join("\n")}`, {}, /: row 1 holds 20250105, which may be a date or an id: delete that row, or give --ids if it is a person$/],
  "a date in digits under a title": ["followers-2025-01-05.txt", `My followers\n20250105\n${ids.join("\n")}`, {}, /row 1 holds 20250105/]
}; // prettier-ignore
test.each(Object.entries(asked))(
  "asks, where the lines above say %s",
  async (_, [name, content, options, line]) => {
    const accounts = [
      {id: owner, name: "made_brand"},
      {id: "77", name: "rival"}
    ];
    const said = await bring(store.write(name, content), options, accounts).catch((error: Error) => error);
    expect(said).toBeInstanceOf(UsageError);
    expect((said as Error).message).toMatch(line);
    expect(store.snapshots()).toEqual([]);
  }
);

test.each([
  ["the same date", "# saved on Sunday, Jan 5, 2025"],
  ["a time of that day, in some zone", "# saved 2025-01-05 23:10"],
  ["a date that may be that one", "# saved 05/01/2025"],
  ["several dates, one of them that one", "# from 2025-01-01 to 2025-01-05"],
  ["the account", "# followers of @Made_Brand (1500000000000000001)"],
  [
    "a page of X's own, and a year behind a word",
    "# from https://x.com/i/lists, my account (2025), account 20250105"
  ],
  ["no account and no date", "# 6 people, 12345 in all"]
])("takes lines above that say %s", async (_, above) => {
  const file = store.write("followers-2025-01-05.txt", `${above}\n${ids.join("\n")}`);
  await bring(file, {}, [{id: owner, name: "made_brand"}]);
  expect(await stored()).toEqual(ids);
});

test("says whom the lines above a list name, where nothing tells whether that is the account", async () => {
  const write = (title: string) => store.write("followers-2025-01-05.txt", `${title}\n${ids.join("\n")}`);
  const unsure =
    "of 1500000000000000001 (--account; the lines above the list name @rival: check that it is this account)";
  expect((await bring(write("Followers of @rival"), {isDryRun: true})).lines[0]).toContain(unsure);
  // An account that is tracked by its id alone has no name to compare with.
  const byId = [{id: owner, name: owner}];
  expect((await bring(write("Followers of @rival"), {isDryRun: true}, byId)).lines[0]).toContain(unsure);
  for (const [title, accounts] of [
    ["Followers of @made_brand", [{id: owner, name: "made_brand"}]],
    [`Followers of @rival (${owner})`, []],
    ["My followers", []]
  ] as const)
    expect((await bring(write(title), {isDryRun: true}, [...accounts])).lines[0]).toContain(
      "of 1500000000000000001 (--account);"
    );
});

describe("a column that names one account in every row", () => {
  const write = (value: string) =>
    store.write(
      "followers-2025-01-05.csv",
      `account_username,user_id\n${ids.map((id) => `${value},${id}`).join("\n")}`
    );
  const tracked = [
    {id: owner, name: "made_brand"},
    {id: "1500000000000000002", name: "made_other"}
  ];
  const ask = (value: string) =>
    `its column account_username says ${value} in every row, and the list is taken for that of 1500000000000000001 (@made_brand): check --account, or delete that column`;

  test.each([
    ["@rival", "@rival"],
    ["Made_Other", "@Made_Other"],
    ["1500000000000000002", "1500000000000000002"]
  ])("is asked about where it is another one: %s", async (value, said) => {
    await expect(bring(write(value), {}, tracked)).rejects.toThrow(UsageError);
    await expect(bring(write(value), {}, tracked)).rejects.toThrow(ask(said));
  });

  test.each([
    ["the account's name", "@Made_Brand"],
    ["its id", owner],
    ["the network", "Twitter"],
    ["nothing", ""]
  ])("is taken where it is %s", async (_, value) => {
    await bring(write(value), {}, tracked);
    expect(await stored()).toEqual(ids);
  });

  test("is named in the line where no name of the account is known", async () =>
    expect((await bring(write("rival"), {isDryRun: true})).lines[0]).toContain(
      "of 1500000000000000001 (--account; its column account_username names @rival: check that it is this account)"
    ));
});

test.each([
  ["numbers between the ids", ids.flatMap((id, n) => [String(n + 1), id]), "1, 2"],
  ["numbers between two ids", ids.slice(0, 2).flatMap((id, n) => [String(n + 1), id]), "1, 2"],
  ["numbers below the ids, from 101 on", ids.flatMap((id, n) => [id, String(n + 101)]), "101, 102"],
  ["numbers that go down", ids.flatMap((id, n) => [String(6 - n), id]), "6, 5"]
])("refuses %s", async (_, lines, shown) => {
  await expect(bring(store.write("f.txt", lines.join("\n")), is)).rejects.toThrow(
    `${lines.length / 2} of its lines count the others (${shown}, …) and hold no people: delete these lines`
  );
});

test("--ids takes a first line as a person that could be a date", async () => {
  await bring(store.write("f.txt", `20250105\n${ids.join("\n")}`), {...is, kind: "ids"});
  expect(await stored()).toEqual(["20250105", ...ids]);
});

test("a header that comes again above rows of another date begins no other list", async () => {
  const block = (day: number, of: string[]) =>
    `date,id\n${of.map((id) => `2025-01-${day},${id}\n`).join("")}`;
  const file = store.write("all.csv", block(12, ids) + block(19, ids.slice(1)));
  await bring(file, {list: "followers"});
  expect(await store.rows("select distinct_rows::int as n from raw.lists order by started_at")).toEqual([
    {n: 6},
    {n: 5}
  ]);
  const torn = store.write("torn.csv", block(12, ids) + block(12, people.slice(6, 11)));
  await expect(bring(torn, {list: "followers"})).rejects.toThrow("its header comes again in row 7");
});

test.each([
  [
    "a name that begins with a number sign and holds a comma",
    "#1 fan, really",
    /fields where 3 are expected/
  ],
  ["a name that begins with a number sign, without an id", "#1 fan", /row 4 has no id/]
])("%s is no remark", async (_, name, refusal) => {
  const id = name.includes(",") ? ids[3]! : "";
  const others = (some: readonly string[]) => some.map((one) => `made,${one},Oslo\n`).join("");
  const text = `name,id,city\n${others(ids.slice(0, 3))}${name},${id},Oslo\n${others(ids.slice(4))}`;
  await expect(bring(store.write("f.csv", text), is)).rejects.toThrow(refusal);
});

test("a remark between the rows of a table may begin another list", async () => {
  const file = store.write(
    "f.csv",
    `id,name,city\n${rows.slice(0, 3).join("")}# Following\n${rows.slice(3).join("")}`
  );
  await expect(bring(file, is)).rejects.toThrow(
    'a remark inside the list, "# Following", may begin another list'
  );
});

describe("a folder with other files beside the lists", () => {
  const folderOf = (files: Record<string, string | Buffer>) => {
    const folder = join(store.dir, "lists");
    mkdirSync(join(folder, "__MACOSX"), {recursive: true});
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return folder;
  };
  const lists = {
    "followers-2025-01-05.txt": ids.join("\n"),
    "following-2025-01-05.txt": people.slice(6).join("\n")
  };

  test("leaves out what is surely no list, and says what", async () => {
    const folder = folderOf({
      ...lists,
      ".DS_Store": "x",
      "Thumbs.db": "x",
      "chart.txt": Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
      "photo.jpg": Buffer.from("ffd8ffe000104a464946", "hex"),
      "report.pdf": "%PDF-1.7\n1234567890",
      "logo.svg": "<svg><path d='M1 2'/></svg>",
      "script.py": "print('hello')\nimport this\n",
      "README.txt":
        "I save them from x.com/made_brand every Sunday since 20241201, 1,234 of 12345 so far.\nAsk me@example.com\n",
      "settings.json": '{"theme": "dark"}',
      "notes.md": "# How I save them\n\nEvery Sunday in 2025.\n"
    });
    const {ids: written, skipped} = await bring(folder);
    expect(written).toHaveLength(2);
    expect(skipped.map((path) => basename(path)).sort()).toEqual(
      [
        ".DS_Store",
        "README.txt",
        "Thumbs.db",
        "__MACOSX",
        "chart.txt",
        "logo.svg",
        "notes.md",
        "photo.jpg",
        "report.pdf",
        "script.py",
        "settings.json"
      ].sort()
    );
  });

  test.each([
    ["notes.md", `the newest is ${ids[0]}`],
    ["data.bin", Buffer.from("00010203", "hex")],
    ["todo.txt", "made_a\nmade_b\n"],
    ["empty.csv", "id,username\n"],
    ["old.json", '{"followers": []}'],
    ["followers-2025-01-12.txt", "The export failed: try again later\n"],
    ["blank.txt", "\n"]
  ])("stops at what is doubtful: %s", async (name, content) => {
    await expect(bring(folderOf({...lists, [name]: content}))).rejects.toThrow(name);
    expect(store.snapshots()).toEqual([]);
  });

  test("names every wrong file, each with what to do, and writes nothing", async () => {
    const folder = folderOf({
      ...lists,
      "followers-2025-01-12.txt": "1\nTotal: 1 person in all\n",
      "followers-2025-01-19.txt": `${people.slice(0, 5).join("\n")}\n@made_up`,
      "table.xlsx": zipOf("xl/workbook.xml"),
      "followers-2025-01-26.txt": ids.join("\n")
    });
    const said: string[] = [];
    const inputs = await findInputs([folder]);
    await expect(
      importLists(store.dataDir, inputs, {account: owner}, [], (line) => void said.push(line))
    ).rejects.toThrow(
      "3 of 6 files cannot be imported as they are: nothing was written: do what these lines say, or leave these files out"
    );
    expect(said.map((line) => line.slice(folder.length + 1))).toEqual([
      expect.stringMatching(/^followers-2025-01-12\.txt: /),
      expect.stringMatching(/^followers-2025-01-19\.txt: holds ids and @names/),
      "table.xlsx: a spreadsheet: format the ids as text, save it as CSV and give that"
    ]);
    expect(store.snapshots()).toEqual([]);
  });

  test("asks once for what all files lack", async () => {
    const folder = folderOf({...lists, "followers-2025-01-12.txt": ids.join("\n")});
    const asked = bring(folder, {account: undefined});
    await expect(asked).rejects.toBeInstanceOf(UsageError);
    await expect(asked).rejects.toThrow(
      `${join(folder, "followers-2025-01-05.txt")}: does not say whose list it is: give --account ID (the same of 2 more files)`
    );
  });

  test("refuses a picture that is named", async () => {
    const folder = folderOf({"photo.jpg": Buffer.from("ffd8ffe000104a46494600010101", "hex")});
    await expect(bring(join(folder, "photo.jpg"))).rejects.toThrow(/photo\.jpg: not a text file/);
    await expect(bring(folder)).rejects.toThrow(`${folder}: the folder has no lists: name another`);
  });
});

test("--taken-at overrules a column of dates that does not make lists, and says so", async () => {
  const file = store.write("f.csv", `id,date\n${ids.map((id, n) => `${id},2024-01-${10 + n}\n`).join("")}`);
  const {lines} = await bring(file, is);
  expect(lines[0]).toContain("as of 2025-01-05 08:00:00 UTC (--taken-at; its column date is not used)");
  expect(await store.rows("select count(*)::int as n, min(finished_at) as t from raw.lists")).toEqual([
    {n: 1, t: new Date("2025-01-05T08:00:00Z")}
  ]);
});

test("the first list of an account says that nothing could be compared, later ones do not", async () => {
  const first = await bring(store.write("a.txt", ids.join("\n")), is);
  expect(first.lines[0]).toContain(
    "; the first of this account, so nothing could be compared: check whose it is"
  );
  const both = ["followers-2025-01-19.txt", "followers-2025-01-26.txt"].map((name) =>
    store.write(name, ids.join("\n"))
  );
  const others = await bring(both, {account: "77", isDryRun: true});
  expect(others.lines.filter((line) => line.includes("the first of this account"))).toHaveLength(1);
  const next = await bring(store.write("b.txt", ids.join("\n")), {
    list: "followers",
    takenAt: "2025-01-12T08:00Z"
  });
  expect(next.lines[0]).not.toContain("the first of this account");
});

test("a list with a date is refused for an account whose times are bare numbers", async () => {
  const steps = store.write(
    "steps.csv",
    `follower,followed,time\n${ids[0]},${owner},5\n${ids[1]},${owner},6\n`
  );
  await importTable(store.dataDir, steps, {shape: "edges", accounts: [owner]});
  const file = store.write("a.txt", ids.join("\n"));
  const before = store.snapshots();
  await expect(bring(file, is)).rejects.toThrow(
    `${file}: its times are dates, but account ${owner} already has snapshots whose times are bare numbers`
  );
  expect(store.snapshots()).toEqual(before);
});
