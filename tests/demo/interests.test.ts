import {describe, expect, it} from "vitest";
import {worldNames, type WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {brandTopics} from "../../data-loaders/demo/world/interests.ts";
import {dayMs, type Person} from "../../data-loaders/demo/world/people.ts";
import {formatTruth, type Truth} from "../../data-loaders/demo/world/truth.ts";
import {World, worldStart} from "../../data-loaders/demo/world/world.ts";
import {topicMatcher} from "../../src/interests/match.ts";
import {followbackWords, markPattern} from "../../src/models/computed/profile-marks.ts";

const weeks = 52;

function simulate(name: WorldName) {
  const world = new World(name, 3);
  world.advanceTo(new Date(worldStart.getTime() + weeks * 7 * dayMs));
  return world;
}

const worlds = Object.fromEntries(worldNames.map((name) => [name, simulate(name)])) as Record<
  WorldName,
  World
>;
const truths = Object.fromEntries(worldNames.map((name) => [name, formatTruth(worlds[name])])) as Record<
  WorldName,
  Truth
>;

const came = ({people}: World) => people.filter(({route}) => route === "followback" || route === "organic");

describe("posts on the brand's topics", () => {
  it("are the same whatever part of them is asked for, and do not depend on when that is", () => {
    const world = new World("typical", 3);
    world.advanceTo(new Date(worldStart.getTime() + 100 * dayMs));
    const [from, to] = [world.start - 20 * dayMs, world.start + 90 * dayMs];
    const early = came(world).map((person) => world.interestPosts(person, from, to));
    const parts = came(world).map((person) =>
      [0, 11, 47.3, 110].flatMap((first, nth, bounds) =>
        nth === bounds.length - 1
          ? []
          : world.interestPosts(person, from + first * dayMs, from + bounds[nth + 1]! * dayMs)
      )
    );
    expect(parts).toEqual(early);
    expect(early.flat().length).toBeGreaterThan(300);
    world.advanceTo(new Date(worldStart.getTime() + 200 * dayMs));
    const byId = new Map(early.flat().map((post) => [post.id, post]));
    const later = came(world).flatMap((person) => world.interestPosts(person, from, to));
    expect(later.filter(({id}) => byId.has(id))).toHaveLength(byId.size);
  });

  it("hold a topic as a word or hashtag, or inside a longer word", () => {
    const posts = came(worlds.typical).flatMap((person) =>
      worlds.typical.interestPosts(person, worldStart.getTime(), worlds.typical.now)
    );
    const topics = brandTopics.join("|");
    const isOnTopic = (text: string) =>
      new RegExp(`(?<![\\p{L}\\p{N}])(?:${topics})(?![\\p{L}\\p{N}])`, "iu").test(text);
    expect(posts.filter((post) => isOnTopic(post.text) !== post.isOnTopic)).toEqual([]);
    expect(posts.filter(({text}) => !new RegExp(topics, "i").test(text))).toEqual([]);
    const beside = posts.filter(({isOnTopic}) => !isOnTopic).length / posts.length;
    expect(beside).toBeGreaterThan(0.08);
    expect(beside).toBeLessThan(0.16);
  });

  it("are on topic where the program's own rule says so", async () => {
    const isOnTopic = await topicMatcher(brandTopics);
    const texts = new Map(
      came(worlds.typical)
        .slice(0, 1500)
        .flatMap((person) => worlds.typical.interestPosts(person, worldStart.getTime(), worlds.typical.now))
        .map((post) => [post.text, post.isOnTopic])
    );
    expect(texts.size).toBeGreaterThan(5);
    for (const [text, expected] of texts) expect([text, isOnTopic(text)]).toEqual([text, expected]);
  });

  it("have ids in the order of their times, each its own, of no other post", () => {
    const world = worlds.contrary;
    const posts = came(world).flatMap((person) => world.interestPosts(person, world.start, world.now));
    const ids = new Set(posts.map(({id}) => id));
    expect(ids.size).toBe(posts.length);
    expect(posts.filter(({id}) => world.posts.has(id))).toEqual([]);
    for (const {id, at} of posts) expect(Number(BigInt(id) >> 22n) + 1288834974657).toBe(at);
  });

  it("lie in the past, and not in times when X hides who would write them", () => {
    const world = worlds.typical;
    const hidden = world.people.filter(({hidden}) => hidden.length > 0);
    expect(hidden.length).toBeGreaterThan(100);
    const isInside = ({hidden}: Person, at: number) =>
      hidden.some(({from, to}) => at >= from && at < (to ?? Infinity));
    for (const person of hidden)
      for (const {at} of world.interestPosts(person, world.start, Infinity)) {
        expect(isInside(person, at)).toBe(false);
        expect(at).toBeLessThan(world.now);
      }
  });
});

describe("the truth about interests", () => {
  it.each(worldNames)("counts looks as the posts, spells and profiles of its people say (%s)", (name) => {
    const {people, rates, to: end} = truths[name];
    for (const route of ["followback", "organic"] as const) {
      const looked = people
        .filter((person) => person.route === route && !person.is_protected)
        .map((person) => ({...person, first: Date.parse(person.first_inbound_at!)}))
        .filter(({first}) => Date.parse(end) - first >= 31 * dayMs)
        .filter(({first, hidden}) =>
          hidden.every(
            ([from, to]) =>
              Date.parse(from) > first + 31 * dayMs || (to !== null && Date.parse(to) <= first + 31 * dayMs)
          )
        );
      const within = (from: number, to: number) =>
        looked.filter(({first, interest}) =>
          interest.some((at) => {
            const days = (Date.parse(at) - first) / dayMs;
            return days >= from && days < to;
          })
        ).length;
      expect(rates[route]).toMatchObject({
        observable_interest: looked.length,
        interested_before_30: within(-30, 0),
        interested_after_30: within(0, 30)
      });
    }
  });

  const share = (name: WorldName, route: "followback" | "organic") =>
    truths[name].rates[route].interested_after_30 / truths[name].rates[route].observable_interest;

  it("differs by world as the world says", () => {
    expect(share("typical", "organic")).toBeGreaterThan(2.5 * share("typical", "followback"));
    expect(share("contrary", "followback")).toBeGreaterThan(2.5 * share("contrary", "organic"));
    const [a, b] = [share("no-difference", "organic"), share("no-difference", "followback")];
    const [n, m] = (["organic", "followback"] as const).map(
      (route) => truths["no-difference"].rates[route].observable_interest
    );
    const p = (a * n! + b * m!) / (n! + m!);
    expect(Math.abs(a - b) / Math.sqrt(p * (1 - p) * (1 / n! + 1 / m!))).toBeLessThan(2.6);
  });

  it("finds interest that was there before the follow, in the typical world somewhat more after it", () => {
    const {observable_interest: n, interested_before_30, interested_after_30} = truths.typical.rates.organic;
    expect(interested_before_30 / n).toBeGreaterThan(0.25);
    expect(interested_after_30).toBeGreaterThan(interested_before_30);
  });

  it("has protected people, whom nobody can look at", () => {
    const {people} = truths.typical;
    const share = people.filter(({is_protected}) => is_protected).length / people.length;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.05);
  });
});

