import {describe, expect, it} from "vitest";
import {addressOf, isDid, timeOfKey, windowOf} from "../../data-loaders/bluesky/keys.ts";

const plc = "did:plc:lof4ldxtui3oeyr3usm6nv2x";

describe("addresses of records", () => {
  it("have three parts", () => {
    expect(addressOf(`at://${plc}/app.bsky.graph.follow/3n3gji4l6os2x`)).toEqual({
      did: plc,
      collection: "app.bsky.graph.follow",
      key: "3n3gji4l6os2x"
    });
  });

  it.each([
    "",
    "at://",
    `at://${plc}/app.bsky.graph.follow`,
    "https://bsky.app/profile/anna.test",
    `at://${plc}/a/b/c`
  ])("are not %j", (text) => expect(addressOf(text)).toBeNull());

  it("begin with the id of an account, which is no handle", () => {
    expect([plc, "did:web:shop.example"].map(isDid)).toEqual([true, true]);
    expect(["shop.example", "did:plc:short", "did:key:abc", `${plc} `].map(isDid)).toEqual(
      Array.from({length: 4}, () => false)
    );
  });
});

describe("the time of a key", () => {
  // A real PDS made this key for a record whose client had written this createdAt just before.
  it("is that of the server that made it", () => {
    const createdAt = Date.parse("2026-11-29T05:49:43.562Z");
    const late = timeOfKey("3n3gji4l6os2x")!.getTime() - createdAt;
    expect(late >= 0 && late < 1000).toBe(true);
  });

  // Of the specification's own examples (atproto.com/specs/tid): valid ones, and what is none.
  it.each(["3jzfcijpj2z2a", "7777777777777", "3zzzzzzzzzzzz", "2222222222222"])("is there in %s", (key) => {
    expect(timeOfKey(key)).not.toBeNull();
  });
  it.each([
    "3jzfcijpj2z21",
    "0000000000000",
    "3jzfcijpj2z2aa",
    "3jzfcijpj2z2",
    "222",
    "zzzzzzzzzzzzz",
    "kjzfcijpj2z2a",
    "self"
  ])("is not in %s", (key) => expect(timeOfKey(key)).toBeNull());

  it("is 1970 in the first of all keys", () => {
    expect(timeOfKey("2222222222222")!.getTime()).toBe(0);
  });
});

describe("when a record was made", () => {
  const at = (minutes: number) => new Date(Date.UTC(2026, 4, 1, 12, minutes));
  const outer = {after: at(0), before: at(30)};

  it("is the key's time where the record says the same, and we saw nothing else", () => {
    const point = {after: at(10), before: at(10), isExact: true};
    expect(windowOf({keyAt: at(10), claimedAt: at(10)}, outer)).toEqual(point);
    expect(windowOf({keyAt: at(10), claimedAt: at(8)}, outer)).toEqual(point);
    expect(windowOf({keyAt: at(10), claimedAt: at(12)}, outer)).toEqual(point);
    expect(windowOf({keyAt: at(10), claimedAt: at(10)}, {...outer, after: null})).toEqual(point);
    expect(windowOf({keyAt: at(30), claimedAt: at(30)}, outer).isExact).toBe(true);
  });

  it.each([
    ["the record says another time", {keyAt: at(10), claimedAt: at(13)}],
    ["nobody read what the record says", {keyAt: at(10), claimedAt: null}],
    ["the key says no time", {keyAt: null, claimedAt: at(10)}],
    ["it is older than a look that did not see it", {keyAt: at(-5), claimedAt: at(-5)}],
    ["it is as old as that look", {keyAt: at(0), claimedAt: at(0)}],
    ["it is younger than the look that saw it", {keyAt: at(31), claimedAt: at(31)}]
  ])("is only what we saw where %s", (_, times) => {
    expect(windowOf(times, outer)).toEqual({...outer, isExact: false});
  });
});
