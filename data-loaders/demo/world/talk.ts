import {dayMs, openEdge, type Person} from "./people.ts";
import {keenAt, postsPerDay} from "./response.ts";
import type {WorldPost, WorldView} from "./world-view.ts";

/** Who was answered answers back this often. */
const answersBack = 0.25;
/** An answer comes within so many days, so that there is something to answer. */
const soonest = 0.1;
const latest = 4;

/**
 * Lets followers answer each other under a post of the brand. Everything is drawn from `world.talk`: what else happens in
 * the world does not depend on it.
 */
export function talkUnder(world: WorldView, post: WorldPost) {
  const {talk, schedule} = world;
  for (const {person, start} of world.inbound) {
    if (person.answersPerDay === 0 || person.status !== "active") continue;
    const keen = keenAt((world.now - start) / dayMs);
    if (!talk.chance((person.answersPerDay / postsPerDay) * keen)) continue;
    schedule.plan(world.now + talk.between(soonest, latest) * dayMs, () => answerUnder(world, person, post));
  }
}

/** A follower answers somebody who wrote under the post, if anybody did. */
function answerUnder(world: WorldView, person: Person, post: WorldPost) {
  const {talk, schedule} = world;
  if (!isThere(person)) return;
  const others = world.conversations
    .get(post.conversationId)!
    .filter((other) => other.person !== null && other.person !== person && other.person.status === "active");
  if (others.length === 0) return;
  const to = others[Math.floor(talk.uniform() * others.length)]!;
  const answer = world.addAnswer(person, to);
  const back = to.person!;
  if (back.answersPerDay === 0 || !talk.chance(answersBack)) return;
  schedule.plan(world.now + talk.between(0.02, 1) * dayMs, () => {
    if (isThere(back) && person.status === "active") world.addAnswer(back, answer);
  });
}

const isThere = (person: Person) => person.status === "active" && openEdge(person.inbound) !== null;
