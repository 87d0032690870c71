import {printReportData} from "../../../src/site/run-sql.ts";

await printReportData("csv");
