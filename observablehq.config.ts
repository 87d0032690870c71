import {existsSync, readFileSync} from "node:fs";
import {frameworkSpec} from "./src/site/framework-spec.ts";
import {footerOf, type SiteFacts} from "./src/site/page-facts.ts";
import {pagedAccounts} from "./src/site/report-data.ts";
import {dataDirOf} from "./src/snapshots/settings.ts";

/** What the report said of each account when it filled the cache (src/site/report.ts). */
const factsFile = new URL("reports/.observablehq/cache/_facts.json", import.meta.url);
const facts = (existsSync(factsFile) ? JSON.parse(readFileSync(factsFile, "utf8")) : {}) as SiteFacts;

export default {
  ...frameworkSpec(await pagedAccounts(dataDirOf()), "dist"),
  footer: ({path}: {path: string}) => footerOf(facts, path.split("/")[1]!)
};
