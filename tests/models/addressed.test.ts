import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {readModels} from "../../src/models/models.ts";
import {account, crowd, runHistory, weeks, type Act, type Observed} from "./histories.ts";
import {randomHistory} from "./random-history.ts";

/** Forty people who are there from day 7 on, watched weekly for 120 days with every mention covered. */
const newcomers = Array.from({length: 40}, (_, nth) => 100 + nth);
const lastDay = 119;
const watched = (...more: Partial<Observed>[]): Observed[] => [
  ...weeks(0, 17).map((week): Observed => ({
    at: 7 * week,
    followers: {people: [...(week === 0 ? [] : newcomers), ...crowd]},
    following: {people: []}
  })),
  {
    at: lastDay,
    source: "x-api",
    polls: [
      {kind: "mention", from: 0, to: lastDay},
      {kind: "post", from: 0, to: lastDay}
    ]
  },
  ...more.map((observed): Observed => ({at: lastDay, ...observed}))
];

/** Twenty replies of newcomers to other newcomers, all on day 10. */
const amongThemselves = newcomers
  .slice(0, 20)
  .map((by, nth): Act => ({by, at: 10, toward: newcomers[nth + 20]!}));

const engaged = async (db: Database) =>
  (
    await db.rows<{size: bigint; engaged: bigint; engaged_at_most: bigint; engaged_with_likes: bigint}>(
      "select size, engaged, engaged_at_most, engaged_with_likes from cohort_engagement where period = 'month' and age_days = 30"
    )
  ).map((row) => Object.values(row).map(Number))[0];
const circles = async (db: Database) =>
  (await db.rows<{circle: string}>("select circle from engagements order by act_id")).map(
    (row) => row.circle
  );

/** Every row of every mart, but what is said of interactions that do not address the brand. */
async function figuresOf(history: Observed[]): Promise<Record<string, unknown[]>> {
  const db = await runHistory(history);
  const figures: Record<string, unknown[]> = {};
  for (const {name, kind} of readModels()) {
    if (kind !== "marts") continue;
    if (name === "community") continue;
    const only = {engagements: "circle = 'brand'", circles: "circle = 'brand'"}[name] ?? "true";
    const rows = await db.rows<Record<string, unknown>>(`from "${name}" where ${only}`);
    figures[name] = rows.map((row) => ({...row, interactions_without_target: undefined}));
  }
  return figures;
}

describe.concurrent("interactions between followers", () => {
  it.each(["x-api", "tables"] as const)("leave forty silent newcomers silent (source %s)", async (source) => {
    const db = await runHistory(watched({source, interactions: amongThemselves}));
    expect(await engaged(db)).toEqual([40, 0, 0, 0]);
    expect(new Set(await circles(db))).toEqual(new Set(["others"]));
    expect(await db.rows("select distinct is_covered from engagements")).toEqual([{is_covered: false}]);
  });

  it.each(["reply", "quote", "mention", "repost", "like"])(
    "change no figure of the brand beside an act toward it (%s)",
    async (kind) => {
      const toBrand: Act[] = [
        {by: 100, at: 9},
        {by: 101, at: 40},
        {by: 102, at: 9, kind: "like"}
      ];
      const more = amongThemselves.map((act) => ({...act, kind}));
      const [before, after] = await Promise.all([
        figuresOf(watched({interactions: toBrand})),
        figuresOf(watched({interactions: toBrand}, {source: "tables", interactions: more}))
      ]);
      expect(before.cohort_engagement).toContainEqual(
        expect.objectContaining({age_days: 30, period: "month", engaged: 1n, engaged_with_likes: 2n})
      );
      expect(after).toEqual(before);
    }
  );

  // Each seed is a history of its own, as it is and with the acts among others; `RUNS=20` is the long form.
  it.each(Array.from({length: Number(process.env.RUNS ?? 3)}, (_, nth) => 20 + nth))(
    "change no figure of the brand in random history %i",
    async (seed) => {
      const history = randomHistory(seed);
      const people = [...new Set(history.flatMap(({followers}) => followers?.people ?? []))];
      const others = history.map((observed, nth): Observed => {
        const by = (step: number) => people[(7 * nth + step) % people.length]!;
        const more = weeks(1, 12).flatMap((step): Act[] => {
          const kind = ["reply", "quote", "mention", "repost", "like"][step % 5]!;
          const silent = observed.source === "tables" && step % 2 === 0;
          return [{by: by(step), at: observed.at - step / 4, kind, toward: silent ? null : by(step + 1)}];
        });
        return {...observed, interactions: [...(observed.interactions ?? []), ...more]};
      });
      const [before, after] = await Promise.all([figuresOf(history), figuresOf(others)]);
      expect(after).toEqual(before);
    }
  );
});

