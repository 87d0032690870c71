import {networkOfPages, type PagedAccount} from "./slug.ts";

/** A page of an account beside its index. */
interface Notebook {
  page: string;
  /** What a reader finds there. `{network}` is the account's network. */
  about: string;
  /** Only of accounts whose follows are records, or only of the others. */
  only?: "records" | "lists";
}

const all: Notebook[] = [
  {page: "growth", about: "who came and who left, week by week"},
  {page: "gone", about: "why people are gone, and who of the first is still there", only: "records"},
  {page: "cohorts", about: "month by month: who stays, who engages"},
  {page: "engagement", about: "what they do, and when"},
  {page: "outreach", about: "whom we followed, and who followed back"},
  {
    page: "circles",
    about: "whom they interact with: the brand, its interests, its other followers",
    only: "lists"
  },
  {page: "return", about: "what outreach cost, and what it brought beyond {network}"},
  {page: "experiment", about: "what outreach causes, by a coin"},
  {page: "quality", about: "what the numbers rest on"},
  {page: "method", about: "every word defined, and what is not seen"},
  {page: "marts", about: "every table behind the figures, and how to read it"}
];

/** The notebooks of an account in the order of the sidebar, with what a reader finds there. */
export function notebooksOf(account: Pick<PagedAccount, "network">): {page: string; about: string}[] {
  const {name, followsAreRecords} = networkOfPages(account);
  const other = followsAreRecords ? "lists" : "records";
  return all
    .filter(({only}) => only !== other)
    .map(({page, about}) => ({page, about: about.replace("{network}", name)}));
}
