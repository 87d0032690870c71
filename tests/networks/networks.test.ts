import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {insideIdOf, networks} from "../../src/networks/networks.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {makeTempDir, removeDir, storedRows} from "../stored.ts";

let dataDir: string;
beforeEach(() => (dataDir = makeTempDir()));
afterEach(() => removeDir(dataDir));

const takenAt = new Date("2026-01-05T00:00:00Z");

describe("ids of X", () => {
  // 2^63 - 1 is the largest BIGINT.
  const cases = [
    ["12", "12"],
    ["0012", "12"],
    ["0", "0"],
    ["9223372036854775807", "9223372036854775807"],
    ["9223372036854775808", null],
    ["99999999999999999999", null],
    ["-1", null],
    ["1e3", null],
    ["12.0", null],
    [" 12", null],
    ["", null],
    ["brand", null],
    ["did:plc:abc", null]
  ] as const;

  it.each(cases)("%j is %j inside", (text, inside) => {
    expect(networks.x.ids.inside(text)).toBe(inside);
    expect(insideIdOf(text)).toBe(inside);
  });

  it("are the same in SQL, one by one and many at once", async () => {
    await withDatabase(async (db) => {
      const {ids} = networks.x;
      for (const [text, inside] of cases) {
        const [row] = await db.rows(
          `select ${ids.insideSql("t")}::varchar as id from (select '${text}' as t)`
        );
        expect([text, row]).toEqual([text, {id: inside}]);
      }
      const many = (texts: string) =>
        db.rows(`select ${ids.allInsideSql("t")}::varchar as ids from (select ${texts} as t)`);
      expect(await many("['12', '0012']")).toEqual([{ids: "[12, 12]"}]);
      expect(await many("['12', 'brand']")).toEqual([{ids: null}]);
    });
  });
});

describe("ids of Bluesky", () => {
  const anna = "did:plc:lof4ldxtui3oeyr3usm6nv2x";
  // Reckoned by coreutils: printf %s TEXT | sha256sum, of which the first 16 digits, halved.
  const cases = [
    [anna, "7257524289823286846"],
    ["did:web:shop.example", "1624168015347982632"],
    [`at://${anna}/app.bsky.feed.post/3n3gji4ooyk2x`, "8626815974147299685"],
    ["did:plc:abc", null],
    [`${anna} `, null],
    ["anna.test", null],
    ["12", null]
  ] as const;

  it.each(cases)("%j is %j inside", (text, inside) => {
    expect(networks.bluesky.ids.inside(text)).toBe(inside);
  });

  it("are known among those of all networks", () => {
    expect(insideIdOf(anna)).toBe(cases[0][1]);
    expect(insideIdOf("12")).toBe("12");
  });

  it("are the same in SQL, one by one and many at once", async () => {
    await withDatabase(async (db) => {
      const {ids} = networks.bluesky;
      for (const [text, inside] of cases) {
        const [row] = await db.rows(
          `select ${ids.insideSql("t")}::varchar as id from (select '${text}' as t)`
        );
        expect([text, row]).toEqual([text, {id: inside}]);
      }
      const many = (texts: string) =>
        db.rows(`select ${ids.allInsideSql("t")}::varchar as ids from (select ${texts} as t)`);
      expect(await many(`['${anna}']`)).toEqual([{ids: `[${cases[0][1]}]`}]);
      expect(await many(`['${anna}', 'brand']`)).toEqual([{ids: null}]);
    });
  });
});

describe("what the store says of where a snapshot came from", () => {
  const write = (source: string) =>
    writeSnapshot(dataDir, {source, takenAt, key: source}, async (writer) => {
      await writer.append("users", {account_id: "1", user_id: "2"});
      return {accounts: ["1"]};
    });
  const known = () =>
    storedRows(dataDir, "select * exclude (snapshot_id) from raw.snapshots order by source_rank");

  it("stands beside every snapshot, by its source", async () => {
    for (const source of ["tables", "x-activity", "bluesky", "x-archive", "x-api"]) await write(source);
    const row = (source: string, source_rank: number, facts: object) => ({
      source,
      source_rank,
      network: "x",
      network_began_at: new Date("2006-03-21T00:00:00Z"),
      lists_match_mutual: false,
      lists_are_asked: false,
      is_one_instant: false,
      is_user_made: false,
      ...facts
    });
    expect(await known()).toEqual([
      row("x-api", 0, {lists_match_mutual: true}),
      row("x-archive", 1, {is_one_instant: true}),
      row("tables", 2, {is_user_made: true}),
      row("x-activity", 3, {}),
      row("bluesky", 4, {
        network: "bluesky",
        network_began_at: new Date("2022-01-01T00:00:00Z"),
        lists_match_mutual: true,
        lists_are_asked: true
      })
    ]);
  });

  it("refuses a source that nobody described, written or read", async () => {
    await expect(write("pigeon-post")).rejects.toThrow(/pigeon-post: not a source that this version knows/);
    const id = "20260105T000000Z-pigeon-post-00000000";
    const directory = join(dataDir, "snapshots", id);
    mkdirSync(directory, {recursive: true});
    const manifest = {
      id,
      source: "pigeon-post",
      version: "9",
      taken_at: takenAt,
      accounts: ["1"],
      tables: {}
    };
    writeFileSync(join(directory, "snapshot.json"), JSON.stringify(manifest));
    await expect(known()).rejects.toThrow(
      `snapshot ${id}: this version does not know its source "pigeon-post": update followback`
    );
  });
});
