import {afterEach, describe, expect, it} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {preludeSql, readModels} from "../../src/models/models.ts";

let db: Database;
afterEach(() => db.close());

/** The last two: of unknown route, those who may be followbacks; of the others, those by a sitting alone. */
type Cell = [route: string, engaged: number, size: number, engagedOpen?: number, sizeOpen?: number];

/** The mart of one account that has engaged by 30 days so, each cell a monthly cohort. */
async function differencesOf(...cells: Cell[]) {
  db = await openDatabase();
  await db.run(preludeSql());
  const rows = cells.map(
    ([route, engaged, size, engagedOpen = 0, sizeOpen = 0]) =>
      `(1::bigint, 'month', '${route}', 30, ${size}::bigint, ${engaged}::bigint, ${sizeOpen}::bigint, ${engagedOpen}::bigint)`
  );
  await db.run(`
    create table cohort_engagement as
      select account_id, period, route, age_days, size, engaged,
        case when route = 'unknown' then size_open else 0 end as size_maybe, case when route = 'unknown' then engaged_open else 0 end as engaged_maybe,
        case when route = 'unknown' then 0 else size_open end as size_sitting, case when route = 'unknown' then 0 else engaged_open end as engaged_sitting
      from (values ${rows.join(", ")}) t(account_id, period, route, age_days, size, engaged, size_open, engaged_open);
    create table cohort_retention as
      select account_id, period, route, age_days, size, engaged as retained, size_maybe, engaged_maybe as retained_maybe,
        size_sitting, engaged_sitting as retained_sitting
      from cohort_engagement where false`);
  await db.run(`
    create table claim_counts (account_id bigint, evaluated_at timestamp, claim varchar, route varchar, x bigint, n bigint,
      x_maybe bigint, n_maybe bigint, x_sitting bigint, n_sitting bigint)`);
  for (const wanted of ["comparisons", "differences"])
    await readModels()
      .find(({name}) => name === wanted)!
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

  it("counts those whose route rests on a sitting by it in the estimate, and on either side in the range", async () => {
    // 3 of 20 followbacks and 6 of 10 organic ones rest on a sitting.
    const rows = await differencesOf(
      ["followback", 10, 100, 3, 20],
      ["organic", 30, 100, 6, 10],
      ["unknown", 4, 20, 1, 5]
    );
    // Certain without sittings: 7 of 80, and 24 of 90 with 3 of 15 unknown ones. Either: 3 + 6 + 1 of 20 + 10 + 5.
    expect(countsOf(rows)).toEqual([
      ["left_out", 10, 100, 30, 100],
      ["followback", 17, 115, 27, 105],
      ["organic", 7, 80, 37, 140],
      ["who_did_followback", 17, 90, 27, 130],
      ["who_did_organic", 7, 105, 37, 115]
    ]);
    // 17/115 - 27/105 and 7/80 - 37/140.
    expect(rows[0]).toMatchObject({
      difference: -0.2,
      range_low: expect.closeTo(-0.176786, 6),
      range_high: expect.closeTo(-0.109317, 6),
      n_unknown: 20n,
      n_maybe: 5n,
      n_sitting: 30n
    });
  });

  it("has the worst cases as its range where every followback rests on a sitting", async () => {
    const rows = await differencesOf(["followback", 3, 20, 3, 20], ["organic", 24, 90]);
    expect(countsOf(rows)).toEqual([
      ["left_out", 3, 20, 24, 90],
      ["followback", 3, 20, 24, 90],
      ["who_did_followback", 3, 3, 24, 107],
      ["who_did_organic", 0, 17, 27, 93]
    ]);
    // 0/17 - 27/93 and 3/3 - 24/107.
    expect(rows[0]).toMatchObject({
      range_low: expect.closeTo(-0.290323, 6),
      range_high: expect.closeTo(0.775701, 6)
    });
  });

  it("says nothing where one route has nobody", async () => {
    expect(await differencesOf(["followback", 10, 100])).toEqual([]);
  });
});
