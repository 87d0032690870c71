import {existsSync} from "node:fs";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {describe, expect, test} from "vitest";
import {readError} from "../../data-loaders/tables/source.ts";
import {importTable, type TableOptions} from "../../data-loaders/tables/load.ts";
import {quote, withDatabase} from "../../src/duckdb.ts";
import {UsageError} from "../../src/errors.ts";
import {useFreshStore} from "../stored.ts";
import {slow} from "../slow.ts";

const store = useFreshStore();
const {rows, snapshots, write} = store;
const at = (text: string) => new Date(text);
const followers = {shape: "rows", table: "followers", accounts: ["5"]} as const;
const idsOf = async () =>
  (await rows("select user_id from raw.followers order by position")).map(({user_id}) => user_id);

describe("formats", () => {
  const seen = "2024-05-03T10:00:00Z";
  const lines = (separator: string, end = "\n") =>
    [
      ["user_id", "page_at"],
      ["12", seen],
      ["11", seen]
    ]
      .map((fields) => fields.join(separator) + end)
      .join("");
  const objects = ["12", "11"].map((user_id) => JSON.stringify({user_id, page_at: seen}));
  const cases: Record<string, [name: string, content: string | Buffer, options?: Partial<TableOptions>]> = {
    CSV: ["a.csv", lines(",")],
    "CSV with CR LF and a byte-order mark": ["a.csv", "\uFEFF" + lines(",", "\r\n")],
    "CSV with semicolons": ["a.csv", lines(";")],
    "CSV with quotes": ["a.csv", lines(",").replace("12,", '"12",')],
    TSV: ["a.tsv", lines("\t")],
    "space-separated text": ["a.txt", lines(" ")],
    "any delimiter": ["a.txt", lines("|"), {delimiter: "|"}],
    gzip: ["a.csv.gz", gzipSync(lines(","))],
    "gzip under another name": ["a.csv", gzipSync(lines(","))],
    NDJSON: ["a.ndjson", objects.join("\n")],
    "NDJSON with numbers, gzip": ["a.jsonl.gz", gzipSync(objects.join("\n").replace('"12"', "12"))],
    "a JSON array": ["a.json", `[${objects.join(",")}]`],
    "a name with characters of a pattern": ["a[1]*.csv", lines(",")],
    "no header": [
      "a.csv",
      lines(",").slice(lines(",").indexOf("\n") + 1),
      {hasHeader: false, map: {user_id: "1", page_at: "2"}}
    ]
  };
  for (const [name, [file, content, options]] of Object.entries(cases)) {
    test(name, async () => {
      const [imported] = await importTable(store.dataDir, write(file, content), {
        ...followers,
        ...options
      } as TableOptions);
      expect(imported!.takenAt).toEqual(at(seen));
      expect(await idsOf()).toEqual([12n, 11n]);
    });
  }

  test("Parquet and Zstandard", async () => {
    const select = `select * from (values (12::bigint, timestamp '2024-05-03 10:00:00'), (11, timestamp '2024-05-03 10:00:00')) t(user_id, page_at)`;
    const files = {"a.parquet": "format parquet", "a.csv.zst": "format csv, compression zstd"};
    for (const [file, format] of Object.entries(files)) {
      store.dataDir = join(store.dir, `data-${format.length}`);
      await withDatabase((db) => db.run(`copy (${select}) to ${quote(join(store.dir, file))} (${format})`));
      const [imported] = await importTable(store.dataDir, join(store.dir, file), followers);
      expect(imported!.takenAt).toEqual(at(seen));
      expect(await idsOf()).toEqual([12n, 11n]);
    }
  });

  test("ids that end in 000 by accident are taken", async () => {
    // Two people, one of them twice, are fewer than three; three of seven are less than half.
    const accident = ["1799012345678940000", "1799012345678950000", "1799012345678950000"];
    const takenAt = {from: at(seen), to: at(seen)};
    await importTable(store.dataDir, write("a.csv", `user_id\n${accident.join("\n")}\n`), {
      ...followers,
      takenAt
    });
    expect(await idsOf()).toEqual(accident.slice(0, 2).map(BigInt));
    store.dataDir = join(store.dir, "many");
    const others = [1, 2, 3, 4].map((n) => `179901234567890000${n}`);
    const many = [...others, ...accident, "1799012345678960000"];
    await importTable(store.dataDir, write("b.csv", `user_id\n${many.join("\n")}\n`), {
      ...followers,
      takenAt
    });
    expect(await idsOf()).toEqual([...new Set(many)].map(BigInt));
  });

  test("a quote that takes in the rows below it is refused, and one around several lines of a value is not", async () => {
    const of = (first: string, last: string) =>
      `user_id\tbio\tpage_at\n12\t${first}\t${seen}\n11\t${last}\t${seen}\n`;
    await expect(
      importTable(store.dataDir, write("a.tsv", of('"Dream big', "I am 6'2\"")), followers)
    ).rejects.toThrow("a.tsv: row 1: a quote at the beginning of a value takes in the rows below it");
    await importTable(store.dataDir, write("b.tsv", of('"one\ntwo"', '"three"')), followers);
    expect(await idsOf()).toEqual([12n, 11n]);
  });

  test("64-bit ids stay exact in every format", async () => {
    const id = "9007199254740993";
    for (const [file, content] of [
      ["a.csv", `user_id\n${id}\n`],
      ["a.ndjson", `{"user_id":${id}}`]
    ] as const) {
      store.dataDir = join(store.dir, `data-${file}`);
      const takenAt = {from: at(seen), to: at(seen)};
      await importTable(store.dataDir, write(file, content), {...followers, takenAt});
      expect(await idsOf()).toEqual([BigInt(id)]);
    }
  });
});

