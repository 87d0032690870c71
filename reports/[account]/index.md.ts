import {printIndexPage} from "../../src/index-page.ts";
import {parametersOf} from "../../src/run-sql.ts";

await printIndexPage(parametersOf(process.argv).account);
