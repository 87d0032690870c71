import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {withDatabase, type Database} from "../../src/duckdb.ts";
import {runModels} from "../../src/models/build.ts";
import {wilson} from "../../src/statistics/proportion.ts";
import {removeSnapshots} from "../../src/snapshots/remove.ts";
import {attachSnapshots, holdStore} from "../../src/snapshots/store.ts";
import {
  account,
  crowd,
  day,
  days,
  runHistories,
  runHistory,
  weeks,
  writeObserved,
  type Act,
  type Observed
} from "./histories.ts";

const brand = Number(account);
/** Forty people who come between day 0 and day 7; one who leaves between the lists of days 14 and 15. */
const newcomers = Array.from({length: 40}, (_, nth) => 100 + nth);
const leaver = 200;
const listDays = [0, 7, 14, 15, 21, 28, ...weeks(5, 17).map((week) => 7 * week)];
const lastDay = 119;
/** The account posts every second day; each conversation is read for eight days, in two polls. */
const posts = weeks(0, 58).map((nth) => ({id: 1000 + nth, at: 2 * nth + 0.5}));
const read = (at: number, id: number) => [
  {kind: "conversation", target: id, from: at, to: Math.min(at + 3, lastDay)},
  {kind: "conversation", target: id, from: Math.min(at + 3, lastDay), to: Math.min(at + 8, lastDay)}
];

interface Watch {
  isRead?: (post: number) => boolean;
  source?: Observed["source"];
}

/** The history with these interactions, and with the conversations of some posts read. */
const watched = (interactions: Act[], {isRead = () => true, source = "x-api"}: Watch = {}): Observed[] => [
  ...listDays.map((at): Observed => ({
    at,
    followers: {people: [...(at === 0 ? [] : newcomers), ...(at < 15 ? [leaver] : []), ...crowd]},
    following: {people: []}
  })),
  {
    at: lastDay,
    source: "x-api",
    posts,
    polls: [
      {kind: "mention", from: 0, to: lastDay},
      {kind: "post", from: 0, to: lastDay},
      ...posts.filter(({id}) => isRead(id)).flatMap(({id, at}) => read(at, id))
    ]
  },
  {at: lastDay, source, interactions}
];

/** Who of the newcomers reached another follower within 30 days, and who the brand. */
async function reachedBy(interactions: Act[], watch?: Watch) {
  const db = await runHistory(watched(interactions, watch));
  const ids = async (sql: string) =>
    (await db.rows<{user_id: bigint}>(sql)).map(({user_id}) => Number(user_id));
  return {
    others: await ids("select user_id from other_follower_facts where reached_30 order by 1"),
    brand: await ids("select user_id from people_facts where engaged_30 order by 1")
  };
}

/** The same of several histories, which are asked for at once and so built together. */
const reachedByEach = (...acts: Act[][]) => Promise.all(acts.map((interactions) => reachedBy(interactions)));

const nobody = {others: [], brand: []};

