import {profilesAtOnce} from "../../src/networks/bluesky.ts";
import {profileSchema, profilesSchema, read, type Profile} from "./answers.ts";
import type {BlueskyClient} from "./client.ts";
import {BlueskyFailure} from "./failure.ts";
import {profileRequest, profilesRequest} from "./requests.ts";

/** What became of an account. `unresolved`: nobody said. */
export type State = "active" | "deactivated" | "taken_down" | "deleted" | "unresolved";

export interface Look {
  did: string;
  state: State;
  /** When that was said. */
  at: Date;
  /** The profile with its counts, where it is shown. */
  profile: Profile | null;
}

/**
 * What became of people: twenty-five a request for those whose profile is shown, then one request for each of the others,
 * because only a look at one alone says why it is not shown.
 */
export async function lookAt(client: BlueskyClient, dids: readonly string[]): Promise<Map<string, Look>> {
  const looks = new Map<string, Look>();
  for (let from = 0; from < dids.length; from += profilesAtOnce) {
    const some = dids.slice(from, from + profilesAtOnce);
    try {
      const {body, at} = await client.get(profilesRequest(some));
      for (const profile of read(body, profilesSchema, "profiles").profiles)
        looks.set(profile.did, {did: profile.did, state: "active", at, profile});
    } catch (error) {
      // Each of them is asked for alone.
      if (!(error instanceof BlueskyFailure)) throw error;
    }
  }
  for (const did of dids) if (!looks.has(did)) looks.set(did, await lookAtOne(client, did));
  return looks;
}

async function lookAtOne(client: BlueskyClient, did: string): Promise<Look> {
  try {
    const {body, at} = await client.get(profileRequest(did));
    const profile = read(body, profileSchema, "profile");
    // Whoever else is answered with says nothing of them.
    const isTheirs = profile.did === did;
    return {did, state: isTheirs ? "active" : "unresolved", at, profile: isTheirs ? profile : null};
  } catch (error) {
    if (!(error instanceof BlueskyFailure)) throw error;
    return {did, state: stateOf(error), at: client.clock.now(), profile: null};
  }
}

/** A refusal that does not say why is never taken for a deletion. */
function stateOf({kind, error, message}: BlueskyFailure): State {
  if (kind !== "refused") return "unresolved";
  if (error === "AccountDeactivated") return "deactivated";
  if (error === "AccountTakedown") return "taken_down";
  return error === "InvalidRequest" && /profile not found/i.test(message) ? "deleted" : "unresolved";
}
