import {readFileSync} from "node:fs";
import {afterEach, describe, expect, it} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {readModels} from "../../src/models/models.ts";
import {claimWords} from "../site/claim-words.ts";

let db: Database;
afterEach(() => db.close());

type Definition = Record<string, string | number | boolean | null>;

async function definitions() {
  db = await openDatabase();
  await readModels()
    .find(({name}) => name === "claim_definitions")!
    .make(db);
  return db.rows<Definition>("from claim_definitions order by nth");
}

/** The SQL of a mart without its remarks. */
const sqlOf = (mart: string) =>
  readFileSync(new URL(`../../src/models/marts/${mart}.sql`, import.meta.url), "utf8").replace(/--.*$/gm, "");

describe("the claims under test", () => {
  it("have a sign, something that matters, and words wherever they are asked", async () => {
    for (const row of await definitions()) {
      expect([1, -1]).toContain(row.sign);
      expect(row.matters).toBeGreaterThan(0);
      const words = [row.did, row.above, row.page, row.link];
      expect([row.claim, words.every((word) => (word !== null) === row.is_asked)]).toEqual([row.claim, true]);
      if (row.is_main) expect(row.is_asked).toBe(true);
    }
  });

  it("are counted where they are asked, and nowhere else", async () => {
    const rows = await definitions();
    const asked = rows.filter(({is_asked}) => is_asked);
    expect(asked.map(({claim}) => claim)).toEqual([
      "engage_less",
      "engage_less_interests",
      "engage_less_others",
      "leave_sooner",
      "count_builders",
      "assembly_line",
      "few_engaged_per_hour"
    ]);
    for (const {claim, is_asked} of rows)
      expect([claim, sqlOf("claim_counts").includes(`'${claim}'`)]).toEqual([claim, is_asked]);
    // Without a way to be collected a claim stays undecided whatever is imported.
    for (const {needs} of asked) expect(sqlOf("claims")).toContain(`when '${needs}' then`);
  });

  it("have the words that the tests of pages use", async () => {
    const rows = await definitions();
    for (const [name, words] of Object.entries(claimWords))
      expect(rows.find(({claim}) => claim === name)).toMatchObject(words);
  });
});
