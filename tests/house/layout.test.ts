import {execFileSync} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {join} from "node:path";
import {describe, expect, it} from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every file that belongs to the project: what git tracks, and what it would take in. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8"
})
  .split("\n")
  .filter((file) => file && existsSync(join(root, file)));

const text = (file: string) => readFileSync(join(root, file), "utf8");
const isText = (file: string) => !/\.(parquet|png|zip|gz|zst|ttf|woff2?)$/.test(file);

describe("the layout of the repository", () => {
  it("has exactly these files and folders at its top", () => {
    const topLevel = [...new Set(files.map((file) => file.split("/")[0]!))];
    // Findings come and go with what was studied.
    expect(topLevel.filter((name) => !name.startsWith(".") && name !== "findings").sort()).toEqual(
      [
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "README.md",
        "data-loaders",
        "docs",
        "observablehq.config.ts",
        "package-lock.json",
        "package.json",
        "reports",
        "src",
        "tests",
        "tsconfig.json"
      ].sort()
    );
  });

  it("leaves the limits of tests to their configuration, which only catches what hangs", () => {
    const limits = [
      /^\s*\}, [\d_]+\);/m,
      /\{timeout: [\d_]+/,
      /\b(testTimeout|hookTimeout)\b/,
      /setDefault(Navigation)?Timeout/
    ];
    const offenders = files
      .filter((file) => /^tests\/.*\.test\.ts$/.test(file) && !file.endsWith("layout.test.ts"))
      .filter((file) => limits.some((limit) => limit.test(text(file))));
    expect(offenders).toEqual([]);
  });

  it("names no machine", () => {
    const places = [
      // A home or a working directory of one machine, written as an absolute path.
      /(?<![\w.}\])~-])\/(root|home\/[a-z]\w*|Users\/[A-Za-z]\w*|work|mnt|srv)\//,
      /[A-Z]:\\\\?Users\\/,
      // Addresses of a private network.
      /\b(10|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d{1,3}){2,3}\b(?!-)/
    ];
    const offenders = files
      .filter((file) => isText(file) && file !== "package-lock.json")
      .flatMap((file) =>
        text(file)
          .split("\n")
          .filter((line) => places.some((place) => place.test(line)))
          .map((line) => `${file}: ${line.trim()}`)
      );
    expect(offenders).toEqual([]);
  });

  it("locks packages to the public registry or to no address at all", () => {
    const lock = JSON.parse(text("package-lock.json")) as {packages: Record<string, {resolved?: string}>};
    const hosts = Object.values(lock.packages).flatMap(({resolved}) =>
      resolved?.startsWith("http") ? [new URL(resolved).host] : []
    );
    expect(hosts.filter((host) => host !== "registry.npmjs.org")).toEqual([]);
  });

  it("pins every dependency exactly, and locks every platform's build of the optional ones", () => {
    const {dependencies, devDependencies} = JSON.parse(text("package.json")) as Record<
      string,
      Record<string, string>
    >;
    const loose = Object.entries({...dependencies, ...devDependencies}).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)
    );
    expect(loose).toEqual([]);
    const {packages} = JSON.parse(text("package-lock.json")) as {packages: Record<string, object>};
    for (const platform of ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "win32-x64"])
      expect(packages).toHaveProperty([`node_modules/@duckdb/node-bindings-${platform}`]);
  });

  it("ignores only what is made or installed, so that a clone has everything a build reads", () => {
    const ignored = execFileSync(
      "git",
      ["ls-files", "--others", "--ignored", "--exclude-standard", "--directory"],
      {cwd: root, encoding: "utf8"}
    );
    const made =
      /^(node_modules\/|data\/|dist\/|coverage\/|reports\/\.observablehq\/|tests\/\.cache\/|\.env$|.*\.log$)/;
    expect(ignored.split("\n").filter((file) => file && !made.test(file))).toEqual([]);
  });

  it("keeps data, reports and tokens out of git", () => {
    expect(files.filter((file) => /^(data|dist|node_modules)\/|(^|\/)\.env$|\.parquet$/.test(file))).toEqual(
      []
    );
  });
});
