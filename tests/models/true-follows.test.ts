import {describe, expect, it} from "vitest";
import {isLong} from "../long.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {days, runHistory, type Observed} from "./histories.ts";

// What lists, a listener with gaps and a log of outreach say of people whose follows are all known. Expected values are
// the true follows, and nothing of the program's.

/** Half the time in which a listener hears of what happened, in days. */
const delay = 0.5 / 1440;
/** Times are stored to the millisecond, and read to the ten-thousandth of a day. */
const blur = delay + 2e-4;

type Follow = [begin: number, end: number];
type Side = "inbound" | "outbound";
interface Person {
  id: number;
  follows: Record<Side, Follow[]>;
}
const sides = ["inbound", "outbound"] as const;

/** Up to three follows in 120 days, some of hours, some begun again within hours. */
function someFollows(random: () => number): Follow[] {
  const follows: Follow[] = [];
  let begin = random() < 0.4 ? -10 : 120 * random();
  for (let left = Math.floor(4 * random()); left > 0 && begin < 120; left--) {
    const end = begin + (random() < 0.3 ? 2 : 60) * random() + 0.01;
    follows.push([begin, end]);
    begin = end + (random() < 0.3 ? 0.5 : 40) * random() + 0.01;
  }
  return follows;
}

/** A world and what is seen of it: the last of it are two complete lists, on day `last`. */
function world(seed: number) {
  const random = randomNumbers(seed);
  const people = Array.from({length: 60}, (_, nth): Person => ({
    id: 10 + ((37 * nth) % 97),
    follows: {inbound: someFollows(random), outbound: someFollows(random)}
  }));
  const others = Array.from({length: 40}, (_, nth) => 500 + ((7 * nth) % 40));
  const there = (side: Side, at: number) =>
    people
      .flatMap(({id, follows}) => {
        const now = follows[side].find(([begin, end]) => begin <= at && at < end);
        return now ? [{id, begin: now[0]}] : [];
      })
      .sort((a, b) => b.begin - a.begin)
      .map(({id}) => id);
  const observed: Observed[] = [];
  const times: number[] = [];
  // A follow of ours that ends and begins again in a gap of more than 30 days looks as if it had gone on.
  for (let at = 0; at < 120; at += [1, 3, 5, 7, 10][Math.floor(5 * random())]! + random()) times.push(at);
  const last = times.at(-1)!;
  for (const at of times) {
    const isAsked = random() < 0.5;
    const list = (side: Side) => {
      const [own, back] = [there(side, at), there(side === "inbound" ? "outbound" : "inbound", at)];
      const mutual = isAsked ? Object.fromEntries(own.map((id) => [id, back.includes(id)])) : {};
      return {people: [...own, ...others], count: own.length + others.length, mutual};
    };
    const isRead = (share: number) => at === last || random() < share;
    observed.push({
      at,
      ...(isRead(0.9) && {followers: list("inbound")}),
      ...(isRead(0.8) && {following: list("outbound")})
    });
  }
  const all = people.flatMap(({id, follows}) =>
    sides.flatMap((side) =>
      follows[side].flatMap(([begin, end]) => [
        {kind: "follow" as const, of: id, outbound: side === "outbound", at: begin},
        {kind: "unfollow" as const, of: id, outbound: side === "outbound", at: end}
      ])
    )
  );
  const streams: NonNullable<Observed["streams"]> = [];
  for (let from = 20 * random(); from < last - 1;) {
    const to = Math.min(last - 0.1, from + 25 * random());
    streams.push({from, to, baseline: false});
    from = to + 15 * random();
  }
  const heard = all.filter(({at}) => streams.some(({from, to}) => from <= at && at <= to));
  observed.push({
    at: last - 0.05,
    source: "tables",
    streams,
    events: heard.map(({at, ...event}) => ({...event, after: at - delay, before: at + delay}))
  });
  // The log of every second world: most of its outreach, to the moment.
  if (seed % 2 === 0)
    observed.push({
      at: last - 0.04,
      source: "tables",
      events: all
        .filter(({outbound, at}) => outbound && at < last - 1 && random() < 0.9)
        .map(({at, ...event}) => ({...event, after: at, before: at, exact: true}))
    });
  return {people, observed: observed.sort((a, b) => a.at - b.at), last};
}

interface SpellRow {
  direction: Side;
  user_id: bigint;
  start_after: Date | null;
  start_before: Date;
  end_after: Date;
  end_before: Date | null;
}

describe.concurrent("lists, a listener with gaps and a log", () => {
  it.each(Array.from({length: isLong ? 60 : 6}, (_, nth) => nth + 1))("world %i", async (seed) => {
    const {people, observed, last} = world(seed);
    const db = await runHistory(observed);
    const spells = await db.rows<SpellRow>("from spells");
    const wrong: unknown[] = [];
    // A list that lacks many people at once is held back, and says nothing of who has left.
    const whole = await db.rows<{direction: Side}>(
      "select direction from lists where verdict = 'complete' and started_at = (select max(started_at) from lists)"
    );
    for (const {id, follows} of people)
      for (const side of sides) {
        const own = spells.filter(({direction, user_id}) => direction === side && Number(user_id) === id);
        const isThere = follows[side].some(([begin, end]) => begin <= last && last < end);
        // Two complete lists are the last of all, so that nobody is open who is not in them.
        if (whole.some(({direction}) => direction === side))
          if (own.some(({end_before}) => end_before === null) !== isThere) wrong.push({id, side, isThere});
        for (const spell of own) {
          const [after, before] = [days(spell.start_after) ?? -Infinity, days(spell.start_before)!];
          const [seen, gone] = [days(spell.end_after)!, days(spell.end_before) ?? Infinity];
          const isIn = (at: number) =>
            follows[side].some(([begin, end]) => begin - blur <= at && at <= end + blur);
          const begins = follows[side].some(([begin]) => after - blur <= begin && begin <= before + blur);
          const ends = follows[side].some(([, end]) => seen - blur <= end && end <= gone + blur);
          if (!begins || !ends || !isIn(before) || !isIn(seen))
            wrong.push({id, side, spell: [after, before, seen, gone], follows: follows[side]});
        }
      }
    const routes = await db.rows<{user_id: bigint; start_after: Date; start_before: Date}>(
      "select user_id, start_after, start_before from followers where route = 'followback'"
    );
    for (const {user_id, start_after, start_before} of routes) {
      const {follows} = people.find(({id}) => id === Number(user_id)) ?? {};
      const came = follows?.inbound.filter(
        ([begin]) => days(start_after)! - blur <= begin && begin <= days(start_before)! + blur
      );
      // Open then, or over for at most 30 days.
      const isAnswer = came?.some(([begin]) =>
        follows!.outbound.some(([ours, end]) => ours < begin + blur && end >= begin - 30 - blur)
      );
      if (!isAnswer) wrong.push({followback: user_id, follows});
    }
    expect(wrong).toEqual([]);
    expect(spells.length).toBeGreaterThan(80);
  });
});
