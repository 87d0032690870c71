import {UserError} from "../../src/errors.ts";
import {networks} from "../../src/networks/networks.ts";
import {readOne, userSchema, type XUser} from "../x/protocol/answers.ts";
import type {Client} from "./client.ts";
import {adviceFor, wordsOf, XFailure} from "../x/protocol/failure.ts";
import {namedProfileRequest, profileRequest, type XRequest} from "../x/protocol/requests.ts";

/** The profile of an account given as an id or as @username. Throws `UserError` where X does not show it. */
export async function findAccount(client: Client, account: string): Promise<XUser> {
  const id = networks.x.ids.inside(account);
  if (id !== null) return readProfile(client, id);
  const username = account.replace(/^@/, "");
  if (!/^\w{1,15}$/.test(username)) {
    const elsewhere = networks.bluesky.isHandle(username) ? ", or add --network bluesky" : "";
    throw new UserError(
      `${account}: not a name on X (letters, digits and _ only): give the account's id or @username${elsewhere}`
    );
  }
  return read(client, namedProfileRequest(username), `@${username}`);
}

/** The profile of an account by its id. Throws `UserError` where X does not show it. */
export const readProfile = (client: Client, id: string): Promise<XUser> =>
  read(client, profileRequest(id), id);

/**
 * The id of the token's user, null where it has none. Throws `UserError` where X does not say: read with other eyes, a
 * snapshot would lack who follows back, and nothing would show it.
 */
export async function findOwner(client: Client): Promise<string | null> {
  try {
    return await client.owner();
  } catch (error) {
    if (error instanceof XFailure) throw adviceFor(error, client.tokenName);
    throw error;
  }
}

/** The same in the middle of a snapshot, where a profile that cannot be read only leaves counts unknown. */
export async function maybeReadProfile(client: Client, id: string): Promise<XUser | null> {
  try {
    const answer = await look(client, profileRequest(id));
    return "item" in answer ? answer.item : null;
  } catch (error) {
    if (error instanceof XFailure) return null;
    throw error;
  }
}

/** A profile without its counts, or none at all, is asked for once more: it decides what is made of a list. */
async function look(client: Client, request: XRequest) {
  const isWhole = (answer: Looked) =>
    "item" in answer && answer.item.followers !== null && answer.item.createdAt !== null;
  const first: Looked = readOne((await client.get(request)).body, userSchema);
  if (isWhole(first)) return first;
  try {
    const second: Looked = readOne((await client.get(request)).body, userSchema);
    if (!isWhole(second)) client.dropAnswer(request);
    return "item" in second || !("item" in first) ? second : first;
  } catch (error) {
    if (error instanceof XFailure && "item" in first) return first;
    throw error;
  }
}

type Looked = ReturnType<typeof readOne<XUser>>;

async function read(client: Client, request: XRequest, name: string): Promise<XUser> {
  try {
    const answer = await look(client, request);
    if ("item" in answer) return answer.item;
    const words = answer.problem ? ` (${wordsOf(answer.problem, client.hide)})` : "";
    throw new UserError(`account ${name}: X does not show it${words}: check the id or name`);
  } catch (error) {
    if (!(error instanceof XFailure)) throw error;
    if (error.status === 404)
      throw new UserError(`account ${name}: X does not know it: check the id or name`);
    throw adviceFor(error, client.tokenName);
  }
}
