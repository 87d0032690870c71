/** `1 person`, `1,200 people`. Components have the same of their own, for browsers load nothing from here. */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** The same text with its first letter large. */
export const capital = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}`;

/** A text as the part of a regular expression that means nothing but itself. */
export const asPattern = (text: string) => text.replace(/[^\w]/g, "\\$&");

/** Bytes as a size: `12.3 MB`, or `87 kB` below a megabyte; only nothing at all is `0 kB`. */
export const size = (bytes: number) =>
  bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;

/** A number with so many digits after the point, and with as many more, up to eight, as it takes not to read as one of `others`. */
function unlike(value: number, digits: number, others: readonly number[]): string {
  for (let more = digits; more <= 8; more++)
    if (!others.includes(Number(value.toFixed(more)))) return value.toFixed(more);
  return value.toFixed(digits);
}

/** The same for a number that is not to read as none. */
export const fixed = (value: number, digits: number): string =>
  value === 0 ? value.toFixed(digits) : unlike(value, digits, [0]);

/** A share (0–1) as a number of hundredths, likewise: some read neither as none nor as all. */
export const hundredths = (share: number, digits: number): string =>
  share === 0 || share === 1 ? (100 * share).toFixed(digits) : unlike(100 * share, digits, [0, 100]);

/** Dollars rounded up to cents: at most so much is what it says. */
export const dollarsAtMost = (dollars: number) => `$${(Math.ceil(dollars * 100 - 1e-6) / 100).toFixed(2)}`;

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
