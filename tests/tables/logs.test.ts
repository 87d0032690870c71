import {describe, expect, test} from "vitest";
import {importInputs} from "../../data-loaders/import/import-inputs.ts";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {runModels} from "../../src/models/build.ts";
import {attachSnapshots, listSnapshots} from "../../src/snapshots/store.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
const account = "1500000000000000001";
const [ann, bob, cid, dot] = [11, 12, 13, 14].map((n) => `17990000000000000${n}`) as [
  string,
  string,
  string,
  string
];
const nameOf = new Map([
  [account, "we"],
  [ann, "ann"],
  [bob, "bob"],
  [cid, "cid"],
  [dot, "dot"]
]);

/** Imports a file of that text, and returns what was said. */
async function bring(name: string, text: string, flags: ImportRequest = {}): Promise<string[]> {
  const said: string[] = [];
  await importInputs(
    store.dataDir,
    [store.write(name, text)],
    {account: [account], ...flags},
    {line: (line) => void said.push(line), input: async (_path, run) => void (await run())}
  );
  return said;
}

/** `ann follow we 2025-03-02 10:00..2025-03-02 10:00`: every stored event, with names for ids. */
async function events(): Promise<string[]> {
  const rows = await store.rows(`
    select kind, source_id, target_id, strftime("after", '%Y-%m-%d %H:%M') as a, strftime("before", '%Y-%m-%d %H:%M') as b,
      is_exact from raw.events order by "before", "after", kind, source_id`);
  return rows.map(
    ({kind, source_id, target_id, a, b, is_exact}) =>
      `${nameOf.get(String(source_id))} ${kind} ${nameOf.get(String(target_id))} ${is_exact ? a : `${a}..${b}`}`
  );
}

const marts = (sql: string) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, store.dataDir);
    await runModels(db, {only: ["followers", "spells", "outreach", "accounts"]});
    return db.rows(sql);
  });

const outreach = `handle,user_id,followed_at,followed_back_at,unfollowed_at,found under
@ann,${ann},2025-03-01 09:00,2025-03-02 10:00,,#gardening
@bob,${bob},2025-03-01 09:05,,2025-03-20 12:00,#gardening
@cid,${cid},2025-03-02 09:00,,,@seedshop
`;

