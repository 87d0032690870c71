import {existsSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {importArchive, understandArchive} from "../../data-loaders/x-archive/load.ts";
import {forgetPeople} from "../../src/forget/forget.ts";
import {useFreshStore} from "../stored.ts";
import {
  account,
  manifest,
  minimalArchive,
  person,
  tweet,
  writeFolder,
  writeZip,
  ytd,
  type Files
} from "./archive.ts";

const store = useFreshStore();
const {rows, snapshots} = store;
const makeZip = (files: Files) => writeZip(join(store.dir, "a.zip"), files);
const importZip = async (files: Files, options = {}) =>
  importArchive(store.dataDir, await makeZip(files), false, options);
const idsOf = async (table: string) =>
  (await rows(`select user_id::varchar as id from raw.${table} order by position`)).map(({id}) => id);
const listsOf = () =>
  rows("select list, ended, reason, rows, pages, started_at, finished_at from raw.lists order by list");
const without = (files: Files, ...names: string[]) =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));
const at = (text: string) => new Date(text);

describe("an archive", () => {
  test("gives lists in served order, own posts and the account itself", async () => {
    const imported = await importZip(minimalArchive());
    expect(imported.account).toEqual({id: "42", name: "brand"});
    expect(imported.takenAt).toEqual(at("2024-03-03T12:00:00Z"));
    expect(imported.id).toMatch(/^20240303T120000Z-x-archive-[0-9a-f]{8}$/);
    expect(await idsOf("followers")).toEqual(["11", "12", "13"]);
    expect(await idsOf("following")).toEqual(["21", "12"]);
    const facts = {ended: true, reason: null, pages: 1, started_at: at("2024-03-03T11:30:00Z")};
    const finished_at = at("2024-03-03T12:00:00Z");
    expect(await listsOf()).toEqual([
      {list: "followers", ...facts, rows: 3n, finished_at},
      {list: "following", ...facts, rows: 2n, finished_at}
    ]);
    expect(await rows("select distinct page_at, is_mutual from raw.followers")).toEqual([
      {page_at: finished_at, is_mutual: null}
    ]);
    expect(await rows("select user_id, username, created_at from raw.users")).toEqual([
      {user_id: 42n, username: "brand", created_at: at("2020-01-02T03:04:05Z")}
    ]);
  });

  test("leaves no e-mail in the store", async () => {
    const {id} = await importZip(minimalArchive());
    for (const file of readdirSync(join(store.dataDir, "snapshots", id))) {
      expect(readFileSync(join(store.dataDir, "snapshots", id, file)).includes("secret@")).toBe(false);
    }
  });

  test("is recognised again, zipped or unpacked", async () => {
    const first = await importZip(minimalArchive());
    expect(await importZip(minimalArchive())).toMatchObject({id: first.id, isNew: false});
    const folder = writeFolder(join(store.dir, "unpacked"), minimalArchive());
    expect(await importArchive(store.dataDir, folder, true)).toMatchObject({id: first.id, isNew: false});
    expect(snapshots()).toEqual([first.id]);
  });

  describe("of one moment that came in with less of it before", () => {
    const made = at("2024-03-03T12:00:00Z");
    const trimmed = () => without(minimalArchive(), "data/manifest.js", "data/tweets.js");
    const basisOf = () =>
      rows("select list, ended, completeness_basis as basis from raw.lists order by list");

    test("takes the place of the one without a manifest, and then is the one that is there", async () => {
      const part = await importZip(trimmed(), {takenAt: made});
      const full = await importZip(minimalArchive());
      expect([full.isNew, full.replaces]).toEqual([true, part.id]);
      expect(snapshots().filter((name) => /^\d/.test(name))).toEqual([full.id]);
      expect(await basisOf()).toEqual(
        ["followers", "following"].map((list) => ({list, ended: true, basis: "counted"}))
      );
      expect(await rows("select post_id from raw.posts")).toEqual([{post_id: 501n}]);
      for (const [files, options] of [
        [minimalArchive(), {}],
        [trimmed(), {takenAt: made}],
        [trimmed(), {takenAt: made, isComplete: true}]
      ] as const)
        expect(await importZip(files, options)).toMatchObject({id: full.id, isNew: false, replaces: null});
    });

    test("step by step: declared complete, with its manifest, with its posts", async () => {
      await importZip(trimmed(), {takenAt: made});
      await importZip(trimmed(), {takenAt: made, isComplete: true});
      expect((await basisOf())[0]).toEqual({list: "followers", ended: true, basis: "declared"});
      await importZip(without(minimalArchive(), "data/tweets.js"));
      expect((await basisOf())[0]).toEqual({list: "followers", ended: true, basis: "counted"});
      const whole = await importZip(minimalArchive());
      expect(snapshots().filter((name) => /^\d/.test(name))).toEqual([whole.id]);
    });

    test("is refused where each has what the other lacks", async () => {
      const {id} = await importZip(without(minimalArchive(), "data/manifest.js"), {takenAt: made});
      await expect(importZip(without(minimalArchive(), "data/tweets.js"))).rejects.toThrow(
        `the store has another part of this archive, as snapshot ${id}: give the whole archive, or remove that one first by followback snapshots remove ${id}`
      );
      expect(await rows("select post_id from raw.posts")).toEqual([{post_id: 501n}]);
    });

    test("is refused where people were forgotten out of it", async () => {
      await importZip(trimmed(), {takenAt: made});
      await forgetPeople(store.dataDir, {erase: [{id: "12", handles: [], texts: []}], blank: []});
      await expect(importZip(minimalArchive())).rejects.toThrow("people were forgotten out of the stored");
    });
  });

  test("begins 24 h before where no own post is newer", async () => {
    const old = tweet({created_at: "Sat Mar 02 11:59:59 +0000 2024"});
    await importZip({...minimalArchive(), "data/tweets.js": ytd("tweets", [old])});
    expect((await listsOf())[0]).toMatchObject({started_at: at("2024-03-02T12:00:00Z")});
  });

  test("counts people listed twice and the account itself, and keeps neither", async () => {
    const followers = ["11", "12", "11", "42"].map(person("follower"));
    const files: Files = {...minimalArchive(), "data/follower.js": ytd("follower", followers)};
    files["data/manifest.js"] = files["data/manifest.js"]!.replace('"count":"3"', '"count":"4"');
    await importZip(files);
    expect(
      await rows(
        "select ended, rows, distinct_rows, duplicate_rows, self_rows from raw.lists where list = 'followers'"
      )
    ).toEqual([{ended: true, rows: 4n, distinct_rows: 2n, duplicate_rows: 1n, self_rows: 1n}]);
    expect(await idsOf("followers")).toEqual(["11", "12"]);
  });

  test("is partial where the manifest counts other rows, or says so itself", async () => {
    const files = minimalArchive();
    files["data/manifest.js"] = files["data/manifest.js"]!.replace('"count":"3"', '"count":"4"');
    await importZip(files);
    expect((await listsOf())[0]).toMatchObject({ended: false, reason: "3 rows where the manifest counts 4"});
    expect((await listsOf())[1]).toMatchObject({ended: true, reason: null});
  });

  test("that is partial by its own word has no complete list", async () => {
    const files = minimalArchive();
    files["data/manifest.js"] = files["data/manifest.js"]!.replace(
      '"isPartialArchive":false',
      '"isPartialArchive":true'
    );
    await importZip(files);
    expect((await listsOf()).map(({ended, reason}) => [ended, reason])).toEqual([
      [false, "the archive says that it is partial"],
      [false, "the archive says that it is partial"]
    ]);
  });

  test("may lack posts, or have a list of blocked accounts", async () => {
    const {"data/tweets.js": _, ...files} = minimalArchive();
    files["data/block.js"] = ytd("block", ["31"].map(person("blocking")));
    const {manifest: facts} = await importZip(files);
    expect(await idsOf("blocking")).toEqual(["31"]);
    expect(facts.notes).toContain(
      "tweets.js is missing though the manifest counts 1 post: own posts are not collected"
    );
    expect(facts.posts_missing).toEqual({counted: 1});
    expect(facts.tables.posts).toBeUndefined();
  });

  test("has no posts where the manifest counts none, which is not a file missing", async () => {
    const files = minimalArchive();
    files["data/tweets.js"] = ytd("tweets", []);
    files["data/manifest.js"] = files["data/manifest.js"]!.replace(
      '"data/tweets.js","globalName":"x","count":"1"',
      '"data/tweets.js","globalName":"x","count":"0"'
    );
    const {manifest: facts} = await importZip(files);
    expect(facts.posts_missing).toBeUndefined();
    expect(facts.notes?.join()).not.toContain("posts are not collected");
  });
});

