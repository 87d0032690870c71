import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseHTML} from "linkedom";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {ValidatedLists, ValidatedRecords} from "../../reports/components/rows.js";
import {
  listsSentence,
  listsTables,
  offText,
  recordsSentence,
  recordsTables,
  studySentence
} from "../../reports/components/validation.js";
import {withDatabase} from "../../src/duckdb.ts";
import {reportRows} from "../../src/site/report-data.ts";
import {attachValidation} from "../../src/site/validation.ts";

const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {document: Document};

const share = (x: number, n: number) => ({x, n, low: 0, high: 1});
const result = (schedule: string, [right, wrong, none, missed, unknown]: number[], off: number | null) => {
  const came = right! + wrong! + none! + missed! + unknown!;
  return {
    schedule,
    looks: 9,
    days: 56,
    accounts: 3,
    came,
    provedRight: share(right!, came),
    provedWrong: wrong!,
    unseenRight: share(none!, came),
    unseenWrong: share(missed!, came),
    unknown: share(unknown!, came),
    middleOffHours: off,
    modelled: null,
    ranges: {x: 2, n: 3}
  };
};
const counted = (right: number, wrong: number, unknown: number) => {
  const n = right + wrong + unknown;
  return {right: share(right, n), wrong: share(wrong, n), unknown: share(unknown, n)};
};
const long = "brands that keep a follow";
const short = "brands that drop it";
const study = {
  date: "2026-01-02",
  seed: 7,
  worlds: 4,
  days: 56,
  habits: {refollows: 0.1, doublePresses: 0.03, bulk: 0.03, backdated: 0.01},
  groups: [
    {
      keeping: "long",
      brands: long,
      worlds: 3,
      results: [
        result("hourly", [0, 0, 0, 0, 0], null),
        result("weekly", [120, 0, 439, 1, 440], 42.2),
        result("daily", [500, 0, 3499, 1, 1000], 6.04)
      ],
      records: {present: counted(960, 35, 5), mutual: counted(170, 24, 6)}
    },
    {
      keeping: "short",
      brands: short,
      worlds: 1,
      results: [result("daily", [300, 0, 500, 100, 100], 0.25)],
      records: {present: counted(10, 0, 0), mutual: counted(0, 0, 0)}
    }
  ]
};

let lists: ValidatedLists[];
let records: ValidatedRecords[];
let folder: string;
const rowsOf = (file: string) =>
  withDatabase(async (db) => {
    await attachValidation(db, file);
    return {
      lists: await reportRows<ValidatedLists>(db, "validated_lists"),
      records: await reportRows<ValidatedRecords>(db, "validated_records")
    };
  });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "followback-validation-"));
  await writeFile(join(folder, "study.json"), JSON.stringify(study));
  ({lists, records} = await rowsOf(join(folder, "study.json")));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

describe("the rows of the study", () => {
  it("are those that were saved, brand by brand from the most often read lists on, without empty ones", () => {
    expect(lists.map(({brands, schedule, came}) => [brands, schedule, came])).toEqual([
      [long, "daily", 5000],
      [long, "weekly", 1000],
      [short, "daily", 1000]
    ]);
    expect(lists[1]).toEqual({
      worked_out: "2026-01-02",
      seed: 7,
      brands: long,
      worlds: 3,
      schedule: "weekly",
      days: 56,
      came: 1000,
      proved_right: 120,
      proved_wrong: 0,
      unseen_right: 439,
      unseen_wrong: 1,
      unknown: 440,
      middle_off_hours: 42.2,
      ranges_held: 2,
      ranges: 3
    });
    expect(records.map(({brands, whom, people}) => [brands, whom, people])).toEqual([
      [long, "present", 1000],
      [long, "mutual", 200],
      [short, "present", 10]
    ]);
    expect(records[1]).toMatchObject({
      right: 170,
      wrong: 24,
      unknown: 6,
      double_presses: 0.03,
      backdated: 0.01
    });
  });

  it("are none where it was not worked out", async () => {
    expect(await rowsOf(join(folder, "none.json"))).toEqual({lists: [], records: []});
  });
});

const cells = (node: HTMLElement) =>
  [...node.querySelectorAll("tbody tr")].map((tr) => [...tr.children].map((cell) => cell.textContent));
const captions = (node: HTMLElement) =>
  [...node.querySelectorAll(".table-caption")].map((one) => one.textContent);

