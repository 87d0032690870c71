/** Something the person at the keyboard can mend: printed as one line, exit code 1. */
export class UserError extends Error {
  override name = "UserError";
}

/** The message of anything thrown, on one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0]!.trim();
}

/** What to say of a data folder that cannot be used: a file in its place, or no permission. Other errors stay as they are. */
export function folderError(folder: string, error: unknown): unknown {
  const text = messageOf(error);
  const code = (error as NodeJS.ErrnoException).code ?? (/permission denied/i.test(text) ? "EACCES" : "");
  if (code === "EEXIST" || code === "ENOTDIR") {
    return new UserError(`${folder}: a file is in the place of the data folder: name another with --data`);
  }
  if (["EACCES", "EPERM", "EROFS"].includes(code)) {
    return new UserError(
      `${folder}: no permission to use it as data folder: grant it, or name another with --data`
    );
  }
  return error;
}
