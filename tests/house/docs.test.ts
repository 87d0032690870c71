import {execFileSync} from "node:child_process";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {Command} from "commander";
import {describe, expect, it} from "vitest";
import {tableNames} from "../../src/snapshots/tables.ts";

const root = new URL("../../", import.meta.url);
const text = (file: string) => readFileSync(new URL(file, root), "utf8");
const {scripts, dependencies, devDependencies} = JSON.parse(text("package.json")) as Record<
  string,
  Record<string, string>
>;

const declared = Object.keys({...dependencies, ...devDependencies});

/** What runs by its command, not by an import: the name of that command. */
const commandOf: Record<string, string> = {
  typescript: "tsc",
  tsx: "--import tsx",
  oxlint: "oxlint",
  prettier: "prettier"
};

/**
 * Whether a package is imported or required somewhere, or its command stands in a script. Types count with what they
 * are the types of. Framework is no module: its program is started by its path.
 */
function isUsed(name: string, code: string, commands: string): boolean {
  if (name === "@types/node") return true;
  if (name.startsWith("@types/")) return isUsed(name.slice("@types/".length), code, commands);
  if (commandOf[name]) return commands.includes(commandOf[name]);
  const quoted = name.replaceAll("/", "\\/").replaceAll(".", "\\.");
  const program = `"node_modules", ${name
    .split("/")
    .map((part) => `"${part}"`)
    .join(", ")}`;
  return (
    new RegExp(`(from |import |import\\(|require\\(|require\\.resolve\\(|resolve\\()"${quoted}["/]`).test(
      code
    ) || code.includes(program)
  );
}

/** Takes the actions out of every verb below, so that nothing but parsing happens. */
function silence(parent: Command) {
  for (const command of parent.commands) {
    command.exitOverride().configureOutput({writeErr: () => {}, writeOut: () => {}});
    command.action(() => {});
    silence(command);
  }
}

/** The command line as the program builds it, with every action taken out: parsing is all that happens. */
async function programWithoutActions(): Promise<Command> {
  const program = new Command("followback").option("--debug").version("0").exitOverride();
  program.configureOutput({writeErr: () => {}, writeOut: () => {}});
  const commands = new URL("src/commands/", root);
  for (const file of readdirSync(commands).filter((name) => name.endsWith(".ts"))) {
    const module = (await import(new URL(file, commands).href)) as Record<string, unknown>;
    for (const [name, add] of Object.entries(module))
      if (/^add\w+Command$/.test(name)) (add as (program: Command) => void)(program);
  }
  silence(program);
  return program;
}

/** Splits a command line as a shell would, quotes and comments understood. */
function wordsOf(line: string): string[] {
  const words = line.match(/"[^"]*"|'[^']*'|[^\s"']+(?:"[^"]*"|'[^']*')?/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith("#"));
  return (comment < 0 ? words : words.slice(0, comment)).map((word) => word.replace(/^["']|["']$/g, ""));
}

/** The command lines a page shows in its shell blocks, one a line; `a && b` are two. */
function commandLines(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1]!);
  return blocks
    .flatMap((block) => block.replace(/\\\n\s*/g, " ").split("\n"))
    .flatMap((line) => line.split("&&"))
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"));
}

/** What the program would be given by a command line, or null where it is not called. */
function programArguments(line: string): string[] | null {
  const all = wordsOf(line);
  const words = all.slice(all.findIndex((word) => !/^[A-Z_]+=/.test(word)));
  if (words[0] === "npx" && words[1] === "followback") return words.slice(2);
  if (words[0] === "npm" && words[1] === "start")
    return ["demo", ...words.slice(2).filter((w) => w !== "--")];
  if (words[0] === "npm" && words[1] === "run" && words[2] === "followback")
    return words.slice(3).filter((w) => w !== "--");
  return null;
}