describe("a log of outreach", () => {
  test("is known by its column of following back; an empty cell is not yet", async () => {
    const said = await bring("outreach.csv", outreach);
    expect(said[0]).toBe(
      `outreach.csv: log of follows: whom ${account} followed; 3 rows of 3 people from 2025-03-01 09:00:00 UTC to 2025-03-20 12:00:00 UTC; ` +
        "3 follows; 1 follow back, seen at the times given (--times-are-exact, if they followed back then); 1 unfollow; " +
        "campaigns by its column found under; perhaps not all (--complete, if the account followed nobody else); " +
        "clock times without a zone taken as UTC (--zone America/New_York, if they are of New York); columns not used: handle"
    );
    // Whoever followed back did so after our follow, and was seen to at the latest then.
    expect(await events()).toEqual([
      "we follow ann 2025-03-01 09:00",
      "we follow bob 2025-03-01 09:05",
      "we follow cid 2025-03-02 09:00",
      "ann follow we 2025-03-01 09:00..2025-03-02 10:00",
      "we unfollow bob 2025-03-20 12:00"
    ]);
    expect(await marts("select user_id, outcome from outreach order by user_id")).toEqual([
      {user_id: BigInt(ann), outcome: "followed_back"},
      {user_id: BigInt(bob), outcome: "closed_without"},
      {user_id: BigInt(cid), outcome: "not_yet"}
    ]);
    expect(await marts("select user_id, route from followers")).toEqual([
      {user_id: BigInt(ann), route: "followback"}
    ]);
    await bring("outreach.csv", outreach);
    expect(await listSnapshots(store.dataDir)).toHaveLength(1);
  });

  test("says that clock times are taken as UTC also where the first of them stands below a thousand dates", async () => {
    const rows = Array.from(
      {length: 1100},
      (_, nth) => `${1_799_000_000_000_000_000n + BigInt(nth)},2025-03-01\n`
    );
    const said = await bring("long.csv", `user_id,followed_at\n${rows.join("")}${bob},2025-03-02 09:00\n`, {
      list: "following"
    });
    expect(said[0]).toContain("clock times without a zone taken as UTC");
  });

  test("with --times-are-exact has followbacks at their time", async () => {
    await bring("outreach.csv", outreach, {timesAreExact: true});
    expect(await events()).toContain("ann follow we 2025-03-02 10:00");
  });

  test("keeps where people were found as campaigns with their place", async () => {
    await bring("outreach.csv", outreach);
    expect(
      await store.rows("select campaign_id, name, place, place_kind from raw.campaigns order by name")
    ).toEqual([
      {campaign_id: "#gardening", name: "#gardening", place: "#gardening", place_kind: null},
      {campaign_id: "@seedshop", name: "@seedshop", place: "@seedshop", place_kind: null}
    ]);
    expect(
      await store.rows("select campaign_id, user_id from raw.campaign_targets order by user_id")
    ).toEqual([
      {campaign_id: "#gardening", user_id: BigInt(ann)},
      {campaign_id: "#gardening", user_id: BigInt(bob)},
      {campaign_id: "@seedshop", user_id: BigInt(cid)}
    ]);
  });

  test("says that somebody came by themselves only if it is declared whole", async () => {
    const followers = `when,event,user_id\n2025-03-10 08:00,follow,${dot}\n`.replace("when", "date");
    await bring("outreach.csv", outreach);
    await bring("events.csv", followers, {list: "followers"});
    const ofDot = `select route, unknown_because from followers where user_id = ${dot}`;
    expect(await marts(ofDot)).toEqual([{route: "unknown", unknown_because: "no_following_list"}]);
    expect(await marts("select * from accounts")).toEqual([]);
    await bring("outreach.csv", outreach, {complete: true});
    expect(await marts(ofDot)).toEqual([{route: "organic", unknown_because: null}]);
    expect(
      await marts("select is_retention_recorded, followback, organic, last_taken_at from accounts")
    ).toEqual([
      {
        is_retention_recorded: false,
        followback: 1n,
        organic: 1n,
        last_taken_at: new Date("2025-03-20T12:00:00Z")
      }
    ]);
  });

  test("declared whole says nothing of who came after its last row", async () => {
    await bring("outreach.csv", outreach, {complete: true});
    await bring("events.csv", `date,event,user_id\n2025-03-21 08:00,follow,${dot}\n`, {list: "followers"});
    expect(await marts(`select route from followers where user_id = ${dot}`)).toEqual([{route: "unknown"}]);
  });

  test("of unfollows alone closes what another log began", async () => {
    await bring("a.csv", `user_id,followed_at\n${cid},2025-03-02 09:00\n`, {list: "following"});
    await bring("b.csv", `user_id,unfollowed_at\n${cid},2025-03-30 09:00\n`, {list: "following"});
    expect(await marts("select outcome, closed_before from outreach")).toEqual([
      {outcome: "closed_without", closed_before: new Date("2025-03-30T09:00:00Z")}
    ]);
  });
});

describe("a log of events", () => {
  const text = `Date,Event,User ID
2025-03-02 10:00,follow,${ann}
2025-03-09 10:00,unfollow,${ann}
2025-03-20 10:00,Follow,${ann}
2025-03-03 10:00,follow,${bob}
`;

  test("needs to be told who followed whom", async () => {
    await expect(bring("events.csv", text)).rejects.toThrow(
      "a log of follows that does not say who followed whom: give --list following if the account followed these people, or --list followers if they followed it"
    );
    expect(await listSnapshots(store.dataDir)).toEqual([]);
  });

  test("of followers has who came, left and came back", async () => {
    await bring("events.csv", text, {list: "followers"});
    expect(await events()).toEqual([
      "ann follow we 2025-03-02 10:00",
      "bob follow we 2025-03-03 10:00",
      "ann unfollow we 2025-03-09 10:00",
      "ann follow we 2025-03-20 10:00"
    ]);
    expect(await marts(`select spell, end_reason from spells where user_id = ${ann} order by spell`)).toEqual(
      [
        {spell: 1n, end_reason: "unfollowed"},
        {spell: 2n, end_reason: null}
      ]
    );
  });

  test("of the account's own follows, with what came of them, is a program's log of outreach", async () => {
    const log = `User ID,Username,Action,Source,Reason,Followed Back,Followed Back At,Date
${ann},ann,unfollow,manual,cleanup,Yes,,2025-03-29 10:00
${bob},bob,follow,keyword:soup,,No,,2025-03-03 10:00
${ann},ann,follow,keyword:soup,,Yes,2025-03-05 12:00,2025-03-02 10:00
`;
    await bring("log.csv", log);
    expect(await events()).toEqual([
      "we follow ann 2025-03-02 10:00",
      "we follow bob 2025-03-03 10:00",
      "ann follow we 2025-03-02 10:00..2025-03-05 12:00",
      "we unfollow ann 2025-03-29 10:00"
    ]);
    expect(await store.rows("select campaign_id, place from raw.campaigns")).toEqual([
      {campaign_id: "keyword:soup", place: "keyword:soup"}
    ]);
    // The campaign of all rows comes before the places.
    await bring("log.csv", log, {campaign: "Soup"});
    expect(
      await store.rows("select distinct campaign_id, place from raw.campaigns order by campaign_id")
    ).toEqual([
      {campaign_id: "keyword:soup", place: "keyword:soup"},
      {campaign_id: "soup", place: null}
    ]);
  });
});