describe("layouts", () => {
  const rename = (files: Files, change: (name: string) => string) =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [change(name), text]));
  const atRoot = (files: Files) => rename(files, (name) => name.replace("data/", ""));
  const bom = "\uFEFF";
  const layouts: Record<string, (files: Files) => Files> = {
    "a folder around data": (files) => rename(files, (name) => `twitter-2024-03-03/${name}`),
    "files at the root": atRoot,
    "tweet.js": (files) => ({
      ...without(files, "data/tweets.js"),
      "data/tweet.js": ytd("tweet", [tweet()]),
      "data/manifest.js": files["data/manifest.js"]!.replaceAll("tweets", "tweet")
    }),
    "byte-order marks": (files) =>
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, bom + text])),
    __MACOSX: (files) => ({
      ...files,
      "__MACOSX/data/._follower.js": "junk",
      "__MACOSX/data/follower.js": "junk",
      "data/._follower.js": "junk"
    }),
    "unwrapped items": (files) => ({
      ...files,
      "data/follower.js": ytd(
        "follower",
        ["11", "12", "13"].map((accountId) => ({accountId}))
      ),
      "data/tweets.js": ytd("tweets", [tweet().tweet])
    }),
    "bare numbers as ids": (files) => ({
      ...files,
      "data/follower.js": ytd(
        "follower",
        [11, 12, 13].map((accountId) => ({follower: {accountId}}))
      )
    }),
    "E-notation beside id_str": (files) => ({
      ...files,
      "data/tweets.js": ytd("tweets", [tweet({id: "__"})]).replace('"__"', "5.01E2")
    }),
    "parts that the manifest lists": (files) => ({
      ...files,
      "data/manifest.js": files["data/manifest.js"]!.replace(
        '{"fileName":"data/follower.js","globalName":"x","count":"3"}',
        '{"fileName":"data/follower.js","globalName":"x","count":"1"},{"fileName":"data/follower-part1.js","count":"2"}'
      ),
      "data/follower.js": ytd("follower", ["11"].map(person("follower"))),
      "data/follower-part1.js": ytd("follower", ["12", "13"].map(person("follower")), 1)
    }),
    "semicolons at the end": (files) =>
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, `${text};\n`]))
  };
  for (const [name, change] of Object.entries(layouts)) {
    test(name, async () => {
      await importZip(change(minimalArchive()));
      expect(await idsOf("followers")).toEqual(["11", "12", "13"]);
      expect(await idsOf("following")).toEqual(["21", "12"]);
      expect((await listsOf()).map(({ended}) => ended)).toEqual([true, true]);
      expect(await rows("select post_id, kind from raw.posts")).toEqual([{post_id: 501n, kind: "post"}]);
    });
  }

  test("of 2018, without a manifest: the time is given, the parts are found by name", async () => {
    const files = atRoot(without(minimalArchive(), "data/manifest.js", "data/tweets.js"));
    files["tweet.js"] = ytd("tweet", [
      tweet({favorite_count: "2.0", created_at: "Mon Apr 01 10:00:00 +0000 2019"})
    ]);
    files["follower-part1.js"] = ytd("follower", ["14"].map(person("follower")), 1);
    await importZip(files, {takenAt: at("2019-05-01T00:00:00Z")});
    expect(await idsOf("followers")).toEqual(["11", "12", "13", "14"]);
    expect(await rows("select likes_count from raw.posts")).toEqual([{likes_count: 2n}]);
    expect((await listsOf())[0]).toMatchObject({
      ended: false,
      reason: "no manifest to count against",
      pages: 2
    });
  });

  test("of 2018 may be declared complete", async () => {
    const files = atRoot(without(minimalArchive(), "data/manifest.js"));
    await importZip(files, {takenAt: at("2024-05-01T00:00:00Z"), isComplete: true});
    expect((await listsOf()).map(({ended}) => ended)).toEqual([true, true]);
  });

  test("is said to hold each person once, without the account itself", async () => {
    const files = {
      ...minimalArchive(),
      "data/follower.js": ytd("follower", ["11", "12", "11", "13", "42"].map(person("follower")))
    };
    const folder = writeFolder(join(store.dir, "twice"), files);
    const {account, lists} = await understandArchive(folder, true);
    expect([account.id, lists[0]]).toMatchObject(["42", {list: "followers", people: 3}]);
  });

  test("of which only the day is known, may have been made at any time of it", async () => {
    const files = without(minimalArchive(), "data/manifest.js", "data/tweets.js");
    // 3 March, wherever on Earth: from 14 hours before it in UTC to 12 hours after.
    const [takenFrom, takenAt] = [at("2024-03-02T10:00:00Z"), at("2024-03-04T11:59:59.999Z")];
    await importZip(files, {takenFrom, takenAt, isComplete: true});
    // The lists of an archive may have been read up to 24 hours before it was made.
    const window = {started_at: at("2024-03-01T10:00:00Z"), finished_at: takenAt};
    expect(await listsOf()).toMatchObject([window, window]);
  });

  test("with a post that is later than --taken-at is refused", async () => {
    const files = without(minimalArchive(), "data/manifest.js");
    files["data/tweets.js"] = ytd("tweets", [tweet({created_at: "Sun Mar 03 12:00:01 +0000 2024"})]);
    await expect(importZip(files, {takenAt: at("2024-03-03T12:00:00Z")})).rejects.toThrow(
      "holds a post of 2024-03-03T12:00:01.000Z, later than --taken-at: give the time of X's email"
    );
    expect(snapshots()).toEqual([]);
  });

  test("long ids as bare numbers stay exact", async () => {
    const text = ytd("follower", [{follower: {accountId: "__"}}]).replace('"__"', "1234567890123456789");
    await importZip({...minimalArchive(), "data/follower.js": text});
    expect(await idsOf("followers")).toEqual(["1234567890123456789"]);
  });
});

