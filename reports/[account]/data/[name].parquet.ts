import {printReportData} from "../../../src/run-sql.ts";

await printReportData("parquet");
