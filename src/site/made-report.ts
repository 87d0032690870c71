import {mkdir, readFile, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {frameworkDir, packagesDigest} from "./built-pages.ts";
import {digestBelow, sha256} from "./files.ts";
import {martsDir} from "../models/marts.ts";
import {truthFileOf} from "./present-truth.ts";
import {readSettings} from "../snapshots/settings.ts";
import {snapshotsDir} from "../snapshots/store.ts";

const projectRoot = fileURLToPath(new URL("../..", import.meta.url));
/** What was made where, by the folder of the report. */
const madeFile = join(frameworkDir, "pages", "made.json");

/** So many folders are remembered, the latest ones. */
const keptNotes = 20;

interface Made {
  /** See `inputsOf`. */
  inputs: string;
  pages: number;
}

interface Kept extends Made {
  /** Of every file of the report. */
  outputs: string;
}

/**
 * A digest of all that a report is made from: marts, what each snapshot says of itself, what removed ones cost, the
 * tracked accounts, the address of the site where it is known (`site`), the program with its pages and its packages.
 */
export async function inputsOf(dataDir: string, site: string | null, root = projectRoot): Promise<string> {
  const parts = await Promise.all([
    digestBelow(martsDir(dataDir)),
    digestBelow(snapshotsDir(dataDir), (path) => path.endsWith(".json")),
    digestBelow(join(root, "src")),
    digestBelow(join(root, "reports"), (path) => !path.startsWith(".observablehq/")),
    readFile(truthFileOf(dataDir)).then(sha256, () => null)
  ]);
  return sha256(
    JSON.stringify([
      ...parts,
      await readSettings(dataDir),
      site,
      await readFile(join(root, "package.json"), "utf8"),
      await packagesDigest(root)
    ])
  );
}

/** What was made of these inputs, where it still lies in a folder as it was written; else null. */
export async function isMade(outDir: string, inputs: string): Promise<Made | null> {
  const made = (await readMade())[resolve(outDir)];
  if (made?.inputs !== inputs || made.outputs !== (await digestBelow(outDir))) return null;
  return made;
}

/** Notes that a folder holds the report of these inputs. */
export async function noteMade(outDir: string, made: Made): Promise<void> {
  const kept: Kept = {...made, outputs: await digestBelow(outDir)};
  await mkdir(join(madeFile, ".."), {recursive: true});
  const others = Object.entries(await readMade()).filter(([folder]) => folder !== resolve(outDir));
  const all = [...others.slice(1 - keptNotes), [resolve(outDir), kept]];
  await writeFile(madeFile, JSON.stringify(Object.fromEntries(all), null, 2));
}

async function readMade(): Promise<Record<string, Kept>> {
  try {
    return JSON.parse(await readFile(madeFile, "utf8")) as Record<string, Kept>;
  } catch {
    // None yet, or a write that was cut off: everything is made again.
    return {};
  }
}
