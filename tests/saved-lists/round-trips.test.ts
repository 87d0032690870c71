import {mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {importLists} from "../../data-loaders/saved-lists/import-lists.ts";
import {findInputs} from "../../data-loaders/saved-lists/inputs.ts";
import {quote, withDatabase, type Database} from "../../src/duckdb.ts";
import {runModels} from "../../src/models/build.ts";
import {attachSnapshots, createEmptyTables} from "../../src/snapshots/store.ts";
import {snapshotRowSql} from "../../src/snapshots/tables.ts";
import {makeTempDir, removeDir} from "../stored.ts";
import {isSlow} from "../long.ts";

// Random histories of accounts, whose lists are written in every shape that `import` recognises, imported and built. The
// reference is built from the same lists put into the raw tables by hand; the truth is who followed whom and when.

type ListName = "followers" | "following";
interface TakenList {
  list: ListName;
  /** UTC, whole seconds. */
  at: Date;
  /** In X's order: the newest first. */
  ids: string[];
}
/** When a follow began and ended, in seconds from the first visit; it ends at infinity where it goes on. */
type Follow = [from: number, to: number];
interface Person {
  id: string;
  theirs: Follow[];
  ours: Follow | null;
}
interface History {
  account: string;
  /** Whole hours: where the one who names files by a bare date lives. */
  zone: number;
  start: number;
  people: Person[];
  lists: TakenList[];
}

const firstAccount = 1_500_000_000_000_000_001n;
const seed = 20_250_105;
// By default each shape gets one of them; with `HISTORIES=300` each gets 300.
const isLong = process.env.HISTORIES !== undefined;
const historyCount = Number(process.env.HISTORIES ?? 12);
const perShape = isLong ? historyCount : 1;
const day = 24 * 3600;
const earliest = Date.UTC(2023, 0, 1) / 1000;

/** An id that is how many others a list has is asked about, and nobody answers here. */
const mostOfList = 22;

/** An id of 1 to 19 digits, each length as likely; beyond 2^53 in a third of them. */
const id = fc
  .integer({min: 1, max: 19})
  .chain((digits) =>
    fc.tuple(
      fc.integer({min: 1, max: digits === 19 ? 8 : 9}),
      fc.array(fc.integer({min: 0, max: 9}), {minLength: digits - 1, maxLength: digits - 1})
    )
  )
  .map(([first, rest]) => `${first}${rest.join("")}`)
  .map((text) => (Number(text) < mostOfList ? `${text}77` : text))
  // Several long ids that end in 000 are what a spreadsheet makes of them, and are refused.
  .filter((text) => !text.startsWith("15000000000000") && !text.endsWith("000"));

/** Days between two visits: at least 25 hours, so that no two lists of a direction have one date. */
const gap = fc.oneof(
  fc.constant(25 / 24),
  fc.integer({min: 2, max: 7}),
  fc.integer({min: 7, max: 30}),
  fc.integer({min: 7, max: 30})
);
/** A moment as a share of the history, or near one of its visits, where the hour matters. */
const moment = fc.oneof(
  fc.record({share: fc.integer({min: -100, max: 1050}).map((share) => share / 1000)}),
  fc.record({share: fc.integer({min: -100, max: 1050}).map((share) => share / 1000)}),
  fc.record({visit: fc.nat({max: 4}), hours: fc.integer({min: -20, max: 20})})
);
const newcomer = fc.record({
  theirs: moment,
  /** How long they stay at first, in days, and how long they are away before they come back. */
  stays: fc.option(fc.integer({min: 3, max: 43}), {freq: 4}),
  returns: fc.option(fc.integer({min: 2, max: 30}), {freq: 2}),
  ours: fc.option(
    fc.oneof(
      fc.record({at: moment}),
      fc.record({at: moment}),
      fc.record({after: fc.integer({min: -30, max: 30})})
    ),
    {freq: 5}
  ),
  /** Long enough to be seen by some list: what comes and goes unseen no shape can show. */
  lasts: fc.option(fc.integer({min: 75, max: 95}), {freq: 3})
});

const fewestOldOnes = 8;
const newcomers = 12;
const fewestPeople = fewestOldOnes + newcomers;
const history: fc.Arbitrary<Omit<History, "account">> = fc
  .record({
    zone: fc.integer({min: -12, max: 14}),
    start: fc.integer({min: 0, max: 300 * day}),
    gaps: fc.array(gap, {minLength: 3, maxLength: 4}),
    // How long after theirs ours is read, at every visit.
    apart: fc.constantFrom(0, 0, 600, 3600, 8 * 3600, 20 * 3600),
    missing: fc.array(fc.constantFrom(null, null, null, null, null, null, "followers", "following"), {
      minLength: 5,
      maxLength: 5
    }),
    ids: fc.uniqueArray(id, {minLength: fewestPeople, maxLength: mostOfList}),
    arriving: fc.array(newcomer, {minLength: newcomers, maxLength: newcomers})
  })
  .map(({zone, start, gaps, apart, missing, ids, arriving}) => {
    const visits = [0];
    for (const days of gaps) visits.push(visits.at(-1)! + Math.round(days * day));
    const end = visits.at(-1)! + day;
    const at = (of: {share: number} | {visit: number; hours: number}) =>
      Math.max(
        -5 * day,
        Math.round("share" in of ? of.share * end : visits[of.visit % visits.length]! + of.hours * 3600)
      );
    const people: Person[] = arriving.map(({theirs, stays, returns, ours, lasts}, nth) => {
      const from = at(theirs);
      const to = stays === null ? Infinity : from + stays * day;
      const began =
        ours === null
          ? null
          : "at" in ours
            ? at(ours.at)
            : Math.max(-5 * day, Math.round(from + ours.after * 3600));
      return {
        id: ids[nth]!,
        theirs: [
          [from, to],
          ...(stays !== null && returns !== null ? [[to + returns * day, Infinity] as Follow] : [])
        ],
        ours: began === null ? null : [began, lasts === null ? Infinity : began + lasts * day]
      };
    });
    // The others were there before, so that no two lists of a direction are of strangers.
    for (const [nth, one] of ids.slice(newcomers).entries())
      people.push({
        id: one,
        theirs: nth % 4 === 3 ? [] : [[-300 * day + nth * 7000, Infinity]],
        ours: nth % 4 === 0 ? null : [-300 * day + nth * 9000, Infinity]
      });
    const listOf = (list: ListName, visit: number): TakenList => {
      const time = visit + (list === "following" ? apart : 0);
      const since = ({theirs, ours}: Person) =>
        (list === "followers" ? theirs : ours === null ? [] : [ours]).find(
          ([from, to]) => from <= time && time < to
        )?.[0];
      const there = people.filter((person) => since(person) !== undefined);
      return {
        list,
        at: new Date((earliest + start + time) * 1000),
        ids: there.sort((a, b) => since(b)! - since(a)!).map((person) => person.id)
      };
    };
    const lists = (["followers", "following"] as const).flatMap((list) =>
      visits.filter((_, nth) => missing[nth] !== list).map((visit) => listOf(list, visit))
    );
    return {zone, start, people, lists};
  });

const histories: History[] = fc
  // Without the leaning to extremes: most moments would lie before the first list.
  .sample(fc.noBias(history), {seed, numRuns: historyCount})
  .map((made, nth) => ({account: String(firstAccount + BigInt(nth)), ...made}));

/**
 * Whether their first follow that some list shows answered one of ours that was open, or over for at most 30 days; null
 * where no list shows one.
 */
function isFollowback({start, lists}: History, {theirs, ours}: Person): boolean | null {
  const times = lists
    .filter(({list}) => list === "followers")
    .map(({at}) => at.getTime() / 1000 - earliest - start);
  const first = theirs.find(([from, to]) => times.some((time) => from <= time && time < to));
  if (first === undefined) return null;
  return ours !== null && ours[0] <= first[0] && first[0] - ours[1] <= 30 * day;
}

const texts = ["plain", 'a "quoted", b', "two\nlines", "日本語; 한국어", "", "=1+1", "1799000000000000000"];
const textOf = (n: number) => texts[n % texts.length]!;
const csvField = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const iso = (at: Date) => at.toISOString().replace(".000Z", "Z");
const localDate = (at: Date, zone: number) =>
  new Date(at.getTime() + zone * 3600_000).toISOString().slice(0, 10);
/** `2023-05-01T083015Z`: a time as file names hold it. */
const timeInName = (at: Date) => iso(at).replaceAll(/(?<=T.*):/g, "");

/** A file's name and content. */
type Written = [name: string, content: string | Buffer];
/** Writes one list to one file; its name is given the ending. */
const listShapes: Record<string, [ending: string, (ids: string[]) => string | Buffer]> = {
  "ids, LF": ["txt", (ids) => ids.map((one) => `${one}\n`).join("")],
  "ids, CRLF": ["txt", (ids) => ids.join("\r\n")],
  "ids, UTF-16": ["txt", (ids) => Buffer.from(`\uFEFF${ids.map((one) => `${one}\r\n`).join("")}`, "utf16le")],
  "CSV with profiles": [
    "csv",
    (ids) =>
      `screen_name,id,description,followers_count\n${ids.map((one, n) => `made_${n},${one},${csvField(textOf(n))},${n * 1000}\n`).join("")}`
  ],
  TSV: ["tsv", (ids) => `user_id\tusername\n${ids.map((one, n) => `${one}\tmade_${n}\n`).join("")}`],
  "JSON array": ["json", (ids) => JSON.stringify(ids, null, 2)],
  "JSON numbers": ["json", (ids) => `[${ids.join(",")}]`],
  NDJSON: [
    "jsonl",
    (ids) => ids.map((one, n) => `{"id": ${one}, "bio": ${JSON.stringify(textOf(n))}}\n`).join("")
  ],
  "page of ids": [
    "json",
    (ids) =>
      `{"ids":[${ids.join(",")}],"next_cursor":0,"next_cursor_str":"0","previous_cursor":0,"previous_cursor_str":"0"}`
  ]
};

const directions = ["followers", "following"] as const;
const ofList = ({lists}: History, list: ListName) => lists.filter((one) => one.list === list);
/** The lists of each direction in one CSV, the newest date first, as those who append at the top keep it. */
const dated = (of: History, column: string, text: (at: Date) => string): Written[] =>
  directions.map((list) => [
    `${of.account}-${list}.csv`,
    `id,${column}\n${ofList(of, list)
      .toReversed()
      .flatMap(({ids, at}) => ids.map((one) => `${one},${text(at)}\n`))
      .join("")}`
  ]);

/** Every shape that carries ids, order and clock times. */
const exactShapes: Record<string, (of: History) => Written[]> = {
  ...Object.fromEntries(
    Object.entries(listShapes).map(([name, [ending, write]]) => [
      name,
      ({account, lists}: History) =>
        lists.map(({list, at, ids}): Written => [
          `${account}-${list}-${timeInName(at)}.${ending}`,
          write(ids)
        ])
    ])
  ),
  "one CSV with times": (of) => dated(of, "taken_at", iso)
};
const datedFolder = ({account, lists, zone}: History): Written[] =>
  lists.map(({list, at, ids}) => [
    join(account, list, `${localDate(at, zone)}.txt`),
    listShapes["ids, LF"]![1](ids)
  ]);
const bareShapes: Record<string, [write: (of: History) => Written[], hasZone: boolean]> = {
  "one CSV with dates": [(of) => dated(of, "date", (at) => localDate(at, of.zone)), false],
  "folder of dated files": [datedFolder, false],
  "folder of dated files, with the zone": [datedFolder, true]
};
const shapeNames = [...Object.keys(exactShapes), ...Object.keys(bareShapes)];

const temp = makeTempDir();
afterAll(() => removeDir(temp));

/** Those of one shape. */
function historiesOf(shape: string): History[] {
  const first = (shapeNames.indexOf(shape) * perShape) % historyCount;
  return Array.from({length: perShape}, (_, nth) => histories[(first + nth) % historyCount]!);
}

function put(folder: string, [name, content]: Written): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, content);
  return path;
}

