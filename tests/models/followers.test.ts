import {describe, expect, it} from "vitest";
import {
  crowd,
  followed,
  weeklyNewcomers,
  personOf,
  runHistory,
  spellsOf,
  weekly,
  weeks,
  type Observed
} from "./histories.ts";

// Weekly complete lists on day 7k unless a case says otherwise; person 5 is the one looked at.

/** Lists of days 0 and 7 that lack person 5, whom the account had followed by then, as a log says. */
const followedOnDay = (at: number): Observed[] => [
  {
    at: 0,
    followers: {people: crowd},
    following: {people: followed},
    events: [{kind: "follow", of: 5, outbound: true, after: at, before: at, exact: true}]
  },
  {at: 7, followers: {people: crowd}, following: {people: followed}}
];

describe.concurrent("a followback is never wrong", () => {
  it("an additions-only period elsewhere does not hide that a list showed ours to have ended", async () => {
    // History 5 (ours seen in week 1, gone in week 3, theirs in week 10), and a table of edges of days 0 to 3 beside it.
    const db = await runHistory(
      weekly(12, weeks(10, 11), [1, 2], {
        1: {
          followers: {people: crowd},
          following: {people: [5, ...followed]},
          streams: [{from: 0, to: 3, baseline: true, additionsOnly: true}]
        }
      })
    );
    expect(await personOf(db)).toMatchObject({route: "organic", prior_outreach: true});
  });

  it("a follow known from a log which eight complete lists then lack is not certainly open", async () => {
    // The log says day 3; the account dropped them on day 5; they followed on day 52; the account again on day 54.
    const db = await runHistory(
      weekly(12, weeks(8, 11), weeks(8, 11), {
        0: {
          followers: {people: crowd},
          following: {people: followed},
          events: [{kind: "follow", of: 5, outbound: true, after: 3, before: 3, exact: true}]
        }
      })
    );
    expect(await personOf(db)).not.toMatchObject({route: "followback"});
  });

  it("nor is one that an archive showed and seven API lists lack", async () => {
    const db = await runHistory([
      {at: 0, source: "x-archive", followers: {people: crowd}, following: {people: [5, ...followed]}},
      ...weekly(12, weeks(8, 11), weeks(8, 11)).map((observed) => ({...observed, at: observed.at + 1}))
    ]);
    expect(await personOf(db)).not.toMatchObject({route: "followback"});
  });

  it("reappeared in the first judged list, though a partial list showed them first", async () => {
    // A fan since before day 0, followed back on day -20 (a log says so), suspended until day 8, then at their old place.
    // A walk of day 10 that broke off showed them first; its rows were too few to judge their order.
    const place = (people: number[]) => [...people.slice(0, 20), 5, ...people.slice(20)];
    const db = await runHistory([
      ...followedOnDay(-20),
      {
        at: 10,
        followers: {people: place(crowd).slice(0, 22), ended: false, reason: "timeout"},
        following: {people: place(followed)}
      },
      {at: 14, followers: {people: place(crowd)}, following: {people: place(followed)}}
    ]);
    expect(await personOf(db)).toMatchObject({route: "pre_existing", is_reappeared: true});
  });

  it("an unfollow that was replayed after an outage invents no instant of presence", async () => {
    // Both events of the account's own came late: it followed and unfollowed some time in (9.9, 10.6]. They followed in
    // (9.95, 10.2], seen by two walks: the order is not known.
    const db = await runHistory([
      {at: 0, followers: {people: crowd}, following: {people: followed}},
      {at: 9.95, followers: {people: crowd}, following: {people: followed}},
      {
        at: 10.2,
        followers: {people: [5, ...crowd]},
        following: {people: followed}
      },
      {
        at: 14,
        followers: {people: [5, ...crowd]},
        following: {people: followed},
        events: [
          {kind: "follow", of: 5, outbound: true, after: 9.9, before: 10.6},
          {kind: "unfollow", of: 5, outbound: true, after: 9.9, before: 10.6}
        ]
      }
    ]);
    expect(await spellsOf(db, "outbound")).toMatchObject([{start: [9.9, 10.6]}]);
    expect(await personOf(db)).not.toMatchObject({route: "followback"});
  });

  it("archives taken ten hours apart: the second holds our row and lacks theirs, so ours came first", async () => {
    const archive = (at: number, inbound: boolean, outbound: boolean): Observed => ({
      at,
      source: "x-archive",
      followers: {people: [...(inbound ? [5] : []), ...crowd], from: at - 1, to: at},
      following: {people: [...(outbound ? [5] : []), ...followed], from: at - 1, to: at}
    });
    const db = await runHistory([
      archive(0, false, false),
      archive(10, false, true),
      archive(10.4, false, true),
      archive(14, true, true)
    ]);
    expect(await personOf(db)).toMatchObject({route: "followback"});
  });
});

