import {describe, expect, it} from "vitest";
import {worldNames, type WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {dayMs} from "../../data-loaders/demo/world/people.ts";
import {formatTruth, type Truth} from "../../data-loaders/demo/world/truth.ts";
import {World, worldStart, type EdgeEvent} from "../../data-loaders/demo/world/world.ts";

const after = (days: number) => new Date(worldStart.getTime() + days * dayMs);
const end = after(78 * 7);

function simulate(name: WorldName, seed: number) {
  const world = new World(name, seed);
  world.advanceTo(end);
  return world;
}

const simulated = Object.fromEntries(worldNames.map((name) => [name, simulate(name, 1)])) as Record<
  WorldName,
  World
>;
const truths = Object.fromEntries(worldNames.map((name) => [name, formatTruth(simulated[name])])) as Record<
  WorldName,
  Truth
>;

describe("a simulated brand", () => {
  it("is watched over 78 weeks, from a Monday to a Monday, past six ends of a quarter", () => {
    expect([worldStart.getUTCDay(), end.getUTCDay()]).toEqual([1, 1]);
    expect(end.toISOString().slice(0, 10)).toBe("2026-01-05");
  });

  it.each(worldNames)("starts with 1,500 followers and gains 4,500 or more (%s)", (name) => {
    const {followers_at_start, gained} = truths[name];
    expect(followers_at_start).toBe(1500);
    expect(gained).toBeGreaterThanOrEqual(4500);
    expect(truths[name].rates.followback.followers).toBeGreaterThan(1500);
    expect(truths[name].rates.organic.followers).toBeGreaterThan(1500);
  });

  it("is the same for the same seed, however it is moved on, and another for another", () => {
    const slowly = new World("typical", 5);
    for (let hours = 0; hours <= 40 * 24; hours += 7) slowly.advanceTo(after(hours / 24));
    slowly.advanceTo(after(40));
    const atOnce = new World("typical", 5);
    atOnce.advanceTo(after(40));
    expect(formatTruth(slowly)).toEqual(formatTruth(atOnce));
    const other = new World("typical", 6);
    other.advanceTo(after(40));
    expect(formatTruth(other).people).not.toEqual(formatTruth(atOnce).people);
  });

  it("reaches out in two months of three, and logs a part of it", () => {
    const {outreach} = simulated.typical.brand;
    const months = new Set(outreach.map(({at}) => new Date(at).toISOString().slice(0, 7)));
    expect([...months].sort()).toEqual(
      "2024-07 2024-08 2024-10 2024-11 2025-01 2025-02 2025-04 2025-05 2025-07 2025-08 2025-10 2025-11 2026-01".split(
        " "
      )
    );
    const logged = outreach.filter(({isLogged}) => isLogged).length / outreach.length;
    expect(logged).toBeGreaterThan(0.3);
    expect(logged).toBeLessThan(0.9);
  });

  it("is answered within hours by half of those who answer, and within months by the rest", () => {
    const delays = truths.typical.people
      .filter(({route}) => route === "followback")
      .map(({inbound, outbound}) => {
        const came = Date.parse(inbound[0]![0]);
        return (
          (came - Math.max(...outbound.map(([from]) => Date.parse(from)).filter((at) => at < came))) / dayMs
        );
      })
      .filter((days) => days >= 0)
      .sort((a, b) => a - b);
    expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(1);
    expect(delays[Math.floor(delays.length * 0.9)]).toBeGreaterThan(7);
    expect(delays.at(-1)).toBeGreaterThan(120);
  });
});

/** Works the routes out once more, from nothing but the log of what happened. */
function routesFrom(log: readonly EdgeEvent[], brand: string, start: number) {
  const outbound = new Map<string, {from: number; to: number}[]>();
  const routes = new Map<string, string>();
  for (const {at, kind, source, target} of log.toSorted((a, b) => a.at - b.at)) {
    if (source === brand && kind === "follow") {
      outbound.set(target, [...(outbound.get(target) ?? []), {from: at, to: Infinity}]);
    } else if (source === brand) outbound.get(target)!.at(-1)!.to = at;
    else if (kind === "follow" && !routes.has(source)) {
      const hadAsked = outbound.get(source)?.some(({from, to}) => from < at && at - to <= 30 * dayMs);
      routes.set(source, at < start ? "pre_existing" : hadAsked ? "followback" : "organic");
    }
  }
  return routes;
}

describe("the truth", () => {
  it.each(worldNames)("holds routes that follow from what happened (%s)", (name) => {
    const world = simulated[name];
    const expected = routesFrom(world.log, world.brand.id, world.start);
    const told = new Map(
      truths[name].people.filter(({route}) => route).map(({user_id, route}) => [user_id, route])
    );
    expect(told.size).toBeGreaterThan(6000);
    expect(told).toEqual(expected);
  });

  it("holds spells that do not overlap, as many as are open", () => {
    let open = 0;
    for (const {inbound, outbound} of truths.typical.people) {
      for (const spells of [inbound, outbound]) {
        spells.forEach(([from, to], i) => {
          if (to !== null) expect(to >= from).toBe(true);
          if (i > 0) expect(spells[i - 1]![1]! <= from).toBe(true);
        });
      }
      if (inbound.at(-1)?.[1] === null) open += 1;
    }
    expect(open).toBe(truths.typical.followers_at_end);
  });

  type What = "engaged" | "retained" | "addressed";
  const share = (name: WorldName, route: "organic" | "followback", what: What) => {
    const rates = truths[name].rates[route];
    if (what === "addressed") return rates.addressed_follower_30 / rates.size_30;
    return what === "engaged" ? rates.engaged_30 / rates.size_30 : rates.retained_90 / rates.size_90;
  };

  it("differs by world as the world says", () => {
    expect(share("typical", "organic", "engaged")).toBeGreaterThan(
      2.5 * share("typical", "followback", "engaged")
    );
    expect(share("typical", "organic", "retained")).toBeGreaterThan(
      share("typical", "followback", "retained") + 0.1
    );
    expect(share("contrary", "followback", "engaged")).toBeGreaterThan(
      2.5 * share("contrary", "organic", "engaged")
    );
    expect(share("contrary", "followback", "retained")).toBeGreaterThan(
      share("contrary", "organic", "retained") + 0.05
    );
    expect(share("typical", "organic", "addressed")).toBeGreaterThan(
      2 * share("typical", "followback", "addressed")
    );
    expect(share("contrary", "followback", "addressed")).toBeGreaterThan(
      2 * share("contrary", "organic", "addressed")
    );
  });

  it.each(worldNames)("counts who addressed another follower as the answers and spells say (%s)", (name) => {
    const {people, rates, to: end} = truths[name];
    const isInside = ([from, to]: [string, string | null], at: string) =>
      from <= at && (to === null || at <= to);
    const inbound = new Map(people.map((person) => [person.user_id, person.inbound]));
    for (const route of ["followback", "organic"] as const) {
      const old = people.filter(
        (person) =>
          person.route === route && Date.parse(end) - Date.parse(person.first_inbound_at!) >= 30 * dayMs
      );
      const addressing = old.filter(({inbound: [first], answers}) =>
        answers.some(
          ([at, other]) =>
            at > first![0] &&
            isInside(first!, at) &&
            Date.parse(at) - Date.parse(first![0]) <= 30 * dayMs &&
            inbound.get(other)!.some((spell) => isInside(spell, at))
        )
      );
      expect([old.length, addressing.length]).toEqual([
        rates[route].size_30,
        rates[route].addressed_follower_30
      ]);
    }
  });

  it("has answers to nobody but others, in conversations that the brand began", () => {
    const {posts, conversations, brand} = simulated.typical;
    const answers = [...posts.values()].filter(({text}) => text.includes("[simulated answer"));
    expect(answers.length).toBeGreaterThan(1000);
    for (const {authorId, inReplyToUserId, conversationId, referenced} of answers) {
      expect([authorId, brand.id]).not.toContain(inReplyToUserId);
      expect(posts.get(conversationId)!.authorId).toBe(brand.id);
      expect(posts.get(referenced!.id)!.authorId).toBe(inReplyToUserId);
      expect(conversations.get(conversationId)!.some(({id}) => id === referenced!.id)).toBe(true);
    }
  });

  it("shows no difference in the world without one beyond chance", () => {
    for (const what of ["engaged", "retained", "addressed"] as const) {
      const [a, b] = [share("no-difference", "organic", what), share("no-difference", "followback", what)];
      const [n, m] = (["organic", "followback"] as const).map(
        (route) => truths["no-difference"].rates[route][what === "retained" ? "size_90" : "size_30"]
      );
      const p = (a * n! + b * m!) / (n! + m!);
      expect(Math.abs(a - b) / Math.sqrt(p * (1 - p) * (1 / n! + 1 / m!))).toBeLessThan(2.6);
    }
  });
});

describe("volumes", () => {
  it("stay where X's caps hardly cut, but sometimes do", () => {
    const world = simulated.typical;
    const days = new Map<number, number>();
    for (const {createdAt} of world.mentions) {
      const day = Math.floor(createdAt.getTime() / dayMs);
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    expect(Math.max(...days.values())).toBeLessThan(400);
    const likes = world.ownPosts.map(({id}) => world.around.get(id)!.likes.length);
    const overCap = likes.filter((count) => count > 100).length / likes.length;
    expect(overCap).toBeGreaterThan(0.01);
    expect(overCap).toBeLessThan(0.25);
  });
});
