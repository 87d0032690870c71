import type {ZodType} from "zod";
import {readPage, type Dialect} from "./answers.ts";
import type {Client} from "./client.ts";
import {wordsOf, XFailure} from "./failure.ts";
import type {XRequest} from "./requests.ts";

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

/** So many pages in a row without a new row end a walk: X can repeat itself with fresh tokens for ever. */
const barrenPages = 5;

/**
 * Walks the pages of a list to its end. An empty page that has a next one goes on; a token that comes back, pages
 * that bring nobody new, an answer with nothing but errors or with fewer rows than it announces, and a request that
 * failed after all tries end the walk early, with the reason. What was served before that stays served.
 */
export async function* readPages<T extends {id: string; dialect: Dialect | null}>(
  client: Client,
  request: (token: string | null) => XRequest,
  item: ZodType<T>
): AsyncGenerator<Page<T>, WalkEnd> {
  const seen = new Set<string>();
  const tokens = new Set<string>();
  let token: string | null = null;
  let barren = 0;
  for (let number = 1; ; number++) {
    const failed = (why: string): WalkEnd => ({ended: false, reason: `page ${number}: ${why}`});
    let page: Page<T>;
    let next: string | null;
    try {
      const {body, askedAt, at} = await client.get(request(token));
      const answer = readPage(body, item);
      if (answer.isEmptyHanded) {
        const problem = answer.problems[0];
        return failed(problem ? `X answered: ${client.hide(wordsOf(problem))}` : "X answered without data");
      }
      // Nobody knows where in the page the lost rows stood. With it, the newest part would read as seen whole, and
      // somebody lost from it as not yet there: so the walk ends above it.
      if (answer.resultCount !== null && answer.items.length < answer.resultCount) {
        return failed(`X announced ${answer.resultCount} rows and sent ${answer.items.length}`);
      }
      page = {items: answer.items, askedAt, at};
      next = answer.nextToken;
    } catch (error) {
      if (error instanceof XFailure) return failed(error.message);
      throw error;
    }
    const before = seen.size;
    for (const {id, dialect} of page.items) {
      seen.add(id);
      client.seeDialect(dialect);
    }
    barren = seen.size > before ? 0 : barren + 1;
    yield page;
    if (next === null) return {ended: true, reason: null};
    if (tokens.has(next)) return failed("the same page token came again, the walk would go in a circle");
    if (barren >= barrenPages) return failed(`${barrenPages} pages in a row brought nobody new`);
    tokens.add(next);
    token = next;
  }
}
