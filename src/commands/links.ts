import {InvalidArgumentError, Option, type Command} from "commander";
import {csvFormat} from "d3";
import {listCampaigns} from "../campaigns/campaigns.ts";
import {campaignsOfCodes, linkRows, planLinks, refuseTakenCodes} from "../campaigns/link-plan.ts";
import {storeStatement} from "../campaigns/statement.ts";
import {parseDate} from "../../data-loaders/tables/times.ts";
import {UsageError, UserError} from "../errors.ts";
import {accountMeant, dataDirOf, readSettings} from "../snapshots/settings.ts";
import {campaignIdOf, codeKinds} from "../snapshots/tables.ts";
import {plural} from "../words.ts";
import {accountOption, dataOption} from "./options.ts";

interface PlanFlags {
  data?: string;
  account?: string;
  url: string;
  calls: string[];
  from: string;
  weeks: number;
  posts: number;
  campaign?: string;
}

export function addLinksCommand(program: Command): void {
  const links = program
    .command("links")
    .description("Plan codes for links, so that you know where visits and sales come from");
  links
    .command("plan")
    .description(
      "Print one code a week (or post) and call to action as CSV, with ready addresses, and remember them"
    )
    .requiredOption("--url <address>", "Where the links lead, such as https://shop.example/")
    .requiredOption("--calls <list>", 'Calls to action, such as "shop, newsletter"', listOf)
    .requiredOption("--from <day>", "Any day of the first week")
    .option("--weeks <number>", "How many weeks", countOf, 4)
    .option("--posts <number>", "Posts with links a week, each with codes of its own", countOf, 1)
    .option("--campaign <name>", "The campaign that all of them belong to")
    .addOption(accountOption())
    .addOption(dataOption())
    .action((flags: PlanFlags) => plan(flags));
  links
    .command("set")
    .description("Say which campaign a code belongs to, such as a discount code given to its people")
    .argument("<code>", "The code, as links or orders hold it")
    .addOption(
      new Option("--kind <kind>", "What kind of code it is")
        .choices(codeKinds.filter((kind) => kind !== "none"))
        .makeOptionMandatory()
    )
    .requiredOption("--campaign <name>", "The campaign it belongs to")
    .addOption(accountOption())
    .addOption(dataOption())
    .action((code: string, flags: SetFlags) => set(code, flags));
}

interface SetFlags {
  data?: string;
  account?: string;
  kind: string;
  campaign: string;
}

async function set(code: string, {data, account, kind, campaign}: SetFlags): Promise<void> {
  const dataDir = dataDirOf(data);
  const {id, name} = accountMeant(await readSettings(dataDir), account);
  if (code.trim() === "")
    throw new UsageError("links set: the code is empty: give it as links or orders hold it");
  if (campaignIdOf(campaign) === "") throw new UsageError("--campaign: empty: give the name of the campaign");
  const former = (await campaignsOfCodes(dataDir, id, kind)).get(campaignIdOf(code));
  await storeStatement(dataDir, id, {
    links: [{code_kind: kind, code: code.trim(), campaign_id: campaignIdOf(campaign)}]
  });
  const isKnown = (await listCampaigns(dataDir, id)).some(
    (one) => campaignIdOf(one.name) === campaignIdOf(campaign)
  );
  const moved =
    former && former !== campaignIdOf(campaign)
      ? `; what came by it counts for campaign ${former} no more`
      : "";
  process.stderr.write(
    `code ${code.trim()} of ${name}: stored as one of campaign ${campaign.trim()}${isKnown ? "" : ", which no log and no campaigns set has named yet"}${moved}\n`
  );
}

const listOf = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

function countOf(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number.");
}

async function plan({data, account, from, ...options}: PlanFlags): Promise<void> {
  const dataDir = dataDirOf(data);
  const {id, name} = accountMeant(await readSettings(dataDir), account);
  // The day as it is written, wherever in the world it is: weeks have no zone.
  const {from: first} = await parseDate(from, "--from", {zone: "UTC"}).catch((error: unknown) => {
    throw error instanceof UserError ? new UsageError(error.message) : error;
  });
  const planned = planLinks({...options, from: first});
  await refuseTakenCodes(dataDir, id, planned);
  await storeStatement(dataDir, id, {links: linkRows(planned)});
  process.stdout.write(
    `${csvFormat(
      planned.map(({code, week, post, call, campaign_id, address}) => ({
        code,
        week: week.toISOString().slice(0, 10),
        post,
        call,
        campaign: campaign_id ?? "",
        address
      }))
    )}\n`
  );
  process.stderr.write(`${plural(planned.length, "code")} of ${name}: stored; put one into each link\n`);
}
