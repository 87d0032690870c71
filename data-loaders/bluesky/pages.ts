import type {ZodType} from "zod";
import {read} from "./answers.ts";
import type {BlueskyClient} from "./client.ts";
import {BlueskyFailure} from "./failure.ts";
import type {BlueskyRequest} from "./requests.ts";

/** One page as served, in served order, what is served twice included. */
export interface RowPage<T> {
  rows: T[];
  askedAt: Date;
  at: Date;
  /** Nothing comes behind it. */
  isLast: boolean;
  /** Why rows above its end may be missing; null where none are. Who stops before the end has to know. */
  lacking: string | null;
}

/** How a walk stopped: `ended` only if the last page came without a cursor; else why it is not all. */
export interface WalkEnd {
  ended: boolean;
  reason: string | null;
}

/** So many pages in a row that bring nothing new end a walk: a server could go in circles for ever. */
const barrenPages = 5;

export interface PageOptions<T> {
  schema: ZodType<{rows: T[]; cursor: string | null}>;
  /** What is read, for messages. */
  what: string;
  /** By what a row that was served before is known. */
  idOf: (row: T) => string;
}

/**
 * Reads the pages of a list to its end. Also a full last page comes without a cursor, so that an empty page is no end while
 * it has one. A list of which a page brought only rows that were served before is read on, and has not ended.
 */
export async function* readPages<T>(
  client: BlueskyClient,
  request: (cursor: string | null) => BlueskyRequest,
  {schema, what, idOf}: PageOptions<T>
): AsyncGenerator<RowPage<T>, WalkEnd> {
  const cursors = new Set<string>();
  let cursor: string | null = null;
  const seen = new Set<string>();
  let barren = 0;
  // A page that shows the rows of earlier ones hides its own.
  let repeated: number | null = null;
  for (let number = 1; ; number++) {
    const failed = (why: string): WalkEnd => ({ended: false, reason: `page ${number}: ${why}`});
    let page: RowPage<T>;
    let next: string | null;
    try {
      const {body, askedAt, at} = await client.get(request(cursor));
      const answer = read(body, schema, what);
      next = answer.cursor;
      page = {rows: answer.rows, askedAt, at, isLast: next === null, lacking: null};
    } catch (error) {
      if (error instanceof BlueskyFailure) return failed(error.message);
      throw error;
    }
    const before = seen.size;
    for (const row of page.rows) seen.add(idOf(row));
    barren = seen.size > before ? 0 : barren + 1;
    if (page.rows.length > 0 && seen.size === before) repeated ??= number;
    if (repeated !== null)
      page.lacking = `page ${repeated}: it only repeated earlier rows, so that others may be missing`;
    yield page;
    if (next === null) return {ended: page.lacking === null, reason: page.lacking};
    if (cursors.has(next)) return failed("the same cursor came again, so the scan would loop");
    if (barren >= barrenPages) return failed(`${barrenPages} pages in a row brought nothing new`);
    cursors.add(next);
    cursor = next;
  }
}
