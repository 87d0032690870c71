import {describe, expect, it} from "vitest";
import {planLinks} from "../../src/campaigns/link-plan.ts";

const plan = (more = {}) =>
  planLinks({
    url: "https://shop.example/soup",
    from: new Date("2026-09-16"),
    weeks: 1,
    calls: ["Shop"],
    ...more
  });

describe("codes for links", () => {
  it("name the ISO week and the call, and stand in the address", () => {
    // 16 September 2026 is a Wednesday of week 38 (ISO 8601).
    expect(plan()).toEqual([
      {
        code: "2026w38-shop",
        week: new Date("2026-09-14"),
        post: 1,
        call: "Shop",
        campaign_id: null,
        address: "https://shop.example/soup?utm_source=x&utm_medium=social&utm_content=2026w38-shop"
      }
    ]);
  });

  it.each([
    // The first Thursday of 2027 is 7 January, so 28 December 2026 begins week 53, and 3 January 2027 still lies in it.
    ["2026-12-28", "2026w53"],
    ["2027-01-03", "2026w53"],
    ["2027-01-04", "2027w01"],
    // 2024 began on a Monday.
    ["2024-01-01", "2024w01"],
    ["2023-12-31", "2023w52"]
  ])("count weeks as ISO 8601 does: %s lies in %s", (from, week) =>
    expect(plan({from: new Date(from)})[0]!.code).toBe(`${week}-shop`)
  );

  it("are one for each week, post and call, and tell campaigns apart", () => {
    const links = plan({weeks: 2, posts: 2, calls: ["shop", "Le café"], campaign: "Team FB"});
    expect(links.map(({code}) => code)).toEqual([
      "2026w38-1-team-fb-shop",
      "2026w38-1-team-fb-le-cafe",
      "2026w38-2-team-fb-shop",
      "2026w38-2-team-fb-le-cafe",
      "2026w39-1-team-fb-shop",
      "2026w39-1-team-fb-le-cafe",
      "2026w39-2-team-fb-shop",
      "2026w39-2-team-fb-le-cafe"
    ]);
    expect(links[0]!.address).toContain("utm_campaign=team+fb&utm_content=2026w38-1-team-fb-shop");
  });

  it("keep what an address has of its own, but for the codes of somebody else", () => {
    const [link] = plan({url: "https://shop.example/?size=2&utm_source=mail&utm_campaign=old#top"});
    expect(link!.address).toBe(
      "https://shop.example/?size=2&utm_source=x&utm_medium=social&utm_content=2026w38-shop#top"
    );
  });

  it.each([
    [{url: "shop.example"}, /--url: shop.example: no address/],
    [{url: "javascript:alert(1)"}, /no address/],
    [{calls: ["スープ"]}, /no letters or digits of English/],
    [{calls: ["Shop", "shop!"]}, /two calls would share a code/],
    [{calls: []}, /--calls: 0: give 1 to 20/],
    [{weeks: 0}, /--weeks: 0: give 1 to 104/],
    [{weeks: 1000}, /--weeks/]
  ])("are refused of %j", (more, why) => expect(() => plan(more)).toThrow(why));
});
