import {mkdirSync, writeFileSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {factsOfName} from "../../data-loaders/saved-lists/file-name.ts";
import {importLists} from "../../data-loaders/saved-lists/import-lists.ts";
import {findInputs} from "../../data-loaders/saved-lists/inputs.ts";
import {sniff} from "../../data-loaders/saved-lists/sniff.ts";
import {timesOfNames, understand} from "../../data-loaders/saved-lists/understand.ts";
import {defineSpans, type TimeSpan} from "../../data-loaders/tables/times.ts";
import {openDatabase, withDatabase, type Database} from "../../src/duckdb.ts";
import {runModels} from "../../src/models/build.ts";
import {readModels} from "../../src/models/models.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {makeTempDir, removeDir} from "../stored.ts";

// Random histories, each written in every shape that `import` recognises. What is understood of the files must be what
// was written. A build is a function of the raw rows, so equal rows are equal marts; some are built to see it.

type ListName = "followers" | "following";
interface TakenList {
  list: ListName;
  /** UTC, whole seconds. */
  at: Date;
  /** In X's order: the newest first. */
  ids: string[];
}
interface History {
  account: string;
  /** Whole hours: where the person sits who names files by a bare date. */
  zone: number;
  lists: TakenList[];
}

const owner = "1500000000000000001";
const seed = 20_250_105;
// Every test run takes forty; `HISTORIES=300` is the long form.
const historyCount = Number(process.env.HISTORIES ?? 40);
const day = 24 * 3600;
const earliest = Date.UTC(2023, 0, 1) / 1000;

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
  // Several long ids that end in 000 are what a spreadsheet makes of them, and are refused.
  .filter((text) => text !== owner && !text.endsWith("000"));

/** What happens before the next list: who leaves, who comes, who comes back. Shares of 0 to 99. */
const step = fc.record({
  seconds: fc.integer({min: 25 * 3600, max: 30 * day}),
  leaves: fc.array(fc.integer({min: 0, max: 99}), {maxLength: 3}),
  comes: fc.integer({min: 0, max: 4}),
  returns: fc.boolean()
});

/** Mostly lists at `least` times, in a quarter of the histories one more. */
const direction = (list: ListName, least: number) =>
  fc
    .record({
      pool: fc.uniqueArray(id, {minLength: 12, maxLength: 24}),
      first: fc.integer({min: 2, max: 8}),
      start: fc.integer({min: 0, max: 300 * day}),
      steps: fc.oneof(
        ...[0, 0, 0, 1].map((more) =>
          fc.array(step, {minLength: least - 1 + more, maxLength: least - 1 + more})
        )
      )
    })
    .map(({pool, first, start, steps}): TakenList[] => {
      let at = earliest + start;
      let ids = pool.slice(0, first);
      const waiting = pool.slice(first);
      const gone: string[] = [];
      const lists = [{list, at: new Date(at * 1000), ids}];
      for (const {seconds, leaves, comes, returns} of steps) {
        at += seconds;
        // The oldest stays, so that no list is empty and no two of a direction are strangers.
        const leaving = leaves
          .map((share) => ids[Math.floor((share / 100) * (ids.length - 1))]!)
          .filter((one) => one !== ids.at(-1));
        const back = returns ? gone.splice(0, 1) : [];
        ids = [...back, ...waiting.splice(0, comes), ...ids.filter((one) => !leaving.includes(one))];
        gone.push(...new Set(leaving));
        lists.push({list, at: new Date(at * 1000), ids});
      }
      return lists;
    });

const history: fc.Arbitrary<History> = fc
  .record({
    zone: fc.integer({min: -12, max: 14}),
    followers: direction("followers", 2),
    following: direction("following", 1)
  })
  .map(({zone, followers, following}) => ({account: owner, zone, lists: [...followers, ...following]}));

const histories = fc.sample(history, {seed, numRuns: historyCount});

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
    `${list}.csv`,
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
      ({lists}: History) =>
        lists.map(({list, at, ids}): Written => [`${list}-${timeInName(at)}.${ending}`, write(ids)])
    ])
  ),
  "one CSV with times": (of) => dated(of, "taken_at", iso)
};
const bareShapes: Record<string, (of: History) => Written[]> = {
  "one CSV with dates": (of) => dated(of, "date", (at) => localDate(at, of.zone)),
  "folder of dated files": ({lists, zone}) =>
    lists.map(({list, at, ids}): Written => [
      join(list, `${localDate(at, zone)}.txt`),
      listShapes["ids, LF"]![1](ids)
    ])
};

