import {basename, dirname} from "node:path";
import {UserError} from "../../src/errors.ts";
import {decoded, gridOf, joined, readText, type Grid} from "./grid.ts";
import {readMapped, type MapOptions} from "./mapped.ts";
import {plausibleEvents, plausibleName, plausibleSources} from "./plausible.ts";
import type {Preset, Reading, ReturnsOptions} from "./reading.ts";
import {entriesOf} from "./zip.ts";
import {recognise, type Recognised} from "./recognise.ts";
import {shopify} from "./shops.ts";

/** A file that is known and holds nothing that is needed: others that are given with it are imported. */
export class UnneededFile extends UserError {}

/** A reading, and the files it is of. */
export interface FileReading {
  paths: string[];
  reading: Reading;
}

/** Files whose names differ in this number alone are parts of one export: `orders_export_1.csv`. */
const part = /^(.*_export)_(\d{1,4})(\.csv)$/i;

/** Files that are read together: parts of one export in the order of their numbers, and every other file by itself. */
export function groupParts(paths: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const [, stem, , ending] = part.exec(basename(path)) ?? [];
    const key = stem === undefined ? path : `${dirname(path)}\n${stem}${ending}`;
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  const number = (path: string) => Number(part.exec(basename(path))?.[2] ?? 0);
  return [...groups.values()].map((group) => group.sort((a, b) => number(a) - number(b)));
}

/** Reads files that belong together. Throws a `UserError` in one line where that cannot be. */
export async function readFiles(
  paths: readonly string[],
  options: ReturnsOptions,
  mapped: MapOptions | null,
  names: readonly string[] | null
): Promise<FileReading[]> {
  const [path] = paths as [string];
  if (mapped !== null) {
    const grid = gridOf(path, await readText(path), options);
    return [{paths: [path], reading: checked(grid, await readMapped(grid, mapped, options))}];
  }
  const found = await Promise.all(paths.map((one) => recognise(one, names)));
  const [first] = found as [Recognised];
  if (first.kind === "unneeded") throw new UnneededFile(`${path}: ${first.line}`);
  if (first.kind === "other") throw new UserError(`${path}: ${first.line}`);
  if (first.kind === "plausible zip") return readPlausible(path, options);
  const {preset} = first;
  if (
    found.some((one) => one?.kind !== "preset" || one.preset !== preset) ||
    (paths.length > 1 && preset !== shopify)
  )
    return (await Promise.all(paths.map((one) => readFiles([one], options, null, null)))).flat();
  const grids: Grid[] = [];
  for (const one of paths) grids.push(gridOf(one, await readText(one), preset));
  return [{paths: [...paths], reading: await readPreset(joined(grids), preset, options)}];
}

async function readPreset(grid: Grid, preset: Preset, options: ReturnsOptions): Promise<Reading> {
  if (preset === plausibleEvents && options.signupEvent === null)
    throw new UserError(
      `${grid.path}: Plausible's custom events: say which of them is a sign-up with --signup-event NAME`
    );
  return checked(grid, await preset.read(grid, options));
}

/** Refuses a table that has no row at all: nothing says which days it holds. */
function checked({path, rows}: Grid, reading: Reading): Reading {
  if (rows.length > 0 || reading.range !== null) return reading;
  throw new UserError(
    `${path}: ${reading.what}, but no rows: choose a longer range of days and export it again`
  );
}

/** The two tables of Plausible's full export that are needed: visits by campaign, and sign-ups if one event is named. */
async function readPlausible(path: string, options: ReturnsOptions): Promise<FileReading[]> {
  const presets: Record<string, Preset> = {sources: plausibleSources};
  if (options.signupEvent !== null) presets.custom_events = plausibleEvents;
  const nameOf = (name: string) => plausibleName.exec(name)?.[1] ?? "";
  const entries = await entriesOf(path, (name) => Object.hasOwn(presets, nameOf(name)));
  for (const table of Object.keys(presets))
    if (!entries.some(({name}) => nameOf(name) === table))
      throw new UserError(
        `${path}: by its names Plausible's full export, but without imported_${table}_….csv: export it again, and give the zip as it is`
      );
  const readings: FileReading[] = [];
  for (const {name, bytes} of entries) {
    const preset = presets[nameOf(name)]!;
    // The name of the table says which days it holds.
    const grid = gridOf(`${path}: ${basename(name)}`, decoded(`${path}: ${basename(name)}`, bytes), preset);
    const reading = await readPreset(grid, preset, options);
    if (options.signupEvent !== null && preset === plausibleEvents && reading.sales.length === 0)
      throw new UserError(
        `${path}: no event of that name in ${basename(name)}: check --signup-event, whose case counts`
      );
    readings.push({paths: [path], reading});
  }
  return readings;
}
