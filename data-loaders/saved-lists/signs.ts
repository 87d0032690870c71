import {quote} from "../../src/duckdb.ts";
import {factsOfText} from "./file-name.ts";
import {namesPeople} from "./known-columns.ts";
import {splitLine} from "../tables/source.ts";

/** Spaces of all kinds, marks without a width, quotes, and what separates values: none is a part of an id or a name. */
const around =
  String.raw`\s\u{a0}\u{2000}-\u{200f}\u{2028}-\u{202f}\u{2060}\u{3000}\u{feff}"'` + "`´‘’“”«»,;";
/** `1. `, `2) `, `- `: how notes number and mark their lines. */
const mark = String.raw`(?:\d{1,7}[.)]|[-*•])[\s\u{a0}]+`;
const comment = "#|//";

const inSql = (pattern: string) => pattern.replaceAll(/\\u\{(\w+)\}/g, String.raw`\x{$1}`);
const strip = new RegExp(`^[${around}]+|[${around}]+$`, "gu");
const startMark = new RegExp(`^${mark}`, "u");

/** A line without the signs around its value. */
export const bare = (line: string) => line.replace(strip, "").replace(startMark, "").replace(strip, "");

const stripSql = (text: string) =>
  `regexp_replace(${text}, ${quote(inSql(`^[${around}]+|[${around}]+$`))}, '', 'g')`;
/** The same in SQL; null where nothing is left. `hasMarks` takes away what numbers lines. */
export const bareSql = (text: string, {hasMarks = false} = {}) =>
  `nullif(${hasMarks ? stripSql(`regexp_replace(${stripSql(text)}, ${quote(inSql(`^${mark}`))}, '')`) : stripSql(text)}, '')`;

/** Whether a line is a remark: `# …`, `// …`. A sign before digits alone, or before an address, may be meant otherwise. */
export const isComment = (line: string) =>
  /^(#|\/\/)/.test(line.trim()) &&
  !/^(#\s*\d+|\/\/(www\.|mobile\.)?(x|twitter)\.com\/.*)$/i.test(line.trim());
export const isCommentSql = (text: string) =>
  `(regexp_matches(${text}, '^(?:${comment})') and not regexp_full_match(${text}, '(?i)#\\s*\\d+|//(?:www\\.|mobile\\.)?(?:x|twitter)\\.com/.*'))`;

const idText = /^\d{1,19}$/;
const nameText = /^@?\w{1,15}$/;
const addressText = /^(https?:\/\/)?(www\.|mobile\.|m\.)?(x|twitter)\.com\/\S+$/i;
export const isId = (text: string) => idText.test(text);
export const isAddress = (text: string) => addressText.test(text);
export const isPerson = (text: string) => idText.test(text) || nameText.test(text) || addressText.test(text);

export const delimiters = [",", ";", "\t", "|"];

/** Words, and no value that went wrong: `Total: 12` above a list is none. */
const isTitle = (line: string) =>
  /\p{L}{2}/u.test(line) && !/^[\d=]/.test(bare(line)) && !/^sep=/i.test(line);

/**
 * How many of the first lines of a text (those that are not blank) stand above the list in it: remarks, and one title
 * above people or above the names of columns.
 */
export function countIntro(lines: readonly string[]): number {
  let first = 0;
  while (first < lines.length && isComment(lines[first]!)) first++;
  const [title, ...others] = lines.slice(first);
  if (title === undefined || others.length === 0 || !isTitle(title)) return first;
  if (isPerson(bare(title)) || namesPeople([bare(title)])) return first;
  const persons = others.filter((line) => isPerson(bare(line)) || isComment(line)).length;
  const fieldsOf = (line: string) =>
    delimiters
      .map((delimiter) => splitLine(line, delimiter).map((field) => field.trim()))
      .sort((a, b) => b.length - a.length)[0]!;
  if (namesPeople(fieldsOf(title))) return first;
  const below = fieldsOf(others[0]!);
  const hasValues = [...fieldsOf(title), ...below].some((field) => isId(field) || isAddress(field));
  const isAboveTable = below.length > 1 && namesPeople(below) && !hasValues;
  return isAboveTable || persons >= 0.8 * others.length ? first + 1 : first;
}

/** What the lines above a list say of it. */
export const factsOfIntro = (intro: readonly string[]) => factsOfText(intro.join("\n"));
