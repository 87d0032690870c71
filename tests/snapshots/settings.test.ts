import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {knownAs, readSettings, trackAccount} from "../../src/snapshots/settings.ts";

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), "followback-settings-"))));
afterEach(() => rm(dataDir, {recursive: true, force: true}));

const brand = {id: "42", name: "brand"};
const readOf = async (account: object) => {
  await writeFile(join(dataDir, "followback.json"), JSON.stringify({accounts: [account]}));
  return readSettings(dataDir);
};

describe("settings", () => {
  it("are what was written", async () => {
    expect(await readOf({...brand, zone: "Europe/Berlin", currency: "EUR"})).toEqual({
      accounts: [{...brand, zone: "Europe/Berlin", currency: "EUR"}]
    });
  });

  // An id becomes a part of SQL, a name one of a line in a terminal, which it must not break, turn round or recolour.
  it.each([
    ["id", "../42"],
    ["id", "42 or 1=1"],
    ["id", "9223372036854775808"],
    ["id", ""],
    ["name", "two\nlines"],
    ["name", "red \u001b[31m"],
    ["name", "turned \u202eround"],
    ["name", ""],
    ["name", "a".repeat(101)],
    ["zone", "Mars/Phobos"],
    ["currency", "XQZ"]
  ])("whose %s is %j are refused whole", async (key, value) => {
    await expect(readOf({...brand, [key]: value})).rejects.toThrow(
      /followback\.json: not valid settings: fix it, or delete it and track the accounts again$/
    );
  });

  it("take no name that cannot stand on a line: the id stands for it", async () => {
    await trackAccount(dataDir, {id: "42", name: "two\nlines"});
    expect((await readSettings(dataDir)).accounts).toEqual([{id: "42", name: "42"}]);
  });
});

describe("a tracked account by its name", () => {
  const settings = {accounts: [brand, {id: "43", name: "Brand"}, {id: "44", name: "shop"}]};

  it("is found with its @, in any case, and by its id", () => {
    expect(knownAs("@SHOP", settings)?.id).toBe("44");
    expect(knownAs("43", settings)?.id).toBe("43");
    expect(knownAs("nobody", settings)).toBeUndefined();
  });

  it("is asked for where an account was given up and another one took its name", () => {
    expect(() => knownAs("@brand", settings)).toThrow(
      /^account @brand: 2 accounts have that name: give the id$/
    );
  });
});
