import {bases} from "./figures.ts";
import {pooledCoverage, type Group} from "./study.ts";
import type {Tally} from "./truth.ts";
import type {Schedule} from "./watch.ts";

/** One schedule of a run: when, from which seed, over how many worlds, and what they showed. */
export interface ScheduleStudy {
  schedule: Schedule;
  date: string;
  seed: number;
  worlds: number;
  people: number;
  groups: Group[];
}

export interface Calibration {
  studies: ScheduleStudy[];
}

const percent = (share: number) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "–");
const points = (share: number) => `${share < 0 ? "−" : "+"}${(100 * Math.abs(share)).toFixed(1)}`;
const share = ({x, n}: Tally) => x / n;
const sum = (tallies: Tally[]): Tally => ({
  x: tallies.reduce((total, {x}) => total + x, 0),
  n: tallies.reduce((total, {n}) => total + n, 0)
});

function table(head: string[], rows: string[][]): string {
  return [head, head.map((_, nth) => (nth === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

const sumOf = (groups: Group[], keeping: string) =>
  groups.reduce((total, group) => total + (group.keeping === keeping ? group.worlds : 0), 0);

/** The whole result as Markdown. */
export const report = ({studies}: Calibration): string =>
  [
    "# Calibration on simulated brands",
    "Made by `npm run calibrate -- --save`. Every world is a brand whose truth is known, laid into the raw tables and read by the same models as any other account. Truth is the expectation under the world's behaviour for people seen in at least one list under the schedule, never the realised share.",
    ...studies.map(tellSchedule),
    ...(studies.length > 1 ? [tellDrift(studies)] : [])
  ].join("\n\n") + "\n";

function tellSchedule({schedule, date, seed, worlds, people, groups}: ScheduleStudy): string {
  const long = groups.filter(({keeping}) => keeping === "long");
  const lines = pooledCoverage(groups);
  const rowsOf = (isWanted: (figure: string) => boolean) =>
    lines
      .filter(({figure}) => isWanted(figure))
      .map(({figure, worlds, coverage, least, isWaived}) => [
        figure + (isWaived ? " (n·p < 10 somewhere)" : ""),
        String(worlds),
        percent(coverage),
        percent(least)
      ]);
  const head = ["figure", "worlds", "held the truth", "least of a scenario"];
  return [
    `## ${schedule}`,
    `${worlds} worlds that keep a follow for long and ${sumOf(groups, "short")} that do not, seed ${seed}, truth from ${people.toLocaleString("en")} followers a behaviour, ${date}.`,
    "95 % intervals, worlds that keep a follow longer than the gap between `following` lists:",
    table(
      head,
      rowsOf((figure) => !/^(range|naive)/.test(figure))
    ),
    "Worst-case ranges, widened by their intervals:",
    table(
      head,
      rowsOf((figure) => figure.startsWith("range"))
    ),
    "Plainer methods on the same lists, for comparison:",
    table(
      head,
      rowsOf((figure) => figure.startsWith("naive"))
    ),
    "What the routes really are:",
    table(
      [
        "worlds",
        ...bases.map((basis) => `${basis}: really followback`),
        "wrong followbacks",
        "an earlier follow unseen",
        "…by first-seen order",
        "unknown",
        "mean start window"
      ],
      (["long", "short"] as const).map((keeping) => {
        const own = groups.filter((group) => group.keeping === keeping);
        const {x, n} = sum(own.map(({basis}) => basis.followback));
        const ordered = sum(own.map((group) => group.ordered));
        return [
          keeping === "long" ? "keep long" : "keep 5 days",
          ...bases.map((basis) => percent(share(sum(own.map((group) => group.basis[basis]))))),
          `${n - x} of ${n}`,
          String(own.reduce((total, {unseenBefore}) => total + unseenBefore, 0)),
          `${ordered.x} of ${ordered.n}`,
          percent(share(sum(own.map(({unknown}) => unknown)))),
          `${share(sum(own.map(({startDays}) => startDays))).toFixed(2)} days`
        ];
      })
    ),
    "Bias (mean of the estimates less truth, in points); where the brand drops people fast, hidden followbacks pass as organic:",
    table(
      ["figure", ...groups.map(({scenario, keeping}) => `${scenario}, ${keeping}`)],
      groups[0]!.coverage
        .filter(({figure}) => !/^range|difference|naive/.test(figure))
        .map(({figure}) => [
          figure,
          ...groups.map((group) => {
            const own = group.coverage.find((coverage) => coverage.figure === figure)!;
            return points(share(own) - own.truth);
          })
        ])
    ),
    "Null worlds in which a claim was ever decided over all quarterly looks, and how the claims stood at the last look:",
    table(
      ["claim", "null: ever decided", ...long.map(({scenario}) => `${scenario}: last look`)],
      Object.keys(long[0]!.verdicts).map((claim) => {
        const empty = long.find(({scenario}) => scenario === "null")!;
        return [
          claim,
          percent((empty.everDecided[claim] ?? 0) / empty.worlds),
          ...long.map(({verdicts, worlds}) =>
            Object.entries(verdicts[claim] ?? {})
              .map(([verdict, count]) => `${verdict} ${percent(count / worlds)}`)
              .join(", ")
          )
        ];
      })
    )
  ].join("\n\n");
}

/** How the estimand moves with the schedule, in the default world. */
function tellDrift(studies: ScheduleStudy[]): string {
  const groups = studies.map(({groups}) =>
    groups.find(({scenario, keeping}) => scenario === "default" && keeping === "long")!
  );
  const figures = Object.keys(groups[0]!.expected);
  const coverageOf = (group: Group, figure: string) => {
    const {covered, worlds} = group.coverage.find((coverage) => coverage.figure === figure)!;
    return percent(covered / worlds);
  };
  return [
    "## The same behaviour under each schedule",
    "What is expected of people seen in at least one list (default world, keeping long); after the slash, of those of them whose order can be told; in brackets how often the interval holds the first.",
    table(
      ["figure", "whoever came, from the follow", ...studies.map(({schedule}) => schedule)],
      figures.map((figure) => [
        figure,
        percent(groups[0]!.expected[figure]!.anyhow),
        ...groups.map(
          (group) =>
            `${percent(group.expected[figure]!.seen)} / ${percent(group.expected[figure]!.told)} (${coverageOf(group, figure)})`
        )
      ])
    ),
    table(
      ["", ...studies.map(({schedule}) => schedule)],
      [
        ["mean start window, days", ...groups.map(({startDays}) => share(startDays).toFixed(2))],
        ["unknown routes", ...groups.map(({unknown}) => percent(share(unknown)))]
      ]
    )
  ].join("\n\n");
}
