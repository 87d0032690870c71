import {missingPost, missingUser, withheld, type Json} from "./answers.ts";
import type {Fault} from "./fault.ts";
import {isPage} from "./walks.ts";
import type {Scene} from "./scene.ts";

/** Changes the body of an answer with 200, or says that the fault does not fit it. The body is the caller's to spend. */
export function spoilBody(fault: Fault, body: Json, scene: Scene): Json | null {
  switch (fault.kind) {
    case "duplicate-rows":
      return repeatRows(body, fault.rows, scene);
    case "repeat-page":
      return repeatPage(body, scene);
    case "loop-token":
      // The token this page was asked for by was given before; on the first page none was.
      return isPage(body) && scene.token !== null
        ? {...body, meta: {...body.meta, next_token: scene.token}}
        : null;
    case "empty-page":
      return isPage(body) ? {meta: {result_count: 0, next_token: scene.walks.detour(scene.token)}} : null;
    case "only-errors":
      return {errors: errorsOf(fault.problem, scene)};
    case "short-page":
      return loseRows(body, fault.rows, scene);
    case "other-dialect":
      return changeDialect(body, scene);
    case "drop-field":
      return dropField(body, fault.field);
    default:
      return null;
  }
}

/** Some rows stand on the page a second time, further down, and are counted as rows. */
function repeatRows(body: Json, rows: number, {random}: Scene): Json | null {
  if (!isPage(body) || !body.data?.length) return null;
  const {data, meta} = body;
  for (let i = 0; i < rows; ++i) {
    const from = Math.floor(random.uniform() * data.length);
    const to = from + 1 + Math.floor(random.uniform() * (data.length - from));
    data.splice(to, 0, data[from]!);
  }
  return {...body, meta: {...meta, result_count: data.length}};
}

/** The rows of the page before, once more, with this page's own tokens: the rows of this page are never shown. */
function repeatPage(body: Json, {walks, request, token}: Scene): Json | null {
  const before = walks.pageBefore(request, token);
  if (!isPage(body) || !before?.data) return null;
  return {...before, meta: {...before.meta, ...body.meta, result_count: before.data.length}};
}

/** A run of rows is missing, and the count still counts them. At least one row stays. */
function loseRows(body: Json, rows: number, {random}: Scene): Json | null {
  if (!isPage(body) || !body.data || body.data.length < 2) return null;
  const lost = Math.min(rows, body.data.length - 1);
  body.data.splice(Math.floor(random.uniform() * (body.data.length - lost + 1)), lost);
  return {...body};
}

function errorsOf(problem: "not-authorized" | "not-found" | "suspended", {request, viewerId}: Scene): Json[] {
  const {endpoint, id, query} = request;
  const isPost = endpoint.startsWith("/2/tweets");
  const ids = query.get("ids")?.split(",");
  const names = query.get("usernames")?.split(",");
  if (names && problem !== "not-authorized")
    return names.map((name) =>
      missingUser(name, problem === "suspended" ? "suspended" : "gone", "usernames")
    );
  return (ids ?? names ?? [id ?? viewerId]).map((value) => {
    if (problem === "not-authorized") return withheld(value, isPost ? "tweet" : "user", ids ? "ids" : "id");
    if (isPost) return missingPost(value, ids ? "ids" : "id");
    const parameter = endpoint.endsWith("/:username") ? "username" : ids ? "ids" : "id";
    return missingUser(value, problem === "suspended" ? "suspended" : "gone", parameter);
  });
}

/** Names of the old dialect, and what the new one calls the same things. */
const renewed: Record<string, string> = {
  edit_history_tweet_ids: "edit_history_post_ids",
  referenced_tweets: "referenced_posts",
  retweet_count: "repost_count",
  tweet_count: "post_count",
  tweets: "posts"
};
const older = Object.fromEntries(Object.entries(renewed).map(([old, name]) => [name, old]));

/** The same content under the names of the other dialect. */
function changeDialect(body: Json, {request}: Scene): Json | null {
  const names = request.query.has("post.fields") ? older : renewed;
  let isChanged = false;
  const rename = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        isChanged ||= name in names;
        return [names[name] ?? name, rename(inner)];
      })
    );
  };
  const changed = rename(body) as Json;
  return isChanged ? changed : null;
}

/** A field that was asked for is on no row. */
function dropField(body: Json, field: string): Json | null {
  const data = body.data as Json | Json[] | undefined;
  const rows = data === undefined ? [] : Array.isArray(data) ? data : [data];
  if (!rows.some((row) => field in row)) return null;
  for (const row of rows) delete row[field];
  return body;
}
