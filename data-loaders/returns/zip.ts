import {crc32} from "node:zlib";
import {openPromise, type Entry, type ZipFile} from "yauzl";
import {UserError} from "../../src/errors.ts";

const again = "export it again";
/** Deflate cannot exceed 1:1032, and such tables come to about 1:20: beyond these a file is made to hurt. */
const most = {bytes: 512 * 2 ** 20, ratio: 300, smallBytes: 100e6};

/** The entries of a zip whose names pass, each as bytes. Throws a `UserError` where it is damaged. */
export async function entriesOf(
  path: string,
  isMeant: (name: string) => boolean
): Promise<{name: string; bytes: Buffer}[]> {
  const damaged = (error: unknown) =>
    error instanceof UserError ? error : new UserError(`${path}: a damaged zip: ${again}`, {cause: error});
  let zip: ZipFile;
  try {
    zip = await openPromise(path, {autoClose: false, lazyEntries: true});
  } catch (error) {
    throw damaged(error);
  }
  try {
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry())
      if (isMeant(entry.fileName) && !entry.fileName.includes("__MACOSX")) entries.push(entry);
    const read: {name: string; bytes: Buffer}[] = [];
    for (const entry of entries) read.push({name: entry.fileName, bytes: await bytesOf(path, zip, entry)});
    return read;
  } catch (error) {
    throw damaged(error);
  } finally {
    zip.close();
  }
}

async function bytesOf(path: string, zip: ZipFile, entry: Entry): Promise<Buffer> {
  const {uncompressedSize: size, compressedSize} = entry;
  if (entry.isEncrypted()) throw new UserError(`${path}: encrypted: ${again} without a password`);
  if (size > most.bytes || (size > most.smallBytes && size > most.ratio * compressedSize))
    throw new UserError(`${path}: a file in it would unpack to ${size} bytes: ${again}`);
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) !== entry.crc32) throw new UserError(`${path}: a damaged zip: ${again}`);
  return bytes;
}
