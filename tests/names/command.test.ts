import {expect, test} from "vitest";
import {checkAll} from "../../src/commands/check.ts";
import {buildMarts} from "../../src/models/build.ts";
import {countNames} from "../../src/names/count-names.ts";
import {hear} from "../commands/hear.ts";
import {owner, useImport} from "../saved-lists/brought.ts";

const {store, bring} = useImport();

async function fill() {
  await bring(store.write("a.txt", "@made_ada\n@made_bob\n@made_eve\n@made_zoe\n"), {
    list: "followers",
    takenAt: "2025-01-05T08:00Z"
  });
  // Ten days later, and forty.
  await bring(store.write("b.csv", "id,username\n1799000001,made_ada\n"), {
    list: "followers",
    takenAt: "2025-01-15T08:00Z"
  });
  await bring(store.write("c.csv", "id,username\n1799000002,made_bob\n"), {
    list: "followers",
    takenAt: "2025-02-14T08:00Z"
  });
}

test("names are counted by account, and the unknown ones listed", async () => {
  await fill();
  expect(await countNames(store.dataDir)).toEqual({
    counts: [{account: owner, names: 4, known: 2, inexact: 1, unknown: 2}],
    unknown: ["made_eve", "made_zoe"].map((name) => ({account: owner, name}))
  });
});

test("check finds nothing wrong with a store of names and ids", async () => {
  await fill();
  await buildMarts(store.dataDir);
  const failed = [];
  const done = [];
  for await (const {name, failure} of checkAll(store.dataDir)) {
    done.push(name);
    if (failure !== null) failed.push(`${name}: ${failure}`);
  }
  expect(failed).toEqual([]);
  expect(done).toContain("4 people known by name");
});

test("an unknown name is printed once, however many accounts know it", async () => {
  await fill();
  await bring(store.write("d.txt", "@made_eve\n@made_pia\n"), {
    account: "1500000000000000002",
    list: "followers",
    takenAt: "2025-03-01T08:00Z"
  });
  const {code, out} = await hear(["names", "--unknown", "--data", store.dataDir]);
  expect([code, out]).toEqual([0, "@made_eve\n@made_zoe\n@made_pia\n"]);
});
