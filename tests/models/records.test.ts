import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {
  day,
  days,
  personOf,
  runHistories,
  runHistory,
  spellsOf,
  type FollowRecord,
  type Observed
} from "./histories.ts";

/** A person in one look: a record by the day of its making, or by all that it says. */
interface Seen {
  of: number;
  in?: number | FollowRecord;
  out?: number | FollowRecord;
  hidden?: string;
  status?: string;
}

const minute = 1 / 1440;
/** Everything of a look is answered so many days after it began. */
const took = 0.01;

const recordOf = (given: number | FollowRecord | undefined): FollowRecord | undefined =>
  typeof given === "number" ? {key: `key${given}`, at: given, claims: given} : given;

/** What one look at a network with records stores: lists are the follows that are there and shown. */
function look(at: number, people: Seen[], more: Partial<Observed> = {}): Observed {
  const list = (direction: "in" | "out") => ({
    mutual: Object.fromEntries(
      people.map((one) => [one.of, one[direction === "in" ? "out" : "in"] !== undefined])
    ),
    people: people.filter((one) => one[direction] !== undefined && !one.hidden).map(({of}) => of),
    from: at,
    to: at + took
  });
  return {
    at,
    source: "bluesky",
    followers: list("in"),
    following: list("out"),
    relationships: people.map((one) => ({
      of: one.of,
      inbound: recordOf(one.in),
      outbound: recordOf(one.out),
      hidden: one.hidden,
      asked: at + took / 2,
      answered: at + took
    })),
    statuses: Object.fromEntries(people.flatMap(({of, status}) => (status ? [[of, status]] : []))),
    ...more
  };
}

/** Others who are always there, so that lists are not empty. */
const others: Seen[] = [
  {of: 900, in: -900},
  {of: 901, out: -901}
];

const presentOf = async (db: Database, id = 5) =>
  (await db.rows<Record<string, unknown>>(`from present_routes where user_id = ${id}`))[0];

