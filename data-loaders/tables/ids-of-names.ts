import {UsageError} from "../../src/errors.ts";
import type {Source} from "./source.ts";

/**
 * Turns the names of a log into ids, in SQL over a row: the one place to change once names can be stored. Until then a
 * log of names alone is refused with a `UsageError`.
 */
export function idOfNameSql(source: Source, column: string): string {
  throw new UsageError(
    `${source.path}: its people are names (column ${column}), without ids: add a column user_id with their numeric ids, or name the one it has by --user-column`
  );
}
