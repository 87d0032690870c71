import {mkdirSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {writeOutreachLog} from "../../data-loaders/demo/watch.ts";
import {campaignsOf} from "../../data-loaders/demo/world/campaigns.ts";
import {dayMs} from "../../data-loaders/demo/world/people.ts";
import {formatTruth, type Truth} from "../../data-loaders/demo/world/truth.ts";
import {World, worldStart} from "../../data-loaders/demo/world/world.ts";
import {importTable} from "../../data-loaders/tables/load.ts";
import {importShop} from "../../src/commands/demo-shop.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {makeModels} from "../../src/models/build.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {makeTempDir, removeDir} from "../stored.ts";

describe("the shop of a simulated brand, imported", () => {
  const temp = makeTempDir();
  const store = {dataDir: join(temp, "data")};
  let world: World;
  let truth: Truth;
  let line: string | null;
  const rows = (models: string[], sql: string) =>
    withDatabase(async (db) => {
      await attachSnapshots(db, store.dataDir);
      await makeModels(db, models);
      return db.rows(sql);
    });

  beforeAll(async () => {
    mkdirSync(store.dataDir);
    world = new World("typical", 1);
    world.advanceTo(new Date(worldStart.getTime() + 420 * dayMs));
    truth = formatTruth(world);
    await trackAccount(store.dataDir, {id: world.brand.id, name: "simulated-brand"});
    const {file} = await writeOutreachLog(store.dataDir, world);
    await importTable(store.dataDir, file, {
      shape: "outreach",
      accounts: [world.brand.id],
      timeColumn: "followed_at"
    });
    line = await importShop(store.dataDir, world);
  });

  afterAll(() => removeDir(temp));

  it("says what came in, and leaves no file that names who bought", () => {
    const sum = (column: "visits" | "orders") =>
      truth.campaigns.reduce((all, campaign) => all + campaign[column], 0);
    expect(line).toContain("8 campaigns");
    expect(line).toContain(`${sum("visits").toLocaleString("en")} visits and ${sum("orders")} orders`);
    expect(readdirSync(store.dataDir)).not.toContain("shop");
  });

  it("has X's counts of every follow and unfollow of the last year but its newest day", async () => {
    const [newest] = [new Date(world.now).toISOString().slice(0, 10)];
    const first = new Date(Date.parse(`${newest}T00:00:00Z`) - 364 * dayMs).toISOString().slice(0, 10);
    const happened = world.log.filter(({at, target}) => {
      const day = new Date(at).toISOString().slice(0, 10);
      return target === world.brand.id && day >= first && day < newest;
    });
    const count = (kind: string) => happened.filter((one) => one.kind === kind).length;
    expect(
      await rows(
        ["kept_daily_counts"],
        "select count(*)::int as days, sum(new_follows)::int as follows, sum(unfollows)::int as unfollows from kept_daily_counts"
      )
    ).toEqual([{days: 364, follows: count("follow"), unfollows: count("unfollow")}]);
    expect(count("unfollow")).toBeGreaterThan(100);
  });

  it("has the campaigns of the truth, with everybody they turned to", async () => {
    expect(
      await rows(
        ["campaigns_now", "targets"],
        `select c.campaign_id, c.place_kind, c.place, count(*)::int as follows
        from campaigns_now c join targets t using (account_id, campaign_id) group by all order by c.campaign_id`
      )
    ).toEqual(
      truth.campaigns
        .map(({campaign, place_kind, place, follows}) => ({
          campaign_id: campaign,
          place_kind,
          place,
          follows
        }))
        .sort((a, b) => (a.campaign_id < b.campaign_id ? -1 : 1))
    );
  });

  it("has what they cost", async () => {
    expect(
      await rows(
        ["costs_now"],
        "select campaign_id, hours::double as hours, cost::double as cost, currency from costs_now order by campaign_id"
      )
    ).toEqual(
      truth.campaigns
        .map(({campaign, hours, cost}) => ({campaign_id: campaign, hours, cost, currency: "EUR"}))
        .sort((a, b) => (a.campaign_id < b.campaign_id ? -1 : 1))
    );
  });

  it("has what their links and discounts brought, but for the day that is not over", async () => {
    const returned = await rows(
      ["returned_days"],
      `select campaign_id, (sum(total) filter (where outcome = 'visit'))::int as visits,
        coalesce(sum(total) filter (where outcome = 'sale'), 0)::int as orders,
        coalesce(sum(amount) filter (where currency = 'EUR'), 0)::double as euros,
        coalesce(sum(amount) filter (where currency = 'USD'), 0)::double as dollars
      from returned_days where campaign_id is not null group by campaign_id order by campaign_id`
    );
    expect(returned).toEqual(
      truth.campaigns
        .map(({campaign, visits, orders, sales}) => ({
          campaign_id: campaign,
          visits,
          orders,
          euros: (sales.EUR ?? 0) / 100,
          dollars: (sales.USD ?? 0) / 100
        }))
        .sort((a, b) => (a.campaign_id < b.campaign_id ? -1 : 1))
    );
    expect(campaignsOf(world).length).toBe(returned.length);
  });
});
