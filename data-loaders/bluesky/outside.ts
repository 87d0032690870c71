import {UserError} from "../../src/errors.ts";
import {networks} from "../../src/networks/networks.ts";
import {addressOf} from "./keys.ts";

/** The number inside of a DID or of a record's address. Throws an `Error` for what is neither. */
export function insideOf(text: string): string {
  const id = networks.bluesky.ids.inside(text);
  if (id === null) throw new Error(`${text}: neither a DID nor the address of a record`);
  return id;
}

/** The ids of a snapshot beside the texts that they are outside. Throws a `UserError` where two texts have one id. */
export class OutsideIds {
  readonly #texts = new Map<string, string>();

  /** The number inside of a text that is to be stored beside it. */
  of(text: string): string {
    const id = insideOf(text);
    const known = this.#texts.get(id);
    if (known !== undefined && known !== text)
      throw new UserError(
        `${known} and ${text} have the same number ${id}: nothing was stored: one account cannot hold both`
      );
    this.#texts.set(id, text);
    return id;
  }

  /** The rows of `outside_ids`, without their account. */
  rows(): {id: string; owner_id: string; text: string}[] {
    return [...this.#texts].map(([id, text]) => ({
      id,
      owner_id: insideOf(addressOf(text)?.did ?? text),
      text
    }));
  }
}
