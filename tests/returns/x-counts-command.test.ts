import {beforeEach, expect, it} from "vitest";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {hear} from "../commands/hear.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
const run = (...argv: string[]) => hear([...argv, "--data", store.dataDir]);
beforeEach(() => trackAccount(store.dataDir, {id: "42", name: "examplebrand"}));

const header =
  "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,Create Post,Video views,Media views";
/** September 2026 began on a Tuesday. */
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const row = (day: number, follows: number, unfollows: number) =>
  `"${weekdays[day % 7]}, Sep ${day}, 2026",100,1,1,1,1,${follows},${unfollows},1,1,5,1,0,0`;
/** Days 1 to 10; 3 new follows and 2 unfollows on the 3rd, of which the lists see one each. */
const overview = [header, ...Array.from({length: 10}, (_, nth) => row(10 - nth, nth === 7 ? 3 : 0, nth === 7 ? 2 : 0))].join("\n"); // prettier-ignore
const crowd = Array.from({length: 40}, (_, nth) => String(5000 + ((17 * nth) % 40)));
const listOf = (ids: readonly string[]) => `id\n${ids.join("\n")}\n`;
const churn = `select span, days, new_follows, unfollows, arrivals, departures, at_most, at_most_as_listed, at_most_between,
  list_net, is_net_alike, is_contradicted from unseen_churn order by all`;

it("goes from files to the bound, through check, compact, forget and removal", async () => {
  const bring = (name: string, text: string, ...more: string[]) =>
    run("import", store.write(name, text), "--account", "42", ...more);
  const asList = ["--complete", "--list", "followers"];
  await bring("a.csv", listOf(crowd), ...asList, "--taken-at", "2026-09-01T12:00:00Z");
  await bring("b.csv", listOf(["7001", ...crowd.slice(1)]), ...asList, "--taken-at", "2026-09-08T12:00:00Z");
  const {code, err} = await bring("account_overview_analytics (1).csv", overview);
  expect([code, err]).toEqual([0, expect.stringMatching(/3 new follows, 2 unfollows.*\nstored: 1 download of X's counts\n$/)]); // prettier-ignore
  expect(await run("build")).toMatchObject({code: 0});
  const expected = [
    // One of three follows and one of two unfollows were seen: the lesser of 3 - 1 and 2 - 1 if X counts as the lists do.
    // Nothing shows that the newcomer was not there before, nor that who left was not suspended: the lesser of 3 and 2.
    {span: "gap", days: 8, new_follows: 3, unfollows: 2, arrivals: 1, departures: 1, at_most: 2, at_most_as_listed: 1, at_most_between: 2, list_net: 0, is_net_alike: false, is_contradicted: false},
    {span: "stretch", days: 8, new_follows: 3, unfollows: 2, arrivals: 1, departures: 1, at_most: 2, at_most_as_listed: 1, at_most_between: 2, list_net: 0, is_net_alike: false, is_contradicted: false}
  ]; // prettier-ignore
  /** Whole numbers of 64 bits come as text. */
  const numbers = (_: string, value: unknown) => (typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value); // prettier-ignore
  const bound = async () =>
    JSON.parse((await run("query", churn, "--format", "json")).out, numbers) as unknown;
  expect(await bound()).toEqual(expected);
  expect(await run("check")).toMatchObject({code: 0});
  expect(await run("compact")).toMatchObject({code: 0});
  await run("build");
  expect(await bound()).toEqual(expected);
  const counted = "select sum(new_follows)::int as n from daily_counts";
  expect(JSON.parse((await run("query", counted, "--format", "json")).out)).toEqual([{n: 3}]);
  const forgotten = await run("forget", "5003");
  expect(forgotten.code, forgotten.err).toBe(0);
  await run("build");
  expect(await bound()).toEqual(expected);
  const {out} = await run("snapshots");
  expect(out).toMatch(/days of X's counts 9 .*account_overview_analytics \(1\).csv/);
  const [id] = /\S+-tables-\S+(?= .*days of X's counts)/.exec(out)!;
  expect(await run("snapshots", "remove", id!)).toMatchObject({code: 0});
  await run("build");
  expect(await bound()).toEqual([]);
});
