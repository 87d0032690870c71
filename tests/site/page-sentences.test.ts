import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {elsewhereSentence, leftOutSentence} from "../../reports/components/answer.js";
import {summary} from "./summary.ts";

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

test("method says of networks with records what the claim about other followers counts", () => {
  // Their snapshots read every reply under the account's posts, and the build judges the claim: tests/bluesky/acts.test.ts.
  const ofRecords = page("method").split('data-of="records"').slice(1).join("");
  expect(ofRecords).toMatch(/\*\*Another follower is reached\*\*/);
  expect(page("method")).not.toMatch(/conversations among followers\*\* are not read/i);
});

test.each(["growth", "cohorts", "engagement", "outreach", "return", "quality"])(
  "%s says how many people are in no figure, as only their names are known",
  (name) => {
    expect(page(name)).toContain("${leftOutSentence(summary)}");
    expect(leftOutSentence({...summary, left_out: 0})).toBe("");
    expect(leftOutSentence({...summary, left_out: 1})).toMatch(
      /^1 person of whom only the name is known is in no figure here/
    );
  }
);

test.each(["growth", "quality"])(
  "%s says how many count as there though the latest list lacks them",
  (name) => {
    expect(page(name)).toContain("${elsewhereSentence(summary)}");
    expect(elsewhereSentence({only_elsewhere: 0})).toBe("");
    expect(elsewhereSentence({only_elsewhere: 1})).toMatch(
      /^The latest complete list of followers lacks 1 person who counts as there:/
    );
    expect(elsewhereSentence({only_elsewhere: 12})).toMatch(
      /lacks 12 people who count as there: another source showed them last/
    );
  }
);

test("quality counts interactions without a target and archives without posts", () => {
  expect(page("quality")).toContain("${withoutTarget(summary)}");
  expect(page("quality")).toContain("${ownPostsSentence(ownPosts)}");
});
