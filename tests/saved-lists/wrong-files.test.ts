import {gzipSync} from "node:zlib";
import {describe, expect, test} from "vitest";
import {UserError} from "../../src/errors.ts";
import type {ImportListsOptions} from "../../data-loaders/saved-lists/import-lists.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {owner, useImport} from "./brought.ts";

// Wrong files, made from valid ones by what goes wrong in real use. Each is refused by one line that names the file and
// what to do next, and nothing is written. What cannot be told from a valid file is listed at the end, with the line shown.

const {store, bring} = useImport();
const random = randomNumbers(20_250_105);
const below = (n: number) => Math.floor(random() * n);

/** Made-up ids of 19 digits whose last three are never 000, in no order. */
const crowd = (start: string, count = 40) =>
  Array.from({length: count}, (_, n) =>
    `${start}${String((n * 7919) % 9973).padStart(4, "0")}1234567${100 + n}`.slice(0, 19)
  );
const ours = crowd("17991");
const theirs = crowd("16550");
const strangers = crowd("15730");

const table = (of: string[], separator = ",", header = ["id", "username", "followers_count"]) =>
  [header, ...of.map((id, n) => [id, `made_up_${n}`, String(50 + n)])]
    .map((row) => row.join(separator))
    .join("\n");
/** Whom the viewer follows, as a browser exporter writes it, with who of them follows back. */
const exported = (of: string[], isBack: (nth: number) => boolean) =>
  ["id,screen_name,following,followed_by", ...of.map((id, n) => `${id},made_up_${n},true,${isBack(n)}`)].join(
    "\n"
  );
const objects = (of: string[]) => of.map((id, n) => ({id, username: `made_up_${n}`}));
const ndjson = (of: string[]) =>
  objects(of)
    .map((one) => `${JSON.stringify(one)}\n`)
    .join("");
const page = (of: string[]) => `{"ids":[${of.join(",")}],"next_cursor":0,"previous_cursor":0}`;
/** Before the end and after the begin, never at a place where what is left is valid. */
const cut = (text: string) => text.slice(0, Math.floor(text.length * (0.1 + 0.8 * random())));
const insideLine = (text: string, sign: string) => {
  const lines = text.split("\n");
  const nth = 2 + below(lines.length - 3);
  return [...lines.slice(0, nth), lines[nth]!.slice(0, lines[nth]!.indexOf(sign))].join("\n");
};
const some = (of: string[]) => of.slice(below(3), 30 + below(10));
/** As JavaScript and Python print a number that was read as floating-point. */
const asNumber = (id: string) => String(Number(id));
const asDouble = (id: string) => String(BigInt(Number(id)));

