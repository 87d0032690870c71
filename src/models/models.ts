import {readFileSync, readdirSync} from "node:fs";
import {basename} from "node:path";
import type {Database} from "../duckdb.ts";
import {interactionRates} from "./computed/interaction-rates.ts";
import {adjusted} from "./computed/adjusted.ts";
import {arrivalUnevenness} from "./computed/arrival-unevenness.ts";
import {campaignResults} from "./computed/campaign-results.ts";
import {balance} from "./computed/balance.ts";
import {circles} from "./computed/circles.ts";
import {claimEstimates} from "./computed/claim-estimates.ts";
import {cohortSlope} from "./computed/cohort-slope.ts";
import {community} from "./computed/community.ts";
import {concentrations} from "./computed/concentrations.ts";
import {curveTest} from "./computed/curve-test.ts";
import {experimentResults} from "./computed/experiment-results.ts";
import {firstEngagement} from "./computed/first-engagement.ts";
import {interests} from "./computed/interests.ts";
import {leavingCauses} from "./computed/leaving-causes.ts";
import {middle} from "./computed/unknown-route-estimate.ts";
import {profileMarks} from "./computed/profile-marks.ts";
import {returns} from "./computed/returns.ts";
import {whatIf} from "./computed/what-if.ts";
import {survival} from "./computed/survival.ts";
import {twoByTwo} from "./computed/two-by-two.ts";

/** One relation of the models: a file with one SELECT, named after it, or what an estimator makes of others. */
export interface Model {
  name: string;
  /** staging reads raw tables and staging only; intermediate steps and marts read whatever they need. */
  kind: "staging" | "intermediate" | "marts";
  /** Its SELECT; null of what an estimator makes. */
  select: string | null;
  /** Creates the relation in a database that has those it reads. Returns its rows, where they were counted. */
  make: (db: Database) => Promise<bigint | void>;
  /** The leading comment without its dashes: first sentence, columns, checks. */
  header: string;
  /** The other models it reads. */
  reads: string[];
  /** It holds no rows of its own: whoever reads it reads what it reads. */
  isView: boolean;
}

const root = new URL("./", import.meta.url);

const estimated = [
  claimEstimates,
  survival,
  curveTest,
  leavingCauses,
  cohortSlope,
  firstEngagement,
  adjusted,
  twoByTwo,
  interactionRates,
  concentrations,
  circles,
  community,
  interests,
  balance,
  campaignResults,
  returns,
  whatIf,
  middle,
  arrivalUnevenness,
  profileMarks,
  experimentResults
];

/** The prelude of scalar macros every model may use. */
export const preludeSql = () => readFileSync(new URL("prelude.sql", root), "utf8");

/** Every model, each after those it reads. Throws where two read each other. */
export function readModels(): Model[] {
  const models: Model[] = (["staging", "intermediate", "marts"] as const).flatMap((kind) =>
    readdirSync(new URL(`${kind}/`, root))
      .filter((file) => file.endsWith(".sql"))
      .sort()
      .map((file) =>
        parseModel(kind, basename(file, ".sql"), readFileSync(new URL(`${kind}/${file}`, root), "utf8"))
      )
  );
  for (const {name, isMart, header, reads, make} of estimated) {
    models.push({
      name,
      kind: isMart ? "marts" : "intermediate",
      header: header ?? "",
      reads,
      select: null,
      make,
      isView: false
    });
  }
  const names = new Set(models.map(({name}) => name));
  return inOrder(
    models.map((model) => ({
      ...model,
      reads: model.reads.filter((name) => names.has(name) && name !== model.name)
    }))
  );
}

/** The models of these names and all they read, in the order given. Throws at a name that no model has. */
export function withWhatTheyRead(models: Model[], names: readonly string[]): Model[] {
  const wanted = new Set(names);
  for (const name of names)
    if (!models.some((model) => model.name === name)) throw new Error(`no such model: ${name}`);
  // Each model stands after those it reads, so going backwards meets every reader before what it reads.
  for (const model of models.toReversed())
    if (wanted.has(model.name)) for (const name of model.reads) wanted.add(name);
  return models.filter(({name}) => wanted.has(name));
}

/** After each model, in the order given: which of the models nobody reads any more from then on. */
export function doneAfter(models: Model[]): string[][] {
  const done: string[][] = models.map(() => []);
  const seen = new Set<string>();
  const readBy = (model: Model): string[] => [
    model.name,
    ...model.reads.flatMap((name) => {
      const read = models.find((other) => other.name === name)!;
      return read.isView ? readBy(read) : [name];
    })
  ];
  for (const [nth, model] of [...models.entries()].toReversed())
    for (const name of readBy(model)) {
      if (!seen.has(name)) done[nth]!.push(name);
      seen.add(name);
    }
  const views = new Set(models.filter(({isView}) => isView).map(({name}) => name));
  return done.map((names) => names.filter((name) => !views.has(name)));
}

function parseModel(kind: Model["kind"], name: string, text: string): Model {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("--"));
  const header = lines
    .slice(0, end)
    .map((line) => line.replace(/^-- ?/, ""))
    .join("\n");
  const select = lines.slice(end).join("\n").trim();
  const isView = /^Kept as a view\b/m.test(header);
  return {
    name,
    kind,
    header,
    reads: relationsIn(select),
    select,
    isView,
    async make(db) {
      const [made] = await db.rows<{Count: bigint}>(
        `create ${isView ? "view" : "table"} "${name}" as ${select}`
      );
      return made?.Count;
    }
  };
}

/** The names after `from` and `join` which are not the file's own steps. */
function relationsIn(sql: string): string[] {
  const code = sql.replace(/--.*$/gm, "");
  const steps = new Set([...code.matchAll(/(?:\bwith|,)\s+([a-z_]+) as \(/g)].map((match) => match[1]));
  const found = [...code.matchAll(/\b(?:from|join)\s+([a-z_]+)\b(?!\.)/g)].map((match) => match[1]!);
  return [...new Set(found)].filter((name) => !steps.has(name));
}

function inOrder(models: Model[]): Model[] {
  const ordered: Model[] = [];
  const done = new Set<string>();
  const visit = (model: Model, path: string[]) => {
    if (done.has(model.name)) return;
    if (path.includes(model.name))
      throw new Error(`models read each other: ${[...path, model.name].join(" → ")}`);
    for (const name of model.reads)
      visit(
        models.find((other) => other.name === name)!,
        [...path, model.name]
      );
    done.add(model.name);
    ordered.push(model);
  };
  for (const model of models) visit(model, []);
  return ordered;
}
