import {expect, it} from "vitest";
import {useListened} from "./listened.ts";
import {keyAt} from "./people.ts";
import {keyOf} from "./pretend.ts";

const listened = useListened();

it("takes the deletion of one of two records, of which a look had shown only that one, for no unfollow", async () => {
  const ann = listened.sky.people[1]!;
  await listened.look("2026-03-10T12:00:00Z");
  await listened.hear(ann.did, ann.inbound!, "2026-03-11T11:00:00Z");
  // It was made on the first of March too, and is shown since the other one is gone.
  ann.inbound = keyOf(2);
  await listened.look("2026-03-12T12:00:00Z");
  await listened.look("2026-03-13T12:00:00Z");
  expect(await listened.spells(ann.did)).toEqual([{run: 1, is_over: false}]);
});

it("takes it for one where nothing is there afterwards, or a record that was made later", async () => {
  const [ann, ben] = [listened.sky.people[1]!, listened.sky.people[3]!];
  await listened.look("2026-03-10T12:00:00Z");
  await listened.hear(ann.did, ann.inbound!, "2026-03-11T11:00:00Z");
  await listened.hear(ben.did, ben.inbound!, "2026-03-11T14:00:00Z");
  delete ann.inbound;
  ben.inbound = keyAt(new Date("2026-03-11T20:00:00Z"));
  await listened.look("2026-03-12T12:00:00Z");
  await listened.look("2026-03-13T12:00:00Z");
  expect(await listened.spells(ann.did)).toEqual([{run: 1, is_over: true}]);
  expect(await listened.spells(ben.did)).toEqual([
    {run: 1, is_over: true},
    {run: 2, is_over: false}
  ]);
});
