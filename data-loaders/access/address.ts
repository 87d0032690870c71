import {UserError} from "../../src/errors.ts";

/**
 * An address without a slash at its end. Throws a `UserError`, which begins with `what`, for what is none, and for a plain one
 * on another machine, where everybody on the way would read the token.
 */
export function safeAddress(text: string, what: string, scheme: "http" | "ws" = "http"): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url !== null && ["127.0.0.1", "localhost"].includes(url.hostname);
  if (url && (url.protocol === `${scheme}s:` || (url.protocol === `${scheme}:` && isLocal)))
    return url.href.replace(/\/+$/, "");
  throw new UserError(
    scheme === "http"
      ? `${what}: must be an https address, or http on this machine`
      : `${what}: must be a wss address, or ws on this machine`
  );
}
