import type {Agent} from "node:http";
import {TwitterApi, type ITwitterApiClientPlugin, type TwitterRateLimit} from "twitter-api-v2";
import {redirectTo} from "../x/protocol/address.ts";
import {partialFailure, slowFailure} from "../x/protocol/failure.ts";
import type {XRequest} from "../x/protocol/requests.ts";
import type {Token} from "../x/access/token.ts";

/** An answer slower than so many times the time-out is given up, though its bytes keep trickling in. */
const patience = 3;

/** Sends one GET over `twitter-api-v2` and says what came back. Knows nothing of limits, prices or retries. */
export class Transport {
  readonly #plugin: ITwitterApiClientPlugin;
  readonly #agent: Agent;
  #api: {token: Token; v2: TwitterApi["v2"]} | null = null;

  constructor(
    address: string,
    readonly timeoutMs: number
  ) {
    const {plugin, agent} = redirectTo(address);
    this.#plugin = plugin;
    this.#agent = agent;
  }

  /** Resolves with the body of an answer below 400. Throws what the library throws, or an `XFailure` of kind `network`. */
  async get(request: XRequest, token: Token): Promise<{body: unknown; limit: TwitterRateLimit | undefined}> {
    const asking = this.#apiFor(token).get<unknown>(request.endpoint, request.query, {
      fullResponse: true,
      params: request.params,
      timeout: this.timeoutMs
    });
    const {data, rateLimit} = await this.#within(asking);
    // A page of a proxy on the way, or a body that broke off: the library hands over as text what is not JSON.
    if (typeof data !== "object" || data === null) throw partialFailure();
    return {body: data, limit: rateLimit};
  }

  /** Lets go of the open connections. */
  close(): void {
    this.#agent.destroy();
  }

  #apiFor(token: Token) {
    if (this.#api?.token !== token) {
      const settings = {plugins: [this.#plugin], httpAgent: this.#agent};
      const {kind, ...oauth1} = token;
      const api =
        kind === "oauth2"
          ? new TwitterApi(token.accessToken, settings)
          : new TwitterApi(oauth1 as Omit<Token & {kind: "oauth1"}, "kind">, settings);
      this.#api = {token, v2: api.v2};
    }
    return this.#api.v2;
  }

  /** The library's time-out is about silence; a body that trickles for ever needs an end too. */
  async #within<T>(asking: Promise<T>): Promise<T> {
    const ms = patience * this.timeoutMs;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(slowFailure(ms / 1000));
        // Ends the connection that still holds the body; the next request opens another.
        this.#agent.destroy();
      }, ms);
    });
    try {
      return await Promise.race([asking, late]);
    } finally {
      clearTimeout(timer);
      asking.catch(() => {});
    }
  }
}
