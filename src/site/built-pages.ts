import {spawn} from "node:child_process";
import {existsSync} from "node:fs";
import {readFile, readdir, rename, rm, stat, writeFile} from "node:fs/promises";
import {join, relative} from "node:path";
import {fileURLToPath} from "node:url";
import {escapeHtml} from "./html.ts";
import {digestBelow, digestOf, filesBelow, sha256, writeFiles, type Files} from "./files.ts";
import {frameworkSpec} from "./framework-spec.ts";
import type {PagedAccount} from "./slug.ts";

const projectRoot = fileURLToPath(new URL("../..", import.meta.url));
const reports = join(projectRoot, "reports");
/** Where Framework keeps what is its own, and we what it built. */
export const frameworkDir = join(reports, ".observablehq");
const staging = join(frameworkDir, "dist");
const kept = join(frameworkDir, "pages");
/** So many sites' pages are kept: other accounts are another site. */
const keptSites = 4;

/**
 * Pages as Framework builds them, without what differs from snapshot to snapshot: the last line of each page is a mark,
 * and the data files that a page reads are to be named again. With the code that the pages load.
 */
export type BuiltPages = Files;

const markOf = (slug: string) => `[last line of /${slug}]`;
const isIndex = (path: string) => /(^|\/)index\.html$/.test(path);

/** Data belongs to a report, not to its pages: it is written anew each time. */
const isData = (path: string) => path.startsWith("_file/") || /^[^/]+\/data\//.test(path);

/**
 * A digest of all that the pages of a site are built from but the texts of its indexes: everything in `reports/`, where
 * SQL only makes their data, what Framework is told, and the packages.
 */
export async function digestOfSite(accounts: readonly PagedAccount[], root = projectRoot): Promise<string> {
  const isCode = (path: string) => !path.startsWith(".observablehq/") && /\.(md|ts|js|css)$/.test(path);
  const own = ["src/site/framework.js", "src/site/framework-spec.ts"];
  return sha256(
    JSON.stringify([
      specOf(accounts),
      await digestBelow(join(root, "reports"), isCode),
      ...(await Promise.all(own.map((file) => readFile(join(root, file), "utf8")))),
      await packagesDigest(root)
    ])
  );
}

/** Of npm's own record of the installed packages, or of what they should be; and of Node, which writes numbers and dates. */
export async function packagesDigest(root = projectRoot): Promise<string> {
  const records = ["node_modules/.package-lock.json", "package-lock.json"].map((file) => join(root, file));
  const record = records.find((file) => existsSync(file));
  return sha256(`${process.version}\0${record ? await readFile(record, "utf8") : ""}`);
}

/**
 * Framework, starting: it loads while the report's SQL runs, where it will be needed. `pages` returns what it builds;
 * `end` must be called where it is not asked.
 */
export class PageBuilder {
  readonly #accounts: readonly PagedAccount[];
  readonly #digest: string;
  #framework: ReturnType<typeof startFramework> | null = null;

