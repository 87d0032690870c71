import {createHash} from "node:crypto";
import {readFileSync, readdirSync} from "node:fs";
import {join, relative} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

/** What one file imports of the project at run time: types make no difference to what it computes. */
const imports = /\b(?:import|export)\s(?!type\b)[^;"]*?from "(\.[^"]+)"|\bimport\(?\s?"(\.[^"]+)"/g;

/**
 * Every file that makes the marts: what `src/models/build.ts` in the folder `root` imports, directly or not, the models it
 * reads, and package.json, which pins the libraries. Paths relative to `root`, sorted.
 */
export function filesThatMakeMarts(root: URL): string[] {
  const found = new Set([new URL("package.json", root).href]);
  const visit = (file: URL) => {
    if (found.has(file.href)) return;
    found.add(file.href);
    for (const [, from, alone] of readFileSync(file, "utf8").matchAll(imports))
      visit(new URL((from ?? alone)!, file));
  };
  visit(new URL("src/models/build.ts", root));
  const models = new URL("src/models/", root);
  for (const entry of readdirSync(models, {recursive: true, withFileTypes: true}))
    if (entry.isFile()) found.add(pathToFileURL(join(entry.parentPath, entry.name)).href);
  return [...found].map((file) => relative(fileURLToPath(root), fileURLToPath(file))).sort();
}

const ownRoot = new URL("../../", import.meta.url);
let ownDigest: string | null = null;

/** A digest of those files, names and contents: another one may make other marts of the same snapshots. */
export function digestOfModels(root = ownRoot): string {
  if (root === ownRoot && ownDigest !== null) return ownDigest;
  const hash = createHash("sha256");
  for (const file of filesThatMakeMarts(root))
    hash.update(`${file}\0`).update(readFileSync(new URL(file, root)));
  const digest = hash.digest("hex").slice(0, 16);
  if (root === ownRoot) ownDigest = digest;
  return digest;
}