type Rows = Record<string, unknown>[];
interface Built {
  lists: Rows;
  rows: Rows;
  spells: Rows;
  followers: Rows;
  outreach: Rows;
}

/** What some shapes say of profiles besides the lists. */
const profileColumns = [
  "followers_count", "following_count", "posts_count", "account_created_at", "is_protected", "is_verified"
]; // prettier-ignore
/** The id of a snapshot ends in a digest of its files, which differ by shape. */
const plain = (column: string) =>
  `regexp_replace("${column}"::varchar, '(-tables)-[0-9a-f]{8}', '\\1', 'g') as "${column}"`;

/** Builds what decides routes, and returns it with the raw rows: each relation by account, in the order of all its columns. */
async function built(db: Database): Promise<Map<string, Built>> {
  await runModels(db, {only: ["followers", "outreach"]});
  const found = new Map<string, Built>();
  const raw = ["followers", "following"]
    .map(
      (list) =>
        `select '${list}' as list, account_id, snapshot_id, user_id, position, page_at, is_mutual from raw.${list}`
    )
    .join(" union all ");
  const relations = {
    lists: "raw.lists",
    rows: `(${raw})`,
    spells: "spells",
    followers: "followers",
    outreach: "outreach"
  };
  for (const [name, relation] of Object.entries(relations) as [keyof Built, string][]) {
    const columns = (await db.rows<{column_name: string}>(`describe select * from ${relation}`))
      .map(({column_name}) => column_name)
      .filter((column) => !profileColumns.includes(column));
    for (const row of await db.rows<Record<string, string>>(
      `select ${columns.map(plain).join(", ")} from ${relation} order by all`
    )) {
      const account = row.account_id!;
      if (!found.has(account))
        found.set(account, {lists: [], rows: [], spells: [], followers: [], outreach: []});
      found.get(account)![name].push(row);
    }
  }
  return found;
}