describe.concurrent("another follower is reached", () => {
  it("by an act toward somebody who certainly follows at that instant", async () =>
    expect(await reachedBy([{by: 100, at: 10, toward: 101}])).toEqual({...nobody, others: [100]}));

  it("not by an act toward somebody who left the day before, or may have", async () => {
    const at = (day: number): Act[] => [{by: 100, at: day, toward: leaver}];
    expect(await reachedByEach(at(16), at(14.5), at(13.5))).toEqual([
      nobody,
      nobody,
      {...nobody, others: [100]}
    ]);
  });

  it("not by an act of somebody who has left, or may not have come yet", async () => {
    const left: Act = {by: leaver, at: 16, toward: 101};
    const early: Act = {by: 100, at: 5, toward: crowd[0]!};
    expect(await reachedByEach([left], [early])).toEqual([nobody, nobody]);
  });

  it("not by an act toward somebody who may not have come yet", async () =>
    expect(await reachedBy([{by: crowd[0]!, at: 5, toward: 100}])).toEqual(nobody));

  it("together with the brand by a post that addresses two followers and the brand, which is one act", async () => {
    const acts: Act[] = [{by: 100, at: 10, kind: "mention", whom: [101, brand, 102]}];
    const [reached, db] = await Promise.all([reachedBy(acts), runHistory(watched(acts))]);
    expect(reached).toEqual({others: [100], brand: [100]});
    expect(
      await db.rows(
        `select circle, basis, people, reached, interactions from circles where route = 'organic' order by all`
      )
    ).toEqual([
      {circle: "brand", basis: "covered", people: 40n, reached: 1n, interactions: 1n},
      {circle: "other followers", basis: "at least", people: 40n, reached: 1n, interactions: 1n},
      {circle: "other followers", basis: "covered", people: 40n, reached: 1n, interactions: 1n}
    ]);
    expect(await db.rows("select from_id, to_id from community_ties order by all")).toEqual([
      {from_id: 100n, to_id: 101n},
      {from_id: 100n, to_id: 102n}
    ]);
  });

  it("not by an answer to oneself", async () =>
    expect(await reachedBy([{by: 100, at: 10, toward: 100, whom: [100]}])).toEqual(nobody));

  it("not by the brand's name before the text of an answer to somebody who is no follower", async () =>
    expect(await reachedBy([{by: 100, at: 10, toward: 7, whom: [7]}])).toEqual(nobody));

  it("and the brand is not, where its name stands before the text alone", async () =>
    expect(await reachedBy([{by: 100, at: 10, toward: 101, whom: [101]}])).toEqual({
      ...nobody,
      others: [100]
    }));

  it("not by a repost, a like, or after the 30 days", async () => {
    const toward = {by: 100, toward: 101};
    const silent: Act[] = [
      {...toward, at: 10, kind: "repost"},
      {...toward, at: 10, kind: "like"}
    ];
    expect(await reachedByEach(silent, [{...toward, at: 37.1}], [{...toward, at: 36.9}])).toEqual([
      nobody,
      nobody,
      {...nobody, others: [100]}
    ]);
  });

  it("not by the account itself", async () =>
    expect(await reachedBy([{by: brand, at: 10, toward: 101}])).toEqual(nobody));

  it("by a table's rows as by X's", async () =>
    expect(
      await reachedBy(
        [
          {by: 100, at: 10, whom: [101, brand]},
          {by: 101, at: 10, toward: 102}
        ],
        {source: "tables"}
      )
    ).toEqual({others: [100, 101], brand: [100]}));
});

describe.concurrent("whom an act addresses", () => {
  const circleOf = async (act: Partial<Act>, ...more: Observed[]) => {
    const db = await runHistory([...watched([{by: 100, at: 10, id: "77", ...act}]), ...more]);
    const rows = await db.rows<{circle: string}>("select circle from engagements where act_id = '77'");
    return rows.map(({circle}) => circle);
  };
  const other: Observed = {
    at: lastDay,
    source: "x-api",
    interactions: [{by: 101, at: 11, toward: 102, whom: [102], id: "78"}]
  };

  it("is the brand where an act of X has no rows", async () => {
    expect(await Promise.all([circleOf({}), circleOf({}, other)])).toEqual([["brand"], ["brand"]]);
  });

  it("is what its rows say, whichever snapshot has them", async () => {
    const again: Observed = {...other, interactions: [{by: 100, at: 10, id: "77", toward: 101, whom: [101]}]};
    const circles = await Promise.all([circleOf({}, again), circleOf({whom: [brand]}, again)]);
    expect(circles).toEqual([["others"], ["brand"]]);
  });

  it("is others, not the brand, where X names nobody in a snapshot that says whom acts address", async () => {
    const db = await runHistory(
      watched([
        {by: 100, at: 10, id: "77", toward: null},
        {by: 101, at: 11, toward: 102, whom: [102], id: "78"}
      ])
    );
    expect(await db.rows("select act_id, circle from engagements order by act_id")).toEqual([
      {act_id: "77", circle: "others"},
      {act_id: "78", circle: "others"}
    ]);
    expect(await db.rows("select interactions_without_target from accounts")).toEqual([
      {interactions_without_target: 0n}
    ]);
  });
});

