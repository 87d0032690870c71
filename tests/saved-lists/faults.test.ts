import {expect, test} from "vitest";
import {UsageError} from "../../src/errors.ts";
import type {ImportListsOptions} from "../../data-loaders/saved-lists/import-lists.ts";
import {owner, people, useImport} from "./brought.ts";

const {store, bring} = useImport();
const list = people.join("\n");
const many = Array.from({length: 40}, (_, n) => `18${String((n * 7919) % 1009).padStart(4, "0")}55512345678`);
const others = Array.from(
  {length: 40},
  (_, n) => `17${String((n * 7919) % 1009).padStart(4, "0")}66612345678`
);
const is = {list: "followers", takenAt: "2025-01-05T08:00Z"} as const;

/** What used to pass in silence, or ended in riddles: the input, and the line that is shown. A flag that is asked for gives exit code 2. */
const faults: [string, file: string, content: string, ImportListsOptions, line: RegExp, isAsked?: true][] = [
  ["whose list it is", "followers-2025-01-05.txt", list, {account: undefined}, /does not say whose list it is: give --account ID$/, true],
  ["which list it is", "a-2025-01-05.txt", list, {}, /does not say which list it is: give --list followers, --list following or --list blocking$/, true],
  ["when it was taken", "followers.txt", list, {}, /does not say when the list was taken: give --taken-at TIME, or a date in the file's name$/, true],
  ["two dates in a name", "followers-2025-01-05_2025-01-12.txt", list, {}, /its name holds several dates: give the time of the list by --taken-at TIME$/, true],
  ["people who left", "unfollowers-2025-01-05.txt", list, {}, /by its name or title it holds only some of the followers, .*: give --list followers or --list following if it is the whole list$/, true],
  ["content against name", "following-2025-01-05.csv", `follower_id\n${list}`, {}, /its content is a list of followers, its name says following: say which by --list$/, true],
  ["digits and names, mixed", "f.txt", `${list}\nmade_up`, is, /holds digits and names, mixed: say what they are by --ids or --names$/, true],
  ["ids and @names, mixed", "f.txt", `${list}\n@made_up`, is, /holds ids and @names, mixed: export the list with ids only, or names only$/],
  ["names in a column of ids", "f.csv", "id,followers\n@one,1\n@two,2\n", is, /its column id should hold ids and holds names, such as "@one": name the column with ids by --user-column, or give --names$/, true],
  ["a name that is too long", "f.txt", "@a\n@b\n@c\n@d\n@e\n@f\n@g_is_far_too_long\n", is, /row 7: "@g_is_far_too_long" is no id, @name or address of a profile: fix it or delete the row$/],
  ["E-notation", "f.csv", `id\n1.79900000000000E+18\n${list}`, is, /"1\.79900000000000E\+18" is no id any more: a spreadsheet has rounded the ids: export the list again and open it with that column as text$/],
  ["a formula", "f.csv", 'id,name\n"=""1799000000000000001""",x\n', is, /is a formula of a spreadsheet, which may have rounded the ids: export the list again and open it with that column as text$/],
  ["rounded ids", "f.csv", `id\n${people.map((id) => `${id.slice(0, 15)}0000`).join("\n")}`, is, /"1799\d+0000" ends in 000, as do 10 of the 10 ids of 16 digits and more: a spreadsheet has rounded the ids: export the list again/],
  ["rounded by JSON", "f.json", `[1.799e18, ${people.join(",")}]`, is, /is no id any more: a spreadsheet has rounded the ids/],
  ["an id too long", "f.txt", `${list}\n123456789012345678901`, is, /row 13: "123456789012345678901" is too long for an id: fix it or delete the row$/],
  ["a total below the list", "f.txt", `${list}\nTotal: 12 people`, is, /row 13: "Total: 12 people" is no id, @name or address of a profile: fix it or delete the row$/],
  ["a last id that was cut off", "f.txt", list.slice(0, -6), is, /: it ends within an id, 1799\d{9}: it was cut off, and people below are missing: save it again$/],
  ["a hole", "f.csv", `id,name\n${people[0]},a\n,b\n`, is, /row 2 has no id: fill it in or delete the row$/],
  ["an owner's own export", "f.csv", `id\n${`${owner}\n`.repeat(20)}`, is, /it holds nobody but the account itself: export it again$/],
  ["two lines of headers above ids", "f.csv", `id;screen_name\nNumber;Name\n${people.map((id, n) => `${id};made_${n}`).join("\n")}`, is, /: row 1 is no person: its id is "Number", where the rows below have numbers, as in a second line of headers: delete that line$/],
  ["two lines of headers above names", "f.csv", `username,followers\nhandle,count\n${people.map((_, n) => `made_${n},${n}`).join("\n")}`, is, /: row 1 is no person: its followers is "count", where the rows below have numbers, as in a second line of headers: delete that line$/],
  ["a header alone", "f.csv", "id,username\n", is, /it holds no people: export it again$/],
  ["an empty file", "f.txt", "\n\n", is, /the file is empty: export it again$/],
  ["an empty list", "f.json", '{"currentFollowers": []}', is, /the list in it is empty: export it again$/],
  ["no known column", "f.csv", "created_at,count\n2025-01-05,12\n", is, /no column of people found: it has created_at, count: name the one with ids by --user-column, or give --table visits, sales or costs if it holds these$/, true],
  ["a spreadsheet's day number", "f.csv", `id,date\n${people.map((id) => `${id},45662`).join("\n")}`, {list: "followers"}, /45662/],
  ["a time before X", "f.txt", list, {...is, takenAt: "1999-01-05"}, /^--taken-at 1999-01-05: is before 2006-03-21, when X began: fix the date/],
  ["a time to come", "f.txt", list, {...is, takenAt: "2099-01-05"}, /2099-01-05 lies in the future: check the time$/],
  ["a row without a date", "f.csv", `id,date\n${people[0]},2025-01-05\n${people[1]},\n`, {list: "followers"}, /some rows have no time, though others have one: fill it in or delete them$/],
  ["dates of follows", "f.csv", `id,date\n${people.map((id, n) => `${id},2025-01-${String(n + 10)}`).join("\n")}`, {list: "followers"}, /everybody in it stands at only one of 12 times, so it is no series of lists: .* --edges.* --outreach.* --taken-at TIME$/, true],
  ["two times a minute apart", "f.csv", `id,scraped_at\n${people[0]},2025-01-05T08:00Z\n${people[0]},2025-01-05T08:01Z\n`, {list: "followers"}, /the same people stand in it at several times of 2025-01-05: if each time is a list of its own, give --split$/, true],
  ["times of rows beside a flag", "f.csv", `id,date\n${people[0]},2025-01-05\n${people[0]},2025-01-12\n`, is, /its rows have times of their own: leave out --taken-at, or delete that column$/],
  ["a log of follows", "f.csv", `user_id,followed_at\n${people[0]},2025-01-05\n`, is, /a log of follows, not a list: give --outreach if the account followed these people, or --table events$/, true],
  ["dated edges", "following.csv", `followed_id,follower_id,first_seen\n1,2,2025-01-05\n`, is, /follows of one person by another, with times: give --edges \(and the columns by/, true],
  ["another owner in the file", "f.json", JSON.stringify({username: "other", followers: people}), {...is, account: owner}, /says that it is the list of @other, not of/],
  ["several owners", "f.json", JSON.stringify({"12345": people, "67890": people}), {...is, account: undefined}, /holds lists of 2 accounts \(12345, 67890\): say which by --account ID$/, true],
  ["an owner who is not in it", "f.json", JSON.stringify({"12345": people, "67890": people}), is, /account 1500000000000000001 is in none of its rows: check the id$/],
  ["several owners by name", "f.json", JSON.stringify({shop: people, other: people}), {...is, account: undefined}, /holds lists of 2 accounts \(other, shop\): say which by --account ID, and --name as the file has it$/, true],
  ["an owner by name, and the id alone is given", "f.json", JSON.stringify({shop: people, other: people}), is, /account 1500000000000000001 is in none of its rows: check the id, or say which of 2 accounts \(other, shop\) it is by --name$/, true],
  ["Python's print", "f.json", "{'brand': ['1', '2']}", is, /printed by Python, not JSON: write it with json\.dump\(\) and give that file$/],
  ["an archive's file", "follower.txt", 'window.YTD.follower.part0 = [ {"follower": {}} ]', is, /one file of an archive of X: give the archive's folder or zip, with account\.js in it$/],
  ["a page of HTML", "f.html", "<!DOCTYPE html><html><body>1</body></html>", is, /a page of HTML: export the list as text, CSV or JSON$/],
  ["a database", "f.db", `SQLite format 3\0${"\0".repeat(100)}`, is, /a database of SQLite: export the table of followers as CSV and give that$/],
  ["X's overview", "account_overview_analytics.csv", 'Date,Impressions,Likes,Engagements,New follows,Unfollows\n"Sun, Jan 5, 2025",1,2,3,4,5\n', is, /X's account overview: counts a day, no people/],
  ["row numbers", "f.csv", `id,username\n${people.map((id, n) => `${n + 1},made_${n}`).join("\n")}`, is, /its column of ids counts the rows \(1, 2, …\): name the column with ids by --user-column$/],
  ["row numbers with gaps", "f.csv", `id,username\n${[3, 17, 4211].map((id) => `${id},made_${id}`).join("\n")}`, is, /its column of ids counts the rows \(up to 4211\): name the column of people by --user-column, or give --ids if they are ids$/, true],
  ["nobody's id", "f.txt", `${list}\n0`, is, /holds the id 0, which is nobody: fix it or delete the row$/],
  ["too large an id", "f.txt", `${list}\n9999999999999999999`, is, /row 13: too large for an id: check the column$/],
  ["digits in a column of names", "f.csv", `username\n${people.slice(0, 3).map((_, n) => 9990 + 7 * n).join("\n")},\n`.replace(",", ""), is, /its column of names holds digits alone, such as "9990": give --ids if they are ids, or --names if they are names$/, true],
  ["a last row of sums", "f.csv", `username,followers_count\nann_1,3000\nben_2,67\nTotal,3067\n`, is, /row 3 holds "Total", which may be a sum of the others or a name: delete that row, or write @Total if it is a person$/, true],
  ["a last line of sums", "f.txt", "ann_1\nben_2\ncat_3\ntotal\n", is, /row 4 holds "total", which may be a sum/, true],
  ["a column of two accounts", "f.csv", `account,user_id\n${people.map((id, n) => `${n % 3 ? "shop" : "other"},${id}`).join("\n")}`, is, /its column account has 2 values \(shop, other\), which may be accounts, .*: keep the rows of one/, true],
  ["a column that says who left", "f.csv", `user_id,status\n${people.map((id, n) => `${id},${n % 2 ? "active" : "unfollowed"}`).join("\n")}`, is, /its column status says that not all of its people are in one list \(.*\): keep the rows of one list, and leave out that column$/],
  ["a column that says who is still there", "f.csv", `user_id,Still follows?\n${people.map((id, n) => `${id},${n === 1 ? "No" : "yes"}`).join("\n")}`, is, /its column Still follows\? says of 1 of its people that they are gone: leave out their rows, and that column$/],
  ["a column of when people left", "f.csv", `user_id,end_date\n${people.map((id, n) => `${id},${n === 0 ? "2026-04-02" : ""}`).join("\n")}`, is, /its column end_date says of 1 of its people that they are gone: leave out their rows, and that column$/],
  ["a table of dated rows", "f.csv", `user_id,valid_from,valid_to\n${people.map((id, n) => `${id},2026-01-02,${n === 0 ? "2026-04-02" : "9999-12-31"}`).join("\n")}`, is, /its column valid_to says of 1 of its people that they are gone/],
  ["a column of who is current", "f.csv", `user_id,is_current\n${people.map((id, n) => `${id},${n > 1}`).join("\n")}`, is, /its column is_current says of 2 of its people that they are gone/],
  ["a column of who churned", "f.csv", `user_id,churned\n${people.map((id, n) => `${id},${n === 1 ? 1 : 0}`).join("\n")}`, is, /its column churned says of 1 of its people that they are gone/],
  ["a column of changes", "f.csv", `user_id,change\n${people.map((id, n) => `${id},${n === 1 ? "removed" : "added"}`).join("\n")}`, is, /its column change says that not all of its people are in one list/],
  ["a column of who is active", "f.csv", `user_id,is_active\n${people.map((id, n) => `${id},${n !== 1}`).join("\n")}`, is, /its column is_active can say who no longer follows, or whose account is idle: leave out the rows of people who are gone, and that column$/, true],
  ["a column of when each was last seen", "f.csv", `user_id,last_seen\n${people.map((id, n) => `${id},2026-04-${n === 0 ? "05" : "12"}`).join("\n")}`, is, /its column last_seen can say when each was last on the list, or on X: leave out the rows of people who are gone, and that column$/, true],
  ["last seen, as another country writes it", "f.csv", `user_id,Last seen\n${people.map((id, n) => `${id},${n === 0 ? "05" : "12"}.04.2026`).join("\n")}`, is, /its column Last seen can say when each was last on the list, or on X/, true],
  ["a column of who is gone", "f.csv", `user_id,state\n${people.map((id, n) => `${id},${n === 0 ? "gone" : "present"}`).join("\n")}`, is, /its column state says that not all of its people are in one list/],
  ["posts of twarc, a line each", "f.jsonl", people.map((id, n) => JSON.stringify({created_at: "Mon May 04 10:00:00 +0000 2026", id_str: id, full_text: "hi", user: {id_str: people[n]}, in_reply_to_status_id_str: null})).join("\n"), is, /a table of posts, not of people: it cannot be imported as a list$/],
  ["posts of Twint", "f.csv", `id,conversation_id,created_at,user_id,username,tweet\n${people.map((id, n) => `20${id.slice(2)},20${id.slice(2)},2021-05-04 12:00:00 CEST,${id},made_${n},hi`).join("\n")}`, is, /a table of posts, not of people: it cannot be imported as a list$/],
  ["a table of posts", "f.csv", `id,user_id,full_text\n1,${people[0]},hello\n`, is, /a table of posts, not of people: it cannot be imported as a list$/],
  ["a log with one return", "f.csv", `id,date\n${[...people, people[0]].map((id, n) => `${id},2025-01-${String(n + 10)}`).join("\n")}`, {list: "followers"}, /so it is no series of lists/, true],
  ["two scans of twarc", "f.jsonl", [1, 2].map((day) => JSON.stringify({data: people.map((id) => ({id})), meta: {result_count: 12}, __twarc: {url: `https://api.twitter.com/2/users/${owner}/followers`, retrieved_at: `2025-0${day}-05T08:00:00Z`}})).join("\n"), {}, /holds the pages of 2 scans, one after the other: save each scan to a file of its own$/],
  ["two looks in a CSV of twarc", "f.csv", `id,username,__twarc.retrieved_at\n${people.map((id, n) => `${id},made_${n},2022-03-0${n < 9 ? 1 : 8}T08:0${n % 3}:00+00:00`).join("\n")}\n`, is, /twarc-csv wrote everybody once, at the first of its 2 looks: make a CSV of each look$/],
  ["two lists of API v1.1", "f.jsonl", [people.slice(0, 6), people.slice(6)].map((of) => `{"ids":[${of.join(",")}],"next_cursor":0,"next_cursor_str":"0","previous_cursor":0,"previous_cursor_str":"0"}`).join("\n"), is, /holds the pages of 2 scans, one after the other: save each scan to a file of its own$/],
  ["two directions of twarc", "f.jsonl", ["followers", "following"].map((of) => JSON.stringify({data: people.map((id) => ({id})), meta: {result_count: 12}, __twarc: {url: `https://api.twitter.com/2/users/${owner}/${of}`, retrieved_at: "2025-01-05T08:00:00Z"}})).join("\n"), {}, /its pages hold different lists \(.*\): save each list to a file of its own$/],
  ["a quote that takes in people", "f.tsv", `id\tusername\tbio\n${people.map((id, n) => `${id}\tmade_${n}\t${n === 2 ? '"Dream big' : n === 5 ? "I am 6'2\"" : "x"}`).join("\n")}\n`, is, /row 3: a quote at the beginning of a value takes in the rows below it: take that quote away, or save the file again as CSV$/],
  ["a column named twice", "f.csv", `id,name,id\n${people[0]},x,1\n`, is, /two columns are named id: rename one$/]
]; // prettier-ignore

test.each(faults)("%s", async (_, name, content, options, line, isAsked) => {
  const file = store.write(name, content);
  const said = await bring(
    file,
    options,
    [{id: owner, name: "made_brand"}].slice(0, options.account === undefined && "account" in options ? 0 : 1)
  ).then(
    ({lines}) => new Error(`taken in: ${lines.join(" | ")}`),
    (error: Error) => error
  );
  expect(said.message).toMatch(line);
  expect(said.message.startsWith(file) || said.message.startsWith("--")).toBe(true);
  expect(said.message).not.toContain("\n");
  expect(said instanceof UsageError).toBe(isAsked === true);
  expect(store.snapshots()).toEqual([]);
});

test("one wrong file among many: nothing of the others is written", async () => {
  const files = [
    store.write("followers-2025-01-05.txt", list),
    store.write("followers-2025-01-12.txt", "1\nTotal: 1 person in all\n")
  ];
  await expect(bring(files)).rejects.toThrow("followers-2025-01-12.txt");
  expect(store.snapshots()).toEqual([]);
});

test("two files of one list and time are refused; the same file twice counts once", async () => {
  const one = store.write("followers-2025-01-05.txt", list);
  const other = store.write("followers_20250105.csv", `id\n${people.slice(1).join("\n")}`);
  await expect(bring([one, other])).rejects.toThrow(
    `${other}: is a list of followers of the same time as ${one}: give only one of them, or a clock time for each`
  );
  expect(store.snapshots()).toEqual([]);
  const copy = store.write("copy-followers-2025-01-05.txt", list);
  const {lines, ids} = await bring([one, copy]);
  expect(ids).toHaveLength(1);
  expect(lines).toContain("copy-followers-2025-01-05.txt: the same as another file given: left out");
  await expect(bring(other)).rejects.toThrow(
    /the store has another list of followers of that account and time, \S+: remove it first by followback snapshots remove/
  );
});

test("a list of the other direction or of another account is refused, and says which it is", async () => {
  const at = (day: number) => `2025-01-${String(day).padStart(2, "0")}T08:00Z`;
  await bring(store.write("a.txt", many.join("\n")), {list: "followers", takenAt: at(5)});
  await bring(store.write("b.txt", others.join("\n")), {list: "following", takenAt: at(5)});
  await expect(
    bring(store.write("c.txt", others.slice(2).join("\n")), {list: "followers", takenAt: at(12)})
  ).rejects.toThrow(
    /c\.txt: by its people it is a list of the account's following, not of followers \(compared with snapshot .*\): check --account and --list$/
  );
  const strangers = others.map((id) => id.replace("17", "16"));
  await bring(store.write("d.txt", strangers.join("\n")), {account: "77", list: "followers", takenAt: at(5)});
  await expect(
    bring(store.write("e.txt", strangers.join("\n")), {list: "followers", takenAt: at(12)})
  ).rejects.toThrow(
    /e\.txt: by its people it is a list of followers of account 77, not of followers of 1500000000000000001/
  );
  const unknown = others.map((id) => id.replace("17", "15"));
  await expect(
    bring(store.write("f.txt", unknown.join("\n")), {list: "followers", takenAt: at(12)})
  ).rejects.toThrow(
    /f\.txt: hardly any of its people stand in the account's nearest list of followers .*, or give --unlike-the-last if it is right$/
  );
  expect(store.snapshots()).toHaveLength(3);
  await bring(store.write("f.txt", unknown.join("\n")), {list: "followers", takenAt: at(12), isUnlike: true});
  expect(store.snapshots()).toHaveLength(4);
});

test("two files that changed places are refused, though the store is empty", async () => {
  const files = [
    store.write("followers-2025-01-05.txt", many.join("\n")),
    store.write("following-2025-01-05.txt", others.join("\n")),
    store.write("followers-2025-01-12.txt", others.join("\n")),
    store.write("following-2025-01-12.txt", many.join("\n"))
  ];
  await expect(bring(files)).rejects.toThrow(
    /is the same, byte for byte, as .*, which is a list of following/
  );
  store.write("followers-2025-01-12.txt", others.slice(1).join("\n"));
  store.write("following-2025-01-12.txt", many.slice(1).join("\n"));
  await expect(bring(files)).rejects.toThrow(/by its people it is a list of the account's/);
  expect(store.snapshots()).toEqual([]);
});

test("a file's name that speaks of another tracked account is refused", async () => {
  const file = store.write("rival_followers_2025-01-05.txt", list);
  await expect(
    bring(file, {}, [
      {id: owner, name: "made_brand"},
      {id: "777", name: "rival"}
    ])
  ).rejects.toThrow(
    `${file}: its name speaks of @rival, not of ${owner}: check --account, or rename the file`
  );
  expect(store.snapshots()).toEqual([]);
});
