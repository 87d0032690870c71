import {printIndexPage} from "../../src/site/index-page.ts";
import {parametersOf} from "../../src/site/run-sql.ts";

await printIndexPage(parametersOf(process.argv).account);
