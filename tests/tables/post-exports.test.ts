import {describe, expect, test} from "vitest";
import {importInputs} from "../../data-loaders/import/import-inputs.ts";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {periodOf} from "../../data-loaders/tables/covers.ts";
import {listSnapshots} from "../../src/snapshots/store.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
const account = "1500000000000000001";
const [ann, bob, cid] = ["1799000000000000011", "1799000000000000012", "1799000000000000013"];
const nameOf = new Map<unknown, string>([
  [account, "we"],
  [ann, "ann"],
  [bob, "bob"],
  [cid, "cid"]
]);

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

/** `1 ann reply -> we; we reply, bob mention`: each stored act, its target, and whom it addresses how. */
async function acts(): Promise<string[]> {
  const rows = await store.rows(`
    select i.act_id, i.actor_id, i.kind, i.target_user_id, string_agg(a.user_id::varchar || ' ' || a.how, ', ' order by a.user_id) as toward
    from raw.interactions i left join raw.addressed a using (account_id, snapshot_id, act_id)
    group by all order by act_id`);
  const named = (text: unknown) => String(text).replaceAll(/\d{19}/g, (id) => nameOf.get(id) ?? id);
  return rows.map(
    ({act_id, actor_id, kind, target_user_id, toward}) =>
      `${act_id} ${named(actor_id)} ${kind} -> ${named(target_user_id)}; ${named(toward)}`
  );
}

const header =
  "id,created_at,full_text,media,screen_name,name,profile_image_url,user_id,in_reply_to,retweeted_status,quoted_status,url";
const row = (
  id: number,
  at: string,
  text: string,
  user: string,
  more: {reply?: number; repost?: number; quote?: number} = {}
) =>
  `"${id}","${at} +01:00","${text}",[],"n","N","","${user}",${more.reply ?? ""},${more.repost ?? ""},${more.quote ?? ""},"https://x.com/n/status/${id}"`;
const exported = `\uFEFF${[
  header,
  row(1, "2026-03-05 11:20:00", "@Brand @other lovely", ann!, {reply: 900}),
  row(2, "2026-03-06 11:20:00", "I like @BRAND, really", bob!),
  row(3, "2026-03-07 11:20:00", "me too", cid!, {quote: 2}),
  row(4, "2026-03-08 11:20:00", "@n yes, ask @brand!", cid!, {reply: 2}),
  row(5, "2026-03-09 11:20:00", "mail me@brand.example or see @brandnew", ann!),
  row(6, "2026-03-09 12:20:00", "thanks all", account),
  row(7, "2026-03-09 13:20:00", "@brand @n hm", cid!, {reply: 3}),
  row(8, "2026-03-10 13:20:00", "RT @n: I like", ann!, {repost: 6})
].join("\n")}`;