describe("what lists are worth, on the page", () => {
  it("answers with what was proved, what stays unknown and what can be wrong", () => {
    expect(listsSentence(lists)).toBe(
      "Yes, where lists prove them: in 4 brands simulated with a known truth, and lists read every day or every week, no proved route was wrong. Unknown stay 20% with lists read every day and 44% every week (brands that keep a follow). “Organic” because no list shows a follow of the account can be wrong: for up to 10% of those who came (brands that drop it; lists read every day); the range of followbacks then held the truth in 67% of brands."
    );
    expect(listsSentence([])).toBe("");
  });

  it("says no where a proved route was wrong", () => {
    expect(listsSentence([{...lists[0]!, proved_wrong: 2}, lists[1]!])).toMatch(
      /^No: in 3 brands simulated with a known truth, 2 routes that lists read every day prove were wrong \(brands that keep a follow\)\. /
    );
  });

  it("is a table a kind of brands, in which few are not none", () => {
    const node = listsTables(lists, document);
    expect(captions(node)).toEqual([
      "Brands that keep a follow: 3 simulated brands",
      "Brands that drop it: 1 simulated brand"
    ]);
    // Of 5,000: 500, none, 3,499, one (0.02 %), 1,000. Of 1,000: 120, none, 439, one (0.1 %), 440.
    expect(cells(node).slice(0, 9)).toEqual([
      ["followers who came", "5,000", "1,000"],
      ["within", "56 days", "56 days"],
      ["route proved by lists: right", "10%", "12%"],
      ["the same, wrong", "none", "none"],
      ["organic, no follow of the account seen: right", "70%", "44%"],
      ["the same, wrong: the account was first", "under 0.1%", "0.1%"],
      ["route unknown", "20%", "44%"],
      ["middle of a start’s window: off by (median)", "6 h", "42 h"],
      ["brands whose range held the truth", "67%", "67%"]
    ]);
    expect(
      cells(node)
        .slice(9)
        .map(([, text]) => text)
    ).toEqual(["1,000", "56 days", "30%", "none", "50%", "10%", "10%", "15 min", "67%"]);
    expect(
      [...node.querySelectorAll("table")[0]!.querySelectorAll("th[scope=col]")].map((th) => th.textContent)
    ).toEqual(["lists read", "daily", "weekly"]);
    // To sort people by days would say nothing.
    expect(node.querySelectorAll("th button")).toHaveLength(0);
    expect([offText(72), offText(null)]).toEqual(["3 days", "–"]);
    expect(listsTables([], document).textContent).toMatch(/^Not computed in this version: /);
  });
});

describe("what records are worth, on the page", () => {
  it("answers with what was wrong of everyone and of those who are followed too, and why", () => {
    expect(recordsSentence(records)).toBe(
      "Not all: in 4 brands simulated with a known truth, routes by the records of one snapshot were wrong for 3.5% of everyone present, and for 12% of those whom the account follows too (brands that keep a follow); for none of everyone present (brands that drop it). A new record takes the place of the first one, and a follow that was dropped leaves none: in these brands 10% of follows were given up and made again, and the button was pressed twice for 3%. 1% of records claim an earlier time. Where snapshots show one follow and not yet the other, none of this matters."
    );
    expect(recordsSentence([])).toBe("");
    expect(recordsSentence(records.slice(2))).toMatch(
      /^Yes: in 1 brand .* wrong for none of everyone present/
    );
  });

  it("is a table a kind of brands", () => {
    const node = recordsTables(records, document);
    expect(captions(node)).toHaveLength(2);
    expect(cells(node)).toEqual([
      ["everyone present", "1,000", "96%", "3.5%", "0.5%"],
      ["followed by the account too", "200", "85%", "12%", "3.0%"],
      ["everyone present", "10", "100%", "none", "none"]
    ]);
  });

  it("says nothing that is so of other networks, and nor do lists", () => {
    const text = `${recordsSentence(records)} ${recordsTables(records, document).textContent}`;
    expect(text).not.toMatch(/\bX\b|incremental/);
    expect(`${listsSentence(lists)} ${listsTables(lists, document).textContent}`).not.toMatch(/record/);
  });
});

it("the page says when it was computed", () => {
  expect(studySentence(records)).toBe("Computed: 2026-01-02, seed 7. npm run validate rebuilds the table.");
  expect(studySentence([])).toBe("");
});
