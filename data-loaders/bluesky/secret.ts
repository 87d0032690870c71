import {UserError} from "../../src/errors.ts";

/** A password without the white space that copying adds; null where there is none. What it is is never printed. */
export function cleanSecret(given: string): string | null {
  const password = given.trim();
  if (password === "") return null;
  if (!/[\p{Cc}]/u.test(password)) return password;
  throw new UserError("the password has characters that none has: copy it again");
}