const temp = makeTempDir();
let db: Database;
beforeAll(async () => {
  db = await openDatabase({threads: 1});
  await defineSpans(db, {});
});
afterAll(async () => {
  await db.close();
  removeDir(temp);
});

const folderOf = (shape: string) => join(temp, shape.replaceAll(/\W+/g, "-"));
function put(folder: string, [name, content]: Written): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, content);
  return path;
}
const placeOf = (path: string) => [basename(dirname(path))];
const options = {account: owner, isComplete: true, order: "newest-first"} as const;

interface Understood extends TakenList {
  taken: TimeSpan;
  day: string | null;
  account: string;
  says: unknown;
}

/** Everything that the stored rows are made of, in the order of direction and time. */
async function understandFiles(
  paths: string[],
  times: ReadonlyMap<string, TimeSpan>,
  tempDir: string
): Promise<Understood[]> {
  const found: Understood[] = [];
  for (const path of paths) {
    const file = await sniff(db, path, tempDir);
    for (const one of await understand(db, file, placeOf(path), "saved", {...options, times}, [])) {
      const [row] = await db.rows<{ids: string[]}>(
        `select list(user_id::varchar order by row) as ids from (${one.rows})`
      );
      const {account, list, taken, ended, basis, reason, isNewestFirst, duplicates, self, hasRowTimes} = one;
      const says = {ended, basis, reason, isNewestFirst, duplicates, self, hasRowTimes, people: one.people};
      found.push({
        account,
        list: list as ListName,
        at: taken.to,
        taken,
        day: one.day,
        ids: (row!.ids as unknown as {items?: string[]}).items ?? row!.ids,
        says
      });
    }
  }
  return found.sort(
    (a, b) => directions.indexOf(a.list) - directions.indexOf(b.list) || a.at.getTime() - b.at.getTime()
  );
}

/** Writes every history in a shape and hands what is understood of each to `check`. */
async function eachHistory(
  shape: string,
  write: (of: History) => Written[],
  check: (found: Understood[], of: History, nth: string) => void
): Promise<void> {
  const folder = folderOf(shape);
  const written = histories.map((of, n) => write(of).map((file) => put(join(folder, String(n)), file)));
  const names = written
    .flat()
    .map((path) => ({path, text: factsOfName(path, placeOf(path)).takenAt}))
    .filter((name): name is {path: string; text: string} => name.text !== null);
  const times = names.length > 0 ? await timesOfNames(names, {}) : new Map<string, TimeSpan>();
  for (const [n, paths] of written.entries())
    check(await understandFiles(paths, times, folder), histories[n]!, `history ${n} (seed ${seed})`);
}

test("the histories have newcomers, leavers, people who came back, and ids in no sorted order", () => {
  const has = (is: (of: TakenList[]) => boolean) =>
    histories.filter((of) => directions.some((list) => is(ofList(of, list)))).length;
  expect(histories).toHaveLength(historyCount);
  const pairs = (of: TakenList[]) => of.slice(1).map((next, n) => [of[n]!.ids, next.ids] as const);
  expect(has((of) => pairs(of).some(([a, b]) => b.some((one) => !a.includes(one))))).toBeGreaterThan(
    (historyCount * 2) / 3
  );
  expect(has((of) => pairs(of).some(([a, b]) => a.some((one) => !b.includes(one))))).toBeGreaterThan(
    (historyCount * 2) / 3
  );
  expect(
    has(([a, b, c]) => c !== undefined && c.ids.some((one) => a!.ids.includes(one) && !b!.ids.includes(one)))
  ).toBeGreaterThan(historyCount / 20);
  const isSorted = (ids: string[]) =>
    [1, -1].some((sign) =>
      ids.every((one, n) => n === 0 || sign * Number(BigInt(one) - BigInt(ids[n - 1]!)) > 0)
    );
  expect(has((of) => of.some(({ids}) => !isSorted(ids)))).toBeGreaterThan((historyCount * 5) / 6);
});

