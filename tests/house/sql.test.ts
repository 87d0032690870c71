import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";

const marts = new URL("../../src/models/marts/", import.meta.url);
const files = readdirSync(marts).filter((name) => name.endsWith(".sql"));

/** What ties a model to one engine, or gives other bytes on a rebuild: see CONTRIBUTING "Adding a mart". */
const forbidden: Record<string, RegExp> = {
  "asof join": /\basof\b/,
  "exclude, replace": /\*\s*(exclude|replace)\b/,
  qualify: /\bqualify\b/,
  "group by all, order by all": /\bby\s+all\b/,
  "arg_max, arg_min": /\b(arg_max|arg_min|max_by|min_by)\s*\(/,
  "any_value, first, last": /\b(any_value|first|last)\s*\(/,
  "unordered list": /\b(list|array_agg|string_agg)\s*\(/,
  "integer division //": /\/\//,
  "reading files": /\b(read_parquet|read_csv|read_json|parquet_scan)\w*\s*\(/,
  getvariable: /\bgetvariable\b/,
  "columns that move when a table grows: pivot, positional": /\b(pivot|unpivot|positional)\b/,
  "upper-case keywords": /\b(SELECT|FROM|WHERE|JOIN|GROUP BY|ORDER BY|WITH)\b/
};

/** What DuckDB runs and Spark does not, or not to the same end: see CONTRIBUTING "Two engines". */
const notOnSpark: Record<string, RegExp> = {
  "ignore nulls inside parentheses": /\bignore\s+nulls\s*\)/,
  "filter over a window": /\bfilter\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*over\b/,
  "a named window before a minus": /\bover\s+\w+\s+-/,
  "integer division //": /\/\//,
  "structs and lists in braces and brackets": /[[\]{}]/,
  "unnest, generate_series, range": /\b(unnest|generate_series|range)\s*\(/,
  "explode of anything but a column": /\bexplode\s*\(\s*(?:\w+\.)?\w*[^\w.)]/,
  "numbers rounded to 6 or 10 places, instead of rounded()":
    /\bround\s*\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*,\s*(?:6|10)\s*\)/,
  "types of other names": /\b(varchar|hugeint|timestamptz)\b/,
  "lists in an order": /\b(string_agg|array_agg|list)\s*\(/,
  "parts of times by name": /\b(date_trunc|datediff|date_diff|date_part|strptime|strftime)\s*\(/,
  "asof, exclude, qualify, by all": /\b(asof|qualify)\b|\*\s*(exclude|replace)\b|\bby\s+all\b/,
  "from without select": /(^|\()\s*from\b/
};

/** The SQL with comments blanked, so that a word in a comment offends nobody; string literals too. */
const codeOf = (sql: string) => sql.replace(/--.*$/gm, "").replace(/'[^']*'/g, "''");

function headerOf(sql: string): string[] {
  const lines = sql.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("--"));
  return lines.slice(0, end).map((line) => line.slice(2).trim());
}

/** Every model, test of the data and query of the report, by its path from the root. */
const root = new URL("../../", import.meta.url);
const everything = ["src/models/", "reports/data/"].flatMap((folder) =>
  readdirSync(new URL(folder, root), {recursive: true, encoding: "utf8"})
    .filter((name) => name.endsWith(".sql"))
    .map((name) => folder + name.replaceAll("\\", "/"))
);
const models = everything.filter((file) => /\/(staging|intermediate|marts)\//.test(file));

const longestLine = 109;
/** Of SQL, below the header. What is longer has steps that deserve a name and a file. */
const mostLines = 100;

const statementOf = (sql: string) => sql.split("\n").filter((line) => line.trim() && !line.startsWith("--"));

/**
 * Selects whose every join compares nothing but columns of the same name: `using (…)` says it shorter. Beside other joins
 * `on` stays, and where the select names the key of a joined relation (`b.k is null`), because engines differ in what a
 * name then means.
 */
function joinsForUsing(sql: string): string[] {
  const lines = codeOf(sql).split("\n");
  const indentOf = (line: string) => /^\s*/.exec(line)![0].length;
  return lines.flatMap((line, nth) => {
    if (!/^\s*from [\w.]+( \w+)?$/.test(line)) return [];
    const indent = indentOf(line);
    const isInside = (other: string) => other.trim() === "" || indentOf(other) >= indent;
    const past = lines.findIndex((other, at) => at > nth && !isInside(other));
    const begin = lines.findLastIndex((other, at) => at < nth && /^\s*select\b/.test(other));
    const select = lines
      .slice(begin, past < 0 ? undefined : past)
      .join("\n")
      .split(/\n\s*union\b/)[0]!;
    const rest = lines.slice(nth + 1, past < 0 ? undefined : past);
    const clauses: string[] = [];
    for (const other of rest) {
      if (indentOf(other) > indent) clauses.push(`${clauses.pop() ?? ""} ${other.trim()}`);
      else if (/^\s*((left|cross|full) )?join\b/.test(other)) clauses.push(other.trim());
      else break;
    }
    const joins = clauses.filter((clause) => !/ using \([^)]+\)$/.test(clause));
    const isFit = (clause: string) => {
      const [, alias, condition] = /^(?:left )?join [\w.]+ (\w+) on (.+)$/.exec(clause) ?? [];
      const keys = condition?.split(" and ").map((part) => /^\w+\.(\w+) = \w+\.\1$/.exec(part)?.[1]);
      if (!keys || keys.includes(undefined)) return false;
      // An inner join's key is the same on both sides; of an outer join's only what follows `on` may name it.
      const elsewhere = select.replaceAll(
        /\bon (.|\n)+?(?=\n\s*((left|cross|full) )?(join|where|group|order)\b|$)/g,
        ""
      );
      return (
        !clause.startsWith("left") ||
        !keys.some((key) => new RegExp(`\\b${alias}\\.${key}\\b`).test(elsewhere))
      );
    };
    return joins.length > 0 && joins.every(isFit) ? joins : [];
  });
}

describe("the form of all SQL", () => {
  it("has files to look at", () => expect(everything.length).toBeGreaterThan(80));

  it.each(everything)("%s has no line too long to read", (file) => {
    const lines = readFileSync(new URL(file, root), "utf8").split("\n");
    expect(lines.filter((line) => line.length > longestLine)).toEqual([]);
  });

  it.each(models)("%s is no longer than a page or two", (file) => {
    expect(statementOf(readFileSync(new URL(file, root), "utf8")).length).toBeLessThanOrEqual(mostLines);
  });

  it.each(everything)("%s joins by the names of columns where those are the same", (file) => {
    expect(joinsForUsing(readFileSync(new URL(file, root), "utf8"))).toEqual([]);
  });

  it("tells joins that want using from those that do not", () => {
    const joined = (join: string) => joinsForUsing(`select x\nfrom a b\n${join}\nwhere y`);
    expect(joined("join c d on d.k = b.k and d.l = b.l")).toHaveLength(1);
    expect(joined("join c d using (k, l)")).toEqual([]);
    expect(joined("join c d on d.k = b.l")).toEqual([]);
    expect(joined("join c d on d.k = b.k and d.at < b.at")).toEqual([]);
    expect(joined("join c d on d.k = b.k\nleft join e on e.k = b.k and e.at < b.at")).toEqual([]);
    expect(joined("left join c d\n    on d.k = b.k\n    and d.l = b.l\njoin e f using (k)")).toHaveLength(1);
    expect(joined("left join c d on d.k = b.k and d.k is null")).toEqual([]);
    expect(joinsForUsing("select x, d.k is null as y\nfrom a b\nleft join c d on d.k = b.k")).toEqual([]);
    expect(joinsForUsing("select x, d.k as y\nfrom a b\njoin c d on d.k = b.k")).toHaveLength(1);
  });
});

describe("SQL that both engines run", () => {
  const both = everything.filter((file) => /\/(staging|intermediate|marts|tests)\//.test(file));

  it.each(both)("%s holds nothing that Spark cannot run", (file) => {
    const code = codeOf(readFileSync(new URL(file, root), "utf8"));
    expect(Object.keys(notOnSpark).filter((rule) => notOnSpark[rule]!.test(code))).toEqual([]);
  });

  it.each(both)("%s has no backslash in a text, which Spark reads in another way", (file) => {
    const texts =
      readFileSync(new URL(file, root), "utf8")
        .replace(/--.*$/gm, "")
        .match(/'[^']*'/g) ?? [];
    expect(texts.filter((text) => text.includes("\\"))).toEqual([]);
  });

  it.each([
    ["ignore nulls inside parentheses", "last_value(case when a then b end ignore nulls) over w"],
    ["filter over a window", "count(*) filter (where coalesce(a, f(b)) > 1) over w"],
    ["a named window before a minus", "lead(a) over w - b"],
    ["structs and lists in braces and brackets", "max({'at': a})"],
    ["explode of anything but a column", "select explode(days_up_to(a, b)) as day"],
    ["types of other names", "cast(null as varchar)"],
    ["lists in an order", "string_agg(a, ', ' order by b)"],
    [
      "numbers rounded to 6 or 10 places, instead of rounded()",
      "round(greatest(0.0, days_between(a, f(b))), 6)"
    ],
    ["numbers rounded to 6 or 10 places, instead of rounded()", "round(share * answered_share, 10)"],
    ["parts of times by name", "date_trunc('week', a)"]
  ])("finds %s", (rule, sql) => expect(notOnSpark[rule]!.test(codeOf(sql))).toBe(true));

  it("leaves alone what both run", () => {
    const sql = `
      select explode(d.days) as day, count(*) filter (where a > (b)) as n, sum(a) over w as s
      from (select 1) d
      window w as (order by a rows unbounded preceding)`;
    expect(Object.keys(notOnSpark).filter((rule) => notOnSpark[rule]!.test(codeOf(sql)))).toEqual([]);
  });
});

describe("the prelude of each engine", () => {
  const textOf = (file: string) =>
    readFileSync(new URL(`src/models/${file}`, root), "utf8").replace(/--.*$/gm, "");
  /** Built into Spark. */
  const builtIn = ["explode"];
  /** Built into DuckDB. */
  const builtInHere = ["epoch_us"];

  const macros = [...textOf("prelude.sql").matchAll(/\bmacro (\w+)\(([^)]*)\)/g)].map(([, name, list]) => ({
    name: name!,
    parameters: list!.split(",").flatMap((one) => one.trim() || [])
  }));
  const functions = [
    ...textOf("spark/prelude.sql").matchAll(/\bfunction (\w+)\(((?:[^()]|\([^()]*\))*)\)/g)
  ].map(([, name, list]) => ({
    name: name!,
    parameters: list!.replaceAll(/\([^)]*\)/g, "").split(",").flatMap((one) => one.trim().split(/\s+/)[0] || []) // prettier-ignore
  }));
  const sorted = (list: {name: string; parameters: string[]}[], but: string[]) =>
    list.filter(({name}) => !but.includes(name)).sort((a, b) => (a.name < b.name ? -1 : 1));

  it("has the same functions with the same parameters", () => {
    expect(macros.length).toBeGreaterThan(40);
    expect(sorted(functions, builtInHere)).toEqual(sorted(macros, builtIn));
  });

  it("has the same numbers", () => {
    const numbers = (text: string, pattern: RegExp) =>
      Object.fromEntries([...text.matchAll(pattern)].map(([, name, value]) => [name, Number(value)]));
    const ours = numbers(textOf("prelude.sql"), /\bmacro (\w+)\(\) as ([\d.]+)(?:::double)?;/g);
    expect(Object.keys(ours).length).toBeGreaterThan(20);
    expect(
      numbers(textOf("spark/prelude.sql"), /\bfunction (\w+)\(\) returns \w+\s+return ([\d.]+)d?;/g)
    ).toEqual(ours);
  });
});

describe("the rules of the marts' SQL", () => {
  it("has marts to look at", () => expect(files.length).toBeGreaterThan(5));

  it.each(files)("%s holds nothing forbidden", (file) => {
    const code = codeOf(readFileSync(new URL(file, marts), "utf8"));
    const found = Object.keys(forbidden).filter((rule) => forbidden[rule]!.test(code));
    expect(found).toEqual([]);
  });

  it.each(files)("%s is one SELECT that ends in its order", (file) => {
    const code = codeOf(readFileSync(new URL(file, marts), "utf8"))
      .trim()
      .replace(/;$/, "");
    expect(code).toMatch(/^(with|select)\b/);
    expect(code).not.toContain(";");
    expect(code).toMatch(/\norder by [\w\s,."]+$/);
  });

  it.each(files)("%s documents its grain, its columns and its checks", (file) => {
    const header = headerOf(readFileSync(new URL(file, marts), "utf8"));
    const first = header.slice(0, header.indexOf("")).join(" ");
    expect(first).toMatch(/one row an? [^.]+\./);
    expect(header.filter((line) => /^[a-z_*, ]+: \S/.test(line) && !line.startsWith("check:"))).not.toEqual(
      []
    );
    expect(header.filter((line) => /^checks?: \S/.test(line))).not.toEqual([]);
  });

  it.each([
    ["asof join", "from a asof join b on x"],
    ["qualify", "select a from b qualify row_number() over () = 1"],
    ["group by all, order by all", "select a, count(*) from b group by all"],
    ["integer division //", "select a // 7"],
    ["unordered list", "select list(a) from b"]
  ])("finds %s", (rule, sql) => expect(forbidden[rule]!.test(codeOf(sql))).toBe(true));

  it("lets a comment and a text say what they like", () =>
    expect(Object.values(forbidden).some((rule) => rule.test(codeOf("select 'a // b' -- qualify")))).toBe(
      false
    ));
});
