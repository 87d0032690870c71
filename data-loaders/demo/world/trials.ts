import {createRandom, seedOf} from "../random.ts";
import {answerDelay, dayMs, drawStay, type Person} from "./people.ts";
import type {WorldView} from "./world-view.ts";

/** Somebody whom the brand may follow by a coin, and what they do then and otherwise: drawn beforehand, apart from the world's chance. */
export interface TrialPerson {
  person: Person;
  /** When they follow the brand if it does nothing, in milliseconds since 1970; null: never. */
  comesAt: number | null;
  /** Milliseconds after the brand's follow until they answer it; null: never. */
  answersAfter: number | null;
  /** How many days after they came they leave. */
  stayDays: number;
}

/** What an experiment would find if it could see every person and week twice, with outreach and without. */
export interface TrueEffect {
  experiment: string;
  outcome: string;
  /** Of people a share, of weeks results a week. */
  effect: number;
}

/** Tell what is drawn of such people from the world's own chance. */
const trialSeed = 0xc0117;
const pickedSeed = 0xa11a7;
/** Who comes anyway does so within so many days. */
const comesWithinDays = 60;
/** Whom the brand picks because they are about to come, come after so many days on average. */
const pickedComeDays = 6;
const hourMs = dayMs / 24;
/** The hours of the evening in which a list is followed. */
const evening = [18, 20.5] as const;

interface ListedPerson {
  id: string;
  arm: string;
  date: Date;
}

/** What a coin has decided of the brand's outreach, and what is true of it. */
export class Trials {
  readonly #weeks = new Map<number, boolean>();
  readonly #listDays = new Set<number>();
  readonly #people = new Map<string, TrialPerson>();
  readonly #drawn = new Map<string, readonly ListedPerson[]>();
  readonly #weekTrials: string[] = [];

  /** Whether a coin has outreach on, on the day of a midnight; null where none decides. While a list is followed, nobody else is. */
  outreachOn(midnight: number): boolean | null {
    return this.#listDays.has(midnight) ? false : this.#ofWeek(midnight);
  }

  /** Whether the brand follows anybody in the week of a midnight, a list or others; null where no coin decides. */
  isOn(midnight: number): boolean | null {
    return this.#listDays.has(midnight) ? true : this.#ofWeek(midnight);
  }

  #ofWeek(midnight: number): boolean | null {
    const sinceMonday = (new Date(midnight).getUTCDay() + 6) % 7;
    return this.#weeks.get(midnight - sinceMonday * dayMs) ?? null;
  }

  decideWeeks(experiment: string, weeks: readonly {from: Date; isOn: boolean}[]) {
    this.#weekTrials.push(experiment);
    for (const {from, isOn} of weeks) this.#weeks.set(from.getTime(), isOn);
  }

  /** Finds so many people whom nobody has met; some of them come by themselves, from `from` on. */
  findPeople(world: WorldView, count: number, from: number): string[] {
    return Array.from({length: count}, () => {
      const person = world.addPerson(world.random.pick(world.behaviours.candidates));
      const random = createRandom(seedOf(world.seed, trialSeed, person.index));
      const comes = random.chance(world.behaviours.candidatesComeAnyway);
      const one: TrialPerson = {
        person,
        comesAt: comes ? from + random.between(0, comesWithinDays) * dayMs : null,
        answersAfter: random.chance(person.behaviour.answers) ? answerDelay(random) : null,
        stayDays: drawStay(random, person)
      };
      if (one.comesAt !== null) world.schedule.plan(one.comesAt, () => come(world, one));
      this.#people.set(person.id, one);
      return person.id;
    });
  }

  /** The brand follows those of the list to follow, on the evening of their day. */
  decidePeople(world: WorldView, experiment: string, drawn: readonly ListedPerson[]) {
    this.#drawn.set(experiment, drawn);
    const random = createRandom(seedOf(world.seed, trialSeed));
    for (const {id, arm, date} of drawn) {
      const one = this.#people.get(id)!;
      this.#listDays.add(date.getTime());
      if (arm !== "follow") continue;
      world.schedule.plan(date.getTime() + random.between(...evening) * hourMs, () => {
        world.brand.followDrawn(one.person);
        if (one.answersAfter !== null)
          world.schedule.plan(world.now + one.answersAfter, () => come(world, one));
      });
    }
  }

  /** `buys` is the share of visits that end in a sale. */
  trueEffects({visitsAWeek}: {visitsAWeek: number}, buys: number): TrueEffect[] {
    return [
      ...this.#weekTrials.flatMap((experiment) => [
        {experiment, outcome: "visits", effect: visitsAWeek},
        {experiment, outcome: "sales", effect: visitsAWeek * buys},
        // Outreach turns to people who have not met the brand, so that it takes none of those who come by themselves.
        {experiment, outcome: "organic", effect: 0}
      ]),
      ...[...this.#drawn].flatMap(([experiment, drawn]) =>
        ([30, 90] as const).map((days) => ({
          experiment,
          outcome: `follows_${days}`,
          effect: this.#effectAfter(drawn, days)
        }))
      )
    ];
  }

  /** Without suspensions, second thoughts and returns, which come to both arms alike. */
  #effectAfter(drawn: readonly ListedPerson[], days: number): number {
    const gains = drawn.map(({id, date}) => {
      const {comesAt, answersAfter, stayDays} = this.#people.get(id)!;
      const due = date.getTime() + days * dayMs;
      const answersAt =
        answersAfter === null ? Infinity : date.getTime() + evening[0] * hourMs + answersAfter;
      const stands = (at: number) => (at <= due && at + stayDays * dayMs > due ? 1 : 0);
      return stands(Math.min(comesAt ?? Infinity, answersAt)) - stands(comesAt ?? Infinity);
    });
    return gains.reduce<number>((sum, gain) => sum + gain, 0) / gains.length;
  }
}

/** Once: whether they come by themselves or as an answer. */
function come(world: WorldView, {person, stayDays}: TrialPerson) {
  if (person.inbound.length === 0) world.follow(person, undefined, stayDays);
}

/** Somebody whom the brand picked by itself may have been about to come. */
export function comeAnyway(world: WorldView, person: Person) {
  const share = world.behaviours.pickedComeAnyway;
  if (share === 0) return;
  const random = createRandom(seedOf(world.seed, pickedSeed, person.index, person.attempts));
  if (random.chance(share))
    world.schedule.plan(world.now + random.exponential(pickedComeDays) * dayMs, () => world.follow(person));
}
