import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync} from "node:fs";
import {open, readFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

/** The program's folder, with what is compiled of it under `node_modules/.cache`. */
const projectRoot = fileURLToPath(new URL("..", import.meta.url));
const entry = "src/commands/cli.ts";
/** What the program can import of its own. */
const sourceFolders = ["src", "data-loaders", "reports/components"];
/** What tells the installed packages apart: npm's own record of them, else what they should be. */
const records = [join("node_modules", ".package-lock.json"), "package-lock.json"];
/** So many compiled programs stay: a branch that is looked at for a while does not cost the other's. */
const keptPrograms = 4;
/** Packages that load a file of their own folder, such as a library of the machine's kind. */
const leftOutside = ["@duckdb/node-bindings", "@duckdb/node-bindings-*", "@resvg/resvg-js", "esbuild", "tsx"];

/**
 * The address of the program as JavaScript, or null where it cannot be compiled here. It is compiled once for each state
 * of its sources: the folder it lies in is named after a digest of every source file and of the installed packages, so
 * that what was compiled of others is never run. Several processes may compile at once; the first one's is taken.
 */
export async function compiledProgram(root = projectRoot) {
  const cache = join(root, "node_modules", ".cache", "followback");
  try {
    const digest = digestOfSources(root);
    const folder = join(cache, digest);
    if (!existsSync(folder)) await compile(root, cache, folder, () => digestOfSources(root) === digest);
    return pathToFileURL(join(folder, "cli.mjs")).href;
  } catch {
    // A folder that may not be written, a package that was left out: the program still runs as TypeScript.
    return null;
  }
}

/** Of names and contents, and of the folder itself, whose path is written into what is compiled. */
export function digestOfSources(root = projectRoot) {
  const hash = createHash("sha256").update(`${root}\0${process.platform}-${process.arch}\0`);
  const files = sourceFolders.flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true, withFileTypes: true})
      .filter((found) => found.isFile() && /\.(ts|js)$/.test(found.name))
      .map((found) => join(found.parentPath, found.name))
  );
  const record = records.map((file) => join(root, file)).find((file) => existsSync(file));
  for (const file of [...files.sort(), join(root, "package.json"), ...(record ? [record] : [])]) {
    const content = readFileSync(file);
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 32);
}

/**
 * Writes the program to a hidden folder, brings it to disk and renames it into place: it is there whole or not at all.
 * Throws where the sources are no longer those that the folder is named after.
 */
async function compile(root, cache, folder, isStillOf) {
  const {build} = await import("esbuild");
  const {outputFiles} = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: folder,
    outExtension: {".js": ".mjs"},
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    keepNames: true,
    write: false,
    logLevel: "silent",
    external: leftOutside,
    // Packages in the older form of modules ask for Node's own by `require`.
    banner: {
      js: 'import {createRequire as _from} from "node:module"; const require = _from(import.meta.url);'
    },
    plugins: [{name: "own addresses", setup: keepAddresses}]
  });
  if (!isStillOf()) throw new Error("a source file changed while it was compiled");
  const hidden = `${folder}.${process.pid}.new`;
  try {
    mkdirSync(hidden, {recursive: true});
    await Promise.all(
      outputFiles.map(({path, contents}) =>
        writeDurably(join(hidden, path.slice(folder.length + 1)), contents)
      )
    );
    try {
      renameSync(hidden, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
    }
    dropOld(cache);
  } finally {
    rmSync(hidden, {recursive: true, force: true});
  }
}

/** A source file finds what lies beside it by its own address, wherever it was compiled to. */
function keepAddresses(build) {
  build.onLoad({filter: /\.ts$/}, async ({path}) => {
    if (path.includes("node_modules")) return null;
    const text = await readFile(path, "utf8");
    const address = JSON.stringify(pathToFileURL(path).href);
    return {contents: text.replaceAll("import.meta.url", address), loader: "ts"};
  });
}

async function writeDurably(file, contents) {
  const handle = await open(file, "w");
  try {
    await handle.writeFile(contents);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function dropOld(cache) {
  const found = readdirSync(cache).map((name) => ({name, at: statSync(join(cache, name)).mtimeMs}));
  for (const {name} of found.sort((a, b) => b.at - a.at).slice(keptPrograms))
    rmSync(join(cache, name), {recursive: true, force: true});
}
