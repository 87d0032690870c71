import {basename} from "node:path";
import {InvalidArgumentError, Option, type Command} from "commander";
import {importInputs, type ImportedSnapshot} from "../../data-loaders/import/import-inputs.ts";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {listNames, type ListName} from "../../data-loaders/saved-lists/people.ts";
import {mappedTables} from "../../data-loaders/returns/mapped.ts";
import {tableFormats} from "../../data-loaders/tables/file.ts";
import {listOrders} from "../../data-loaders/tables/rows.ts";
import {isImported} from "../../data-loaders/tables/shapes.ts";
import {timeUnits} from "../../data-loaders/tables/times.ts";
import {dataOption} from "./options.ts";
import {isWatched, startProgress} from "./progress.ts";
import {dataDirOf, isHandle} from "../snapshots/settings.ts";
import type {Manifest} from "../snapshots/store.ts";
import {tableNames} from "../snapshots/tables.ts";
import {plural} from "../words.ts";

function readHandle(value: string): string {
  const name = value.replace(/^@/, "");
  if (isHandle(name)) return name;
  throw new InvalidArgumentError(
    "Give a name on X: 1 to 15 letters, digits and underscores, not digits alone."
  );
}

function collectList(value: string, before: ListName[] = []): ListName[] {
  const list = listNames.find((name) => name === value);
  if (list === undefined) throw new InvalidArgumentError(`Allowed choices are ${listNames.join(", ")}.`);
  return [...before, list];
}

const collect = (value: string, before: string[] = []) => [...before, value];

function collectPair(value: string, before: Record<string, string> = {}): Record<string, string> {
  const at = value.indexOf("=");
  if (at < 1 || at === value.length - 1) throw new InvalidArgumentError("Write it as COLUMN=VALUE.");
  return {...before, [value.slice(0, at)]: value.slice(at + 1)};
}

