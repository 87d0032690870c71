import {describe, expect, it} from "vitest";
import {costPerResult, perHour, perHourDifference} from "../../src/statistics/cost.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {poissonLimits} from "../../src/statistics/poisson.ts";

describe("exact Poisson limits", () => {
  // R 4: qchisq(0.025, 2 * x) / 2 and qchisq(0.975, 2 * x + 2) / 2; of 99 %, 0.005 and 0.995.
  it.each([
    [0, 0, 3.68887945411],
    [1, 0.0253178079843, 5.57164339094],
    [5, 1.62348639012, 11.6683320793],
    [9, 4.11537309738, 17.0848034514],
    [40, 28.5765864418, 54.468646964]
  ])("of %d events", (x, low, high) => {
    const limits = poissonLimits(x);
    expect(limits.low).toBeCloseTo(low, 8);
    expect(limits.high).toBeCloseTo(high, 8);
  });

  it("have half of what the level leaves beyond each end", () => {
    expect(poissonLimits(0).high).toBeCloseTo(-Math.log(0.025), 10);
    expect(poissonLimits(40, 0.99).high).toBeCloseTo(59.3630672068, 8);
  });
});

describe("cost per result", () => {
  it("is the cost over the results, with Wilson's interval of the attempts inverted", () => {
    // R 4: prop.test(12, 80, correct = FALSE): 0.0879404050616 to 0.2441322856132; 1000 / 80 over these.
    const {point, low, high, atLeast} = costPerResult({cost: 1000, n: 80, x: 12});
    expect(point).toBeCloseTo(83.3333333333, 8);
    expect(low).toBeCloseTo(51.2017489559, 6);
    expect(high).toBeCloseTo(142.1417150767, 6);
    expect(atLeast).toBe(null);
  });

  it("is no more than a bound below ten results", () => {
    expect(costPerResult({cost: 1000, n: 80, x: 9})).toMatchObject({point: null, low: null, high: null});
    expect(costPerResult({cost: 1000, n: 80, x: 9}).atLeast).toBeCloseTo(1000 / 17.0848034514, 8);
    expect(costPerResult({cost: 1000, n: 80, x: 0}).atLeast).toBeCloseTo(271.085032, 5);
    expect(costPerResult({cost: 1000, n: 80, x: 10}).point).toBe(100);
  });

  it("has a bound that holds with everything counted that may be a result", () => {
    expect(costPerResult({cost: 1000, n: 80, x: 1, xMost: 5}).atLeast).toBeCloseTo(1000 / 11.6683320793, 8);
  });

  it("says nothing where fewer than 30 people were reached, or nobody", () => {
    const nothing = {point: null, low: null, high: null, atLeast: null};
    expect(costPerResult({cost: 1000, n: 29, x: 0})).toEqual(nothing);
    expect(costPerResult({cost: 1000, n: 40, x: 0, people: 29})).toEqual(nothing);
    expect(costPerResult({cost: 1000, n: 0, x: 0})).toEqual(nothing);
    expect(costPerResult({cost: 1000, n: 30, x: 0}).atLeast).not.toBe(null);
  });
});

describe("results an hour", () => {
  it("have the exact Poisson interval of the count", () => {
    const {rate, low, high} = perHour(
      [
        {hours: 8, results: 4},
        {hours: 12, results: 1}
      ],
      0.95,
      false
    )!;
    expect([rate, low, high].map((value) => value.toFixed(6))).toEqual([
      "0.250000",
      (1.62348639012 / 20).toFixed(6),
      (11.6683320793 / 20).toFixed(6)
    ]);
  });

  it("rest on campaigns where these are the units", () => {
    // r = 1; residuals 6, -6, 0: variance 3/2 · 72 = 108 of a sum of 30; t(0.975, 2) = 4.30265273.
    const campaigns = [16, 4, 10].map((results) => ({hours: 10, results}));
    const {low, high} = perHour(campaigns, 0.95, true)!;
    const factor = Math.exp((4.30265273 * Math.sqrt(108)) / 30);
    expect(high).toBeCloseTo(factor, 6);
    expect(low).toBeCloseTo(1 / factor, 6);
    // Campaigns more alike than chance makes them: no narrower than the count alone.
    const alike = [10, 10, 10].map((results) => ({hours: 10, results}));
    expect(perHour(alike, 0.95, true)).toEqual(perHour(alike, 0.95, false));
    expect(perHour([{hours: 0, results: 0}], 0.95, false)).toBe(null);
  });

  it("differ by an interval made of both (MOVER)", () => {
    // 5 in 20 hours against none in 10: 0.25 ± as Zou and Donner (2008) put it together.
    const made = perHourDifference([{hours: 20, results: 5}], [{hours: 10, results: 0}])!;
    const [down, up, none] = [0.25 - 0.081174319506, 0.583416603965 - 0.25, 0.368887945411];
    expect(made.difference).toBeCloseTo(0.25, 12);
    expect(made.low).toBeCloseTo(0.25 - Math.hypot(down, none), 8);
    expect(made.high).toBeCloseTo(0.25 + up, 8);
    expect(made.restsOn).toBe("counts");
    expect(perHourDifference([], [{hours: 10, results: 0}])).toBe(null);
  });

  it("differ by how campaigns differ where there are ten of each kind", () => {
    const ten = (spread: number) =>
      Array.from({length: 10}, (_, nth) => ({hours: 10, results: 20 + (nth % 2 ? spread : -spread)}));
    const width = ({low, high}: {low: number; high: number}) => high - low;
    const scattered = perHourDifference(ten(18), ten(18))!;
    expect(scattered.restsOn).toBe("campaigns");
    expect(width(scattered)).toBeGreaterThan(2 * width(perHourDifference(ten(18).slice(1), ten(18))!));
  });

  it("cover the true difference where every campaign has a rate of its own", () => {
    const random = randomNumbers(20261128);
    const poisson = (mean: number) => {
      let [events, left] = [-1, mean];
      for (; left > 0; events++) left += Math.log(1 - random());
      return Math.max(0, events);
    };
    const campaignsOf = (mean: number) =>
      Array.from({length: 14}, () => {
        const hours = 5 + 10 * random();
        // Uniform from 0.4 to 1.6 times the mean: independent of the hours.
        return {hours, results: poisson(mean * hours * (0.4 + 1.2 * random()))};
      });
    let covered = 0;
    const worlds = 1500;
    for (let world = 0; world < worlds; world++) {
      const {low, high} = perHourDifference(campaignsOf(0.8), campaignsOf(0.5))!;
      if (low <= 0.3 && high >= 0.3) covered++;
    }
    expect(covered / worlds).toBeGreaterThan(0.93);
    expect(covered / worlds).toBeLessThan(0.975);
  });
});
