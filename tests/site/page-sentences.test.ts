import {readFileSync} from "node:fs";
import {expect, test} from "vitest";

// The sentences have tests of their own; these hold that the pages print them.
const page = (name: string) =>
  readFileSync(new URL(`../../reports/[account]/${name}.md`, import.meta.url), "utf8");

test.each(["quality", "cohorts", "method"])("%s says why routes are unknown with counts", (name) => {
  expect(page(name)).toContain("${unknownCauses(summary)}");
  if (name !== "method") expect(page(name)).not.toMatch(/between the same two lists/);
});

test.each(["quality", "cohorts", "engagement", "circles"])(
  "%s leaves it to the answer of engagement to say what to run",
  (name) => {
    expect(page(name)).not.toMatch(/followback snapshot/);
  }
);

test("quality counts interactions without a target and archives without posts", () => {
  expect(page("quality")).toContain("${withoutTarget(summary)}");
  expect(page("quality")).toContain("${ownPostsSentence(ownPosts)}");
});