describe.concurrent("a follow that began after the first look", () => {
  const later = (person: Omit<Seen, "of">, before: Seen[] = []) =>
    runHistory([look(0, [...others, ...before]), look(7, [...others, {of: 5, ...person}])]);

  it("is a followback where our record is older, four minutes at least", async () => {
    const db = await later({out: 1.5, in: 2.5});
    expect(await personOf(db)).toMatchObject({
      route: "followback",
      start: [
        days(new Date(Date.parse("2024-01-01T00:00:00Z") + (2.5 - 2 * minute) * 864e5)),
        expect.closeTo(2.5 + 2 * minute, 3)
      ]
    });
    // One snapshot was the first to meet both, so that the records alone tell.
    expect(await presentOf(db)).toMatchObject({route: "followback", route_basis: "records"});
  });

  it("is proved by our own looks where one of them shows the one follow, and not yet the other", async () => {
    const first = await later({out: -3, in: 2.5}, [{of: 5, out: -3}]);
    expect(await presentOf(first)).toMatchObject({route: "followback", route_basis: "looks"});
    const alone = await later({in: 2.5});
    expect(await presentOf(alone)).toMatchObject({route: "organic", route_basis: "looks"});
  });

  it.each([
    ["and one long over before tells nothing of it", 43, "records"],
    ["unless it answers the one that was over before", 14, "looks"]
  ])("came by records where one look met both follows, %s", async (_, at, route_basis) => {
    // Ours of day -3 was over by day 7. Both follow again, in one week.
    const db = await runHistory([
      look(0, [...others, {of: 5, out: -3}]),
      look(7, [...others, {of: 5, status: "active"}]),
      look(at, [...others, {of: 5, status: "active"}]),
      look(at + 7, [...others, {of: 5, out: at + 1, in: at + 2}])
    ]);
    expect(await presentOf(db)).toMatchObject({route: "followback", route_basis});
  });

  it("is proved where a listener heard them follow again, though a look had met both follows before", async () => {
    const heard = (kind: "follow" | "unfollow", at: number) => ({
      kind,
      of: 5,
      after: at - 2 * minute,
      before: at
    });
    const db = await runHistory([
      look(0, [...others, {of: 5, out: -50, in: -60}]),
      {
        at: 6,
        source: "bluesky",
        events: [heard("unfollow", 3), heard("follow", 4)],
        streams: [{from: 1, to: 6, baseline: false}]
      },
      look(7, [...others, {of: 5, out: -50, in: 4}])
    ]);
    expect(await presentOf(db)).toMatchObject({route: "followback", route_basis: "looks"});
  });

  it("is organic where theirs is older", async () => {
    const db = await later({out: 2.5, in: 1.5});
    expect(await personOf(db)).toMatchObject({route: "organic", route_basis: "first"});
  });

  it("has the profile of the first list that shows them, unless that came more than 14 days later", async () => {
    const profile = {followers: 12, following: 340, posts: 5, born: -100, protected: false, verified: false};
    const came = (at: number) => [
      look(0, others),
      look(at, [...others, {of: 5, in: 2.5}], {profiles: {5: profile}}),
      look(at + 7, [...others, {of: 5, in: 2.5}], {profiles: {5: {...profile, followers: 99}}})
    ];
    const [soon, late] = await runHistories(came(7), came(20));
    expect(await personOf(soon)).toMatchObject({
      followers_count: 12n,
      following_count: 340n,
      posts_count: 5n,
      account_created_at: day(-100)
    });
    expect(await personOf(late)).toMatchObject({followers_count: null, account_created_at: null});
  });

  it("is unknown where the two are less than four minutes apart", async () => {
    const db = await later({out: 1.5, in: 1.5 + 3 * minute});
    expect(await personOf(db)).toMatchObject({route: "unknown", unknown_because: "same_gap"});
  });

  it("has the window between two looks where they were asked before, and key and claim disagree", async () => {
    const backdated = {key: "k", at: 3, claims: -400};
    const db = await later({in: backdated}, [{of: 5}]);
    expect(await personOf(db)).toMatchObject({start: [0, 7.01], route: "organic"});
  });

  it("has no beginning where they were never asked, and key and claim disagree, or the key is older than the list", async () => {
    for (const record of [
      {key: "k", at: 3, claims: -400},
      {key: "k", at: -3, claims: -3},
      {key: "k", at: null, claims: 3},
      {key: "k", at: 3, claims: null}
    ]) {
      const db = await later({in: record, out: 2});
      expect(await personOf(db)).toMatchObject({route: "pre_existing", is_reappeared: true, month: null});
      expect(await presentOf(db)).toMatchObject({
        route: "unknown",
        route_basis: "records",
        unknown_because: "met_late"
      });
      expect(await db.rows("select met_late::integer as late from record_dates")).toEqual([{late: 1}]);
    }
  });

  it("began when a listener heard it, where key and claim disagree", async () => {
    const db = await runHistory([
      look(0, others),
      {at: 3.1, source: "bluesky", events: [{kind: "follow", of: 5, after: 3 - 2 * minute, before: 3}]},
      look(7, [...others, {of: 5, in: {key: "k", at: 3, claims: -400}}])
    ]);
    expect(await personOf(db)).toMatchObject({
      route: "organic",
      is_reappeared: false,
      start: [expect.closeTo(3 - 2 * minute, 3), 3],
      month: "2024-01"
    });
    expect(await presentOf(db)).toMatchObject({route: "organic", route_basis: "looks"});
    expect(await db.rows("select met_late::integer as late from record_dates")).toEqual([{late: 0}]);
  });

  it("says nothing of an unfollow where only the record is another one", async () => {
    const db = await runHistory([
      look(0, [...others, {of: 5, in: -50}]),
      look(7, [...others, {of: 5, in: 3}]),
      look(14, [...others, {of: 5, in: 3}])
    ]);
    expect(await spellsOf(db, "inbound")).toEqual([{start: [null, 0.01], end: [14.01, null], because: null}]);
    expect(await db.rows("select replaced::integer as replaced from record_dates")).toEqual([{replaced: 1}]);
  });

  // A record that was read while they were deactivated is not dated: then a repository cannot be read.
  const undated: FollowRecord = {key: "k", at: 3, claims: null};
  const away = {of: 5, in: undated, hidden: "deactivated", status: "deactivated"};
  const none = {of: 5, status: "active"};

  it("began before a look that named its record, though they were hidden then", async () => {
    const db = await runHistory([
      look(0, [...others, {of: 5, out: -50}]),
      look(7, [...others, {...away, out: -50}]),
      look(14, [...others, {of: 5, in: undated, out: -50}])
    ]);
    // The row of ours at the first look says that they did not follow then.
    expect(await personOf(db)).toMatchObject({route: "followback", start: [0.01, 7.01]});
  });

  it("is no answer to a follow of ours that a look lacked while it named theirs, hidden", async () => {
    const came = (before: Seen[]) =>
      runHistory([
        ...before.map((person, nth) => look(7 * nth, [...others, person])),
        look(14, [...others, away]),
        look(21, [...others, {...away, out: 16}]),
        look(28, [...others, {of: 5, in: undated, out: 16}])
      ]);
    const [first, again] = await Promise.all([came([none, none]), came([{of: 5, in: -70}, none])]);
    expect(await personOf(first)).toMatchObject({route: "organic", start: [7.005, 14.01]});
    expect(await presentOf(first)).toMatchObject({route: "organic", route_basis: "looks"});
    expect(await spellsOf(again, "inbound")).toMatchObject([
      {start: [null, 0.01], because: "unfollowed"},
      {start: [7.005, 14.01]}
    ]);
    expect(await presentOf(again)).toMatchObject({route: "organic", route_basis: "looks"});
  });

  it("is hidden at a look between its day and the next list, so that the books balance", async () => {
    const db = await runHistory([
      look(0, [...others, {of: 5, out: -50}]),
      look(7, [...others, {of: 5, in: 3, out: -50, hidden: "blocks_us", status: "active"}]),
      look(14, [...others, {of: 5, in: 3, out: -50}])
    ]);
    expect(
      await db.rows(`
        select week::date::varchar as week, gained::integer as gained, hidden::integer as hidden,
          reappeared::integer as reappeared, net::integer as net
        from growth order by week`)
    ).toEqual([
      {week: "2024-01-01", gained: 1, hidden: 0, reappeared: 0, net: 1},
      {week: "2024-01-08", gained: 0, hidden: 1, reappeared: 0, net: -1},
      {week: "2024-01-15", gained: 0, hidden: 0, reappeared: 1, net: 1}
    ]);
  });

  it("is a spell of its own after an unfollow that a look saw, from the day its record says", async () => {
    const db = await runHistory([
      look(0, [...others, {of: 5, in: -50}]),
      look(7, [...others, {of: 5, status: "active"}]),
      look(14, [...others, {of: 5, in: 9}])
    ]);
    const spells = await spellsOf(db, "inbound");
    expect(spells).toMatchObject([
      {end: [0.01, 7.01], because: "unfollowed"},
      {start: [expect.closeTo(9 - 2 * minute, 3), expect.closeTo(9 + 2 * minute, 3)]}
    ]);
  });
});

