import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {importInputs} from "../../data-loaders/import/import-inputs.ts";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {forgetPeople} from "../../src/forget/forget.ts";
import {findPerson} from "../../src/forget/people.ts";
import {buildMarts, runModels} from "../../src/models/build.ts";
import {readModels} from "../../src/models/models.ts";
import {linesOfNames, readNamesLeftOut, type NamesLeftOut} from "../../src/names/left-out.ts";
import {standIn} from "../../src/names/stand-in.ts";
import {attachSnapshots, listSnapshots} from "../../src/snapshots/store.ts";
import {useFreshStore} from "../stored.ts";
import {isSlow} from "../long.ts";
import {slow} from "../slow.ts";

const store = useFreshStore();
const account = "1500000000000000001";
const idOf = (nth: number) => `17990000000000000${nth}`;
const [ann, bob, cid, dot, eve] = [11, 12, 13, 14, 15].map(idOf);

/** Imports a file of that text, and returns what was said. */
async function bring(name: string, text: string, flags: ImportRequest = {}, to = store.dataDir) {
  const said: string[] = [];
  await importInputs(
    to,
    [store.write(name, text)],
    {account: [account], ...flags},
    {line: (line) => void said.push(line), input: async (_path, run) => void (await run())}
  );
  return said;
}

/** The rows of each query over the models that it and the others read. */
const marts = <const T extends string[]>(...queries: T) => martsOf(store.dataDir, queries);

const martsOf = <const T extends string[]>(to: string, queries: T) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, to);
    await runModels(db, {
      only: [...new Set(queries.flatMap((sql) => /from (?!\()(\w+)/.exec(sql)!.slice(1)))]
    });
    const rows: unknown[] = [];
    for (const sql of queries) rows.push(await db.rows(sql));
    return rows as {[K in keyof T]: Record<string, unknown>[]};
  });

/** A log of outreach whose people are written by `of`. Ann follows back, Bob does not and is let go, Cid is waited for. */
const log = (column: string, of: (id: string, name: string) => string) =>
  `${column},followed_at,followed_back_at,unfollowed_at,found under
${of(ann!, "ann")},2025-03-01 09:00,2025-03-02 10:00,,#gardening
${of(bob!, "bob")},2025-02-20 09:05,,2025-03-20 12:00,#gardening
${of(cid!, "cid")},2025-03-02 09:00,,,@seedshop
`;
const byId = log("user_id", (id) => id);
/** A list that shows whose all names are: Ann and Dot follow, whom the log does not hold. */
const profiles = `id,username\n${ann},Ann\n${dot},dot\n`;
const others = `id,username\n${bob},bob\n${cid},cid\n${eve},eve\n`;
const at = (time: string): ImportRequest => ({takenAt: time, complete: true, list: "followers"});
const blocked: ImportRequest = {takenAt: "2025-03-21T08:00Z", list: "blocking"};

const outcomes = `select user_id, outcome from outreach order by user_id`;
const routes = `select user_id, route from followers order by user_id`;
const person = (id: string | undefined) => BigInt(id!);

