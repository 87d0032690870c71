import {createRandom} from "../random.ts";
import {dayMs, postIdOf, type Person} from "./people.ts";

/** What the simulated brand is about, as its owner would declare it. */
export const brandTopics: readonly string[] = ["coffee", "roasting", "コーヒー"];

/** A post of a person about anything but the brand. */
export interface InterestPost {
  id: string;
  at: number;
  text: string;
  /** Whether a topic stands in it as a word or hashtag; the others hold one inside a longer word. */
  isOnTopic: boolean;
}

const onTopic = [
  "a good cup of coffee",
  "what a morning #coffee",
  "COFFEE, then everything else",
  "roasting at home again",
  "light or dark? #roasting",
  "今日の #コーヒー"
];
const besideTopic = ["at the coffeehouse round the corner", "#coffeetime"];
/** One post in so many holds a topic inside a longer word only. */
const besideShare = 0.12;

/** Posts are drawn by stretches of so many days, so that any part of the past can be asked for. */
const stretchMs = 30 * dayMs;
/** Tell what is drawn of interests from the world's own chance, and one person's from another's. */
const interestSeed = 0x3c0ffee;
const personStep = 7_919;
const stretchStep = 104_729;
/** Ids of these posts lie above those of all else that happens in the same millisecond. */
const idsFrom = 3 << 20;

/** Whether somebody cares for the brand's topics, and how many posts on them they write in 30 days before they follow it. */
export function drawInterest(seed: number, {index, behaviour}: Person): number {
  const random = createRandom(seed ^ (interestSeed + index * personStep));
  return random.chance(behaviour.interested) ? random.lognormal(behaviour.topicPostsIn30 * 0.9, 0.5) : 0;
}

/**
 * The posts of a person from `from` to before `to`, oldest first: the same whenever they are asked for, once that time
 * has passed, whatever else was asked for. Nobody posts while X hides them; that nobody else can read what a protected
 * account posts is the server's matter.
 */
export function interestPosts(seed: number, person: Person, from: number, to: number): InterestPost[] {
  const before = drawInterest(seed, person);
  if (before === 0) return [];
  const after = before * person.behaviour.interestAfter;
  const most = Math.max(before, after);
  const followedAt = person.inbound[0]?.start ?? Infinity;
  const posts: InterestPost[] = [];
  for (let stretch = Math.floor(from / stretchMs); stretch * stretchMs < to; ++stretch) {
    const random = createRandom(
      seed ^ (interestSeed + person.index * personStep + (stretch + 1) * stretchStep)
    );
    for (let left = random.poisson(most); left > 0; --left) {
      const at = Math.floor((stretch + random.uniform()) * stretchMs);
      const isWritten = random.chance((at < followedAt ? before : after) / most);
      const isOnTopic = !random.chance(besideShare);
      const texts = isOnTopic ? onTopic : besideTopic;
      const text = texts[Math.floor(random.uniform() * texts.length)]!;
      if (isWritten && at >= from && at < to && !isHidden(person, at))
        posts.push({id: postIdOf(at, idsFrom + person.index), at, text: `[simulated] ${text}`, isOnTopic});
    }
  }
  return posts.sort((a, b) => a.at - b.at);
}

const isHidden = ({hidden}: Person, at: number) =>
  hidden.some(({from, to}) => at >= from && (to === null || at < to));

/** After so many days somebody who came is looked at, so many days back from their follow and on. */
export const lookFrom = 31;
const lookDays = 30;

/** What a look at one person who followed the brand would find, from 30 days before they did to 30 days after. */
export interface TrueInterest {
  before: boolean;
  after: boolean;
}

/** Null where nobody could look: the account is protected, or hidden when it was to be looked at. */
export function lookAt(seed: number, person: Person): TrueInterest | null {
  const followedAt = person.inbound[0]!.start;
  if (person.user.isProtected || isHidden(person, followedAt + lookFrom * dayMs)) return null;
  const period = (from: number, to: number) =>
    interestPosts(seed, person, followedAt + from * dayMs, followedAt + to * dayMs).some(
      ({isOnTopic}) => isOnTopic
    );
  return {before: period(-lookDays, 0), after: period(0, lookDays)};
}