describe("own posts", () => {
  const postOf = async (fields: object) => {
    await importZip({...minimalArchive(), "data/tweets.js": ytd("tweets", [tweet(fields)])});
    return (await rows("select * from raw.posts"))[0]!;
  };
  test("a reply, with who is mentioned", async () => {
    expect(
      await postOf({
        full_text: "@ann yes",
        in_reply_to_status_id_str: "77",
        in_reply_to_user_id_str: "9",
        entities: {hashtags: [{text: "tea"}], user_mentions: [{id_str: "9"}, {id_str: "-1"}], urls: []}
      })
    ).toMatchObject({
      kind: "reply",
      author_id: 42n,
      in_reply_to_user_id: 9n,
      referenced_post_id: 77n,
      mentions: [9n],
      hashtags: ["tea"],
      likes_count: 3n,
      reposts_count: 1n,
      replies_count: null,
      created_at: at("2024-03-03T11:30:00Z")
    });
  });
  test("a repost is known by its text", async () => {
    expect(await postOf({full_text: "RT @ann: good tea"})).toMatchObject({
      kind: "repost",
      referenced_post_id: null
    });
  });
  test("entities that are no objects are passed over", async () => {
    const entities = {hashtags: [null], urls: [null, 5, "x"], user_mentions: [null, {id_str: "7"}]};
    expect(await postOf({entities})).toMatchObject({hashtags: [], urls: [], mentions: [7n]});
  });

  test("a quote is known by its link", async () => {
    const urls = [{url: "https://t.co/a", expanded_url: "https://twitter.com/ann/status/88?s=20"}];
    expect(await postOf({entities: {urls}})).toMatchObject({
      kind: "quote",
      referenced_post_id: 88n,
      urls: ["https://twitter.com/ann/status/88?s=20"]
    });
  });
  test("a raw line break inside a text does not stop it", async () => {
    const text = ytd("tweets", [tweet({full_text: "a__b"})]).replace("a__b", "a\nb");
    await importZip({...minimalArchive(), "data/tweets.js": text});
    expect(await rows("select post_id from raw.posts")).toEqual([{post_id: 501n}]);
  });
});

