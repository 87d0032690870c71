import {expect, it} from "vitest";
import {useListened} from "./listened.ts";

// Bluesky's servers hear of each other's records with delay: the answers of one may be older than what the stream has told.

const listened = useListened();
const unanswered = "how 1 people stand to it was not answered";

it.each([
  ["is stored", false],
  ["waits on disk", true]
])(
  "has no list whole that shows a follow whose end was heard and %s, and no second spell of it",
  async (_, isKilled) => {
    const ann = listened.sky.people[1]!;
    await listened.look("2026-03-10T12:00:00Z");
    await listened.hear(ann.did, ann.inbound!, "2026-03-11T11:00:00Z", {isKilled});
    expect(await listened.look("2026-03-11T11:40:00Z")).toEqual([unanswered, unanswered]);
    delete ann.inbound;
    expect(await listened.look("2026-03-12T12:00:00Z")).toEqual([null, null]);
    if (isKilled) await (await listened.open()).close();
    expect(await listened.spells(ann.did)).toEqual([{run: 1, is_over: true}]);
  }
);

it("believes an answer that names a record which was made again under its key", async () => {
  const ann = listened.sky.people[1]!;
  await listened.look("2026-03-10T12:00:00Z");
  await listened.hear(ann.did, ann.inbound!, "2026-03-11T11:00:00Z", {isMadeAgain: true});
  expect(await listened.look("2026-03-11T11:40:00Z")).toEqual([null, null]);
});

it("believes it again two days after", async () => {
  const ann = listened.sky.people[1]!;
  await listened.look("2026-03-10T12:00:00Z");
  await listened.hear(ann.did, ann.inbound!, "2026-03-11T11:00:00Z");
  expect(await listened.look("2026-03-13T10:50:00Z")).toEqual([unanswered, unanswered]);
  expect(await listened.look("2026-03-13T11:10:00Z")).toEqual([null, null]);
});
