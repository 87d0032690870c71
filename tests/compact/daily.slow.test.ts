import {cpSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {writeDailyStore} from "../bench/daily.ts";
import {compactStore, type CompactedStore} from "../../src/compact/compact.ts";
import {buildMarts} from "../../src/models/build.ts";
import {makeTempDir, removeDir, storedRows} from "../stored.ts";
import {differences, martSums} from "./stores.ts";

// The short form of `npm run bench:compact`: daily walks in pages of a thousand, with people who come back.
const temp = makeTempDir();
const [plain, packed] = [join(temp, "plain"), join(temp, "packed")];
const size = {people: 2500, days: 60};
let done: CompactedStore | null;
beforeAll(async () => {
  await writeDailyStore(plain, size);
  cpSync(plain, packed, {recursive: true});
  done = await compactStore(packed, {rowsAtOnce: 40_000});
});
afterAll(() => removeDir(temp));

it("the store of the bench has as many people in each list as were asked for, about", async () => {
  const [lists] = await storedRows(
    plain,
    "select count(*)::integer as n, min(rows)::integer as least, max(rows)::integer as most from raw.lists where list = 'followers'"
  );
  expect(lists!.n).toBe(size.days);
  expect(lists!.least).toBeGreaterThan(0.9 * size.people);
  expect(lists!.most).toBeLessThan(1.1 * size.people);
});

it("sixty daily lists of 2,500 take at most a twentieth of the bytes", () => {
  expect(done).toMatchObject({added: size.days, snapshots: size.days});
  expect(20 * done!.bytes).toBeLessThan(done!.bytesBefore);
});

it("they have the same rows, and make the same marts", async () => {
  expect(await differences(plain, packed)).toEqual([]);
  await buildMarts(plain);
  await buildMarts(packed);
  expect(await martSums(packed)).toEqual(await martSums(plain));
});
