import type {ZodType} from "zod";
import {readPage, type Dialect, type PageAnswer} from "../x/protocol/answers.ts";
import type {Answer, Client} from "./client.ts";
import {wordsOf, XFailure} from "../x/protocol/failure.ts";
import {walkKey, type XRequest} from "../x/protocol/requests.ts";

/** One page as served, in served order, duplicates included. */
export interface Page<T> {
  items: T[];
  askedAt: Date;
  /** When the page was there. */
  at: Date;
}

/** How a walk stopped: `ended` only if X said that this was the end; else why it is not the whole list. */
export interface WalkEnd {
  ended: boolean;
  reason: string | null;
}

/** X refuses to go on from a page that an interrupted run had read: the walk has to begin at its top again. */
export class StaleWalk extends Error {
  override name = "StaleWalk";
  constructor(readonly walk: string) {
    super(walk);
  }
}

interface Readable {
  id: string;
  dialect: Dialect | null;
}

export interface PageOptions<T> {
  item: ZodType<T>;
  /** Fields that were asked for and that not one of the items has. */
  lacking?: (items: readonly T[]) => string[];
  /** What is kept of each answer, in its place; default: all of it. */
  keep?: (body: unknown) => unknown;
}

/** So many pages in a row without a new row end a walk: X can repeat itself with fresh tokens for ever. */
const barrenPages = 5;
/** How often a page that looks wrong is asked for again. X bills a row once a day, so it costs next to nothing. */
const secondLooks = 2;

/**
 * Walks the pages of a list to its end. An empty page that has a next one goes on. A page that looks wrong (nothing but
 * errors, fewer rows than announced, a token that was there before, nobody new, a field that is missing everywhere) is
 * asked for twice more; if it stays so, the walk ends there, or, where only fields or new rows are missing, goes on and
 * does not count as ended by nobody new. What was served before stays served.
 */
export async function* readPages<T extends Readable>(
  client: Client,
  request: (token: string | null) => XRequest,
  {item, lacking = () => [], keep}: PageOptions<T>
): AsyncGenerator<Page<T>, WalkEnd> {
  const seen = new Set<string>();
  const tokens = new Set<string>();
  let token: string | null = null;
  let barren = 0;
  let repeated: number | null = null;
  let wasReplayed = false;
  for (let number = 1; ; number++) {
    const failed = (why: string): WalkEnd => ({ended: false, reason: `page ${number}: ${why}`});
    let served: Served<T>;
    try {
      served = await lookAt(token);
    } catch (error) {
      if (!(error instanceof XFailure)) throw error;
      const walk = walkKey(request(token));
      if (error.status === 400 && wasReplayed && !client.restarted.has(walk)) throw new StaleWalk(walk);
      return failed(error.message);
    }
    const {answer, page, oddity, isReplayed} = served;
    wasReplayed = isReplayed;
    if (oddity?.isFatal && !oddity.hasRows) return failed(oddity.why);
    const before = seen.size;
    for (const {id, dialect} of page.items) {
      seen.add(id);
      client.seeDialect(dialect);
    }
    if (seen.size > before) barren = 0;
    else {
      barren += 1;
      if (page.items.length > 0) repeated ??= number;
    }
    yield page;
    if (oddity?.isFatal) return failed(oddity.why);
    const next = answer.nextToken;
    if (barren >= barrenPages) return failed(`${barrenPages} pages in a row brought no new people`);
    if (next === null) {
      if (repeated === null) return {ended: true, reason: null};
      return {
        ended: false,
        reason: `page ${repeated}: it brought only rows of earlier pages, its own are not known`
      };
    }
    tokens.add(next);
    token = next;
  }

  /** Asks for a page until it looks right, at most three times, and settles for the last. */
  async function lookAt(token: string | null): Promise<Served<T>> {
    let last: Served<T> | null = null;
    for (let look = 0; ; look++) {
      try {
        const asked = await client.get(request(token), keep);
        const answer = readPage(asked.body, item);
        const oddity = oddityOf(answer);
        last = servedOf(asked, answer, oddity);
        // A walk that has shown a repeated page before repeats itself: looking twice at each would never end.
        const isSettled = oddity === null || (repeated !== null && !oddity.isFatal);
        if (!isSettled && look < secondLooks) continue;
        if (!isSettled) client.dropAnswer(request(token));
        return last;
      } catch (error) {
        if (!(error instanceof XFailure)) throw error;
        if (error.kind === "content" && look < secondLooks) continue;
        if (error.kind === "content") client.dropAnswer(request(token));
        if (last) return last;
        throw error;
      }
    }
  }

  function oddityOf({items, problems, isEmptyHanded, resultCount, nextToken}: PageAnswer<T>): Oddity | null {
    if (isEmptyHanded) {
      const [problem] = problems;
      const why = problem ? `X answered: ${wordsOf(problem, client.hide)}` : "X answered without data";
      return {why, isFatal: true, hasRows: false};
    }
    // Nobody knows where in the page the lost rows stood. With it, the newest part would read as seen whole, and
    // somebody lost from it as not yet there: so the walk ends above it.
    if (resultCount !== null && items.length < resultCount)
      return {why: `X announced ${resultCount} rows and sent ${items.length}`, isFatal: true, hasRows: false};
    if (nextToken !== null && tokens.has(nextToken))
      return {
        why: "the same page token came again, so the scan would loop",
        isFatal: true,
        hasRows: true
      };
    if (items.length > 0 && items.every(({id}) => seen.has(id)))
      return {why: "no new people", isFatal: false, hasRows: true};
    const [field] = lacking(items);
    return field ? {why: `no ${field}`, isFatal: false, hasRows: true} : null;
  }
}

/** What looks wrong with a page. `isFatal`: the walk cannot go on from it; `hasRows`: its rows can be taken. */
interface Oddity {
  why: string;
  isFatal: boolean;
  hasRows: boolean;
}

interface Served<T> {
  answer: PageAnswer<T>;
  page: Page<T>;
  oddity: Oddity | null;
  isReplayed: boolean;
}

const servedOf = <T>(
  {askedAt, at, isReplayed}: Answer,
  answer: PageAnswer<T>,
  oddity: Oddity | null
): Served<T> => ({answer, page: {items: answer.items, askedAt, at}, oddity, isReplayed});