test("a log of dates that holds all follows does not hold all of its last day, wherever that is meant", async () => {
  const log = `user_id,followed_at\n${ann},2025-03-05\n${bob},2025-03-20\n`;
  await bring("log.csv", log, {outreach: true, complete: true});
  // The 20th begins first 14 hours before it does in UTC.
  expect(await store.rows(`select "from", "to" from raw.stream_periods`)).toEqual([
    {from: new Date("2025-03-04T10:00:00Z"), to: new Date("2025-03-19T10:00:00Z")}
  ]);
  const came = [`${cid},follow,2025-03-19T09:00:00Z`, `${dot},follow,2025-03-20T09:00:00Z`];
  await bring("came.csv", `user_id,event,date\n${came.join("\n")}\n`, {list: "followers"});
  expect(await marts("select user_id::varchar as id, route from followers order by id")).toEqual([
    {id: cid, route: "organic"},
    {id: dot, route: "unknown"}
  ]);
});

describe("midnights without a zone", () => {
  const log = (times: string[]) =>
    `user_id;followed_at\n${times.map((time, n) => `${[ann, bob, cid][n]};${time}\n`).join("")}`;
  test("are the dates that a spreadsheet writes so, where all times are", async () => {
    // A date lasts from 10:00 of the day before to 12:00 of the day after, wherever it is meant.
    const days = [
      "03-04 10:00..2025-03-06 11:59",
      "03-13 10:00..2025-03-15 11:59",
      "03-14 10:00..2025-03-16 11:59"
    ];
    const all = days.map((day, n) => `we follow ${["ann", "bob", "cid"][n]} 2025-${day}`);
    await bring("log.csv", log(["05.03.2025 00:00", "14.03.2025 0:00", "15.03.2025 00:00:00"]), {
      outreach: true
    });
    expect(await events()).toEqual(all);
  });

  test.each([
    ["one of them is none", ["2025-03-05 00:00", "2025-03-14 00:00", "2025-03-15 00:01"], ["03-05 00:00", "03-14 00:00", "03-15 00:01"]],
    ["their zone is written", ["2025-03-05T00:00:00Z", "2025-03-14T00:00Z", "2025-03-15T00:00Z"], ["03-05 00:00", "03-14 00:00", "03-15 00:00"]]
  ])("are times where %s", async (_, times, at) => {
    await bring("log.csv", log(times), {outreach: true});
    expect(await events()).toEqual(at.map((time, n) => `we follow ${["ann", "bob", "cid"][n]} 2025-${time}`));
  }); // prettier-ignore
});

