import type {Json} from "./answers.ts";
import {tokenOf} from "./paging.ts";
import type {LocalRequest} from "./routes.ts";

/** A page as it was sent. */
export interface SentPage {
  data?: Json[];
  meta: {result_count: number; next_token?: string; previous_token?: string};
}

/** Far above any place a list has, so that a detour never stands for one. */
const detours = 2 ** 52;

/**
 * Where the walks of the clients stand: the page each list was last asked for, and detours, which are tokens that lead
 * to a page under another name, as a fresh token of X's may.
 */
export class Walks {
  readonly #last = new Map<string, SentPage>();
  readonly #detours = new Map<string, string | null>();

  /** A new token that leads to the page `token` leads to; null stands for the first page. */
  detour(token: string | null): string {
    const name = tokenOf(detours + this.#detours.size);
    this.#detours.set(name, token === null ? null : this.#trueToken(token));
    return name;
  }

  /** Puts the token of the page itself in the place of a detour. */
  resolve(query: URLSearchParams): void {
    const token = query.get("pagination_token");
    if (token === null || !this.#detours.has(token)) return;
    const real = this.#trueToken(token);
    if (real === null) query.delete("pagination_token");
    else query.set("pagination_token", real);
  }

  /** The page that gave out the token with which this one was asked for, if it was the last of that list. */
  pageBefore(request: LocalRequest, token: string | null): SentPage | null {
    const last = this.#last.get(listOf(request));
    return token !== null && last?.meta.next_token === token ? last : null;
  }

  remember(request: LocalRequest, body: unknown): void {
    if (isPage(body)) this.#last.set(listOf(request), body);
  }

  #trueToken = (token: string): string | null => {
    const real = this.#detours.get(token);
    return real === undefined ? token : real;
  };
}

export const isPage = (body: unknown): body is SentPage =>
  typeof body === "object" && body !== null && typeof (body as {meta?: unknown}).meta === "object";

const listOf = ({endpoint, id}: LocalRequest) => `${endpoint} ${id}`;
