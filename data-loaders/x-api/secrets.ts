import {UserError} from "../../src/errors.ts";

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
  throw new UserError(`${name} is not a token: it holds characters that no token has, copy it again`);
}

/** Takes secrets out of a text, as they are and as an address or a form would write them. */
export function hideSecrets(text: string, secrets: Iterable<string>): string {
  const forms = [...secrets].flatMap((secret) => [secret, encodeURIComponent(secret)]);
  // The longest first, or what is left of a longer one would still show.
  forms.sort((a, b) => b.length - a.length);
  return forms.reduce((shown, form) => (form === "" ? shown : shown.replaceAll(form, "[token]")), text);
}
