import {describe, expect, it, vi} from "vitest";
import {createRandom} from "../../data-loaders/demo/random.ts";
import type {Rule} from "../../data-loaders/demo/sky/faults.ts";
import type {LocalRecord} from "../../data-loaders/demo/sky/repositories.ts";
import {UserError} from "../../src/errors.ts";
import {firstLook, hours, ToldWorld} from "./told.ts";

/** Pages so small that they end between notifications, and so few that they do not always suffice. */
vi.mock("../../src/networks/bluesky.ts", async (load) => ({
  ...(await load<object>()),
  blueskyFeedPage: 7,
  notificationPages: 5
}));

/** A post that addresses the brand, as it was really written. */
interface Said {
  record: LocalRecord;
  who: string;
  /** How it addresses whom. */
  ways: string[];
  /** When it was really written, and when Bluesky heard of it, in hours from the first look. */
  at: number;
  arrived: number;
  /** It claims the time at which it was written. */
  isHonest: boolean;
  undone: number;
}

const method = "app.bsky.notification.listNotifications";
const kinds = ["refused", "repeat-page", "loop-cursor", "empty-page", "duplicate-rows", "odd-json"] as const;
const people = Array.from({length: 9}, (_, nth) => `p${nth}`);
const seeds = Array.from({length: Number(process.env.TOLD_HISTORIES ?? 3)}, (_, nth) => nth + 1);