/** The lists put into the raw tables as they are: what every exact shape must come to. */
async function referenceOf(all: readonly History[]): Promise<Map<string, Built>> {
  return withDatabase(async (db) => {
    await createEmptyTables(db);
    const snapshots: string[] = [];
    const lists: string[] = [];
    const people: Record<ListName, string[]> = {followers: [], following: []};
    for (const {account, lists: taken} of all)
      for (const {list, at, ids} of taken) {
        const stamp = iso(at).replaceAll(/[-:]/g, "");
        const snapshot = `${stamp}-tables-${snapshots.length.toString(16).padStart(8, "0")}`;
        const time = `timestamp ${quote(iso(at).slice(0, -1))}`;
        snapshots.push(snapshotRowSql(snapshot, "tables"));
        lists.push(
          `(${account}, ${quote(snapshot)}, '${list}', 'tables', ${time}, true, 'declared', true, ${time}, ${time},
            ${ids.length}, ${ids.length}, 0, 0, 1, false)`
        );
        for (const [position, user] of ids.entries())
          people[list].push(`(${account}, ${quote(snapshot)}, ${user}, ${position}, ${time})`);
      }
    await db.run(`insert into raw.snapshots values ${snapshots.join(", ")}`);
    await db.run(`insert into raw.lists (account_id, snapshot_id, list, source, taken_at, ended, completeness_basis,
      is_newest_first, started_at, finished_at, rows, distinct_rows, duplicate_rows, self_rows, pages, additions_only)
      values ${lists.join(", ")}`);
    for (const [list, rows] of Object.entries(people))
      await db.run(
        `insert into raw.${list} (account_id, snapshot_id, user_id, position, page_at) values ${rows.join(", ")}`
      );
    return built(db);
  });
}

