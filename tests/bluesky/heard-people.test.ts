import {expect, it} from "vitest";
import {useListened} from "./listened.ts";
import {keyAt} from "./people.ts";
import {didOf} from "./pretend.ts";

// Of whom only the stream told, who then stands in no list.

const listened = useListened();

/** Somebody who begins to follow after the first look, which is heard. */
async function come() {
  const zoe = {did: didOf(900), inbound: keyAt(new Date("2026-03-11T11:05:00Z"))};
  await listened.look("2026-03-10T12:00:00Z");
  await listened.hear(zoe.did, zoe.inbound, "2026-03-11T11:00:00Z", {isMadeAgain: true});
  return zoe;
}

it("asks about them where no list shows them: whoever is hidden has not left, and is back by the same record", async () => {
  const zoe = await come();
  const hidden = {...zoe, state: "AccountDeactivated" as const};
  listened.sky.people.push(hidden);
  await listened.look("2026-03-17T12:00:00Z");
  await listened.look("2026-03-24T12:00:00Z");
  expect(await listened.follows(zoe.did)).toEqual([{is_over: true, why: "deactivated", hidden: 0}]);
  listened.sky.people[listened.sky.people.indexOf(hidden)] = zoe;
  await listened.look("2026-03-31T12:00:00Z");
  expect(await listened.follows(zoe.did)).toEqual([{is_over: false, why: null, hidden: 1}]);
});

it("asks why they are gone where nobody heard them leave", async () => {
  const {did} = await come();
  listened.sky.people.push({did});
  await listened.look("2026-03-17T12:00:00Z");
  expect(await listened.follows(did)).toEqual([{is_over: true, why: "unfollowed", hidden: 0}]);
});
