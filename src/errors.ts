import {moreMemory} from "./memory.ts";

/** Something the user can fix: printed as one line, exit code 1. */
export class UserError extends Error {
  override name = "UserError";
}

/** Something that only the user can say, by a flag that the message names: printed as one line, exit code 2. */
export class UsageError extends UserError {
  override name = "UsageError";
}

/**
 * The message of anything thrown, on one line. What we say may repeat what somebody gave, of which signs that end a line or
 * steer a terminal are written out; libraries go on for lines that help nobody.
 */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (!(error instanceof UserError)) return text.split("\n", 1)[0]!.trim();
  return text.trimEnd().replaceAll(/\p{Cc}/gu, (sign) => writtenOut[sign] ?? `\\x${hexOf(sign)}`);
}

const writtenOut: Readonly<Record<string, string>> = {"\n": "\\n", "\r": "\\r", "\t": "\\t"};
const hexOf = (sign: string) => sign.codePointAt(0)!.toString(16).padStart(2, "0");

/** What is wrong with a value of an expected shape, without the checker's own words; what we wrote ourselves is said. */
export const faultOf = ({code, message}: {code?: string; message: string}): string =>
  code === "custom" ? message : "is missing, or of another kind";

/** An error of this machine that a person can mend, as a `UserError`; any other as it is. */
export function explained(error: unknown): unknown {
  if (error instanceof UserError) return error;
  const text = messageOf(error);
  if (/no space left on device|ENOSPC|EDQUOT|disk quota/i.test(text)) {
    return new UserError(`the disk is full (${text}): free some space, then run this again`);
  }
  if (/\bOut of Memory Error\b/.test(text)) {
    return new UserError(
      `out of memory: allow more with FOLLOWBACK_MEMORY, such as FOLLOWBACK_MEMORY=${moreMemory()}`
    );
  }
  const [, parquet] =
    /^(?:Invalid Input|IO|Serialization) Error: .*["'](\S[^"']*\.parquet)["']/.exec(text) ?? [];
  if (parquet !== undefined && !/Cannot open file/.test(text))
    return new UserError(`${parquet}: cannot be read, as it is damaged: followback check says what helps`);
  // Of a file that the database opens itself it tells no code.
  const opened = /^IO Error: Cannot open file "([^"]+)": (?:No such file|(Permission denied|Read-only))/.exec(
    text
  );
  if (opened) return new UserError(`${opened[1]}: ${opened[2] === undefined ? gone : fileTroubles.EACCES}`);
  const {code, path} = error as NodeJS.ErrnoException;
  const why = path === undefined ? undefined : fileTroubles[code ?? ""];
  if (why !== undefined) return new UserError(`${path}: ${why}`);
  return error;
}

const gone = "it is not there: put it back if it was moved or deleted meanwhile, then run this again";

/** What is wrong with a file or folder, by the system's code, and what helps. */
const fileTroubles: Record<string, string> = {
  ENOENT: gone,
  EACCES: "permission denied: check the owner and mode",
  EPERM: "permission denied: check the owner and mode",
  EROFS: "the disk is read-only: use a folder elsewhere",
  EISDIR: "a folder is where a file should be: move it away",
  ENOTDIR: "a file is where a folder should be: move it away",
  EEXIST: "a file is where a folder should be: move it away",
  EFBIG: "the file size limit is reached: allow larger files"
};

/** What to say of a data folder that cannot be used: a file in its place, or no permission. Other errors stay as they are. */
export function folderError(folder: string, error: unknown): unknown {
  const text = messageOf(error);
  const code = (error as NodeJS.ErrnoException).code ?? (/permission denied/i.test(text) ? "EACCES" : "");
  if (code === "EEXIST" || code === "ENOTDIR") {
    return new UserError(`${folder}: a file, not a folder: give another data folder with --data`);
  }
  if (["EACCES", "EPERM", "EROFS"].includes(code)) {
    return new UserError(
      `${folder}: permission denied: check the owner and mode, or give another data folder with --data`
    );
  }
  return error;
}