describe("bad input gives one line and no trace", () => {
  const change = (name: string, text: string | undefined) => () => {
    const files = minimalArchive();
    if (text === undefined) delete files[name];
    else files[name] = text;
    return files;
  };
  const cases: Record<string, [files: () => Files, message: RegExp]> = {
    "no follower.js": [
      change("data/follower.js", undefined),
      /^.+a\.zip: follower\.js is missing: use the archive/
    ],
    "no following.js": [change("data/following.js", undefined), /a\.zip: following\.js is missing/],
    "nothing of X": [
      () => ({"notes.txt": "x", "app/main.js": "x"}),
      /a\.zip: no follower\.js in it: use the archive/
    ],
    "a manifest of garbage": [
      change("data/manifest.js", "window.__THAR_CONFIG = {"),
      /manifest\.js is not what X writes \(it is cut short or was changed\)/
    ],
    "a manifest without a date": [
      change("data/manifest.js", 'x = {"archiveInfo":{},"dataTypes":{}}'),
      /manifest\.js is not what X writes \(archiveInfo\.generationDate is missing, or of another kind\)/
    ],
    "garbage in follower.js": [
      change("data/follower.js", "<html>"),
      /follower\.js: not what X writes \(no list in it\)/
    ],
    "broken JSON": [
      change("data/follower.js", 'window.YTD.follower.part0 = [ {"follower": {accountId}} ]'),
      /follower\.js: item 1: not what X writes \(it is cut short or was changed\)/
    ],
    "an id that is a list": [
      change("data/follower.js", ytd("follower", [{follower: {accountId: ["11"]}}])),
      /follower\.js: item 1: "\[\\"11\\"\]" is not an id/
    ],
    "an id beyond 64 bits": [
      change("data/follower.js", ytd("follower", [person("follower")("9999999999999999999")])),
      /follower\.js: item 1: the id 9999999999999999999 lost its last digits/
    ],
    "an owner beyond 64 bits": [
      change(
        "data/manifest.js",
        minimalArchive()["data/manifest.js"]!.replace('"42"', '"9999999999999999999"')
      ),
      /manifest\.js is not what X writes \(userInfo\.accountId is not an id\)/
    ],
    "a time that is not yet": [
      change("data/manifest.js", manifest({}, {generationDate: "2999-01-01T00:00:00.000Z"})),
      /made at 2999-01-01T00:00:00\.000Z, which is impossible: download the archive again/
    ],
    "a time before X": [
      change("data/manifest.js", manifest({}, {generationDate: "1970-01-01T00:00:00.000Z"})),
      /made at 1970-01-01T00:00:00\.000Z, which is impossible/
    ],
    "two archives in one": [
      () =>
        Object.fromEntries(
          ["a", "b"].flatMap((folder) =>
            Object.entries(minimalArchive()).map(([name, text]) => [`${folder}/${name}`, text])
          )
        ),
      /holds several archives \(a\/data, b\/data\): import each one separately/
    ],
    "items that are none": [
      change("data/follower.js", "window.YTD.follower.part0 = [ 1 ]"),
      /item 1 is not an object/
    ],
    "another file's content": [
      change("data/follower.js", ytd("following", [])),
      /follower\.js: not what X writes \(holds following, not follower\)/
    ],
    "a file cut short": [
      change("data/follower.js", minimalArchive()["data/follower.js"]!.slice(0, -10)),
      /follower\.js: ends in the middle, after item 2: download the archive again/
    ],
    "an id that lost its last digits": [
      change("data/follower.js", 'window.YTD.follower.part0 = [ {"follower":{"accountId":1.01E18}} ]'),
      /follower\.js: item 1: the id 1010000000000000000 lost its last digits: ask X/
    ],
    "an id in E-notation": [
      change("data/tweets.js", ytd("tweets", [{tweet: {...tweet().tweet, id_str: "1.01E18"}}])),
      /tweets\.js: item 1: the id 1\.01E18 lost its last digits/
    ],
    "a post without a time": [
      change("data/tweets.js", ytd("tweets", [tweet({created_at: "soon"})])),
      /tweets\.js: item 1: created_at "soon" is not a time/
    ],
    "no manifest and no time": [
      change("data/manifest.js", undefined),
      /manifest\.js is missing, so the archive has no date.+--taken-at TIME/
    ],
    "nobody's archive": [
      () => ({"follower.js": ytd("follower", []), "following.js": ytd("following", [])}),
      /account\.js is missing, so the owner is unknown/
    ],
    "two owners": [
      change("data/account.js", account.replace('"42"', '"43"')),
      /account\.js is of account 43, manifest\.js of 42/
    ],
    "a needed part missing": [
      change(
        "data/manifest.js",
        manifest({
          follower: [
            ["data/follower.js", 1],
            ["data/follower-part1.js", 1]
          ],
          following: [["data/following.js", 2]]
        })
      ),
      /a\.zip: follower-part1\.js is missing/
    ],
    "one part of the posts missing": [
      change(
        "data/manifest.js",
        manifest({
          follower: [["data/follower.js", 3]],
          following: [["data/following.js", 2]],
          tweets: [
            ["data/tweets.js", 1],
            ["data/tweets-part1.js", 1]
          ]
        })
      ),
      /a\.zip: tweets-part1\.js is missing/
    ]
  };
  for (const [name, [files, message]] of Object.entries(cases)) {
    test(name, async () => {
      const options = name === "nobody's archive" ? {takenAt: at("2024-01-01T00:00:00Z")} : {};
      const error = await importZip(files(), options).catch((e: unknown) => e);
      // That time is known to the user alone.
      const kind = name === "no manifest and no time" ? "UsageError" : "UserError";
      expect(error).toMatchObject({name: kind, message: expect.stringMatching(message)});
      expect((error as Error).message).not.toContain("\n");
      expect(snapshots()).toEqual([]);
    });
  }

  const importBytes = (bytes: Buffer | string) => {
    writeFileSync(join(store.dir, "a.zip"), bytes);
    return importArchive(store.dataDir, join(store.dir, "a.zip"), false);
  };
  test("not a zip, empty, cut short", async () => {
    const whole = readFileSync(await makeZip(minimalArchive()));
    await expect(importBytes("hello, this is no zip at all")).rejects.toThrow(
      /a\.zip: not a zip: use the archive/
    );
    await expect(importBytes("")).rejects.toThrow(/a\.zip: empty file/);
    await expect(importBytes(whole.subarray(0, whole.length - 100))).rejects.toThrow(
      /a\.zip: the zip is cut short or damaged: download the archive again/
    );
    expect(snapshots()).toEqual([]);
  });
  test("a flipped byte is noticed", async () => {
    const bytes = readFileSync(await makeZip(minimalArchive()));
    const name = bytes.indexOf("data/follower.js");
    for (let i = 20; i < 60; i++) bytes[name + i]! ^= 1;
    await expect(importBytes(bytes)).rejects.toThrow(/follower\.js is damaged/);
    expect(snapshots()).toEqual([]);
  });
  test("a name that leaves the folder", async () => {
    const bytes = readFileSync(await makeZip({...minimalArchive(), "data/xx/evil.js": "x"}));
    const text = bytes.toString("latin1").replaceAll("data/xx/evil.js", "../../../evil.j");
    await expect(importBytes(Buffer.from(text, "latin1"))).rejects.toThrow(
      /damaged zip \(a file in it has a name that leads elsewhere\)/
    );
    expect(snapshots()).toEqual([]);
  });
  test("a file made to unpack for ever", async () => {
    const files = {...minimalArchive(), "data/follower.js": `x = [${" ".repeat(120e6)}]`};
    await expect(importZip(files)).rejects.toThrow(/follower\.js would unpack to 120000\d+ bytes/);
    expect(snapshots()).toEqual([]);
  });
});