describe.concurrent("those who were there at the first look", () => {
  const dayOne = (person: Omit<Seen, "of">) => runHistory([look(0, [...others, {of: 5, ...person}])]);

  it.each([
    ["followback where ours is older", {in: -100, out: -200}, {route: "followback", unknown_because: null}],
    ["organic where theirs is older", {in: -200, out: -100}, {route: "organic", unknown_because: null}],
    ["organic where we do not follow them", {in: -200}, {route: "organic", unknown_because: null}],
    [
      "unknown where the two are too close",
      {in: -200, out: -200 - 3 * minute},
      {route: "unknown", unknown_because: "same_minutes"}
    ],
    [
      "unknown where one says that it was made after the answer that names it",
      {in: {key: "k", at: 30, claims: 30}, out: -100},
      {route: "unknown", unknown_because: "undated_record"}
    ],
    [
      "unknown where one claims another time",
      {in: {key: "k", at: -10, claims: -400}, out: -100},
      {route: "unknown", unknown_because: "undated_record"}
    ]
  ])("came by records: %s", async (_, person, route) => {
    const db = await dayOne(person);
    expect(await presentOf(db)).toMatchObject({...route, route_basis: "records"});
    // Our own looks prove nothing of them: no cohort, no growth.
    expect(await personOf(db)).toMatchObject({route: "pre_existing", route_basis: null, month: null});
    expect(await db.rows("from growth")).toEqual([]);
  });

  it("are retained from the first look on, and not from the day of their record", async () => {
    const there = (...ids: number[]): Seen[] => ids.map((of) => ({of, in: -100 - of, out: -200 - of}));
    const gone = (...ids: number[]): Seen[] => ids.map((of) => ({of, status: "active"}));
    const db = await runHistory([
      look(0, there(10, 11, 12, 13)),
      look(7, [...there(10, 11, 12), ...gone(13)]),
      look(14, [...there(10, 12), ...gone(11, 13)])
    ]);
    expect(
      await db.rows(`select route, round(days)::integer as days, people::integer as people, still_there::integer as still
        from survivor_retention order by days`)
    ).toEqual([
      {route: "followback", days: 0, people: 4, still: 4},
      {route: "followback", days: 7, people: 4, still: 3},
      {route: "followback", days: 14, people: 4, still: 2}
    ]);
  });

  it("are those of the first complete look, without who had left since a partial one before it", async () => {
    const there = (...ids: number[]): Seen[] => ids.map((of) => ({of, in: -100 - of, out: -200 - of}));
    const gone = (...ids: number[]): Seen[] => ids.map((of) => ({of, status: "active"}));
    const first = look(0, there(10, 11, 12, 13));
    const reason = "how 1 people stand to it was not answered";
    const partial = {
      ...first,
      followers: {...first.followers!, ended: false, reason},
      following: {...first.following!, ended: false, reason}
    };
    const db = await runHistory([
      partial,
      look(7, [...there(10, 11, 12), ...gone(13)]),
      look(14, [...there(10, 12), ...gone(11, 13)])
    ]);
    expect(
      await db.rows(`select round(days)::integer as days, people::integer as people, still_there::integer as still
        from survivor_retention order by days`)
    ).toEqual([
      {days: 0, people: 3, still: 3},
      {days: 7, people: 3, still: 2}
    ]);
  });
});

