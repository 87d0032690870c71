import {parseHTML} from "linkedom";
import {expect, test} from "vitest";
import {
  calibrationPlot,
  figureName,
  heldText,
  promiseSentence,
  runsSentence,
  wayKey,
  worstText
} from "../../reports/components/calibration.js";
import type {CalibrationRow} from "../../reports/components/rows.js";

const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {document: Document};
const options = {width: 640, document, label: "a picture"};
const row = (figure: string, covered: number, least: number, schedule = "heads"): CalibrationRow => ({
  schedule,
  worked_out: "2026-01-01",
  seed: 1,
  people: 1000,
  figure,
  worlds: 1000,
  covered,
  least
});
const good = [
  row("engaged_30 followback", 951, 0.94),
  row("engaged_30 organic", 968, 0.96),
  row("engaged_30 followback", 940, 0.921, "weekly"),
  row("engaged_30 organic", 950, 0.95, "weekly"),
  row("range: followback rate", 1000, 1),
  row("naive: retained_90 of all, midpoints", 480, 0.4)
];

test("figures have the names of the pages", () => {
  expect(figureName("retained_90 organic")).toBe("retained at 90 days, organic");
  expect(figureName("engaged_30 difference")).toBe("engaged within 30 days, difference");
  expect(figureName("followback rate, most: (c + u) / (c + u + n)")).toBe("followed back, at most");
  expect(figureName("range: retained_90 difference")).toBe("range: retained at 90 days, difference");
  expect(figureName("naive: engaged_30 of all, unknowns dropped")).toBe(
    "plainer (naive): engaged within 30 days, unknowns dropped"
  );
});

test("the answer counts what promises 95 in 100, neither ranges nor naive methods", () => {
  expect(promiseSentence(good)).toBe(
    "Yes: in brands simulated with a known truth all of 4 kinds of 95% interval (2 figures, lists read in 2 ways) held it 93 to 97 times in 100; the lowest is 94.0 (engaged within 30 days, followback; full weekly), the highest 96.8 (engaged within 30 days, organic; incremental daily, full weekly). In a single scenario, with fewer brands, it is 92.1 at the lowest (engaged within 30 days, followback; full weekly)."
  );
  const worse = [...good, row("retained_90 organic", 900, 0.8)];
  expect(promiseSentence(worse)).toMatch(
    /^Nearly: .* 4 of 5 kinds .* the lowest is 90\.0 \(retained at 90 days/
  );
  expect(promiseSentence(worse.slice(3))).toMatch(/^No: .* 1 of 2 kinds /);
  expect(promiseSentence([])).toBe("");
});

test("the picture has a sign a kind, and what is off the promise stands out", () => {
  const svg = calibrationPlot([...good, row("retained_90 organic", 900, 0.8)], options);
  const signs = [...svg.querySelectorAll("path")].filter((path) => path.hasAttribute("fill"));
  expect(signs).toHaveLength(5);
  expect(signs.filter((path) => path.getAttribute("fill") === "var(--alarm)")).toHaveLength(1);
  expect(wayKey(good, document).textContent).toBe("incremental daily, full weeklyfull weekly");
  expect(calibrationPlot([], options).tagName.toLowerCase()).toBe("svg");
});

test("the table counts in 100, and each way of reading says once when it was computed and from what", () => {
  expect([heldText(good[0]!), worstText(good[2]!)]).toEqual(["95.1%", "92.1%"]);
  expect(runsSentence(good)).toBe(
    "Computed: incremental daily, full weekly: 2026-01-01, seed 1, the true values from 1,000 simulated followers; full weekly: 2026-01-01, seed 1, the true values from 1,000 simulated followers."
  );
  expect(runsSentence([])).toBe("");
});
