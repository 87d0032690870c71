import {element, scroller} from "./element.js";
import {whole} from "./format.js";

/** One column: its heading, and what a row shows there. Numbers stand to the right. */
export interface Column<T> {
  name: string;
  text: (row: T) => string;
  isNumber?: boolean;
  /** Sentences, which may break into lines. */
  isLong?: boolean;
  /** Left out on a phone, where the columns that matter would else be off the page. */
  isMinor?: boolean;
  /** What stands there in place of the text, such as a link; made again whenever the rows are sorted. */
  node?: (row: T) => Node;
  /** What the column sorts by, where the text does not say it: dates in words, for one. */
  value?: (row: T) => string | number | null | undefined;
}

type Order = "ascending" | "descending";

/** What a cell sorts by: the first number in it in columns of numbers, else its text. Nothing sorts last. */
function sortValue<T>(column: Column<T>, row: T): string | number | null {
  if (column.value) return column.value(row) ?? null;
  const text = column.text(row);
  if (!column.isNumber) return text;
  const found = /[−-]?\d[\d,]*(?:\.\d+)?/.exec(text);
  return found ? Number(found[0].replaceAll(",", "").replace("−", "-")) : null;
}

/** The rows in order of one column; rows that are equal there keep their places. */
export function sortRows<T>(rows: T[], column: Column<T>, order: Order): T[] {
  const sign = order === "ascending" ? 1 : -1;
  const keyed = rows.map((row) => ({row, key: sortValue(column, row)}));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return a.key < b.key ? -sign : a.key > b.key ? sign : 0;
  });
  return keyed.map(({row}) => row);
}

/**
 * The rows behind a picture as a table. Every heading is a button that sorts by its column; `limit` keeps the first rows,
 * and a button below shows the others. Where each row is of another kind `isSortable` is false, and no heading is a button.
 */
export function table<T>(
  rows: T[],
  columns: Column<T>[],
  {
    caption,
    limit = Infinity,
    isSortable = true,
    document = globalThis.document
  }: {caption: string; limit?: number; isSortable?: boolean; document?: Document}
): HTMLElement {
  const align = ({isNumber, isLong, isMinor}: Column<T>) => {
    const names = [isNumber ? "number" : isLong ? "long" : "", isMinor ? "minor" : ""].filter(Boolean);
    return {class: names.length > 0 ? names.join(" ") : null};
  };
  let sorted = rows;
  let shown = limit;
  let by: {column: Column<T>; order: Order} | null = null;
  const body = element(document, "tbody");
  // A caption inside would scroll away with the columns; the table is named by its label.
  const title = element(document, "p", {class: "table-caption"});
  const heads = columns.map((column) => {
    const button = element(document, "button", {type: "button"}, [column.name]);
    button.addEventListener("click", () => {
      const first: Order = column.isNumber ? "descending" : "ascending";
      const other: Order = column.isNumber ? "ascending" : "descending";
      by = {column, order: by?.column === column && by.order === first ? other : first};
      sorted = sortRows(rows, by.column, by.order);
      fill();
    });
    return {
      column,
      th: element(
        document,
        "th",
        {scope: "col", ...align(column)},
        isSortable && rows.length > 1 ? [button] : [column.name]
      )
    };
  });
  const more = element(document, "button", {type: "button", class: "more"}, [
    `Show all ${whole(rows.length)} rows`
  ]);
  more.addEventListener("click", () => {
    shown = Infinity;
    fill();
    box.focus();
  });
  const box = scroller(
    document,
    caption,
    element(document, "table", {class: "rows", "aria-label": caption}, [
      element(document, "thead", {}, [
        element(
          document,
          "tr",
          {},
          heads.map(({th}) => th)
        )
      ]),
      body
    ])
  );
  fill();
  return element(document, "div", {class: "table-box"}, [title, box, rows.length > limit ? more : null]);

  function fill() {
    for (const {column, th} of heads) {
      if (by?.column === column) th.setAttribute("aria-sort", by.order);
      else th.removeAttribute("aria-sort");
    }
    body.textContent = "";
    for (const row of sorted.slice(0, shown)) {
      const cells = columns.map((column, i) => {
        const content = [column.node?.(row) ?? column.text(row)];
        return i === 0
          ? element(document, "th", {scope: "row", class: column.isLong ? "long" : null}, content)
          : element(document, "td", align(column), content);
      });
      body.appendChild(element(document, "tr", {}, cells));
    }
    if (rows.length === 0) {
      const none = element(document, "td", {class: "few", colspan: String(columns.length)}, ["nothing yet"]);
      body.appendChild(element(document, "tr", {}, [none]));
    }
    const isCut = rows.length > shown;
    title.textContent = isCut
      ? `${caption} (first ${shown} of ${whole(rows.length)}; the file has all)`
      : caption;
    if (isCut) more.removeAttribute("hidden");
    else more.setAttribute("hidden", "");
    box.classList.toggle("tall", !isCut && rows.length > 40);
  }
}