const manual = readdirSync(new URL("docs/", root)).filter((name) => name.endsWith(".md"));
/** What a user reads: the README and the manual. */
const guides = ["README.md", ...manual.map((name) => `docs/${name}`)];
const pages = [...guides, "CONTRIBUTING.md"];
const guide = guides.map(text).join("\n");
const lines = pages.flatMap((page) => commandLines(text(page)).map((line) => ({page, line})));
/** Where messages come from. */
const sources = ["src", "data-loaders"].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, root), {recursive: true, encoding: "utf8"})
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file}`)
);
const calls = lines.flatMap(({page, line}) => {
  const given = programArguments(line);
  return given ? [{page, line, given}] : [];
});

describe("the documentation against the program", () => {
  it("shows the set-up in two command lines", () => {
    expect(text("README.md")).toContain("npm ci && npm start");
    expect(text("README.md")).toContain("npm ci && npm test");
  });

  it("helps without the marks of an empty list, and offers only tables that can be imported", async () => {
    const {commands} = await programWithoutActions();
    for (const command of commands)
      expect(command.helpInformation()).not.toMatch(/default: ([[{]|undefined)/);
    const offered = commands
      .find((command) => command.name() === "import")!
      .options.find(({long}) => long === "--table")!.argChoices!;
    // `lists` comes with the list itself, `erasures` only from `followback forget`, three from `snapshot --interests`,
    // `downloads` with visits and sales, `exchange_rates` from `accounts set`, `daily_counts` from X's own files,
    // two from `experiment plan`, two from snapshots of Bluesky.
    const made = [
      "lists",
      "relationships",
      "outside_ids",
      "names",
      "erasures",
      "interests",
      "interest_looks",
      "interest_counts",
      "exchange_rates",
      "downloads",
      "daily_counts",
      "experiments",
      "assignments"
    ];
    expect(offered).toEqual(tableNames.filter((name) => !made.includes(name)));
  });

  it.each(calls)("$page: $line", async ({given}) => {
    const program = await programWithoutActions();
    await expect(program.parseAsync(given, {from: "user"})).resolves.toBeDefined();
  });

  it("refuses what the program does not know, so that the test above can fail", async () => {
    const program = await programWithoutActions();
    await expect(program.parseAsync(["report", "--no-such-flag"], {from: "user"})).rejects.toThrow();
  });

  it("shows every verb the program has in the README, and no other", async () => {
    const {commands} = await programWithoutActions();
    const shown = new Set([...text("README.md").matchAll(/`followback ([a-z]+)/g)].map((match) => match[1]!));
    expect([...shown].sort()).toEqual(commands.map((command) => command.name()).sort());
  });

  it("words its help in one mood, and an option that verbs share in one way", async () => {
    const {commands} = await programWithoutActions();
    const all = commands.flatMap((command) => [command, ...command.commands]);
    const words = all.flatMap((command) => [
      command.description(),
      ...command.registeredArguments.map(({description}) => description),
      ...command.options.filter(({hidden}) => !hidden).map(({description}) => description)
    ]);
    expect(words.filter((line) => !/^[A-Z].*[^.]$/.test(line))).toEqual([]);
    // Third persons, as in "checks this machine", would be another mood.
    expect(all.map((command) => command.description()).filter((line) => /^\w+s\b/.test(line))).toEqual([]);
    // `demo` has a data folder of its own.
    const wordings = new Set(
      all
        .filter((command) => command.name() !== "demo")
        .flatMap(({options}) => options.filter(({long}) => long === "--data"))
        .map(({description}) => description)
    );
    expect([...wordings]).toEqual(["Data folder (default: FOLLOWBACK_DATA, else data)"]);
  });

  it("keeps the README short: what a newcomer reads before the manual", () => {
    expect(text("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(120);
  });

  it("leads from the README to every page of the manual", () => {
    expect(manual.filter((name) => !text("README.md").includes(`](docs/${name})`))).toEqual([]);
  });

  it("explains only messages that the program has", () => {
    const code = sources.map(text).join("\n").replaceAll("\\`", "`");
    const shown = [...text("docs/troubleshooting.md").matchAll(/^\| `([^`|]+)`/gm)].map((match) => match[1]!);
    expect(shown.length).toBeGreaterThan(30);
    // A `…` stands for what differs; everything between is as the program says it.
    const pieces = shown.flatMap((message) => message.split("…").map((piece) => piece.trim()));
    expect(pieces.filter((piece) => piece.length > 5 && !code.includes(piece))).toEqual([]);
  });

  it("keeps words out of the manual and the pages that a reader would stop at", () => {
    const prose = readdirSync(new URL("reports/[account]/", root))
      .filter((name) => name.endsWith(".md"))
      .map((name) => text(`reports/[account]/${name}`).replace(/^```js\n[\s\S]*?^```/gm, ""));
    const words = /\b(told|tells?(?! yet)|anew|whoever|somebody|mend(ed|s)?|gone on with|on their own)\b/gi;
    expect([guide, ...prose].flatMap((page) => page.match(words) ?? [])).toEqual([]);
  });

  it("points messages only at pages of the manual and headings that are there", () => {
    const references = sources.flatMap((file) =>
      [...text(file).matchAll(/see (docs\/[\w-]+\.md|README)/g)].map((match) => match[1]!)
    );
    expect(references.length).toBeGreaterThan(2);
    expect(references.filter((name) => !pages.includes(name))).toEqual([]);
  });

  it("knows every flag that a table or sentence of the manual names", async () => {
    const program = await programWithoutActions();
    const known = new Set([
      "--help",
      ...[program, ...program.commands.flatMap((command) => [command, ...command.commands])].flatMap(
        (command) => command.options.map(({long}) => long!)
      )
    ]);
    const bench = new Set(
      [...text("tests/bench/bench.ts").matchAll(/"(--[a-z-]+)/g)].map((match) => match[1]!)
    );
    const prose = guide.replace(/`git [^`]*`/g, "");
    const named = [...prose.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map((match) => match[0]);
    expect(named.filter((flag) => !known.has(flag) && !bench.has(flag))).toEqual([]);
  });

  it("calls only scripts that package.json has", () => {
    const called = pages.flatMap((page) =>
      [...text(page).matchAll(/npm run (?:--silent )?([a-z]+)/g)].map((match) => match[1]!)
    );
    expect(called.filter((name) => !scripts![name])).toEqual([]);
  });

  it("gives a reason for every dependency, by its name", () => {
    const all = pages.map(text).join("\n");
    const unnamed = declared.filter((name) => !name.startsWith("@types/") && !all.includes(`\`${name}\``));
    expect(unnamed).toEqual([]);
  });

  it("gives no reason for a package that is not declared", () => {
    const reasons = pages.flatMap((page) =>
      [...text(page).matchAll(/^\| (`(?:@[a-z-]+\/)?[a-z][a-z0-9-]+`(?:, `[^`]+`)*)[^|`]*\|/gm)]
        .flatMap((row) => [...row[1]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!))
        .filter((name) => name.startsWith("@") || ["d3", "htl", "yauzl", "zod", "linkedom"].includes(name))
    );
    expect(reasons.length).toBeGreaterThan(5);
    expect(reasons.filter((name) => !declared.includes(name))).toEqual([]);
  });

  it("uses every package it declares", () => {
    const code = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {cwd: root, encoding: "utf8"})
      .split("\n")
      .filter((file) => /\.([jt]s|md)$/.test(file) && !file.endsWith("docs.test.ts"))
      .filter((file) => existsSync(new URL(file, root)))
      .map((file) => text(file))
      .join("\n");
    const commands = Object.values(scripts!).join("\n");
    expect(declared.filter((name) => !isUsed(name, code, commands))).toEqual([]);
  });

  it.each([
    ["imported", "d3", 'import {format} from "d3";', true],
    ["imported by a part", "vitest", 'import {x} from "vitest/config";', true],
    ["asked for by require", "dejavu-fonts-ttf", 'require.resolve("dejavu-fonts-ttf/package.json")', true],
    ["named in a comment only", "htl", "// as htl does", false],
    ["named in a list only", "htl", '"d3 htl leaflet"', false]
  ])("sees whether a package is %s", (_, name, code, used) => expect(isUsed(name, code, "")).toBe(used));

  it.each(pages)("%s points only at files that are there", (page) => {
    const links = [...text(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !existsSync(new URL(link, new URL(page, root))))).toEqual([]);
  });
});
