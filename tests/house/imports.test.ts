import {execFileSync} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {dirname, join, posix} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The rooms of the house, by the beginning of their paths, and what each may import of the others: rooms, or single files.
 * A room may always import itself. Everything flows from source to snapshot to models to marts to report.
 */
const shared = ["src/duckdb.ts", "src/errors.ts", "src/temporary.ts", "src/version.ts", "src/words.ts"];
/** X's prices, and when scans are taken: what loaders and plan both go by. */
const sharedWithPlan = ["src/plan/prices.ts", "src/plan/schedules.ts"];
const loaders = [
  ...shared,
  ...sharedWithPlan,
  "data-loaders/clock.ts",
  "data-loaders/act-memory.ts",
  "data-loaders/answer-file.ts",
  "data-loaders/like-row.ts",
  "src/networks/",
  "src/snapshots/",
  "src/lists/",
  "src/names/stand-in.ts",
  "src/interests/"
];
const rooms: Record<string, readonly string[]> = {
  "src/duckdb.ts": ["src/errors.ts", "src/memory.ts", "src/temporary.ts"],
  "src/errors.ts": ["src/memory.ts"],
  "src/memory.ts": [],
  "src/temporary.ts": ["src/errors.ts"],
  "src/version.ts": [],
  "src/words.ts": [],
  "src/networks/": [],
  "src/snapshots/": [...shared, "src/networks/"],
  "src/lists/": ["src/duckdb.ts", "src/networks/"],
  "src/compact/": [...shared, "src/lists/", "src/networks/", "src/snapshots/"],
  "src/statistics/": [],
  "src/interests/": [...shared],
  "src/names/": [...shared, "src/snapshots/"],
  "src/plan/": [...shared, "src/networks/", "src/snapshots/", "src/interests/"],
  "src/models/": [...shared, "src/lists/", "src/names/", "src/statistics/", "src/snapshots/"],
  "src/campaigns/": [...shared, "src/snapshots/", "src/models/"],
  "src/experiments/": [
    ...shared,
    "src/snapshots/",
    "src/statistics/",
    "src/models/",
    "src/names/",
    "src/campaigns/"
  ],
  "src/validate/": [...shared, "src/models/", "src/snapshots/", "src/statistics/"],
  "src/query/": [...shared, "src/models/", "src/snapshots/"],
  "src/forget/": [...shared, "src/lists/", "src/names/", "src/networks/", "src/snapshots/"],
  "reports/components/": [],
  "src/site/": [
    ...shared,
    "src/models/",
    "src/statistics/",
    "src/networks/",
    "src/snapshots/",
    "src/query/",
    "reports/components/"
  ],
  "reports/": ["src/site/"],
  "data-loaders/tables/": loaders,
  "data-loaders/saved-lists/": [...loaders, "data-loaders/tables/"],
  "data-loaders/git-history/": [...loaders, "data-loaders/saved-lists/"],
  "data-loaders/x-archive/": loaders,
  "data-loaders/clock.ts": [],
  "data-loaders/act-memory.ts": ["src/duckdb.ts", "src/networks/"],
  "data-loaders/answer-file.ts": [],
  "data-loaders/like-row.ts": [],
  "data-loaders/access/": loaders,
  "data-loaders/listening/": [...loaders, "data-loaders/access/"],
  "data-loaders/bluesky/": [...loaders, "data-loaders/access/", "data-loaders/listening/"],
  "data-loaders/returns/": [...loaders, "data-loaders/tables/"],
  "data-loaders/import/": [
    ...loaders,
    "data-loaders/git-history/",
    "data-loaders/returns/",
    "data-loaders/tables/",
    "data-loaders/saved-lists/",
    "data-loaders/x-archive/"
  ],
  "data-loaders/x/protocol/": [...loaders, "data-loaders/access/"],
  "data-loaders/x/access/": [...loaders, "data-loaders/access/", "data-loaders/x/protocol/"],
  "data-loaders/x-api/": [...loaders, "data-loaders/access/", "data-loaders/x/"],
  "data-loaders/x-activity/": [
    ...loaders,
    "data-loaders/access/",
    "data-loaders/listening/",
    "data-loaders/x/",
    "data-loaders/x-api/"
  ],
  // The demo's people and its X know nothing of each other; what joins them lies beside them.
  "data-loaders/demo/backend.ts": [],
  "data-loaders/demo/random.ts": [],
  "data-loaders/demo/delivery.ts": [],
  "data-loaders/demo/local-server.ts": [],
  "data-loaders/demo/fault-player.ts": [
    ...shared,
    "data-loaders/demo/delivery.ts",
    "data-loaders/demo/random.ts"
  ],
  "data-loaders/demo/world/": ["data-loaders/demo/backend.ts", "data-loaders/demo/random.ts"],
  "data-loaders/demo/server/": [
    ...loaders,
    "data-loaders/demo/backend.ts",
    "data-loaders/demo/delivery.ts",
    "data-loaders/demo/fault-player.ts",
    "data-loaders/demo/local-server.ts",
    "data-loaders/demo/random.ts",
    "data-loaders/x/access/"
  ],
  // It knows nothing of the source that asks it.
  "data-loaders/demo/sky/": [
    ...shared,
    "data-loaders/demo/delivery.ts",
    "data-loaders/demo/fault-player.ts",
    "data-loaders/demo/local-server.ts",
    "data-loaders/demo/random.ts"
  ],
  "data-loaders/demo/": [...loaders, "data-loaders/bluesky/", "data-loaders/x/", "data-loaders/x-api/"],
  "src/commands/": ["src/", "data-loaders/", "reports/"],
  "src/compiled.js": [],
  "src/followback.js": ["src/commands/", "src/compiled.js"]
};