describe("posts that a browser exporter saved", () => {
  test("become replies, quotes and mentions, each with whom it addresses", async () => {
    const said = await bring("search.csv", exported, {
      name: "brand",
      covers: "2026-03-01..2026-03-31",
      zone: "Europe/Berlin"
    });
    expect(said[0]).toBe(
      `search.csv: posts of a browser exporter: 8 posts; toward ${account}: 2 replies, 1 quote or repost, 1 mention; toward others only: 2; ` +
        "all from 2026-02-28 23:00 UTC to 2026-03-31 22:00 UTC, as declared"
    );
    expect(await acts()).toEqual([
      "1 ann reply -> we; we reply",
      "2 bob mention -> we; we mention",
      "3 cid quote -> bob; bob quote",
      "4 cid reply -> we; we mention, bob reply",
      // The post that it answers stands in the file, so its author is known.
      "7 cid reply -> cid; cid reply",
      "8 ann repost -> we; we repost"
    ]);
    expect(await store.rows(`select kind, "from", "to", complete, declared from raw.polls`)).toEqual([
      {
        kind: "mention",
        from: new Date("2026-02-28T23:00:00Z"),
        to: new Date("2026-03-31T22:00:00Z"),
        complete: true,
        declared: true
      }
    ]);
    expect(await store.rows(`select "after" from raw.interactions where act_id = '1'`)).toEqual([
      {after: new Date("2026-03-05T10:20:00Z")}
    ]);
  });

  test("name people at the beginning of a line too, which CSV writes behind a backslash and an n", async () => {
    const texts = [
      String.raw`hello\n@brand rocks`,
      String.raw`so\r\n@BRAND\nyes`,
      // X puts the names of the thread before a reply: the text begins with "thanks".
      String.raw`@n @brand\nthanks`
    ];
    const of = (breaks: (text: string) => string) =>
      [
        header,
        ...texts.map((text, nth) =>
          row(nth + 1, "2026-03-05 11:20:00", breaks(text), ann!, nth === 2 ? {reply: 900} : {})
        )
      ].join("\n");
    const expected = [
      "1 ann mention -> we; we mention",
      "2 ann mention -> we; we mention",
      "3 ann reply -> null; null"
    ];
    await bring(
      "search.csv",
      of((text) => text),
      {name: "brand"}
    );
    expect(await acts()).toEqual(expected);
    // The same with line breaks as they are.
    store.dataDir = `${store.dir}/breaks`;
    await bring(
      "search.csv",
      of((text) => text.replaceAll(/\\r|\\n/g, "\n")),
      {name: "brand"}
    );
    expect(await acts()).toEqual(expected);
  });

  test("may answer somebody and quote the account at once", async () => {
    const own = row(1, "2026-03-05 11:20:00", "thanks all", account);
    const theirs = row(2, "2026-03-05 12:20:00", "what to eat?", ann!);
    const both = row(3, "2026-03-05 13:20:00", "@n see this", bob!, {reply: 2, quote: 1});
    const answer = row(4, "2026-03-05 14:20:00", "@brand as here", cid!, {reply: 1, quote: 2});
    await bring("search.csv", [header, own, theirs, both, answer].join("\n"), {name: "brand"});
    expect(await acts()).toEqual([
      "3 bob quote -> we; we quote, ann reply",
      "4 cid reply -> we; we reply, ann quote"
    ]);
  });

  test.each([
    ["in_reply_to", "2.03E+18", "is no id any more: a spreadsheet has rounded the ids"],
    ["quoted_status", "2030000000000000123.0", "is no id any more: a spreadsheet has rounded the ids"],
    ["retweeted_status", "nan", "is not the id of a post: export the posts again"]
  ])("with %s %s are refused", async (column, value, line) => {
    const cells = row(1, "2026-03-05 11:20:00", "@brand lovely", ann!).split(",");
    cells[header.split(",").indexOf(column)] = value;
    await expect(bring("search.csv", [header, cells.join(",")].join("\n"), {name: "brand"})).rejects.toThrow(
      `line 2, column ${column}: ${JSON.stringify(value)} ${line}`
    );
  });

  test("are the same from JSON, and need the account's name", async () => {
    const [names, ...rows] = exported.replace("\uFEFF", "").split("\n");
    const json = rows.map((text) => {
      const cells = [...text.matchAll(/"([^"]*)"|([^,]+|(?<=,)(?=,))/g)].map((m) => m[1] ?? m[2] ?? "");
      return Object.fromEntries(
        names!.split(",").map((name, nth) => [name, cells[nth] === "" ? null : cells[nth]])
      );
    });
    await expect(bring("search.json", JSON.stringify(json, null, 2))).rejects.toThrow(
      "give the account's name by --name @NAME"
    );
    const said = await bring("search.json", JSON.stringify(json, null, 2), {name: "brand"});
    expect(said[0]).toMatch(
      /2 replies, 1 quote or repost, 1 mention; .*no period declared, so they show who engaged, never who did not/
    );
    expect(await acts()).toHaveLength(6);
    expect(await store.rows("from raw.polls")).toEqual([]);
  });
});

