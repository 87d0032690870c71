import {rm} from "node:fs/promises";
import {join} from "node:path";
import {discountOf, shopCall, shopUrl, writeShopFiles} from "../../data-loaders/demo/shop-files.ts";
import {campaignsOf, currency, hourCost, type Campaign} from "../../data-loaders/demo/world/campaigns.ts";
import type {World} from "../../data-loaders/demo/world/world.ts";
import {importInputs} from "../../data-loaders/import/import-inputs.ts";
import {setCampaign, setHourCost} from "../campaigns/campaigns.ts";
import {linkRows, planLinks} from "../campaigns/link-plan.ts";
import {storeStatement} from "../campaigns/statement.ts";
import {campaignIdOf} from "../snapshots/tables.ts";
import {plural} from "../words.ts";

/**
 * The brand says what its campaigns are and what an hour costs it, and imports the files of its shop, its analytics and its
 * clock as any user would. Returns a line that says what came in; null before the first campaign.
 */
export async function importShop(dataDir: string, world: World): Promise<string | null> {
  const account = world.brand.id;
  const now = new Date(world.now);
  const dir = join(dataDir, "shop");
  const linksOf = new Map(campaignsOf(world).map((campaign) => [campaign.name, planOf(campaign, now)]));
  const {campaigns, files, visits, orders, hours} = await writeShopFiles(
    dir,
    world,
    ({name}, monday) => linksOf.get(name)!.find(({week}) => week.getTime() === monday.getTime())!.code
  );
  if (files.length === 0) return null;
  await setHourCost(dataDir, account, hourCost, currency, now);
  for (const {name, place, from, to} of campaigns)
    await setCampaign(
      dataDir,
      account,
      name,
      {
        placeKind: place.kind,
        place: place.place,
        from: new Date(from),
        ...(to < world.now && {to: new Date(to)}),
        ...(place.money > 0 && {money: place.money, currency})
      },
      now
    );
  const links = campaigns.flatMap((campaign) => [
    {code_kind: "discount", code: discountOf(campaign), campaign_id: campaignIdOf(campaign.name)},
    ...linkRows(linksOf.get(campaign.name)!)
  ]);
  await storeStatement(dataDir, account, {links}, now);
  await importInputs(
    dataDir,
    files,
    {account: [account], takenAt: now.toISOString()},
    {line: () => {}, input: async (_, run) => void (await run())}
  );
  // What was read is in the store, without the names that stand in such files.
  await rm(dir, {recursive: true});
  return `shop: ${plural(campaigns.length, "campaign")}, which took ${hours.toFixed(0)} hours and brought ${plural(visits, "visit")} and ${plural(orders, "order")}`;
}

/** The codes of a campaign's links, one a week so far. */
const planOf = ({name, from, to}: Campaign, now: Date) =>
  planLinks({
    url: shopUrl,
    from: new Date(from),
    weeks: Math.ceil((Math.min(to, now.getTime()) - from) / weekMs) + 1,
    calls: [shopCall],
    campaign: name
  });

const weekMs = 7 * 86_400_000;