export function addImportCommand(program: Command): void {
  program
    .command("import")
    .description(
      "Import lists and logs of people, by id or @name, X archives, histories in git, visits, sales, hours and tables; says what it understood before it writes"
    )
    .argument("[inputs...]", "Files, folders of files, and X archives, in any order")
    .addOption(dataOption())
    .option("--dry-run", "Say what was understood of each file, and write nothing")
    .addOption(
      new Option(
        "--list <name>",
        "Which list a file holds, or a log of follows tells of, if neither it nor its name says"
      )
        .choices(listNames)
        .argParser(collectList)
    )
    .option(
      "--git <path>",
      "Import every version of files in this repository of git, as lists of their dates"
    )
    .option(
      "--file <name>",
      "With --git: a file that holds a list (repeat for more, each with its --list)",
      collect
    )
    .option(
      "--each-commit-is-a-look",
      "With --git: a commit that changed one of the files looked at the others too"
    )
    .option(
      "--without <commit>",
      "With --git: leave out the versions of this commit (repeat for more)",
      collect
    )
    .option("--taken-at <time>", "Time the data was taken, if the input does not say")
    .option(
      "--complete",
      "Declare a list complete, if the source gives no count; an outreach log, if it holds all follows"
    )
    .option(
      "--complete-anyway",
      "Declare it complete even if many people are missing at once or the list is empty"
    )
    .addOption(
      new Option(
        "--order <order>",
        "Order of the rows in a list (default: worked out from the lists)"
      ).choices(listOrders)
    )
    .addOption(
      new Option(
        "--ids",
        "Take bare values as ids, where digits and names are mixed, or digits may be a date"
      ).conflicts("names")
    )
    .option("--names", "Take bare values as names, where digits and names are mixed")
    .option(
      "--unlike-the-last",
      "Take a list though it shares few people with the account's nearest one, or all with another list; or a download though it holds far less than the store"
    )
    .addOption(
      new Option("--table <name>", "Import the rows into this raw table")
        .choices(
          tableNames.filter((name) => isImported(name) || mappedTables.some((table) => table === name))
        )
        .conflicts(["edges", "outreach"])
    )
    .option(
      "--map <column=source>",
      "Fill a column of the raw table from a column of the file (name, or position from 1)",
      collectPair
    )
    .option("--set <column=value>", "Fill a column of the raw table with one value for all rows", collectPair)
    .option(
      "--target <account>",
      "With --table interactions: target (id or @name) of the rows that have no target_user_id"
    )
    .option(
      "--covers <from..to>",
      "Declare that a file of interactions holds every reply, quote and mention toward the account of this time"
    )
    .option("--split", "Read each time in the column of times as a list of its own")
    .addOption(
      new Option("--edges", "Import follow edges with dates: follower, followed, time").conflicts("outreach")
    )
    .option(
      "--follower-column <column>",
      "With --edges: column of the follower, ids or @names (default: follower or follower_id, or 1)"
    )
    .option(
      "--followed-column <column>",
      "With --edges: column of the followed account (default: followed or followed_id, or 2)"
    )
    .option(
      "--baseline <time>",
      "With --edges: follows up to this time existed before tracking (default: the earliest time)"
    )
    .option("--outreach", "Import an outreach log: whom the account followed, and when")
    .option(
      "--user-column <column>",
      "Column of the people, ids or @names (default: by its name; with --outreach: user_id, or 1)"
    )
    .option(
      "--time-column <column>",
      "Column of the time (default: by its name; with --edges and --outreach: time, or the last)"
    )
    .addOption(
      new Option("--campaign <name>", "With --outreach: the campaign of all its rows").conflicts(
        "campaignColumn"
      )
    )
    .option(
      "--campaign-column <column>",
      "With --outreach: column that names the campaign of each row (default: campaign, else one that says where they were found)"
    )
    .addOption(
      new Option("--format <format>", "Format of the table (default: by its file name)").choices(tableFormats)
    )
    .option(
      "--delimiter <text>",
      "Column separator: one character, tab or space (default: by the first line)"
    )
    .option("--header", "The first line holds the columns' names (default: by its content)")
    .option("--no-header", "The first line holds data; columns are named by position, from 1")
    .addOption(
      new Option(
        "--time-unit <unit>",
        "Unit of integer times (default: epoch times by their size, else step, order only)"
      ).choices(timeUnits)
    )
    .option("--time-origin <date>", "Origin of integer times (default: 1970-01-01)")
    .option(
      "--zone <zone>",
      "Zone of times without one, such as America/New_York or -05:00 (default: UTC; dates: the day anywhere on Earth)"
    )
    .addOption(new Option("--day-first", "Read 05/01/2025 as 5 January").conflicts("monthFirst"))
    .option("--month-first", "Read 05/01/2025 as 1 May")
    .addOption(
      new Option(
        "--times-are-sightings",
        "With --edges: times are when a program first saw the follow"
      ).conflicts("timesAreExact")
    )
    .option(
      "--times-are-exact",
      "With --edges: times are when the follow happened; with a log: people followed back at the times given"
    )
    .option("--currency <code>", "Currency of amounts, such as EUR, if a file of sales or costs does not say")
    .option("--signup-event <name>", "With Plausible: the custom event that is a sign-up")
    .option("--account <id>", "Account the table is about, which is then tracked (repeat for more)", collect)
    .addOption(
      new Option("--accounts <file>", "File of accounts, one id a line, which are then tracked").conflicts(
        "allAccounts"
      )
    )
    .option("--all-accounts", "Import every account in the table, and track none")
    .option(
      "--name <@name>",
      "Name of the account on the pages, and in lists and logs of names (default: from the archive)",
      readHandle
    )
    .action((inputs: string[], {data, ...request}: ImportRequest & {data?: string}) =>
      importInputs(dataDirOf(data), inputs, request, {line: say, input: told})
    );
}

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** Runs the import of one input and says in one line what came in. */
async function told(path: string, run: () => Promise<ImportedSnapshot[]>): Promise<void> {
  const name = basename(path);
  const job = isWatched() ? startProgress(`reading ${name}`, 0) : null;
  const end = (line: string) => (job ? job.end(line) : say(line));
  try {
    const imported = await run();
    const lines = imported.map(({id, isNew, manifest, replaces}) =>
      isNew
        ? `${id}: ${contentOf(manifest)}${replaces ? `, in the place of ${replaces}, which held less of it` : ""}`
        : `${id}: already there, nothing added`
    );
    const more = lines.length > 3 ? [...lines.slice(0, 2), `and ${lines.length - 2} more snapshots`] : lines;
    end(`${name}: ${more.join("; ")}`);
  } catch (error) {
    job?.end(`${name}: not imported`);
    throw error;
  }
}

/** `61 followers, 167 following, 2,045 posts (what the loader noted)`. */
function contentOf({tables, notes}: Manifest): string {
  const rows = Object.entries(tables)
    .filter(([table]) => (table !== "lists" && table !== "users") || Object.keys(tables).length === 1)
    .filter(([, {rows}]) => rows > 0)
    .map(([table, {rows}]) => {
      const many = table.replaceAll("_", " ");
      return plural(rows, many.replace(/s$/, ""), many);
    });
  return (rows.join(", ") || "no rows") + (notes?.length ? ` (${notes.join("; ")})` : "");
}