describe("what a random history of looks says of who said what to the account", () => {
  it.each(seeds)("is never wrong, and whole where it says so: history %i", async (seed) => {
    const random = createRandom(seed);
    const one = <T>(all: readonly T[]): T => all[Math.floor(random.uniform() * all.length)]!;
    const world = new ToldWorld();
    const dir = await world.store();
    const said: Said[] = [];
    const own: LocalRecord[] = [];
    const away = new Map<string, number>();
    const done = new Set<string>();
    /** How many notifications there ever were of a millisecond: all but one may be lost where a page ends. */
    const crowded = new Map<number, number>();
    const note = (record: LocalRecord) => {
      crowded.set(record.sortAt, (crowded.get(record.sortAt) ?? 0) + 1);
      return record;
    };

    function act(at: number) {
      const who = one(people);
      const isLate = random.chance(0.1);
      const isOld = !isLate && random.chance(0.08);
      const claims = isLate ? at - random.between(0.05, 0.9) : isOld ? at - random.between(1, 900) : at;
      const key = random.chance(0.05) ? at - 9000 : isLate ? claims : undefined;
      const when = {at, claims, ...(key !== undefined && {key})};
      const [soup, other] = [one(own), world.say(one(people), {at: at - 0.01})];
      const kind = random.pick({
        mention: 3,
        reply: 3,
        quote: 2,
        all: 1,
        beside: 2,
        like: 2,
        repost: 1,
        follow: 1
      });
      if (kind === "like" || kind === "repost" || kind === "follow") {
        const name = `${kind} ${who} ${kind === "follow" ? "" : soup.uri}`;
        if (done.has(name)) return;
        done.add(name);
        note(kind === "follow" ? world.follow(who, "brand", when) : world[kind](who, soup, when));
        return;
      }
      const [parts, ways] = {
        mention: [{names: ["brand"]}, ["mention brand"]],
        reply: [{reply: soup}, ["reply brand"]],
        quote: [{quote: soup, names: ["p3"]}, ["mention p3", "quote brand"]],
        all: [{reply: soup, quote: soup, names: ["brand"]}, ["reply brand"]],
        beside: [{reply: other, names: ["brand"]}, ["mention brand", `reply ${nameOf(other.did)}`]]
      }[kind] as [Parameters<ToldWorld["say"]>[2], string[]];
      const written = isLate ? claims : at;
      said.push({
        record: note(world.say(who, when, parts)),
        who,
        ways: ways.filter((way, nth) => ways.indexOf(way) === nth).toSorted(),
        at: written,
        arrived: at,
        isHonest: !isOld,
        undone: Infinity
      });
    }
    const nameOf = (did: string) => world.repositories.accounts.get(did)!.displayName;

    let now = -200;
    const looks: {at: number; isStored: boolean}[] = [];
    own.push(world.say("brand", {at: now}));
    const count = Math.floor(random.between(3, 6));
    for (let nth = 0; nth < count; nth++) {
      const next = nth === 0 ? 0 : now + random.between(1, 60);
      const times = Array.from({length: random.poisson(22)}, () => random.between(now + 0.1, next - 0.01));
      // Some act in one and the same millisecond.
      for (const time of times.toSorted((a, b) => a - b))
        for (let more = random.chance(0.1) ? 2 : 0; more >= 0; more--) act(time);
      if (random.chance(0.7)) own.push(world.say("brand", {at: next - 0.5}));
      for (const it of said.filter(({undone}) => undone === Infinity && random.chance(0.04))) {
        it.undone = next - 0.001;
        world.repositories.remove(it.record.uri);
      }
      if (random.chance(0.3)) {
        const who = one(people);
        Object.assign(world.repositories.accounts.get(world.account(who))!, {state: "deactivated"});
        if (!away.has(who)) away.set(who, next - 0.001);
      }
      const kind = one(kinds);
      const rule = {on: method, chance: 0.3, do: {kind}} as Rule;
      await world.start(random.chance(0.35) ? {rules: [rule], seed} : undefined);
      const isStored = await world.look(dir, next, random.chance(0.8)).then(
        () => true,
        (error: unknown) => {
          if (error instanceof UserError) return false;
          throw error;
        }
      );
      looks.push({at: next, isStored});
      now = next;
    }

    const acts = await world.rows<{
      uri: string;
      look: number;
      who: string;
      ways: string[];
      after: Date;
      before: Date;
      is_exact: boolean;
    }>(
      dir,
      `select o.text as uri, (epoch_ms(s.taken_at) - ${firstLook}) / 3600000.0 as look, who(i.actor_id) as who,
        list(a.how || ' ' || who(a.user_id) order by a.how, who(a.user_id)) as ways, i."after", i."before", i.is_exact
      from raw.interactions i
      join (select distinct snapshot_id, taken_at from raw.lists) s on s.snapshot_id = i.snapshot_id
      join raw.outside_ids o on o.snapshot_id = i.snapshot_id and cast(o.id as varchar) = i.act_id
      join raw.addressed a on a.snapshot_id = i.snapshot_id and a.act_id = i.act_id
      where i.kind in ('reply', 'quote', 'mention')
      group by all`
    );
    const byUri = new Map(said.map((it) => [it.record.uri, it]));
    const hour = 3_600_000;
    for (const {uri, who, ways, after, before, is_exact} of acts) {
      const truth = byUri.get(uri)!;
      expect([uri, who, ways]).toEqual([uri, truth.who, truth.ways]);
      const at = hours(truth.at).getTime();
      if (is_exact) expect(Math.abs(at - before.getTime())).toBeLessThanOrEqual(120_000);
      else expect([uri, after.getTime() < at, at <= before.getTime()]).toEqual([uri, true, true]);
    }
    // An act stands once in a look.
    expect(new Set(acts.map(({uri, look}) => `${uri} ${look}`)).size).toBe(acts.length);

    const polls = await world.rows<{look: number; from: Date; to: Date; complete: boolean; capped: boolean}>(
      dir,
      `select (epoch_ms(s.taken_at) - ${firstLook}) / 3600000.0 as look, p."from", p."to", p.complete, p.capped
      from raw.polls p join (select distinct snapshot_id, taken_at from raw.lists) s using (snapshot_id)
      where p.kind = 'mention' order by p."to"`
    );
    let last: Date | null = null;
    let due = 0;
    for (const {look, from, to, complete, capped} of polls) {
      expect(from <= to).toBe(true);
      if (last !== null) expect(capped ? from >= last : from.getTime() === last.getTime()).toBe(true);
      if (!complete) continue;
      // A later look reads an hour below the one before it.
      const begin = from.getTime() - (last === null || capped ? 0 : 0.95 * hour);
      for (const it of said) {
        const at = hours(it.at).getTime();
        const isIn = at > begin && at <= to.getTime() && hours(it.arrived).getTime() < to.getTime();
        const isShown = it.undone > look && (away.get(it.who) ?? Infinity) > look;
        const isAlone = crowded.get(it.record.sortAt) === 1;
        if (!it.isHonest || !isIn || !isShown || !isAlone) continue;
        due++;
        const found = acts.some((stored) => stored.uri === it.record.uri && stored.look <= look + 0.001);
        expect([it.record.uri, it.at, it.arrived, look, found]).toEqual([
          it.record.uri,
          it.at,
          it.arrived,
          look,
          true
        ]);
      }
      last = to;
    }
    // The history had something to find.
    if (polls.some(({complete}) => complete)) expect(due).toBeGreaterThan(0);
    expect(looks.some(({isStored}) => isStored)).toBe(true);
    await world.stop();
  });
});