describe.concurrent("people who come", () => {
  it("are found below known people who refollowed and so stand on top", async () => {
    // Of 200, six unfollowed and followed again in one week (3 %: the order check holds); a new person stands below them.
    const many = Array.from({length: 200}, (_, nth) => 1000 + nth);
    const again = many.slice(100, 106);
    const moved = [...again, 5, ...many.filter((id) => !again.includes(id))];
    const db = await runHistory([
      {at: 0, followers: {people: many}, following: {people: followed}},
      {at: 7, followers: {people: moved}, following: {people: followed}},
      {at: 14, followers: {people: moved}, following: {people: followed}}
    ]);
    expect(await personOf(db)).toMatchObject({route: "organic", is_reappeared: false});
  });

  it("but not somebody whom a log says we followed before any list, while neither list showed them", async () => {
    // A fan since day -30, followed back on day -20, suspended from day -5 to day 8: X filters them from both lists. The
    // order of the list of day 14 does not hold, so their old place proves nothing.
    const shuffled = [...crowd].reverse();
    const db = await runHistory([
      ...followedOnDay(-20),
      {
        at: 14,
        followers: {people: [...shuffled.slice(0, 20), 5, ...shuffled.slice(20)]},
        following: {people: [5, ...followed]}
      }
    ]);
    expect(await personOf(db)).not.toMatchObject({route: "followback"});
  });

  it("nor where they followed just before the suspension and few arrived since", async () => {
    // Fan of day -6, followed back on day -5.5, suspended from day -5 to day 8: on top of the list again.
    const db = await runHistory([
      ...followedOnDay(-5.5),
      {at: 14, followers: {people: [5, ...crowd]}, following: {people: [5, ...followed]}}
    ]);
    expect(await personOf(db)).not.toMatchObject({route: "followback"});
  });
});

describe.concurrent("a follow of ours of which nothing but a log tells", () => {
  const ours = (kind: "follow" | "unfollow", at: number) =>
    ({kind, of: 5, outbound: true, after: at, before: at, exact: true}) as const;
  // Followed on day 1, and they follow between days 56 and 63: 6 to 13 days after day 50, 26 to 33 after day 30.
  it.each([
    ["ended 13 days before theirs at most: followback", [ours("unfollow", 50)], "followback", null],
    ["was begun again 13 days before at most: followback", [ours("follow", 50)], "followback", null],
    ["may have ended 33 days before: unknown", [ours("unfollow", 30)], "unknown", "may_have_ended"]
  ] as const)("%s", async (_, later, route, because) => {
    const db = await runHistory(
      weeks(0, 12).map((week): Observed => ({
        at: 7 * week,
        followers: {people: [...(week >= 9 ? [5] : []), ...crowd]},
        ...(week === 12 && {events: [ours("follow", 1), ...later]})
      }))
    );
    expect(await personOf(db)).toMatchObject({route, unknown_because: because});
  });
});

describe.concurrent("end_reason", () => {
  it.each([
    ["active when looked up", {statuses: {10: "active" as const}}, "unfollowed"],
    ["suspended", {statuses: {10: "suspended" as const}}, "suspended"],
    ["gone", {statuses: {10: "gone" as const}}, "gone"],
    ["in our own blocking", {statuses: {10: "active" as const}, blocking: [10]}, "blocked"],
    ["nobody looked", {}, "unresolved"]
  ])("%s", async (_, more, because) => {
    const db = await runHistory(
      weeklyNewcomers(5, (week) => ({gone: week >= 3 ? [10] : [], ...(week === 3 && more)}))
    );
    expect(await db.rows("select end_reason from followers where user_id = 10")).toEqual([
      {end_reason: because}
    ]);
    expect(await db.rows(`select sum(lost_${because}) as n from growth`)).toEqual([{n: 1n}]);
  });

  it("blocked by us, as an earlier list of our blocking says", async () => {
    // The archive of day 20 lists them as blocked; the API's list of day 21 is the first without them.
    const history = weekly(5, [1, 2], []);
    history.push({
      at: 20,
      source: "x-archive",
      followers: {people: crowd},
      following: {people: followed},
      blocking: [5]
    });
    history[3] = {...history[3]!, statuses: {5: "active"}};
    const db = await runHistory(history.sort((a, b) => a.at - b.at));
    expect(await db.rows("select end_reason from followers where user_id = 5")).toEqual([
      {end_reason: "blocked"}
    ]);
  });
});
