import {z} from "zod";
import {UserError} from "../../../src/errors.ts";
import {isInsideId} from "../../../src/networks/networks.ts";
import {readPrivate, writePrivate} from "../../access/private-file.ts";
import {secretNames, type SecretName} from "./secrets.ts";

/** Whether a text can stand behind an @. */
export const isUsername = (text: string | null) => text !== null && /^\w{1,30}$/.test(text);

const text = z.string().min(1);
const time = z.iso.datetime().transform((value) => new Date(value));

const loginSchema = z.strictObject({
  clientId: text,
  /** Only confidential clients have one. */
  clientSecret: text.nullable(),
  accessToken: text,
  /** When X stops taking the access token. */
  expiresAt: time,
  /** Null where X gave none, so that the login ends with its access token. */
  refreshToken: text.nullable(),
  scopes: z.array(text),
  /** Whose eyes these are; null where X was not asked. */
  userId: z.string().refine(isInsideId).nullable(),
  username: z.string().refine(isUsername).nullable(),
  /** When the person logged in: tells two logins apart. */
  since: time
});

const tokens = Object.fromEntries(secretNames.map((name) => [name, z.string().optional()]));
const fileSchema = z.strictObject({
  login: loginSchema.optional(),
  ...(tokens as Record<SecretName, z.ZodOptional<z.ZodString>>)
});

/** What `followback login` stores. */
export type Login = z.infer<typeof loginSchema>;
/** The whole file: a login, and secrets that could as well stand in the environment. */
export type CredentialsFile = z.infer<typeof fileSchema>;

/**
 * Reads the file; one that is not there holds nothing. Throws a `UserError` where others may read it, or where it is
 * not what it should be: the message names the place, never what stands there.
 */
export async function readCredentials(file: string): Promise<CredentialsFile> {
  const content = await readPrivate(file);
  return content === null ? {} : parseFile(file, content);
}

function parseFile(file: string, content: string): CredentialsFile {
  const advice = "fix it, or delete it and run followback login";
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    // The parser's own message would quote the text around the fault.
    throw new UserError(`${file}: is not JSON: ${advice}`);
  }
  const parsed = fileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "the file";
  const what =
    issue?.code === "unrecognized_keys" ? "holds a name that is not known" : "is not what it should be";
  throw new UserError(`${file}: ${where} ${what}: ${advice}`);
}

/** Replaces the file, see `writePrivate`. */
export const writeCredentials = (file: string, contents: CredentialsFile): Promise<void> =>
  writePrivate(file, contents);
