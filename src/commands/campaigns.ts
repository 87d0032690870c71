import {InvalidArgumentError, Option, type Command} from "commander";
import {listCampaigns, listExchangeRates, setCampaign, type PlaceKind} from "../campaigns/campaigns.ts";
import {parseDate} from "../../data-loaders/tables/times.ts";
import {UserError} from "../errors.ts";
import {accountMeant, dataDirOf, readSettings} from "../snapshots/settings.ts";
import {placeKinds} from "../snapshots/tables.ts";
import {plural} from "../words.ts";
import {currencyOf, moneyOf} from "./accounts.ts";
import {accountOption, dataOption} from "./options.ts";

interface CampaignFlags {
  data?: string;
  account?: string;
  placeKind?: PlaceKind;
  place?: string;
  from?: string;
  to?: string;
  hours?: number;
  money?: number;
  currency?: string;
}

export function addCampaignsCommand(program: Command): void {
  const campaigns = program
    .command("campaigns")
    .description("List campaigns: named pieces of outreach, and where their people were found")
    .addOption(accountOption())
    .addOption(dataOption())
    .action((flags: CampaignFlags) => printCampaigns(flags));
  campaigns
    .command("set")
    .description("Say where a campaign's people were found, when it ran, and what it cost so far")
    .argument("<name>", "The campaign, as the outreach log or the program for hours names it")
    .addOption(new Option("--place-kind <kind>", "Where its people were found").choices(placeKinds))
    .option("--place <words>", 'The place in words, such as "#teamfollowback" or "@rivalbrand"')
    .option("--from <day>", "Its first day")
    .option("--to <day>", "Its last day")
    .option("--hours <hours>", "All hours spent on it so far; instead of those of a file of hours", hoursOf)
    .option(
      "--money <amount>",
      "All money spent on it so far, X's own bill apart; instead of that of a file",
      moneyOf
    )
    .option("--currency <code>", "Currency of --money (default: the account's)", currencyOf)
    .addOption(accountOption())
    .addOption(dataOption())
    .action((name: string, _: unknown, command: Command) => set(name, command.optsWithGlobals()));
}

/** Hours at the command line; a campaign that cost money alone took none. */
function hoursOf(text: string): number {
  if (/^\d{1,6}(\.\d{1,2})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write hours, such as 40 or 12.5, or 0.");
}

async function printCampaigns({data, account}: CampaignFlags): Promise<void> {
  const dataDir = dataDirOf(data);
  const {id, name: accountName} = accountMeant(await readSettings(dataDir), account);
  const campaigns = await listCampaigns(dataDir, id);
  if (campaigns.length === 0)
    process.stderr.write(
      `no campaigns of ${accountName}: import an outreach log with a column campaign, or name one with followback campaigns set\n`
    );
  for (const {name, place_kind, place, from_at, to_at, people, left_out, cost, currency, note} of campaigns) {
    const turnedTo =
      left_out > 0 ? `${people} to ${people + left_out} people` : plural(people, "person", "people");
    const days = from_at || to_at ? `${dayOf(from_at)} to ${dayOf(to_at)}` : "";
    const found = [place_kind?.replaceAll("_", " "), place].filter(Boolean).join(" ");
    const spent = note === null ? `${currency ?? ""} ${cost}`.trim() : `no cost: ${note}`;
    process.stdout.write(`${[name, found, days, turnedTo, spent].join("\t")}\n`);
  }
  if (campaigns.some(({left_out}) => left_out > 0))
    process.stderr.write(
      "of some people only the name is known, and they may be among the others: followback names says what shows who they are\n"
    );
  if (campaigns.some(({is_converted}) => is_converted))
    for (const {currency, account_currency, rate, since} of await listExchangeRates(dataDir, id, {
      isSpent: true
    }))
      process.stderr.write(
        `1 ${currency} counts as ${rate} ${account_currency}: the rate given on ${dayOf(since)}\n`
      );
  if (campaigns.some(({note}) => note !== null && needsRate.has(note)))
    process.stderr.write(
      `money in another currency is added only at a rate that you give: followback accounts set ${accountName} --rate USD=0.92\n`
    );
}

/** Why a campaign has no cost, where a rate would help. */
const needsRate = new Set(["money in several currencies", "money in another currency than hours"]);

const dayOf = (at: Date | null) => at?.toISOString().slice(0, 10) ?? "…";

async function set(name: string, flags: CampaignFlags): Promise<void> {
  const dataDir = dataDirOf(flags.data);
  const account = accountMeant(await readSettings(dataDir), flags.account);
  const {placeKind, place, hours, money} = flags;
  if ([placeKind, place, flags.from, flags.to, hours, money].every((flag) => flag === undefined))
    throw new UserError(
      "nothing to set: give --place-kind followback_hashtag, --place, --from, --to, --hours or --money"
    );
  // Days as they are written, as downloads hold theirs: of a zone they would begin on the day before.
  const day = async (text: string | undefined, flag: string) =>
    text === undefined ? undefined : await parseDate(text, flag, {zone: "UTC"});
  await setCampaign(dataDir, account.id, name, {
    placeKind,
    place,
    from: (await day(flags.from, "--from"))?.from,
    to: (await day(flags.to, "--to"))?.to,
    hours,
    money,
    currency: flags.currency ?? account.currency
  });
  const replaced = [hours === undefined ? [] : "hours", money === undefined ? [] : "money"].flat();
  const instead =
    replaced.length === 0
      ? ""
      : `; ${replaced.join(" and ")} that files record of it ${replaced[0] === "hours" ? "do" : "does"} not count any more`;
  process.stderr.write(`campaign ${name.trim()} of ${account.name}: stored${instead}\n`);
}
