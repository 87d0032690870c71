import {createHmac, timingSafeEqual} from "node:crypto";

/** The four of OAuth 1.0a: the app's and the user's, each with its secret. */
export interface OAuth1Secrets {
  consumerKey: string;
  consumerSecret: string;
  accessToken: string;
  accessSecret: string;
}

/** A timestamp further off than this is refused. */
const toleranceSeconds = 5 * 60;

/**
 * Checks OAuth 1.0a signatures (RFC 5849, HMAC-SHA1) as X does: the right keys, a fresh timestamp, a nonce that was
 * never used, and a signature over method, address and parameters. The timestamp is held against the system's clock,
 * because whatever signs reads that one.
 */
export class Signatures {
  readonly #nonces = new Set<string>();

  constructor(readonly secrets: OAuth1Secrets) {}

  /** `bases` are the addresses the server goes by: the signer may have signed for any of them. */
  verify(header: string, method: string, url: URL, bases: readonly string[]): boolean {
    const oauth = readHeader(header);
    const {consumerKey, consumerSecret, accessToken, accessSecret} = this.secrets;
    if (oauth.oauth_consumer_key !== consumerKey || oauth.oauth_token !== accessToken) return false;
    if (oauth.oauth_signature_method !== "HMAC-SHA1") return false;
    const {oauth_nonce: nonce = "", oauth_timestamp: at, oauth_signature: signature = ""} = oauth;
    if (!(Math.abs(Number(at) - Date.now() / 1000) <= toleranceSeconds)) return false;
    const once = `${at} ${nonce}`;
    if (nonce === "" || this.#nonces.has(once)) return false;
    const parameters = [...url.searchParams, ...Object.entries(oauth)]
      .filter(([name]) => name !== "oauth_signature" && name !== "realm")
      .map(([name, value]) => [encode(name), encode(value)] as const)
      .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
      .map((pair) => pair.join("="))
      .join("&");
    const key = `${encode(consumerSecret)}&${encode(accessSecret)}`;
    const isRight = bases.some((base) => {
      const text = [method, `${base}${url.pathname}`, parameters].map(encode).join("&");
      return isSame(signature, createHmac("sha1", key).update(text).digest("base64"));
    });
    // A nonce is spent by a request that was signed, not by anybody who guesses one.
    if (isRight) this.#nonces.add(once);
    return isRight;
  }
}

function readHeader(header: string): Record<string, string> {
  const pairs = [...header.matchAll(/([a-z0-9_]+)="([^"]*)"/gi)];
  return Object.fromEntries(pairs.map(([, name, value]) => [name!, decode(value!)]));
}

function decode(text: string) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** RFC 3986: what encodeURIComponent leaves alone and OAuth does not. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function isSame(a: string, b: string) {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