type Made = [name: string, content: string | Buffer, options?: ImportListsOptions];
/** How a file goes wrong: how often it is made, how, and what the line says. */
const kinds: Record<string, [times: number, make: (nth: number) => Made, line: RegExp]> = {
  "JSON array, cut": [4, () => ["f.json", cut(JSON.stringify(ours))], /: not whole JSON: export it again$/],
  "JSON objects, cut": [3, () => ["f.json", cut(JSON.stringify(objects(ours), null, 2))], /: not whole JSON: export it again$/],
  "page of ids, cut": [3, () => ["f.json", cut(page(ours))], /: not whole JSON: export it again$/],
  "NDJSON, cut in a line": [3, () => ["f.jsonl", insideLine(ndjson(ours), "username")], /: not whole JSON: export it again$/],
  "gzip, cut": [3, () => {
    const whole = gzipSync(ours.join("\n"));
    return ["f.txt.gz", whole.subarray(0, 30 + below(whole.length - 40))];
  }, /: the compressed file is cut short or damaged: get it again$/],
  "CSV, cut in a line": [3, () => ["f.csv", insideLine(table(ours), ",")], /: line \d+: 1 fields where 3 are expected: fix the line, or give --delimiter$/],
  "CSV, cut inside quotes": [2, () => ["f.csv", `id,bio\n${ours.map((id) => `${id},"one, two"\n`).join("").slice(0, -6 - below(3))}`], /quote/],
  "UTF-16, cut in a character": [2, () => ["f.txt", Buffer.from(`\uFEFF${ours.join("\r\n")}`, "utf16le").subarray(0, -1)], /row 40: ".*" is no id, @name or address of a profile: fix it or delete the row$/],
  "two tables in one file": [3, () => ["f.csv", `${table(some(ours))}\n${table(some(theirs))}`], /: its header comes again in row \d+: if these are several lists, save each to a file of its own; if they are one, delete that row$/],
  "two tables in one file, ids wanted": [2, () => ["f.csv", `${table(some(ours))}\n${table(some(theirs))}`, {kind: "ids"}], /: its header comes again in row \d+: if these are several lists, .*, delete that row$/],
  "a header in the middle of ids": [3, (n) => ["f.txt", [...ours.slice(0, 9 + n), "user_id", ...ours.slice(9 + n)].join("\n")], /mixed: say what they are by --ids or --names$/],
  "two JSON arrays": [3, (n) => ["f.json", [some(ours), some(theirs)].map((of) => JSON.stringify(of)).join(["\n", "", " "][n])], /: holds 2 arrays: save each list to a file of its own$/],
  "two objects by account": [2, (n) => ["f.json", [ours, theirs].map((of) => JSON.stringify({[owner]: of})).join(["\n", ""][n])], /: holds 2 JSON objects: save each list to a file of its own$/],
  "pages of two lists": [2, () => ["f.jsonl", [`{"followers":${JSON.stringify(ours)}}`, `{"following":${JSON.stringify(theirs)}}`].join("\n")], /: its pages hold different lists \(followers, following\): save each list to a file of its own$/],
  "pages of two accounts": [2, () => ["f.jsonl", ["5", "6"].map((account) => `{"account_id":"${account}","ids":${JSON.stringify(ours)}}`).join("\n")], /: its pages are of several accounts \(5, 6\): save each list to a file of its own$/],
  "pages of two dates": [2, () => ["f.jsonl", ["2025-01-05", "2025-01-12"].map((date) => `{"date":"${date}","ids":${JSON.stringify(some(ours))}}`).join("\n"), {takenAt: undefined}], /: its pages are of several times \(2025-01-05, 2025-01-12\): save each list to a file of its own$/],
  "twarc pages of two lists": [2, () => ["f.jsonl", ["followers", "following"].map((list) => JSON.stringify({data: objects(some(ours)), meta: {}, __twarc: {url: `https://api.twitter.com/2/users/${owner}/${list}`, retrieved_at: "2025-01-05T08:00:00Z"}})).join("\n")], /: its pages hold different lists \(.*followers, .*following\): save each list to a file of its own$/],
  "two lists of one direction, one below the other": [4, () => ["f.txt", [...some(ours), ...some(ours.toReversed())].join("\n")], /: its rows are 2 lists, one below the other \(the second begins at row \d+\): save each list to a file of its own$/],
  "followers and following, one below the other": [2, () => ["f.txt", [...ours, ...theirs].join("\n")], /: it holds the account's following too \(compared with snapshot .*\): save each list to a file of its own, or give --unlike-the-last if it is right$/],
  "columns swapped: names": [3, () => ["f.csv", table(some(ours), ",", ["username", "id", "followers_count"])], /: its column id should hold ids and holds names, such as ".*": name the column with ids by --user-column, or give --names$/],
  "columns swapped: counts": [3, () => ["f.csv", table(some(ours), ",", ["followers_count", "username", "id"])], /: its column of followers_count holds ids, such as "\d{19}": swap the names of the columns, or name the one with ids by --user-column$/],
  "columns swapped: dates": [2, () => ["f.csv", `date,id\n${ours.map((id) => `${id},2025-01-05\n`).join("")}`, {takenAt: undefined}], /is no id, @name or address of a profile: fix it or delete the row$/],
  "another account's list": [4, (n) => ["f.txt", [...some(strangers), ...ours.slice(0, n)].join("\n")], /: by its people it is a list of followers of account 77, not of followers of \d+ .*: check --account and --list$/],
  "unknown people": [2, () => ["f.txt", crowd("14220").join("\n")], /: hardly any of its people stand in the account's nearest list of followers .*: check --account and --list/],
  "the other direction, by the name of its file": [2, (n) => [["following-2025-01-09.txt", "brand_friends.csv"][n]!, ours.join("\n")], /: its name says following, --list says followers, which is for all files given with it: give this one by itself without --list, or rename it if its name is wrong$/],
  "the other direction, by its column": [1, () => ["f.txt", ["friend_id", ...ours].join("\n")], /: its content is a list of following, --list says followers: check --list, or change what says so in the file$/],
  "the other direction, by what an exporter says of its viewer": [2, (n) => ["f.csv", exported(ours, (nth) => nth !== n)], /: by its column following whoever exported it follows all of its people, and not all of them follow back: so it is no list of followers: check --list, or delete the columns followed_by and following if it is the list of somebody else$/],
  "a log of follows": [1, () => ["f.csv", `Handle,Date followed\n${ours.map((_, n) => `@made_up_${n},2025-01-05\n`).join("")}`], /: a log of follows, not a list: give --outreach if the account followed these people, or --table events$/],
  "the other direction": [4, (n) => ["f.txt", [...some(theirs), ...ours.slice(0, n)].join("\n")], /: by its people it is a list of the account's following, not of followers .*: check --account and --list$/],
  "ids as a spreadsheet shows them": [3, (n) => ["f.csv", table(ours).replaceAll(/\b(\d)(\d\d)\d{16}/g, ["$1.$2E+18", "$1,$2e+18", "$1.$2E18"][n]!.replace(",", "."))], /is no id any more: a spreadsheet has rounded the ids: export the list again/],
  "ids rounded by a spreadsheet": [2, () => ["f.csv", table(some(ours).map((id) => `${id.slice(0, 15)}0000`))], /ends in 000, as do \d+ of the \d+ ids of 16 digits and more: a spreadsheet has rounded the ids/],
  "some of the ids rounded by a spreadsheet": [1, () => ["f.csv", table(ours.map((id, n) => (n < 12 ? `${id.slice(0, 15)}0000` : id)))], /ends in 000, as do 12 of the 40 ids of 16 digits and more: a spreadsheet has rounded the ids/],
  "ids rounded by JavaScript": [3, () => ["f.json", `[${some(ours).map(asNumber).join(",")}]`], /of its ids have lost their last digits, such as "\d{19}": a program has read them as floating-point numbers: export the list again with ids as text$/],
  "ids rounded by Python": [3, () => ["f.txt", some(ours).map(asDouble).join("\n")], /of its ids have lost their last digits, .*: export the list again with ids as text$/],
  "a column without ids": [3, (n) => ["f.csv", table(ours).replaceAll(n === 0 ? /^\d+/gm : new RegExp(`^\\d+(?=,made_up_${n}\\b)`, "gm"), "")], /: row \d+ has no id: fill it in or delete the row$/],
  "dates in two orders": [3, (n) => ["f.csv", `id,date\n${ours.map((id, k) => `${id},${k < 10 + n ? "13/01/2025" : "01/20/2025"}\n`).join("")}`, {takenAt: undefined}], /: .*\d\d\/\d\d\/2025/],
  "wrong delimiter given": [2, (n) => ["f.csv", table(ours), {delimiter: [";", "|"][n]!}], /: no column of people found: .*: name the one with ids by --user-column, or give --table visits, sales or costs/],
  "header and rows delimited in different ways": [2, (n) => ["f.csv", table(ours, [";", "\t"][n]).replace(/^.*/, "id,username,followers_count")], /: line \d+: 1 fields where 3 are expected: fix the line, or give --delimiter$/],
  "binary noise": [4, (n) => ["f.txt", Buffer.from(Array.from({length: 400}, () => n < 2 ? below(256) : 1 + below(255)))], /: (not a text file: give the list as text, CSV or JSON|.*not UTF-8: save the file as UTF-8)$/],
  "a page of HTML saved as CSV": [4, (n) => ["f.csv", ["<!-- x -->\n<div>Too many requests</div>", "<div class=\"a\">\n1\n</div>", "<script>\nlet a\n</script>", "<!DOCTYPE html><html></html>"][n]!], /: a page of HTML: export the list as text, CSV or JSON$/],
  "X's error message": [3, (n) => ["f.json", ['{"errors":[{"code":88,"message":"Rate limit exceeded"}]}', '{"error":"Not authorized."}', '{"title":"Unauthorized","status":401,"detail":"Unauthorized"}'][n]!], /: an error message, no list: export it again$/],
  "two ids without a line's end between": [2, (n) => ["f.txt", ours.join("\n").replace(`${ours[5 + n]}\n`, ours[5 + n]!)], /is too long for an id: fix it or delete the row$/],
  "a note below the list": [2, (n) => ["f.txt", `${ours.join("\n")}\n${["… and 120 more", "--- end ---"][n]}`], /is no id, @name or address of a profile: fix it or delete the row$/]
}; // prettier-ignore

const at = (day: number) => `2025-01-${String(day).padStart(2, "0")}T08:00Z`;
/** What the store knows: the account's own lists, and those of another account. */
const fillStore = () =>
  store.begin("lists", async () => {
    await bring(store.write("a.txt", ours.join("\n")), {list: "followers", takenAt: at(2)});
    await bring(store.write("b.txt", theirs.join("\n")), {list: "following", takenAt: at(2)});
    await bring(store.write("c.txt", strangers.join("\n")), {
      account: "77",
      list: "followers",
      takenAt: at(2)
    });
  });

describe("a wrong file is refused by one line, and nothing is written", () => {
  test("a hundred of them", () =>
    expect(Object.values(kinds).reduce((sum, [times]) => sum + times, 0)).toBeGreaterThanOrEqual(100));

  test.each(Object.entries(kinds))("%s", async (_, [times, make, line]) => {
    await fillStore();
    const before = store.snapshots();
    for (let nth = 0; nth < times; nth++) {
      const [name, content, options] = make(nth);
      const file = store.write(name, content);
      const said = await bring(file, {list: "followers", takenAt: at(9), ...options}).then(
        ({lines}) => new Error(`taken in: ${lines.join(" | ")}`),
        (error: Error) => error
      );
      expect(said.message).toMatch(line);
      expect(said).toBeInstanceOf(UserError);
      expect(said.message.startsWith(file)).toBe(true);
      expect(said.message).not.toContain("\n");
      expect(store.snapshots()).toEqual(before);
    }
  });
});

/** Nothing in these files tells that they are wrong: the line before writing is all that can. */
const untold: Record<string, [make: () => Made, says: RegExp]> = {
  "cut at the end of a line": [() => ["f.txt", `${ours.slice(0, 30).join("\n")}\n`], /ids, one a line: .*; 30 people \(.*\); .*if too many people are missing at once/],
  "cut inside the last id, of which 18 digits are left": [() => ["f.txt", ours.join("\n").slice(0, -1)], /; 40 people \(.*\);/],
  "CSV, cut inside its last field": [() => ["f.csv", table(ours).slice(0, -1)], /CSV, 3 columns: .*; 40 people \(.*\);/],
  "CSV, cut at the end of a line": [() => ["f.csv", table(ours.slice(0, 30))], /; 30 people \(.*\);/],
  "NDJSON, cut at the end of a line": [() => ["f.jsonl", ndjson(ours.slice(0, 30))], /; 30 people \(.*\);/],
  "the same list twice: it holds the same people": [() => ["f.txt", [...ours, ...ours].join("\n")], /; 40 people \(.*\); listed twice, dropped: 40;/],
  "the oldest missing": [() => ["f.json", page(ours.slice(0, 35))], /; 35 people \(.*\); newest first; complete, as declared/],
  "a few people of another list among them": [() => ["f.txt", [...ours, ...strangers.slice(0, 5)].join("\n")], /; 45 people \(.*\);/],
  "sorted by id": [() => ["f.txt", ours.toSorted().join("\n")], /; 40 people \(.*\); order unknown: the ids are sorted;/]
}; // prettier-ignore

test.each(Object.entries(untold))("cannot be told: %s", async (_, [make, says]) => {
  await fillStore();
  const [name, content] = make();
  const {lines} = await bring(store.write(name, content), {
    list: "followers",
    takenAt: at(9),
    isComplete: true
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(says);
});

test("without any stored list, whose it is cannot be told: the line says whose it is taken for, and how that is known", async () => {
  const {lines} = await bring(store.write("f.txt", strangers.join("\n")), {
    list: "followers",
    takenAt: at(9)
  });
  expect(lines[0]).toContain(`followers (--list) of ${owner} (--account)`);
});
