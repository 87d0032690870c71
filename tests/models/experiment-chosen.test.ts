import {describe, expect, it} from "vitest";
import {downloaded} from "./campaigns.ts";
import {crowd, day, followed, runHistory, type Observed} from "./histories.ts";

// Day 0 is a Monday. Lists at noon of every day; an experiment of 16 weeks begins on day 70.
const from = 70;
const last = from + 16 * 7;

// Pairs are weeks 1 and 3, 2 and 4, 5 and 7, …: the first of each pair is on. On less off of the pairs: 5 -2 9 4 12 1 7 3.
const isOn = (week: number) => week % 4 < 2;
const more = [5, -2, 9, 4, 12, 1, 7, 3];
const pairOf = (week: number) => Math.floor(week / 4) * 2 + (week % 2);
const arrivals = Array.from({length: 16}, (_, week) => 3 + (isOn(week) ? more[pairOf(week)]! : 0));

/** New followers by the day they are first listed; nobody of them was followed before. */
const organic = arrivals.flatMap((count, week) =>
  Array.from({length: count}, (_, nth) => ({id: 1000 + 100 * week + nth, at: from + 7 * week + 2}))
);

/** Whom the account turns to in the second to fifth week, by its own choice, and somebody of the crowd whom it follows back later. */
const tried = [8, 16, 25, 33].map((at, nth) => ({id: 5000 + nth, at}));
const followedBack = {id: crowd[0]!, at: 44};

const visitsBefore = [50, 54, 52, 48, 20, 22, 24, 21, 23];

interface Extra {
  /** Of unknown route: both follows begin between the same two lists. */
  unknown?: {id: number; at: number}[];
  /** Days without lists. */
  missed?: number[];
  /** Days without a list of whom the account follows. */
  unwatched?: number[];
  /** More people whom the account turns to. */
  turnedTo?: {id: number; at: number}[];
  /** Of each list nothing but its date is known, which lasts 50 hours anywhere on Earth. */
  isBare?: boolean;
}

function history({
  unknown = [],
  missed = [],
  unwatched = [],
  turnedTo = [],
  isBare = false
}: Extra = {}): Observed[] {
  const inbound = [...organic, ...unknown];
  const outbound = [...tried, followedBack, ...unknown, ...turnedTo];
  const listed = (people: {id: number; at: number}[], at: number) =>
    people
      .filter((one) => one.at <= at)
      .toSorted((a, b) => b.at - a.at)
      .map(({id}) => id);
  const bare = (at: number) =>
    isBare && {from: at - 10 / 24, to: at + 1.5, sitting: day(at).toISOString().slice(0, 10)};
  const shared = {units: "weeks", seed: 1, arms: ["on", "off"], analysis: "week_pairs", matters: 20};
  return Array.from({length: last + 2}, (_, at) => at)
    .filter((at) => !missed.includes(at))
    .map((at) => ({
      at: isBare ? at + 1.5 : at + 0.5,
      ...(isBare && {source: "tables" as const}),
      followers: {people: [...listed(inbound, at), ...crowd], ...bare(at)},
      ...(!unwatched.includes(at) && {
        following: {people: [...listed(outbound, at), ...followed], ...bare(at)}
      }),
      ...(at === last + 1 && {
        beyond: {
          experiments: ["visits", "organic"].map((outcome) => ({
            ...shared,
            experiment_id: "x",
            outcome,
            planned_at: day(from - 1),
            from: day(from),
            to: day(last)
          })),
          assignments: arrivals.map((_, week) => ({
            experiment_id: "x",
            unit: week + 1,
            day: day(from + 7 * week),
            arm: isOn(week) ? "on" : "off",
            stratum: String(pairOf(week) + 1)
          })),
          visits: [
            ...visitsBefore.map((visits, nth) => ({visits, at: 7 + 7 * nth})),
            {visits: 1, at: from}
          ].map(({visits, at}) => ({
            download: "plausible-sources",
            code_kind: "none",
            code: "",
            day: day(at),
            visits,
            visitors: 1
          })),
          downloads: [downloaded("plausible-sources", "visits", 0, last)]
        } as Observed["beyond"]
      })
    }));
}

