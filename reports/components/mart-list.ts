import {element, scroller} from "./element.js";
import type {MartRow} from "./rows.js";

/** The leading comment of a model, taken apart. */
export interface MartDoc {
  /** The first sentence without its end: what the mart holds. */
  about: string;
  /** One row of it. */
  grain: string;
  /** What stands between: a line or two a column or group of columns. */
  notes: {names: string; text: string}[];
  checks: string[];
}

/** Reads a header: a first sentence that ends with the grain, lines `column, column: what it is`, lines `check: …`. */
export function readHeader(header: string): MartDoc {
  const lines = header.split("\n");
  const end = lines.findIndex((line) => line.trim() === "");
  const first = (end < 0 ? lines : lines.slice(0, end)).join(" ").trim().replace(/\.$/, "");
  const grain = /[;,] (one row [^;]*)/.exec(first);
  const notes: MartDoc["notes"] = [];
  const checks: string[] = [];
  for (const line of end < 0 ? [] : lines.slice(end)) {
    const named = /^([a-z*][\w*, ]*): (.*)$/.exec(line);
    if (named?.[1] === "check") checks.push(named[2]!);
    else if (named) notes.push({names: named[1]!, text: named[2]!});
    else if (/^\s+\S/.test(line) && notes.length > 0) notes.at(-1)!.text += ` ${line.trim()}`;
    else if (line.trim()) notes.push({names: "", text: line.trim()});
  }
  return {
    about: grain ? first.slice(0, grain.index) : first,
    grain: grain ? first.slice(grain.index + 2) : "",
    notes,
    checks
  };
}

/** Every mart as a line that opens: what it holds, one row of it, its columns with their types, its checks. */
export function martList(marts: MartRow[], document = globalThis.document): HTMLElement {
  const text = (name: string, ...children: (Node | string)[]) => element(document, name, {}, children);
  return element(
    document,
    "div",
    {class: "marts"},
    marts.map(({mart, header, columns}) => {
      const {about, grain, notes, checks} = readHeader(header);
      const rows = columns.split("\n").map((line) => {
        const space = line.indexOf(" ");
        return text(
          "tr",
          element(document, "th", {scope: "row"}, [text("code", line.slice(0, space))]),
          text("td", line.slice(space + 1).toLowerCase())
        );
      });
      const head = ["column", "type"].map((name) => element(document, "th", {scope: "col"}, [name]));
      const list = element(
        document,
        "dl",
        {},
        notes.flatMap(({names, text: note}) =>
          names ? [text("dt", text("code", names)), text("dd", note)] : [text("dt", "note"), text("dd", note)]
        )
      );
      return element(document, "details", {id: mart}, [
        text("summary", text("code", mart), ` ${about}`),
        text("p", text("strong", "Grain: "), grain || "see its columns"),
        notes.length > 0 ? list : null,
        checks.length > 0
          ? text(
              "div",
              text("p", text("strong", "Checks")),
              text("ul", ...checks.map((check) => text("li", check)))
            )
          : null,
        scroller(
          document,
          `Columns of ${mart}`,
          element(document, "table", {class: "rows"}, [
            text("caption", `Columns of ${mart}`),
            text("thead", text("tr", ...head)),
            text("tbody", ...rows)
          ])
        )
      ]);
    })
  );
}

/** The ways to read one published file, by language. `address` is where it lies, in full. */
export function snippets(address: string): {language: string; code: string}[] {
  return [
    {
      language: "DuckDB",
      code: `-- in the duckdb shell; httpfs is loaded by itself\nselect route, age_days, share, low, high\nfrom '${address}'\nwhere measure = 'engaged'\norder by age_days, route;`
    },
    {
      language: "R",
      code: `library(arrow)\nfile <- tempfile(fileext = ".parquet")\ndownload.file("${address}", file, mode = "wb")\nrates <- read_parquet(file)\nsubset(rates, measure == "engaged")`
    },
    {
      language: "Python",
      code: `import pandas as pd  # with pyarrow\n\nrates = pd.read_parquet("${address}")\nrates[rates.measure == "engaged"]`
    }
  ];
}

/** A piece of code with a button that copies it. */
export function snippet(
  {language, code}: {language: string; code: string},
  window: Window = globalThis.window
): HTMLElement {
  const {document, navigator} = window;
  const button = element(document, "button", {type: "button", class: "copy"}, ["Copy"]);
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(code).then(
      () => (button.textContent = "Copied"),
      () => (button.textContent = "Press Ctrl+C")
    );
  });
  button.setAttribute("aria-label", `Copy the ${language} snippet`);
  return element(document, "div", {class: "snippet"}, [
    element(document, "div", {class: "snippet-head"}, [element(document, "strong", {}, [language]), button]),
    scroller(
      document,
      `${language} snippet`,
      element(document, "pre", {}, [element(document, "code", {}, [code])])
    )
  ]);
}
