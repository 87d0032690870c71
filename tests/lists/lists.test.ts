import {describe, expect, it} from "vitest";
import {linesOfHeldBack} from "../../src/lists/held-back.ts";
import {ListMemory, type ServedList} from "../../src/lists/lists.ts";

/** Ids in no order: sorted ones would speak against the order of their list. */
const id = (nth: number) => String((nth * 7919) % 10_007);
const people = (from: number, to: number) => Array.from({length: to - from + 1}, (_, nth) => id(from + nth));
const list = (ids: string[], more: Partial<ServedList> = {}): ServedList => ({
  source: "x-api",
  ended: true,
  reason: null,
  ids,
  countBefore: ids.length,
  countAfter: ids.length,
  ...more
});

function after(...lists: ServedList[]) {
  const memory = new ListMemory();
  for (const earlier of lists) memory.judge(earlier);
  return memory;
}

describe("completeness", () => {
  it("takes a list that ended and is plausible", () => {
    expect(after().judge(list(people(1, 100)))).toMatchObject({verdict: "complete", why: null});
  });
  it("refuses an empty list of a profile that counts somebody", () => {
    expect(after().judge(list([], {countBefore: 3, countAfter: 3}))).toMatchObject({
      verdict: "partial",
      why: "empty, while the profile counts 3"
    });
    expect(after().judge(list([], {countBefore: 0, countAfter: 0}))).toMatchObject({verdict: "complete"});
  });
  it("refuses an empty archive of an account that had followers, though it counts as many as it holds", () => {
    const archive = (ids: string[]) =>
      list(ids, {source: "x-archive", basis: "counted", countBefore: null, countAfter: null});
    const memory = after(archive(people(1, 11)));
    for (const _ of [1, 2])
      expect(memory.judge(archive([]))).toMatchObject({
        verdict: "partial",
        why: "empty, while the list before it has 11 people",
        missing: []
      });
    // Ten may leave at any time.
    expect(after(archive(people(1, 10))).judge(archive([])).verdict).toBe("complete");
    // Of a first one the next tells.
    const first = after(archive([]), archive(people(1, 300)));
    expect([...first.hindsight.failedLists]).toEqual([[0, "empty, while the next list has 300 people"]]);
    expect([...after(archive([]), archive(people(1, 10))).hindsight.failedLists]).toEqual([]);
    // Its manifest counts it, so that no flag overrules it.
    const [line] = linesOfHeldBack([
      {
        accountId: "42",
        snapshotId: "s",
        list: "followers",
        source: "x-archive",
        finishedAt: new Date("2024-04-03T12:00:00Z"),
        sitting: null,
        why: "empty, while the list before it has 11 people"
      }
    ]);
    expect(line).toMatch(/: empty, while the list before it has 11 people$/);
  });
  it("refuses fewer than nine tenths of the profile's count less five", () => {
    expect(after().judge(list(people(1, 84), {countBefore: 100, countAfter: 100})).verdict).toBe("partial");
    expect(after().judge(list(people(1, 85), {countBefore: 100, countAfter: 100})).verdict).toBe("complete");
  });
  it("refuses a shortfall grown by more than max(10, 0.5 %), and accepts it if it is still there next time", () => {
    // Every other person of the tail, so that no run of neighbours is missing.
    const thin = people(1, 1000).filter((_, nth) => nth < 900 || nth % 4 > 0 || nth < 948);
    expect(thin).toHaveLength(987);
    const memory = after(list(people(1, 1000)));
    expect(memory.judge(list(thin, {countBefore: 1000, countAfter: 1000})).verdict).toBe("partial");
    expect(memory.judge(list(thin, {countBefore: 1000, countAfter: 1000})).verdict).toBe("complete");
  });
  it("is not misled by people who come while it is read", () => {
    const memory = after(list(people(1, 1000)));
    expect(memory.judge(list(people(1, 1000), {countBefore: 1000, countAfter: 1060})).verdict).toBe(
      "complete"
    );
  });
  it("refuses a lost page whatever the profile counts, and accepts a run that stays away", () => {
    const gone = [...people(1, 400), ...people(421, 1000)];
    const memory = after(list(people(1, 1000)));
    const first = memory.judge(list(gone));
    expect(first).toMatchObject({verdict: "partial", missing: []});
    const second = memory.judge(list(gone));
    expect(second.verdict).toBe("complete");
    expect(second.missing).toEqual(people(401, 420));
  });
  it("allows neighbours to leave below the limit of max(10, min(2 %, 200))", () => {
    expect(after(list(people(1, 1000))).judge(list([...people(1, 400), ...people(420, 1000)])).verdict).toBe(
      "complete"
    );
    expect(after(list(people(1, 100))).judge(list([...people(1, 50), ...people(61, 100)])).verdict).toBe(
      "partial"
    );
    expect(after(list(people(1, 100))).judge(list([...people(1, 50), ...people(60, 100)])).verdict).toBe(
      "complete"
    );
  });
  it("lets archives and tables answer for themselves", () => {
    const memory = after(list(people(1, 100), {source: "x-archive"}));
    expect(memory.judge(list(people(80, 100), {source: "x-archive"})).verdict).toBe("complete");
  });
});