async function resultsOf(extra?: Extra) {
  const db = await runHistory(history(extra));
  const rows = await db.rows<Record<string, unknown>>("from experiment_results");
  return Object.fromEntries(rows.map((row) => [row.outcome as string, row]));
}

describe.concurrent("organic arrivals of the weeks of an experiment", () => {
  it("are the new followers whom the account had not followed before", async () => {
    // By an enumeration apart from the program: p 6/256; 95 % from 1 to 26/3.
    expect((await resultsOf()).organic).toMatchObject({
      state: "read",
      known_first: 8n,
      value_first: 7.875,
      value_second: 3,
      difference: 4.875,
      p: 6 / 256,
      low: 1,
      high: expect.closeTo(26 / 3, 8),
      range_low: null,
      range_high: null
    });
  });

  it("span what people of unknown route leave open", async () => {
    // One such in the first week, on, and one in the third, off: the pair is 6 or 4 apart instead of 5.
    const {organic} = await resultsOf({
      unknown: [
        {id: 6000, at: from + 3},
        {id: 6001, at: from + 17}
      ]
    });
    expect(organic).toMatchObject({
      difference: 4.875,
      range_low: 4.75,
      range_high: 5,
      // Of 6 -2 9 4 12 1 7 3 and 4 -2 9 4 12 1 7 3, enumerated apart from the program.
      p: 6 / 256,
      low: 1,
      high: 9
    });
  });

  it("are not known where lists give nothing but their dates, for nobody can be placed on a day", async () => {
    expect((await resultsOf({isBare: true})).organic).toMatchObject({
      known_first: 0n,
      value_first: null,
      verdict: null
    });
  });

  it("leave out a week in which a day was not watched", async () => {
    // Without a list on the Wednesday of the first week nobody knows of it, nor of the pair: 34/7 remain.
    expect((await resultsOf({missed: [from + 2]})).organic).toMatchObject({
      known_first: 7n,
      known_second: 8n,
      difference: expect.closeTo(34 / 7, 8),
      verdict: "cannot tell yet",
      why: "7 pairs of weeks are known, and a verdict needs 8"
    });
  });
});

describe.concurrent("weeks that the account chose by itself", () => {
  it("stand beside the experiment, by Welch's interval", async () => {
    // Following somebody of the crowd back on day 44 is no outreach. scipy.stats.ttest_ind(on, off, equal_var=False).
    expect((await resultsOf()).visits).toMatchObject({
      chosen_first: 4n,
      chosen_second: 5n,
      chosen_value_first: 51,
      chosen_value_second: 22,
      chosen_difference: 29,
      chosen_low: expect.closeTo(25.15536361605991, 8),
      chosen_high: expect.closeTo(32.84463638394009, 8)
    });
  });

  it("are left out where nobody watched whom the account follows", async () => {
    // A follow that began and ended between the lists of days 41 and 100 stands in none: weeks 6 to 9 may have had one.
    const unwatched = Array.from({length: 58}, (_, nth) => 42 + nth);
    // With a list on day 86 too they would have had to end within 45 days.
    const [none, seen] = await Promise.all([
      resultsOf({unwatched}),
      resultsOf({unwatched: unwatched.filter((at) => at !== 86)})
    ]);
    expect(none.visits).toMatchObject({state: "read", chosen_first: null});
    expect(seen.visits).toMatchObject({chosen_first: 4n, chosen_second: 5n});
  });

  it("are left out where nobody knows in which of two weeks a follow began", async () => {
    // First listed at noon of Monday, day 63: the week before it and its own are out, and three without outreach are too few.
    expect((await resultsOf({turnedTo: [{id: 5100, at: 63}]})).visits).toMatchObject({
      state: "read",
      chosen_first: null,
      chosen_difference: null
    });
  });
});
