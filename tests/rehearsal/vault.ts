import {readdir, readFile, stat} from "node:fs/promises";
import {join, relative} from "node:path";
import {quote, withDatabase} from "../../src/duckdb.ts";

/** Every secret that ever existed in a test by name, and every byte that was written while it ran. */
export class Vault {
  readonly #secrets = new Map<string, string>();
  readonly #texts: {where: string; text: string}[] = [];
  readonly #read = new Set<string>();

  note = (name: string, secret: string | null | undefined): void => {
    if (secret && !this.#secrets.has(secret)) this.#secrets.set(secret, name);
  };

  get names(): string[] {
    return [...new Set(this.#secrets.values())];
  }

  /** Everything that was read, as `<run>: <file>`. */
  get places(): string[] {
    return this.#texts.map(({where}) => where);
  }

  keep(where: string, text: string): void {
    this.#texts.push({where, text});
  }

  /** Keeps what stands in every file of a folder, hidden ones too; of Parquet, which is packed, the values as well. */
  async keepFolder(folder: string, when: string): Promise<void> {
    const entries = await readdir(folder, {recursive: true, withFileTypes: true}).catch(() => []);
    const packed: string[] = [];
    for (const entry of entries.filter((entry) => entry.isFile())) {
      const file = join(entry.parentPath, entry.name);
      const {ino, size, mtimeMs} = await stat(file);
      const version = `${file} ${ino} ${size} ${mtimeMs}`;
      if (this.#read.has(version)) continue;
      this.#read.add(version);
      this.keep(`${when}: ${relative(folder, file)}`, await readFile(file, "latin1"));
      if (file.endsWith(".parquet")) packed.push(file);
    }
    if (packed.length === 0) return;
    await withDatabase(async (db) => {
      for (const file of packed) {
        const rows = await db.rows<{row: string}>(
          `select cast(t as varchar) as row from read_parquet(${quote(file)}) t`
        );
        this.keep(`${when}: values of ${relative(folder, file)}`, rows.map(({row}) => row).join("\n"));
      }
    });
  }

  /** Where a secret stands, or a piece of one: as it is, percent-encoded, or inside anything in base64. */
  leaks(): string[] {
    const found = new Set<string>();
    for (const [secret, name] of this.#secrets)
      for (const form of formsOf(secret))
        for (const {where, text} of this.#texts) if (text.includes(form)) found.add(`${name} in ${where}`);
    return [...found];
  }
}

/** Long enough not to be met by chance in some megabytes. */
const pieceLength = 8;

/** How a secret may be written. Of base64 only the signs that do not depend on what stands around it. */
function formsOf(secret: string): Set<string> {
  const encoded = encodeURIComponent(secret);
  // What was cut before it was hidden shows a piece only.
  const pieces = [0, Math.floor(secret.length / 2), -pieceLength].map((from) =>
    secret.slice(from).slice(0, pieceLength)
  );
  const packed = [secret, encoded].flatMap((form) =>
    [0, 1, 2].map((before) => {
      const bytes = Buffer.from("?".repeat(before) + form);
      const text = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString("base64");
      return text.slice(before === 0 ? 0 : 4);
    })
  );
  const forms = [
    secret,
    encoded,
    ...packed,
    ...packed.map((text) => text.replace(/\+/g, "-").replace(/\//g, "_"))
  ];
  return new Set([
    ...forms,
    ...pieces.filter((piece) => piece.length === pieceLength),
    Buffer.from(secret).toString("hex")
  ]);
}
