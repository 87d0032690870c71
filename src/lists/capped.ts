/** A repeated count may differ by so many: an export may hold its owner too, or somebody twice. */
const sameCount = 1;
/** An export found to be capped may hold so much less than its cap, after people it held twice are dropped. */
const belowCap = 0.01;
/** So many oldest people must be missing before they stand together. */
const fewestAtOldEnd = 3;
/** So many must have left before a count that stays says anything. */
const fewestGone = 3;
/** What a whole list shows by accident less often than this is taken for a cap. */
export const accident = 0.005;
/** The same where the first list was held back, because too many people were missing from it. */
const accidentOfSuspect = 0.05;

/** What to do about it. */
const remedy = "export the whole list, or give --complete-anyway";
/** How every sentence about a cap begins. */
const looksCapped = "looks capped:";
const inWords = (count: number) => count.toLocaleString("en-US");

const slidingWhy = (count: number) =>
  `${looksCapped} the oldest people are missing while the count stays at ${inWords(count)}: ${remedy}`;
const repeatingWhy = (count: number) =>
  `${looksCapped} the count stays at ${inWords(count)} while people come and go: ${remedy}`;
export const oldEndWhy = (people: number) =>
  `${looksCapped} the ${inWords(people)} oldest people of the list before are missing together: ${remedy}`;

/** How often a count is as round as this one: one in 5,000, 1,000, 500 or 100, or 1 where it is no multiple of these. */
function roundness(count: number): number {
  const unit = [5000, 1000, 500, 100].find((one) => count > 0 && count % one === 0);
  return 1 / (unit ?? 1);
}

/**
 * How often a count stays the same within one though so many people come or leave, at most: it does so most often where
 * both are as likely. The middle of a binomial distribution, by its bound.
 */
function chanceOfRepeat(changes: number): number {
  if (changes === 0) return 1;
  const isOdd = changes % 2 === 1;
  return Math.min(1, (isOdd ? 2 : 1) * Math.sqrt(2 / (Math.PI * (isOdd ? changes + 1 : changes))));
}

/**
 * Who is missing at the old end of a list: how many of its last rows, until somebody is there, and how often so many stand
 * there by accident if anybody is as likely to leave as another.
 */
export function missingAtOldEnd(
  list: Int32Array,
  isThere: (person: number) => boolean
): {atOldEnd: number; chance: number} {
  let atOldEnd = 0;
  while (atOldEnd < list.length && !isThere(list.at(-1 - atOldEnd)!)) atOldEnd++;
  let missing = 0;
  for (const person of list) if (!isThere(person)) missing++;
  let chance = 1;
  for (let nth = 0; nth < atOldEnd; nth++) chance *= (missing - nth) / (list.length - nth);
  return {atOldEnd, chance};
}

/** A list that nothing counts, as it is looked at for a cap. People go by their number. */
export interface UncountedList {
  /** Its number among the lists of its series. */
  nth: number;
  people: Int32Array;
  /** How many it had, people erased since included. */
  rows: number;
  /** Its newest people come first. */
  isOrdered: boolean;
  isThere: (person: number) => boolean;
  /** What it was found to be before people were erased from it. */
  whyBefore: string | null;
}

/** Neighbouring lists whose counts are the same. */
export interface Run {
  nths: number[];
  base: Int32Array;
  rows: number;
  last: Int32Array;
  gone: number;
  /** How often whole lists show such counts by accident. */
  chance: number;
  isSuspect: boolean;
  why: string | null;
}

const beginning = (nth: number, people: Int32Array, rows: number): Run => ({
  nths: [nth],
  base: people,
  rows,
  last: people,
  gone: 0,
  chance: roundness(rows),
  isSuspect: false,
  why: null
});

/** The fewest rows of a list that goes on with a run. */
const leastOf = ({rows, why}: Run) =>
  Math.min(rows - sameCount, why === null ? Infinity : (1 - belowCap) * rows);

/**
 * Finds lists that an exporter cut at a number of rows. Their counts stay the same while people change, because each
 * newcomer pushes out the oldest. Neighbouring lists whose counts are equal within one are taken as capped where fewer than
 * five whole series in a thousand would look as they do. That share is a product: how seldom a count is as round as the
 * first one; for each later list, how seldom so many changes leave the count as it was; and, where the newest stand first,
 * how seldom the people missing at the old end of the first list leave together. Three people must have left; where the
 * newest stand first, the three oldest. If the first list was held back because too many people were missing from it, one
 * in twenty is enough. Once lists are found to be capped, the next ones are too, until one holds more people, or over 1 %
 * fewer.
 *
 * tests/lists/capped.test.ts prints how often it is wrong.
 */
export class CapWatch {
  #run: Run | null = null;

  /** What it goes on from. */
  get run(): Run | null {
    return this.#run;
  }

  set run(run: Run | null) {
    this.#run = run;
  }

  /** Looks at the next list: which lists are capped, by number, and why; null where nothing shows it. */
  look(list: UncountedList): {why: string; nths: readonly number[]} | null {
    const run = this.#continued(list);
    const isKnown = list.whyBefore?.startsWith(looksCapped) ?? false;
    run.why ??= isKnown ? list.whyBefore : this.#findingOf(run, list);
    run.last = list.people;
    return run.why === null ? null : {why: run.why, nths: run.nths};
  }

  /** The list looked at last is held back. */
  suspect(): void {
    if (this.#run?.nths.length === 1) this.#run.isSuspect = true;
  }

  /** What comes next says nothing of the lists so far. */
  end(): void {
    this.#run = null;
  }

  /** The run this list goes on with, or begins. */
  #continued({nth, people, rows, isThere}: UncountedList): Run {
    const run = this.#run;
    if (run === null || rows > run.rows + sameCount || rows < leastOf(run))
      return (this.#run = beginning(nth, people, rows));
    let gone = 0;
    for (const person of run.last) if (!isThere(person)) gone++;
    const came = people.length - (run.last.length - gone);
    run.nths.push(nth);
    run.gone += gone;
    run.chance *= chanceOfRepeat(gone + came);
    return run;
  }

  #findingOf(run: Run, {isOrdered, isThere}: UncountedList): string | null {
    if (run.nths.length === 1) return null;
    if (run.isSuspect && run.chance < accidentOfSuspect) return repeatingWhy(run.rows);
    if (run.gone < fewestGone) return null;
    if (!isOrdered) return run.chance < accident ? repeatingWhy(run.rows) : null;
    // Where the old end stands still, nobody was pushed out.
    const {atOldEnd, chance} = missingAtOldEnd(run.base, isThere);
    return atOldEnd >= fewestAtOldEnd && run.chance * chance < accident ? slidingWhy(run.rows) : null;
  }
}
