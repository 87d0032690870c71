import {atStart} from "../../reports/components/format.js";
import {firstNetwork, networkOf, type Network, type NetworkName} from "../networks/networks.ts";

/** Names that mean something else at the root of the site. */
const reserved = new Set(["components", "data", "index", "404"]);

/** A tracked account with the folder its pages stand in. */
export interface PagedAccount {
  id: string;
  /** What pages call it: its name, or "the account" where none is known. */
  name: string;
  slug: string;
  /** Where it is; not there: on the first network that there was. */
  network?: NetworkName;
}

/** What is to be known of the network of an account. */
export const networkOfPages = ({network = firstNetwork}: Pick<PagedAccount, "network">): Network =>
  networkOf(network);

/** Its name with its network, for titles. Of the first network, where most accounts are, the name says enough. */
export function titleOf(account: Pick<PagedAccount, "name" | "network">): string {
  const {network = firstNetwork} = account;
  return `${atStart(account.name)}${network === firstNetwork ? "" : ` on ${networkOfPages(account).name}`}`;
}

/** Digits of an id that tell several accounts without a name apart. */
const toldBy = 4;

/**
 * The address of each account's pages: its name in lower case, safe in a path, each one different. An account whose name
 * is not known stands in the settings by its id, which is the address but never a word of a sentence.
 */
export function slugsOf(accounts: {id: string; name: string; network?: NetworkName}[]): PagedAccount[] {
  const taken = new Set<string>(reserved);
  return accounts.map(({id, name, network}) => {
    const plain = name
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^a-z0-9_]+/g, "-")
      .replace(/^[-_]+|-+$/g, "");
    const base = plain || "account";
    let slug = base;
    for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
    taken.add(slug);
    const several = accounts.filter((account) => account.name === account.id).length > 1;
    const ending = several ? ` ending in ${id.slice(-toldBy)}` : "";
    return {
      id,
      name: name === id ? `the account${ending}` : name,
      slug,
      ...(network !== undefined && {network})
    };
  });
}
