import type {Json} from "./views.ts";

const listOf = (method: string, query: URLSearchParams) =>
  `${method} ${query.get("actor") ?? query.get("uri") ?? query.get("repo")}`;

/** Where the walks of the clients stand: the last page of each list, and detours, which lead to a page under another name. */
export class Pages {
  readonly #last = new Map<string, Json>();
  readonly #detours = new Map<string, string | null>();

  /** A new cursor that leads to the page `cursor` leads to; null stands for the first page. */
  detour(cursor: string | null): string {
    const name = `detour_${this.#detours.size}`;
    const real = cursor === null ? null : this.#detours.get(cursor);
    this.#detours.set(name, real === undefined ? cursor : real);
    return name;
  }

  /** The parameters with the cursor of the page itself in the place of a detour. */
  resolved(query: URLSearchParams): URLSearchParams {
    const real = this.#detours.get(query.get("cursor") ?? "");
    if (real === undefined) return query;
    const resolved = new URLSearchParams(query);
    if (real === null) resolved.delete("cursor");
    else resolved.set("cursor", real);
    return resolved;
  }

  /** The page that gave out the cursor with which this one is asked for, if it was the last of that list. */
  before(method: string, query: URLSearchParams): Json | null {
    const last = this.#last.get(listOf(method, query));
    const cursor = query.get("cursor");
    return cursor !== null && last?.cursor === cursor ? last : null;
  }

  remember(method: string, query: URLSearchParams, body: Json): void {
    this.#last.set(listOf(method, query), body);
  }
}