  private constructor(accounts: readonly PagedAccount[], digest: string) {
    this.#accounts = accounts;
    this.#digest = digest;
    if (!existsSync(this.#folder)) this.#framework = startFramework();
  }

  static async start(accounts: readonly PagedAccount[]): Promise<PageBuilder> {
    return new PageBuilder(accounts, await digestOfSite(accounts));
  }

  get #folder() {
    return join(kept, this.#digest.slice(0, 32));
  }

  /**
   * The pages of the site. Those built before are taken where they were built from the same code and accounts; an index,
   * whose text is made for every report, where its text (`indexes`: its HTML's path with its Markdown) is the same too.
   */
  async pages(indexes: ReadonlyMap<string, string>): Promise<BuiltPages> {
    const known = await this.#read();
    const changed = [...indexes].filter(([path, text]) => known?.indexes[path] !== sha256(text));
    if (known && changed.length === 0) return known.pages;
    const built = await this.#build(known ? changed.map(([path]) => path) : null);
    let pages: BuiltPages = new Map([...built].filter(([path]) => !isData(path)));
    if (known) {
      const isOther = [...pages].some(
        ([path, content]) => !isIndex(path) && !known.pages.get(path)?.equals(content)
      );
      // Code that nothing accounts for: everything is built again.
      if (isOther) {
        await rm(this.#folder, {recursive: true, force: true});
        return this.pages(indexes);
      }
      pages = new Map([...known.pages, ...pages]);
    }
    await this.#keep(pages, indexes);
    return pages;
  }

  /** Ends what is not needed. */
  async end(): Promise<void> {
    await this.#framework?.end();
    this.#framework = null;
  }

  async #build(paths: string[] | null): Promise<Files> {
    const framework = this.#framework ?? startFramework();
    this.#framework = null;
    const footers = Object.fromEntries(
      ["", ...this.#accounts.map(({slug}) => slug)].map((slug) => [slug, markOf(slug)])
    );
    await framework.build({
      spec: specOf(this.#accounts),
      footers,
      paths: paths?.map((path) => `/${path.replace(/\.html$/, "")}`) ?? null
    });
    const built = await filesBelow(staging);
    await rm(staging, {recursive: true, force: true});
    return built;
  }

  /** What was kept of this site, whole and as it was written, or null. */
  async #read(): Promise<{pages: BuiltPages; indexes: Record<string, string>} | null> {
    try {
      const {digest, indexes} = JSON.parse(await readFile(join(this.#folder, "kept.json"), "utf8")) as {
        digest: string;
        indexes: Record<string, string>;
      };
      const pages = await filesBelow(join(this.#folder, "pages"));
      return digestOf(pages) === digest ? {pages, indexes} : null;
    } catch {
      return null;
    }
  }

  async #keep(pages: BuiltPages, indexes: ReadonlyMap<string, string>) {
    const hidden = `${this.#folder}.${process.pid}.new`;
    await rm(hidden, {recursive: true, force: true});
    await writeFiles(join(hidden, "pages"), pages);
    const sorted = new Map([...pages].sort(([a], [b]) => (a < b ? -1 : 1)));
    const of = Object.fromEntries([...indexes].map(([path, text]) => [path, sha256(text)]));
    await writeFile(join(hidden, "kept.json"), JSON.stringify({digest: digestOf(sorted), indexes: of}));
    await rm(this.#folder, {recursive: true, force: true});
    await rename(hidden, this.#folder);
    const sites = await Promise.all(
      (await readdir(kept))
        .filter((name) => name !== "made.json")
        .map(async (name) => ({name, at: (await stat(join(kept, name))).mtimeMs}))
    );
    for (const {name} of sites.sort((a, b) => b.at - a.at).slice(keptSites))
      await rm(join(kept, name), {recursive: true, force: true});
  }
}

const specOf = (accounts: readonly PagedAccount[]) => frameworkSpec(accounts, relative(projectRoot, staging));

/** Removes what is kept of all sites. */
export const dropBuiltPages = () => rm(kept, {recursive: true, force: true});

/** A data file of a page, as a report holds it. */
export interface PageData {
  /** Its path in the site. */
  path: string;
  content: Buffer;
}

/** How Framework names a data file in a page. */
const registered =
  /"path":"([^"]*?_file\/)([^"/]+)\/data\/(\w+)\.[0-9a-f]{8}\.json","lastModified":\d+,"size":\d+/g;

/**
 * A built page with its data and its last line. `dataOf` gives the content of a data file by account and name, `footers`
 * the last lines by account, `asOf` the time of the data in milliseconds. Returns the page and the data files it reads.
 */
export function fillPage(
  html: string,
  {
    dataOf,
    footers,
    asOf
  }: {
    dataOf: (slug: string, name: string) => Buffer;
    footers: Readonly<Record<string, string>>;
    asOf: (slug: string) => number;
  }
): {html: string; data: PageData[]} {
  const data: PageData[] = [];
  let filled = html.replace(registered, (_, place: string, slug: string, name: string) => {
    const content = dataOf(slug, name);
    const file = `${slug}/data/${name}.${sha256(content).slice(0, 8)}.json`;
    data.push({path: `_file/${file}`, content});
    return `"path":"${place}${file}","lastModified":${asOf(slug)},"size":${content.length}`;
  });
  for (const [slug, footer] of Object.entries(footers))
    filled = filled.replaceAll(markOf(slug), () => escapeHtml(footer));
  return {html: filled, data};
}

/** Starts Framework's process, which waits for what to build. */
function startFramework() {
  const child = spawn(process.execPath, [join(projectRoot, "src", "site", "framework.js")], {
    cwd: projectRoot,
    env: {...process.env, OBSERVABLE_TELEMETRY_DISABLE: "1"},
    stdio: ["pipe", "pipe", "pipe"]
  });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  // It ended early: its code says so.
  child.stdin.on("error", () => {});
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  // Somebody waits for it below, or nobody needs it.
  ended.catch(() => {});
  return {
    async build(order: {spec: object; footers: object; paths: string[] | null}): Promise<void> {
      child.stdin.end(JSON.stringify(order));
      const code = await ended;
      // Framework calls these warnings, and builds on: a page would be broken. Of a part of the site it cannot tell which
      // links lead to pages of the rest.
      const troubles = said
        .split("\n")
        .filter((line) => /error|warning:|broken/i.test(line) && !/0 errors/.test(line))
        .filter((line) => order.paths === null || !/broken link/.test(line));
      if (code !== 0 || troubles.length > 0)
        throw new Error(`the report could not be built: ${troubles[0] ?? "see below"}`, {cause: said});
    },
    async end(): Promise<void> {
      child.stdin.end();
      await ended.catch(() => {});
    }
  };
}
