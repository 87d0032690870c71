import {quote} from "../../src/duckdb.ts";
import {factsOfText, timesInText} from "./file-name.ts";
import {namesPeople} from "./known-columns.ts";
import {splitLine} from "../tables/source.ts";

/** Spaces of all kinds, marks without a width, quotes, and what separates values: none is a part of an id or a name. */
const around =
  String.raw`\s\u{a0}\u{2000}-\u{200f}\u{2028}-\u{202f}\u{2060}\u{3000}\u{feff}"'` + "`´‘’“”«»,;";
/** `1. `, `2) `, `3: `, `- `: how notes number and mark their lines. */
const mark = String.raw`(?:\d{1,7} ?[.):]|[-*•])[\s\u{a0}]+`;
/** `1:179…`: a number without a space, where what follows can be nothing but a person. */
const tightMark = String.raw`\d{1,7}:(\d{5,19}|@\w{1,15}|https?://\S+)`;
const comment = "#|//";

const inSql = (pattern: string) => pattern.replaceAll(/\\u\{(\w+)\}/g, String.raw`\x{$1}`);
const strip = new RegExp(`^[${around}]+|[${around}]+$`, "gu");
const startMark = new RegExp(`^${mark}`, "u");
const wholeTight = new RegExp(`^${tightMark}$`, "u");

/** A line without the signs around its value. */
export const bare = (line: string) =>
  line.replace(strip, "").replace(startMark, "").replace(strip, "").replace(wholeTight, "$1");

const stripSql = (text: string) =>
  `regexp_replace(${text}, ${quote(inSql(`^[${around}]+|[${around}]+$`))}, '', 'g')`;
/** The same in SQL; null where nothing is left. `hasMarks` takes away what numbers lines. */
export const bareSql = (text: string, {hasMarks = false} = {}) =>
  `nullif(${hasMarks ? unmarkedSql(text) : stripSql(text)}, '')`;
const unmarkedSql = (text: string) =>
  `regexp_replace(${stripSql(`regexp_replace(${stripSql(text)}, ${quote(inSql(`^${mark}`))}, '')`)}, ${quote(`^${tightMark}$`)}, '\\1')`;

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

/** Words, and no value that went wrong: `="179…"` above a list is none. */
const isTitle = (line: string) =>
  /\p{L}{2}/u.test(line) && !/^[\d=]/.test(bare(line)) && !/^sep=/i.test(line);
/** A date by itself, as programs write it above what they export. */
const isDate = (line: string) => timesInText(bare(line)).length === 1;
/** `20260501`, with or without a clock: a date, where it cannot be an id. */
export const digitsOfDate = String.raw`20[0-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?`;
const wholeDate = new RegExp(`^${digitsOfDate}$`);
export const isDigitsOfDate = (text: string) => wholeDate.test(text);

/** Fewer digits than this beside a word are a count: `Followers,1234`. */
export const isLongId = (field: string) => isId(field) && field.length >= 6;

/** So many lines of titles and dates may stand above a list. */
const mostTitles = 5;

/** The fields of a line, by the sign that cuts it into most. */
export const fieldsOf = (line: string) =>
  delimiters
    .map((delimiter) => splitLine(line, delimiter).map((field) => field.trim()))
    .sort((a, b) => b.length - a.length)[0]!;

/** Whether a line that begins with `#` is the header of a table: `#,id,username`, above a row of as many fields. */
function isMarkedHeader(line: string, below: string | undefined): boolean {
  const fields = fieldsOf(line);
  if (below === undefined || fields.length < 2 || !namesPeople(fields)) return false;
  const values = fieldsOf(below);
  return values.length === fields.length && !namesPeople(values);
}

/**
 * How many of the first lines of a text (those that are not blank) stand above the list in it: remarks, and titles and
 * dates above people or above the names of columns.
 */
export function countIntro(lines: readonly string[]): number {
  let comments = 0;
  let above = 0;
  let titles = 0;
  let hasValues = false;
  for (; above < lines.length - 1 && titles <= mostTitles; above++) {
    const line = lines[above]!;
    if (isComment(line) && !isMarkedHeader(line, lines[above + 1])) {
      if (titles === 0) comments++;
      continue;
    }
    const fields = fieldsOf(line);
    const value = bare(line);
    if (namesPeople(fields) || namesPeople([value])) break;
    if (isDigitsOfDate(value)) {
      // Above ids it may be one of them.
      if (!namesPeople(fieldsOf(lines[above + 1]!))) break;
      titles++;
      continue;
    }
    if (isPerson(value) || !(isTitle(line) || isDate(line))) break;
    if (fields.some((field) => (isLongId(field) && !isDigitsOfDate(field)) || isAddress(field)))
      hasValues = true;
    titles++;
  }
  while (comments < lines.length && lines.slice(0, comments + 1).every(isComment)) {
    if (isMarkedHeader(lines[comments]!, lines[comments + 1])) break;
    comments++;
  }
  if (titles === 0 || titles > mostTitles || hasValues) return comments;
  const others = lines.slice(above);
  const header = fieldsOf(others[0]!);
  const isAboveTable =
    header.length > 1 && namesPeople(header) && !header.some((field) => isId(field) || isAddress(field));
  const persons = others.filter((line) => isPerson(bare(line)) || isComment(line)).length;
  return isAboveTable || persons >= 0.8 * others.length ? above : comments;
}

/** What the lines above a list say of it. */
export const factsOfIntro = (intro: readonly string[]) => factsOfText(intro.join("\n"));
