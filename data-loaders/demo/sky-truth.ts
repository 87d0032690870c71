import {writeFile} from "node:fs/promises";
import {insideOf} from "../bluesky/outside.ts";
import {isFollowback, type Person} from "./world/people.ts";
import {formatTruth, type Truth, type TruePerson} from "./world/truth.ts";
import type {WrittenWorld} from "./written.ts";

/** One person as they really were; `user_id` is the number inside, `did` its text. */
export interface TrueSkyPerson extends Omit<TruePerson, "is_protected" | "interest"> {
  did: string;
  /** How each of their follows came, as many as `inbound` has, also of those before the first snapshot. */
  inbound_routes: ("followback" | "organic")[];
}

/** The truth in the form that the demo of X has, but for what there is on X alone. */
export interface SkyTruth extends Omit<Truth, "topics" | "campaigns" | "experiments" | "people"> {
  network: "bluesky";
  people: TrueSkyPerson[];
}

/** The truth of a written world up to now: what was done, and not what records say. Nothing that reads or models sees it. */
export function formatSkyTruth(written: WrittenWorld): SkyTruth {
  const {world} = written;
  const {topics: _t, campaigns: _c, experiments: _e, people, ...truth} = formatTruth(world);
  const idOf = (person: Person) => insideOf(written.didOf(person));
  return {
    ...truth,
    network: "bluesky",
    account_id: insideOf(written.did),
    people: people.map(({is_protected: _p, interest: _i, ...person}) => {
      const who = world.byId.get(person.user_id)!;
      const block = written.blocks.get(who);
      return {
        ...person,
        user_id: idOf(who),
        did: written.didOf(who),
        inbound_routes: who.inbound.map(({start}) => (isFollowback(who, start) ? "followback" : "organic")),
        hidden: [
          ...person.hidden,
          ...(block ? [[new Date(block.from).toISOString(), null, block.by] as [string, null, string]] : [])
        ],
        answers: person.answers.map(([at, to]) => [at, idOf(world.byId.get(to)!)])
      };
    })
  };
}

export async function writeSkyTruth(file: string, written: WrittenWorld): Promise<SkyTruth> {
  const truth = formatSkyTruth(written);
  await writeFile(file, JSON.stringify(truth) + "\n");
  return truth;
}
