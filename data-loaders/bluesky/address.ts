import {UserError} from "../../src/errors.ts";

/** An address without a slash at its end. Throws a `UserError`, which begins with `what`, where it is not safe to ask. */
export function safeAddress(text: string, what: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url !== null && ["127.0.0.1", "localhost"].includes(url.hostname);
  if (url && (url.protocol === "https:" || (url.protocol === "http:" && isLocal)))
    return url.href.replace(/\/+$/, "");
  throw new UserError(`${what}: must be an https address, or http on this machine`);
}
