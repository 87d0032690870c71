import {printIndexPage} from "../src/site/index-page.ts";

await printIndexPage();
