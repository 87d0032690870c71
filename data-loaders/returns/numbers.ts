import {UserError} from "../../src/errors.ts";
import {namesOf, type Cells} from "./grid.ts";

/** Which sign stands before the decimals, in all cells of some columns. Null: no cell has decimals. */
export type DecimalSign = "." | "," | null;

/** Spaces of any kind and apostrophes stand between thousands. */
const spaces = /[\s'\u2019\u00a0\u202f]/g;
const number = /^-?\d[\d.,]*$/;
/** Thousands stand in threes, and in India above the last three in twos: 15.09.2026 and 11.30.00 are no amounts. */
const inThousands = /^-?(\d+|\d{1,3}([.,]\d{2,3})*[.,]\d{3})$/;
/** No amount of a shop, and no time, has more digits before its decimals: these are ids, or a cell gone wrong. */
const mostDigits = 12;

/**
 * The decimal sign of columns: a setting of the whole file, and no guess per cell. Throws a `UserError` where a cell is no
 * number, or cells contradict each other, or nothing tells a thousand from one with decimals.
 */
export function decimalSignOf(
  cells: Cells,
  columns: readonly number[],
  isMeant: (row: number) => boolean
): DecimalSign {
  let sign: DecimalSign = null;
  let open: {row: number; column: number} | null = null;
  for (const [row, record] of cells.grid.rows.entries()) {
    if (!isMeant(row)) continue;
    for (const column of columns) {
      const text = (record[column] ?? "").replaceAll(spaces, "");
      if (text === "") continue;
      if (!number.test(text)) throw cells.wrong(row, column, "a number such as 49.00");
      const seen = signIn(text);
      if (seen === "?") open ??= {row, column};
      else if (seen !== null && sign !== null && seen !== sign)
        throw cells.wrong(
          row,
          column,
          `decimals behind ${sign === "." ? "a point" : "a comma"} as in the rows above`
        );
      else sign ??= seen;
    }
  }
  if (sign === null && open !== null)
    throw new UserError(
      `${cells.grid.places[open.row]}: ${namesOf([cells.grid.columns[open.column]!])} can mean thousands or decimals, and no other row says which: write amounts with two decimals`
    );
  return sign;
}

/** The decimal sign that a number shows; `?` where it has one sign before three digits. */
function signIn(text: string): DecimalSign | "?" {
  const last = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  if (last < 0) return null;
  const sign = text[last] as "." | ",";
  const other = sign === "." ? "," : ".";
  if (text.includes(other)) return sign;
  if (text.indexOf(sign) !== last) return other;
  return text.length - last - 1 === 3 && !/^-?0/.test(text) ? "?" : sign;
}

/**
 * A number of a cell that is 0 or more, in units of 10^-`decimals`; null where the cell is empty. Throws a `UserError` where
 * it does not fit.
 */
export function numberOf(
  cells: Cells,
  row: number,
  column: number,
  sign: DecimalSign,
  decimals: number
): bigint | null {
  const text = (cells.grid.rows[row]![column] ?? "").replaceAll(spaces, "");
  if (text === "") return null;
  const parts = sign === null ? [text] : text.split(sign);
  const whole = parts[0]!.replaceAll(/[.,]/g, "");
  const fraction = (parts[1] ?? "").replace(/0+$/, "");
  if (
    parts.length > 2 ||
    !inThousands.test(parts[0]!) ||
    !/^\d*$/.test(fraction) ||
    fraction.length > decimals
  )
    throw cells.wrong(row, column, `a number with at most ${decimals} decimals`);
  const digits = BigInt(whole.replace("-", "") + fraction.padEnd(decimals, "0"));
  if (whole.startsWith("-") && digits > 0n) throw cells.wrong(row, column, "an amount that is 0 or more");
  if (String(digits).length > mostDigits + decimals)
    throw cells.wrong(row, column, `a number of at most ${mostDigits} digits`);
  return digits;
}

/** A whole number of a cell that is 0 or more; null where the cell is empty. */
export function countOf(cells: Cells, row: number, column: number): number | null {
  const text = cells.grid.rows[row]![column] ?? "";
  if (text === "") return null;
  if (!/^\d+$/.test(text) || text.length > mostDigits) throw cells.wrong(row, column, "a whole number");
  return Number(text);
}

/** Hundredths as the raw tables take them: `49.00`. */
export function decimalText(hundredths: bigint): string {
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, "0");
  return `${hundredths < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