describe("an unfollow of which only the day is known", () => {
  const spells = () =>
    marts(`select user_id::varchar as id, count(*)::int as spells, bool_or(end_before is null) as "isThere"
      from spells where direction = 'outbound' group by user_id order by user_id`);

  test("ends before a follow on that day which can only have come after it", async () => {
    // Ann is followed again the morning after, cid on the same day; dot was followed and unfollowed on one day.
    const rows = [
      `${ann},2025-03-01 10:00,2025-03-20`,
      `${ann},2025-03-21 09:00,`,
      `${bob},2025-03-02 10:00,2025-03-22`
    ];
    await bring("a.csv", `user_id,followed_at,unfollowed_at\n${rows.join("\n")}\n`, {outreach: true});
    const days = ["2025-02-01,follow", "2025-03-01,unfollow", "2025-03-01,follow"].map(
      (day) => `${cid},${day}`
    );
    const once = ["2025-03-01,follow", "2025-03-01,unfollow"].map((day) => `${dot},${day}`);
    await bring("b.csv", `user_id,date,event\n${[...days, ...once].join("\n")}\n`, {list: "following"});
    expect(await spells()).toEqual([
      {id: ann, spells: 2, isThere: true},
      {id: bob, spells: 1, isThere: false},
      {id: cid, spells: 2, isThere: true},
      {id: dot, spells: 1, isThere: false}
    ]);
  });

  test("stays as it is where another unfollow may have come between", async () => {
    const days = ["02-01,follow", "03-01,unfollow", "03-01,follow", "03-02,unfollow"].map(
      (day) => `${ann},2025-${day}`
    );
    await bring("b.csv", `user_id,date,event\n${days.join("\n")}\n`, {list: "following"});
    expect((await spells()).map(({isThere}) => isThere)).toEqual([false]);
  });
});

test("beside a column of whom was followed, another one says who followed", async () => {
  await bring(
    "a.csv",
    `user_id,target_id,followed_at\n99,${ann},2025-03-05T10:00Z\n99,${bob},2025-03-06T10:00Z\n`,
    {outreach: true}
  );
  await bring("b.csv", `user,target,followed_at\nus,cid,2025-03-07T10:00Z\nus,dot,2025-03-08T10:00Z\n`, {
    outreach: true
  });
  expect(await events()).toHaveLength(4);
  expect(await store.rows("select name from raw.names order by name")).toEqual([
    {name: "cid"},
    {name: "dot"}
  ]);
});

