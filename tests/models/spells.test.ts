import {describe, expect, it} from "vitest";
import {crowd, followed, personOf, runHistory, spellsOf, weekly, weeks, type Observed} from "./histories.ts";

// Weekly complete lists on day 7k unless a case says otherwise; person 5 is the one looked at.

describe.concurrent("a follow known by is_mutual alone", () => {
  it("ends with the next complete list without them", async () => {
    // Followers are walked first. They follow in between, and are gone a week later, as is ours.
    const db = await runHistory(
      weekly(4, [], [1, 2], {
        1: {followers: {people: crowd}, following: {people: [5, ...followed], mutual: {5: false}}},
        2: {
          followers: {people: crowd, from: 14, to: 14.01},
          following: {people: [5, ...followed], from: 14.02, to: 14.03, mutual: {5: true}}
        }
      })
    );
    expect(await spellsOf(db, "inbound")).toMatchObject([{start: [14, 14.03], end: [14.03, 21]}]);
  });

  it("began after the last complete list without them", async () => {
    const db = await runHistory(
      weekly(4, [], [2], {
        2: {
          followers: {people: crowd.slice(0, 10), ended: false, reason: "timeout"},
          following: {people: [5, ...followed], mutual: {5: true}}
        }
      })
    );
    expect(await spellsOf(db, "inbound")).toMatchObject([{start: [7, 14], end: [14, 21]}]);
    expect(await personOf(db)).toMatchObject({route: "unknown"});
  });

  it("has reappeared where a list whose order holds then shows it at an old place", async () => {
    const old = [...crowd.slice(0, 20), 5, ...crowd.slice(20)];
    const db = await runHistory([
      ...weekly(4, [], []),
      {
        at: 24,
        following: {people: [5, ...followed.slice(0, 25)], ended: false, reason: "head", mutual: {5: true}}
      },
      {at: 28, followers: {people: old}, following: {people: [5, ...followed], mutual: {5: true}}}
    ]);
    expect(await personOf(db)).toMatchObject({route: "pre_existing", is_reappeared: true});
  });
});

describe.concurrent("a follow of ours that ended long before they came back", () => {
  it("was not there when is_mutual said no between two follows of a log", async () => {
    // Ours of days 24 and 66 are in a log, and lists of followers say every week that we do not follow.
    const ours = (at: number) =>
      ({kind: "follow", of: 5, outbound: true, after: at, before: at, exact: true}) as const;
    const db = await runHistory(
      weeks(0, 12).map((week): Observed => ({
        at: 7 * week,
        followers: {people: [5, ...crowd], mutual: {5: false}},
        ...(week === 12 && {events: [ours(24), ours(66)]})
      }))
    );
    expect(await spellsOf(db, "outbound")).toMatchObject([
      {start: [24, 24], end: [24, 28]},
      {start: [66, 66], end: [66, 70]}
    ]);
    expect(await db.rows("from exposure where is_mutual and user_id = 5")).toEqual([]);
  });

  it("came and left between the answers next to the list that shows it", async () => {
    // We follow them all the time; of followers there are lists of weeks 0, 5 and 9 alone.
    const db = await runHistory(
      weeks(0, 9).map((week): Observed => ({
        at: 7 * week,
        ...([0, 5, 9].includes(week) && {followers: {people: [...(week === 5 ? [5] : []), ...crowd]}}),
        ...(week !== 5 && {following: {people: [5, ...followed], mutual: {5: false}}})
      }))
    );
    expect(await spellsOf(db, "inbound")).toMatchObject([{start: [28, 35], end: [35, 42]}]);
  });

  it("is not taken for open because is_mutual said yes before its end and after a new one", async () => {
    // They and we follow in week 1. They leave, then we do; eleven weeks on both follows are new between the same two lists.
    const both = {people: [5, ...crowd], mutual: {5: true}};
    const db = await runHistory(
      weekly(14, [1, 12, 13], [1, 2, 12, 13], {
        1: {followers: both},
        12: {followers: both},
        13: {followers: both}
      })
    );
    const pairs = await db.rows(
      "select outbound_spell as ours, is_followback, may_be_followback from spell_pair_order where user_id = 5 and inbound_spell = 2 order by 1"
    );
    expect(pairs).toEqual([
      {ours: 1n, is_followback: false, may_be_followback: false},
      {ours: 2n, is_followback: false, may_be_followback: true}
    ]);
  });
});

