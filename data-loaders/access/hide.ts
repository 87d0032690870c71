/**
 * Takes secrets out of a text: as they are, as an address, a form or JSON would write them, and each word in base64 that
 * holds one, such as what follows `Basic` in a header. What is shorter than any secret stays: it would be found
 * inside words that are none.
 */
export function hideSecrets(text: string, secrets: Iterable<string>): string {
  const {forms, packed} = wordsOf([...new Set(secrets)].filter((secret) => secret.length >= shortest.text));
  const shown = forms.reduce(
    (rest, form) => (rest.includes(form) ? rest.replaceAll(form, hidden) : rest),
    text
  );
  return packed
    .filter((core) => shown.includes(core))
    .reduce((rest, core) => rest.replaceAll(wordWith(core), hidden), shown);
}

/** The same for anything that was JSON. Longer ones stay, too: they would be found in what is none, such as an id. */
export function withoutSecrets<T>(body: T, secrets: Iterable<string>): T {
  const long = [...secrets].filter((secret) => secret.length >= shortest.json);
  const text = JSON.stringify(body);
  if (hideSecrets(text, long) === text) return body;
  const shown = (value: unknown): unknown => {
    if (typeof value === "string") return hideSecrets(value, long);
    if (Array.isArray(value)) return value.map(shown);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [shown(name), shown(item)]));
  };
  return shown(body) as T;
}

const hidden = "[token]";
/** How long a secret must be to be looked for, in letters; the shortest is an app password, of 19. */
const shortest = {text: 8, json: 12, base64: 12};

interface Words {
  /** Every form of the secrets, the longest first: what is left of a longer one would still show. */
  forms: readonly string[];
  packed: readonly string[];
}

/** Of the secrets asked for last: every answer is looked through for the same ones. */
let last: {secrets: readonly string[]; words: Words} = {secrets: [], words: {forms: [], packed: []}};

function wordsOf(secrets: readonly string[]): Words {
  const isSame =
    secrets.length === last.secrets.length && secrets.every((secret, nth) => secret === last.secrets[nth]);
  if (!isSame) {
    const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
    last = {secrets, words: {forms, packed: secrets.flatMap(packedOf)}};
  }
  return last.words;
}

function formsOf(secret: string): string[] {
  const inForm = new URLSearchParams([["", secret]]).toString().slice(1);
  // A signature encodes what a form does, but for the tilde (RFC 3986).
  const encoded = [encodeURIComponent(secret), inForm, inForm.replaceAll("%7E", "~")];
  const inJson = JSON.stringify(secret).slice(1, -1);
  const lower = encoded.map((form) => form.replace(/%../g, (code) => code.toLowerCase()));
  const twice = encoded.map(encodeURIComponent);
  return [secret, inJson, inJson.replaceAll("/", "\\/"), ...encoded, ...lower, ...twice];
}

/** What base64 makes of the inside of a secret, wherever in the packed bytes it begins. */
function packedOf(secret: string): string[] {
  if (secret.length < shortest.base64) return [];
  const cores = [secret, encodeURIComponent(secret)].flatMap((form) =>
    [0, 1, 2].map((before) => {
      const bytes = Buffer.from("\0".repeat(before) + form);
      // Groups of four signs that hold nothing but bytes of the secret.
      const from = before === 0 ? 0 : 3;
      return bytes.subarray(from, bytes.length - (bytes.length % 3)).toString("base64");
    })
  );
  return [...new Set(cores.flatMap((core) => [core, core.replaceAll("+", "-").replaceAll("/", "_")]))];
}

const wordWith = (core: string) => new RegExp(`[\\w+/-]*${core.replace(/[+/]/g, "\\$&")}[\\w+/-]*=*`, "g");
