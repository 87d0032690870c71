import {userSchema, type XUser} from "../x/protocol/answers.ts";
import type {Client} from "./client.ts";
import {readPages, type Page, type WalkEnd} from "./pages.ts";
import {listRequest, type ListName} from "../x/protocol/requests.ts";
import {listPage} from "../../src/networks/x.ts";

export type ListWalk = AsyncGenerator<Page<XUser>, WalkEnd>;

export interface WalkOptions {
  account: string;
  list: ListName;
  /** Ask `connection_status` on every row: only worth it where the token's user is the account. */
  connection: boolean;
}

/** The fields that were asked for on every row of a list, and that not one row of a page has. */
export function lackingFields(users: readonly XUser[], {connection}: {connection: boolean}): string[] {
  const isAbsent = (field: keyof XUser) => users.length > 0 && users.every((user) => user[field] === null);
  return [
    ...(isAbsent("createdAt") ? ["created_at"] : []),
    ...(isAbsent("followers") ? ["public_metrics"] : []),
    // Everybody in a list of the token's own user stands in some connection to them.
    ...(connection && isAbsent("connection") ? ["connection_status"] : [])
  ];
}

/** Walks followers or following to the end, in pages as large as X gives. */
export const walkList = (client: Client, options: WalkOptions, size = listPage): ListWalk =>
  readPages(
    client,
    (token) => listRequest(options.list, options.account, {token, size, connection: options.connection}),
    {item: userSchema, lacking: (users) => lackingFields(users, options)}
  );

/**
 * The opposite follow, from a row's `connection_status`: on a followers row whether the account follows them, on a
 * following row whether they follow the account; null where X left the field out or contradicts the list.
 */
export function isMutual(list: ListName, {connection}: XUser): boolean | null {
  if (connection === null) return null;
  const [own, opposite] = list === "followers" ? ["followed_by", "following"] : ["following", "followed_by"];
  return connection.includes(own!) ? connection.includes(opposite!) : null;
}