describe.concurrent("the books", () => {
  const sql = readFileSync(new URL("../../src/models/tests/books_balance.sql", import.meta.url), "utf8");
  const weekly = (came: number) => [
    look(0, others),
    look(7, [...others, {of: 5, in: came}]),
    look(14, [...others, {of: 5, in: came}])
  ];

  it("balance where someone came while a list was being read, too late to be in it", async () => {
    const [meanwhile, later] = await runHistories(weekly(took / 3), weekly(3));
    for (const db of [meanwhile, later]) expect(await db.rows(sql)).toEqual([]);
  });

  it("do not where someone in a list is in no spell", async () => {
    const db = await runHistory(weekly(3));
    const without = sql.replaceAll("from spells", "from (select * from spells where user_id <> 5) as s");
    expect(await db.rows(`select closing::integer as closing from (${without})`)).toEqual([{closing: 2}]);
  });
});

describe.concurrent("why somebody is gone", () => {
  it("is asked for and known", async () => {
    const there: Seen[] = [10, 11, 12, 13, 14, 15].map((of) => ({of, in: -100}));
    const db = await runHistory([
      look(0, [...others, ...there]),
      look(7, [
        ...others,
        {of: 10, status: "active"},
        {of: 11, in: -100, hidden: "deactivated", status: "deactivated"},
        {of: 12, in: -100, hidden: "taken_down", status: "taken_down"},
        {of: 13, status: "deleted"},
        {of: 14, in: -100, hidden: "blocked", status: "active"},
        {of: 15, in: -100, hidden: "blocks_us", status: "active"}
      ])
    ]);
    expect(
      await db.rows(
        "select user_id::integer as id, end_reason as why from spells where end_reason is not null order by 1"
      )
    ).toEqual([
      {id: 10, why: "unfollowed"},
      {id: 11, why: "deactivated"},
      {id: 12, why: "taken_down"},
      {id: 13, why: "deleted"},
      {id: 14, why: "blocked"},
      {id: 15, why: "blocks_us"}
    ]);
    expect(await db.rows("select cause, spells::integer as spells from departures order by 1")).toEqual(
      ["blocked", "blocks_us", "deactivated", "deleted", "taken_down", "unfollowed"].map((cause) => ({
        cause,
        spells: 1
      }))
    );
    // As `growth` names them, which knows fewer causes: every loss has one.
    expect(
      await db.rows(`select lost::integer as lost, lost_unfollowed::integer as unfollowed, lost_suspended::integer as suspended,
        lost_gone::integer as gone, lost_blocked::integer as blocked, lost_unresolved::integer as unresolved from growth`)
    ).toEqual([{lost: 6, unfollowed: 1, suspended: 1, gone: 2, blocked: 2, unresolved: 0}]);
  });

  it("is taken back where the same record is shown again, and not where it is another", async () => {
    const away = (key: number, back: number) =>
      runHistory([
        look(0, [...others, {of: 5, in: key}]),
        look(7, [...others, {of: 5, in: key, hidden: "blocked", status: "active"}]),
        look(14, [...others, {of: 5, in: back}])
      ]);
    expect(await spellsOf(await away(-50, -50), "inbound")).toEqual([
      {start: [null, 0.01], end: [14.01, null], because: null}
    ]);
    expect(await spellsOf(await away(-50, 10), "inbound")).toMatchObject([
      {because: "blocked"},
      {because: null}
    ]);
  });

  it("is unfollowed where a deactivated account has no record any more", async () => {
    const db = await runHistory([
      look(0, [...others, {of: 5, in: -50, out: -60}]),
      look(7, [...others, {of: 5, in: -50, hidden: "deactivated", status: "deactivated"}])
    ]);
    expect(await spellsOf(db, "inbound")).toMatchObject([{because: "deactivated"}]);
    expect(await spellsOf(db, "outbound")).toMatchObject([{because: "unfollowed"}]);
  });
});

