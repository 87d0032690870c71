/** Bluesky did not give what was asked for. The message is one line. */
export class BlueskyFailure extends Error {
  override name = "BlueskyFailure";
  constructor(
    message: string,
    /** The HTTP status, or null where there was none. */
    readonly status: number | null,
    /**
     * `refused` is an answer that says no, by `error`; `unanswered` is none at all, a limit or a fault of the server, after all
     * tries; `content` cannot be understood; `stop` was never asked, because nothing more is asked in this run.
     */
    readonly kind: "refused" | "unanswered" | "content" | "stop",
    /** The server's own word for what is wrong, such as `AccountDeactivated`. */
    readonly error: string | null = null
  ) {
    super(message);
  }
}