/** Writes histories in a shape, imports them into a store of their own and builds it. */
async function importedIn(
  shape: string,
  write: (of: History) => Written[],
  hasZone = false
): Promise<Map<string, Built>> {
  const folder = join(temp, shape.replaceAll(/\W+/g, "-"));
  const dataDir = join(folder, "data");
  const some = historiesOf(shape);
  // One import reads all bare dates in one zone.
  for (const zone of hasZone ? new Set(some.map((of) => of.zone)) : [null]) {
    const files = join(folder, zone === null ? "files" : `files of zone ${zone}`);
    for (const of of some)
      if (zone === null || of.zone === zone) for (const file of write(of)) put(files, file);
    const offset =
      zone === null ? undefined : `${zone < 0 ? "-" : "+"}${String(Math.abs(zone)).padStart(2, "0")}:00`;
    await importLists(
      dataDir,
      await findInputs([files]),
      {isComplete: true, order: "newest-first", zone: offset},
      histories.map(({account}) => ({id: account, name: account})),
      () => {}
    );
  }
  return withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    return built(db);
  });
}

const isCertain = ({route, route_basis}: Record<string, unknown>) =>
  (route === "followback" || route === "organic") && route_basis !== "sitting";
const certainOf = ({followers}: Built) => followers.filter(isCertain);
/** Those of a history with a certain route that is not the true one. */
const wrongOf = (of: History, found: Built) =>
  certainOf(found).filter(
    ({user_id, route}) =>
      (route === "followback") !==
      isFollowback(
        of,
        of.people.find(({id: one}) => one === user_id)!
      )
  );