describe.concurrent("keys without claims", () => {
  /** As many records that were asked, of which some claim another time; and one that was not. */
  const world = (dated: number, wrong: number) =>
    runHistory([
      look(0, [
        ...Array.from({length: dated}, (_, nth) => ({
          of: 1000 + nth,
          in: {key: `k${nth}`, at: -10 - nth, claims: nth < wrong ? -1000 : -10 - nth}
        })),
        {of: 5, in: {key: "k", at: -5, claims: null}, out: {key: "o", at: -9, claims: null}}
      ])
    ]);

  // Wilson's interval, by hand: 0 of 299 too few; 1 of 300: 1.86 %; 2 of 300: 2.40 %; 10 of 1000: 1.83 %.
  it.each([
    [299, 0, false],
    [300, 1, true],
    [300, 2, false],
    [1000, 10, true]
  ])(
    "are believed where %i records were asked and %i claim another time: %s",
    async (dated, wrong, isEnough) => {
      const db = await world(dated, wrong);
      expect(
        await db.rows(
          "select dated::integer as dated, disagreeing::integer as wrong, is_key_enough from record_dates"
        )
      ).toEqual([{dated, wrong, is_key_enough: isEnough}]);
      expect(await presentOf(db)).toMatchObject(
        isEnough ? {route: "followback"} : {route: "unknown", unknown_because: "undated_record"}
      );
    }
  );
});

describe.concurrent("keys beside claims that notifications told of", () => {
  /** So many records that a sample chose, and so many that notifications told of, of which some claim another time. */
  const world = (asked: [number, number], told: [number, number]) => {
    const people = ([count, wrong]: [number, number], from: number, isTold: boolean) =>
      Array.from({length: count}, (_, nth) => ({
        of: from + nth,
        in: {key: `k${from + nth}`, at: -10, claims: nth < wrong ? -1000 : -10, isTold}
      }));
    return runHistory([
      look(0, [
        ...people(asked, 1000, false),
        ...people(told, 3000, true),
        {of: 5, in: {key: "k", at: -5, claims: null}, out: {key: "o", at: -9, claims: null}}
      ])
    ]);
  };

  // 2 of 300 are too many, see above: 2 of 1300 would not be. 1 of 300 is not, and 101 of 1300 would be.
  it.each([
    [2, 0, false],
    [1, 100, true]
  ])(
    "are believed by the sample alone: %i of it claim another time, and %i of the others: %s",
    async (...given) => {
      const [wrong, wrongTold, isEnough] = given;
      const db = await world([300, wrong], [1000, wrongTold]);
      expect(
        await db.rows(
          `select dated::integer as dated, disagreeing::integer as wrong, told::integer as told,
            told_disagreeing::integer as wrong_told, is_key_enough from record_dates`
        )
      ).toEqual([{dated: 300, wrong, told: 1000, wrong_told: wrongTold, is_key_enough: isEnough}]);
      // Of a record that was told of its own two times decide, whatever others do.
      expect(
        await db.rows(
          "select count(*)::integer as dated from follow_records where dated_at is not null and user_id <> 5"
        )
      ).toEqual([{dated: 1300 - wrong - wrongTold}]);
    }
  );
});

