import {element, scroller} from "./element.js";

/** One column: its heading, and what a row shows there. Numbers stand to the right. */
export interface Column<T> {
  name: string;
  text: (row: T) => string;
  isNumber?: boolean;
}

/** The rows behind a picture as a table. `limit` keeps the first ones and says how many there are. */
export function table<T>(
  rows: T[],
  columns: Column<T>[],
  {
    caption,
    limit = Infinity,
    document = globalThis.document
  }: {caption: string; limit?: number; document?: Document}
): HTMLElement {
  const align = (column: Column<T>) => ({class: column.isNumber ? "number" : null});
  const head = element(
    document,
    "tr",
    {},
    columns.map((column) => element(document, "th", {scope: "col", ...align(column)}, [column.name]))
  );
  const body = rows.slice(0, limit).map((row) =>
    element(
      document,
      "tr",
      {},
      columns.map((column, i) =>
        i === 0
          ? element(document, "th", {scope: "row"}, [column.text(row)])
          : element(document, "td", align(column), [column.text(row)])
      )
    )
  );
  if (rows.length === 0) {
    const none = element(document, "td", {class: "few", colspan: String(columns.length)}, ["nothing yet"]);
    body.push(element(document, "tr", {}, [none]));
  }
  const shown =
    rows.length > limit ? `${caption} (first ${limit} of ${rows.length}; the file has all)` : caption;
  return scroller(
    document,
    caption,
    element(document, "table", {class: "rows"}, [
      element(document, "caption", {}, [shown]),
      element(document, "thead", {}, [head]),
      element(document, "tbody", {}, body)
    ])
  );
}
