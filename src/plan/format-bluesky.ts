import {blueskyRequestsASecond} from "../networks/bluesky.ts";
import {plural} from "../words.ts";
import {number} from "./amounts.ts";
import {blueskyPlanOf, minutesOfRequests, requestsOf, type BlueskyLine} from "./bluesky.ts";
import {factNames, factWords, type Settled} from "./facts.ts";

const count = (value: number) => Math.ceil(value).toLocaleString("en");
const columns = [
  ["first", "public"],
  ["first", "login"],
  ["later", "public"],
  ["later", "login"]
] as const;

/** What snapshots of Bluesky ask, as text: the answer in a sentence, then a line for each kind of request. */
export function formatBlueskyPlan({facts, origins}: Settled): string {
  const plan = blueskyPlanOf(facts);
  const both = (lines: readonly BlueskyLine[]) => count(requestsOf(lines, "lists", "relationships"));
  const whose = origins.followers === "assumed" ? "an assumed account of " : "";
  const cells = columns.map(([when, who]) => plan[when][who]);
  const rows = [
    ["", "first snapshot,", "first,", "a day later,", "a day later,"],
    ["requests, at most", "no login", "logged in", "no login", "logged in"],
    ...cells[0]!.map(({what}, nth) => [what, ...cells.map((lines) => count(lines[nth]!.requests))]),
    ["in all", ...cells.map((lines) => count(requestsOf(lines)))],
    ["minutes", ...cells.map((lines) => number(Math.ceil(minutesOfRequests(requestsOf(lines)) * 10) / 10))]
  ];
  const widths = rows[0]!.map((_, nth) => Math.max(...rows.map((row) => row[nth]!.length)));
  const table = rows
    .map(
      ([head, ...rest]) =>
        `  ${head!.padEnd(widths[0]!)}${rest.map((cell, nth) => `  ${cell.padStart(widths[nth + 1]!)}`).join("")}\n`
    )
    .join("");
  const assumed = factNames.map((name) => {
    const how = origins[name] === "assumed" ? `assumed; set it with --${name}` : origins[name];
    return `  ${factWords[name]}: ${number(facts[name])} (${how})\n`;
  });
  return (
    `Bluesky, ${whose}${plural(facts.followers, "follower")} and ${count(facts.following)} accounts followed: lists and ` +
    `relationships take ${both(plan.first.public)} requests without a login, and ${both(plan.first.login)} logged in. ` +
    `It is free of charge.\n\n` +
    `One snapshot, at ${blueskyRequestsASecond} requests a second\n${table}` +
    `Without a login, whoever was met once is asked for again each time: 30 people a request.\n\n` +
    `What it assumes\n${assumed.join("")}`
  );
}

/** The same as rows for programs: each kind of request of each snapshot. */
export const blueskyRowsOf = ({facts}: Settled) =>
  columns.flatMap(([when, who]) =>
    blueskyPlanOf(facts)[when][who].map(({name, requests}) => ({
      snapshot: when,
      login: who === "login",
      name,
      requests
    }))
  );

export const blueskyCsvOf = (settled: Settled): string =>
  [["snapshot", "login", "name", "requests"], ...blueskyRowsOf(settled).map((row) => Object.values(row))]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");

export const blueskyJsonOf = (account: string | null, network: string, settled: Settled): string => {
  const {facts, origins, watchedDays: watched_days} = settled;
  const plan = {account, network, facts, origins, watched_days, rows: blueskyRowsOf(settled)};
  return `${JSON.stringify(plan, null, 1)}\n`;
};
