import {createReadStream, createWriteStream} from "node:fs";
import {join} from "node:path";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {createInterface} from "node:readline";
import {beginsAnother, headingWords} from "./ids.ts";
import {fieldsOf, isAddress, isComment, isLongId} from "./signs.ts";
import type {Sniffed} from "./sniff.ts";

/**
 * A copy of a table of text in `tempDir` without the remarks between its rows: lines that begin with `#` or `//`, outside
 * of quotes, and have fewer fields than its header, or more and no person in them. Null where it has none. Throws a `UserError` where one may begin
 * another list.
 */
export async function withoutRemarks(
  file: Sniffed,
  tempDir: string
): Promise<{file: Sniffed; dropped: number} | null> {
  if (file.form !== "text" || file.compression !== "none") return null;
  const fields = fieldsOf(file.lines[0]!).length;
  let dropped = 0;
  let isQuoted = false;
  const isRemark = (line: string) => {
    if (isQuoted || !isComment(line)) return false;
    const parts = fieldsOf(line);
    // With as many fields it may be a row: where people stand in its first column, `readPeople` sees that it is none.
    if (parts.length === fields) return false;
    if (parts.length > fields && parts.some((part) => isLongId(part) || isAddress(part))) return false;
    const text = Buffer.from(line, "latin1").toString("utf8");
    if (new RegExp(headingWords, "i").test(text)) throw beginsAnother(file.path, text);
    return true;
  };
  // Byte by byte, so that nothing else of the file changes.
  const lines = createInterface({input: createReadStream(file.readable, "latin1"), crlfDelay: Infinity});
  async function* kept() {
    for await (const line of lines) {
      if (isRemark(line)) {
        dropped++;
        continue;
      }
      if (line.split('"').length % 2 === 0) isQuoted = !isQuoted;
      yield Buffer.from(`${line}\n`, "latin1");
    }
  }
  const readable = join(tempDir, "without-remarks");
  await pipeline(Readable.from(kept()), createWriteStream(readable));
  if (dropped === 0) return null;
  return {
    file: {...file, readable, lines: file.lines.filter((line, nth) => nth === 0 || !isComment(line))},
    dropped
  };
}
