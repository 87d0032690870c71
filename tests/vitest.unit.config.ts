import {defineConfig, mergeConfig} from "vitest/config";
import all from "./vitest.config.ts";

/**
 * The tests of what computes without a database, a browser or another process: seconds, not minutes. Those among them that
 * try thousands of cases, or ask R, run with all the others only.
 */
const pure = defineConfig({
  test: {
    include: [
      "tests/{errors,words}.test.ts",
      "tests/house/{imports,layout,models,pages,sql}.test.ts",
      "tests/lists/{lists,numbering,order}.test.ts",
      "tests/plan/polls.test.ts",
      "tests/site/{answer,components,findings,interval,finish-html,sentences,slug,why}.test.ts",
      "tests/statistics/*.test.ts",
      "tests/x/protocol/*.test.ts"
    ],
    exclude: ["tests/statistics/{mixture,rate}.test.ts"],
    isolate: false
  }
});

const {projects: _, ...test} = all.test!;
export default mergeConfig({...all, test}, pure);
