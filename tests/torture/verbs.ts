import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {plausible, plausibleRow} from "../returns/files.ts";
import {run} from "./program.ts";
import {
  accountOnX,
  eventsIn,
  recording,
  serveBluesky,
  serveStream,
  serveX,
  streamedEvents,
  type Serving
} from "./servers.ts";
import {digestOf} from "./state.ts";

/** The account of the stores that are tortured. */
export const account = "42";
/** What the clock says when a verb is killed, and when it is run again: a Sunday in the future, and a minute later. */
export const now = Date.parse("2026-12-06T12:00:00Z");
export const later = now + 60_000;

/** One way to call a verb that writes, on a store of its own. */
export interface Verb {
  name: string;
  /** The name of the store it begins with; see `makeStores`. */
  store: StoreName;
  /** Relative to the folder that holds `data`, `in`, `out` and `dist`. */
  argv: string[];
  /** A file each with one snapshot: several steps, each of which counts. Otherwise the store is the old or the new one. */
  inSteps?: boolean;
  /** What it leaves beside the store, as a text; `whole`: of a run that nothing stopped. Null: that is as it should be. */
  beside?: (dir: string) => string | null;
  /** Only the later run says what is right, as each has a time of its own: what it must leave, as a text. */
  said?: (dir: string) => Promise<string>;
  /** Its rows say when they were read: it is run again at the same moment, so that they can be compared. */
  isDated?: boolean;
  /** Takes seconds where nothing stops it. */
  isSlow?: boolean;
  /** Starts what it asks over the network. */
  serve?: () => Promise<Serving>;
}

const person = (nth: number) => String(1_500_000_000_000_000_000n + BigInt(nth) * 7919n);
const people = (from: number, to: number) => Array.from({length: to - from}, (_, nth) => person(from + nth));
const day = (nth: number) => new Date(Date.UTC(2026, 8, 7 + 7 * nth)).toISOString().slice(0, 10);

/** Whom `forget` forgets: in every list, with a profile and with replies. */
export const forgotten = person(30);

/** Followers and followed accounts of six weeks, with profiles, replies, an outreach log, visits and names. */
function writeInputs(folder: string): void {
  const write = (name: string, lines: readonly string[]) => {
    mkdirSync(join(folder, name, ".."), {recursive: true});
    writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  };
  for (let week = 0; week < 8; week++) {
    const place = week < 6 ? "lists" : "more";
    write(`${place}/followers-${day(week)}.txt`, people(week * 3, 90 + week * 6));
    write(`${place}/following-${day(week)}.txt`, people(20 + week, 60 + week * 4));
  }
  write("outreach.csv", [
    "user_id,time,campaign",
    ...people(60, 110).map(
      (id, nth) => `${id},2026-09-${String(8 + (nth % 20)).padStart(2, "0")}T10:00:00Z,autumn`
    )
  ]);
  write("interactions.csv", [
    "act_id,actor_id,target_user_id,kind,time",
    ...people(20, 50).map(
      (id, nth) =>
        `${900 + nth},${id},${account},reply,2026-09-${String(8 + (nth % 20)).padStart(2, "0")}T11:00:00Z`
    )
  ]);
  write(
    "names/followers-2026-11-09.txt",
    Array.from({length: 40}, (_, nth) => `@made_${nth}`)
  );
  write("people.csv", ["user_id", ...people(500, 700)]);
  const visits = (days: number) =>
    plausible(
      Array.from({length: days}, (_, nth) =>
        plausibleRow(`2026-09-${String(nth + 1).padStart(2, "0")}`, "autumn", "shop", 5 + nth)
      )
    );
  mkdirSync(join(folder, "visits"), {recursive: true});
  writeFileSync(join(folder, "visits/sources-short.csv"), visits(14));
  writeFileSync(join(folder, "visits/sources-long.csv"), visits(28));
}

const imported = ["--account", account, "--complete", "--data", "data"];

