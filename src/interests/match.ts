/** Scripts whose words stand side by side without a space; what a word is there, a dictionary has to say. */
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー々]/u;
/** What a word goes on with. A hashtag goes on with `_` too. */
const inWord = /[\p{L}\p{M}\p{N}_]/u;

/** Korean ties these to the end of a word (National Institute of Korean Language, standard dictionary: 조사). */
const particles =
  "(?:은|는|이|가|을|를|의|에|에서|에게|로|으로|와|과|랑|이랑|도|만|부터|까지|보다|처럼|나|이나|요|이요|입니다|이다|다)";
const endsInParticle = new RegExp(`^${particles}(?![\\p{L}\\p{M}\\p{N}_])`, "u");
const isHangul = (char: string) => /\p{sc=Hangul}/u.test(char);

const entities: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'"
};
/** Addresses and @names are no words of the author. X shortens every address: other signs than those of ASCII follow it. */
const notWords = /https?:\/\/[!-~]+|[@＠]\w{1,15}/giu;

/** Phones write an apostrophe in one of these ways, keyboards as '. */
const apostrophes = /[’‘ʼ]/g;

/** A text for comparing: one form of each letter and apostrophe, full or half width alike, without case. */
const comparable = (text: string): string => text.normalize("NFKC").replace(apostrophes, "'").toLowerCase();

/** A topic for comparing, with single spaces. */
export const wordsOfTopic = (topic: string): string => comparable(topic).trim().replace(/\s+/g, " ");

/**
 * Whether a text holds at least one of some topics. A topic with # is a hashtag, as X itself reads hashtags; another is a
 * word or phrase that stands there whole, also as a hashtag. In scripts without spaces (Japanese, Chinese, Thai and
 * others) a word begins and ends where the dictionary of the Unicode library in Node (`Intl.Segmenter`) parts words; in
 * Korean a particle may follow.
 */
export async function topicMatcher(topics: readonly string[]): Promise<(text: string) => boolean> {
  // Loading it takes longer than most commands.
  const {default: twitter} = await import("twitter-text");
  const tags = new Set(topics.filter((topic) => topic.startsWith("#")).map((topic) => topic.slice(1)));
  const words = topics.filter((topic) => !topic.startsWith("#")).map(wordsOfTopic);
  return (text) => {
    const decoded = text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity]!);
    if (tags.size > 0 && twitter.extractHashtags(decoded).some((tag) => tags.has(comparable(tag))))
      return true;
    if (words.length === 0) return false;
    const plain = comparable(decoded.replace(notWords, " "));
    return words.some((word) => holdsWord(plain, word));
  };
}

/** Whether a text holds a word or phrase, both comparable, as a whole. */
export function holdsWord(text: string, word: string): boolean {
  let edges: ReadonlySet<number> | null = null;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    if (isEdge(at) && (isEdge(end) || isBeforeParticle(end))) return true;
  }
  return false;

  /** Whether one word ends and another begins, or could, at this place of the text. */
  function isEdge(at: number): boolean {
    const [before, after] = [lastChar(text.slice(0, at)), firstChar(text.slice(at))];
    if (!inWord.test(before) || !inWord.test(after)) return true;
    if (!unspaced.test(before) && !unspaced.test(after)) return false;
    // A script that is written with spaces ends where another begins.
    if (unspaced.test(before) !== unspaced.test(after)) return true;
    edges ??= edgesOf(text);
    return edges.has(at);
  }

  function isBeforeParticle(end: number) {
    return isHangul(lastChar(text.slice(0, end))) && endsInParticle.test(text.slice(end));
  }
}

const segmenter = new Intl.Segmenter("ja", {granularity: "word"});
const edgesOf = (text: string) => new Set([...segmenter.segment(text)].map(({index}) => index));
const firstChar = (text: string) => String.fromCodePoint(text.codePointAt(0) ?? 32);
const lastChar = (text: string) => firstChar(text.slice(/[\uDC00-\uDFFF]$/.test(text) ? -2 : -1));