describe("pages that twarc2 saved of a search", () => {
  const post = (id: string, author: string, text: string, more: object = {}) => ({
    id,
    author_id: author,
    created_at: "2026-03-05T10:20:00.000Z",
    text,
    ...more
  });
  const mention = (id: string, start: number) => ({id, start, end: start + 4, username: "x"});
  const pages = [
    {
      data: [
        post("1", ann!, "@brand @bob lovely", {
          in_reply_to_user_id: account,
          referenced_tweets: [{type: "replied_to", id: "900"}],
          entities: {mentions: [mention(account, 0), mention(bob!, 7)]}
        }),
        post("2", bob!, "see @brand and @cid", {
          entities: {mentions: [mention(account, 4), mention(cid!, 15)]}
        }),
        post("3", cid!, "so", {referenced_tweets: [{type: "quoted", id: "901"}]})
      ],
      includes: {tweets: [post("901", account, "news"), post("900", account, "hello")]},
      meta: {result_count: 3, newest_id: "3"},
      __twarc: {
        url: "https://api.twitter.com/2/tweets/search/all?query=x",
        retrieved_at: "2026-03-31T08:30:00+00:00"
      }
    },
    {
      data: [
        post("4", ann!, "@bob look @brand", {
          in_reply_to_user_id: bob,
          referenced_tweets: [{type: "replied_to", id: "2"}],
          entities: {mentions: [mention(bob!, 0), mention(account, 10)]}
        }),
        post("5", ann!, "nobody"),
        post("6", account, "@ann thanks", {in_reply_to_user_id: ann})
      ],
      meta: {result_count: 3}
    }
  ];
  const text = pages.map((page) => `${JSON.stringify(page)}\n`).join("");

  test("keep everybody they address, by id", async () => {
    const said = await bring("search.jsonl", text, {covers: "2026-03-01T00:00Z..2026-03-31T08:30Z"});
    expect(said[0]).toBe(
      `search.jsonl: posts of twarc: 6 posts; toward ${account}: 2 replies, 1 quote or repost, 1 mention; ` +
        "all from 2026-03-01 00:00 UTC to 2026-03-31 08:30 UTC, as declared"
    );
    expect(await acts()).toEqual([
      "1 ann reply -> we; we reply",
      "2 bob mention -> we; we mention, cid mention",
      "3 cid quote -> we; we quote",
      "4 ann reply -> we; we mention, bob reply"
    ]);
    await bring("search.jsonl", text, {covers: "2026-03-01T00:00Z..2026-03-31T08:30Z"});
    expect(await listSnapshots(store.dataDir)).toHaveLength(1);
  });

  test("address the account where they quote it in an answer to somebody else", async () => {
    const answer = post("9", ann!, "@bob see this", {
      in_reply_to_user_id: bob,
      referenced_tweets: [
        {type: "quoted", id: "901"},
        {type: "replied_to", id: "2"}
      ]
    });
    await bring("search.jsonl", JSON.stringify({...pages[0], data: [answer]}));
    expect(await acts()).toEqual(["9 ann quote -> we; we quote, bob reply"]);
  });

  test("of another account address it nowhere: nothing is declared by itself", async () => {
    await expect(bring("search.jsonl", text, {account: ["77"]})).resolves.toBeDefined();
    expect(await store.rows("select * from raw.interactions where target_user_id = 77")).toEqual([]);
  });
});

describe("the period that a file covers", () => {
  test("of days is what lies within them wherever they are meant", async () => {
    expect(await periodOf("2026-03-01..2026-03-31", {})).toEqual({
      from: new Date("2026-03-01T12:00:00Z"),
      to: new Date("2026-03-31T10:00:00Z")
    });
    expect(await periodOf("2026-03-01..2026-03-31", {zone: "-05:00"})).toEqual({
      from: new Date("2026-03-01T05:00:00Z"),
      to: new Date("2026-04-01T05:00:00Z")
    });
  });

  test.each([
    ["2026-03-01", /not a period: write it as/],
    ["2026-03-05..2026-03-01", /ends before it begins/],
    ["2026-03-05..2099-03-01", /is not over yet/],
    ["soon..later", /--covers/]
  ])("%s is refused", async (text, why) => {
    await expect(periodOf(text, {})).rejects.toThrow(why);
  });

  test("goes with a plain table by --map, and with nothing but interactions and posts", async () => {
    const table = `who,act,at\n${ann},reply,2026-03-05T10:00Z\n`;
    const flags: ImportRequest = {
      table: "interactions",
      map: {actor_id: "who", kind: "act"},
      target: account,
      covers: "2026-03-01T00:00Z..2026-03-31T00:00Z"
    };
    await bring("replies.csv", table, flags);
    expect(await store.rows("select account_id::varchar as account, declared from raw.polls")).toEqual([
      {account, declared: true}
    ]);
    await expect(
      bring("users.csv", `user_id\n${ann}\n`, {
        table: "users",
        takenAt: "2026-03-05T10:00Z",
        covers: flags.covers
      })
    ).rejects.toThrow("--covers: only interactions and posts have a period");
    await expect(
      bring("followers-2026-03-05.txt", `${ann}\n${bob}\n`, {covers: flags.covers})
    ).rejects.toThrow("--covers: only exported posts have a period");
  });
});
