import {afterEach, expect, it} from "vitest";
import {openBench, people, TinyX, type Bench} from "./tiny.ts";

let bench: Bench;
let x: TinyX;
afterEach(() => bench?.close());

async function openWatched(followers: string[]) {
  x = new TinyX();
  x.followers = followers;
  x.following = people(60, 2_000_000);
  bench = await openBench(x);
  const {memory} = await bench.snapshot();
  bench.clock.days(1);
  return memory;
}

const pages = () => bench.x.requests["/2/users/:id/followers"]!.requests;

it("reads pages of 100 until 25 people in a row were known", async () => {
  const memory = await openWatched(people(1000));
  const before = pages();
  x.followers = [...people(130, 50), ...x.followers];
  const {lists} = await bench.snapshot({head: true, memory});
  expect(pages() - before).toBe(2);
  expect(lists[1]).toMatchObject({verdict: "head", rows: 200, knownRows: 70, arrivals: people(130, 50)});
  const [row] = await bench.rows(
    "select ended, reason, rows from raw.lists where reason is not null and list = 'followers'"
  );
  expect(row).toEqual({ended: false, reason: "head", rows: 200n});
});

it("reads on where fewer than 25 known people stand in a row", async () => {
  const memory = await openWatched(people(1000));
  const before = pages();
  // 24 known people, one newcomer, and so on: the run of 25 is only on the second page.
  x.followers = [0, 1, 2, 3]
    .flatMap((nth) => [String(50 + nth), ...people(24, 1_000_000 + 24 * nth)])
    .concat(people(900, 1_000_096));
  x.followers.splice(100, 0, "99");
  await bench.snapshot({head: true, memory});
  expect(pages() - before).toBe(2);
});

it("finds both arrivals below a refollower on top (history 25)", async () => {
  const memory = await openWatched(people(1000));
  x.followers = ["1000500", "7", "8", ...x.followers.filter((id) => id !== "1000500")];
  const {lists} = await bench.snapshot({head: true, memory});
  expect(lists[1]).toMatchObject({verdict: "head", violations: 1, arrivals: ["7", "8"]});
});

it("is partial where the order check fails", async () => {
  const memory = await openWatched(people(1000));
  x.followers = [...x.followers].reverse();
  const {lists, manifest} = await bench.snapshot({head: true, memory});
  expect(lists[1]).toMatchObject({
    verdict: "partial",
    holds: false,
    arrivals: [],
    why: "the order check failed"
  });
  expect(manifest.notes).toContain("followers: partial: the order check failed");
});

it("walks the whole list where there is no complete one yet, or fewer than 25 people in it", async () => {
  x = new TinyX();
  x.followers = people(300);
  x.following = people(10, 2_000_000);
  bench = await openBench(x);
  const {lists, memory} = await bench.snapshot({head: true});
  expect(lists).toMatchObject([
    {verdict: "complete", rows: 10, isHead: false},
    {verdict: "complete", rows: 300, isHead: false}
  ]);
  bench.clock.days(1);
  const second = await bench.snapshot({head: true, memory});
  expect(second.lists).toMatchObject([
    {verdict: "complete", rows: 10, isHead: false},
    {verdict: "head", rows: 100, isHead: true}
  ]);
});

it("is a complete list where it comes to the end before 25 known people stood in a row", async () => {
  const memory = await openWatched(people(30));
  x.followers = [...people(20), "5", ...people(10, 1_000_020)];
  const {lists} = await bench.snapshot({head: true, memory});
  expect(lists[1]).toMatchObject({verdict: "complete", rows: 31, isHead: true});
});
