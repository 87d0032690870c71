import {cumulativeIncidence, type CauseRow, type Incidence} from "./cumulative-incidence.ts";
import {wilson, type Interval} from "./proportion.ts";

/** `count` people: gone at the list of grid age `age` for `cause`, or still there at it and not observed later. */
export type GridRow = {age: number; cause: string | null; count: number};

/** `hazard` is the share of those at risk lost between the previous grid age and this one, by any cause. */
export type LifeTableRow = {
  age: number;
  atRisk: number;
  lost: Record<string, number>;
  retained: number;
  keptError: number;
  retainedInterval: Interval;
  hazard: number;
  hazardInterval: Interval;
  incidence: Record<string, Incidence>;
};

/**
 * The multi-decrement life table at grid ages: exact where everybody is seen on the same grid, since whoever went
 * between two lists is counted at the second. Not for a group whose members are seen on different schedules: there
 * an age off the grid is refused rather than moved.
 */
export function lifeTable(rows: GridRow[], grid: number[], level = 0.95): LifeTableRow[] {
  const ages = [...grid].sort((a, b) => a - b);
  const off = rows.find(({age, count}) => count > 0 && !ages.includes(age));
  if (off) throw new RangeError(`age ${off.age} is not on the grid ${ages.join(" ")}: use turnbull`);
  // Rows without people make every grid age a row of the table.
  const ticks = ages.map((age) => ({time: age, cause: null, count: 0}));
  const causeRows: CauseRow[] = rows.map(({age, cause, count}) => ({time: age, cause, count}));
  return cumulativeIncidence([...causeRows, ...ticks], level).map((step) => {
    const lost = Object.values(step.happened).reduce((sum, d) => sum + d, 0);
    return {
      age: step.time,
      atRisk: step.atRisk,
      lost: step.happened,
      retained: step.free,
      keptError: step.freeError,
      retainedInterval: retainedInterval(step.free, step.freeError, step.atRisk, level),
      hazard: lost / step.atRisk,
      hazardInterval: wilson(lost, step.atRisk, level),
      incidence: step.incidence
    };
  });
}

/**
 * Wilson's interval with as many people as would give the table's own variance: with nobody withdrawn these are all
 * who began, so the interval is that of retained/size.
 */
function retainedInterval(retained: number, error: number, atRisk: number, level: number): Interval {
  const people = error > 0 ? (retained * (1 - retained)) / error ** 2 : atRisk;
  return wilson(retained * people, people, level);
}
