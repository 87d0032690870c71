import {printIndexPage} from "../src/index-page.ts";

await printIndexPage();
