import {listPageSchema, type Profile} from "./answers.ts";
import type {BlueskyClient} from "./client.ts";
import {readPages, type WalkEnd} from "./pages.ts";
import {listRequest, type ListName} from "./requests.ts";

/** One page as served, in served order, people served twice included. */
export interface Page {
  people: Profile[];
  askedAt: Date;
  at: Date;
}

/**
 * Walks a list to its end. A list is a proposal: it loses people where a page ends between two records of one claimed time,
 * and hides others; see `askRelationships`.
 */
export async function* walkList(
  client: BlueskyClient,
  {account, list, size}: {account: string; list: ListName; size?: number}
): AsyncGenerator<Page, WalkEnd> {
  const walk = readPages(client, (cursor) => listRequest(list, account, cursor, size), {
    schema: listPageSchema,
    what: list,
    idOf: ({did}) => did
  });
  for (;;) {
    const {done, value} = await walk.next();
    if (done) return value;
    const {rows: people, ...times} = value;
    yield {people, ...times};
  }
}