it("is as it was before, once the snapshot that says whom acts address is removed", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "followback-circles-"));
  try {
    const circles = () =>
      withDatabase(async (store) => {
        await attachSnapshots(store, dataDir);
        await runModels(store, {only: ["engagements", "other_follower_facts"]});
        return {
          circles: await store.rows("select act_id, circle from engagements order by act_id"),
          people: await store.rows("select user_id from other_follower_facts where reached_30 order by 1")
        };
      });
    await holdStore(dataDir, async () => {
      for (const [nth, observed] of watched([{by: 100, at: 10, id: "77"}]).entries())
        await writeObserved(dataDir, observed, String(nth));
    });
    const before = await circles();
    expect(before).toEqual({circles: [{act_id: "77", circle: "brand"}], people: []});
    await writeObserved(
      dataDir,
      {at: lastDay, interactions: [{by: 100, at: 10, id: "77", toward: 101, whom: [101]}]},
      "later"
    );
    expect(await circles()).toEqual({circles: [{act_id: "77", circle: "others"}], people: [{user_id: 100n}]});
    const [saying] = await withDatabase(async (store) => {
      await attachSnapshots(store, dataDir);
      return store.rows<{id: string}>("select distinct snapshot_id as id from raw.addressed");
    });
    await removeSnapshots(dataDir, [saying!.id]);
    expect(await circles()).toEqual(before);
  } finally {
    await rm(dataDir, {recursive: true, force: true});
  }
});

describe.concurrent("the cover of conversations", () => {
  const coverOf = async (db: Database) =>
    (await db.rows("select from_at, to_at from coverage where kind = 'conversation' order by from_at")).map(
      ({from_at, to_at}) => [days(from_at), days(to_at)]
    );

  it("is unbroken where every conversation of the last 7 days is read on", async () => {
    const db = await runHistory(watched([]));
    expect(await coverOf(db)).toEqual([[0.5, lastDay]]);
  });

  it("has a hole of 7 days where the conversation of one post is not read", async () => {
    const db = await runHistory(watched([], {isRead: (post) => post !== 1030})); // posted on day 60.5
    expect(await coverOf(db)).toEqual([
      [0.5, 60.5],
      [67.5, lastDay]
    ]);
  });

  it("has a hole where a poll of one conversation is missing or was cut", async () => {
    const history = watched([]);
    const changed = (change: "missing" | "capped") =>
      history.map((observed): Observed => ({
        ...observed,
        polls: observed.polls?.flatMap((poll) =>
          poll.target !== 1030 || poll.from > 61
            ? [poll]
            : change === "capped"
              ? [{...poll, capped: true}]
              : []
        )
      }));
    const dbs = await runHistories(changed("missing"), changed("capped"));
    for (const db of dbs)
      expect(await coverOf(db)).toEqual([
        [0.5, 60.5],
        [63.5, lastDay]
      ]);
  });

  it("is not there where no conversation was read: then the share is a least one, without a verdict", async () => {
    const acts: Act[] = [{by: 100, at: 10, whom: [101, brand]}];
    const db = await runHistory(watched(acts, {isRead: () => false}));
    expect(await coverOf(db)).toEqual([]);
    expect(
      await db.rows("select circle, basis, people, reached from circles where route = 'organic' order by all")
    ).toEqual([
      {circle: "brand", basis: "covered", people: 40n, reached: 1n},
      {circle: "other followers", basis: "at least", people: 40n, reached: 1n}
    ]);
    expect(
      await db.rows("select is_collected, n_organic, verdict from claims where claim = 'engage_less_others'")
    ).toEqual([{is_collected: false, n_organic: 0n, verdict: "cannot tell yet"}]);
  });
});