/** The models' pattern is written for RE2, which allows an escape that JavaScript does not. */
const patternOf = (words: typeof followbackWords) =>
  new RegExp(markPattern(words).replaceAll("\\-", "-"), "iu");

describe("profiles", () => {
  it("say in many languages that they seek followbacks, mostly those who do", () => {
    const pattern = patternOf(followbackWords);
    const marked = (kind: string) => {
      const all = worlds.typical.people.filter((person) => person.kind === kind);
      return all.filter(({user}) => pattern.test(user.description)).length / all.length;
    };
    expect(marked("train")).toBeGreaterThan(0.7);
    expect(marked("seeker")).toBeGreaterThan(0.5);
    expect(marked("fan")).toBeLessThan(0.05);
    const languages = followbackWords.filter((word) =>
      worlds.typical.people.some(({user}) => patternOf([word]).test(user.description))
    );
    expect(new Set(languages.map(({language}) => language)).size).toBeGreaterThanOrEqual(8);
  });
});

describe("outreach", () => {
  it("comes in bursts where the world says so, and so do those who answer", () => {
    const days = (name: WorldName) => {
      const {brand, start, now} = worlds[name];
      return new Set(brand.outreach.map(({at}) => Math.floor(at / dayMs))).size / ((now - start) / dayMs);
    };
    expect(days("typical")).toBeLessThan(0.25);
    expect(days("no-difference")).toBeGreaterThan(0.45);
    const perWeek = (name: WorldName) => worlds[name].brand.outreach.length / weeks;
    expect(perWeek("typical") / perWeek("no-difference")).toBeGreaterThan(0.85);
    expect(perWeek("typical") / perWeek("no-difference")).toBeLessThan(1.15);
  });
});
