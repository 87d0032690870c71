/**
 * Ten significant digits. Whatever iterates passes through here on its way into a mart, so that the last bits of a
 * sum, which depend on the machine, never reach a file. Infinities and null pass as null: SQL has no use for them.
 */
export function rounded(x: number | null): number | null {
  if (x === null || !Number.isFinite(x)) return null;
  return Number(x.toPrecision(10)) + 0;
}

/** Money to the cent, and null as null: ten digits are too few for sums in dong or rupiah. */
export const cents = (amount: number | null): number | null =>
  amount === null ? null : Number(amount.toFixed(2)) + 0;