describe.concurrent("the weeks of other followers", () => {
  const later = weeks(0, 29).map((nth) => 300 + nth);
  /** Forty who come in the week of day 7 and thirty in that of day 21; day 0 is a Monday. */
  const history = (acts: Act[]): Observed[] =>
    watched(acts).map((observed) =>
      observed.followers && observed.at >= 21
        ? {...observed, followers: {people: [...later, ...observed.followers.people]}}
        : observed
    );
  const acts: Act[] = [
    {by: 100, at: 10, toward: 101},
    {by: 100, at: 11, toward: 101},
    {by: 100, at: 18, toward: 101},
    {by: 101, at: 12, toward: 100},
    {by: 300, at: 40, toward: 101},
    {by: 301, at: 41, toward: 101},
    {by: 302, at: 42.5, toward: 101}
  ];

  it("add up to the counts, by week of first sight and by week of the interactions", async () => {
    const db = await runHistory(history(acts));
    expect(
      await db.rows(
        "select evaluated_at, week_number, people, reached from circle_weeks where basis = 'covered' order by all"
      )
    ).toEqual(
      // 2024-01-01 is the 2817th Monday after 1970-01-05.
      [day(91), null].flatMap((evaluated_at) => [
        {evaluated_at, week_number: 2818, people: 40n, reached: 2n},
        {evaluated_at, week_number: 2820, people: 30n, reached: 3n}
      ])
    );
    expect(
      await db.rows(`
        select week, interactions, interactions_squared from circle_rate_weeks
        where basis = 'covered' and route = 'organic' and interactions > 0 order by week`)
    ).toEqual([
      {week: day(7), interactions: 3n, interactions_squared: 5n},
      {week: day(14), interactions: 1n, interactions_squared: 1n},
      {week: day(35), interactions: 2n, interactions_squared: 2n},
      {week: day(42), interactions: 1n, interactions_squared: 1n}
    ]);
    // Forty people from day 7 until the last list, thirty from day 21, a week at a time.
    expect(
      await db.rows(`
        select datediff('day', date '2024-01-01', week) as day, seconds / 604800 as weeks from circle_rate_weeks
        where basis = 'covered' and route = 'organic' and week between '2024-01-01' and '2024-02-05' order by week`)
    ).toEqual([0, 40, 40, 70, 70, 70].map((people, nth) => ({day: BigInt(7 * nth), weeks: people})));
    expect(
      await db.rows(`
        select sum(w.seconds) = min(c.seconds) as is_whole from circle_rate_weeks w
        join circle_counts c using (account_id, basis, route)
        where c.circle = 'other followers' and c.watched > 0
        group by basis, route`)
    ).toEqual(Array.from({length: 4}, () => ({is_whole: true})));
  });

  it("are what the intervals and the verdict rest on", async () => {
    const db = await runHistory(history(acts));
    // 5 of 70: residuals 2 - 40 / 14 and 3 - 30 / 14, which are -6 / 7 and 6 / 7; three weeks hold them apart by two, so that
    // their product counts 3 / 5 twice.
    const binomial = (5 * 65) / 70;
    const variance = 2 * ((2 * 36) / 49 - (2 * 0.6 * 36) / 49);
    expect(variance).toBeLessThan(binomial);
    // One degree of freedom: Student's quantile is 12.706205.
    const effective = 70 * (1.959964 / 12.706205) ** 2;
    const {low, high} = wilson((5 / 70) * effective, effective);
    const [row] = await db.rows(
      "select share, low, high from circles where circle = 'other followers' and basis = 'covered' and route = 'organic'"
    );
    expect(row).toMatchObject({
      share: expect.closeTo(5 / 70, 9),
      low: expect.closeTo(low, 5),
      high: expect.closeTo(high, 5)
    });
    expect(
      await db.rows(
        "select effective_organic, effective_followback from claims where claim = 'engage_less_others'"
      )
    ).toEqual([{effective_organic: expect.closeTo(effective, 4), effective_followback: null}]);
  });
});

it("rates count what was said while followers were seen, as their time does, in whole and by week", async () => {
  // Lists end on day 21; conversations are read until day 119. Of five acts toward another follower two come by day 21.
  const acts = [10, 20, 30, 50, 80].map((at): Act => ({by: 100, at, toward: 101}));
  const db = await runHistory(
    watched(acts).map(
      (observed) => (observed.at > 21 ? {...observed, followers: undefined} : observed) as Observed
    )
  );
  expect(
    await db.rows(`
      select watched, interactions, seconds / 604800 as weeks from circle_counts
      where circle = 'other followers' and basis = 'covered' and route = 'organic'`)
  ).toEqual([{watched: 40n, interactions: 2n, weeks: 80}]);
  expect(
    await db.rows(`
      select sum(interactions)::integer as interactions, sum(seconds) / 604800 as weeks from circle_rate_weeks
      where basis = 'covered' and route = 'organic'`)
  ).toEqual([{interactions: 2, weeks: 80}]);
});

describe.concurrent("the claim about other followers", () => {
  const countsOf = (db: Database) =>
    db.rows(
      `select evaluated_at, route, x, n from claim_counts where claim = 'engage_less_others' order by all`
    );

  it("counts at a quarter end whose 30 days were read by then", async () => {
    const db = await runHistory(
      watched([
        {by: 100, at: 10, toward: 101},
        {by: 101, at: 36, toward: 100}
      ])
    );
    expect(await countsOf(db)).toEqual([{evaluated_at: day(91), route: "organic", x: 2n, n: 40n}]);
    expect(await db.rows("select distinct reached_30_at from other_follower_facts")).toEqual([
      // First sight on day 7, 30 days until day 37. Posts are read until 3 and until 8 days after them: that of day 36.5
      // until day 39.5, that of day 34.5 until day 37.5, that of day 32.5 until days 35.5 and 40.5, that of day 30.5,
      // which is 7 days old on day 37.5, until days 33.5 and 38.5. The first list that shows who left by day 37 is that of day 42.
      {reached_30_at: day(42)}
    ]);
  });

  it("does not change when later snapshots come", async () => {
    const acts: Act[] = [{by: 100, at: 10, toward: 101}];
    // Nothing is read after the quarter end in the one, everything in the other.
    const [then, now] = await runHistories(
      watched(acts, {isRead: (post) => posts[post - 1000]!.at < 80}),
      watched(acts)
    );
    expect(await countsOf(now)).toEqual(await countsOf(then));
  });
});

