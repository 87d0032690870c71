/** `1 person`, `1,200 people`. Components have the same of their own, for browsers load nothing from here. */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** The same text with its first letter large. */
export const capital = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}`;

/** Rows of cells as lines of text, each column as wide as its widest cell; `isRight` says which columns stand to the right. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  isRight: (column: number) => boolean
): {lines: string[]; widths: number[]} {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]!.length), 0)
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        isRight(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)
      )
      .join("  ")
      .trimEnd();
  return {lines: rows.map(line), widths};
}
