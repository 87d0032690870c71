import {gzipSync} from "node:zlib";
import {mkdirSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {owner, people, useImport} from "./brought.ts";

const {store, bring, stored} = useImport();
const ids = people.slice(0, 6);
const lines = (separator: string, of = ids) => of.map((id) => id + separator).join("");
const utf16 = (text: string, isBigEndian = false) => {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return isBigEndian ? bytes.swap16() : bytes;
};
const objects = (of = ids) => of.map((id, n) => ({id, username: `made_${n}`}));

/** Every way to write the same six people down. */
const shapes: Record<string, [name: string, content: string | Buffer]> = {
  "ids, LF": ["f.txt", lines("\n")],
  "ids, no newline at the end": ["f.txt", ids.join("\n")],
  "ids, CRLF": ["f.txt", lines("\r\n")],
  "ids, CR": ["f.txt", lines("\r")],
  "ids, blank lines": ["f.txt", `\n${lines("\n\n")}\n\n`],
  "ids, UTF-8 with a mark": ["f.txt", `\uFEFF${lines("\n")}`],
  "ids, UTF-16": ["f.txt", utf16(lines("\r\n"))],
  "ids, UTF-16, big end first": ["f.txt", utf16(lines("\n"), true)],
  "ids under a header": ["f.csv", `user_id\n${lines("\n")}`],
  "ids in quotes": ["f.csv", ids.map((id) => `"${id}"\n`).join("")],
  "ids, gzip": ["f.txt.gz", gzipSync(lines("\n"))],
  "addresses by id": ["f.txt", ids.map((id) => `https://x.com/i/user/${id}\n`).join("")],
  "addresses of old": ["f.txt", ids.map((id) => `https://twitter.com/intent/user?user_id=${id}\n`).join("")],
  CSV: ["f.csv", `id,username\n${ids.map((id, n) => `${id},made_${n}\n`).join("")}`],
  "CSV by semicolons": ["f.csv", `Screen Name;ID\n${ids.map((id, n) => `made_${n};${id}\n`).join("")}`],
  "CSV with sep=": ["f.csv", `sep=;\nid;name\n${ids.map((id) => `${id};x\n`).join("")}`],
  "CSV, line breaks inside": ["f.csv", `id,bio\n${ids.map((id) => `${id},"one\ntwo, ""three"""\n`).join("")}`],
  "CSV without a header": ["f.csv", ids.map((id, n) => `${n},made_${n},${id}\n`).join("").replaceAll(/^(\d),/gm, "row $1,")],
  "CSV, of people of whom nobody left": ["f.csv", `id,left,valid_to,is_active,last_seen\n${ids.map((id, n) => `${id},${n % 2 ? "None" : "NaN"},9999-12-31,true,2025-01-05T08:0${n}:00Z\n`).join("")}`],
  TSV: ["f.tsv", `username\tuser_id\n${ids.map((id, n) => `made_${n}\t${id}\n`).join("")}`],
  "JSON, array of text": ["f.json", JSON.stringify(ids)],
  "JSON, array of numbers": ["f.json", `[${ids.join(", ")}]`],
  "JSON, objects": ["f.json", JSON.stringify(objects(), null, 2)],
  "JSON, numbers and text": ["f.json", `[${ids.map((id) => `{"id": ${id}, "id_str": "${id}"}`).join(",\n")}]`],
  NDJSON: ["f.jsonl", objects().map((one) => JSON.stringify(one)).join("\n")],
  "page of ids": ["f.json", `{"ids":[${ids.join(",")}],"next_cursor":0,"next_cursor_str":"0","previous_cursor":0}`],
  "page of users": ["f.json", JSON.stringify({users: objects(), next_cursor_str: "0"})],
  "page of data": ["f.json", JSON.stringify({data: objects(), meta: {result_count: 6}})],
  followers: ["f.json", JSON.stringify({count: 6, followers: objects()})],
  "by account": ["f.json", JSON.stringify({[owner]: ids})],
  "gallery-dl": ["f.json", JSON.stringify(ids.map((id) => [6, `https://x.com/i/user/${id}`, {id, name: "made"}]))]
}; // prettier-ignore

describe("the same people, however they are written", () => {
  test.each(Object.entries(shapes))("%s", async (_, [name, content]) => {
    const {lines: said} = await bring(store.write(name, content), {
      list: "followers",
      takenAt: "2025-01-05T08:00Z"
    });
    expect(await stored()).toEqual(ids);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("followers (--list)");
    expect(said[0]).toContain("; 6 people (");
  });
});

test("one line says what it is, whose, which list, as of when, how many, in which order, and whether it is complete", async () => {
  const twice = [...people, people[0], owner];
  const {lines: said} = await bring(store.write("followers-2025-01-05T0800Z.txt", twice.join("\n")), {
    isComplete: true
  });
  expect(said).toEqual([
    `followers-2025-01-05T0800Z.txt: ids, one a line: followers (file name) of ${owner} (--account); ` +
      "as of 2025-01-05 08:00:00 UTC (file name); 12 people (such as 1799…7919); listed twice, dropped: 1; the account itself, dropped: 1; " +
      "order unknown (--order newest-first, if it is as X shows it); " +
      "complete, as declared; the build holds it back if too many people are missing at once; " +
      "the first of this account, so nothing could be compared: check whose it is"
  ]);
});

test("twarc's pages say whose list it is, which, when each page was read, and whether it ended", async () => {
  const page = (of: string[], at: string, token?: string) =>
    JSON.stringify({
      data: of.map((id) => ({id, public_metrics: {followers_count: 12}})),
      meta: {result_count: of.length, ...(token && {next_token: token})},
      __twarc: {url: `https://api.twitter.com/2/users/${owner}/followers?max_results=1000`, retrieved_at: at}
    });
  const pages = [
    page(ids.slice(0, 4), "2026-09-15T08:30:00+00:00", "n"),
    page(ids.slice(4), "2026-09-15T08:45:10+00:00")
  ];
  const {lines: said} = await bring(store.write("a.jsonl", pages.join("\n")), {account: undefined});
  expect(said[0]).toContain(
    `followers (the file) of ${owner} (the file); as of 2026-09-15 08:30:00 UTC to 2026-09-15 08:45:10 UTC`
  );
  expect(said[0]).toContain("newest first; complete");
  expect(await stored()).toEqual(ids);
  expect(await store.rows("select ended, is_newest_first from raw.lists")).toEqual([
    {ended: true, is_newest_first: true}
  ]);
  expect(await store.rows("select distinct followers_count::int as n from raw.users")).toEqual([{n: 12}]);
});

test("a page with a next cursor is not the whole list, also when declared so", async () => {
  const page = `{"ids":[${ids.join(",")}],"next_cursor":17,"next_cursor_str":"17","previous_cursor":0}`;
  const {lines: said} = await bring(store.write("a.json", page), {
    list: "followers",
    takenAt: "2025-01-05T08:00Z",
    isComplete: true
  });
  expect(said[0]).toContain(
    "not complete: the page says that more follow (it has a next cursor) (--complete-anyway,"
  );
  expect(await store.rows("select ended, reason from raw.lists")).toEqual([
    {ended: false, reason: "the page says that more follow (it has a next cursor)"}
  ]);
});

test("pages that follow each other are one list", async () => {
  const page = (of: string[], before: number, next: number) =>
    `{"ids":[${of.join(",")}],"next_cursor":${next},"previous_cursor":${before}}`;
  const files = [
    store.write("b-2025-01-05T08.json", page(ids.slice(4), -9, 0)),
    store.write("a-2025-01-05T08.json", page(ids.slice(0, 4), 0, 9))
  ];
  await bring(files, {list: "followers", takenAt: "2025-01-05T08:00Z"});
  expect(await stored()).toEqual(ids);
  expect(await store.rows("select ended, pages, distinct_rows::int as n from raw.lists")).toEqual([
    {ended: true, pages: 2, n: 6}
  ]);
});

test("pages of X's API v2 in files of their own are one list, and complete only with the last and the first", async () => {
  const page = (of: string[], meta: object) =>
    JSON.stringify({data: of.map((id) => ({id})), meta: {result_count: of.length, ...meta}});
  const files = [
    store.write("c.json", page(ids.slice(4), {previous_token: "q2"})),
    store.write("b.json", page(ids.slice(2, 4), {next_token: "n2", previous_token: "q1"})),
    store.write("first.json", page(ids.slice(0, 2), {next_token: "n1"}))
  ];
  await bring(files, {list: "followers", takenAt: "2025-01-05T08:00Z"});
  expect(await stored()).toEqual(ids);
  expect(await store.rows("select ended, pages, distinct_rows::int as n from raw.lists")).toEqual([
    {ended: true, pages: 3, n: 6}
  ]);
  await bring(files.slice(1), {list: "followers", takenAt: "2025-01-12T08:00Z"});
  expect(
    await store.rows("select ended, pages, distinct_rows::int as n from raw.lists where not ended")
  ).toEqual([{ended: false, pages: 2, n: 4}]);
  await expect(bring(files.slice(0, 2), {list: "followers", takenAt: "2025-01-19T08:00Z"})).rejects.toThrow(
    /is a list of followers of the same time as/
  );
});

test("pages of a long scan share nobody, and are one list all the same", async () => {
  const many = Array.from(
    {length: 50},
    (_, n) => `18${String((n * 7919) % 1009).padStart(4, "0")}55512345678`
  );
  const page = (of: string[], before: number, next: number) =>
    `{"ids":[${of.join(",")}],"next_cursor":${next},"previous_cursor":${before}}`;
  const files = [
    store.write("a.json", page(many.slice(0, 25), 0, 9)),
    store.write("b.json", page(many.slice(25), -9, 0))
  ];
  await bring(files, {list: "followers", takenAt: "2025-01-05T08:00Z"});
  expect(await stored()).toEqual(many);
});

test("the last page alone is no whole list", async () => {
  const page = `{"ids":[${ids.join(",")}],"next_cursor":0,"previous_cursor":-9}`;
  const {lines: said} = await bring(store.write("a.json", page), {
    list: "followers",
    takenAt: "2025-01-05T08:00Z"
  });
  expect(said[0]).toContain("not complete: the pages before it are missing (--complete-anyway,");
  // X's API v2 has a previous_token on every page but the first.
  const meta = {result_count: ids.length, previous_token: "7140dibdnow9c7btw3z2vwioavpvutgzrzm9icis4ndix"};
  await bring(store.write("b.json", JSON.stringify({data: ids.map((id) => ({id})), meta})), {
    list: "following",
    takenAt: "2025-01-05T08:00Z",
    isUnlike: true
  });
  expect(await store.rows("select ended, reason from raw.lists where list = 'following'")).toEqual([
    {ended: false, reason: "the pages before it are missing"}
  ]);
});

test("a line longer than what is looked at first is read whole", async () => {
  const many = Array.from(
    {length: 20000},
    (_, n) => `18${String((n * 7919) % 100003).padStart(6, "0")}555123456`
  );
  await bring(store.write("a.json", `[${many.map((id) => `"${id}"`).join(",")}]`), {
    list: "followers",
    takenAt: "2025-01-05T08:00Z"
  });
  expect((await stored()).length).toBe(20000);
  const pages = JSON.stringify({
    data: many.map((id) => ({id, username: "made"})),
    meta: {result_count: 20000}
  });
  await bring(store.write("b.jsonl", pages), {list: "followers", takenAt: "2025-01-12T08:00Z"});
  expect((await stored()).length).toBe(40000);
});

test("a day on which the clocks go forward is a day", async () => {
  await bring(store.write("followers-2025-03-30.txt", lines("\n")), {zone: "Europe/Berlin"});
  expect(await store.rows("select sitting from raw.lists")).toEqual([{sitting: "2025-03-30"}]);
});

test.each([
  ["Pacific/Kiritimati", "2025-01-04 10:00:00", "2025-01-05 09:59:59.999"],
  ["Pacific/Auckland", "2025-01-04 11:00:00", "2025-01-05 10:59:59.999"],
  ["+12:00", "2025-01-04 12:00:00", "2025-01-05 11:59:59.999"],
  ["-12:00", "2025-01-05 12:00:00", "2025-01-06 11:59:59.999"]
])("a date keeps its name in %s, whatever date it is in UTC", async (zone, from, to) => {
  const {lines: said} = await bring(store.write("followers-2025-01-05.txt", lines("\n")), {zone});
  expect(said[0]).toContain("as of 2025-01-05, at an unknown hour");
  const dates = ids.map((id) => `${id},2025-01-05\n`).join("");
  await bring(store.write("following.csv", `id,date\n${dates}`), {zone});
  expect(
    await store.rows(
      "select list, sitting, started_at::varchar as t_from, finished_at::varchar as t_to from raw.lists order by list"
    )
  ).toEqual(
    ["followers", "following"].map((list) => ({list, sitting: "2025-01-05", t_from: from, t_to: to}))
  );
});

test("a browser exporter's CSV writes line breaks behind a backslash, and they are breaks in what people say of themselves", async () => {
  const said = ["cook\\nfollowback", String.raw`music\r\n#soup`, "plain"];
  const rows = said.map((text, n) => `${ids[n]},made_${n},"${text}",true,true`);
  const header = "id,screen_name,description,following,followed_by\n";
  await bring(store.write("f.csv", header + rows.join("\n")), {
    list: "followers",
    takenAt: "2025-01-05T08:00Z"
  });
  expect(
    (await store.rows("select username, description from raw.users order by username")).map(
      (row) => row.description
    )
  ).toEqual(["cook\nfollowback", "music\n\n#soup", "plain"]);
});

test("of somebody else's export nobody's mutual follow is taken, also where a cell is empty and not false", async () => {
  // X leaves out a relation that is not there: one in three of these followers follows whoever exported them.
  for (const [nth, no] of ["", "undefined"].entries()) {
    const rows = ids.map(
      (id, n) => `${id},made_${n},${n % 2 === 0 ? "true" : no},${n % 3 === 0 ? "true" : no}`
    );
    const text = `id,screen_name,following,followed_by\n${rows.join("\n")}`;
    const time = `2025-01-0${nth + 5}T08:00Z`;
    await bring(store.write("f.csv", text), {list: "followers", takenAt: time});
    await bring(store.write("g.csv", text), {list: "following", takenAt: time, isUnlike: true});
  }
  for (const list of ["followers", "following"])
    expect(
      await store.rows(`select is_mutual, count(*)::int as n from raw.${list} group by is_mutual`)
    ).toEqual([{is_mutual: null, n: 2 * ids.length}]);
});

test.each([
  ["followers-2025-01-05T0800.txt", {}, "as of 2025-01-05 08:00:00 UTC, as no --zone is given (file name)"],
  ["followers-2025-01-05T0800.txt", {zone: "America/New_York"}, "as of 2025-01-05 13:00:00 UTC (file name)"],
  [
    "followers.txt",
    {takenAt: "2025-01-05 8:00 AM"},
    "as of 2025-01-05 08:00:00 UTC, as no --zone is given (--taken-at)"
  ],
  [
    "followers.txt",
    {takenAt: "Jan 5, 2025 8 AM"},
    "as of 2025-01-05 08:00:00 UTC, as no --zone is given (--taken-at)"
  ],
  ["followers.txt", {takenAt: "2025-01-05 08:00 +0200"}, "as of 2025-01-05 06:00:00 UTC (--taken-at)"]
])("a clock time without a zone is said to be taken as UTC: %s %o", async (name, options, said) => {
  const {lines} = await bring(store.write(name, ids.join("\n")), {...options, isDryRun: true});
  expect(lines[0]).toContain(said);
});

test("a browser exporter's file brings profiles, and who is mutual where the owner exported it", async () => {
  const row = (id: string, n: number, followsUs = true) =>
    `${id},made_${n},"Made, Up",${n % 2 === 0},${followsUs},${50 + n},60,70,2019-05-11 09:42:40 +08:00`;
  const header =
    "id,screen_name,description,following,followed_by,followers_count,friends_count,statuses_count,created_at\n";
  const rows = ids.map((id, n) => row(id, n));
  const {lines: said} = await bring(
    store.write("twitter-Followers-1736064005123.csv", header + rows.join("\n"))
  );
  expect(said[0]).toContain("as of 2025-01-05 08:00:05 UTC (file name)");
  expect(said[0]).toContain("not complete: such an export holds what was scrolled into view");
  expect(await store.rows("select is_mutual from raw.followers order by position")).toEqual(
    ids.map((_, n) => ({is_mutual: n % 2 === 0}))
  );
  expect(
    await store.rows(
      `select username, followers_count::int as n, posts_count::int as p, created_at from raw.users where user_id = ${ids[3]}`
    )
  ).toEqual([{username: "made_3", n: 53, p: 70, created_at: new Date("2019-05-11T01:42:40Z")}]);
  // Somebody else's export: not every follower of the account follows whoever exported it.
  await bring(
    store.write(
      "twitter-Followers-1736150405123.csv",
      header + ids.map((id, n) => row(id, n, n > 1)).join("\n")
    )
  );
  expect(
    await store.rows("select distinct is_mutual from raw.followers where page_at > timestamp '2025-01-06'")
  ).toEqual([{is_mutual: null}]);
});

test("how many people somebody follows says of no follow between them and the account", async () => {
  const follows = [0, 1, 250, 1, 0, 3812];
  const rows = ids.map((id, n) => `${id},made_${n},${n * 13},${follows[n]},Yes`);
  await bring(store.write("f.csv", `ID,Screen Name,Followers,Following,Follows You\n${rows.join("\n")}`), {
    list: "followers",
    takenAt: "2025-01-05T08:00Z"
  });
  expect(await store.rows("select distinct is_mutual from raw.followers")).toEqual([{is_mutual: null}]);
  expect(
    await store.rows(
      "select followers_count::int as a, following_count::int as b from raw.users order by username"
    )
  ).toEqual(follows.map((b, n) => ({a: n * 13, b})));
});

test("a title of one word above a list is nobody in it", async () => {
  const names = ["alice_one", "bobby2", "carlsson"];
  const followers = {list: "followers", takenAt: "2025-01-05T08:00Z"} as const;
  const at = (title: string, of: string[]) => store.write("f.txt", `${title}\n${of.join("\n")}\n`);
  await bring(at("Followers", names.map((name) => `@${name}`)), followers); // prettier-ignore
  expect((await store.rows("select name from raw.names order by name")).map(({name}) => name)).toEqual(names);
  const {lines: said} = await bring(at("Following", ids), {takenAt: followers.takenAt});
  expect(said[0]).toContain("following (the file) of");
  expect(await stored("following")).toEqual(ids);
  // Above bare names it may be one of them.
  for (const title of ["Followers", "Name", "accounts"])
    await expect(bring(at(title, names), followers)).rejects.toThrow(
      `its first line is "${title}", which can be a header or a name: give --header or --no-header`
    );
  await expect(bring(at("Unfollowers", ids), {takenAt: followers.takenAt})).rejects.toThrow(
    "by its name or title it holds only some of the followers"
  );
});

test("a table of everybody somebody has to do with is asked for the rows of one list", async () => {
  // By hand: two of six do not follow whoever made the table, three are not followed.
  const rows = ids.map(
    (id, n) => `${id},made_${n},${n % 2 === 0 ? "yes" : "no"},${n % 3 === 0 ? "" : "yes"}`
  );
  const file = store.write("people.csv", `user_id,username,i_follow,follows_me\n${rows.join("\n")}\n`);
  const takenAt = "2025-01-05T08:00Z";
  await expect(bring(file, {list: "followers", takenAt})).rejects.toThrow(
    `${file}: by its column follows_me 2 of its people do not follow whoever made it: if the account made it, keep the rows of its followers alone; if somebody else did, delete that column`
  );
  await expect(bring(file, {list: "following", takenAt})).rejects.toThrow(
    "by its column i_follow 3 of its people are not followed by whoever made it: if the account made it, keep the rows of its following alone"
  );
  for (const column of ["is_follower", "Following me", "still_follows_me"])
    await expect(
      bring(store.write("kept.csv", `user_id,username,i_follow,${column}\n${rows.join("\n")}\n`), {
        list: "followers",
        takenAt
      })
    ).rejects.toThrow(`by its column ${column} 2 of its people do not follow whoever made it`);
  const own = rows.filter((row) => row.endsWith(",yes"));
  await bring(store.write("own.csv", `user_id,username,i_follow,follows_me\n${own.join("\n")}\n`), {
    list: "followers",
    takenAt
  });
  expect(await stored()).toEqual(ids.filter((_, n) => n % 3 !== 0));
});

test("people who left or came are no list, also where a member of JSON says so", async () => {
  for (const member of ["unfollowers", "new_followers", "lostFollowers", "mutuals"])
    await expect(
      bring(store.write("followers-2025-01-05T0800.json", JSON.stringify({[member]: ids})))
    ).rejects.toThrow(`by its member ${member} it holds only some of the followers, not a list at one time`);
});

test("one line of NDJSON is one person, not a list by account", async () => {
  const {lines: said} = await bring(store.write("a.jsonl", `{"id": ${ids[0]}, "bio": "made up"}\n`), {
    list: "followers",
    takenAt: "2025-01-05T08:00Z"
  });
  expect(said[0]).toContain("; 1 person (");
  expect(await stored()).toEqual([ids[0]]);
});

test("ids beyond 2^53 keep every digit", async () => {
  const large = ["9007199254740993", "9223372036854775807", "9007199254740995"];
  await bring(store.write("a.json", `{"ids":[${large.join(",")}]}`), {
    list: "followers",
    takenAt: "2025-01-05T08:00Z"
  });
  expect(await stored()).toEqual(large);
});

describe("many lists at once", () => {
  const csv = (rows: [date: string, of: string[]][]) =>
    `date,id,followers\n${rows.flatMap(([date, of], k) => of.map((id) => `${date},${id},${10 + k}`)).join("\n")}\n`;

  test("a long file of dated lists keeps the order of its rows: ids that ascend are seen to", async () => {
    // Rows are handed to threads by the 122,880: each of these lists is cut by such an edge.
    const ids = Array.from({length: 150_000}, (_, nth) => `1${String(nth).padStart(17, "0")}`);
    const days = ["2024-05-01", "2024-05-02", "2024-05-03"];
    const rows = days.flatMap((day) => ids.map((id) => `${day},${id}`));
    const {lines: said} = await bring(store.write("all.csv", `date,user_id\n${rows.join("\n")}\n`), {
      list: "followers",
      isDryRun: true
    });
    expect(said[0]).toContain("3 lists from 2024-05-01, at an unknown hour to 2024-05-03");
    expect(said[0]).toContain("450,000 rows");
    expect(said[0]).toContain("order unknown: the ids are sorted");
  });
  test("a column of dates gives a list a date, each with its own profiles", async () => {
    const {lines: said, ids: written} = await bring(
      store.write(
        "a.csv",
        csv([
          ["2025-01-05", ids],
          ["2025-01-12", ids.slice(1)],
          ["2025-01-19", people]
        ])
      ),
      {list: "followers"}
    );
    expect(said[0]).toContain("3 lists from 2025-01-05");
    expect(written).toHaveLength(3);
    expect(
      await store.rows(
        "select sitting, distinct_rows::int as n, finished_at - started_at as width from raw.lists order by sitting"
      )
    ).toMatchObject([
      {sitting: "2025-01-05", n: 6},
      {sitting: "2025-01-12", n: 5},
      {sitting: "2025-01-19", n: 12}
    ]);
    expect(
      await store.rows(
        `select followers_count::int as n from raw.users where user_id = ${ids[1]} order by profile_at`
      )
    ).toEqual([{n: 10}, {n: 11}, {n: 12}]);
  });

  test.each(["8178975096844416800", "1799000000000012000"])(
    "an id that looks rounded by chance counts once, however many dates it stands at: %s",
    async (odd) => {
      const dates = ["2025-01-05", "2025-01-12", "2025-01-19", "2025-01-26"];
      const rows = dates.flatMap((date) => [odd, "12", "305", "77123"].map((id) => `${date},${id}`));
      const {ids: written} = await bring(store.write("a.csv", `date,id\n${rows.join("\n")}\n`), {
        list: "followers"
      });
      expect(written).toHaveLength(4);
    }
  );

  test("a folder of dated files gives a list a file, whatever the folders in it", async () => {
    const folder = join(store.dir, "lists");
    mkdirSync(join(folder, "2025-01-12"), {recursive: true});
    writeFileSync(join(folder, "followers-2025-01-05.txt"), lines("\n"));
    writeFileSync(join(folder, "2025-01-12", "followers.txt"), lines("\n", people));
    writeFileSync(join(folder, "2025-01-12", "following.txt"), lines("\n", people.slice(6)));
    writeFileSync(join(folder, ".DS_Store"), "x");
    const {ids: written} = await bring(folder);
    expect(written).toHaveLength(3);
    expect(await store.rows("select list, sitting from raw.lists order by sitting, list")).toEqual([
      {list: "followers", sitting: "2025-01-05"},
      {list: "followers", sitting: "2025-01-12"},
      {list: "following", sitting: "2025-01-12"}
    ]);
  });

  test("a link in a folder is the file that it leads to, and one that leads elsewhere is named", async () => {
    const folder = join(store.dir, "lists");
    mkdirSync(folder);
    writeFileSync(join(folder, "followers-2025-01-05.txt"), lines("\n"));
    symlinkSync(store.write("kept.txt", lines("\n", people)), join(folder, "followers-2025-01-12.txt"));
    symlinkSync(folder, join(folder, "back"));
    const {ids: written, skipped} = await bring(folder);
    expect(written).toHaveLength(2);
    expect(skipped).toEqual([join(folder, "back")]);
    symlinkSync(join(store.dir, "gone.txt"), join(folder, "followers-2025-01-19.txt"));
    await expect(bring(folder)).rejects.toThrow(/followers-2025-01-19\.txt: no such file: check the path/);
  });

  test("clock times of one scan are one list; scans hours apart are several", async () => {
    const at = (time: string, of: string[]) => of.map((id) => `${id},${time}`);
    const rows = [
      ...at("2025-01-05T08:00:00Z", ids.slice(0, 3)), ...at("2025-01-05T08:00:07Z", ids.slice(3)),
      ...at("2025-01-12T08:00:00Z", people.slice(0, 5)), ...at("2025-01-12T08:01:00Z", people.slice(5))
    ]; // prettier-ignore
    const {ids: written} = await bring(store.write("a.csv", `id,scraped_at\n${rows.join("\n")}`), {
      list: "followers"
    });
    expect(written).toHaveLength(2);
    expect(await store.rows("select started_at, finished_at from raw.lists order by started_at")).toEqual([
      {started_at: new Date("2025-01-05T08:00:00Z"), finished_at: new Date("2025-01-05T08:00:07Z")},
      {started_at: new Date("2025-01-12T08:00:00Z"), finished_at: new Date("2025-01-12T08:01:00Z")}
    ]);
  });

  test("the same file again adds nothing, in whatever order; a dry run writes nothing", async () => {
    const files = [
      store.write("followers-2025-01-05.txt", lines("\n")),
      store.write("followers-2025-01-12.txt", lines("\n", people))
    ];
    expect(await bring(files, {isDryRun: true})).toMatchObject({ids: []});
    expect(store.snapshots()).toEqual([]);
    const first = await bring(files);
    const again = await bring([...files].reverse());
    expect([...again.ids].sort()).toEqual([...first.ids].sort());
    expect(store.snapshots()).toHaveLength(2);
  });

  test("an account is known by the id or the name in the file's name, once it is tracked", async () => {
    const {lines: said} = await bring(
      store.write("made_brand_followers_1736064005123.csv", `id\n${lines("\n")}`),
      {account: undefined},
      [{id: owner, name: "made_brand"}]
    );
    expect(said[0]).toContain(`followers (file name) of ${owner} (file name)`);
  });
});
