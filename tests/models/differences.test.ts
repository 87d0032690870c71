import {afterEach, describe, expect, it} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {preludeSql, readModels} from "../../src/models/models.ts";

let db: Database;
afterEach(() => db.close());

type Cell = [route: string, engaged: number, size: number, engaged_maybe?: number, size_maybe?: number];

/** The mart of one account that has engaged by 30 days so, each cell a monthly cohort. */
async function differencesOf(...cells: Cell[]) {
  db = await openDatabase();
  await db.run(preludeSql());
  const rows = cells.map(
    ([route, engaged, size, engagedMaybe = 0, sizeMaybe = 0]) =>
      `(1::bigint, 'month', '${route}', 30, ${size}::bigint, ${engaged}::bigint, ${sizeMaybe}::bigint, ${engagedMaybe}::bigint)`
  );
  await db.run(`
    create table cohort_engagement as from (values ${rows.join(", ")})
      t(account_id, period, route, age_days, size, engaged, size_maybe, engaged_maybe);
    create table cohort_retention as
      select account_id, period, route, age_days, size, engaged as retained, size_maybe, engaged_maybe as retained_maybe
      from cohort_engagement where false`);
  await readModels()
    .find(({name}) => name === "differences")!
    .make(db);
  return db.rows<Record<string, number | string>>("from differences");
}

const countsOf = (rows: Record<string, unknown>[]) =>
  rows.map(({unknown_as, x_followback, n_followback, x_organic, n_organic}) => [
    unknown_as,
    ...[x_followback, n_followback, x_organic, n_organic].map(Number)
  ]);

describe("the mart differences", () => {
  it("adds up the cohorts, and has Newcombe's intervals", async () => {
    const rows = await differencesOf(["followback", 50, 60], ["followback", 6, 10], ["organic", 48, 80]);
    expect(countsOf(rows)).toEqual([["left_out", 56, 70, 48, 80]]);
    // 56/70 - 48/80 = 0.2; Newcombe 1998, method 10: 0.0524 to 0.3339.
    expect(rows[0]).toMatchObject({
      difference: 0.2,
      low_95: expect.closeTo(0.0524, 4),
      high_95: expect.closeTo(0.3339, 4),
      range_low: 0.2,
      range_high: 0.2,
      range_low_95: expect.closeTo(0.0524, 4),
      range_high_95: expect.closeTo(0.3339, 4)
    });
    expect(rows[0]!.low_99).toBeLessThan(Number(rows[0]!.low_95));
    expect(rows[0]!.high_99).toBeGreaterThan(Number(rows[0]!.high_95));
  });

  it("shares out the unknown in every way, the worst included", async () => {
    const rows = await differencesOf(
      ["followback", 10, 100],
      ["organic", 30, 100],
      ["unknown", 4, 20, 4, 20]
    );
    expect(countsOf(rows)).toEqual([
      ["left_out", 10, 100, 30, 100],
      ["followback", 14, 120, 30, 100],
      ["organic", 10, 100, 34, 120],
      ["who_did_followback", 14, 104, 30, 116],
      ["who_did_organic", 10, 116, 34, 104]
    ]);
    // 14/120 - 30/100 and 10/100 - 34/120.
    for (const row of rows)
      expect(row).toMatchObject({
        range_low: expect.closeTo(-0.1833333, 6),
        range_high: expect.closeTo(-0.1833333, 6),
        certain_followback: 100n,
        certain_organic: 100n,
        n_unknown: 20n,
        n_maybe: 20n
      });
  });

  it("counts those who cannot be followbacks as organic in every way", async () => {
    const rows = await differencesOf(["followback", 10, 100], ["organic", 30, 100], ["unknown", 4, 20, 1, 5]);
    expect(countsOf(rows)).toEqual([
      ["left_out", 10, 100, 30, 100],
      ["followback", 11, 105, 33, 115],
      ["organic", 10, 100, 34, 120],
      ["who_did_followback", 11, 101, 33, 119],
      ["who_did_organic", 10, 104, 34, 116]
    ]);
    // 11/105 - 33/115 = -0.18220 and 10/100 - 34/120 = -0.18333.
    expect(rows[0]).toMatchObject({
      range_low: expect.closeTo(-0.183333, 6),
      range_high: expect.closeTo(-0.182195, 6)
    });
  });

  it("has one way left where none of the unknown can be followbacks", async () => {
    const rows = await differencesOf(["followback", 10, 100], ["organic", 30, 100], ["unknown", 4, 20]);
    expect(countsOf(rows).map(([way]) => way)).toEqual(["left_out", "organic"]);
    expect(rows[0]).toMatchObject({
      range_low: expect.closeTo(-0.183333, 6),
      range_high: expect.closeTo(-0.183333, 6)
    });
  });

  it("says nothing where one route has nobody", async () => {
    expect(await differencesOf(["followback", 10, 100])).toEqual([]);
  });
});
