import {readFile} from "node:fs/promises";
import {z} from "zod";
import {UserError} from "../errors.ts";

/**
 * Reads a table somebody wrote over a published one, such as prices or limits. Throws a `UserError` that names the
 * first wrong place and `what` the file is about.
 */
export async function readOverride<T>(file: string, schema: z.ZodType<T>, what: string): Promise<T> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UserError(`${file}: cannot be read as a table of ${what}: fix it, or delete it`);
  });
  const result = schema.safeParse(parsed(text, file, what));
  if (result.success) return result.data;
  const {path, message} = result.error.issues[0]!;
  throw new UserError(`${file}: ${[...path, message].join(" ")}: fix it, or delete the file`);
}

function parsed(text: string, file: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`${file}: is not JSON: fix it, or delete it to take the published ${what}`);
  }
}

/** What to say of keys that do not belong, and of what is no object at all. */
export const wrongKeys = (ofKey: string, otherwise: string) => (issue: z.core.$ZodRawIssue) =>
  issue.code === "unrecognized_keys" ? `${issue.keys[0]} ${ofKey}` : otherwise;
