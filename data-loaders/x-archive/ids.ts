import {UserError} from "../../src/errors.ts";
import {networks} from "../../src/networks/networks.ts";

/** An id as a string of digits, or null where there is none ("-1" is X's word for nobody). One that was rounded is refused. */
export function maybeId(value: unknown, where: string): string | null {
  if (value === undefined || value === null || value === "" || value === "-1" || value === -1) return null;
  const text = typeof value === "object" ? JSON.stringify(value).slice(0, 60) : String(value);
  const id = networks.x.ids.inside(text);
  if (id !== null && (typeof value === "string" || Number.isSafeInteger(value))) return id;
  if (typeof value === "number" || /^\d+(\.\d+)?(e\+?\d+)?$/i.test(text)) {
    throw new UserError(
      `${where}: the id ${text} lost its last digits: ask X for a new archive, this one cannot identify people`
    );
  }
  throw new UserError(`${where}: ${JSON.stringify(text)} is not an id: use the file as X delivered it`);
}

/** As `maybeId`, where there must be one. */
export function idOf(value: unknown, where: string): string {
  const id = maybeId(value, where);
  if (id === null) throw new UserError(`${where}: no id: use the file as X delivered it`);
  return id;
}
