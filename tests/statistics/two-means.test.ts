import {describe, expect, it} from "vitest";
import {welch} from "../../src/statistics/two-means.ts";

describe("the difference of two means", () => {
  it("has Welch's interval", () => {
    // R's data set sleep, t.test(extra ~ group, data = sleep): -3.3654832 to 0.2054832, its degrees of freedom 17.776.
    const found = welch(
      [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
      [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    )!;
    expect(found.difference).toBeCloseTo(-1.58, 10);
    expect(found.low).toBeCloseTo(-3.3654832, 7);
    expect(found.high).toBeCloseTo(0.2054832, 7);
  });

  it("has none of a single value, or where no value differs", () => {
    expect(welch([1], [2, 3])).toBeNull();
    expect(welch([1, 1], [2, 2])).toBeNull();
  });
});
