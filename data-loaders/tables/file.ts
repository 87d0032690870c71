import {isAscii} from "node:buffer";
import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {open, symlink} from "node:fs/promises";
import {extname, join, resolve} from "node:path";
import {Writable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {createGunzip} from "node:zlib";
import {UserError} from "../../src/errors.ts";
import {isWholeZstd} from "./zstd.ts";

export const tableFormats = ["csv", "tsv", "text", "ndjson", "json", "parquet"] as const;
export type TableFormat = (typeof tableFormats)[number];

/** A table's file, found whole. */
export interface TableFile {
  /** As the person named it, for messages. */
  path: string;
  /** As DuckDB may read it: without characters it takes for a pattern. */
  readable: string;
  format: TableFormat;
  compression: "none" | "gzip" | "zstd";
  sha256: string;
  /** Every byte is a sign of ASCII; false says nothing of a compressed file. */
  isAscii: boolean;
  /** As a file whose writing broke off. */
  endsInZeros: boolean;
}

const formatsByEnding: Record<string, TableFormat> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".tab": "tsv",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".json": "json",
  ".parquet": "parquet",
  ".pq": "parquet"
};

/** Looks at a file: its format by name or flag, its compression by its first bytes, its checksum, and whether it is whole. */
export async function inspectFile(path: string, tempDir: string, format?: TableFormat): Promise<TableFile> {
  const head = await readHead(path);
  if (head === null) throw new UserError(`${path}: the file is empty: export it again`);
  const compression =
    head.readUInt16BE() === 0x1f8b ? "gzip" : head.readUInt32LE() === 0xfd2fb528 ? "zstd" : "none";
  const name = path.toLowerCase().replace(/\.(gz|gzip|zst|zstd)$/, "");
  const {sha256, isAscii: isAsciiOnly, endsInZeros} = await checksumOf(path, compression);
  if (compression === "zstd" && !(await isWholeZstd(path))) throw cutShort(path);
  const isParquet = head.toString("latin1") === "PAR1";
  return {
    path,
    readable: /[*?[\]{}]/.test(path) ? await linkTo(path, tempDir) : path,
    format: format ?? (isParquet ? "parquet" : (formatsByEnding[extname(name)] ?? "text")),
    compression,
    sha256,
    isAscii: isAsciiOnly,
    endsInZeros: endsInZeros && !isParquet
  };
}

const cutShort = (path: string) =>
  new UserError(`${path}: the compressed file is cut short or damaged: get it again`);

async function readHead(path: string): Promise<Buffer | null> {
  const file = await open(path);
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 0 ? null : buffer;
  } finally {
    await file.close();
  }
}

/** Files are read in pieces of so many bytes: smaller ones cost more than their checksum. */
const chunkBytes = 2 ** 20;

/** Reads the whole file once. A gzip file is unpacked on the way, as DuckDB reads one that was cut short without a word. */
async function checksumOf(
  path: string,
  compression: TableFile["compression"]
): Promise<Pick<TableFile, "sha256" | "isAscii"> & {endsInZeros: boolean}> {
  const hash = createHash("sha256");
  let isAsciiOnly = true;
  let end = Buffer.alloc(0);
  const look = (chunk: Buffer) => {
    hash.update(chunk);
    isAsciiOnly &&= isAscii(chunk);
    end = Buffer.concat([end, chunk.subarray(-4)]).subarray(-4);
  };
  if (compression === "gzip") await unpack(path, look);
  else await readInPieces(path, look);
  // No text in UTF-16 or UTF-32 ends in four of them.
  return {sha256: hash.digest("hex"), isAscii: isAsciiOnly, endsInZeros: end.equals(Buffer.alloc(4))};
}

/** Hands on the bytes of a file, all pieces in one buffer: a new one for each costs as much as their checksum. */
async function readInPieces(path: string, look: (chunk: Buffer) => void): Promise<void> {
  const file = await open(path);
  const buffer = Buffer.allocUnsafe(chunkBytes);
  try {
    for (;;) {
      const {bytesRead} = await file.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      look(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

async function unpack(path: string, look: (chunk: Buffer) => void): Promise<void> {
  const looking = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      look(chunk);
      yield chunk;
    }
  };
  const nowhere = new Writable({write: (_chunk, _encoding, done) => done()});
  const read = createReadStream(path, {highWaterMark: chunkBytes});
  await pipeline(read, looking, createGunzip(), nowhere).catch((error: NodeJS.ErrnoException) => {
    throw error.code?.startsWith("Z_") ? cutShort(path) : error;
  });
}

async function linkTo(path: string, tempDir: string): Promise<string> {
  const link = join(tempDir, "input");
  await symlink(resolve(path), link);
  return link;
}
