import {day} from "./reports/components/format.js";
import {downloads, pagedAccounts} from "./src/report-data.ts";
import {dataDirOf} from "./src/settings.ts";
import {version} from "./src/version.ts";

const accounts = await pagedAccounts(dataDirOf());
const notebooks = ["growth", "cohorts", "engagement", "outreach", "quality", "method"];
const nameOf = (page: string) =>
  page === "index" ? "What we found" : page[0]!.toUpperCase() + page.slice(1);
/** The day of the newest data by account's folder, as the build found it. */
const dates = JSON.parse(process.env.FOLLOWBACK_REPORT_DATES ?? "{}") as Record<string, string>;
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
    const last = dates[path.split("/")[1]!] ?? Object.values(dates).sort().at(-1);
    const until = last && last > "2006" ? `Data to ${day(last)} · ` : "";
    return `${until}times are UTC · followback ${version} · groups of fewer than 30 people are not shown`;
  },
  pager: false,
  toc: false,
  typographer: false,
  pages: accounts.map(({name, slug}) => ({
    name,
    open: accounts.length === 1,
    pages: ["index", ...notebooks].map((page) => ({name: nameOf(page), path: `/${slug}/${page}`}))
  })),
  // Pages of the accounts stand in the sidebar; the files that readers may take away need to be named.
  dynamicPaths: accounts.flatMap(({slug}) =>
    downloads.flatMap((name) => [`/${slug}/data/${name}.csv`, `/${slug}/data/${name}.parquet`])
  ),
  // Framework would look for a `tsx` on the PATH.
  interpreters: {".ts": loader}
};
