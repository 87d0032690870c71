import {afterEach, describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {openDatabase} from "../../src/duckdb.ts";
import {followbackWords, markPattern, profileMarks} from "../../src/models/computed/profile-marks.ts";
import {crowd, followed, runHistory, type Observed, type Relation} from "./histories.ts";

let db: Database;
afterEach(() => db.close());

const signs = async (sign: string) => {
  const rows = await db.rows(
    `select who, days, x_certain, x_at_most, n, n_unknown from repetition where sign = '${sign}' order by who, days`
  );
  return rows.map((row) =>
    Object.values(row).map((cell) => (typeof cell === "bigint" ? Number(cell) : cell))
  );
};

/** Complete lists on these days; who is in them by day. */
const lists = (
  days: number[],
  inbound: (day: number) => number[],
  outbound: (day: number) => number[]
): Observed[] =>
  days.map((day) => ({
    at: day,
    followers: {people: [...inbound(day), ...crowd]},
    following: {people: [...outbound(day), ...followed]}
  }));

describe("the signs of a routine", () => {
  it("say how soon people followed back, certainly and at most", async () => {
    // 10, 11, 12 are followed between day 0 and 1. 10 follows between days 1 and 2: 0 to 2 days after; 11 between days 3
    // and 4: 2 to 4; 12 between days 8 and 15: 7 to 15. 13 is on both sides within one gap: unknown.
    db = await runHistory(
      lists(
        [0, 1, 2, 3, 4, 8, 15],
        (day) => [
          ...(day >= 15 ? [12] : []),
          ...(day >= 8 ? [13] : []),
          ...(day >= 4 ? [11] : []),
          ...(day >= 2 ? [10] : [])
        ],
        (day) => [...(day >= 8 ? [13] : []), ...(day >= 1 ? [12, 11, 10] : [])]
      )
    );
    expect(await signs("answered")).toEqual([
      ["all", 1, 0, 1, 3, 1],
      ["all", 3, 1, 2, 3, 1],
      ["all", 7, 2, 3, 3, 1]
    ]);
  });

  it("say who left after the account stopped following them", async () => {
    // All follow from the list of day 7 on; the account followed 10 to 14 first, and stops on some day. Lists every 7 days.
    // 10: stopped in (21, 28], left in (28, 35]: at most 14 days after, certainly: 35 is 14 after 21.
    // 11: stopped in (21, 28], left in (35, 42]: 7 to 21 days after, so at most.
    // 12: stopped in (21, 28], stays. 13: stopped and left in (21, 28]: which came first nobody knows.
    // 14: stopped in (35, 42], left in (21, 28], before: not counted. 15: stopped in (63, 70]: not long enough ago.
    const stops: Record<number, number> = {10: 28, 11: 28, 12: 28, 13: 28, 14: 42, 15: 70};
    const leaves: Record<number, number> = {10: 35, 11: 42, 13: 28, 14: 28};
    const everyone = [10, 11, 12, 13, 14, 15];
    db = await runHistory(
      lists(
        [0, ...Array.from({length: 10}, (_, nth) => 7 * (nth + 1))],
        (day) => (day < 14 ? [] : everyone.filter((id) => day < (leaves[id] ?? 99))),
        (day) => (day < 7 ? [] : everyone.filter((id) => day < (stops[id] ?? 99)))
      )
    );
    expect(await signs("left_after")).toEqual([["followback", 14, 1, 3, 4, 0]]);
    // Both follow each other from day 14. 14 is last seen on day 21 and followed to day 35: certainly. 13 may have left after
    // the account had stopped: at most. 15 stays to day 63 at least, 49 days: three fortnights. 10 to 12 have half a one.
    expect(await signs("left_meanwhile")).toEqual([["followback", 14, 1, 2, 5, 0]]);
  });

  it("count no account that was closed among those who left, by whatever word its network has for it", async () => {
    // All follow from the list of day 14 on. The account stops following 10 to 13 by day 28; by day 35 the first three are
    // closed and 13 has unfollowed. 14 is closed by day 49, which ends the follows of both sides; 15 is blocked then.
    const closed: Record<number, string> = {10: "deleted", 11: "deactivated", 12: "taken_down"};
    const everyone = [10, 11, 12, 13, 14, 15];
    const leaves: Record<number, number> = {10: 35, 11: 35, 12: 35, 13: 35, 14: 49, 15: 49};
    const stops: Record<number, number> = {10: 28, 11: 28, 12: 28, 13: 28, 14: 49, 15: 49};
    const asked = (people: number[], day: number, more: Partial<Relation> = {}) =>
      people.map((of): Relation => ({of, asked: day, answered: day, ...more}));
    const key = (name: string) => ({key: name, at: null, claims: null});
    db = await runHistory(
      lists(
        [0, ...Array.from({length: 10}, (_, nth) => 7 * (nth + 1))],
        (day) => (day < 14 ? [] : everyone.filter((id) => day < leaves[id]!)),
        (day) => (day < 7 ? [] : everyone.filter((id) => day < stops[id]!))
      ).map((observed): Observed => {
        const {at} = observed;
        const of = {...observed, source: "bluesky" as const};
        if (at === 35)
          return {
            ...of,
            statuses: {...closed, 13: "active"},
            relationships: [
              ...asked([10, 13], at),
              ...[11, 12].flatMap((id) => asked([id], at, {inbound: key(`in${id}`), hidden: closed[id]}))
            ]
          };
        if (at === 49)
          return {
            ...of,
            statuses: {14: "deleted", 15: "active"},
            relationships: asked([14, 15], at),
            blocking: [15]
          };
        return of;
      })
    );
    expect(
      await db.rows(
        "select user_id, end_reason from spells where direction = 'inbound' and end_before is not null order by 1"
      )
    ).toEqual(
      ["deleted", "deactivated", "taken_down", "unfollowed", "deleted", "blocked"].map((end_reason, nth) => ({
        user_id: BigInt(10 + nth),
        end_reason
      }))
    );
    expect(await signs("left_after")).toEqual([["followback", 14, 1, 1, 4, 0]]);
    // Both followed each other from day 14: 10 to 13 to day 21, half a fortnight; 14 and 15 to day 42, two fortnights.
    expect(await signs("left_meanwhile")).toEqual([["followback", 14, 0, 0, 4, 0]]);
  });

  it("say how often someone left while the account went on following them", async () => {
    // Both follow each other from the list of day 14 on. 10 is last seen on day 42, 28 days later, and leaves: two
    // fortnights without leaving and one with. 11 stays to day 70, 56 days: four fortnights.
    db = await runHistory(
      lists(
        [0, ...Array.from({length: 10}, (_, nth) => 7 * (nth + 1))],
        (day) => (day < 14 ? [] : day < 49 ? [10, 11] : [11]),
        (day) => (day < 7 ? [] : [10, 11])
      )
    );
    expect(await signs("left_meanwhile")).toEqual([["followback", 14, 1, 1, 7, 0]]);
  });

  it("know the order where both lists of a snapshot are one look, read moments apart", async () => {
    // 10 is gone in the followers of day 28, and still followed in the list that was read a second before. On day 35 the
    // account has stopped too.
    const second = 1 / 86_400;
    db = await runHistory(
      [0, ...Array.from({length: 7}, (_, nth) => 7 * (nth + 1))].map((at) => ({
        at,
        following: {people: [...(at < 7 || at >= 35 ? [] : [10]), ...followed], from: at},
        followers: {people: [...(at < 14 || at >= 28 ? [] : [10]), ...crowd], from: at + second}
      }))
    );
    expect(await signs("left_meanwhile")).toEqual([["followback", 14, 1, 1, 1, 0]]);
  });

  it("count nobody as leaving meanwhile whom only a listener told of after the last list", async () => {
    // 11 follows and is followed from day 14 to the last list, of day 70: four fortnights. It is heard to leave on day 90;
    // that 12, of whom the same is known, is still there then, nothing says.
    const days = [0, ...Array.from({length: 10}, (_, nth) => 7 * (nth + 1))];
    db = await runHistory([
      ...lists(
        days,
        (day) => (day < 14 ? [] : [11, 12]),
        (day) => (day < 7 ? [] : [11, 12])
      ),
      {
        at: 90,
        streams: [{from: 70, to: 90, baseline: false}],
        events: [{kind: "unfollow", of: 11, after: 89.999, before: 90}]
      }
    ]);
    expect(await signs("left_meanwhile")).toEqual([["followback", 14, 0, 0, 8, 0]]);
  });
});

describe("the words of profiles that seek followbacks", () => {
  it("come in ten languages or more, each with its source, none twice", () => {
    expect(new Set(followbackWords.map(({language}) => language)).size).toBeGreaterThanOrEqual(10);
    const terms = followbackWords.map(({term}) => term);
    expect(new Set(terms).size).toBe(terms.length);
    for (const {source} of followbackWords) expect(source).toMatch(/^https?:\/\//);
  });

  /** Whether each text has a mark, by the whole list. */
  async function marked(...texts: string[]) {
    db = await openDatabase();
    const rows = texts.map((text, nth) => `(${nth}, '${text.replaceAll("'", "''")}')`);
    const found = await db.rows<{is_marked: boolean}>(`
      select regexp_matches(nfc_normalize(text), '${markPattern(followbackWords).replaceAll("'", "''")}', 'i') as is_marked
      from (values ${rows.join(", ")}) t(nth, text)
      order by nth`);
    return found.map(({is_marked}) => is_marked);
  }

  it("are found as whole words and hashtags, in any case and script", async () => {
    const texts = [
      "I FOLLOW BACK",
      "coffee|#TeamFollowBack|cats",
      "follow  back!",
      "#follow_back",
      "(f4f)",
      "100%フォロバします",
      "#相互フォロー",
      "맞팔해요",
      "互粉",
      "minta folbek dong",
      "ВЗАИМНЫЙ ФОЛЛОВИНГ",
      "взаємний фоловінг",
      "Sígueme que te sigo",
      "Me segue que SIGO DE VOLTA",
      "Folgst Du mir, folge ich Dir!",
      "هات فولو وخد باك",
      "#AutoFollow"
    ];
    expect(await marked(...texts)).toEqual(texts.map(() => true));
  });

  it("are not found inside another word, nor a hashtag as a plain word", async () => {
    const texts = [
      "followbacks ruined Twitter",
      "whoever I unfollow back home",
      "follow backwards",
      "f4fx",
      "sigo de voltagem",
      "autofollow",
      "folbekan",
      "コーヒー",
      ""
    ];
    expect(await marked(...texts)).toEqual(texts.map(() => false));
  });

  it("are counted by route among profiles that were read at first sight, and by nothing else", async () => {
    db = await openDatabase();
    await db.run(`
      create table followers as from (values (1, 10, 'followback'), (1, 11, 'followback'), (1, 12, 'organic'), (1, 13, 'organic'),
        (1, 14, 'organic'), (1, 15, 'organic'), (1, 16, 'organic')) t(account_id, user_id, route);
      -- An event was the first to tell of one of them, and a list showed them soon after.
      create table spells as
        select account_id, user_id, 'inbound' as direction, 1 as spell, case when user_id <> 14 then 'first' end as start_before_id
        from followers;
      create table first_lists as select 1 as account_id, 14 as user_id, 'second' as snapshot_id;
      create table profiles as from (values
        (1, 10, 'first', 'I follow back'), (1, 11, 'first', 'coffee'), (1, 12, 'first', null), (1, 14, 'second', 'I follow back'),
        -- Whose profile was read and has no text says nothing, as where networks leave such a text out.
        (1, 15, 'first', ''), (1, 16, 'first', ' '),
        -- What the profile says later does not count.
        (1, 13, 'first', 'tea'), (1, 13, 'later', '#f4f')
      ) t(account_id, user_id, snapshot_id, description)`);
    await profileMarks.make(db);
    expect(await db.rows("select route, marked, profiles from profile_marks order by route")).toEqual([
      {route: "followback", marked: 1n, profiles: 2n},
      {route: "organic", marked: 1n, profiles: 2n}
    ]);
  });
});