describe("shapes with ids, order and clock times give what was written", () => {
  test.each(Object.entries(exactShapes))("%s", async (shape, write) => {
    await eachHistory(shape, write, (found, of, nth) => {
      expect(found, nth).toEqual(
        of.lists.map(({list, at, ids}) => ({
          account: owner,
          list,
          at,
          taken: {from: at, to: at},
          day: null,
          ids,
          says: {
            ended: true,
            basis: "declared",
            reason: null,
            isNewestFirst: true,
            duplicates: 0,
            self: 0,
            hasRowTimes: false,
            people: ids.length
          }
        }))
      );
    });
  });
});

describe("shapes with bare dates give the people in their order, and a day that holds the true time", () => {
  test.each(Object.entries(bareShapes))("%s", async (shape, write) => {
    await eachHistory(shape, write, (found, of, nth) => {
      expect(
        found.map(({list, day, ids}) => ({list, day, ids})),
        nth
      ).toEqual(of.lists.map(({list, at, ids}) => ({list, day: localDate(at, of.zone), ids})));
      for (const [n, {taken}] of found.entries()) {
        const at = of.lists[n]!.at.getTime();
        expect(taken.from.getTime(), nth).toBeLessThanOrEqual(at);
        expect(taken.to.getTime(), nth).toBeGreaterThanOrEqual(at);
      }
    });
  });
});

describe("equal rows give equal marts", () => {
  // Without profiles: these shapes store no more than the lists.
  const shapes = ["JSON numbers", "one CSV with times"];
  const largest = [...histories.keys()]
    .sort(
      (a, b) =>
        histories[b]!.lists.flatMap(({ids}) => ids).length -
        histories[a]!.lists.flatMap(({ids}) => ids).length
    )
    .slice(0, 2);

  /** The id of a snapshot ends in a digest of its files, which differ. */
  const plainText = (column: string) =>
    `regexp_replace("${column}"::varchar, '(-tables)-[0-9a-f]{8}', '\\1', 'g') as "${column}"`;

  /** The raw rows and every relation of the models. */
  async function built(nth: number, shape: string): Promise<Record<string, unknown[]>> {
    const folder = join(temp, `built-${nth}`, shape.replaceAll(/\W+/g, "-"));
    const dataDir = join(folder, "data");
    mkdirSync(dataDir, {recursive: true});
    const files = exactShapes[shape]!(histories[nth]!).map((file) => put(join(folder, "files"), file));
    await importLists(dataDir, await findInputs(files), options, [], () => {});
    return withDatabase(async (store) => {
      await attachSnapshots(store, dataDir);
      await runModels(store);
      const all: Record<string, unknown[]> = {};
      const relations = [
        "raw.followers",
        "raw.following",
        "raw.lists",
        ...readModels().map(({name}) => name)
      ];
      for (const relation of relations) {
        const columns = (await store.rows<{column_name: string}>(`describe select * from ${relation}`)).map(
          ({column_name}) => column_name
        );
        all[relation] = await store.rows(
          `select ${columns.map(plainText).join(", ")} from ${relation} order by all`
        );
      }
      return all;
    });
  }

  test.each(largest)("history %i, by two shapes", async (nth) => {
    const all: Record<string, unknown[]>[] = [];
    for (const shape of shapes) all.push(await built(nth, shape));
    const {lists} = histories[nth]!;
    expect(all[0]!["raw.lists"]).toHaveLength(lists.length);
    expect(all[0]!["raw.followers"]).toHaveLength(
      lists.filter(({list}) => list === "followers").flatMap(({ids}) => ids).length
    );
    for (const other of all.slice(1)) expect(other).toEqual(all[0]);
  });
});
