import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {z} from "zod";
import {UserError} from "../errors.ts";
import {holdsWord, wordsOfTopic} from "./match.ts";

/** The most topics an account can have, and the most characters of one: all of them stand in every query. */
const mostTopics = 10;
const longestTopic = 30;

/**
 * What the GDPR, Article 9(1), and X's restricted uses of its API ("Sensitive information") both name: health,
 * political affiliation and trade union membership (politics), religious beliefs, sex life and orientation, racial or
 * ethnic origin. X also names negative financial status and crimes, and the GDPR genetic and biometric data.
 */
export const sensitiveSubjects = ["health", "politics", "religion", "sexuality", "origin"] as const;
type Subject = (typeof sensitiveSubjects)[number];

const wordsSchema = z.array(
  z.object({
    about: z.enum(sensitiveSubjects),
    language: z.string().length(2),
    wiki: z.url(),
    words: z.string().transform((list) => list.split(", "))
  })
);

/** A word that names what no one may infer of people from their posts. `source`: where Wikipedia keeps what it has under that title. */
export interface SensitiveWord {
  word: string;
  about: Subject;
  language: string;
  source: string;
}

/** Reads the list of these words: one choice of common ones for each subject, in twelve languages. */
export const readSensitiveWords = (): SensitiveWord[] =>
  wordsSchema
    .parse(JSON.parse(readFileSync(new URL("sensitive-words.json", import.meta.url), "utf8")))
    .flatMap(({words, wiki, ...of}) => words.map((word) => ({...of, word, source: `${wiki}${word}`})));

/**
 * Reads topics from a list such as `#coffee, roasting`: comparable, each once, in the order given. Throws a `UserError`
 * that names the first that cannot be one: no hashtag of X, other signs than a word has, too long, too many, or on a
 * subject that nobody is looked at for.
 */
export async function parseTopics(list: string): Promise<string[]> {
  const given = list
    .split(/[,、،，;；]/)
    .map(wordsOfTopic)
    .filter((topic) => topic !== "");
  const topics = [...new Set(given)];
  if (topics.length === 0)
    throw new UserError(`--topics: no topic in it: write some, as in "#coffee, roasting"`);
  if (topics.length > mostTopics)
    throw new UserError(
      `--topics: ${topics.length} topics: every query holds them all: name at most ${mostTopics}`
    );
  const {default: twitter} = await import("twitter-text");
  for (const topic of topics) {
    const isTag = topic.startsWith("#");
    if ([...topic].length > longestTopic)
      throw new UserError(`--topics: ${topic}: longer than ${longestTopic} characters: shorten it`);
    if (isTag && twitter.extractHashtags(topic).join() !== topic.slice(1))
      throw new UserError(
        `--topics: ${topic}: no hashtag of X (letters, digits and _, not digits alone): write another`
      );
    if (!isTag && !/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_ '’·・ー-]*$/u.test(topic))
      throw new UserError(
        `--topics: ${topic}: words have letters, digits, spaces and hyphens only: write another`
      );
    const subject = sensitiveSubject(topic);
    if (subject !== null)
      throw new UserError(
        `--topics: ${topic} is about ${subject}: no one is looked at for health, politics, religion, sexuality or origin: leave it out`
      );
  }
  return topics;
}

/** In these scripts the words of a phrase often stand side by side without a space. */
const tiedScripts = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;
/** From this length on, a sensitive word at either end of a hashtag makes it sensitive: #mentalhealth. */
const longWord = 5;

/** Which of the subjects nobody is looked at for a topic is about, as far as the list of words tells; else null. */
export function sensitiveSubject(topic: string): Subject | null {
  const isTag = topic.startsWith("#");
  const text = wordsOfTopic(topic).replace(/^#/, "").replaceAll("_", " ");
  const joined = text.replaceAll(/[ '’-]/g, "");
  const found = readSensitiveWords().find(({word}) => {
    const sought = wordsOfTopic(word);
    const asOne = sought.replaceAll(/[ '’-]/g, "");
    return (
      holdsWord(text, sought) ||
      joined === asOne ||
      (isTag && asOne.length >= longWord && (joined.startsWith(asOne) || joined.endsWith(asOne))) ||
      (asOne.length > 1 && tiedScripts.test(asOne) && joined.includes(asOne))
    );
  });
  return found?.about ?? null;
}

/** Tells one list of topics from another, in 12 letters. */
export const topicsDigest = (topics: readonly string[]): string =>
  createHash("sha256")
    .update([...topics].sort().join("\n"))
    .digest("hex")
    .slice(0, 12);