describe("a log of names", () => {
  test.each<[string, string]>([
    ["ids themselves", byId],
    ["bare names", log("username", (_, name) => name)],
    ...(isSlow ? ([
    ["names with @, in another case", log("handle", (_, name) => `@${name.toUpperCase()}`)],
    ["addresses", log("profile_url", (_, name) => `https://twitter.com/${name}?lang=en`)],
    ["addresses with ids", log("profile_url", (id) => `https://x.com/i/user/${id}`)],
    ["ids, and a name where there is none", log("user_id,username", (id, name) => (name === "ann" ? `,${name}` : `${id},`))]
    ] as [string, string][]) : [])
  ])("whose names are known has the figures of the same log of ids: %s", async (_, text) => {
    await bring("log.csv", text, {complete: true});
    await bring("first.csv", `id,username\n${eve},eve\n`, at("2025-02-28T08:00Z"));
    await bring("a.csv", `${profiles}${eve},eve\n`, at("2025-03-10T08:00Z"));
    await bring("b.csv", others, blocked);
    const [attempts, targets, followers] = await marts(
      outcomes,
      "select user_id, campaign_id from targets order by user_id",
      routes
    );
    expect(attempts).toEqual([
      {user_id: person(ann), outcome: "followed_back"},
      {user_id: person(bob), outcome: "closed_without"},
      {user_id: person(cid), outcome: "not_yet"}
    ]);
    expect(targets).toEqual([
      {user_id: person(ann), campaign_id: "#gardening"},
      {user_id: person(bob), campaign_id: "#gardening"},
      {user_id: person(cid), campaign_id: "@seedshop"}
    ]);
    expect(followers).toEqual([
      {user_id: person(ann), route: "followback"},
      {user_id: person(dot), route: "organic"},
      {user_id: person(eve), route: "pre_existing"}
    ]);
  }); // prettier-ignore

  test("keeps the names, and says how many of its people are known by name only", async () => {
    const said = await bring(
      "log.csv",
      log("handle", (_, name) => `@${name}`)
    );
    expect(said[0]).toContain(
      "3 rows of 3 people from 2025-02-20 09:05:00 UTC to 2025-03-20 12:00:00 UTC; 3 of them by name only (followback names says what shows who they are); 3 follows"
    );
    expect(await store.rows("select account_id, user_id, name from raw.names order by name")).toEqual(
      ["ann", "bob", "cid"].map((name) => ({
        account_id: BigInt(account),
        user_id: BigInt(standIn(name)),
        name
      }))
    );
    await bring(
      "log.csv",
      log("handle", (_, name) => `@${name}`)
    );
    expect(await listSnapshots(store.dataDir)).toHaveLength(1);
  });

  test("beside lists of names that nobody knows has the figures of ids", async () => {
    await bring("a.csv", "@ann\n@dot\n", at("2025-02-10T08:00Z"));
    await bring("b.csv", "@ann\n@dot\n@cid\n", at("2025-03-10T08:00Z"));
    await bring(
      "log.csv",
      log("handle", (_, name) => name)
    );
    // Ann followed before ours; whether Cid came before or after it is not known.
    expect((await marts(outcomes))[0]).toEqual(
      [
        {user_id: BigInt(standIn("bob")), outcome: "closed_without"},
        {user_id: BigInt(standIn("cid")), outcome: "unknown"}
      ].sort((a, b) => (a.user_id < b.user_id ? -1 : 1))
    );
  });

  test("alone has the figures of ids", async () => {
    await bring(
      "log.csv",
      log("handle", (_, name) => name)
    );
    expect((await marts(outcomes))[0]).toEqual(
      [
        {user_id: BigInt(standIn("ann")), outcome: "followed_back"},
        {user_id: BigInt(standIn("bob")), outcome: "closed_without"},
        {user_id: BigInt(standIn("cid")), outcome: "not_yet"}
      ].sort((a, b) => (a.user_id < b.user_id ? -1 : 1))
    );
  });

  test("leaves out names that nobody knows beside lists of ids, and is not whole then", async () => {
    await bring(
      "log.csv",
      log("handle", (_, name) => name),
      {complete: true}
    );
    await bring("a.txt", `${bob}\n`, at("2025-02-28T08:00Z"));
    await bring("b.txt", `${ann}\n${bob}\n${dot}\n`, at("2025-03-10T08:00Z"));
    // Ann may be any of the ids, so that nobody is known to have come without having been followed.
    const [attempts, campaigns, followers] = await marts(
      outcomes,
      "select distinct campaign_id from targets",
      "select user_id, route, unknown_because from followers order by user_id"
    );
    expect(attempts).toEqual([]);
    expect(campaigns).toEqual([]);
    // Its campaigns turned to three people, of whom nobody knows what came: at most each is a result.
    const [results, accounts] = await marts(
      "select campaign_id, result, turned_to, left_out, attempts, x, x_high, cost_per_result, note from campaign_results where campaign_id is not null and result in ('attempted', 'won') order by all",
      "select left_out from accounts"
    );
    const none = {attempts: 0n, x: 0n, cost_per_result: null, note: "people known by name only are left out"};
    expect(results).toEqual(
      [
        {campaign_id: "#gardening", people: 2n},
        {campaign_id: "@seedshop", people: 1n}
      ].flatMap(({campaign_id, people}) =>
        ["attempted", "won"].map((result) => ({
          ...none, campaign_id, result, turned_to: people, left_out: people, x_high: people
        }))
      )
    ); // prettier-ignore
    expect(accounts).toEqual([{left_out: 3n}]);
    expect(followers).toEqual([
      {user_id: person(ann), route: "unknown", unknown_because: "no_following_list"},
      {user_id: person(bob), route: "pre_existing", unknown_because: null},
      {user_id: person(dot), route: "unknown", unknown_because: "no_following_list"}
    ]);
  });

  test("leaves out names that nobody knows beside another log of ids", async () => {
    await bring(
      "log.csv",
      log("handle", (_, name) => name),
      {complete: true}
    );
    await bring("in.csv", `date,event,user_id\n2025-03-10 08:00,follow,${ann}\n`, {list: "followers"});
    expect(await marts(outcomes, "select user_id, route from followers")).toEqual([
      [],
      [{user_id: person(ann), route: "unknown"}]
    ]);
  });

  test("and the same log of ids are one attempt a person", async () => {
    await bring("log.csv", byId);
    await bring(
      "again.csv",
      log("handle", (_, name) => name)
    );
    await bring("a.csv", profiles, at("2025-03-10T08:00Z"));
    await bring("b.csv", others, blocked);
    expect(await marts(outcomes, "select count(*)::integer as n from follow_events")).toEqual([
      [
        {user_id: person(ann), outcome: "followed_back"},
        {user_id: person(bob), outcome: "closed_without"},
        {user_id: person(cid), outcome: "not_yet"}
      ],
      [{n: 5}]
    ]);
  });

  test("holds the account itself by name, which is dropped", async () => {
    const own = `${log("handle", (_, name) => name)}@WE,2025-03-02 09:00,,,@seedshop\n`;
    await bring("log.csv", own, {name: "we"});
    expect(await store.rows("select distinct name from raw.names order by name")).toEqual(
      ["ann", "bob", "cid"].map((name) => ({name}))
    );
    expect(await store.rows("select 1 from raw.events where source_id = target_id")).toEqual([]);
  });

  test("of follows and unfollows, in which a name changes hands, is about nobody certain", async () => {
    await bring(
      "log.csv",
      `date,event,handle\n2025-03-01 10:00,follow,ann\n2025-03-09 10:00,unfollow,ann\n2025-03-02 10:00,follow,bob\n2025-03-08 10:00,unfollow,bob\n`,
      {list: "following"}
    );
    // Until the fifth the name was Ann's, and from then on it is Eve's.
    for (const [day, rows] of [
      ["02", `${ann},ann\n${bob},bob`],
      ["08", `${eve},ann\n${ann},anne\n${bob},bob`]
    ])
      await bring(`p${day}.csv`, `id,username\n${rows}\n`, {
        takenAt: `2025-03-${day}T10:00Z`,
        list: "blocking"
      });

    expect((await marts(outcomes))[0]).toEqual(
      [BigInt(standIn("ann")), person(bob)].map((user_id) => ({user_id, outcome: "closed_without"}))
    );
  });

  test("is forgotten by name and by id", async () => {
    await bring(
      "log.csv",
      log("handle", (_, name) => name)
    );
    await bring("a.csv", profiles, at("2025-03-10T08:00Z"));
    const erase = await withDatabase(async (db) => {
      await attachSnapshots(db, store.dataDir);
      return findPerson(db, ann!);
    });
    expect(erase.map(({id}) => id)).toEqual([ann, standIn("ann")]);
    await forgetPeople(store.dataDir, {erase, blank: []});
    expect(await store.rows("select distinct target_id from raw.events order by 1")).toEqual(
      ["bob", "cid"]
        .map((name) => BigInt(standIn(name)))
        .sort((a, b) => (a < b ? -1 : 1))
        .map((target_id) => ({target_id}))
    );
    expect(await store.rows("select name from raw.names order by name")).toEqual(
      ["bob", "cid"].map((name) => ({name}))
    );
  });
});

