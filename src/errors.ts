/** Something the person at the keyboard can mend: printed as one line, exit code 1. */
export class UserError extends Error {
  override name = "UserError";
}

/** The message of anything thrown, on one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0]!.trim();
}
