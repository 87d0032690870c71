import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {pricesFile, pricesIn, publishedPrices, readPrices} from "../../src/plan/prices.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "prices-"));
});
afterAll(() => rm(folder, {recursive: true}));

const written = async (text: string) => {
  const file = join(folder, "table.json");
  await writeFile(file, text);
  return file;
};

// X's price page of 2026-08-22: owned reads $0.001, posts $0.005, users $0.010, somebody else's lists $0.010.
describe("the published prices", () => {
  it.each([
    ["users/:id/followers", 1_000, 10_000],
    ["users/:id/following", 1_000, 10_000],
    ["users/:id/tweets", 1_000, 5_000],
    ["users/:id/mentions", 1_000, 5_000],
    ["tweets/:id/liking_users", 10_000, 10_000],
    ["tweets/:id/retweets", 5_000, 5_000],
    ["tweets/:id/quote_tweets", 5_000, 5_000],
    ["tweets", 5_000, 5_000],
    ["users", 10_000, 10_000],
    ["users/me", 10_000, 10_000],
    ["users/:id", 10_000, 10_000],
    ["users/by", 10_000, 10_000],
    ["users/by/username/:username", 10_000, 10_000]
  ] as const)("%s", (endpoint, owned, list) => {
    expect(publishedPrices.price(endpoint, true)).toBe(owned);
    expect(publishedPrices.price(endpoint, false)).toBe(list);
  });

  it("are dated and say where they stand", () => {
    expect(publishedPrices).toMatchObject({
      of: "2026-08-22",
      source: "docs.x.com/x-api/getting-started/pricing"
    });
  });
});

describe("prices of one's own", () => {
  it("override the endpoints they name, in dollars", async () => {
    const file = await written(
      '{"of": "2026-11-01", "prices": {"users/:id/followers": {"owned": 0.0007, "list": 0.29}}}'
    );
    const table = await readPrices(file);
    expect(table.of).toBe("2026-11-01");
    expect(table.source).toBe(file);
    expect(table.price("users/:id/followers", true)).toBe(700);
    expect(table.price("users/:id/followers", false)).toBe(290_000);
    expect(table.price("users/:id/following", true)).toBe(1_000);
  });

  it("stand in prices.json of the data folder, else X's are taken", async () => {
    expect(await pricesIn(folder)).toBe(publishedPrices);
    const own = await mkdtemp(join(folder, "data-"));
    await writeFile(pricesFile(own), '{"of": "2027-01-01", "prices": {}}');
    expect((await pricesIn(own)).of).toBe("2027-01-01");
  });

  it.each([
    ["[]", /table\.json: .*fix it, or delete the file$/],
    ["{", /table\.json: is not JSON: fix it, or delete it/],
    ['{"of": "soon", "prices": {}}', /table\.json: of is not a day, such as 2026-11-01: fix it/],
    [
      '{"of": "2026-11-01", "prices": {"users": {"owned": 0.0000005, "list": 0.01}}}',
      /prices users owned is finer than a millionth of a dollar/
    ],
    [
      '{"of": "2026-11-01", "prices": {"users": {"owned": -1, "list": 0.01}}}',
      /prices users owned is below nothing/
    ],
    ['{"of": "2026-11-01", "prices": {"users": 0.01}}', /prices users is not \{"owned": …, "list": …\}/],
    ['{"of": "2026-11-01", "prices": {"users": {"list": 0.01}}}', /prices users owned is not a number/],
    [
      '{"of": "2026-11-01", "prices": {"users/:name": {"owned": 0, "list": 0}}}',
      /users\/:name.*is no endpoint/
    ]
  ])("are refused where they are wrong: %s", async (text, message) => {
    const error = await readPrices(await written(text)).catch((error: unknown) => error as Error);
    expect(error).toMatchObject({name: "UserError", message: expect.stringMatching(message)});
    expect((error as Error).message).not.toContain("\n");
  });

  it("are refused where there is no such file", async () => {
    await expect(readPrices(join(folder, "none.json"))).rejects.toThrow(/none\.json: cannot be read/);
  });
});
