import type {Random} from "../random.ts";
import type {Fault} from "./fault.ts";
import type {Pages} from "./pages.ts";
import type {Json} from "./views.ts";

/** The request a fault meets, and whatever the server knows around it. */
export interface Scene {
  method: string;
  /** The parameters as the client sent them. */
  query: URLSearchParams;
  pages: Pages;
  random: Random;
}

/** The names under which answers have their rows. */
const rowNames = ["followers", "follows", "feed", "likes", "repostedBy", "posts", "records", "notifications"];
const peopleNames = ["relationships", "profiles"];

const nameIn = (body: Json, names: readonly string[]) => names.find((name) => Array.isArray(body[name]));

/** Changes the body of an answer with 200, or says by null that the fault does not fit it. The body is the caller's to spend. */
export function spoilBody(fault: Fault, body: Json, scene: Scene): Json | null {
  const {random, pages, method, query} = scene;
  const page = nameIn(body, rowNames);
  const cursor = query.get("cursor");
  switch (fault.kind) {
    case "duplicate-rows": {
      const rows = page === undefined ? [] : (body[page] as Json[]);
      if (rows.length === 0) return null;
      for (let i = 0; i < fault.rows; ++i) {
        const from = Math.floor(random.uniform() * rows.length);
        const to = from + 1 + Math.floor(random.uniform() * (rows.length - from));
        rows.splice(to, 0, rows[from]!);
      }
      return body;
    }
    case "repeat-page": {
      const before = pages.before(method, query);
      // Of an empty page nobody could tell that it came again.
      if (page === undefined || !before || (before[page] as Json[]).length === 0) return null;
      const {cursor: _, ...rest} = before;
      return {...rest, ...("cursor" in body && {cursor: body.cursor})};
    }
    case "loop-cursor":
      // The cursor this page was asked for by was given before; on the first page none was.
      return page === undefined || cursor === null ? null : {...body, cursor};
    case "empty-page":
      return page === undefined ? null : {...body, [page]: [], cursor: pages.detour(cursor)};
    case "lose-people": {
      const name = nameIn(body, peopleNames);
      const people = name === undefined ? [] : (body[name] as Json[]);
      if (people.length === 0) return null;
      const lost = Math.min(fault.rows, people.length);
      people.splice(Math.floor(random.uniform() * (people.length - lost + 1)), lost);
      return body;
    }
    case "other-record": {
      const rows = (body.relationships ?? []) as Json[];
      const row = rows.find((one) => typeof one.followedBy === "string");
      if (!row) return null;
      row.followedBy = String(row.followedBy).replace(/did:plc:.{24}/, `did:plc:${"a".repeat(24)}`);
      return body;
    }
    case "odd-json": {
      const name = nameIn(body, [...rowNames, ...peopleNames]);
      if (fault.form === "other-body") return {ok: true};
      if (name === undefined) return null;
      return {...body, [name]: fault.form === "no-rows" ? {} : [null, ...(body[name] as Json[])]};
    }
    case "drop-field": {
      const name = nameIn(body, [...rowNames, ...peopleNames]);
      const rows = name === undefined ? [(body.value as Json | undefined) ?? body] : (body[name] as Json[]);
      if (!rows.some((row) => fault.field in row)) return null;
      for (const row of rows) delete row[fault.field];
      return body;
    }
    default:
      return null;
  }
}
