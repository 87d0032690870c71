/** Something the person at the keyboard can mend: printed as one line, exit code 1. */
export class UserError extends Error {
  override name = "UserError";
}

/** The message of anything thrown, on one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0]!.trim();
}

/** An error of this machine that a person can mend, as a `UserError`; any other as it is. */
export function explained(error: unknown): unknown {
  if (error instanceof UserError) return error;
  const text = messageOf(error);
  if (/no space left on device|ENOSPC|EDQUOT|disk quota/i.test(text)) {
    return new UserError(`the disk is full (${text}): free some space, then run this again`);
  }
  if (/\bOut of Memory Error\b/.test(text)) {
    return new UserError(
      "the memory is used up: allow more with FOLLOWBACK_MEMORY, such as FOLLOWBACK_MEMORY=8GB"
    );
  }
  return error;
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