let reference: Map<string, Built>;
beforeAll(async () => {
  reference = await referenceOf(histories);
});

test("the histories have newcomers, leavers, people who came back, both routes, and ids in no sorted order", () => {
  const has = (is: (of: TakenList[]) => boolean) =>
    histories.filter(({lists}) => directions.some((list) => is(lists.filter((one) => one.list === list))))
      .length;
  expect(histories).toHaveLength(historyCount);
  const pairs = (of: TakenList[]) => of.slice(1).map((next, n) => [of[n]!.ids, next.ids] as const);
  expect(has((of) => pairs(of).some(([a, b]) => b.some((one) => !a.includes(one))))).toBeGreaterThan(
    (historyCount * 2) / 3
  );
  expect(has((of) => pairs(of).some(([a, b]) => a.some((one) => !b.includes(one))))).toBeGreaterThan(
    historyCount / 3
  );
  const isBack = (of: TakenList[], one: string) =>
    /10+1/.test(of.map(({ids}) => Number(ids.includes(one))).join(""));
  expect(has((of) => of.some(({ids}) => ids.some((one) => isBack(of, one))))).toBeGreaterThan(
    historyCount / 20
  );
  const isSorted = (ids: string[]) =>
    [1, -1].some((sign) =>
      ids.every((one, n) => n === 0 || sign * Number(BigInt(one) - BigInt(ids[n - 1]!)) > 0)
    );
  expect(has((of) => of.some(({ids}) => !isSorted(ids)))).toBeGreaterThan((historyCount * 5) / 6);
  const routes = [...reference.values()].flatMap((of) => certainOf(of)).map(({route}) => route);
  for (const route of ["followback", "organic"])
    expect(routes.filter((one) => one === route).length).toBeGreaterThan(historyCount / 3);
  for (const of of histories) expect(wrongOf(of, reference.get(of.account)!)).toEqual([]);
});

describe("shapes with ids, order and clock times give equal rows, spells, routes and attempts", () => {
  test.each(Object.entries(exactShapes).filter((_, nth) => isSlow || nth % 2 === 0))(
    "%s",
    async (shape, write) => {
      const found = await importedIn(shape, write);
      for (const {account} of historiesOf(shape)) expect(found.get(account)).toEqual(reference.get(account));
      expect(found.size).toBe(perShape);
    }
  );
});

describe("shapes with bare dates: every certain route is true, and was certain with clock times", () => {
  test.each(Object.entries(bareShapes).filter((_, nth) => isSlow || nth % 2 === 0))(
    "%s",
    async (shape, [write, hasZone]) => {
      const found = await importedIn(shape, write, hasZone);
      let certain = 0;
      for (const of of historiesOf(shape)) {
        const {account, lists, zone} = of;
        const [mine, exact] = [found.get(account)!, reference.get(account)!];
        expect(wrongOf(of, mine), account).toEqual([]);
        const known = new Map(certainOf(exact).map(({user_id, route}) => [user_id, route]));
        for (const {user_id, route} of certainOf(mine))
          expect(known.get(user_id), `${account}: ${String(user_id)}`).toBe(route);
        certain += certainOf(mine).length;
        // The same people in the same order, each list on a day that holds the true time.
        const people = ({rows}: Built) =>
          rows
            .map(({list, user_id, position}) => `${String(list)} ${String(user_id)} ${String(position)}`)
            .sort();
        expect(people(mine)).toEqual(people(exact));
        expect(mine.lists).toHaveLength(lists.length);
        for (const {list, at} of lists) {
          const date = localDate(at, zone);
          const stored = mine.lists.find((row) => row.list === list && row.sitting === date)!;
          const [from, to] = [stored.started_at, stored.finished_at].map((text) =>
            Date.parse(`${String(text).replace(" ", "T")}Z`)
          );
          expect(from).toBeLessThanOrEqual(at.getTime());
          expect(to).toBeGreaterThanOrEqual(at.getTime());
          expect(to! - from!).toBe((hasZone ? 24 : 50) * 3600_000 - 1);
        }
      }
      expect(certain).toBeGreaterThan(perShape / 2);
    }
  );
});
