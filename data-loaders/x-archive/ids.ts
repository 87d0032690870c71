import {UserError} from "../../src/errors.ts";

/** An id as a string of digits, or null where there is none ("-1" is X's word for nobody). One that was rounded is refused. */
export function maybeId(value: unknown, where: string): string | null {
  if (value === undefined || value === null || value === "" || value === "-1" || value === -1) return null;
  const text = String(value);
  if (/^\d{1,19}$/.test(text) && (typeof value === "string" || Number.isSafeInteger(value))) return text;
  if (typeof value === "number" || /^\d+(\.\d+)?(e\+?\d+)?$/i.test(text)) {
    throw new UserError(
      `${where}: the id ${text} lost its last digits: ask X for a new archive, this one cannot tell people apart`
    );
  }
  throw new UserError(`${where}: ${JSON.stringify(text)} is not an id: give the file as X delivered it`);
}

/** As `maybeId`, where there must be one. */
export function idOf(value: unknown, where: string): string {
  const id = maybeId(value, where);
  if (id === null) throw new UserError(`${where}: no id: give the file as X delivered it`);
  return id;
}
