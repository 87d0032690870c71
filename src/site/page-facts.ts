import {capital} from "../../reports/components/format.js";
import {completenessOf, datesOf, type ReadAccount} from "./index-data.ts";
import {findingsOf} from "./account-findings.ts";
import {notebooksOf} from "./page-list.ts";
import {tally} from "./overview-page.ts";
import {networkOfPages, titleOf} from "./slug.ts";
import {version} from "../version.ts";

/** What every page of an account says of itself outside its text: in its head, in a link preview, in its last line. */
export interface AccountFacts {
  name: string;
  headline: string;
  description: string;
  /** The dates of the data, and how whole the lists are. */
  data: string;
  /** Its pages beside the index, with what a reader finds there; empty of the overview. */
  notebooks: {page: string; about: string}[];
}

/** By the account's folder; the overview of several accounts, or the one account again, stands under "". */
export type SiteFacts = Record<string, AccountFacts>;

export function siteFacts(accounts: ReadAccount[]): SiteFacts {
  const facts: SiteFacts = {};
  for (const {account, data} of accounts) {
    const {headline, paragraph} = findingsOf(data);
    facts[account.slug] = {
      name: titleOf(account),
      headline,
      description: paragraph[0]!,
      data: `Data${account.network === undefined ? "" : ` of ${networkOfPages(account).name}`}: ${datesOf(data.summary)} · ${completenessOf(data.summary)}`,
      notebooks: notebooksOf(account)
    };
  }
  const [first, ...others] = Object.values(facts);
  facts[""] =
    others.length === 0
      ? first!
      : {
          name: `${accounts.length} accounts`,
          headline: "Do followers by followback engage and stay?",
          description: tally(accounts),
          data: `Data: ${accounts.length} accounts, each with its own dates`,
          notebooks: []
        };
  return facts;
}

/** The last line of the pages in an account's folder; those at the root have the site's. */
export function footerOf(facts: SiteFacts, folder: string): string {
  const known = facts[folder] ?? facts[""];
  return `${known ? `${known.data} · ` : ""}times are UTC · followback ${version} · no rate of fewer than 30 people is shown`;
}

/** What the head of one page says. */
export interface PageMeta {
  title: string;
  description: string;
  /** Address of its link preview, and of the page itself where the site's is known. */
  image: string | null;
  url: string | null;
}

/**
 * The head of the page in `file` (its path in the site, with slashes), or null where no account is known by its folder.
 * `site` is the address of the site's root, null where nobody said: then the preview's address stays relative.
 */
export function pageMeta(
  file: string,
  facts: SiteFacts,
  {site, hasPictures}: {site: string | null; hasPictures: boolean}
): PageMeta | null {
  const folder = file.includes("/") ? file.slice(0, file.indexOf("/")) : "";
  const page = file.slice(file.lastIndexOf("/") + 1).replace(/\.html$/, "");
  const known = facts[folder];
  if (!known) return null;
  const notebook = known.notebooks.find((other) => other.page === page);
  const isIndex = page === "index";
  if (!isIndex && !notebook) return null;
  const path = `${folder ? `${folder}/` : ""}${isIndex ? "" : page}`;
  return {
    title: isIndex ? `${known.name}: ${lower(known.headline)}` : `${capital(page)} · ${known.name}`,
    description: isIndex ? known.description : `${known.name}: ${notebook!.about}. ${known.headline}.`,
    image: hasPictures ? (site ? `${site}${folder ? `${folder}/` : ""}preview.png` : "./preview.png") : null,
    url: site ? `${site}${path}` : null
  };
}
const lower = (text: string) => `${text[0]!.toLowerCase()}${text.slice(1)}`;