describe("lists", () => {
  const listOf = () =>
    rows("select list, ended, reason, rows, started_at, finished_at, taken_at from raw.lists");
  test("are partial unless declared complete; a bare date is the whole day", async () => {
    const file = write("a.csv", "uid,seen\n12,2024-05-03\n11,2024-05-03\n12,2024-05-03\n");
    const map = {user_id: "uid", page_at: "seen"};
    await importTable(store.dataDir, file, {...followers, map});
    const times = {
      started_at: at("2024-05-02T10:00:00Z"),
      finished_at: at("2024-05-04T11:59:59.999Z"),
      taken_at: at("2024-05-04T11:59:59.999Z")
    };
    expect(await listOf()).toEqual([
      {list: "followers", ended: false, reason: "not declared complete", rows: 3n, ...times}
    ]);
    store.dataDir = join(store.dir, "complete");
    await importTable(store.dataDir, file, {...followers, map, isComplete: true});
    expect(await listOf()).toEqual([{list: "followers", ended: true, reason: null, rows: 3n, ...times}]);
  });

  test("of several dates are one snapshot each, if said", async () => {
    const file = write("a.csv", "user_id,page_at\n11,2024-05-03\n12,2024-05-03\n11,2024-05-10\n");
    await expect(importTable(store.dataDir, file, followers)).rejects.toThrow(
      /a\.csv: user 11 is listed at 2024-05-04T.+ and at 2024-05-11T.+: if each time is a list of its own, give --split/
    );
    expect(snapshots()).toEqual([]);
    await importTable(store.dataDir, file, {...followers, isSplit: true});
    expect(await rows('select taken_at, "rows" from raw.lists order by taken_at')).toEqual([
      {taken_at: at("2024-05-04T11:59:59.999Z"), rows: 2n},
      {taken_at: at("2024-05-11T11:59:59.999Z"), rows: 1n}
    ]);
    expect(snapshots()).toHaveLength(2);
  });

  test("of several accounts keep those asked for", async () => {
    const file = write(
      "a.csv",
      "account_id,user_id,page_at\n5,11,2024-05-03\n6,11,2024-05-03\n7,12,2024-05-03\n"
    );
    const options = {shape: "rows", table: "followers"} as const;
    await expect(importTable(store.dataDir, file, options)).rejects.toThrow(
      /holds 3 accounts: give --account ID/
    );
    await expect(importTable(store.dataDir, file, {...options, accounts: ["8"]})).rejects.toThrow(
      /account 8 is in none of its rows/
    );
    const [imported] = await importTable(store.dataDir, file, {...options, accounts: ["5", "6"]});
    expect(imported!.manifest.accounts).toEqual(["5", "6"]);
    store.dataDir = join(store.dir, "all");
    const [all] = await importTable(store.dataDir, file, {...options, accounts: "all"});
    expect(all!.manifest.tables.followers!.rows).toBe(3);
  });
});

