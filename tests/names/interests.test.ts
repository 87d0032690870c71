import {expect, test} from "vitest";
import {InterestMemory} from "../../data-loaders/x-api/interest-memory.ts";
import {recallMemory} from "../../data-loaders/x-api/memory.ts";
import {owner, useImport} from "../saved-lists/brought.ts";

const {store, bring} = useImport();

test("people known by name only are never sampled, and make nobody with an id a newcomer", async () => {
  const list = (day: string) => ({list: "followers" as const, takenAt: `${day}T08:00Z`, isComplete: true});
  await bring(store.write("a.txt", "@made_ada\n@made_bob\n@made_eve\n"), list("2026-01-05"));
  await bring(store.write("b.txt", "@made_ada\n@made_bob\n@made_eve\n@made_zoe\n"), list("2026-01-06"));
  await bring(store.write("c.txt", "1799000001\n1799000002\n"), list("2026-01-07"));
  await bring(store.write("d.txt", "1799000003\n1799000001\n1799000002\n"), list("2026-01-08"));
  const now = new Date("2026-01-09T00:00:00Z");
  const {wholeLists} = await recallMemory(store.dataDir, owner, now);
  const memory = await InterestMemory.recall(store.dataDir, owner, {now, topics: ["tea"], wholeLists});
  expect(memory.newcomers.map(({id}) => id)).toEqual(["1799000003"]);
});
