import {dayMs, openEdge} from "./people.ts";
import type {WorldView} from "./world-view.ts";

/** How many people a day come on their own, at the beginning; a tenth more every half year. */
const arrivalsPerDay = 5.2;

/** Lets people find the brand by themselves: some read along for a while first. */
export function startVisits(world: WorldView) {
  const {random, schedule} = world;
  const next = () => {
    const growth = 1 + (0.1 * (world.now - world.start)) / (182 * dayMs);
    schedule.plan(world.now + random.exponential(1 / (arrivalsPerDay * growth)) * dayMs, arrive);
  };
  const arrive = () => {
    next();
    const person = world.addPerson(random.pick(world.behaviours.organic));
    // They may have met the brand before they follow it.
    if (random.chance(0.25)) {
      schedule.plan(world.now + random.exponential(12) * dayMs, () => world.follow(person));
      if (person.actsPerDay > 0 && random.chance(0.5)) {
        schedule.plan(world.now + random.uniform() * dayMs, () => {
          if (person.status !== "active" || openEdge(person.inbound)) return;
          world.addPost(person, null, "mention");
        });
      }
    } else world.follow(person);
  };
  next();
}