describe("other raw tables", () => {
  test("interactions: one time is a point, an act without a post gets an id", async () => {
    const file = write(
      "a.csv",
      "who,what,when\n11,like,2024-05-03T10:00:00+02:00\n12,repost,2024-05-04 08:00\n"
    );
    await importTable(store.dataDir, file, {
      shape: "rows",
      table: "interactions",
      accounts: ["5"],
      map: {actor_id: "who", kind: "what", at: "when"}
    });
    expect(
      await rows(`select actor_id, target_user_id, kind, "after", "before", is_exact
        from raw.interactions order by actor_id`)
    ).toEqual([
      {
        actor_id: 11n,
        target_user_id: null,
        kind: "like",
        after: at("2024-05-03T08:00:00Z"),
        before: at("2024-05-03T08:00:00Z"),
        is_exact: true
      },
      {
        actor_id: 12n,
        target_user_id: null,
        kind: "repost",
        after: at("2024-05-04T08:00:00Z"),
        before: at("2024-05-04T08:00:00Z"),
        is_exact: true
      }
    ]);
  });

  test("interactions: a target is only what the file or the person says", async () => {
    const file = write(
      "a.csv",
      "account_id,actor_id,kind,at,target_user_id\n5,11,reply,2024-05-03,\n5,11,reply,2024-05-03,12\n" +
        "5,13,like,2024-05-03,5\n6,11,reply,2024-05-03,\n"
    );
    const options = {shape: "rows", table: "interactions", accounts: "all"} as const;
    const targets = () =>
      rows(`select account_id::int as account, actor_id::int as actor, target_user_id::int as target
        from raw.interactions order by account_id, actor_id, target_user_id nulls first`);
    await importTable(store.dataDir, file, options);
    expect(await targets()).toEqual([
      {account: 5, actor: 11, target: null},
      {account: 5, actor: 11, target: 12},
      {account: 5, actor: 13, target: 5},
      {account: 6, actor: 11, target: null}
    ]);
    // Said for account 5: its interactions without a target address it.
    store.dataDir = join(store.dir, "told");
    await importTable(store.dataDir, file, {...options, target: "5"});
    expect(await targets()).toEqual([
      {account: 5, actor: 11, target: 5},
      {account: 5, actor: 11, target: 12},
      {account: 5, actor: 13, target: 5},
      {account: 6, actor: 11, target: null}
    ]);
  });

  test("interactions: the same file again with a target meets the same interactions", async () => {
    const file = write("a.csv", "actor_id,kind,at\n11,reply,2024-05-03\n");
    const options = {shape: "rows", table: "interactions", accounts: ["5"]} as const;
    await importTable(store.dataDir, file, options);
    await importTable(store.dataDir, file, {...options, target: "5"});
    await importTable(
      store.dataDir,
      write("b.csv", "actor_id,kind,at,target_user_id\n11,reply,2024-05-03,5\n"),
      options
    );
    expect(
      await rows(
        "select count(*)::int as n, count(distinct act_id)::int as interactions from raw.interactions"
      )
    ).toEqual([{n: 3, interactions: 1}]);
    const targets = await rows(
      "select target_user_id as target from raw.interactions order by 1 nulls first"
    );
    expect(targets.map(({target}) => target)).toEqual([null, 5n, 5n]);
  });

  test("interactions: one post is liked once and answered often, and rows that are alike count once and are named", async () => {
    const acts = [
      "11,reply,100,2024-05-03T10:00Z",
      "11,reply,100,2024-05-03T12:00Z",
      "11,quote,100,2024-05-03T12:00Z",
      "11,like,100,2024-05-03T10:00Z",
      "11,like,100,2024-05-04T10:00Z",
      "11,mention,,2024-05-03",
      "11,mention,,2024-05-03"
    ];
    const file = write("a.csv", `actor_id,kind,target_post_id,at\n${acts.join("\n")}\n`);
    const [imported] = await importTable(store.dataDir, file, {
      shape: "rows",
      table: "interactions",
      accounts: ["5"]
    });
    expect(
      await rows("select kind, count(*)::int as n from raw.interactions group by kind order by kind")
    ).toEqual([
      {kind: "like", n: 1},
      {kind: "mention", n: 1},
      {kind: "quote", n: 1},
      {kind: "reply", n: 2}
    ]);
    expect(imported!.manifest.notes).toEqual(["rows without post_id that are like another, counted once: 2"]);
  });

  test("interactions: of rows of one act the one that names the account is kept", async () => {
    const lines = ["77,11,mention,2024-05-03,", "77,11,reply,2024-05-03,12", "77,11,mention,2024-05-03,5"];
    for (const text of [lines, lines.toReversed()]) {
      store.dataDir = join(store.dir, text[0]!);
      await importTable(
        store.dataDir,
        write("a.csv", `post_id,actor_id,kind,at,target_user_id\n${text.join("\n")}\n`),
        {
          shape: "rows",
          table: "interactions",
          accounts: ["5"]
        }
      );
      expect(await rows("select kind, target_user_id from raw.interactions")).toEqual([
        {kind: "mention", target_user_id: 5n}
      ]);
    }
  });

  test("interactions: a target is an account of the table", async () => {
    const file = write("a.csv", "actor_id,kind,at\n11,reply,2024-05-03\n");
    const options = {shape: "rows", accounts: ["5"]} as const;
    await expect(
      importTable(store.dataDir, file, {...options, table: "interactions", target: "50"})
    ).rejects.toThrow(/--target 50: no account of the table: it is about 5$/);
    expect(snapshots()).toEqual([]);
  });

  test("posts with lists of tags and mentions", async () => {
    const post = {
      post_id: "900",
      created_at: "Sat Feb 18 19:45:15 +0000 2023",
      hashtags: ["tea", "a, b"],
      mentions: [7, 8]
    };
    await importTable(store.dataDir, write("a.ndjson", JSON.stringify(post)), {
      shape: "rows",
      table: "posts",
      accounts: ["5"]
    });
    expect(await rows("select author_id, created_at, kind, hashtags, mentions from raw.posts")).toEqual([
      {
        author_id: 5n,
        created_at: at("2023-02-18T19:45:15Z"),
        kind: "post",
        hashtags: ["tea", "a, b"],
        mentions: [7n, 8n]
      }
    ]);
  });

  test("posts of others are interactions, and say whom they address", async () => {
    const lines = [
      "post_id,author_id,created_at,kind,in_reply_to_user_id,referenced_post_id,mentions",
      "900,5,2023-02-18T10:00:00Z,post,,,", // the account's own
      "901,7,2023-02-18T11:00:00Z,reply,5,900,5 8", // who stands before the text of a reply is not known
      "902,8,2023-02-18T12:00:00Z,reply,7,901,7 5",
      "903,9,2023-02-19,quote,,902,7 8", // a day
      "904,9,2023-02-20T12:00:00Z,post,,,5 7", // names two
      "905,9,2023-02-20T13:00:00Z,post,,,", // names nobody: no interaction
      "906,7,2023-02-20T14:00:00Z,repost,,900,9",
      "907,7,2023-02-20T15:00:00Z,reply,,77," // to somebody the file does not name
    ];
    await importTable(store.dataDir, write("a.csv", lines.join("\n")), {
      shape: "rows",
      table: "posts",
      accounts: ["5"]
    });
    expect(await rows("select count(*)::int as posts from raw.posts")).toEqual([{posts: 8}]);
    expect(
      await rows(`select act_id, actor_id::int as by, kind, target_user_id::int as toward, target_post_id::int as post,
        epoch("before" - "after")::int as seconds, is_exact from raw.interactions order by act_id`)
    ).toEqual([
      {act_id: "901", by: 7, kind: "reply", toward: 5, post: 900, seconds: 0, is_exact: true},
      {act_id: "902", by: 8, kind: "reply", toward: 7, post: 901, seconds: 0, is_exact: true},
      // A bare date is the day anywhere on Earth: 50 hours.
      {act_id: "903", by: 9, kind: "quote", toward: null, post: 902, seconds: 50 * 3600, is_exact: false},
      {act_id: "904", by: 9, kind: "mention", toward: 5, post: null, seconds: 0, is_exact: true},
      {act_id: "906", by: 7, kind: "repost", toward: 5, post: 900, seconds: 0, is_exact: true},
      {act_id: "907", by: 7, kind: "reply", toward: null, post: 77, seconds: 0, is_exact: true}
    ]);
    expect(
      await rows(`select act_id, string_agg(user_id || ' ' || how, ', ' order by user_id) as whom from raw.addressed
        group by act_id order by act_id`)
    ).toEqual([
      {act_id: "901", whom: "5 reply"},
      {act_id: "902", whom: "7 reply"},
      {act_id: "903", whom: "7 mention, 8 quote"},
      {act_id: "904", whom: "5 mention, 7 mention"},
      {act_id: "906", whom: "5 repost"}
    ]);
  });

  test("a post that answers somebody is a reply, also where no column says so", async () => {
    const lines = [
      "post_id,author_id,created_at,in_reply_to_user_id,mentions",
      "901,7,2023-02-18T11:00:00Z,5,",
      "902,8,2023-02-18T12:00:00Z,7,7 5"
    ];
    const options = {shape: "rows", table: "posts", accounts: ["5"]} as const;
    await importTable(store.dataDir, write("a.csv", lines.join("\n")), options);
    expect(
      await rows("select act_id, kind, target_user_id::int as toward from raw.interactions order by act_id")
    ).toEqual([
      {act_id: "901", kind: "reply", toward: 5},
      {act_id: "902", kind: "reply", toward: 7}
    ]);
    expect(await rows("select act_id, user_id, how from raw.addressed order by act_id")).toEqual([
      {act_id: "901", user_id: 5n, how: "reply"},
      {act_id: "902", user_id: 7n, how: "reply"}
    ]);
  });

  test("posts without a kind are asked about where a column says that some are answers, reposts or quotes", async () => {
    const file = (column: string, value: string) =>
      write(
        "a.csv",
        `post_id,author_id,created_at,mentions,retweet_count,${column}\n901,7,2023-02-18T11:00:00Z,5,3,${value}\n`
      );
    const options = {shape: "rows", table: "posts", accounts: ["5"]} as const;
    for (const [column, value] of [
      ["retweeted_id", "900"],
      ["is_retweet", "True"],
      ["quoted_user_id", "5"],
      ["in_reply_to_status_id", "900"]
    ] as const)
      await expect(importTable(store.dataDir, file(column, value), options)).rejects.toThrow(
        `its column ${column} says that some posts are answers, reposts or quotes, and no column gives the kind`
      );
    await importTable(store.dataDir, file("retweeted_id", "900"), {...options, set: {kind: "repost"}});
    expect(await rows("select kind from raw.interactions")).toEqual([{kind: "repost"}]);
    await importTable(store.dataDir, file("is_retweet", "False"), options);
    expect(await rows("select distinct kind from raw.posts order by kind")).toEqual([
      {kind: "post"},
      {kind: "repost"}
    ]);
  });

  test("whom interactions address, with the time they were taken", async () => {
    const file = write("a.csv", "act_id,user_id,how\n901,7,mention\n");
    const options = {shape: "rows", table: "addressed", accounts: ["5"]} as const;
    await expect(importTable(store.dataDir, file, options)).rejects.toThrow(
      /the time it was taken is missing: give --taken-at TIME$/
    );
    const time = at("2023-02-21T00:00:00Z");
    await importTable(store.dataDir, file, {...options, takenAt: {from: time, to: time}});
    expect(await rows("select act_id, user_id, how from raw.addressed")).toEqual([
      {act_id: "901", user_id: 7n, how: "mention"}
    ]);
  });

  test("lists of ids, one of which is none, are refused; a separator too many is none", async () => {
    const posts = {shape: "rows", table: "posts", accounts: ["5"]} as const;
    const rowOf = (mentions: string) => `post_id,created_at,mentions\n900,2023-02-18,${mentions}\n`;
    for (const mentions of ["7 @ann", "7 1.6", "7 -1", "9223372036854775808"])
      await expect(importTable(store.dataDir, write("a.csv", rowOf(mentions)), posts)).rejects.toThrow(
        `line 2, column mentions: "${mentions}" is not a list of integer ids: fix it in the file`
      );
    expect(snapshots()).toEqual([]);
    await importTable(store.dataDir, write("a.csv", rowOf("7 08; ")), posts);
    expect(await rows("select mentions from raw.posts")).toEqual([{mentions: [7n, 8n]}]);
  });

  test("rows of lists alone are refused: a list without its people would read as everybody gone", async () => {
    const file = write("a.csv", "list\nfollowers\n");
    await expect(
      importTable(store.dataDir, file, {shape: "rows", table: "lists", accounts: ["5"]})
    ).rejects.toThrow(/rows of lists come with the list itself: import it with --table followers/);
  });
});

