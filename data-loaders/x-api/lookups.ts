import {readPage, userSchema, type XUser} from "../x/protocol/answers.ts";
import type {Client} from "./client.ts";
import {XFailure, type Problem} from "../x/protocol/failure.ts";
import {lackingFields} from "./walk.ts";
import {lookupRequest, namesRequest, type XRequest} from "../x/protocol/requests.ts";
import {plainNameOf} from "../../src/names/stand-in.ts";
import {lookupSize} from "../../src/networks/x.ts";

export type Status = "active" | "suspended" | "gone" | "unresolved";

export interface Lookup {
  id: string;
  status: Status;
  /** When X said so. */
  at: Date;
  /** The profile, where it is active. */
  user: XUser | null;
}

/**
 * Looks up people, a hundred a request, in the order given. Somebody X says nothing about, or whose request failed
 * after all tries, is unresolved: never taken as gone. `now` dates what was not answered.
 */
export async function lookUp(
  client: Client,
  ids: readonly string[],
  now: () => Date = () => client.clock.now()
): Promise<Lookup[]> {
  const found: Lookup[] = [];
  for (let from = 0; from < ids.length; from += lookupSize) {
    found.push(...(await lookUpSome(client, byId, ids.slice(from, from + lookupSize), now)));
  }
  return found;
}

/** The same by names, in small letters and without @, of at most `lookupSize` people: each is in the place of an id. */
export const lookUpByName = (client: Client, names: readonly string[]): Promise<Lookup[]> =>
  lookUpSome(client, byName, names, () => client.clock.now());

/** How people are asked for, and by what they are known in the answer. */
interface Asking {
  request: (keys: readonly string[]) => XRequest;
  keyOf: (user: XUser) => string | null;
  subjectOf: (problem: Problem) => string | null;
}

const byId: Asking = {request: lookupRequest, keyOf: ({id}) => id, subjectOf: ({subject}) => subject};
const byName: Asking = {
  request: namesRequest,
  keyOf: ({username}) => (username === null ? null : plainNameOf(username)),
  subjectOf: ({subject}) => (subject === null ? null : plainNameOf(subject))
};

async function lookUpSome(
  client: Client,
  asking: Asking,
  ids: readonly string[],
  now: () => Date
): Promise<Lookup[]> {
  try {
    const {at, items, problems} = await look(client, asking, ids);
    const users = new Map(items.map((user) => [asking.keyOf(user), user]));
    const reasons = new Map(problems.map((problem) => [asking.subjectOf(problem), statusOf(problem)]));
    return ids.map((id) => {
      const user = users.get(id) ?? null;
      return {id, status: user ? "active" : (reasons.get(id) ?? "unresolved"), at, user};
    });
  } catch (error) {
    if (!(error instanceof XFailure)) throw error;
    const at = now();
    return ids.map((id) => ({id, status: "unresolved", at, user: null}));
  }
}

/** Asks once more where X says nothing of somebody, or leaves out what it was asked for. */
async function look(client: Client, {request, keyOf, subjectOf}: Asking, ids: readonly string[]) {
  let last: ReturnType<typeof readPage<XUser>> | null = null;
  let at = client.clock.now();
  for (let nth = 1; nth <= 2; nth++) {
    try {
      const answer = await client.get(request(ids));
      last = readPage(answer.body, userSchema);
      at = answer.at;
    } catch (error) {
      if (last && error instanceof XFailure) break;
      throw error;
    }
    const told = new Set([...last.items.map(keyOf), ...last.problems.map(subjectOf)]);
    const isWhole =
      ids.every((id) => told.has(id)) && lackingFields(last.items, {connection: false}).length === 0;
    if (isWhole) break;
    if (nth === 2) client.dropAnswer(request(ids));
  }
  return {at, ...last!};
}

/** X gives suspended and missing people the same `type`: only the words tell them apart. */
function statusOf({title, detail, type}: Problem): Status {
  if (/suspended/i.test(detail ?? "")) return "suspended";
  const isMissing = /could not find|not found/i.test(`${title} ${detail}`);
  return isMissing && (type === null || type === "resource-not-found") ? "gone" : "unresolved";
}
