import {beforeAll, describe, expect, it} from "vitest";
import {crowd, runHistory, type Observed} from "./histories.ts";

const strangers = Array.from({length: 20}, (_, nth) => 100 + nth);

type Stage = {stage: string} & Record<string, unknown>;

/** Every stage of the funnel by name. */
async function stagesOf(history: Observed[]): Promise<Record<string, Stage>> {
  const db = await runHistory(history);
  const rows = await db.rows<Stage>("from funnel order by step");
  await db.close();
  return Object.fromEntries(rows.map((row) => [row.stage, row]));
}

/**
 * Weekly full lists to day 133. By day 7 the account follows twenty strangers. 100-103 are there by day 14, 104 and 105
 * by day 35; 106 is there by day 7 too, in which order nobody knows. 107 is dropped by day 21. 103 leaves by day 28, 102
 * by day 70. 100 replies on day 20.
 */
const weekly: Observed[] = Array.from({length: 20}, (_, week) => {
  const at = 7 * week;
  const there = (id: number, from: number, to = Infinity) => (at >= from && at < to ? [id] : []);
  return {
    at,
    followers: {
      people: [
        ...there(104, 35),
        ...there(105, 35),
        ...there(100, 14),
        ...there(101, 14),
        ...there(102, 14, 70),
        ...there(103, 14, 28),
        ...there(106, 7),
        ...crowd
      ]
    },
    following: {
      people: [...(at >= 7 ? strangers.filter((id) => id !== 107 || at < 21) : []), 800, 801]
    },
    ...(week === 19 && {interactions: [{by: 100, at: 20}], polls: [{kind: "mention", from: 0, to: 133}]})
  };
});

describe("funnel", () => {
  let stages: Record<string, Stage>;
  beforeAll(async () => {
    stages = await stagesOf(weekly);
  });

  it("counts everybody who never followed back, and gives the range of those whose order is not known", () => {
    const {attempted, followed_back: all} = stages;
    expect(attempted).toMatchObject({step: 1, x: 19n, n: null, x_unknown: 1n, share: null});
    expect(all).toMatchObject({of_stage: "attempted", x: 6n, n: 19n, x_unknown: 1n, n_unknown: 1n});
    expect(all!.share).toBeCloseTo(6 / 19, 9);
    expect([all!.range_low, all!.range_high]).toEqual([0.3157894737, 0.35]);
    // Wilson's interval of 6 in 19.
    expect([all!.low, all!.high].map((x) => Number((x as number).toFixed(4)))).toEqual([0.1536, 0.5399]);
  });

  it("says `by the next full list` where lists are a week apart", () => {
    // Followed by day 7: 7 days are over on day 14, 30 days on day 37, which the list of day 42 shows.
    expect(stages.followed_back_7).toMatchObject({x: 4n, n: 19n, note: "by the next full list"});
    expect(stages.followed_back_30).toMatchObject({x: 6n, n: 19n, note: "by the next full list"});
  });

  it("follows those who followed back to 30 and 90 days and to their first act", () => {
    const {retained_30, retained_90, engaged_30, visited} = stages;
    expect(retained_30).toMatchObject({
      of_stage: "followed_back",
      x: 5n,
      n: 6n,
      x_unknown: 1n,
      n_unknown: 1n
    });
    expect([retained_30!.range_low, retained_30!.range_high]).toEqual([0.8333333333, 0.8571428571]);
    expect(retained_30!.of_attempted).toBeCloseTo(5 / 19, 9);
    expect(retained_30!.of_attempted_high).toBeCloseTo(6 / 20, 9);
    expect(retained_90).toMatchObject({x: 4n, n: 6n});
    expect(engaged_30).toMatchObject({x: 1n, n: 6n, note: null});
    expect([engaged_30!.range_low, engaged_30!.range_high]).toEqual([0.1428571429, 0.1666666667]);
    expect(visited).toMatchObject({x: null, n: null, share: null, range_low: null, note: "not collected"});
  });

  it("counts days where lists are a day apart, and waits until an attempt is old enough", async () => {
    const history: Observed[] = Array.from({length: 51}, (_, at) => ({
      at,
      followers: {
        people: [
          ...(at >= 9 ? [103] : []),
          ...(at >= 8 ? [102] : []),
          ...(at >= 3 ? [101, 100] : []),
          ...crowd
        ]
      },
      // Ten by day 1; one more by day 45, five days before the last list.
      following: {
        people: [...(at >= 45 ? [110] : []), ...(at >= 1 ? strangers.slice(0, 10) : []), 800, 801]
      }
    }));
    const daily = await stagesOf(history);
    expect(daily.followed_back_7).toMatchObject({x: 3n, n: 10n, left_out: 0n, note: null});
    expect(daily.followed_back_30).toMatchObject({x: 4n, n: 10n, left_out: 0n, note: null});
    expect(daily.followed_back).toMatchObject({x: 4n, n: 11n});
    expect(daily.engaged_30).toMatchObject({x: 0n, n: 0n, share: null, note: "not collected"});
    expect(daily.retained_90).toMatchObject({n: 0n, note: "nobody observed for so long"});
  });
});
