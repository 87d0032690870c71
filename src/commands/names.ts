import type {Command} from "commander";
import {UserError} from "../errors.ts";
import {countNames} from "../names/count-names.ts";
import {exactDays} from "../names/resolve.ts";
import {dataDirOf, readSettings} from "../snapshots/settings.ts";
import {listSnapshots} from "../snapshots/store.ts";
import {plural} from "../words.ts";
import {dataOption} from "./options.ts";

export function addNamesCommand(program: Command): void {
  program
    .command("names")
    .description(
      "Count the people of whom only the name is known, by account, and say what would show who they are"
    )
    .option("--unknown", "Print the names themselves, one a line, instead of counts")
    .addOption(dataOption())
    .action(({data, unknown}: {data?: string; unknown?: boolean}) =>
      names(dataDirOf(data), unknown ?? false)
    );
}

const log = (line: string) => void process.stderr.write(`${line}\n`);

async function names(dataDir: string, isListed: boolean) {
  if ((await listSnapshots(dataDir)).length === 0)
    throw new UserError(`no snapshots in ${dataDir}: check --data`);
  const {counts, unknown} = await countNames(dataDir);
  if (counts.length === 0) return log("no names: every person in the store has an id");
  const {accounts} = await readSettings(dataDir);
  const called = new Map(accounts.map(({id, name}) => [id, name]));
  if (isListed) for (const {name} of unknown) process.stdout.write(`@${name}\n`);
  else
    for (const {account, names, known, inexact, unknown} of counts)
      process.stdout.write(
        `${called.get(account) ?? account}: ${plural(names, "name")}: ${known} known by a profile${inexact > 0 ? ` (${inexact} by one more than ${exactDays} days away)` : ""}, ${unknown} unknown\n`
      );
  if (unknown.length > 0)
    log(
      "a stored profile shows whose a name is: import an export with ids and names, or take a snapshot with followback snapshot, then run followback build"
    );
  if (unknown.length > 0)
    log(
      "where an account has lists or logs of ids too, unknown names are left out of the figures: the same person may stand there by id"
    );
}
