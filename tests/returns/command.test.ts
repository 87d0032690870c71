import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {beforeEach, expect, it} from "vitest";
import {trackAccount, readSettings, writeSettings} from "../../src/snapshots/settings.ts";
import {hear} from "../commands/hear.ts";
import {useFreshStore} from "../stored.ts";
import {csv, marks, shopify, stripeHeader, stripeRow, togglHeader, togglRow} from "./files.ts";

const store = useFreshStore();
const run = (...argv: string[]) => hear([...argv, "--data", store.dataDir]);
const shop = shopify(
  ["11", "12", "13"].map((day) => ({name: `#${day}`, at: `2026-09-${day} 23:30:00 +0200`}))
);

beforeEach(() => trackAccount(store.dataDir, {id: "42", name: "examplebrand"}));

it("imports a folder with orders, hours, a list and a picture at once", async () => {
  const folder = join(store.dir, "september");
  mkdirSync(folder);
  writeFileSync(join(folder, "orders_export.csv"), shop);
  writeFileSync(
    join(folder, "toggl.csv"),
    csv([
      togglHeader,
      ...["2026-09-15", "2026-09-16"].map((day) => togglRow(day, "09:00:00", "01:30:00", "Team FB"))
    ])
  );
  writeFileSync(join(folder, "followers-2026-09-30.csv"), "id\n11\n12\n13\n");
  writeFileSync(join(folder, "logo.png"), Buffer.from("89504e470d0a1a0a0000000d", "hex"));
  const {code, err} = await run("import", folder, "--account", "42");
  expect(err).toMatch(/skipped 1 file that cannot be lists: logo.png\n/);
  expect(err).toMatch(/orders_export.csv: Shopify orders of 42: /);
  expect(err).toMatch(/toggl.csv: Toggl hours of 42: .*1.50 hours of 1 project/);
  expect(err).toMatch(/stored: 1 list\n/);
  expect(err).toMatch(/stored: 2 downloads of visits, sales, hours or clicks\n$/);
  expect(code).toBe(0);
  expect(marks.filter((mark) => err.includes(mark))).toEqual([]);
});

it("counts days in the zone of the account's settings, unless a flag says another", async () => {
  const {accounts} = await readSettings(store.dataDir);
  await writeSettings(store.dataDir, {accounts: accounts.map((one) => ({...one, zone: "Asia/Tokyo"}))});
  const file = store.write("orders.csv", shop);
  const {code, err} = await run("import", file, "--dry-run");
  // 23:30 in Berlin is 06:30 of the next day in Tokyo.
  expect([code, err]).toEqual([0, expect.stringContaining("2026-09-12 to 2026-09-13, days of Asia/Tokyo")]);
  const other = await run("import", file, "--dry-run", "--zone", "+02:00");
  expect(other.err).toContain("2026-09-11 to 2026-09-12, days of +02:00");
  const wrong = await run("import", file, "--zone", "CET");
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining("--zone CET: not a zone")]);
});

it("ends with 2 where only the user can say, and with 1 where a file is wrong", async () => {
  const one = store.write("one.csv", shopify([{name: "#1", at: "2026-09-11 10:00:00 +0200"}]));
  expect(await run("import", one)).toMatchObject({code: 2, err: expect.stringContaining("give --taken-at")});
  const wrong = store.write(
    "pay.csv",
    csv([stripeHeader, stripeRow({id: "1", at: "15.09.2026", amount: "5.00"})])
  );
  const {code, err} = await run("import", wrong);
  expect(code).toBe(1);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect(marks.filter((mark) => err.includes(mark))).toEqual([]);
  expect(store.snapshots()).toEqual([]);
});

it("takes back what was imported, and lists what is stored", async () => {
  const file = store.write("orders.csv", shop);
  await run("import", file);
  const listed = await run("snapshots");
  expect(listed.out).toMatch(/rows of sales 2 .*orders.csv/);
  const [id] = store.snapshots();
  expect(await run("snapshots", "remove", id!)).toMatchObject({code: 0});
  expect(await store.rows("select count(*)::int as n from raw.downloads")).toEqual([{n: 0}]);
  expect((await run("import", file)).err).toContain("stored: 1 download");
});