const archives = join(import.meta.dirname, "../../../shared/data/archives");
describe.skipIf(!existsSync(archives))(
  "the recorded archives (skipped where ../shared/data is absent)",
  () => {
    const files = ["2025-09-30", "2025-10-10", "2025-10-24"].map((day) =>
      join(archives, `acct_775da3_${day}.zip`)
    );
    const counts = async () =>
      rows(
        `select taken_at::date::varchar as day, max(rows) filter (where list = 'followers') as followers,
        max(rows) filter (where list = 'following') as following, max(rows) filter (where list = 'blocking') as blocking,
        bool_and(ended) as ended, bool_and(started_at > finished_at - interval 15 minutes) as is_prompt
      from raw.lists group by taken_at order by taken_at`
      );
    const expected = [
      {day: "2025-09-30", followers: 55n, following: 114n, blocking: 488n, ended: true, is_prompt: true},
      {day: "2025-10-10", followers: 53n, following: 140n, blocking: 506n, ended: true, is_prompt: true},
      {day: "2025-10-24", followers: 61n, following: 167n, blocking: 606n, ended: true, is_prompt: true}
    ];

    test("give the counts of their README, in any order and twice the same bytes", async () => {
      const sums: unknown[] = [];
      for (const order of [
        [0, 1, 2],
        [2, 0, 1, 2]
      ]) {
        store.dataDir = join(store.dir, order.join(""));
        for (const i of order) await importArchive(store.dataDir, files[i]!, false);
        expect(await counts()).toEqual(expected);
        const posts = await rows("select count(*) as n from raw.posts group by snapshot_id order by n");
        expect(posts.map(({n}) => n)).toEqual([1190n, 1454n, 2045n]);
        sums.push(
          snapshots().map((id) => [
            id,
            readFileSync(join(store.dataDir, "snapshots", id, "snapshot.json"), "utf8")
          ])
        );
      }
      expect(sums[0]).toHaveLength(3);
      expect(sums[1]).toEqual(sums[0]);
    });

    test("keep X's order: of two archives, no shared pair changes places", async () => {
      for (const file of files.slice(1)) await importArchive(store.dataDir, file, false);
      const [swapped] = await rows(
        `with f as (select user_id, position, dense_rank() over (order by snapshot_id) as nth from raw.followers),
        shared as (select a.position as was, b.position as "is" from f a join f b using (user_id) where a.nth = 1 and b.nth = 2)
      select count(*) as n from shared x join shared y on x.was < y.was and x."is" > y."is"`
      );
      expect(swapped).toEqual({n: 0n});
    });
  }
);
