import {describe, expect, it} from "vitest";
import {communityOf, type Tie} from "../../src/statistics/community.ts";

const ties = (...pairs: string[]): Tie[] => pairs.map((pair) => ({from: pair.charAt(0), to: pair.charAt(1)}));
const where = (of: "isInLargest" | "isReciprocated", list: Tie[]) =>
  [...communityOf(list)].flatMap(([name, standing]) => (standing[of] ? [name] : [])).sort();

describe("the community of a small graph, worked out by hand", () => {
  // a → b ← c, c ⇄ d, e ⇄ f, g → g: two components, {a, b, c, d} and {e, f}; g has nobody.
  const graph = ties("ab", "cb", "cd", "dc", "ef", "fe", "gg");

  it("has a largest component that does not ask which way a tie points", () =>
    expect(where("isInLargest", graph)).toEqual(["a", "b", "c", "d"]));

  it("calls those reciprocated who have a tie with its opposite", () =>
    expect(where("isReciprocated", graph)).toEqual(["c", "d", "e", "f"]));

  it("leaves out ties to oneself", () => expect(communityOf(graph).has("g")).toBe(false));

  it("is the same however often and in whatever order ties come", () => {
    const again = [...graph, ...graph].reverse();
    expect([...communityOf(again)].sort()).toEqual([...communityOf(graph)].sort());
  });

  it("takes of several largest components that with the first name", () => {
    expect(where("isInLargest", ties("cd", "ba"))).toEqual(["a", "b"]);
    expect(where("isInLargest", ties("ba", "cd"))).toEqual(["a", "b"]);
  });

  it("is empty where nobody addressed anybody", () => expect(communityOf([])).toEqual(new Map()));

  it("follows a long chain to its end", () => {
    const chain = Array.from({length: 20_000}, (_, nth) => ({from: String(nth), to: String(nth + 1)}));
    expect([...communityOf(chain).values()].every(({isInLargest}) => isInLargest)).toBe(true);
  });
});
