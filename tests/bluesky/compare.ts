import {expect} from "vitest";
import {standingOf, type PeopleRead} from "../../data-loaders/bluesky/people.ts";
import type {Expected, Recording} from "./recorded.ts";
import {expectedLook, storedLooks} from "./stored-looks.ts";

/** Whom looks have met so far. */
export const everybodyMet = (looks: readonly PeopleRead[]) => [
  ...new Set(looks.flatMap(({people}) => [...people.keys()]))
];

/** Holds that every look says of every follow what was done in the world before it. */
export function expectWorld(looks: readonly PeopleRead[], recording: Recording): void {
  for (const [nth, look] of looks.entries()) {
    const {names, acts: _, ...expected} = recording.looks[nth]!.expected;
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
function said({people}: PeopleRead, names: Record<string, string>): Omit<Expected, "names" | "acts"> {
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

/** Holds that every snapshot of a store says what was done in the world before it. */
export async function expectStore(dataDir: string, {account, looks}: Recording): Promise<void> {
  const stored = await storedLooks(dataDir, account, looks.at(-1)!.expected.names);
  expect(stored).toHaveLength(looks.length);
  const met = new Set<string>();
  for (const [nth, {acts, ...look}] of stored.entries()) {
    const {expected} = looks[nth]!;
    for (const name of [...look.followers, ...look.following]) met.add(name);
    // The first look loses one of the twins, and the second finds it.
    const lost = Object.keys(expected.names).filter((name) => !met.has(name));
    expect(lost).toEqual(nth === 0 ? [expect.stringMatching(/^twin[ab]$/)] : []);
    expect(look.inboundKeys.twice).toMatch(/^[2-7a-z]{13}$/);
    delete look.inboundKeys.twice;
    expect(look).toEqual(expectedLook(expected, met, looks[nth - 1]?.expected));
    // A post is asked for again when it is a day older.
    expect(acts).toEqual(nth === 0 ? expected.acts : []);
  }
}