/** Rooms that must run anywhere, a browser included: no files, no database, no network. */
const pure = ["src/networks/", "src/statistics/", "reports/components/"];

const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8"
});
const files = listed
  .split("\n")
  .filter((file) => /^(src|data-loaders|reports)\/.*\.[jt]s$/.test(file) && existsSync(join(root, file)));

interface Import {
  from: string;
  to: string;
}

/** What a text imports: `from "…"`, `import "…"` and `import("…")`, those of types included. */
const importsOf = (text: string): string[] =>
  [
    ...text.matchAll(/^(?:import|export)\b[^;"]*\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm)
  ].map(([, named, bare, called]) => (named ?? bare ?? called)!);

/** A path below the root; browsers ask for components by `.js`, and the files are TypeScript. */
function resolved(from: string, specifier: string): string {
  const path = posix.join(dirname(from), specifier);
  return existsSync(join(root, path)) ? path : path.replace(/\.js$/, ".ts");
}

const imports: Import[] = files.flatMap((from) =>
  importsOf(readFileSync(join(root, from), "utf8"))
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => ({from, to: resolved(from, specifier)}))
);

const isIn = (file: string, place: string) =>
  file === place || (place.endsWith("/") && file.startsWith(place));

/** The room of a file: the longest of those it lies in. */
const roomOf = (file: string): string | undefined =>
  Object.keys(rooms)
    .filter((room) => isIn(file, room))
    .sort((a, b) => b.length - a.length)[0];

function isAllowed({from, to}: Import): boolean {
  const room = roomOf(from)!;
  const target = roomOf(to);
  return room === target || isIn(to, room) || rooms[room]!.some((place) => isIn(to, place));
}

/** A circle through some of the nodes, as a path that ends where it begins; null where there is none. */
function circleIn(edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const visit = (node: string, path: string[]): string[] | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of edges.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle) return circle;
    }
    done.add(node);
    return null;
  };
  for (const node of edges.keys()) {
    const circle = visit(node, []);
    if (circle) return circle;
  }
  return null;
}

const edgesOf = (pairs: readonly Import[], name: (file: string) => string) => {
  const edges = new Map<string, string[]>();
  for (const {from, to} of pairs)
    if (name(from) !== name(to)) edges.set(name(from), [...(edges.get(name(from)) ?? []), name(to)]);
  return edges;
};

const shown = ({from, to}: Import) => `${from} -> ${to}`;