describe("clock times without a zone are taken as UTC, and the line says so and by what flag to give one", () => {
  const remark = "clock times without a zone taken as UTC (--zone America/New_York, if they are of New York)";
  const tables = {
    edges: [
      (time: string) => `follower,followed,time\n11,5,${time}\n12,5,${time}\n`,
      {shape: "edges", accounts: ["5"]}
    ],
    rows: [(time: string) => `user_id,page_at\n11,${time}\n12,${time}\n`, followers]
  } as const;
  test.each(Object.entries(tables))("%s", async (_name, [textOf, options]) => {
    const notesOf = async (time: string, zone?: string) => {
      const file = write(`${time.replace(/\W/g, "")}${zone === undefined ? "" : "-zoned"}.csv`, textOf(time));
      const [imported] = await importTable(store.dataDir, file, {...options, ...(zone && {zone})});
      return imported!.manifest.notes ?? [];
    };
    expect(await notesOf("2024-05-03 10:00")).toContain(remark);
    for (const time of ["2024-05-04T10:00Z", "2024-05-05 10:00 +02:00", "2024-05-06"])
      expect(await notesOf(time)).not.toContain(remark);
    expect(await notesOf("2024-05-03 11:00", "America/New_York")).not.toContain(remark);
  });
});

describe("edges", () => {
  const edges = {shape: "edges", accounts: "all"} as const;
  const events = () =>
    rows(`select account_id::int as account, source_id::int as source, target_id::int as target, "after", "before", is_exact
      from raw.events order by all`);
  const step = (n: number) => new Date(n * 1000);

  test("up to the baseline have no beginning, later ones are points, one row an account", async () => {
    const file = write("a.txt", "1 2 1\r\n2 1 15\r\n1 1 1\r\n2 1 17\r\n3 1 15\r\n");
    const [imported] = await importTable(store.dataDir, file, {...edges, hasHeader: false, delimiter: " "});
    expect(await events()).toEqual([
      {account: 1, source: 1, target: 2, after: null, before: step(1), is_exact: false},
      {account: 1, source: 2, target: 1, after: step(15), before: step(15), is_exact: true},
      {account: 1, source: 3, target: 1, after: step(15), before: step(15), is_exact: true},
      {account: 2, source: 1, target: 2, after: null, before: step(1), is_exact: false},
      {account: 2, source: 2, target: 1, after: step(15), before: step(15), is_exact: true},
      {account: 3, source: 3, target: 1, after: step(15), before: step(15), is_exact: true}
    ]);
    expect(
      await rows("select * exclude (snapshot_id, direction) from raw.stream_periods order by account_id")
    ).toEqual(
      [1n, 2n, 3n].map((account_id) => ({
        account_id,
        from: step(1),
        to: step(17),
        has_baseline: true,
        additions_only: true
      }))
    );
    expect(imported!.takenAt).toEqual(step(17));
    expect(imported!.manifest.notes).toEqual([
      "rows: 5, baseline 1970-01-01T00:00:01.000Z",
      "edges to oneself, dropped: 1",
      "repeated edges, dropped: 1"
    ]);
  });

  test("of one account are those that touch it", async () => {
    const file = write(
      "a.csv",
      "follower,followed,time\n1,2,2024-01-01T00:00:00Z\n3,2,2024-01-02T00:00:00Z\n3,1,2024-01-03T00:00:00Z\n"
    );
    await importTable(store.dataDir, file, {...edges, accounts: ["2"], baseline: "2023-12-31T00:00:00Z"});
    expect((await events()).map(({source, target, is_exact}) => [source, target, is_exact])).toEqual([
      [1, 2, true],
      [3, 2, true]
    ]);
    await expect(importTable(store.dataDir, file, {...edges, accounts: ["9"]})).rejects.toThrow(
      /a\.csv: account 9 is in none of its rows: check the id/
    );
    await expect(importTable(store.dataDir, file, {...edges, accounts: undefined})).rejects.toThrow(
      /no account is named for its follows: give --account ID, --accounts FILE or --all-accounts/
    );
    await expect(importTable(store.dataDir, file, {...edges, baseline: "2025-01-01"})).rejects.toThrow(
      /--baseline 2025-01-01: later than the latest edge of .*: give an earlier time/
    );
  });

  test("with bare dates span their day, the baseline's included", async () => {
    const file = write("a.csv", "a,b,c\n1,2,2024-01-01\n2,1,2024-01-02\n");
    const columns = {followerColumn: "a", followedColumn: "b", timeColumn: "3"};
    await importTable(store.dataDir, file, {...edges, ...columns, accounts: ["1"]});
    expect(await events()).toEqual([
      {
        account: 1,
        source: 1,
        target: 2,
        after: null,
        before: at("2024-01-02T11:59:59.999Z"),
        is_exact: false
      },
      {
        account: 1,
        source: 2,
        target: 1,
        after: at("2024-01-01T10:00:00Z"),
        before: at("2024-01-03T11:59:59.999Z"),
        is_exact: false
      }
    ]);
  });

  test("integer times take a unit and an origin", async () => {
    const file = write("a.csv", "1,2,0\n2,1,86400\n");
    const options = {...edges, accounts: ["1"], hasHeader: false};
    const latest = async (times: object) =>
      (await importTable(store.dataDir, file, {...options, ...times}))[0]!.takenAt;
    expect(await latest({})).toEqual(step(86400));
    store.dataDir = join(store.dir, "dated");
    expect(await latest({timeUnit: "s", timeOrigin: at("2024-01-01T00:00:00Z")})).toEqual(
      at("2024-01-02T00:00:00Z")
    );
    expect(await latest({timeUnit: "ms", timeOrigin: at("2024-01-01T00:00:00Z")})).toEqual(
      at("2024-01-01T00:01:26.400Z")
    );
    await expect(latest({timeUnit: "day"})).rejects.toThrow(
      /a\.csv: line 1, column 3: "0" is before 2006-03-21, when X began: fix the date, or give --time-unit and --time-origin/
    );
  });

  test("are recognised again; other flags make another snapshot", async () => {
    const file = write("a.csv", "1,2,1\n2,1,15\n");
    const options = {...edges, hasHeader: false};
    const first = await importTable(store.dataDir, file, options);
    expect(await importTable(store.dataDir, file, {hasHeader: false, ...edges})).toMatchObject([
      {id: first[0]!.id, isNew: false}
    ]);
    await importTable(store.dataDir, file, {...options, accounts: ["1"]});
    expect(snapshots()).toHaveLength(2);
  });
});

