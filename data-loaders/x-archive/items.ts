import {UserError} from "../../src/errors.ts";

/** No item of X's comes near this; it bounds the memory a broken file can take. */
const largestItem = 32 * 2 ** 20;
const [quote, backslash, comma, open, close, openItem, closeItem, semicolon] = Buffer.from('"\\,[]{};');
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Reads `window.YTD.<name>.part0 = [ … ]` one item at a time, so that a file of any size takes the memory of one item.
 * `where` (archive and file) leads every message; `globals` are the names the file may be written under.
 */
export async function* readItems(
  chunks: AsyncIterable<Uint8Array>,
  where: string,
  globals: readonly string[]
): AsyncGenerator<Record<string, unknown>> {
  let state = "prefix" as "prefix" | "between" | "item" | "done";
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let depth = 0;
  let isText = false;
  let isEscaped = false;
  let nth = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (state === "item") {
        if (isText) {
          if (isEscaped) isEscaped = false;
          else if (byte === backslash) isEscaped = true;
          else if (byte === quote) isText = false;
        } else if (byte === quote) isText = true;
        else if (byte === openItem || byte === open) depth++;
        else if ((byte === closeItem || byte === close) && --depth === 0) {
          yield parseItem(Buffer.concat([...held, chunk.subarray(start, i + 1)]), `${where}: item ${++nth}`);
          held = [];
          heldBytes = 0;
          state = "between";
        }
      } else if (state === "prefix") {
        if (byte !== open) continue;
        checkPrefix(Buffer.concat([...held, chunk.subarray(start, i)]).toString("utf8"), where, globals);
        held = [];
        heldBytes = 0;
        state = "between";
      } else if (isSpace(byte)) continue;
      else if (state === "between" && byte === openItem) {
        state = "item";
        depth = 1;
        start = i;
      } else if (state === "between" && byte === close) state = "done";
      else if (!(state === "between" && byte === comma) && !(state === "done" && byte === semicolon)) {
        throw notOurs(where, state === "done" ? "more after its end" : `item ${nth + 1} is not an object`);
      }
    }
    if (state === "item" || state === "prefix") {
      held.push(chunk.subarray(start));
      heldBytes += chunk.length - start;
      if (heldBytes > (state === "prefix" ? 4096 : largestItem)) {
        throw notOurs(where, state === "prefix" ? "no list in it" : `item ${nth + 1} has no end`);
      }
    }
  }
  if (state === "prefix") throw notOurs(where, "no list in it");
  if (state !== "done") {
    throw new UserError(`${where}: ends in the middle, after item ${nth}: download the archive again`);
  }
}

const notOurs = (where: string, what: string, cause?: unknown) =>
  new UserError(`${where}: not what X writes (${what}): use the file as X delivered it`, {cause});

function checkPrefix(prefix: string, where: string, globals: readonly string[]) {
  const text = prefix.replace(/^\uFEFF/, "").trim();
  if (text === "") return;
  const name = /^(?:window\.)?YTD\.(\w+)\.part\d+\s*=$/.exec(text)?.[1];
  if (name === undefined) throw notOurs(where, `begins with ${JSON.stringify(text.slice(0, 40))}`);
  if (!globals.includes(name)) throw notOurs(where, `holds ${name}, not ${globals[0]}`);
}

function parseItem(bytes: Buffer, where: string): Record<string, unknown> {
  const text = bytes.toString("utf8");
  try {
    return JSON.parse(quoteLongNumbers(text)) as Record<string, unknown>;
  } catch {
    try {
      // Some posts hold raw control characters, which JSON does not allow.
      return JSON.parse(quoteLongNumbers(text.replace(/[\u0000-\u001f]/g, " "))) as Record<string, unknown>; // oxlint-disable-line no-control-regex
    } catch (error) {
      throw notOurs(where, "it is cut short or was changed", error);
    }
  }
}

/** Ids written as bare numbers stay exact: a number of 16 digits or more outside a text becomes a text. */
function quoteLongNumbers(text: string): string {
  if (!/[:[,]\s*-?\d{16}/.test(text)) return text;
  // Digits behind a point, or before one, are no id.
  return text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`
  );
}