describe("what imports what", () => {
  it("finds files, and every file has a room", () => {
    expect(files.length).toBeGreaterThan(200);
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  it("imports only files that are there", () => {
    expect(imports.filter(({to}) => !existsSync(join(root, to))).map(shown)).toEqual([]);
  });

  it("keeps to what each room may import", () => {
    expect(imports.filter((one) => !isAllowed(one)).map(shown)).toEqual([]);
  });

  it("has no circle of files, types included", () => {
    expect(circleIn(edgesOf(imports, (file) => file))).toBeNull();
  });

  it("has no circle of rooms", () => {
    expect(circleIn(edgesOf(imports, (file) => roomOf(file)!))).toBeNull();
  });

  it("keeps files, database and network out of what must run anywhere", () => {
    const outside = files
      .filter((file) => pure.some((room) => isIn(file, room)))
      .flatMap((file) =>
        importsOf(readFileSync(join(root, file), "utf8"))
          .filter((specifier) => /^node:|duckdb/.test(specifier))
          .map((specifier) => `${file}: ${specifier}`)
      );
    expect(outside).toEqual([]);
  });

  it("puts what is only needed meanwhile where it is swept", () => {
    const others = files
      .filter((file) => file !== "src/temporary.ts")
      .filter((file) => /\bmkdtemp|\btmpdir\(/.test(readFileSync(join(root, file), "utf8")));
    expect(others).toEqual([]);
  });

  it("names no file of a source in the store", () => {
    const places = files
      .filter((file) => file.startsWith("src/snapshots/") || file.startsWith("src/forget/"))
      .filter((file) => /\.listen\b|truth\.json/.test(readFileSync(join(root, file), "utf8")));
    expect(places).toEqual([]);
  });

  it("names sources and networks in one room only", () => {
    const names = /["'](x-api|x-archive|x-activity|bluesky|bluesky-stream|tables|x)["']|\b2006\b/;
    const free = ["forget", "lists", "models", "plan", "query", "site", "snapshots", "statistics"];
    const places = listed
      .split("\n")
      .filter((file) => free.some((room) => file.startsWith(`src/${room}/`)) && existsSync(join(root, file)))
      .filter((file) =>
        names.test(readFileSync(join(root, file), "utf8").replace(/^\s*(\/?\*|\/\/|--).*$/gm, ""))
      );
    expect(places).toEqual([]);
  });
});

describe("pages, components and queries of the report", () => {
  it("name no source", () => {
    const places = listed
      .split("\n")
      .filter((file) => /^reports\/.*\.(ts|md|sql)$/.test(file) && existsSync(join(root, file)))
      .filter((file) =>
        /["'](x-api|x-archive|x-activity|bluesky|bluesky-stream)["']/.test(
          readFileSync(join(root, file), "utf8")
        )
      );
    expect(places).toEqual([]);
  });
});

describe("how imports are read", () => {
  it("reads every form of them", () => {
    const text = `import a from "./a.ts";
import type {B} from "./b.ts";
import {
  c,
  type D
} from "./c.ts";
export {e} from "./e.ts";
import "./f.ts";
const g = await import("./g.ts");
export const text = "./nothing.ts";`;
    expect(importsOf(text)).toEqual(["./a.ts", "./b.ts", "./c.ts", "./e.ts", "./f.ts", "./g.ts"]);
  });

  it("refuses a loader that computes, a model that loads, and a page that reads the store", () => {
    const refused = [
      {from: "data-loaders/x-api/acts.ts", to: "src/statistics/rate.ts"},
      {from: "src/models/build.ts", to: "data-loaders/x-api/acts.ts"},
      {from: "src/plan/plan.ts", to: "data-loaders/x-api/acts.ts"},
      {from: "reports/components/page.ts", to: "src/snapshots/store.ts"},
      {from: "src/snapshots/store.ts", to: "src/lists/lists.ts"}
    ];
    expect(refused.filter(isAllowed)).toEqual([]);
  });

  it("finds a circle", () => {
    const edges = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["b"]]
    ]);
    expect(circleIn(edges)).toEqual(["b", "c", "b"]);
  });
});