describe("edges as a collector dates them", () => {
  // One follow a page, pages a minute apart.
  const line = (follower: number, followed: number, time: string) => `${follower},${followed},${time}Z`;
  const minute = (n: number) => `2025-01-05T08:${String(n).padStart(2, "0")}:00`;
  const collected = (pages: number, more: string[] = []) =>
    write(
      "a.csv",
      [
        "follower,followed,time",
        ...Array.from({length: pages}, (_, n) => line(100 + n, 1, minute(n))),
        ...more
      ].join("\n")
    );
  const edges = {shape: "edges", accounts: ["1"]} as const;
  const events = () =>
    rows(`select source_id::int as source, target_id::int as target, "after", "before", is_exact
      from raw.events order by "before", source_id`);
  const asks =
    /a\.csv: 26 of 27 edges lie within an hour after the earliest, as when a program read lists page by page: give --times-are-sightings if each time is when an edge was first seen, or --times-are-exact if it is when the follow happened$/;

  test("are refused where many follow the earliest within an hour, and taken as the person says", async () => {
    await expect(importTable(store.dataDir, collected(27), edges)).rejects.toThrow(asks);
    expect(snapshots()).toEqual([]);
    await importTable(store.dataDir, collected(27), {...edges, timesAre: "exact"});
    expect((await events()).filter(({is_exact}) => is_exact)).toHaveLength(26);
    store.dataDir = join(store.dir, "sightings");
    await importTable(store.dataDir, collected(27), {...edges, timesAre: "sightings"});
    expect((await events()).filter(({after}) => after === null)).toHaveLength(27);
  });

  test("are not asked about where they are few, one instant, whole days or steps", async () => {
    const daily = Array.from({length: 252}, (_, n) =>
      line(200 + n, 1, new Date(Date.UTC(2025, 1, 1 + n)).toISOString().slice(0, 19))
    );
    // 25 after the earliest; 27 of 280, which is under a tenth.
    for (const [pages, more] of [
      [26, []],
      [28, daily]
    ] as const) {
      store.dataDir = join(store.dir, String(pages));
      await importTable(store.dataDir, collected(pages, [...more]), edges);
    }
    const same = Array.from({length: 40}, (_, n) => line(300 + n, 1, "2025-01-05T08:00:00"));
    for (const [name, text] of Object.entries({
      instant: [...same, line(400, 1, "2025-01-05T08:30:00")].join("\n"),
      days: same.map((row) => row.replace("T08:00:00Z", "")).join("\n"),
      steps: same.map((row, n) => row.replace("2025-01-05T08:00:00Z", String(n))).join("\n")
    })) {
      store.dataDir = join(store.dir, name);
      await importTable(store.dataDir, write("b.csv", `follower,followed,time\n${text}\n`), edges);
    }
  });

  test("as sightings have the window from the start of the run before", async () => {
    const second = "2025-01-12T08:00:00";
    const third = "2025-01-19T08:00:00";
    const file = collected(27, [
      line(1, 501, "2025-01-12T07:59:00"),
      line(501, 1, second),
      line(502, 1, third),
      // Seen again: the first sighting counts.
      line(501, 1, third)
    ]);
    const [imported] = await importTable(store.dataDir, file, {...edges, timesAre: "sightings"});
    const found = await events();
    // The first run is one instant, its start: everything seen in it was there when watching began.
    expect(found.slice(0, 27)).toEqual(
      Array.from({length: 27}, (_, n) => ({
        source: 100 + n,
        target: 1,
        after: null,
        before: at(`${minute(0)}Z`),
        is_exact: false
      }))
    );
    expect(found.slice(27)).toEqual([
      {
        source: 1,
        target: 501,
        after: at(`${minute(0)}Z`),
        before: at("2025-01-12T07:59:00Z"),
        is_exact: false
      },
      {source: 501, target: 1, after: at(`${minute(0)}Z`), before: at(`${second}Z`), is_exact: false},
      {source: 502, target: 1, after: at("2025-01-12T07:59:00Z"), before: at(`${third}Z`), is_exact: false}
    ]);
    expect(await rows(`select "from", "to" from raw.stream_periods`)).toEqual([
      {from: at(`${minute(0)}Z`), to: at(`${third}Z`)}
    ]);
    expect(imported!.manifest.notes).toContain(
      "runs of the collector: 3, the first from 2025-01-05T08:00:00.000Z"
    );
  });

  test("as sightings are refused where no run can be told from the next, or a list is first read later", async () => {
    const hourly = Array.from({length: 40}, (_, n) =>
      line(100 + n, 1, new Date(Date.UTC(2025, 0, 5, n)).toISOString().slice(0, 19))
    );
    const file = write("h.csv", `follower,followed,time\n${hourly.join("\n")}\n`);
    await expect(importTable(store.dataDir, file, {...edges, timesAre: "sightings"})).rejects.toThrow(
      /h\.csv: a run of the collector would last from 2025-01-05T00:00:00\.000Z to 2025-01-06T15:00:00\.000Z without a pause of over an hour: --times-are-sightings needs runs of a day at most$/
    );
    const late = Array.from({length: 30}, (_, n) => line(1, 600 + n, "2025-01-12T08:00:00"));
    await expect(
      importTable(store.dataDir, collected(27, late), {...edges, timesAre: "sightings"})
    ).rejects.toThrow(
      /a\.csv: 30 follows by account 1 are first seen at 2025-01-12T08:00:00\.000Z, in a later run than the first: its list was not read before: leave out what was seen earlier, or give --baseline with that time$/
    );
    await expect(
      importTable(store.dataDir, write("s.csv", "follower,followed,time\n2,1,1\n3,1,2\n"), {
        ...edges,
        timesAre: "sightings"
      })
    ).rejects.toThrow(/s\.csv: its times are bare numbers: --times-are-sightings needs dates/);
    expect(snapshots()).toEqual([]);
  });
});

