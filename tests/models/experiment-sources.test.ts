import {describe, expect, test} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {from, fromLists, put, timeOf} from "../names/named-lists.ts";

// Sixteen weeks from day 7 on. Pairs are weeks 1 and 3, 2 and 4, 5 and 7, …: the first of each pair is on.
const begin = 7;
const days = from(begin, 16 * 7);
const weekOf = (day: number) => Math.floor((day - begin) / 7);
const isOn = (week: number) => week % 4 < 2;

/** Three a day in weeks on, one in weeks off: 14 a week more in every pair, which 2 of the 256 draws show, so that 99 % hold 14 alone. */
const more = (day: number) => (isOn(weekOf(day)) ? 3 : 1);
const same = () => 1;

interface Download {
  name: string;
  kind: "visits" | "sales";
  days: readonly number[];
  countOf: (day: number) => number;
}

const plan = async (db: Database, outcomes: readonly string[]) => {
  const times = `${timeOf(begin - 1)}, ${timeOf(begin)}, ${timeOf(begin + 16 * 7)}`;
  await put(
    db,
    "experiments",
    `snapshot_id, experiment_id, units, seed, arms, outcome, analysis, matters, planned_at, "from", "to"`,
    outcomes.map((outcome) => `'plan', 'x', 'weeks', 1, ['on', 'off'], '${outcome}', 'week_pairs', 2, ${times}`) // prettier-ignore
  );
  await put(
    db,
    "assignments",
    "snapshot_id, experiment_id, unit, day, arm, stratum",
    from(0, 16).map((nth) => `'plan', 'x', ${nth + 1}, ${timeOf(begin + 7 * nth)}, '${isOn(nth) ? "on" : "off"}', '${Math.floor(nth / 4) * 2 + (nth % 2) + 1}'`) // prettier-ignore
  );
};

const resultsOf = async (...downloads: Download[]) => {
  const rows = await fromLists(
    [],
    ["experiment_results"],
    (db) => db.rows<Record<string, unknown>>("from experiment_results"),
    async (db) => {
      await plan(db, ["visits", "sales"]);
      for (const [nth, one] of downloads.entries()) await putDownload(db, `download-${nth}`, one);
    }
  );
  return Object.fromEntries(rows.map((row) => [row.outcome as string, row]));
};

async function putDownload(db: Database, snapshot: string, {name, kind, days, countOf}: Download) {
  const [first, last] = [days[0]!, days.at(-1)!];
  await put(db, "downloads", "snapshot_id, download, content, from_day, to_day, downloaded_at", [
    `'${snapshot}', '${name}', '${kind}', ${timeOf(first)}, ${timeOf(last)}, ${timeOf(last + 1)}`
  ]);
  const rowsOf = (head: string, tail: string) =>
    days.map((day) => `'${snapshot}', '${name}', ${head}'none', '', ${timeOf(day)}, ${countOf(day)}${tail}`);
  if (kind === "visits")
    await put(
      db,
      "visits",
      "snapshot_id, download, code_kind, code, day, visits, visitors",
      rowsOf("", ", 1")
    );
  else
    await put(
      db,
      "sales",
      "snapshot_id, download, kind, code_kind, code, day, orders, amount, refunded, currency",
      rowsOf("'sale', ", ", 9.00, 0, 'EUR'")
    );
}

describe("an experiment of weeks by files of several kinds and sources", () => {
  test("takes no week for one without sales of which only visits were downloaded, nor the other way round", async () => {
    const {sales, visits} = await resultsOf(
      {name: "csv:export", kind: "visits", days: days.slice(0, 56), countOf: more},
      {name: "csv:export", kind: "sales", days: days.slice(56), countOf: more},
      {name: "csv:other", kind: "visits", days: days.slice(-7), countOf: same}
    );
    const known = {state: "read", known_first: 4n, known_second: 4n, value_first: 21, value_second: 7};
    expect(sales).toMatchObject(known);
    expect(visits).toMatchObject(known);
  });

  test("is not read before data of its own kind reach the end", async () => {
    const {sales, visits} = await resultsOf(
      {name: "till", kind: "sales", days: days.slice(0, 84), countOf: more},
      {name: "plausible", kind: "visits", days, countOf: more}
    );
    expect(sales).toMatchObject({state: "not yet", difference: null});
    expect(visits).toMatchObject({state: "read", why: null, difference: 14, verdict: "supported"});
  });

  test("names the source that counts, and has no verdict where another does not say so", async () => {
    const till = {name: "till", kind: "sales", days, countOf: more} as const;
    const why = "shop alone is counted, and not till, as two sources may count the same";
    expect((await resultsOf(till, {...till, name: "shop", countOf: same})).sales).toMatchObject({
      difference: 0,
      verdict: "cannot tell yet",
      why: `${why}; till by itself does not say so`
    });
    expect((await resultsOf(till, {...till, name: "shop"})).sales).toMatchObject({
      difference: 14,
      verdict: "supported",
      why
    });
    // Six pairs alone bear no verdict.
    const short = {...till, name: "late", days: days.slice(28), countOf: same};
    expect((await resultsOf(till, short)).sales).toMatchObject({
      verdict: "supported",
      why: "till alone is counted, and not late, as two sources may count the same"
    });
  });
});

test("new organic followers are read where events were listened to up to the end, without another list", async () => {
  const came = days.flatMap((day) => (day % 7 === 2 ? from(1000 + 10 * day, isOn(weekOf(day)) ? 5 : 2).map((id) => ({id, day})) : [])); // prettier-ignore
  const rows = await fromLists(
    [
      {at: 0, list: "followers", people: from(100, 20)},
      {at: 0, list: "following", people: from(200, 20)}
    ],
    ["experiment_results"],
    (db) => db.rows("select state, known_first, value_first, value_second from experiment_results"),
    async (db) => {
      await plan(db, ["organic"]);
      await put(db, "stream_periods", `snapshot_id, "from", "to", has_baseline, additions_only`, [
        `'heard', ${timeOf(0)}, ${timeOf(begin + 16 * 7)}, true, false`
      ]);
      await put(
        db,
        "events",
        `snapshot_id, event_id, kind, delivery, is_exact, source_id, target_id, "after", "before"`,
        came.map(({id, day}) => `'heard', 'e${id}', 'follow', 'stream', true, ${id}, 9, ${timeOf(day)}, ${timeOf(day)}`) // prettier-ignore
      );
    }
  );
  expect(rows).toEqual([{state: "read", known_first: 8n, value_first: 5, value_second: 2}]);
});
