import {UserError} from "../../../src/errors.ts";

/** What may stand in the environment or, under the same name, in the credentials file. */
export const secretNames = [
  "X_USER_TOKEN",
  "X_CONSUMER_KEY",
  "X_CONSUMER_SECRET",
  "X_ACCESS_TOKEN",
  "X_ACCESS_TOKEN_SECRET",
  "X_BEARER_TOKEN",
  "X_CLIENT_ID",
  "X_CLIENT_SECRET"
] as const;

export type SecretName = (typeof secretNames)[number];
export type Secrets = {readonly [Name in SecretName]?: string | undefined};

/** A secret without the white space that copying adds; null where there is none. What it is is never printed. */
export function cleanSecret(secrets: Secrets, name: SecretName): string | null {
  const secret = secrets[name]?.trim();
  if (!secret) return null;
  if (/^[\x21-\x7e]+$/.test(secret)) return secret;
  throw new UserError(`${name} has characters that no token has: copy it again`);
}