describe("steps and dates of one account", () => {
  const steps = () => write("steps.csv", "user_id,page_at\n11,7\n");
  const dates = () => write("dates.csv", "user_id,page_at\n11,2024-05-03T10:00:00Z\n");
  test("do not stand in one store, whichever came first", async () => {
    await importTable(store.dataDir, dates(), followers);
    await expect(importTable(store.dataDir, steps(), followers)).rejects.toThrow(
      /steps\.csv: its times are bare numbers, but account 5 already has dated snapshots: write every time as a date, or give --time-unit$/
    );
    expect(snapshots()).toHaveLength(1);
    await importTable(store.dataDir, steps(), {...followers, accounts: ["6"]});
    await importTable(store.dataDir, steps(), {
      ...followers,
      timeUnit: "day",
      timeOrigin: at("2024-05-01T00:00:00Z")
    });
    store.dataDir = join(store.dir, "other");
    await importTable(store.dataDir, steps(), followers);
    await expect(importTable(store.dataDir, dates(), followers)).rejects.toThrow(
      /dates\.csv: its times are dates, but account 5 already has snapshots whose times are bare numbers: import those again with --time-unit into a new data folder$/
    );
    expect(snapshots()).toHaveLength(1);
  });

  test("do not stand in one file", async () => {
    const file = write("a.csv", "actor_id,kind,after,before\n1,like,7,2024-05-01\n");
    await expect(
      importTable(store.dataDir, file, {shape: "rows", table: "interactions", accounts: ["5"]})
    ).rejects.toThrow(
      /a\.csv: some times are bare numbers, others dates: write every time as a date, or give --time-unit$/
    );
    await expect(
      importTable(store.dataDir, steps(), {
        ...followers,
        takenAt: {from: at("2024-05-01T10:00:00Z"), to: at("2024-05-01T10:00:00Z")}
      })
    ).rejects.toThrow(/some times are bare numbers, others dates/);
    expect(snapshots()).toEqual([]);
  });
});

describe("outreach", () => {
  test("becomes outbound points, bare dates windows", async () => {
    const file = write("log.csv", "user_id,time\n11,2024-05-03T10:20:00Z\n12,2024-05-04\n5,2024-05-04\n");
    const [imported] = await importTable(store.dataDir, file, {shape: "outreach", accounts: ["5"]});
    expect(await rows("select * exclude (snapshot_id, event_id) from raw.events order by target_id")).toEqual(
      [
        {
          account_id: 5n,
          kind: "follow",
          source_id: 5n,
          target_id: 11n,
          after: at("2024-05-03T10:20:00Z"),
          before: at("2024-05-03T10:20:00Z"),
          is_exact: true,
          delivery: "import"
        },
        {
          account_id: 5n,
          kind: "follow",
          source_id: 5n,
          target_id: 12n,
          after: at("2024-05-03T10:00:00Z"),
          before: at("2024-05-05T11:59:59.999Z"),
          is_exact: false,
          delivery: "import"
        }
      ]
    );
    expect(imported!.manifest.notes).toEqual(["rows about the account itself, dropped: 1"]);
    expect(await rows("select * from raw.stream_periods")).toEqual([]);
    await expect(importTable(store.dataDir, file, {shape: "outreach"})).rejects.toThrow(
      /no account is named for this log: give one --account ID/
    );
  });
});

