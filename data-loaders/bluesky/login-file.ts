import {z} from "zod";
import {UserError} from "../../src/errors.ts";
import {credentialsPath, readPrivate, writePrivate} from "../access/private-file.ts";
import {isDid} from "./keys.ts";

const text = z.string().min(1);
const loginSchema = z.strictObject({
  /** Whose eyes these are. */
  did: z.string().refine(isDid),
  handle: text,
  /** The server that holds the account, where it logged in. */
  pds: text,
  accessToken: text,
  refreshToken: text,
  /** When the person logged in. */
  since: z.iso.datetime().transform((value) => new Date(value))
});

/** What `followback login --network bluesky` stores: two tokens of the server, and never the password. */
export type BlueskyLogin = z.infer<typeof loginSchema>;

/** Where the login is: beside the credentials file, under its name and `-bluesky`. */
export const loginPath = (env: NodeJS.ProcessEnv = process.env): string =>
  credentialsPath(env).replace(/(?:\.json)?$/, "-bluesky.json");

/**
 * Reads the login; null where there is none. Throws a `UserError` where others may read the file, or where it is not what it
 * should be: the message never says what stands there.
 */
export async function readLogin(file: string): Promise<BlueskyLogin | null> {
  const content = await readPrivate(file);
  if (content === null) return null;
  try {
    return loginSchema.parse(JSON.parse(content));
  } catch {
    // The parsers' own messages could quote the text around the fault.
    throw new UserError(
      `${file}: is not a login of Bluesky: delete it and run followback login --network bluesky`
    );
  }
}

/** Replaces the login. Hold the lock of `lockPrivate` meanwhile. */
export const writeLogin = (file: string, login: BlueskyLogin): Promise<void> => writePrivate(file, login);
