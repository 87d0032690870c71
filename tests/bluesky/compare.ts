import {expect} from "vitest";
import {standingOf, type PeopleRead} from "../../data-loaders/bluesky/people.ts";
import type {Expected, Recording} from "./recorded.ts";

/** Whom looks have met so far. */
export const everybodyMet = (looks: readonly PeopleRead[]) => [
  ...new Set(looks.flatMap(({people}) => [...people.keys()]))
];

/** Holds that every look says of every follow what was done in the world before it. */
export function expectWorld(looks: readonly PeopleRead[], recording: Recording): void {
  for (const [nth, look] of looks.entries()) {
    const {names, ...expected} = recording.looks[nth]!.expected;
    // Of two records written at once it is not said which one is shown.
    const told = said(look, names);
    expect(told.inboundKeys.twice).toMatch(/^[2-7a-z]{13}$/);
    delete told.inboundKeys.twice;
    // The first look loses one of the twins, whoever it is, and nobody else; it never takes them for gone.
    const met = new Set(
      [...look.people.keys()].map((did) => Object.keys(names).find((name) => names[name] === did))
    );
    const lost = Object.keys(names).filter((name) => !met.has(name));
    expect(lost).toEqual(nth === 0 ? [expect.stringMatching(/^twin[ab]$/)] : []);
    const ofMet = (all: Record<string, string>) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => met.has(name)));
    expect(told).toEqual({
      followers: ofMet(expected.followers),
      following: ofMet(expected.following),
      inboundKeys: ofMet(expected.inboundKeys),
      outboundKeys: ofMet(expected.outboundKeys)
    });
    expect(look.unknown.size).toBe(0);
  }
}

/** A look in the words of the world that was written: of everybody it met, and nobody else. */
function said({people}: PeopleRead, names: Record<string, string>): Omit<Expected, "names"> {
  const nameOf = (did: string) => Object.keys(names).find((name) => names[name] === did) ?? did;
  const by = (tell: (did: string) => string | null) =>
    Object.fromEntries(
      [...people.keys()]
        .map((did) => [nameOf(did), tell(did)] as const)
        .filter((one): one is [string, string] => one[1] !== null)
        .sort(([a], [b]) => (a < b ? -1 : 1))
    );
  const standing = (list: "followers" | "following") =>
    by((did) => {
      const one = standingOf(people.get(did)!, list);
      return "why" in one ? `${one.is} ${one.why}` : one.is;
    });
  return {
    followers: standing("followers"),
    following: standing("following"),
    inboundKeys: by((did) => people.get(did)!.relationship?.inboundKey ?? null),
    outboundKeys: by((did) => people.get(did)!.relationship?.outboundKey ?? null)
  };
}
