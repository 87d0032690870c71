import type {Facts} from "./facts.ts";
import {conversationAges, pollAges} from "../networks/polls.ts";
import {type Endpoint, likersCap, postPage, postsASearch} from "../networks/x.ts";
import type {Asker, Line} from "./asked.ts";

/**
 * How often an own post is polled where snapshots are so many days apart. A poll is due at each age; where two ages fall
 * between two snapshots, one poll serves both.
 */
export const pollsAPost = (every: number): number =>
  pollAges.slice(1).reduce((polls, age, nth) => polls + Math.min(1, (age - pollAges[nth]!) / every), 1);

/** Own posts a snapshot reads again for their counts. One first read when a day old was read for them just then. */
export const countsDue = ({posts}: Facts, every: number): number =>
  posts * (every * pollsAPost(every) - Math.max(0, every - pollAges[0]!));

/** The acts toward own posts whose age has come, of one snapshot. */
export const actLines = (facts: Facts, every: number, asker: Asker): Line[] =>
  actsOf(facts, asker).map(({endpoint, aPost, cap}) => {
    const {asked, rows} = actPolls(aPost, every, cap);
    const posts = facts.posts * every;
    return {endpoint, requests: posts * asked * Math.ceil(aPost / postPage), resources: posts * rows};
  });

/** The acts of one snapshot, were each count to change from poll to poll: there are no more. */
export const mostActLines = (facts: Facts, every: number, asker: Asker): Line[] =>
  actsOf(facts, asker).map(({endpoint, aPost}) => {
    const polls = facts.posts * every * pollsAPost(every);
    return {endpoint, requests: polls * Math.ceil(aPost / postPage), resources: polls * aPost};
  });

/** Of every post toward the account, so many others answer each other under its posts. Assumed: X says nothing of it. */
const answersAMention = 0.5;

/**
 * The posts of others in the conversations under own posts, of one snapshot: rather too many, for every mention is taken
 * to stand in one. Each is read once, whichever of the two ages it is read at.
 */
export function conversationLine({posts, mentions}: Facts, every: number, asker: Asker): Line {
  const resources = mentions * (1 + answersAMention) * every;
  const due = posts * every;
  // On some days no post has come to an age, and those of one age need one search, or more.
  const searches = conversationAges.length * Math.max(-Math.expm1(-due), due / postsASearch);
  return {
    endpoint: asker === "bearer" ? "tweets/search/all" : "tweets/search/recent",
    requests: searches + resources / postPage,
    resources
  };
}

/** X shows all reposts and quotes of a post: no post has so many. */
const uncut = 1e9;

/** The acts on an own post by endpoint, as means of what X shows. */
function actsOf({reposts, quotes, likes}: Facts, asker: Asker) {
  const of = (endpoint: Endpoint, aPost: number, cap: number) => ({
    endpoint,
    aPost: Math.min(cap, aPost),
    cap
  });
  return [
    of("tweets/:id/retweets", reposts, uncut),
    of("tweets/:id/quote_tweets", quotes, uncut),
    ...(asker === "user" ? [of("tweets/:id/liking_users", likes, likersCap)] : [])
  ];
}

/**
 * The share of the acts on a post that came by some age in days: most of them on the first. Assumed, as in the simulated
 * brand: X says nothing of it.
 */
const arrivedBy = (days: number): number => 1 - 0.85 * Math.exp(-days / 0.3) - 0.15 * Math.exp(-days / 2.5);

/**
 * How often the acts of one kind on one post are asked for, and how many rows that is, where snapshots are so many days
 * apart: at each age that has come, unless X counts as many as at the last. X shows at most `cap` of a post, and is asked
 * each time where there are more.
 *
 * `aPost` is the mean of what X shows. Posts are taken to differ as exponential draws do, for which the integrals below
 * are known. That is dearer than if all were alike, because those with many acts change most often.
 */
export function actPolls(aPost: number, every: number, cap = uncut): {asked: number; rows: number} {
  const mean = uncapped(aPost, cap);
  if (mean === 0) return {asked: 0, rows: 0};
  const offsets = 48;
  const overCap = Math.exp(-cap / mean);
  let [asked, rows] = [0, 0];
  for (let nth = 0; nth < offsets; nth++) {
    let last = 0;
    for (let age = ((nth + 0.5) / offsets) * every; age < pollAges.at(-1)! + every; age += every) {
      if (!pollAges.some((due) => due <= age && due > age - every)) continue;
      const [before, since] = [arrivedBy(last), arrivedBy(age) - arrivedBy(last)];
      // A post of x acts changed with a chance of 1 - exp(-x since); what it shows then is what was there, and what came.
      const [all, same] = [below(cap, mean, 0), below(cap, mean, since)];
      asked += (overCap + all.posts - same.posts) / offsets;
      rows += (overCap * cap + before * (all.acts - same.acts) + since * all.acts) / offsets;
      last = age;
    }
  }
  return {asked, rows};
}

/** The share of posts with fewer acts than `cap`, and their acts a post, where each counts with a weight of exp(-acts × rate). */
function below(cap: number, mean: number, rate: number): {posts: number; acts: number} {
  const pace = 1 / mean + rate;
  const rest = Math.exp(-pace * cap);
  return {posts: (1 - rest) / (pace * mean), acts: (1 - (1 + pace * cap) * rest) / (pace * pace * mean)};
}

/** The mean acts a post, were there no cap: of a mean m, m (1 - exp(-cap / m)) is shown. */
function uncapped(shown: number, cap: number): number {
  // So near to the cap nearly every post has more.
  const most = 1000 * cap;
  let [low, high] = [Math.min(shown, most), most];
  for (let nth = 0; nth < 60; nth++) {
    const middle = (low + high) / 2;
    if (-middle * Math.expm1(-cap / middle) < shown) low = middle;
    else high = middle;
  }
  return low;
}
