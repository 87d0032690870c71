import {answerDelay, dayMs, openEdge, type Person} from "./people.ts";
import {gatherAround} from "./response.ts";
import {talkUnder} from "./talk.ts";
import {comeAnyway} from "./trials.ts";
import type {Brand, WorldView} from "./world-view.ts";

/** The log of the outreach is kept from then on. */
const logFrom = Date.UTC(2025, 0, 1);

export function createBrand(world: WorldView, id: string): Brand {
  const {schedule, random} = world;
  const brand: Brand = {
    id,
    user: {
      id,
      username: "demo_brand",
      name: "Demo brand (simulated)",
      createdAt: new Date("2016-03-01T09:00:00Z"),
      description: "[simulated] a brand that does not exist",
      location: "[simulated]",
      isProtected: false,
      isVerified: false,
      followers: 0,
      following: 0,
      posts: 2100,
      listed: 14
    },
    outreach: [],
    begin,
    gained,
    lost,
    followDrawn
  };

  function begin() {
    for (const {person} of world.outbound) if (!openEdge(person.inbound)) planDrop(person, person.attempts);
    schedule.plan(midnightAfter(world.start), day);
  }

  /** A day of the brand: mostly a post, and in two months of three some evenings of outreach. */
  function day() {
    const midnight = world.now;
    schedule.plan(midnight + dayMs, day);
    for (let n = Math.min(3, random.poisson(0.72)); n > 0; --n) {
      schedule.plan(midnight + random.between(7, 22) * (dayMs / 24), publish);
    }
    const date = new Date(midnight);
    const {outreachDays} = world.behaviours;
    const drawn = world.trials.outreachOn(midnight);
    if (drawn === false || !outreachDays.includes(date.getUTCDay())) return;
    if (drawn === null && (isQuietMonth(midnight) || random.chance(0.12))) return;
    // Mostly after work, so that most answers come after the day's list was read.
    const hour = random.chance(0.8) ? random.between(18, 20.3) : random.between(9, 17);
    let at = midnight + hour * (dayMs / 24);
    // Fewer evenings are longer: it follows about as many people a week.
    const evenings = 6 / outreachDays.length;
    for (let n = Math.round(random.between(20, 42) * evenings); n > 0; --n) {
      at += (random.between(8, 50) / evenings) * 1000;
      schedule.plan(at, reachOut);
    }
  }

  function publish() {
    const post = world.addPost(null, null, "post");
    gatherAround(world, post);
    talkUnder(world, post);
  }

  /** Follows somebody found under #teamfollowback, rarely somebody tried long ago, and waits for an answer. */
  function reachOut() {
    const before = random.chance(0.03)
      ? brand.outreach[Math.floor(random.uniform() * brand.outreach.length)]
      : undefined;
    const isFree =
      before &&
      world.now - before.at > 100 * dayMs &&
      !openEdge(before.person.outbound) &&
      !openEdge(before.person.inbound);
    const person = isFree ? before.person : world.addPerson(random.pick(world.behaviours.outreach));
    world.followOut(person);
    if (!openEdge(person.outbound)) return;
    const attempt = ++person.attempts;
    const isLogged = world.now >= logFrom && random.chance(0.9);
    brand.outreach.push({at: world.now, person, isLogged, isDrawn: false});
    comeAnyway(world, person);
    if (random.chance(person.behaviour.answers)) {
      schedule.plan(world.now + answerDelay(random), () => {
        // Some forget about a brand that has dropped them in the meantime.
        if (openEdge(person.outbound) || random.chance(0.35)) world.follow(person);
      });
    }
    planDrop(person, attempt);
  }

  /** Who came in the meantime is followed all the same: a list is a list. */
  function followDrawn(person: Person) {
    world.followOut(person);
    if (!openEdge(person.outbound)) return;
    brand.outreach.push({at: world.now, person, isLogged: true, isDrawn: true});
    planDrop(person, ++person.attempts);
  }

  /** Most who did not answer are dropped after three to nine weeks, a few within hours; some never. */
  function planDrop(person: Person, attempt: number) {
    if (!random.chance(0.88)) return;
    // Second thoughts come within hours, so that some follows come and go between two lists.
    const days = random.chance(0.05) ? random.between(0.05, 0.4) : random.between(21, 62);
    // Dropping is done in one sitting on a weekend morning.
    const due =
      days < 1
        ? world.now + days * dayMs
        : morningOf(nextSaturday(world.now + days * dayMs), random.between(0, 2));
    schedule.plan(due, () => {
      if (person.attempts === attempt && !openEdge(person.inbound)) world.drop(person);
    });
  }

  function gained(person: Person) {
    if (openEdge(person.outbound)) {
      // Even people who answered are dropped now and then, when the brand tidies up.
      if (random.chance(0.06))
        schedule.plan(world.now + random.between(50, 160) * dayMs, () => world.drop(person));
      return;
    }
    if (random.chance(0.3)) {
      schedule.plan(world.now + (0.2 + random.exponential(4)) * dayMs, () => {
        if (openEdge(person.inbound)) world.followOut(person);
      });
    }
  }

  function lost(person: Person) {
    if (openEdge(person.outbound) && random.chance(0.7)) {
      schedule.plan(world.now + random.between(8, 40) * dayMs, () => {
        if (!openEdge(person.inbound)) world.drop(person);
      });
    }
  }

  return brand;
}

/** Every third month the brand does no outreach of its own accord: 0 = July 2024, when it begins. */
export function isQuietMonth(at: number): boolean {
  const date = new Date(at);
  return ((date.getUTCFullYear() - 2024) * 12 + date.getUTCMonth() - 6) % 3 === 2;
}

const midnightAfter = (at: number) => (Math.floor(at / dayMs) + 1) * dayMs;
/** 1970-01-01 was a Thursday, so day 2 was a Saturday. */
const nextSaturday = (at: number) => (Math.ceil((at / dayMs - 2) / 7) * 7 + 2) * dayMs;
const morningOf = (midnight: number, hours: number) => midnight + (9 + hours) * (dayMs / 24);