/** What each store is made by, on top of another one. */
const stores = {
  empty: {on: null, steps: []},
  lists: {on: "empty", steps: [["import", "in/lists", ...imported]]},
  full: {
    on: "lists",
    steps: [
      ["import", "in/outreach.csv", "--outreach", "--account", account, "--data", "data"],
      [
        "import",
        "in/interactions.csv",
        "--table",
        "interactions",
        "--map",
        "at=time",
        "--account",
        account,
        "--data",
        "data"
      ],
      [
        "import",
        "in/visits/sources-short.csv",
        "--account",
        account,
        "--taken-at",
        "2026-09-15T08:00:00Z",
        "--data",
        "data"
      ],
      ["accounts", "set", account, "--topics", "#coffee", "--zone", "Europe/Berlin", "--data", "data"]
    ]
  },
  built: {on: "full", steps: [["build", "--data", "data"]]},
  behind: {on: "built", steps: [["import", "in/more", ...imported]]},
  reported: {on: "built", steps: [["report", "--data", "data", "--out", "dist"]]},
  compacted: {on: "behind", steps: [["compact", "--data", "data"]]},
  grown: {on: "compacted", steps: [["import", "in/names", "--names", ...imported]]}
} satisfies Record<string, {on: string | null; steps: string[][]}>;

export type StoreName = keyof typeof stores;

/** Makes stores as they are asked for, each once, by the program itself; returns the folder of each. */
export class Stores {
  readonly #made = new Map<StoreName, Promise<string>>();

  constructor(readonly root: string) {
    mkdirSync(root, {recursive: true});
  }

  get(name: StoreName): Promise<string> {
    const known = this.#made.get(name) ?? this.#make(name);
    this.#made.set(name, known);
    return known;
  }

  async #make(name: StoreName): Promise<string> {
    const {on, steps} = stores[name] as {on: StoreName | null; steps: string[][]};
    const dir = join(this.root, name);
    if (on === null) writeInputs(join(dir, "in"));
    else cpSync(await this.get(on), dir, {recursive: true});
    for (const argv of steps) {
      const {code, err} = await run(argv, {cwd: dir, now});
      if (code !== 0) throw new Error(`${name}: ${argv.join(" ")}: ${err}`);
    }
    return dir;
  }
}

const set = ["--data", "data"];
const idsIn = (dir: string) => readdirSync(join(dir, "data/snapshots")).filter((name) => /^\d{4}/.test(name));

/** Prints what the program says of the store by a verb that only reads. */
const asked =
  (...argv: string[]) =>
  async (dir: string) => {
    const {code, out, err} = await run([...argv, ...set], {cwd: dir, now: later});
    if (code !== 0) throw new Error(`${argv.join(" ")}: ${err}`);
    return out;
  };

const listsDrawn = (dir: string): string =>
  ["follow", "leave"]
    .map((arm) => join(dir, `out/people-2026-12-08-${arm}.csv`))
    .map((file) => (existsSync(file) ? readFileSync(file, "utf8") : `${file}: not there`))
    .join("\n");