describe("a log that cannot be read", () => {
  const followed = (rows: string) => `user_id,followed_at,followed_back_at,unfollowed_at\n${rows}`;
  const many = Array.from({length: 11}, (_, n) => `17990000000000001${n + 10},2025-03-02 10:00`).join("\n");
  test.each<[string, string, ImportRequest, RegExp]>([
    ["a name that may be an id", "username,followed_at,followed_back_at\n1234567,2025-03-01,\n", {}, /column username: "1234567" may be an id or a name/],
    ["no name", "username,followed_at,followed_back_at\nann lee,2025-03-01,\n", {}, /column username: "ann lee" is no @name or address of a profile/],
    ["an address of no profile", "profile_url,followed_at,followed_back_at\nhttps://x.com/i/lists/12,2025-03-01,\n", {}, /is no @name or address of a profile/],
    ["neither id nor name", `user_id,username,followed_at\n${ann},ann,2025-03-01\n,,2025-03-02\n`, {outreach: true}, /line 3, column username: empty where a value is needed/],
    ["a name in the column of ids", `user_id,followed_at,followed_back_at\nann,2025-03-01,\n`, {}, /column user_id: "ann" is not an integer id/],
    ["ids and names in the column of people", `who,followed_at\nann,2025-03-01\n${bob},2025-03-01\n`, {outreach: true, userColumn: "who"}, /holds ids and @names, mixed/],
    ["the word for nothing as a name", "username,followed_at,followed_back_at\nann,2025-03-01,\nNull,2025-03-01,\n", {}, /line 3, column username: "Null" is no @name/],
    ["the id of nobody", `user_id,followed_at,followed_back_at\n${ann},2025-03-01,\n0,2025-03-01,\n`, {}, /column user_id: "0" is nobody/],
    ["only the account itself", `account,who,followed_at,followed_back_at\nwe,ann,2025-03-01,\nwe,bob,2025-03-01,\n`, {name: "we"}, /it holds nobody but the account itself/],
    ["a column that counts the rows of more files", "id,username,followed_at,followed_back_at\n7,ann,2025-03-01,\n8,bob,2025-03-01,\n9,cid,2025-03-01,\n", {}, /its column of ids counts the rows/],
    ["a column that counted the rows before some were deleted", "id,username,followed_at,followed_back_at\n3,ann,2025-03-01,\n17,bob,2025-03-01,\n4211,cid,2025-03-01,\n", {}, /its column of ids counts the rows/],
    ["a column that counts the rows", "id,username,followed_at,followed_back_at\n1,ann,2025-03-01,\n2,bob,2025-03-01,\n", {}, /its column of ids counts the rows/],
    ["a time that may be of the account", `user_id,created_at,unfollowed_at\n${ann},2012-03-01T08:00:00Z,2025-03-05\n`, {list: "followers"}, /its column created_at may say when the account of that person was made: give --time-column created_at if/],
    ["an unknown event", `user_id,event,date\n${ann},like,2025-03-01\n`, {list: "followers"}, /column event: "like" is neither follow nor unfollow/],
    ["an event without a time", `user_id,event,date\n${ann},follow,\n`, {list: "followers"}, /column date: empty where a value is needed/],
    ["a row without any time", followed(`${ann},,,\n`), {}, /column followed_at: empty where a value is needed/],
    ["a followback before the follow", followed(`${ann},2025-03-05,2025-03-01,\n`), {}, /column followed_back_at: "2025-03-01" is earlier than the follow/],
    ["a followback of no follow", followed(`${ann},,2025-03-01,\n`), {}, /has no time of the follow before it/],
    ["an end before its begin", followed(`${ann},2025-03-05,,2025-03-01\n`), {}, /column unfollowed_at: "2025-03-01" is earlier than the follow/],
    ["a day that can be two", followed(`${ann},05/03/2025,,\n`), {}, /--day-first/],
    ["a word where it has not happened", followed(`${ann},2025-03-05,,\n${bob},2025-03-05,not yet,\n`), {}, /line 3, column followed_back_at: "not yet" is no time: leave such cells empty, which means that it has not happened$/],
    ["two directions", followed(`${ann},2025-03-05,,\n`), {list: "followers"}, /says when people followed back, so the account followed them first/],
    ["flags that contradict each other", followed(`${ann},2025-03-05,,\n`), {outreach: true, list: "followers"}, /--outreach, --list followers/],
    ["tries that failed", `user_id,followed_at,Status\n${ann},2025-03-05,ok\n${bob},2025-03-05,Failed\n${cid},2025-03-05,pending_request\n`, {outreach: true}, /its column Status may say that 2 rows are no follow, such as "Failed": delete the rows that are none, and then that column/],
    ["a try with an error", `user_id,followed_at,error\n${ann},2025-03-05,\n${bob},2025-03-05,Account is private\n`, {outreach: true}, /its column error may say that 1 row is no follow, such as "Account is private"/],
    ["follows of one person alone", `user,whom,followed_at\nwe,ann,2025-03-05\nwe,bob,2025-03-06\nwe,cid,2025-03-07\n`, {outreach: true}, /all its 3 follows are of one person, by its column user, which may say who followed: name the column of people by --user-column/],
    ["follows of two accounts", `account_id,user_id,followed_at\n5,${ann},2025-03-05\n77,${bob},2025-03-06\n77,${cid},2025-03-07\n`, {outreach: true}, /its column account_id has 2 values \(77, 5\), which may be accounts, and the people of one are not those of another: keep the rows of one/],
    ["a list of blocking", `user_id,followed_at\n${ann},2025-03-05\n`, {list: "blocking"}, /a log is of follows/],
    ["followers who were noted at once", `user_id,followed_at\n${many}\n`, {list: "followers"}, /11 people follow at 2025-03-02T10:00:00.000Z, as when a program notes/],
    ["followers declared whole", `user_id,followed_at\n${ann},2025-03-05\n`, {list: "followers", complete: true}, /only an outreach log can be whole/],
    ["unfollows declared whole", `user_id,unfollowed_at\n${ann},2025-03-05\n`, {list: "following", complete: true}, /the log holds no follows/]
  ])("%s: one line, and nothing is stored", async (_, text, flags, why) => {
    await expect(bring("log.csv", text, flags)).rejects.toThrow(why);
    expect(await listSnapshots(store.dataDir)).toEqual([]);
  }); // prettier-ignore

  test("what people did after a follow is no failure of it", async () => {
    const rows = [`${ann},2025-03-05,followed back,`, `${bob},2025-03-05,not followed back yet,none`];
    await bring("log.csv", `user_id,followed_at,status,error\n${rows.join("\n")}\n`, {outreach: true});
    expect(await events()).toHaveLength(2);
  });

  test("a dry run says what was understood and writes nothing", async () => {
    const said = await bring("log.csv", outreach, {dryRun: true});
    expect(said[0]).toMatch(/^log\.csv: log of follows: /);
    expect(said.at(-1)).toBe("dry run: nothing was written");
    expect(await listSnapshots(store.dataDir)).toEqual([]);
  });
});
