import {open} from "node:fs/promises";

/**
 * Whether a Zstandard file ends where its last frame ends. DuckDB reads a file that was cut short as far as it goes and
 * says nothing, and Node 20 has no Zstandard: so the frames are walked by their headers (RFC 8878), without unpacking.
 */
export async function isWholeZstd(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const {size} = await file.stat();
    const read = async (at: number, length: number) => {
      const {bytesRead, buffer} = await file.read(Buffer.alloc(length), 0, length, at);
      if (bytesRead < length) throw new RangeError("cut short");
      return buffer;
    };
    let at = 0;
    while (at < size) {
      const magic = (await read(at, 4)).readUInt32LE();
      if (magic >>> 4 === 0x184d2a5) {
        at += 8 + (await read(at + 4, 4)).readUInt32LE(); // a skippable frame
        continue;
      }
      if (magic !== 0xfd2fb528) return false;
      const descriptor = (await read(at + 4, 1))[0]!;
      const isSingle = (descriptor >> 5) & 1;
      const sizeBytes = [isSingle, 2, 4, 8][descriptor >> 6]!;
      const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
      at += 5 + (1 - isSingle) + dictionaryBytes + sizeBytes;
      for (let isLast = false; !isLast;) {
        const header = (await read(at, 3)).readUIntLE(0, 3);
        isLast = (header & 1) === 1;
        at += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3); // a run is one byte, however long
      }
      if (descriptor & 4) at += 4; // checksum
    }
    return at === size && size > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  } finally {
    await file.close();
  }
}
