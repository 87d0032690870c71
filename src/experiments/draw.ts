import {randomNumbers} from "../statistics/multinomial.ts";

/** The arms of people: the first is followed, the second is left alone. */
export const peopleArms = ["follow", "leave"] as const;
export type PeopleArm = (typeof peopleArms)[number];

/** At most so many follows a day: what a person can do by hand, and well within what X allows. */
export const followsADay = 50;

/** Strata of fewer people are drawn together: they could not be shared out evenly. */
const smallestStratum = 8;

/** Somebody who may be drawn, with what is known of them; null where nothing is. */
export interface Candidate {
  id: string;
  followers: number | null;
  following: number | null;
}

export interface Drawn {
  id: string;
  arm: PeopleArm;
  stratum: string;
  /** The day of the plan, from 0, on which their list names them. */
  day: number;
}

/** What the strata are made of, for the plan. */
export const strataOf =
  "followers (below 300, below 2,000, more), and accounts followed to followers (below 0.8, up to 1.25, more)";

const rest = "other";

function stratumOf({followers, following}: Candidate): string {
  if (followers === null || following === null) return "nothing known";
  const size = followers < 300 ? "below 300" : followers < 2000 ? "below 2,000" : "2,000 or more";
  const ratio =
    following < 0.8 * followers ? "below 0.8" : following <= 1.25 * followers ? "up to 1.25" : "above 1.25";
  return `${size} followers, ratio ${ratio}`;
}

/**
 * Draws half of the candidates of each stratum to be followed; the one left over in a stratum of odd size goes by a coin of its
 * own, these coins being as even as they can be. Each arm is put in an order by chance and has 50 people a day. The same
 * candidates and seed give the same draw, in whatever order the candidates come.
 */
export function drawPeople(candidates: readonly Candidate[], seed: number): Drawn[] {
  const random = randomNumbers(seed);
  const strata = new Map<string, string[]>();
  const put = (stratum: string, id: string) => {
    const ids = strata.get(stratum);
    if (ids === undefined) strata.set(stratum, [id]);
    else ids.push(id);
  };
  const sorted = [...candidates].sort((a, b) => compareIds(a.id, b.id));
  const sizes = new Map<string, number>();
  for (const one of sorted) sizes.set(stratumOf(one), (sizes.get(stratumOf(one)) ?? 0) + 1);
  for (const one of sorted) {
    const stratum = stratumOf(one);
    put(sizes.get(stratum)! < smallestStratum ? rest : stratum, one.id);
  }
  const arms: Record<PeopleArm, Omit<Drawn, "day">[]> = {follow: [], leave: []};
  const odd: {id: string; stratum: string}[] = [];
  for (const stratum of [...strata.keys()].sort()) {
    const ids = shuffled(strata.get(stratum)!, random);
    const half = Math.floor(ids.length / 2);
    for (const [nth, id] of ids.entries()) {
      if (nth === 2 * half) odd.push({id, stratum});
      else {
        const arm = nth < half ? "follow" : "leave";
        arms[arm].push({id, arm, stratum});
      }
    }
  }
  const first = random() < 0.5 ? 0 : 1;
  for (const [nth, {id, stratum}] of shuffled(odd, random).entries()) {
    const arm = peopleArms[(first + nth) % 2]!;
    arms[arm].push({id, arm, stratum});
  }
  return peopleArms.flatMap((arm) =>
    shuffled(arms[arm], random).map((one, nth) => ({...one, day: Math.floor(nth / followsADay)}))
  );
}

/** By number: ids have up to 19 digits, more than a number of JavaScript holds. */
const compareIds = (a: string, b: string) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** In an order by chance (Fisher and Yates). */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