describe("follows of names", () => {
  const edges = `follower,followed,time
@ann,@we,2025-03-02 10:00
@we,@ann,2025-03-01 09:00
dot,WE,2025-03-03 10:00
@dot,@ann,2025-03-03 11:00
@eve,@we,2025-02-01 10:00
`;

  test("have the figures of ids", async () => {
    await bring("edges.csv", edges, {edges: true, name: "we"});
    const users = [
      ["ann", "followback"],
      ["dot", "organic"],
      ["eve", "pre_existing"]
    ].map(([name, route]) => ({user_id: BigInt(standIn(name!)), route}));
    expect((await marts(routes))[0]).toEqual(users.sort((a, b) => (a.user_id < b.user_id ? -1 : 1)));
    await bring("a.csv", `${profiles}${eve},eve\n`, {...blocked, takenAt: "2025-03-10T08:00Z"});
    expect((await marts(routes))[0]).toEqual([
      {user_id: person(ann), route: "followback"},
      {user_id: person(dot), route: "organic"},
      {user_id: person(eve), route: "pre_existing"}
    ]);
  });

  test("need the name of the account, which the program asks for", async () => {
    await expect(bring("edges.csv", edges, {edges: true})).rejects.toThrow(
      `account ${account} is in none of its rows: check the id, or give the account's name there by --name`
    );
    await expect(
      bring("edges.csv", edges, {edges: true, account: undefined, allAccounts: true})
    ).rejects.toThrow("--all-accounts: its people are names");
  });
});