describe.concurrent("somebody hidden", () => {
  it("has not unfollowed: suspended at the list that missed them, active a day later", async () => {
    const daily = (at: number, there: boolean, more: Partial<Observed> = {}): Observed => ({
      at,
      followers: {people: [...(there ? [5] : []), ...crowd], from: at, to: at + 0.02},
      following: {people: [5, ...followed], from: at - 0.02, to: at - 0.01},
      ...more
    });
    const db = await runHistory([
      daily(1, true),
      daily(2, true),
      // The look-up of day 3 found them suspended; the page of the next walk, a day later, carries them as active.
      daily(3, false, {statuses: {5: "suspended"}, following: {people: followed}}),
      daily(3.9, true, {statuses: {5: "active"}, followers: {people: [5, ...crowd], from: 3.91, to: 3.92}}),
      daily(5, true)
    ]);
    expect(await spellsOf(db, "inbound")).toHaveLength(1);
    expect(await db.rows("select cause from hidden where direction = 'inbound'")).toEqual([
      {cause: "suspended"}
    ]);
  });
});

describe.concurrent("somebody whom the account blocked after they had come back", () => {
  it("had unfollowed the first time", async () => {
    const db = await runHistory(
      weekly(8, [1, 2, 4, 5], [], {3: {statuses: {5: "active"}}, 6: {blocking: [5]}})
    );
    expect((await spellsOf(db, "inbound")).map(({end, because}) => [end[1], because])).toEqual([
      [21, "unfollowed"],
      [42, "blocked"]
    ]);
  });
});

describe.concurrent("a follow that only an event told of", () => {
  const minute = 1 / 1440;
  // Weekly lists; a listener that heard of nothing else, and had gaps.
  const heard = (kind: "follow" | "unfollow", at: number, more: {outbound?: boolean} = {}) => ({
    at: 50,
    source: "tables" as const,
    events: [{kind, of: 5, after: at, before: at + minute, ...more}]
  });
  const ends = async (history: Observed[], direction: "inbound" | "outbound" = "inbound") =>
    (await spellsOf(await runHistory(history), direction)).map(({start, end}) => [start[0], end[1]]);

  it("is over when the next complete list lacks it", async () => {
    const db = await runHistory([...weekly(8, [], []), heard("follow", 16)]);
    expect(await spellsOf(db, "inbound")).toEqual([
      {start: [16, 16.0007], end: [16.0007, 21], because: "unresolved"}
    ]);
    expect(await db.rows("select followers_now from accounts")).toEqual([{followers_now: 30n}]);
  });

  it("is over likewise after a stay that lists showed", async () => {
    expect(await ends([...weekly(8, [0, 1], []), heard("follow", 16)])).toEqual([
      [null, 14],
      [16, 21]
    ]);
  });

  it("goes on in a list that shows it, and until one lacks it", async () => {
    expect(await ends([...weekly(8, [3, 4], []), heard("follow", 16)])).toEqual([[16, 35]]);
  });

  it("goes on where the list after the next shows it: lists may be late", async () => {
    expect(await ends([...weekly(8, [4, 5], []), heard("follow", 16)])).toEqual([[16, 42]]);
    expect(await ends([...weekly(8, [5], []), heard("follow", 16)])).toEqual([
      [16, 21],
      [28, 42]
    ]);
  });

  it("is not over by a partial list, nor by one begun within the same minutes", async () => {
    const partial = {followers: {people: crowd.slice(0, 20), ended: false, reason: "timeout"}};
    expect(await ends([...weekly(4, [], [], {3: partial}), heard("follow", 16)])).toEqual([[16, null]]);
    expect(await ends([...weekly(4, [], []), heard("follow", 21 - 2 * minute)])).toEqual([
      [expect.closeTo(21 - 2 * minute, 3), null]
    ]);
  });

  it("is not over by a list of a source that never showed them, where another one does", async () => {
    const archive = (at: number): Observed => ({
      at,
      source: "x-archive",
      followers: {people: [5, ...crowd], count: 31},
      following: {people: followed, count: 30}
    });
    expect(await ends([...weekly(8, [], []), heard("follow", 16), archive(60)])).toEqual([[16, null]]);
  });

  it("of someone known by name only is not over by a list of ids, which may hold them under an id", async () => {
    const db = await runHistory([
      ...weekly(8, [], []),
      {at: 50, source: "tables", events: [{kind: "follow", of: -7, outbound: true, after: 16, before: 17}]}
    ]);
    expect((await spellsOf(db, "outbound", -7)).map(({end}) => end[1])).toEqual([null]);
  });

  it("of ours is over when the next list of ours lacks it, so that they came without it", async () => {
    const db = await runHistory([...weekly(16, [14, 15], []), heard("follow", 16, {outbound: true})]);
    expect(await spellsOf(db, "outbound")).toMatchObject([{start: [16, 16.0007], end: [16.0007, 21]}]);
    expect(await personOf(db)).toMatchObject({route: "organic", prior_outreach: true});
    expect(await db.rows("select outcome, is_after_close from outreach")).toEqual([
      {outcome: "followed_back", is_after_close: true}
    ]);
  });
});

