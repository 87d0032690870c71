import {reach} from "./distributions.ts";
import {wilson, type Interval} from "./proportion.ts";

/** `count` people who went at `time` for `cause`, or were still there when last seen (`cause` null). */
export type CauseRow = {time: number; cause: string | null; count: number};

export type Incidence = {value: number; error: number} & Interval;

/** `free` is the share nothing has happened to yet; 1 − free is the sum of the incidences. */
export type IncidenceStep = {
  time: number;
  atRisk: number;
  happened: Record<string, number>;
  free: number;
  freeError: number;
  incidence: Record<string, Incidence>;
};

/** Of a cause: its incidence so far, and the coefficients of its variance. */
interface Sums {
  value: number;
  constant: number;
  linear: number;
  square: number;
}

/**
 * Cumulative incidence of causes that exclude one another (Aalen–Johansen): first engagement with leaving as the
 * competing event, or the causes of leaving. It is walked along from time to time, and tells where it stands when it is
 * asked: of exact ages there are very many, and few are shown. People last seen at a time count as at risk at it. The
 * variance is Greenwood's, carried to several causes by the delta method (it equals R's infinitesimal jackknife).
 * Intervals are on the complementary log-log scale; before a cause's first event they are Wilson's for none among those
 * at risk.
 */
export class IncidenceWalk {
  readonly #sums: ReadonlyMap<string, Sums>;
  #free = 1;
  #greenwood = 0;
  #atRisk = 0;

  constructor(
    causes: readonly string[],
    readonly level = 0.95
  ) {
    this.#sums = new Map(
      causes.toSorted().map((cause) => [cause, {value: 0, constant: 0, linear: 0, square: 0}])
    );
  }

  /**
   * Goes on to the next time: of `atRisk` people, more than none, who were still there, so many went for each cause.
   *
   * An event of a cause at time k adds what was free before it to the incidence; any event there takes away what the people
   * it removed would have added later. Hazards at one time are shares of the same people (multinomial), and those of
   * different times are uncorrelated. What is added later, value − value(k), makes each term a square in the value:
   * its three coefficients are summed once, so that the cost follows the times and not their square.
   */
  goOn(atRisk: number, happened: Readonly<Record<string, number>>): void {
    const before = this.#free;
    let lost = 0;
    for (const cause of this.#sums.keys()) lost += happened[cause] ?? 0;
    const stay = atRisk - lost;
    this.#free *= stay / atRisk;
    this.#atRisk = atRisk;
    if (lost === 0) return;
    this.#greenwood += lost / (atRisk * stay);
    const any = lost / atRisk;
    for (const [cause, sums] of this.#sums) {
      const own = (happened[cause] ?? 0) / atRisk;
      const value = (sums.value += (before * (happened[cause] ?? 0)) / atRisk);
      sums.constant += (before ** 2 * own * (1 - own)) / atRisk;
      if (any === 1) continue;
      const cross = (before * own) / atRisk;
      const spread = any / (1 - any) / atRisk;
      sums.constant += 2 * cross * value + spread * value ** 2;
      sums.linear -= 2 * cross + 2 * spread * value;
      sums.square += spread;
    }
  }

  /** The share that nothing has happened to so far, with its standard error. */
  free(): Pick<IncidenceStep, "free" | "freeError"> {
    const free = this.#free;
    return {free, freeError: free > 0 ? free * Math.sqrt(this.#greenwood) : 0};
  }

  /** The share that each cause has taken so far. */
  incidence(): Record<string, Incidence> {
    return Object.fromEntries(
      [...this.#sums].map(([cause, {value, constant, linear, square}]) => {
        const error = Math.sqrt(Math.max(0, constant + linear * value + square * value ** 2));
        return [cause, {value, error, ...intervalOf(value, error, this.#atRisk, this.level)}];
      })
    );
  }
}

/** The walk over these rows, and where it stands at each of their times. */
export function cumulativeIncidence(rows: CauseRow[], level = 0.95): IncidenceStep[] {
  const causes = [...new Set(rows.flatMap(({cause}) => cause ?? []))].sort();
  const walk = new IncidenceWalk(causes, level);
  return tally(rows, causes).map(({time, atRisk, happened}) => {
    walk.goOn(atRisk, happened);
    return {time, atRisk, happened, ...walk.free(), incidence: walk.incidence()};
  });
}

function tally(rows: CauseRow[], causes: string[]) {
  const exits = new Map<number, {happened: Record<string, number>; people: number}>();
  for (const {time, cause, count} of rows) {
    const at = exits.get(time) ?? {happened: Object.fromEntries(causes.map((of) => [of, 0])), people: 0};
    if (cause !== null) at.happened[cause]! += count;
    at.people += count;
    exits.set(time, at);
  }
  let atRisk = rows.reduce((sum, {count}) => sum + count, 0);
  const ticks: {time: number; atRisk: number; happened: Record<string, number>}[] = [];
  for (const [time, {happened, people}] of [...exits].sort(([a], [b]) => a - b)) {
    if (atRisk > 0) ticks.push({time, atRisk, happened});
    atRisk -= people;
  }
  return ticks;
}

function intervalOf(value: number, error: number, atRisk: number, level: number): Interval {
  if (value <= 0) return wilson(0, atRisk, level);
  if (value >= 1) return {low: wilson(atRisk, atRisk, level).low, high: 1};
  const width = (reach(level) * error) / ((1 - value) * -Math.log(1 - value));
  return {
    low: 1 - (1 - value) ** Math.exp(-width),
    high: 1 - (1 - value) ** Math.exp(width)
  };
}