describe.concurrent("whom an act addresses", () => {
  /** The circle of one reply of person 100 on day 10, collected as said, and whether it made them engaged. */
  async function circleOf(...more: Partial<Observed>[]) {
    const db = await runHistory(watched(...more));
    const [circle] = await circles(db);
    const counts = (await engaged(db))!;
    return [circle, counts[1]];
  }
  const act: Act = {by: 100, at: 10, id: "77"};
  const tables = (more: Partial<Act>): Partial<Observed> => ({
    source: "tables",
    interactions: [{...act, ...more}]
  });
  const x = (more: Partial<Act>): Partial<Observed> => ({source: "x-api", interactions: [{...act, ...more}]});

  it("is the brand where a table names it as the target", async () =>
    expect(await circleOf(tables({toward: Number(account)}))).toEqual(["brand", 1]));

  it("is the brand where a table names one of its own posts", async () =>
    expect(await circleOf(tables({toward: null, post: 500}), {posts: [{id: 500, at: 8}]})).toEqual([
      "brand",
      1
    ]));

  it("is the brand where a table names one of its own posts and somebody else", async () =>
    expect(await circleOf(tables({toward: 101, post: 500}), {posts: [{id: 500, at: 8}]})).toEqual([
      "brand",
      1
    ]));

  it("is somebody else where a table names a post of another author", async () =>
    expect(await circleOf(tables({toward: null, post: 500}), {posts: [{id: 500, at: 8, by: 101}]})).toEqual([
      "others",
      0
    ]));

  it("is not known where the post is the brand's repost of somebody", async () =>
    expect(
      await circleOf(tables({toward: null, post: 500}), {posts: [{id: 500, at: 8, kind: "repost"}]})
    ).toEqual(["nobody", 0]));

  it("is not known where a table names a post that nobody collected", async () =>
    expect(await circleOf(tables({toward: null, post: 501}))).toEqual(["nobody", 0]));

  it("is the brand where X sent the act, because that is what was asked", async () =>
    expect(await circleOf(x({toward: null}))).toEqual(["brand", 1]));

  it("is somebody else in an answer to oneself", async () =>
    expect(await circleOf(tables({toward: 100}))).toEqual(["others", 0]));

  it("is nobody where a table does not say, and such interactions are counted", async () => {
    const db = await runHistory(
      watched({
        source: "tables",
        interactions: [
          {by: 100, at: 10, toward: null},
          {by: 7, at: 11, toward: null}, // no follower
          {by: 101, at: 12, toward: null, kind: "visit"}, // stored by an earlier version: no interaction
          {by: 102, at: 13, toward: 103}
        ]
      })
    );
    expect(await engaged(db)).toEqual([40, 0, 0, 0]);
    expect(await circles(db)).toEqual(["nobody", "others"]);
    expect(await db.rows("select interactions_without_target from accounts")).toEqual([
      {interactions_without_target: 2n}
    ]);
  });

  // Of an act that was collected twice the row that says whom wins, and of two that say, the one that names the brand.
  it.each<[string, Partial<Observed>, Partial<Observed>, [string, number]]>([
    ["a table without and one with the brand", tables({toward: null}), tables({}), ["brand", 1]],
    ["a table without and one with another", tables({toward: null}), tables({toward: 101}), ["others", 0]],
    ["X without and a table with another", x({toward: null}), tables({toward: 101}), ["others", 0]],
    ["X without and a table without", x({toward: null}), tables({toward: null}), ["brand", 1]],
    ["X with the brand and a table with another", x({}), tables({toward: 101}), ["brand", 1]],
    [
      "a mention of the brand and a reply to another",
      x({kind: "mention"}),
      tables({toward: 101}),
      ["brand", 1]
    ]
  ])("is settled when it was collected twice: %s", async (_, one, other, expected) => {
    expect(await Promise.all([circleOf(one, other), circleOf(other, one)])).toEqual([expected, expected]);
  });

  it("is taken from one row, and the time from the row that knows it best", async () => {
    const db = await runHistory(watched(tables({at: 10.9, after: 10}), x({toward: null, at: 10.5})));
    expect(await db.rows("select circle, acted_after, acted_before from engagements")).toEqual([
      {
        circle: "brand",
        acted_after: new Date("2024-01-11T12:00:00Z"),
        acted_before: new Date("2024-01-11T12:00:00Z")
      }
    ]);
  });
});
