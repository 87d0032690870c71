import {describe, expect, it} from "vitest";
import {timeOfKey} from "../../data-loaders/bluesky/keys.ts";
import {formatSkyTruth} from "../../data-loaders/demo/sky-truth.ts";
import {follows, type LocalRecord} from "../../data-loaders/demo/sky/repositories.ts";
import {disturbances, skyStart, WrittenWorld} from "../../data-loaders/demo/written.ts";

const week = 7 * 86_400_000;
const written = new WrittenWorld("typical", 5);
/** What stood before the first look. */
const before = {truth: formatSkyTruth(written), records: [...written.repositories.records.values()]};
written.advanceTo(new Date(skyStart.getTime() + 12 * week));
const truth = formatSkyTruth(written);
const {repositories, did: brand} = written;
const keyAt = ({key}: LocalRecord) => timeOfKey(key)!.getTime();
const claimedAt = ({value}: LocalRecord) => Date.parse(value.createdAt);

function grouped<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** Whether a share is what was meant, within four standard errors of as many draws. */
const expectShare = (share: number, meant: number, of: number) =>
  expect(Math.abs(share - meant)).toBeLessThan(4 * Math.sqrt((meant * (1 - meant)) / of));

describe("a world whose follows are written as records", () => {
  it("has a record of every follow that stands, and of no other", () => {
    const inbound = truth.people.filter(({inbound}) => inbound.some(([, to]) => to === null));
    const outbound = truth.people.filter(({outbound}) => outbound.some(([, to]) => to === null));
    const all = [...repositories.records.values()].filter(({collection}) => collection === follows);
    const owners = all.filter(({value}) => value.subject === brand).map(({did}) => did);
    const subjects = all.filter(({did}) => did === brand).map(({value}) => String(value.subject));
    expect(owners.toSorted()).toEqual(inbound.map(({did}) => did).toSorted());
    expect(subjects.toSorted()).toEqual(outbound.map(({did}) => did).toSorted());
    expect(owners.length).toBeGreaterThan(1400);
  });

  it("has records whose key is the time of the follow, but where someone pressed twice or claims another", () => {
    let [same, other] = [0, 0];
    for (const {did, inbound, hidden} of before.truth.people) {
      const [from] = inbound.find(([, to]) => to === null) ?? [];
      const record = before.records.find(
        (one) => one.did === did && one.collection === follows && one.value.subject === brand
      );
      if (from === undefined || hidden.length > 0) continue;
      if (keyAt(record!) === Date.parse(from)) same++;
      else {
        other++;
        // A second press is later, a backdated key is older by a month at least.
        const late = keyAt(record!) - Date.parse(from);
        expect(late > 0 || late < -29 * 86_400_000).toBe(true);
      }
    }
    const doubled = disturbances.doublePresses + disturbances.backdated / 4;
    expectShare(other / (same + other), doubled, same + other);
  });

  it("has as many who follow again, come by imports, and claim an older time as it says", () => {
    const there = before.truth.people.filter(({inbound}) => inbound.length > 0);
    const again = there.filter(({inbound}) => inbound.length > 1);
    expectShare(again.length / there.length, disturbances.refollows, there.length);
    const inbound = before.records.filter(
      ({collection, value}) => collection === follows && value.subject === brand
    );
    const older = inbound.filter((one) => one.sortAt < one.indexedAt.getTime() - 86_400_000);
    expectShare(older.length / inbound.length, disturbances.backdated, inbound.length);
    const claims = grouped(inbound, claimedAt);
    const burst = [...claims.values()].filter((group) => group.length > 1);
    const imported = burst.reduce((all, group) => all + group.length, 0);
    // Whoever came by an import and follows again has a record of their own time.
    expectShare(
      imported / inbound.length,
      disturbances.imports * (1 - disturbances.refollows),
      inbound.length
    );
    // Of one content, so that a page can end between them.
    expect(new Set(burst[0]!.map(({cid}) => cid)).size).toBe(1);
  });

  it("has no follow that is older than the accounts of its two people", () => {
    for (const {did, collection, value, indexedAt} of repositories.records.values()) {
      if (collection !== follows) continue;
      for (const one of [did, String(value.subject)])
        expect(repositories.accounts.get(one)!.createdAt.getTime()).toBeLessThan(indexedAt.getTime());
    }
  });

  it("has people of every state, and blocks", () => {
    const states = grouped([...repositories.accounts.values()], ({state}) => state);
    expect([...states.keys()].toSorted()).toEqual(["active", "deactivated", "deleted", "taken_down"]);
    expect([...new Set([...written.blocks.values()].map(({by}) => by))].toSorted()).toEqual([
      "blocked",
      "blocks_us"
    ]);
  });

  it("is the same by the same seed, in however many steps it is moved, and another by another", () => {
    const again = new WrittenWorld("typical", 5);
    for (let nth = 1; nth <= 24; nth++) again.advanceTo(new Date(skyStart.getTime() + (nth * week) / 2));
    const urisOf = (of: WrittenWorld) =>
      [...of.repositories.records.values()]
        .filter(({collection}) => collection === follows)
        .map(({uri, cid}) => uri + cid);
    expect(urisOf(again)).toEqual(urisOf(written));
    expect(formatSkyTruth(again)).toEqual(truth);
    expect(formatSkyTruth(new WrittenWorld("typical", 6)).people[0]).not.toEqual(before.truth.people[0]);
  });
});
