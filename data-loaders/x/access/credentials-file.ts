import {existsSync} from "node:fs";
import {mkdir, open, rm} from "node:fs/promises";
import {homedir} from "node:os";
import {dirname, isAbsolute, join, resolve} from "node:path";
import {z} from "zod";
import {messageOf, UserError} from "../../../src/errors.ts";
import {lockFile, LockHeld} from "../../../src/snapshots/lock-file.ts";
import {isInsideId} from "../../../src/networks/networks.ts";
import {replaceFile} from "../../../src/snapshots/replace-file.ts";
import {syncPath} from "../../../src/snapshots/writer.ts";
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
 * Where the credentials are: FOLLOWBACK_CREDENTIALS, else `followback/credentials.json` in XDG_CONFIG_HOME or in
 * `~/.config`. Never in the data folder, because that may be pushed somewhere.
 */
export function credentialsPath(env: NodeJS.ProcessEnv = process.env): string {
  if (env.FOLLOWBACK_CREDENTIALS) return resolve(env.FOLLOWBACK_CREDENTIALS);
  const xdg = env.XDG_CONFIG_HOME;
  const config = xdg && isAbsolute(xdg) ? xdg : join(env.HOME || homedir(), ".config");
  return join(config, "followback", "credentials.json");
}

/**
 * Reads the file; one that is not there holds nothing. Throws a `UserError` where others may read it, or where it is
 * not what it should be: the message names the place, never what stands there.
 */
export async function readCredentials(file: string): Promise<CredentialsFile> {
  if (!existsSync(file)) return {};
  let content: string;
  try {
    const handle = await open(file, "r");
    try {
      const {mode} = await handle.stat();
      if (process.platform !== "win32" && (mode & 0o077) !== 0) {
        const shown = (mode & 0o777).toString(8);
        throw new UserError(
          `${file}: others on this machine can read it (mode ${shown}): run chmod 600 ${file}`
        );
      }
      content = await handle.readFile("utf8");
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file}: cannot be read (${codeOf(error)}): check its owner and mode`);
  }
  return parseFile(file, content);
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

/**
 * Replaces the file, see `replaceFile`: mode 600; a folder that has to be made gets 700. Hold the lock of `lockCredentials` meanwhile.
 */
export async function writeCredentials(file: string, contents: CredentialsFile): Promise<void> {
  try {
    await replaceFile(file, `${JSON.stringify(contents, null, 2)}\n`, 0o600);
  } catch (error) {
    throw new UserError(
      `${file}: cannot be written (${codeOf(error)}): choose another place with FOLLOWBACK_CREDENTIALS`
    );
  }
}

/** Deletes the file, durably. */
export async function deleteCredentials(file: string): Promise<void> {
  await rm(file, {force: true});
  await syncPath(dirname(file));
}

/** Takes the lock under which the file is changed, waiting for others up to a minute; returns what releases it. */
export async function lockCredentials(file: string, waitMs = 60_000): Promise<() => void> {
  try {
    await mkdir(dirname(file), {recursive: true, mode: 0o700});
    return await lockFile(`${file}.lock`, {waitMs});
  } catch (error) {
    if (error instanceof LockHeld) {
      const holder = error.pid === null ? "" : ` (process ${error.pid})`;
      throw new UserError(
        `${file}: another followback is changing it${holder}: run this again when it is done`
      );
    }
    throw new UserError(
      `${file}: cannot be locked (${codeOf(error)}): choose another place with FOLLOWBACK_CREDENTIALS`
    );
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? messageOf(error);