test("who of the people known by name never engaged is not known, as interactions have ids", async () => {
  const posts = `act_id,actor_id,kind,target_user_id,at\n1,${ann},reply,${account},2025-03-12T10:00Z\n`;
  const size =
    "select sum(size)::integer as people from cohort_engagement where period = 'month' and age_days = 7";
  for (const [form, people] of [
    ["ids", 2],
    ["names", null]
  ] as const) {
    const to = `${store.dataDir}-${form}`;
    const list = (...names: string[]) =>
      names.map((name) => (form === "names" ? `@${name}` : {ann, bob, dot}[name]!)).join("\n");
    await bring("a.txt", list("bob"), at("2025-03-09T08:00Z"), to);
    await bring("b.txt", list("bob", "ann", "dot"), at("2025-03-10T08:00Z"), to);
    await bring("c.txt", list("bob", "ann", "dot"), at("2025-04-10T08:00Z"), to);
    await bring("posts.csv", posts, {table: "interactions", covers: "2025-03-01..2025-04-30"}, to);
    expect(await martsOf(to, [size])).toEqual([[{people}]]);
    const left = await withDatabase(async (db) => {
      await attachSnapshots(db, to);
      await runModels(db, {only: ["polls"]});
      return linesOfNames(await readNamesLeftOut(db));
    });
    expect(left).toEqual(
      form === "ids"
        ? []
        : [
            `left open of ${account}: who never engaged, as interactions have ids, and of 3 people only the name is known: followback names says what shows who they are`
          ]
    );
  }
});

test("a build says how many people it leaves out or open", async () => {
  const handles = log("handle", (_, name) => name);
  const left: NamesLeftOut[][] = [];
  const build = () => buildMarts(store.dataDir, {onNames: (accounts) => left.push([...accounts])});
  await bring("log.csv", handles);
  await build();
  await bring("a.txt", `${ann}\n${dot}\n`, at("2025-03-10T08:00Z"));
  await build();
  expect(left).toEqual([[], [{accountId: account, people: 3, unengaged: 0}]]);
  expect(linesOfNames(left[1]!)).toEqual([
    `left out of the figures of ${account}: 3 people of whom only the name is known, as lists or logs of ids may hold them too: followback names says what shows who they are`
  ]);
});

slow.it("the marts are the same bytes in every order of import", async () => {
  const files: [string, string, ImportRequest][] = [
    ["log.csv", log("handle", (_, name) => name), {complete: true}],
    ["ids.csv", byId, {}],
    ["first.csv", `id,username\n${eve},eve\n`, at("2025-02-28T08:00Z")],
    ["a.csv", profiles, at("2025-03-10T08:00Z")],
    ["b.txt", "@ann\n@dot\n@gus\n", at("2025-03-17T08:00Z")]
  ];
  const bytes: Buffer[][] = [];
  for (const [nth, order] of [files, files.toReversed()].entries()) {
    const to = `${store.dataDir}-${nth}`;
    for (const [file, text, flags] of order) await bring(file, text, flags, to);
    await buildMarts(to, {threads: 1});
    const built = readModels().filter(({kind}) => kind === "marts");
    bytes.push(built.map(({name}) => readFileSync(join(to, "marts", `${name}.parquet`))));
  }
  expect(bytes[1]!.every((file, nth) => file.equals(bytes[0]![nth]!))).toBe(true);
});
