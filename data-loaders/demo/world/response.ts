import {dayMs, openEdge, type Person} from "./people.ts";
import type {WorldPost, WorldView} from "./world-view.ts";

/** The brand posts about this often; it turns acts a day into acts a post. */
export const postsPerDay = 0.72;
/** How engagement settles: a follower's first weeks are the keenest. */
const settled = 0.35;
const settlingDays = 50;

/** How keen a follower is after so many days, 1 on the first. */
export const keenAt = (days: number) => settled + (1 - settled) * Math.exp(-days / settlingDays);

/** Lets the people who see a post of the brand answer it: replies, quotes, reposts, mentions, likes. */
export function gatherAround(world: WorldView, post: WorldPost) {
  const {random, schedule} = world;
  // Most posts reach the usual circle; a few travel far beyond it.
  const reach = random.chance(0.04) ? random.between(3, 7) : random.lognormal(0.85, 0.35);
  post.impressions = Math.round(world.inbound.length * random.between(0.1, 0.3) * reach);
  for (const {person, start} of world.inbound) {
    if (person.status !== "active") continue;
    const age = (world.now - start) / dayMs;
    if (person.actsPerDay > 0) {
      const keen = keenAt(age);
      if (random.chance((person.actsPerDay / postsPerDay) * keen)) planAct(world, person, post);
    }
    if (random.chance(Math.min(0.9, person.likesPerPost * reach))) planLike(world, person, post);
  }
  // Strangers see it as well: people the brand has never met, and people who will come later.
  const strangers = random.poisson(3 * reach * (reach > 2.5 ? 4 : 1));
  for (let i = 0; i < strangers; ++i) {
    const person = world.people[Math.floor(random.uniform() * world.people.length)]!;
    if (person.status !== "active" || person.user.isProtected || openEdge(person.inbound)) continue;
    if (person.kind !== "fan" && person.kind !== "neighbour") continue;
    if (random.chance(0.12)) planAct(world, person, post);
    else planLike(world, person, post);
  }
  schedule.plan(world.now + 7 * dayMs, () => {
    post.impressions += Math.round(post.likes * random.between(1, 4));
  });
}

/** How people act on a post, and how often. */
const kinds = {reply: 0.58, repost: 0.2, quote: 0.1, mention: 0.12};

function planAct(world: WorldView, person: Person, post: WorldPost) {
  const {random, schedule} = world;
  const kind = random.pick(kinds);
  schedule.plan(world.now + delay(world), () => {
    if (person.status !== "active" || person.user.isProtected) return;
    const act = world.addPost(person, kind === "mention" ? null : post, kind);
    // The brand answers a few: attention given.
    if (kind === "reply" && random.chance(0.03)) {
      schedule.plan(world.now + random.between(0.2, 6) * (dayMs / 24), () =>
        world.addPost(null, act, "reply")
      );
    }
  });
}

function planLike(world: WorldView, person: Person, post: WorldPost) {
  world.schedule.plan(world.now + delay(world), () => {
    if (person.status !== "active" || person.user.isProtected) return;
    if (!world.around.get(post.id)!.likes.some((like) => like.person === person)) world.addLike(person, post);
  });
}

/** Most of what happens to a post happens on its first day. */
const delay = ({random}: WorldView) =>
  Math.min(12, random.chance(0.85) ? 0.003 + random.exponential(0.3) : random.exponential(2.5)) * dayMs;
