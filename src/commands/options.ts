import {InvalidArgumentError, Option} from "commander";
import {networkNames} from "../networks/networks.ts";

/** What several verbs share, worded once. */

/** `--data`: where snapshots and marts are. */
export const dataOption = () =>
  new Option("--data <dir>", "Data folder (default: FOLLOWBACK_DATA, else data)");

/** `--network`: of which network a verb speaks. `use` says what for. */
export const networkOption = (use: string) =>
  new Option("--network <name>", `${use} (default: x)`).choices(networkNames);

/** `--account` of verbs that are about one account: see `accountMeant`. */
export const accountOption = () =>
  new Option("--account <account>", "Id or name (default: the only tracked one)");

/** `--out`: where the pages go. */
export const outOption = () => new Option("--out <dir>", "Folder to write the pages to").default("dist");

/** `--owned`: the lower of X's two prices holds. `use` says what for. */
export const ownedOption = (use: string) =>
  new Option(
    "--owned",
    `${use} at X's owner's price: you registered the developer app with this very account and log in as it`
  );

/** The old name of a flag: still taken, no longer shown in the help. Delete it one version later. */
export const formerOption = (flags: string, now: string) =>
  new Option(flags, `Former name of ${now}`).hideHelp();

/** Says once on stderr that a flag has a new name. */
export const warnFormer = (former: string, now: string) =>
  void process.stderr.write(`${former} is now ${now}: it will go in the next version\n`);

/** Dollars as typed for `--max-cost`, in micro-dollars. */
export function microDollarsOf(text: string): number {
  const micros = Math.round(Number(text) * 1e6);
  if (/^\d+(\.\d{1,6})?$/.test(text) && micros > 0) return micros;
  throw new InvalidArgumentError("Write dollars above 0, digits only, such as 5 or 0.25.");
}
