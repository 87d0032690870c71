import type {LocalPost} from "../../data-loaders/demo/backend.ts";
import {account, people, postOf, TinyX} from "../x-api/tiny.ts";

const day = 86_400_000;
/** What the brand declares to be about, and so what is looked for in the posts of its followers. */
export const topics: readonly string[] = ["#tea", "coffee"];
/** When the first snapshot of a rehearsal is taken. */
export const dawn = Date.parse("2025-03-03T12:00:00Z");

let made = 0;
/** A post of some days ago; as on X, a later one has a higher id. */
function madeAt(daysAgo: number, more: Partial<LocalPost> = {}): LocalPost {
  const at = dawn - daysAgo * day;
  made = (made + 1) % 4096;
  return postOf(String((BigInt(at - 1_288_834_974_657) << 22n) + BigInt(made)), new Date(at), more);
}

const act = (authorId: string, daysAgo: number, more: Partial<LocalPost> = {}) =>
  madeAt(daysAgo, {authorId, ...more});

/**
 * A brand with lists of several pages, posts of every age at which interactions are asked for, and interactions toward them. It stands
 * still while a snapshot is taken, so that what X would have said is known to the row.
 */
export class Town extends TinyX {
  constructor() {
    super();
    // Ids beyond 2^53, as X's are.
    this.following = people(1230).map((id) => `90071992547${id}`);
    this.followers = [...people(1100, 1_000_400), ...people(2300, 3_000_000)].map((id) => `90071992547${id}`);
    const ages = [40, 31, 8, 4, 3.5, 1.5];
    this.tweets = ages.map((age, nth) => madeAt(age, {reposts: 2, quotes: nth % 2, likes: 3})).reverse();
    for (const [nth, {id}] of this.tweets.entries()) {
      const near = (of: number) => this.followers[nth * 10 + of]!;
      this.reposts.set(id, [
        act(near(1), 1, {referenced: {type: "retweeted", id}}),
        act(near(2), 1.2, {referenced: {type: "retweeted", id}})
      ]);
      this.quotes.set(
        id,
        this.tweets[nth]!.quotes > 0 ? [act(near(3), 1, {referenced: {type: "quoted", id}})] : []
      );
      this.likes.set(id, [near(4), near(5), near(6)]);
    }
    this.mentions = Array.from({length: 140}, (_, nth) =>
      act(this.followers[nth * 7]!, nth / 8 + 0.01, {inReplyToUserId: account})
    );
  }

  /** A day later: three came, one was followed. */
  growOne() {
    this.followers = [...people(3, 4_000_000).map((id) => `90071992547${id}`), ...this.followers];
    this.following = [`90071992547${4_100_000}`, ...this.following];
    this.mentions = [act(this.followers[0]!, -0.5, {inReplyToUserId: account}), ...this.mentions];
  }

  /** A week later: thirty came, some left, were suspended or are gone. */
  growMore() {
    this.followers = [
      ...people(30, 4_200_000).map((id) => `90071992547${id}`),
      ...this.followers.filter((_, nth) => ![50, 700, 2222].includes(nth))
    ];
    this.lost.set(this.followers[90]!, "suspended").set(this.followers[1500]!, "gone");
    this.tweets = [madeAt(-3.2), ...this.tweets];
  }

  /**
   * Weeks later, those who came are looked at. Every other one posted on a topic, before they came, after, or both, and one
   * of them so much that it fills pages; some show their posts to nobody, were suspended or are gone.
   */
  growOld() {
    const newcomers = this.newcomers;
    const says = (nth: number, daysAgo: number, text = "coffee at last") =>
      void this.posts.push(act(newcomers[nth]!, daysAgo, {text}));
    for (const [nth] of newcomers.entries()) {
      // Beside a topic, and long before and after anybody counts it.
      says(nth, -12, "#teatime at the coffeehouse");
      for (const daysAgo of [60, -38.9]) says(nth, daysAgo);
      if (nth % 4 === 0) says(nth, 5 + nth / 10);
      if (nth % 6 === 0) for (let more = 0; more <= nth; more++) says(nth, -10 - more / 3);
    }
    this.hidden.add(newcomers[4]!).add(newcomers[9]!);
    this.lost.set(newcomers[7]!, "suspended").set(newcomers[12]!, "gone");
  }

  /** Who came since the first day. */
  get newcomers(): string[] {
    return this.followers.filter((id) => /^900719925474(0|2)/.test(id));
  }
}