describe.concurrent("an unfollow and what is told at about the same time", () => {
  const second = 1 / 86_400;
  const exactly = (kind: "follow" | "unfollow", at: number): Observed => ({
    at: 50,
    source: "tables",
    events: [{kind, of: 5, after: at, before: at, exact: true}]
  });
  const within = (...kinds: ("follow" | "unfollow")[]): Observed => ({
    at: 60,
    source: "tables",
    events: kinds.map((kind) => ({kind, of: 5, after: 16, before: 17}))
  });
  const read = async (history: Observed[]) =>
    (await spellsOf(await runHistory(history), "inbound")).map(({start, end, because}) => [
      start[1],
      end[1],
      because
    ]);

  it("is the end that a list of the same instant shows", async () => {
    expect(await read([...weekly(6, [2, 3], []), exactly("unfollow", 28)])).toEqual([[14, 28, "unfollowed"]]);
  });

  it("is one end, where two clocks tell of it seconds apart", async () => {
    expect(
      await read([
        ...weekly(6, [1, 2], []),
        exactly("unfollow", 16),
        {...exactly("unfollow", 16 + 2 * second), at: 51}
      ])
    ).toEqual([[7, 16, "unfollowed"]]);
  });

  it("comes after a follow of which the log names the day alone, by who had not followed", async () => {
    // Of the follow a log says the date, which may lie anywhere on Earth, and of the unfollow the moment.
    const followed: Observed = {
      at: 50,
      source: "tables",
      events: [{kind: "follow", of: 5, after: 15.4, before: 17.5}]
    };
    const unfollowed = {...exactly("unfollow", 17), at: 51};
    expect(await read([followed, unfollowed])).toEqual([[17, 17, "unfollowed"]]);
    expect(await read([exactly("follow", 2), followed, unfollowed])).toEqual([
      [2, 17, "unfollowed"],
      [17.5, null, null]
    ]);
  });

  it("lies between two follows of days that may overlap, and the second says nothing of the first", async () => {
    const days: Observed = {
      at: 60,
      source: "tables",
      events: [
        {kind: "follow", of: 5, after: 2, before: 4},
        {kind: "unfollow", of: 5, after: 3, before: 5},
        {kind: "follow", of: 5, after: 3.9, before: 5.9}
      ]
    };
    expect((await spellsOf(await runHistory([days]), "inbound")).map(({start}) => start)).toEqual([
      [2, 4],
      [3, 5.9]
    ]);
  });

  it("comes before a follow of the same day by who had followed, and after one by who had not", async () => {
    const both = within("follow", "unfollow");
    expect(await read([exactly("follow", 2), both])).toEqual([
      [2, 17, "unfollowed"],
      [17, null, null]
    ]);
    expect(await read([both])).toEqual([[17, 17, "unfollowed"]]);
    // Lists show the same: there on day 14 and day 21.
    expect(await read([...weekly(4, [1, 2, 3], []), both])).toEqual([
      [7, 17, "unfollowed"],
      [17, null, null]
    ]);
    // Gone by the list of day 14, so that the follow came first.
    expect(await read([...weekly(4, [1], []), both])).toEqual([
      [7, 14, "unresolved"],
      [17, 17, "unfollowed"]
    ]);
  });
});

describe.concurrent("a follow of which a log names the day and a listener heard the moment", () => {
  const minute = 1 / 1440;
  const heard = (kind: "follow" | "unfollow", at: number) =>
    ({kind, of: 5, outbound: true, after: at, before: at + minute}) as const;

  it("is one follow, and over when the listener heard of its end", async () => {
    const db = await runHistory([
      {
        at: 100,
        source: "tables",
        streams: [{from: 0, to: 100, baseline: true}],
        // Ours lasts from day 8 to day 8.8; they follow on day 60, when it has been over for more than 30 days.
        events: [
          heard("follow", 8),
          heard("unfollow", 8.8),
          {kind: "follow", of: 5, after: 60, before: 60 + minute}
        ]
      },
      // A bare date is whatever hours it has anywhere.
      {at: 99, source: "tables", events: [{...heard("follow", 7.5), before: 9.5}]}
    ]);
    expect((await spellsOf(db, "outbound")).map(({start, end}) => [...start, ...end])).toEqual([
      [8, 8.0007, 8.0007, 8.8007]
    ]);
    expect(await personOf(db)).toMatchObject({route: "organic", prior_outreach: true});
  });

  it("ends once, where it is the end that both tell", async () => {
    const db = await runHistory([
      {
        at: 20,
        source: "tables",
        streams: [{from: 0, to: 20, baseline: true}],
        events: [heard("follow", 2), heard("unfollow", 8), heard("follow", 9)]
      },
      {at: 19, source: "tables", events: [{...heard("unfollow", 7.5), before: 9.5}]}
    ]);
    expect((await spellsOf(db, "outbound")).map(({start, end}) => [start[0], end[1]])).toEqual([
      [2, 8.0007],
      [9, null]
    ]);
  });
});
