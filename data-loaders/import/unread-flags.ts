import {UsageError} from "../../src/errors.ts";
import type {ImportRequest, Kind} from "./request.ts";

/** What reads a flag: inputs of a kind; of tables, what they are said to be. */
type Reader = Exclude<Kind, "table"> | "rows" | "edges" | "outreach";

interface Reading {
  flag: string;
  by: readonly Reader[];
  /** What to do where none of these is given. */
  instead: string;
}

const ofRows = {
  by: ["rows", "returns"],
  instead: "give --table with the name of a raw table, or leave it out"
} as const;
const ofEdges = {by: ["edges"], instead: "give --edges, or leave it out"} as const;
const ofLogs = {
  by: ["log", "outreach", "rows", "edges"],
  instead: "give --outreach if it is a log of whom the account followed, or leave it out"
} as const;
const ofLists = {by: ["list"], instead: "leave it out, and write @ before names"} as const;
const ofListsAndRows = {by: ["list", "rows"], instead: "leave it out"} as const;

/** The flags that change what the rows of an input say. */
const readings: Partial<Record<keyof ImportRequest, Reading>> = {
  map: {flag: "--map", ...ofRows},
  set: {flag: "--set", ...ofRows},
  followerColumn: {flag: "--follower-column", ...ofEdges},
  followedColumn: {flag: "--followed-column", ...ofEdges},
  baseline: {flag: "--baseline", ...ofEdges},
  userColumn: {
    flag: "--user-column",
    by: ["list", "log", "outreach"],
    instead: "with --edges give --follower-column and --followed-column, with --table --map user_id=COLUMN"
  },
  timeColumn: {
    flag: "--time-column",
    by: ["list", "log", "outreach", "edges"],
    instead: "with --table give --map, such as --map page_at=COLUMN"
  },
  // Of tables it is said elsewhere which of them have campaigns and targets.
  campaign: {flag: "--campaign", ...ofLogs},
  campaignColumn: {flag: "--campaign-column", ...ofLogs},
  target: {
    flag: "--target",
    by: ["rows", "edges", "outreach", "log"],
    instead: "leave it out, or give --table interactions"
  },
  takenAt: {
    flag: "--taken-at",
    by: ["list", "rows", "returns", "archive zip", "archive folder"],
    instead: "leave it out, as the rows say when each of them happened"
  },
  ids: {flag: "--ids", ...ofLists},
  names: {flag: "--names", ...ofLists},
  order: {flag: "--order", ...ofListsAndRows},
  split: {flag: "--split", ...ofListsAndRows}
};

/**
 * Refuses a flag that none of the inputs is read by, of which nobody would hear that it was left aside. Throws a
 * `UsageError`.
 */
export function refuseUnread(flags: ImportRequest, kinds: readonly Kind[]): void {
  const table: Reader = flags.edges ? "edges" : flags.outreach ? "outreach" : "rows";
  const readers = new Set(kinds.map((kind): Reader => (kind === "table" ? table : kind)));
  for (const [name, {flag, by, instead}] of Object.entries(readings))
    if (flags[name as keyof ImportRequest] !== undefined && !by.some((one) => readers.has(one)))
      throw new UsageError(`${flag}: nothing that is given here is read by it: ${instead}`);
}