describe.concurrent("the community", () => {
  it("is counted by route, of who was there in the last 90 days", async () => {
    // 100 ⇄ 101 → 102, 103 → crowd, 104 → 105 → 106: the largest are {100, 101, 102} and {104, 105, 106}: the first.
    const acts: Act[] = [
      {by: 100, at: 40, toward: 101},
      {by: 101, at: 41, toward: 100},
      {by: 101, at: 42, toward: 102},
      {by: 101, at: 43, toward: 102},
      {by: 103, at: 44, toward: crowd[0]!},
      {by: 104, at: 45, toward: 105},
      {by: 105, at: 46, toward: 106},
      {by: 107, at: 13, toward: leaver} // not there in the last 90 days
    ];
    const db = await runHistory(watched(acts));
    expect(await db.rows("select * exclude (account_id) from community order by route")).toEqual([
      {
        route: "organic",
        people: 40n,
        tied: 7n,
        in_largest: 3n,
        share_in_largest: 0.075,
        reciprocated: 2n,
        share_reciprocated: 0.05,
        ties: 6n,
        ties_within: 5n,
        share_within: 0.8333333333,
        is_at_least: false
      },
      {
        route: "pre_existing",
        people: 30n,
        tied: 1n,
        in_largest: 0n,
        share_in_largest: 0,
        reciprocated: 0n,
        share_reciprocated: 0,
        ties: 0n,
        ties_within: 0n,
        share_within: null,
        is_at_least: false
      }
    ]);
  });

  it("leaves out whom no list has shown for 90 days, though none has shown them gone", async () => {
    // From day 21 on only the newest part of the list was read: 40 newcomers stand in it, and none of the 30 others.
    const db = await runHistory(
      watched([{by: 100, at: 10, toward: crowd[0]!}]).map((observed) =>
        observed.followers && observed.at > 21
          ? {...observed, followers: {people: newcomers, ended: false, reason: "head"}}
          : observed
      )
    );
    expect(
      await db.rows("select count(*) as n from spells where direction = 'inbound' and end_before is null")
    ).toEqual([{n: 70n}]);
    expect(await db.rows("select route, people, ties from community")).toEqual([
      {route: "organic", people: 40n, ties: 0n}
    ]);
  });

  it("counts the 90 days back from the last list, however far a log of the account's own follows reaches", async () => {
    const log: Observed = {
      at: 400,
      source: "tables",
      events: [{kind: "follow", of: 700, outbound: true, after: 400, before: 400, exact: true}],
      streams: [{from: -400, to: 400, baseline: true, additionsOnly: true, direction: "outbound"}]
    };
    const db = await runHistory([...watched([]), log]);
    expect(await db.rows("select route, people, is_at_least from community order by route")).toEqual([
      {route: "organic", people: 40n, is_at_least: false},
      {route: "pre_existing", people: 30n, is_at_least: false}
    ]);
  });

  it("counts them back from the last list of followers, where whom the account follows was read for longer", async () => {
    const later = [150, 180, 220].map((at): Observed => ({at, following: {people: []}}));
    const db = await runHistory([...watched([{by: 100, at: 40, toward: 101}]), ...later]);
    expect(await db.rows("select route, people, ties, is_at_least from community order by route")).toEqual([
      {route: "organic", people: 40n, ties: 1n, is_at_least: false},
      {route: "pre_existing", people: 30n, ties: 0n, is_at_least: false}
    ]);
  });

  it("says where there may be more ties, and nothing where nobody's words were read", async () => {
    const [unread, unasked] = await runHistories(
      watched([], {isRead: () => false}),
      watched([]).filter(({polls}) => polls === undefined)
    );
    expect(await unread.rows("select distinct is_at_least from community")).toEqual([{is_at_least: true}]);
    expect(await unasked.rows("from community")).toEqual([]);
  });
});
