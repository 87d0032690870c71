import type {Clock} from "../../data-loaders/clock.ts";

/** An exchange with the real servers, as a fixture keeps it. */
export interface Exchange {
  /** Method and parameters as sent. */
  asked: string;
  status: number;
  /** The headers that say of limits. */
  limits: Record<string, string>;
  body: unknown;
  at: string;
}

/** What the world was, and what was said of it, look by look. */
export interface Recording {
  account: string;
  /** Rows a page, so small that pages end between followers. */
  size: number;
  looks: {expected: Expected; exchanges: Exchange[]}[];
}

/** Names by how their follow stands, as the world was written: `there`, or `hidden deactivated`, or `gone unfollowed`. */
export interface Expected {
  names: Record<string, string>;
  followers: Record<string, string>;
  following: Record<string, string>;
  /** Record keys of the follows that are there, by name. */
  inboundKeys: Record<string, string>;
  outboundKeys: Record<string, string>;
  /** What others did under posts of the account: who, as what, and whom it addresses. */
  acts: string[];
}

const limitHeaders = [
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "ratelimit-policy",
  "retry-after"
];
const askedOf = (url: string) => url.slice(url.indexOf("/xrpc/") + 6);

/** A `fetch` that asks the servers and notes what they answer. */
export function recordingFetch(into: Exchange[]): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const text = await response.text();
    const headers = limitHeaders.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    const asked = askedOf(String(input));
    const at = new Date().toISOString();
    into.push({
      asked,
      status: response.status,
      limits: Object.fromEntries(headers),
      body: JSON.parse(text),
      at
    });
    return new Response(text, {status: response.status, headers: response.headers});
  };
}

/** A `fetch` that answers as the servers did, each exchange once and in their order; what they were not asked is an error. */
export function replayingFetch(
  exchanges: readonly Exchange[],
  onAnswer: (at: Date) => void = () => {}
): typeof fetch {
  const left = [...exchanges];
  return async (input) => {
    const asked = askedOf(String(input));
    const nth = left.findIndex((one) => one.asked === asked);
    if (nth < 0) throw new Error(`the servers were not asked ${asked}`);
    const [{status, limits, body, at}] = left.splice(nth, 1) as [Exchange];
    onAnswer(new Date(at));
    const headers = {...limits, "content-type": "application/json"};
    return new Response(JSON.stringify(body), {status, headers});
  };
}

/** A clock that shows when the last answer that was replayed came, and a `fetch` that replays. Nothing is waited for. */
export function replay(
  exchanges: readonly Exchange[],
  start = new Date(exchanges[0]!.at)
): {clock: Clock; fetch: typeof fetch} {
  let now = start;
  const answer = replayingFetch(exchanges, (at) => (now = at));
  return {fetch: answer, clock: {now: () => now, sleep: async () => {}}};
}
