import type {LocalPost, SearchQuery} from "../backend.ts";

/** A query that X refuses, with the reason. */
export class BadQuery extends Error {
  override name = "BadQuery";
}

/** A part of a query. Where it is nothing but an exclusion, X does not search for it alone. */
interface Part extends SearchQuery {
  isExclusion: boolean;
}

const tokenPattern = /\s*(-?"[^"]*"|-?\(|\)|[^\s()]+)/gy;

/**
 * Reads a query: words, "phrases", #hashtags, conversation_id:, from:, to:, in_reply_to_tweet_id:, is:reply, is:quote,
 * is:retweet, each with a - to exclude it; a space joins what must all hold, OR what may, and binds less; parentheses.
 * Throws `BadQuery`.
 */
export function readQuery(text: string): SearchQuery {
  const tokens = [...text.trim().matchAll(tokenPattern)].map(([, token]) => token!);
  let at = 0;
  const query = readAny();
  if (at < tokens.length) throw new BadQuery(`missing EOF at '${tokens[at]}'`);
  if (query.isExclusion) throw new BadQuery("Rules must contain at least one positive, non-stopword clause");
  return query;

  function readAny(): Part {
    const parts = [readAll()];
    while (tokens[at] === "OR") {
      at += 1;
      parts.push(readAll());
    }
    if (parts.length === 1) return parts[0]!;
    const allNamed = (named: (readonly string[] | null)[]) =>
      named.includes(null) ? null : named.flatMap((ids) => ids!);
    return {
      matches: (post) => parts.some((part) => part.matches(post)),
      conversations: allNamed(parts.map(({conversations}) => conversations)),
      authors: allNamed(parts.map(({authors}) => authors)),
      isExclusion: parts.some(({isExclusion}) => isExclusion)
    };
  }

  function readAll(): Part {
    const parts: Part[] = [];
    while (at < tokens.length && tokens[at] !== "OR" && tokens[at] !== ")") parts.push(readOne());
    if (parts.length === 0) throw new BadQuery(`no viable alternative at input '${tokens[at] ?? ""}'`);
    return {
      matches: (post) => parts.every((part) => part.matches(post)),
      conversations: parts.find(({conversations}) => conversations !== null)?.conversations ?? null,
      authors: parts.find(({authors}) => authors !== null)?.authors ?? null,
      isExclusion: parts.every(({isExclusion}) => isExclusion)
    };
  }

  function readOne(): Part {
    const token = tokens[at++]!;
    if (token.startsWith("-")) {
      const part = token === "-(" ? readGroup() : term(token.slice(1));
      return {
        matches: (post) => !part.matches(post),
        conversations: null,
        authors: null,
        isExclusion: true
      };
    }
    return token === "(" ? readGroup() : term(token);
  }

  function readGroup(): Part {
    const part = readAny();
    if (tokens[at++] !== ")") throw new BadQuery("missing ')' at '<EOF>'");
    return part;
  }
}

function term(token: string): Part {
  const [, operator, value] = /^([a-z_]+):(.+)$/.exec(token) ?? [];
  const holds = operator === undefined ? textTerm(token.replaceAll('"', "")) : operatorTerm(operator, value!);
  return {
    matches: holds,
    conversations: operator === "conversation_id" ? [value!] : null,
    authors: operator === "from" ? [value!] : null,
    isExclusion: false
  };
}

function operatorTerm(operator: string, value: string): (post: LocalPost) => boolean {
  const needsId = ["conversation_id", "in_reply_to_tweet_id"].includes(operator);
  if (needsId && !/^\d{1,19}$/.test(value)) throw new BadQuery(`'${value}' is not a valid id`);
  switch (operator) {
    case "conversation_id":
      return ({conversationId}) => conversationId === value;
    case "in_reply_to_tweet_id":
      return ({referenced}) => referenced?.type === "replied_to" && referenced.id === value;
    case "from":
      return ({authorId}) => authorId === value;
    case "to":
      return ({inReplyToUserId}) => inReplyToUserId === value;
    case "is": {
      const type = {reply: "replied_to", quote: "quoted", retweet: "retweeted"}[value];
      if (type === undefined) throw new BadQuery(`Reference to invalid operator 'is:${value}'`);
      return ({referenced}) => referenced?.type === type;
    }
    default:
      throw new BadQuery(`Reference to invalid operator '${operator}'`);
  }
}

/** A hashtag, or words that stand in the text as a whole, without case. */
function textTerm(text: string): (post: LocalPost) => boolean {
  const sought = text.toLowerCase();
  if (sought.startsWith("#"))
    return ({hashtags}) => hashtags.some((tag) => tag.toLowerCase() === sought.slice(1));
  const words = new RegExp(
    `(?<![\\p{L}\\p{N}_])${sought.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}_])`,
    "u"
  );
  return (post) => words.test(post.text.toLowerCase());
}
