import {notebooksOf} from "./page-list.ts";
import {downloadsOf} from "./report-data.ts";
import {titleOf, type PagedAccount} from "./slug.ts";

/**
 * What Framework is told of the site, but for the last line of each page, which differs from account to account. Pages
 * name each other from where they stand, so they are the same wherever they are served.
 */
export function frameworkSpec(accounts: readonly PagedAccount[], output: string) {
  return {
    root: "reports",
    output,
    title: "followback",
    home: "followback",
    style: "style.css",
    // Everything is served from the site itself: no fonts, no scripts from elsewhere.
    globalStylesheets: [],
    head: `<link rel="icon" href="data:,"><meta name="color-scheme" content="light dark">`,
    pager: false,
    toc: false,
    typographer: false,
    pages: accounts.map((account) => ({
      name: titleOf(account),
      open: accounts.length === 1,
      pages: ["index", ...notebooksOf(account).map(({page}) => page)].map((page) => ({
        name: page === "index" ? "What we found" : page[0]!.toUpperCase() + page.slice(1),
        path: `/${account.slug}/${page}`
      }))
    })),
    // Pages of the accounts stand in the sidebar; the files that readers may take away need to be named.
    dynamicPaths: accounts.flatMap((account) =>
      downloadsOf(account).flatMap((name) =>
        ["csv", "parquet"].map((format) => `/${account.slug}/data/${name}.${format}`)
      )
    ),
    // Framework would look for a `tsx` on the PATH.
    interpreters: {".ts": [process.execPath, "--import", "tsx"]}
  };
}
