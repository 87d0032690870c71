import {describe, expect, test} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {from, fromLists, named, put, timeOf, type NamedList} from "./named-lists.ts";

const crowd = from(100, 20);
const followed = from(200, 20);

// Sixteen weeks from day 70 on. Pairs are weeks 1 and 3, 2 and 4, 5 and 7, …: the first of each pair is on.
const begin = 70;
const end = begin + 16 * 7;
const weeks = from(0, 16).map((nth) => ({
  from: begin + 7 * nth,
  isOn: nth % 4 < 2,
  pair: Math.floor(nth / 4) * 2 + (nth % 2) + 1
}));

const plan = async (db: Database, outcome: string) => {
  const times = `${timeOf(begin - 1)}, ${timeOf(begin)}, ${timeOf(end)}`;
  await put(
    db,
    "experiments",
    `snapshot_id, experiment_id, units, seed, arms, outcome, analysis, matters, planned_at, "from", "to"`,
    [`'plan', 'x', 'weeks', 1, ['on', 'off'], '${outcome}', 'week_pairs', 2, ${times}`]
  );
  await put(
    db,
    "assignments",
    "snapshot_id, experiment_id, unit, day, arm, stratum",
    weeks.map((week, nth) => `'plan', 'x', ${nth + 1}, ${timeOf(week.from)}, '${week.isOn ? "on" : "off"}', '${week.pair}'`) // prettier-ignore
  );
};

const resultOf = async (
  lists: readonly NamedList[],
  outcome: string,
  columns: string,
  more: (db: Database) => Promise<void> = async () => {}
) => {
  const rows = await fromLists(
    lists,
    ["experiment_results"],
    (db) => db.rows<Record<string, unknown>>(`select ${columns} from experiment_results`),
    async (db) => {
      await plan(db, outcome);
      await more(db);
    }
  );
  return rows[0];
};

describe.concurrent("weeks in which the account chose whether to do outreach", () => {
  // It turns to somebody in seven of the weeks before, with ten visits a day; else there are three. Odd weeks have one more.
  const busy = [1, 2, 3, 4, 6, 7, 8];
  const turnedTo = busy.map((week, nth) => ({id: 5000 + nth, at: 7 * week + 2}));
  const visitsOn = (day: number) => {
    const week = Math.floor(day / 7);
    return (busy.includes(week) ? 10 : 3) + Math.abs(week % 2);
  };
  const first = -35;

  const chosenOf = (form: {followers?: (day: number) => boolean; following?: (day: number) => boolean}) => {
    const lists = from(first - 1, end + 2 - first).flatMap((at): NamedList[] => {
      const following = [
        ...turnedTo
          .filter((one) => one.at <= at)
          .map(({id}) => id)
          .reverse(),
        ...followed
      ];
      return [
        {at: at + 0.4, list: "followers", people: form.followers?.(at) ? named(crowd) : crowd},
        {at: at + 0.5, list: "following", people: form.following?.(at) ? named(following) : following}
      ];
    });
    return resultOf(
      lists,
      "visits",
      "chosen_first, chosen_second, chosen_value_first, chosen_value_second",
      async (db) => {
        await put(db, "downloads", "snapshot_id, download, content, from_day, to_day, downloaded_at", [
          `'plan', 'plausible', 'visits', ${timeOf(first)}, ${timeOf(end)}, ${timeOf(end + 1)}`
        ]);
        await put(
          db,
          "visits",
          "snapshot_id, download, code_kind, code, day, visits, visitors",
          from(first, end - first).map((day) => `'plan', 'plausible', 'none', '', ${timeOf(day)}, ${visitsOn(day)}, 1`) // prettier-ignore
        );
      }
    );
  };

  test("are those of which lists of ids show that it did, or did not", async () => {
    // On: 77, 70, 77, 70, 70, 77, 70. Off: weeks -5 to -1 and 0, 5, 9, of which five are odd.
    expect(await chosenOf({})).toEqual({
      chosen_first: 7n,
      chosen_second: 8n,
      chosen_value_first: 73,
      chosen_value_second: (8 * 21 + 5 * 7) / 8
    });
  });

  test("are none without outreach while names of whom it follows are left out", async () => {
    // From day 36 on: weeks 1 to 4 are on, weeks -5 to 0 off, and of all others nobody knows.
    expect(await chosenOf({following: (day) => day >= 36})).toEqual({
      chosen_first: 4n,
      chosen_second: 6n,
      chosen_value_first: 73.5,
      chosen_value_second: (6 * 21 + 3 * 7) / 6
    });
  });

  test("are none without outreach where no list could show whether it was an answer", async () => {
    // From day 35 on any of whom it turns to may be a follower by name already.
    expect(await chosenOf({followers: (day) => day >= 35})).toEqual({
      chosen_first: 4n,
      chosen_second: 8n,
      chosen_value_first: 73.5,
      chosen_value_second: (8 * 21 + 5 * 7) / 8
    });
  });
});

describe.concurrent("new organic followers a week", () => {
  // Five come in a week on, two in a week off.
  const comers = weeks.flatMap((week, nth) =>
    from(1000 + 100 * nth, week.isOn ? 5 : 2).map((id) => ({id, at: week.from + 2}))
  );
  const organicOf = (formOf: (direction: "followers" | "following") => "ids" | "names") => {
    const of = (list: "followers" | "following", ids: readonly number[]) =>
      formOf(list) === "ids" ? ids : named(ids);
    const lists = from(0, end + 3).flatMap((at): NamedList[] => {
      const came = comers.filter((one) => one.at <= at).map(({id}) => id);
      return [
        {at: at + 0.5, list: "followers", people: of("followers", [...came.reverse(), ...crowd])},
        {at: at + 0.5, list: "following", people: of("following", followed)}
      ];
    });
    return resultOf(lists, "organic", "state, known_first, value_first, value_second, verdict");
  };
  const known = {state: "read", known_first: 8n, value_first: 5, value_second: 2, verdict: "supported"};

  test("are those of lists by id, or of lists that are all by name", async () => {
    expect(await organicOf(() => "ids")).toEqual(known);
    expect(await organicOf(() => "names")).toEqual(known);
  });

  test("are not none where lists by name leave them out", async () => {
    expect(await organicOf((list) => (list === "followers" ? "names" : "ids"))).toEqual({
      state: "not readable",
      known_first: 0n,
      value_first: null,
      value_second: null,
      verdict: null
    });
  });
});
