import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {campaignHistory, ids, target, type Tried} from "./campaigns.ts";
import {runHistories, runHistory} from "./histories.ts";

/** Ten followers won by one campaign, ten by another, ten who came by themselves; weekly lists to day 161. */
const won = (first: number, replies: number, leaves: number): Tried[] =>
  ids(first, 10).map((id, nth) => ({
    id,
    answers: 2,
    ...(nth < replies && {replies: 20}),
    ...(nth < leaves && {leaves: 10})
  }));
const a = won(100, 1, 4);
const b = won(200, 5, 2);
/** Never tried before the last list, and there from the third one on. */
const alone = won(300, 6, 0).map((one) => ({...one, tried: 99}));
const facts = {
  campaigns: [
    {campaign_id: "a", name: "A", place_kind: "followback_hashtag"},
    {campaign_id: "b", name: "B", place_kind: "topic_hashtag"}
  ],
  campaign_targets: [...a.map(({id}) => target("a", id, 2)), ...b.map(({id}) => target("b", id, 2))]
};

describe.concurrent("what if", () => {
  it("leaves out the followers of each campaign, and of each place", async () => {
    const db = await runHistory(campaignHistory([...a, ...b, ...alone], facts));
    const rows = await db.rows<Record<string, unknown>>(
      "select kind, left_out, left_out_people, people, x, value, difference from what_if where figure = 'engaged_30'"
    );
    // 12 of 30; 11 of 20 without the first, 7 of 20 without the second.
    expect(rows).toMatchObject([
      {kind: "nothing", left_out: null, left_out_people: 0n, people: 30n, x: 12n, value: 0.4, difference: 0},
      {
        kind: "campaign",
        left_out: "a",
        left_out_people: 10n,
        people: 20n,
        x: 11n,
        value: 0.55,
        difference: 0.15
      },
      {
        kind: "campaign",
        left_out: "b",
        left_out_people: 10n,
        people: 20n,
        x: 7n,
        value: 0.35,
        difference: -0.05
      },
      {kind: "place_kind", left_out: "followback_hashtag", x: 11n},
      {kind: "place_kind", left_out: "topic_hashtag", x: 7n}
    ]);
    const without = (figure: string) =>
      db.rows(
        `select people, x, value from what_if where figure = '${figure}' and kind in ('nothing', 'campaign') order by kind desc, left_out`
      );
    // 4 and 2 of thirty had left by 90 days.
    expect(await without("retained_90")).toMatchObject([
      {x: 24n},
      {x: 18n, value: 0.9},
      {x: 16n, value: 0.8}
    ]);
    // The crowd of thirty was there before.
    expect(await without("followers")).toMatchObject([{value: 54}, {value: 48}, {value: 46}]);
    // The crowd 23 weeks each; those who stay 21 weeks from day 14 on, those who leave 7, up to day 63.
    const weeks = (stayed: number, left: number) => 30 * 23 + stayed * 21 + left * 7;
    const [all, first] = (await without("mentions")) as {value: number}[];
    expect(all!.value).toBeCloseTo((100 * 12) / weeks(24, 6), 6);
    expect(first!.value).toBeCloseTo((100 * 11) / weeks(18, 2), 6);
    const sql = readFileSync(new URL("../../src/models/tests/campaigns_hold.sql", import.meta.url), "utf8");
    expect(await db.rows(sql)).toEqual([]);
  });

  it("keeps whom a campaign may have won besides, and has no rows where none won anybody", async () => {
    const [unsure, none] = await runHistories(
      campaignHistory([...a, ...b, ...alone], {
        ...facts,
        campaign_targets: [...facts.campaign_targets, target("b", 100)]
      }),
      campaignHistory([...a, ...b, ...alone], {campaigns: facts.campaigns})
    );
    expect(
      await unsure.rows(
        "select left_out, left_out_people, unsure from what_if where figure = 'engaged_30' and kind = 'campaign'"
      )
    ).toEqual([
      {left_out: "a", left_out_people: 9n, unsure: 1n},
      {left_out: "b", left_out_people: 10n, unsure: 1n}
    ]);
    expect(await none.rows("from what_if")).toEqual([]);
  });

  it("counts whom a campaign may have won besides also beside figures that none of its people has yet", async () => {
    // Ten won five weeks before the end: nobody knows yet who of them stays for 90 days. Another campaign may have won one.
    const late = ids(400, 10).map((id) => ({id, tried: 17, answers: 18}));
    const db = await runHistory(
      campaignHistory([...a, ...b, ...alone, ...late], {
        ...facts,
        campaign_targets: [
          ...facts.campaign_targets,
          ...late.map(({id}) => target("c", id, 114)),
          target("b", 400, 114)
        ]
      })
    );
    expect(
      await db.rows(
        "select figure, left_out_people, unsure from what_if where kind = 'campaign' and left_out = 'c' order by figure"
      )
    ).toEqual([
      {figure: "engaged_30", left_out_people: 9n, unsure: 1n},
      {figure: "followers", left_out_people: 9n, unsure: 1n},
      {figure: "mentions", left_out_people: 9n, unsure: 1n},
      {figure: "retained_90", left_out_people: 0n, unsure: 1n}
    ]);
  });
});