describe("heads", () => {
  const full = list(people(1, 100));
  const head = (ids: string[]) =>
    list(ids, {ended: false, reason: "head", countBefore: null, countAfter: null});
  it("finds arrivals above the known", () => {
    const memory = after(full);
    expect(memory.judge(head(["901", "902", ...people(1, 25)]))).toMatchObject({
      verdict: "head",
      arrivals: ["901", "902"],
      knownRows: 25
    });
    expect(memory.judge(head(["903", "901", "902", ...people(1, 23)]))).toMatchObject({
      verdict: "head",
      arrivals: ["903"],
      knownRows: 25
    });
  });
  it("is partial before any complete list, with fewer than 25 known rows, and out of order", () => {
    expect(after().judge(head(people(1, 25)))).toMatchObject({
      verdict: "partial",
      why: "an incremental list before any complete list"
    });
    expect(after(full).judge(head(people(1, 24)))).toMatchObject({verdict: "partial"});
    expect(after(full).judge(head(people(1, 25).reverse()))).toMatchObject({
      verdict: "partial",
      why: "the order check failed"
    });
  });
  it("takes a walk cut short that passes as a head", () => {
    expect(after(full).judge(list(people(1, 60), {ended: false, reason: "timed out"}))).toMatchObject({
      verdict: "head",
      why: null
    });
  });
});

describe("standing", () => {
  it("tells a refollow on top from a return to the old place", () => {
    const memory = after(
      list(people(1, 100)),
      list(people(1, 100).filter((other) => other !== id(50) && other !== id(60)))
    );
    const back = memory.judge(list([id(60), ...people(1, 100).filter((other) => other !== id(60))]));
    expect(back).toMatchObject({arrivals: [id(60)], reappeared: [id(50)]});
  });
  it("takes people who left and followed again together as arrived, whoever of them stands above", () => {
    const all = people(1, 300);
    const away = [10, 50, 90, 130, 170, 210, 250].map(id);
    const stayed = all.filter((other) => !away.includes(other));
    const memory = after(list(all), list(stayed));
    expect(memory.judge(list([...away, ...stayed]))).toMatchObject({
      holds: true,
      arrivals: away,
      reappeared: []
    });
  });
  it("does not take people who followed again between two lists as a sign of an old place below them", () => {
    const all = people(1, 300);
    const again = [10, 50, 90, 130, 170, 210].map(id);
    const stayed = all.filter((other) => other !== id(250));
    const memory = after(list(all), list(stayed));
    const back = [...again, id(250), ...stayed.filter((other) => !again.includes(other))];
    expect(memory.judge(list(back))).toMatchObject({holds: true, arrivals: [id(250)], reappeared: []});
  });
  it("takes a new person below five known ones as reappeared, below four as arrived", () => {
    const memory = after(list(people(1, 100)));
    expect(memory.judge(list([...people(1, 4), "901", id(5), "902", ...people(6, 100)]))).toMatchObject({
      arrivals: ["901"],
      reappeared: ["902"]
    });
  });
  it("says nothing where the order check fails", () => {
    const memory = after(list(people(1, 100)));
    expect(memory.judge(list(["901", ...people(1, 100).reverse()]))).toMatchObject({
      holds: false,
      arrivals: [],
      reappeared: []
    });
  });
});