/** Every verb that writes. */
export const verbs: Verb[] = [
  {name: "import, first lists", store: "empty", argv: ["import", "in/lists", ...imported], inSteps: true},
  {name: "import, more lists", store: "full", argv: ["import", "in/more", ...imported], inSteps: true},
  {name: "import, names", store: "full", argv: ["import", "in/names", "--names", ...imported]},
  {
    name: "import, a longer download in the place of a shorter one",
    store: "full",
    argv: [
      "import",
      "in/visits/sources-long.csv",
      "--account",
      account,
      "--taken-at",
      "2026-09-30T08:00:00Z",
      ...set
    ]
  },
  {name: "build, first", store: "full", argv: ["build", ...set]},
  {name: "build, again", store: "built", argv: ["build", ...set]},
  {name: "build, of more lists", store: "behind", argv: ["build", ...set]},
  {
    name: "report, first",
    store: "built",
    argv: ["report", ...set, "--out", "dist"],
    beside: (dir) => digestOf(join(dir, "dist")),
    isSlow: true
  },
  {
    name: "report, at another address",
    store: "reported",
    argv: ["report", ...set, "--out", "dist", "--base", "https://example.org/followers/"],
    beside: (dir) => digestOf(join(dir, "dist")),
    isSlow: true
  },
  {
    name: "snapshot of X",
    store: "full",
    argv: ["snapshot", accountOnX, ...set],
    serve: () => serveX(now),
    isDated: true
  },
  {
    name: "snapshot of Bluesky",
    store: "full",
    argv: ["snapshot", recording.account, "--network", "bluesky", ...set],
    serve: serveBluesky,
    isDated: true,
    isSlow: true
  },
  {
    name: "listen",
    store: "full",
    argv: ["listen", account, "--subscribe", ...set],
    serve: async () => serveStream(account),
    inSteps: true,
    said: async (dir) => {
      const events = await eventsIn(join(dir, "data"));
      const isAll = events.join() === streamedEvents.join();
      return isAll ? "every event once" : `the events ${events.join(", ")}`;
    }
  },
  {name: "compact, first", store: "full", argv: ["compact", ...set]},
  {name: "compact, again", store: "grown", argv: ["compact", ...set]},
  {name: "forget", store: "built", argv: ["forget", forgotten, ...set], inSteps: true},
  {name: "forget, compacted", store: "grown", argv: ["forget", forgotten, ...set], inSteps: true},
  {name: "names", store: "grown", argv: ["names", "--unknown", ...set]},
  {
    name: "accounts set",
    store: "full",
    argv: ["accounts", "set", account, "--topics", "#tea, roasting", ...set]
  },
  {
    name: "accounts set, with what an hour costs",
    store: "full",
    argv: ["accounts", "set", account, "--hour-cost", "25", "--currency", "EUR", ...set],
    said: async (dir) =>
      readFileSync(join(dir, "data/followback.json"), "utf8") + (await asked("campaigns")(dir))
  },
  {name: "accounts remove", store: "full", argv: ["accounts", "remove", account, ...set]},
  {
    name: "campaigns set",
    store: "full",
    argv: [
      "campaigns",
      "set",
      "autumn",
      "--place-kind",
      "list",
      "--place",
      "potters",
      "--money",
      "40",
      "--currency",
      "EUR",
      ...set
    ],
    said: asked("campaigns")
  },
  {
    name: "links plan",
    store: "full",
    argv: [
      "links",
      "plan",
      "--url",
      "https://shop.example/",
      "--calls",
      "shop, letter",
      "--from",
      "2026-12-07",
      ...set
    ],
    said: async (dir) =>
      await asked(
        "links",
        "plan",
        "--url",
        "https://shop.example/",
        "--calls",
        "shop, letter",
        "--from",
        "2026-12-07"
      )(dir)
  },
  {
    name: "experiment plan of weeks",
    store: "full",
    argv: [
      "experiment",
      "plan",
      "--weeks",
      "16",
      "--from",
      "2026-12-07",
      "--seed",
      "5",
      "--visits",
      "20",
      ...set
    ],
    said: asked("experiment", "list")
  },
  {
    name: "experiment plan of people",
    store: "full",
    argv: [
      "experiment",
      "plan",
      "in/people.csv",
      "--arms",
      "2",
      "--from",
      "2026-12-08",
      "--seed",
      "3",
      "--out",
      "out",
      ...set
    ],
    beside: listsDrawn,
    said: asked("experiment", "list")
  }
];

/** `snapshots remove` of some snapshots, which have their names only once they are stored. */
export async function removals(stores: Stores): Promise<Verb[]> {
  const [loose, compacted] = await Promise.all([stores.get("full"), stores.get("grown")]);
  const {out} = await run(["snapshots", "--format", "json", ...set], {cwd: compacted});
  const ids = (JSON.parse(out) as {snapshot_id?: string; id?: string}[]).map(
    (row) => (row.snapshot_id ?? row.id)!
  );
  return [
    {
      name: "snapshots remove",
      store: "full",
      argv: ["snapshots", "remove", ...idsIn(loose).slice(1, 3), ...set]
    },
    {
      name: "snapshots remove, compacted",
      store: "grown",
      argv: ["snapshots", "remove", ids[2]!, ids.at(-1)!, ...set]
    }
  ];
}

export const copyOf = (from: string, to: string) => {
  rmSync(to, {recursive: true, force: true});
  cpSync(from, to, {recursive: true});
};
