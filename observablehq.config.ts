import {existsSync, readFileSync} from "node:fs";
import {atStart} from "./reports/components/format.js";
import {notebooks} from "./src/site/page-list.ts";
import type {SiteFacts} from "./src/site/page-facts.ts";
import {downloads, pagedAccounts} from "./src/site/report-data.ts";
import {dataDirOf} from "./src/snapshots/settings.ts";
import {version} from "./src/version.ts";

const accounts = await pagedAccounts(dataDirOf());
const nameOf = (page: string) =>
  page === "index" ? "What we found" : page[0]!.toUpperCase() + page.slice(1);
/** What the report said of each account when it filled the cache (src/site/report.ts). */
const factsFile = new URL("reports/.observablehq/cache/_facts.json", import.meta.url);
const facts = (existsSync(factsFile) ? JSON.parse(readFileSync(factsFile, "utf8")) : {}) as SiteFacts;
const loader = [process.execPath, "--import", "tsx"];

export default {
  root: "reports",
  output: process.env.FOLLOWBACK_REPORT_OUT ?? "dist",
  base: process.env.FOLLOWBACK_REPORT_BASE ?? "/",
  title: "followback",
  home: "followback",
  style: "style.css",
  // Everything is served from the site itself: no fonts, no scripts from elsewhere.
  globalStylesheets: [],
  head: `<link rel="icon" href="data:,"><meta name="color-scheme" content="light dark">`,
  footer: ({path}: {path: string}) => {
    const known = facts[path.split("/")[1]!] ?? facts[""];
    return `${known ? `${known.data} · ` : ""}times are UTC · followback ${version} · no rate of fewer than 30 people is shown`;
  },
  pager: false,
  toc: false,
  typographer: false,
  pages: accounts.map(({name, slug}) => ({
    name: atStart(name),
    open: accounts.length === 1,
    pages: ["index", ...notebooks.map(({page}) => page)].map((page) => ({
      name: nameOf(page),
      path: `/${slug}/${page}`
    }))
  })),
  // Pages of the accounts stand in the sidebar; the files that readers may take away need to be named.
  dynamicPaths: accounts.flatMap(({slug}) =>
    downloads.flatMap((name) => [`/${slug}/data/${name}.csv`, `/${slug}/data/${name}.parquet`])
  ),
  // Framework would look for a `tsx` on the PATH.
  interpreters: {".ts": loader}
};
