import {listPageSchema, read, type Profile} from "./answers.ts";
import type {BlueskyClient} from "./client.ts";
import {BlueskyFailure} from "./failure.ts";
import {listRequest, type ListName} from "./requests.ts";

/** One page as served, in served order, people served twice included. */
export interface Page {
  people: Profile[];
  askedAt: Date;
  at: Date;
}

/** How a walk stopped: `ended` only if the last page came without a cursor; else why it is not the whole list. */
export interface WalkEnd {
  ended: boolean;
  reason: string | null;
}

/** So many pages in a row that bring nobody new end a walk: a server could go in circles for ever. */
const barrenPages = 5;

/**
 * Walks a list to its end. Also a full last page comes without a cursor, so that an empty page is no end while it has one. A
 * list is a proposal: it loses people where a page ends between two records of one claimed time, and hides others; see
 * `askRelationships`.
 */
export async function* walkList(
  client: BlueskyClient,
  {account, list, size}: {account: string; list: ListName; size?: number}
): AsyncGenerator<Page, WalkEnd> {
  const seen = new Set<string>();
  const cursors = new Set<string>();
  let cursor: string | null = null;
  let barren = 0;
  for (let number = 1; ; number++) {
    const failed = (why: string): WalkEnd => ({ended: false, reason: `page ${number}: ${why}`});
    let page: Page;
    let next: string | null;
    try {
      const {body, askedAt, at} = await client.get(listRequest(list, account, cursor, size));
      const answer = read(body, listPageSchema, list);
      page = {people: answer.people, askedAt, at};
      next = answer.cursor;
    } catch (error) {
      if (error instanceof BlueskyFailure) return failed(error.message);
      throw error;
    }
    const before = seen.size;
    for (const {did} of page.people) seen.add(did);
    barren = seen.size > before ? 0 : barren + 1;
    yield page;
    if (next === null) return {ended: true, reason: null};
    if (cursors.has(next)) return failed("the same cursor came again, so the scan would loop");
    if (barren >= barrenPages) return failed(`${barrenPages} pages in a row brought no new people`);
    cursors.add(next);
    cursor = next;
  }
}