describe.concurrent("engagement of those here now", () => {
  const people: Seen[] = [
    {of: 10, in: -100, out: -200},
    {of: 11, in: -100, out: -200},
    {of: 12, in: -100}
  ];
  const acts = [
    {by: 10, at: -5},
    {by: 10, at: -6},
    {by: 11, at: -40},
    {by: 11, at: -3, kind: "like"},
    {by: 12, at: -1, kind: "quote"},
    // Who is no follower is nobody here.
    {by: 77, at: -1}
  ];

  it("counts each person once who acted in the last 30 days, by route", async () => {
    const db = await runHistory([
      look(0, people, {interactions: acts, polls: [{kind: "post", from: -400, to: took + 0.001}]})
    ]);
    expect(
      await db.rows(`select route, route_basis as basis, people::integer as people, acted::integer as acted,
        acted_any::integer as "any" from present_engagement order by route`)
    ).toEqual([
      {route: "followback", basis: "records", people: 2, acted: 1, any: 2},
      {route: "organic", basis: "records", people: 1, acted: 1, any: 1}
    ]);
  });

  it("ends with the last complete list, whatever was heard since", async () => {
    const heard: Observed = {
      at: 5,
      source: "bluesky",
      interactions: [
        {by: 12, at: 4},
        {by: 11, at: -1}
      ],
      polls: [{kind: "post", from: -400, to: 5}]
    };
    const db = await runHistory([look(0, people), heard]);
    expect(
      await db.rows(
        `select route, acted_any::integer as "any", date_diff('day', from_at, to_at) as days from present_engagement order by route`
      )
    ).toEqual([
      {route: "followback", any: 1, days: 30n},
      {route: "organic", any: 0, days: 30n}
    ]);
  });

  it("is not collected where own posts were not read", async () => {
    const db = await runHistory([look(0, people, {interactions: acts})]);
    expect(await db.rows("from present_engagement")).toEqual([]);
  });

  it.each([true, false])(
    "and of those who came later, counted where mentions were read: %s",
    async (isRead) => {
      /** A look each week; what was said since the last one was told, or was not. */
      const ends = [0, 7, 14, 21, 28, 35, 42, 49];
      const looks = ends.map((at, nth) =>
        look(
          at,
          [
            ...others,
            ...(at < 7
              ? []
              : [
                  {of: 5, in: 3},
                  {of: 6, in: 4}
                ])
          ],
          {
            interactions: at === 14 ? [{by: 5, at: 12, kind: "mention"}] : [],
            polls: [
              {kind: "post", from: ends[nth - 1] ?? -400, to: at},
              ...(isRead ? [{kind: "mention", from: ends[nth - 1] ?? -30, to: at}] : [])
            ]
          }
        )
      );
      const db = await runHistory(looks);
      expect(await db.rows("select has_engagement from accounts")).toEqual([{has_engagement: isRead}]);
      expect(await db.rows("select is_covered from engagements where user_id = 5")).toEqual([
        {is_covered: isRead}
      ]);
      // Both were met a week after the first look, and 42 days were covered from then on.
      expect(
        await db.rows(`select user_id::integer as id, engaged_30 from people_facts order by user_id`)
      ).toEqual([
        {id: 5, engaged_30: isRead ? true : null},
        {id: 6, engaged_30: isRead ? false : null}
      ]);
      expect(
        await db.rows("select is_collected from claims where claim = 'engage_less' and is_latest")
      ).toEqual([{is_collected: isRead}]);
    }
  );
});