describe("bad input gives one line and no trace", () => {
  const zstdHalf = async () => {
    const whole = join(store.dir, "whole.csv.zst");
    await withDatabase((db) =>
      db.run(`copy (select range as a from range(200000)) to ${quote(whole)} (format csv, compression zstd)`)
    );
    const {readFileSync} = await import("node:fs");
    return readFileSync(whole).subarray(0, 50_000);
  };
  const numbers = Array.from({length: 20_000}, (_, i) => `${i},${(i * 7919) % 20_011}`).join("\n");
  const takenAt = {from: at("2024-01-01T00:00:00Z"), to: at("2024-01-01T00:00:00Z")};
  const cases: Record<
    string,
    [file: string, content: () => string | Buffer | Promise<Buffer>, options: object, message: RegExp]
  > = {
    "a mapped column that is not there": [
      "a.csv",
      () => "id,seen\n1,2\n",
      {map: {user_id: "uid"}},
      /a\.csv: no column uid: it has id, seen, name one of these$/
    ],
    "no column for what is needed": [
      "a.csv",
      () => "id,seen\n1,2\n",
      {},
      /a\.csv: no column for user_id: it has id, seen, map one with --map user_id=COLUMN$/
    ],
    "a column the table does not have": [
      "a.csv",
      () => "user_id\n1\n",
      {map: {nose: "user_id"}},
      /--map nose: table followers has no such column: it has account_id, user_id, position, page_at, is_mutual$/
    ],
    "a handle for an id": [
      "a.csv",
      () => "user_id\n1\n2\n@ann\n",
      {},
      /a\.csv: line 4, column user_id: "@ann" is not an integer id: give numeric ids/
    ],
    "a rounded id": [
      "a.ndjson",
      () => '{"user_id":1}\n{"user_id":1.5e18}\n',
      {},
      /a\.ndjson: line 2, column user_id: "1500000000000000000\.0" is no id any more/
    ],
    "an id in scientific notation": [
      "a.csv",
      () => "user_id\n1\n1.79901E+18\n",
      {},
      /a\.csv: line 3, column user_id: "1\.79901E\+18" is no id any more: a spreadsheet has rounded the ids: export the list again/
    ],
    "an id in scientific notation with a decimal comma": [
      "a.csv",
      () => "user_id;b\n1,79901E+18;1\n",
      {},
      /line 2, column user_id: "1,79901E\+18" is no id any more: a spreadsheet has rounded the ids/
    ],
    "an id as a formula": [
      "a.csv",
      () => 'user_id\n"=""1799012345678901234"""\n',
      {},
      /line 2, column user_id: "=\\"1799012345678901234\\"" is a formula of a spreadsheet, which may have rounded the ids: export the list again/
    ],
    "ids that a spreadsheet rounded": [
      "a.csv",
      // Three of the six ids of 16 digits and more, which is half; the short one does not count.
      () =>
        ["user_id", "12000", "1799012345678910001", "1799012345678920002", "1799012345678930003"]
          .concat(["1799012345678940000", "1799012345678950000", "1799012345678960000"])
          .join("\n"),
      {},
      /a\.csv: line 6, column user_id: "1799012345678940000" ends in 000, as do 3 of the 6 ids of 16 digits and more: a spreadsheet has rounded the ids: export the list again/
    ],
    "ids of which a part was in a spreadsheet": [
      "a.csv",
      // Ten of 24: …0000000 to …0009000 after the spreadsheet, and fourteen that it never saw.
      () =>
        ["user_id"]
          .concat(Array.from({length: 14}, (_, n) => `17990123456789${String(70_001 + n * 7)}`))
          .concat(Array.from({length: 10}, (_, n) => `179901234567${String(n)}000000`))
          .join("\n"),
      {},
      /a\.csv: line 16, column user_id: "1799012345670000000" ends in 000, as do 10 of the 24 ids of 16 digits and more: a spreadsheet has rounded the ids: export the list again/
    ],
    "ids that a program read as floating-point numbers": [
      "a.csv",
      // 1799012345678910123, …20234 and …30345 as JavaScript prints such numbers, and as Python does; half are whole.
      () =>
        [
          "user_id",
          "1799012345678940001",
          "1799012345678910200",
          "1799012345678920192",
          "1799012345678930400"
        ]
          .concat(["1799012345678950005", "1799012345678960007"])
          .join("\n"),
      {},
      /a\.csv: line 3, column user_id: "1799012345678910200" has lost its last digits, as have 3 ids of its column: a program has read them as floating-point numbers: export the list again with ids as text/
    ],
    "a negative id": [
      "a.csv",
      () => "user_id\n1\n-1\n",
      {},
      /a\.csv: line 3, column user_id: "-1" is not an integer id/
    ],
    "a negative count": [
      "a.csv",
      () => "user_id,position\n1,-1\n",
      {},
      /a\.csv: line 2, column position: "-1" is not a count \(an integer from 0\)/
    ],
    "an empty first line": [
      "a.csv",
      () => "\n\nuser_id\n1\n",
      {},
      /a\.csv: its first line is empty: begin the file with the columns' names/
    ],
    "a line without end": [
      "a.csv",
      () => `user_id,b\n1,${"x".repeat(2_100_000)}\n`,
      {},
      /a\.csv: line 2: longer than two million characters/
    ],
    "objects without a key": [
      "a.ndjson",
      () => "{}\n",
      {},
      /a\.ndjson: no column for user_id: it has none, map one with/
    ],
    "an id beyond 64 bits": [
      "a.csv",
      () => "user_id\n9999999999999999999\n",
      {},
      /line 2, column user_id: "9999999999999999999" is not an integer id/
    ],
    "no id": [
      "a.csv",
      () => "user_id,b\n1,2\n,3\n",
      {},
      /a\.csv: line 3, column user_id: empty where a value is needed/
    ],
    "no time": [
      "a.csv",
      () => "user_id,page_at\n1,3rd of May\n",
      {},
      /line 2, column page_at: "3rd of May" is not a time: write ISO times/
    ],
    "a date that can be two": [
      "a.csv",
      () => "user_id,page_at\n1,13/05/24\n2,03/05/2024\n",
      {},
      /a\.csv: line 3, column page_at: "03\/05\/2024" can mean two dates: give --day-first or --month-first/
    ],
    "a day number": [
      "a.csv",
      () => "user_id,page_at\n1,45415.5\n",
      {},
      /a\.csv: line 2, column page_at: "45415\.5" looks like a spreadsheet's day number: format the column as dates/
    ],
    "a step beside dates": [
      "a.csv",
      () => "user_id,page_at\n1,7\n2,2024-05-03\n",
      {},
      /a\.csv: line 2, column page_at: "7" is a bare number beside dates such as "2024-05-03"/
    ],
    "a time before X began": [
      "a.csv",
      () => "user_id,page_at\n1,2004-05-03\n",
      {},
      /a\.csv: line 2, column page_at: "2004-05-03" is before 2006-03-21, when X began: fix the date/
    ],
    "nothing that says when": [
      "a.csv",
      () => "user_id\n1\n",
      {takenAt: undefined},
      /the time it was taken is missing: map page_at, or give --taken-at TIME/
    ],
    "a time after it was taken": [
      "a.csv",
      () => "user_id,page_at\n1,2024-05-03\n",
      {},
      /holds times up to 2024-05-04T11:59:59\.999Z, later than --taken-at: give a later --taken-at/
    ],
    "an empty file": ["a.csv", () => "", {}, /a\.csv: the file is empty: export it again/],
    "a header alone": ["a.csv", () => "user_id\n", {}, /a\.csv: the file has no rows: export it again/],
    "a row too short": [
      "a.csv",
      () => "user_id,b\n1,2\n3\n",
      {},
      /a\.csv: line 3: 1 fields where 2 are expected/
    ],
    "two columns of one name": [
      "a.csv",
      () => "user_id,user_id\n1,2\n",
      {},
      /two columns are named user_id: rename one/
    ],
    "other bytes than UTF-8": [
      "a.csv",
      () => Buffer.from("user_id,b\n1,\xff\n", "latin1"),
      {},
      /a\.csv: line 2: not UTF-8/
    ],
    "broken NDJSON": [
      "a.ndjson",
      () => '{"user_id":1}\nnope\n',
      {},
      /a\.ndjson: not JSON: each line must be one JSON object/
    ],
    "NDJSON of other things": ["a.ndjson", () => "[1]\n", {}, /a\.ndjson: not a table of JSON objects/],
    "no Parquet": ["a.parquet", () => "hello hello", {}, /a\.parquet: not a whole Parquet file/],
    "the end of a disk that lost power": [
      "a.csv",
      () => Buffer.concat([Buffer.from("user_id,time,campaign\n1,2026-01-01,sp"), Buffer.alloc(4096)]),
      {},
      /a\.csv: ends in zeros, as a file whose writing broke off: get it again/
    ],
    "gzip cut short": [
      "a.csv.gz",
      () => gzipSync(numbers).subarray(0, 30_000),
      {},
      /a\.csv\.gz: the compressed file is cut short or damaged: get it again/
    ],
    "Zstandard cut short": [
      "a.csv.zst",
      zstdHalf,
      {},
      /a\.csv\.zst: the compressed file is cut short or damaged: get it again/
    ]
  };
  for (const [name, [file, content, options, message]] of Object.entries(cases)) {
    test(name, async () => {
      const all = {...followers, takenAt, ...options} as TableOptions;
      const error = await importTable(store.dataDir, write(file, await content()), all).catch(
        (e: unknown) => e
      );
      const kind = /give --day-first or/.test((error as Error).message) ? "UsageError" : "UserError";
      expect(error).toMatchObject({name: kind, message: expect.stringMatching(message)});
      expect((error as Error).message).not.toContain("\n");
      expect(snapshots()).toEqual([]);
    });
  }

  test("a kind that does not exist, a window that ends before it begins", async () => {
    const options = {shape: "rows", table: "interactions", accounts: ["5"]} as const;
    await expect(
      importTable(store.dataDir, write("a.csv", "actor_id,kind,at\n1,wink,2024-05-03\n"), options)
    ).rejects.toThrow(/a\.csv: line 2, column kind: "wink" is not one of reply, quote, repost/);
    const file = write("b.csv", "actor_id,kind,after,before\n1,like,2024-05-03,2024-05-01\n");
    await expect(importTable(store.dataDir, file, options)).rejects.toThrow(
      /column after: "2024-05-03" is later than its before/
    );
  });
});

