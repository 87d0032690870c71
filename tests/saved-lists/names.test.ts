import {describe, expect, test} from "vitest";
import {standIn} from "../../src/names/stand-in.ts";
import {owner, useImport} from "./brought.ts";

const {store, bring, stored} = useImport();
const names = ["zoe", "ada", "mia", "bo", "1234567", "eve_9"];
const is = {list: "followers", takenAt: "2025-01-05T08:00Z"} as const;
const ids = names.map(standIn);

/** Six people by name, as files have them. */
const forms: [what: string, file: string, content: string, kind?: "names"][] = [
  ["@names, one a line", "f.txt", names.map((name) => `@${name}`).join("\n")],
  ["names without @", "f.txt", names.join("\n"), "names"],
  ["names in capitals", "f.txt", names.map((name) => `@${name.toUpperCase()}`).join("\n")],
  ["a column of names", "f.csv", `username,followers_count\n${names.map((name) => `@${name},5`).join("\n")}`],
  ["addresses", "f.txt", names.map((name) => `https://x.com/${name}`).join("\n")],
  ["an array of names", "f.json", JSON.stringify(names.map((name) => `@${name}`))],
  ["objects", "f.json", JSON.stringify({followers: names.map((name) => ({username: `@${name}`}))})]
];

describe("a list of names", () => {
  test.each(forms)("%s", async (_, file, content, kind) => {
    const {lines} = await bring(store.write(file, content), {...is, ...(kind && {kind})});
    expect(lines[0]).toContain("6 people");
    expect(lines[0]).toContain(
      "by name: a name becomes an id once a stored profile shows whose it was (followback names)"
    );
    expect(await stored()).toEqual(ids);
    expect(await store.rows("select name from raw.names order by name")).toEqual(
      [...names].sort().map((name) => ({name}))
    );
  });

  test("leaves out the account itself, and people who stand in it twice", async () => {
    const file = store.write("f.txt", ["@Ada", "@made_brand", "@bo", "@ada"].join("\n"));
    const {lines} = await bring(file, is, [{id: owner, name: "Made_Brand"}]);
    expect(lines[0]).toContain("2 people");
    expect(lines[0]).toContain("listed twice, dropped: 1; the account itself, dropped: 1");
    expect((await stored()).sort()).toEqual(["ada", "bo"].map(standIn).sort());
    expect(await store.rows("select name from raw.names order by name")).toEqual([
      {name: "ada"},
      {name: "bo"}
    ]);
  });

  test("does not take for a name what programs write where there is none", async () => {
    await expect(bring(store.write("f.txt", "ada\nnull\nbo\n"), is)).rejects.toThrow(
      'row 2: "null" is no id, @name or address of a profile'
    );
    await bring(store.write("f.txt", "@ada\n@null\n@bo\n"), is);
    expect(await store.rows("select count(*)::integer as n from raw.names")).toEqual([{n: 3}]);
  });

  test("is not compared with lists of ids, in which nobody of it stands", async () => {
    const many = Array.from({length: 30}, (_, nth) => nth);
    await bring(store.write("a.txt", many.map((nth) => `179900${nth * 7919}55`).join("\n")), is);
    const next = {...is, takenAt: "2025-01-12T08:00Z"};
    await bring(store.write("b.txt", many.map((nth) => `@made_${nth}`).join("\n")), next);
    expect(await store.rows("select count(*)::integer as n from raw.followers")).toEqual([{n: 60}]);
    await expect(
      bring(store.write("c.txt", many.map((nth) => `@other_${nth}`).join("\n")), {
        ...is,
        takenAt: "2025-01-19T08:00Z"
      })
    ).rejects.toThrow("hardly any of its people stand in the account's nearest list of followers");
  });
});
