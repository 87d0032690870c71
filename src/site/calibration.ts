import {existsSync, readFileSync} from "node:fs";
import type {Database} from "../duckdb.ts";

interface Study {
  schedule: string;
  date: string;
  seed: number;
  people: number;
  groups: {keeping: string; coverage: {figure: string; worlds: number; covered: number}[]}[];
}

/** What simulated brands of known truth showed, if that was worked out. */
const file = new URL("../../reports/calibration.json", import.meta.url);

/**
 * Writes a table `calibration`: in how many simulated worlds a figure's 95 % interval held the truth, in all and in the
 * scenario where it did so least; one row a schedule and figure. Worlds whose brand drops people fast are left out.
 */
export async function attachCalibration(db: Database): Promise<void> {
  await db.run(
    "create table calibration (schedule varchar, worked_out varchar, seed bigint, people bigint, figure varchar, worlds bigint, covered bigint, least double)"
  );
  if (!existsSync(file)) return;
  const {studies} = JSON.parse(readFileSync(file, "utf8")) as {studies: Study[]};
  const insert = await db.connection.prepare(
    "insert into calibration values ($1, $2, $3, $4, $5, $6, $7, $8)"
  );
  for (const {schedule, date, seed, people, groups} of studies) {
    const all = groups.filter(({keeping}) => keeping === "long").flatMap(({coverage}) => coverage);
    for (const figure of new Set(all.map((one) => one.figure))) {
      const own = all.filter((one) => one.figure === figure);
      const sum = (of: "worlds" | "covered") => own.reduce((total, one) => total + one[of], 0);
      insert.bindVarchar(1, schedule);
      insert.bindVarchar(2, date);
      insert.bindBigInt(3, BigInt(seed));
      insert.bindBigInt(4, BigInt(people));
      insert.bindVarchar(5, figure);
      insert.bindBigInt(6, BigInt(sum("worlds")));
      insert.bindBigInt(7, BigInt(sum("covered")));
      insert.bindDouble(8, Math.min(...own.map(({covered, worlds}) => covered / worlds)));
      await insert.run();
    }
  }
}