const graph = join(import.meta.dirname, "../../../shared/data/twitter-dynamic-net/graph_cb.txt.gz");
slow.describe.skipIf(!existsSync(graph))(
  "the recorded graph (skipped where ../shared/data is absent)",
  () => {
    test("comes in whole for all its accounts", async () => {
      const options = {shape: "edges", hasHeader: false, delimiter: " ", accounts: "all"} as const;
      const [imported] = await importTable(store.dataDir, graph, options);
      expect(imported!.takenAt).toEqual(new Date(123_000));
      expect(imported!.manifest.accounts).toBe(90_908);
      expect(imported!.manifest.notes).toEqual([
        "rows: 443399, baseline 1970-01-01T00:00:01.000Z",
        "edges to oneself, dropped: 1"
      ]);
      // 443,399 lines without the self-follow, each a row for both its accounts.
      expect(imported!.manifest.tables.events!.rows).toBe(2 * 443_398);
      expect(imported!.manifest.tables.stream_periods!.rows).toBe(90_908);
      const [inbound] = await rows(`select count(*) as edges, count(*) filter (where is_exact) as dated
      from raw.events where account_id = target_id`);
      expect(inbound).toEqual({edges: 443_398n, dated: 25_530n});
      expect(
        await rows(`select account_id, count(*) as n from raw.events where account_id = target_id and is_exact
        group by account_id order by n desc, account_id limit 3`)
      ).toEqual([
        {account_id: 64771n, n: 35n},
        {account_id: 40870n, n: 32n},
        {account_id: 75756n, n: 31n}
      ]);
    });
  }
);

test("a fault of the reader's own is said without its words", () => {
  const fault = new Error("Invalid Input Error: Vector::Reference used on vector of different type");
  expect((readError("a.csv", fault) as Error).message).toBe(
    "a.csv: cannot be read as a table: save the file again as CSV"
  );
});

test("edges are found by the usual names of their columns", async () => {
  const rows = [
    "followed_id,follower_id,first_seen",
    "5,11,2024-05-03T08:00:00Z",
    "5,12,2024-05-10T08:00:00Z"
  ];
  const file = store.write("e.csv", rows.join("\n"));
  await importTable(store.dataDir, file, {shape: "edges", accounts: ["5"], timesAre: "exact"});
  expect(await store.rows("select source_id, target_id from raw.events order by source_id")).toEqual([
    {source_id: 11n, target_id: 5n},
    {source_id: 12n, target_id: 5n}
  ]);
});

test("a period of dates holds no hour that was not read, wherever the dates are meant", async () => {
  const file = store.write("polls.csv", "kind,from,to,complete\nmention,2024-05-01,2024-05-31,true\n");
  const options = {shape: "rows", table: "polls", accounts: ["5"]} as const;
  await expect(importTable(store.dataDir, file, options)).rejects.toThrow(
    /line 2, column from: "2024-05-01" is a day that begins and ends at other hours elsewhere, .+: give --zone$/
  );
  await importTable(store.dataDir, file, {...options, zone: "America/New_York"});
  // Clocks there were 4 hours behind UTC.
  expect(await store.rows(`select "from", "to" from raw.polls`)).toEqual([
    {from: new Date("2024-05-01T04:00:00Z"), to: new Date("2024-06-01T03:59:59.999Z")}
  ]);
});

test("edges that are no follows are asked about", async () => {
  const rows = (kinds: string[]) =>
    kinds.map((kind, n) => `${101 + n},5,2024-05-0${n + 1}T08:00:00Z,${kind}`);
  const write = (column: string, kinds: string[]) =>
    store.write("e.csv", [`follower,followed,time,${column}`, ...rows(kinds)].join("\n"));
  const options = {shape: "edges", accounts: ["5"]} as const;
  await expect(
    importTable(store.dataDir, write("Relationship", ["Followed", "Mentions", "Replies to"]), options)
  ).rejects.toThrow(
    'its column Relationship may say that 2 rows are no follow, such as "Mentions": keep the rows'
  );
  await expect(
    importTable(store.dataDir, write("event", ["follow", "follow", "unfollow"]), options)
  ).rejects.toThrow('its column event may say that 1 row is no follow, such as "unfollow"');
  await expect(
    importTable(store.dataDir, write("unfollowed_at", ["", "2024-06-01", ""]), options)
  ).rejects.toThrow(
    "its column unfollowed_at says that 1 follow ended, which a table of follows does not hold"
  );
  await importTable(store.dataDir, write("Type", ["follows", "Followed", ""]), options);
  expect(await store.rows("select count(*)::int as n from raw.events")).toEqual([{n: 3}]);
});

test("a column named after seeing, not following, is asked about, however few its rows", async () => {
  // Seen on two days: 104 and account 5 follow each other between them, and who was first is not known.
  const rows = ["5,101,2024-05-01T10:00:00Z", "5,104,2024-05-08T10:00:00Z", "104,5,2024-05-08T10:00:03Z"];
  for (const column of ["first_seen", "First_Seen_At", "fetched_at"]) {
    const file = store.write(`${column}.csv`, [`followed,follower,${column}`, ...rows].join("\n"));
    const options = {shape: "edges", accounts: ["5"], timeColumn: column} as const;
    await expect(importTable(store.dataDir, file, options)).rejects.toThrow(
      new UsageError(
        `${file}: its column ${column} may say when a program first saw each follow: give --times-are-sightings if so, or --times-are-exact if it says when the follow happened`
      )
    );
  }
  const file = store.write("seen.csv", ["followed,follower,first_seen", ...rows].join("\n"));
  await importTable(store.dataDir, file, {shape: "edges", accounts: ["5"], timesAre: "sightings"});
  expect(await store.rows(`select source_id, "after" from raw.events order by "before", source_id`)).toEqual([
    {source_id: 101n, after: null},
    {source_id: 104n, after: new Date("2024-05-01T10:00:00Z")},
    {source_id: 5n, after: new Date("2024-05-01T10:00:00Z")}
  ]);
});

test("profiles of a person at several times are all kept, by the snapshot", async () => {
  const profiles = [
    "user_id,username,profile_at",
    "12,ann,2024-05-03T10:00:00Z",
    "12,ann_b,2024-06-03T10:00:00Z",
    "13,bob,2024-06-03T10:00:00Z",
    "12,ann_b,2024-06-03T10:00:00Z"
  ].join("\n");
  const imported = await importTable(store.dataDir, write("users.csv", profiles), {
    shape: "rows",
    table: "users",
    accounts: ["5"]
  });
  expect(imported.map(({takenAt}) => takenAt)).toEqual([
    at("2024-06-03T10:00:00Z"),
    at("2024-05-03T10:00:00Z")
  ]);
  expect(await rows("select user_id, username from raw.users order by profile_at, user_id")).toEqual([
    {user_id: 12n, username: "ann"},
    {user_id: 12n, username: "ann_b"},
    {user_id: 13n, username: "bob"}
  ]);
});
