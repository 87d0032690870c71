import {UserError} from "../../src/errors.ts";
import {readOne, readProblem, userSchema, type Dialect} from "../x/protocol/answers.ts";
import {Bill} from "./bill.ts";
import {BilledToday} from "./billed-today.ts";
import {neverBack, systemClock, type Clock} from "../clock.ts";
import {staticCredentials} from "../x/access/credentials.ts";
import {failureOf, isFinal, XFailure} from "../x/protocol/failure.ts";
import type {Recorded} from "../answer-file.ts";
import type {Journal, Paid} from "./journal.ts";
import {RateWindows} from "./rate-windows.ts";
import {meRequest, mostResources, walkKey, withPage, type XRequest} from "../x/protocol/requests.ts";
import {hideSecrets, withoutSecrets} from "../access/hide.ts";
import {addressOf, xBase} from "../x/protocol/address.ts";
import {Transport} from "./transport.ts";
import {type PriceTable, publishedPrices} from "../../src/plan/prices.ts";
import type {Endpoint} from "../../src/networks/x.ts";
import type {Credentials, Token, TokenKind} from "../x/access/token.ts";

export interface ClientOptions {
  credentials: Credentials;
  /** The app's own token beside a user's: it alone may search the full archive. Default: none. */
  appCredentials?: Credentials | null;
  /** Where X is; default FOLLOWBACK_X_BASE, else https://api.x.com. Plain http only on this machine. */
  base?: string;
  clock?: Clock | undefined;
  /** Called before a wait for a rate limit, with what is waited for. */
  onWait?: (until: Date, endpoint: Endpoint) => void;
  prices?: PriceTable | undefined;
  /** What was billed today by other processes; default: nothing is known of them. */
  billed?: BilledToday;
  /** The most this client may spend, in micro-dollars; default: no limit. */
  maxCost?: number | null;
  /** The developer app is known to belong to the token's user, whose own reads are then cheaper. Default false. */
  isAppOwned?: boolean;
  /** How long X may keep silent, in milliseconds; a whole answer may take three times as long. */
  timeoutMs?: number;
}

/** Makes of an answer's body what is kept of it. */
type Keep = (body: unknown) => unknown;

/** One answer: the body as it came, when it was asked for and when it was there. */
export interface Answer {
  body: unknown;
  askedAt: Date;
  at: Date;
  /** An interrupted run had got it; it was not asked for again. */
  isReplayed: boolean;
}

const tries = 4;
const limitedTries = 4;
/** So many requests in a row without an answer, each tried again and again, and X is taken to be out of reach. */
const unansweredInARow = 3;

/**
 * Reads X API v2, one request at a time: answers from the journal what an interrupted run had got, keeps within the
 * budget, waits for rate limits on its clock, gets another token where one has ended, tries again where X stumbles, and
 * counts what X bills. Once X says that nothing more is to be had (no credits, a refused token, a spending cap), or the
 * budget is spent, nothing more is asked: see `stopped`.
 */
export class Client {
  readonly clock: Clock;
  /** Set while a snapshot is taken that can be gone on with. */
  journal: Journal | null = null;
  /** Where X is asked. */
  readonly base: string;
  readonly #options: ClientOptions;
  readonly #transport: Transport;
  readonly #windows: RateWindows;
  readonly #bill: Bill;
  readonly #billed: BilledToday;
  readonly #refused = new Map<Endpoint, XFailure>();
  readonly #dialects = new Set<Dialect>();
  #ownerId: string | null = null;
  #owner: Promise<string | null> | null = null;
  #unanswered = 0;
  #hasNews = false;
  #stopped: XFailure | null = null;
  /** Why nothing is asked from the start: see `silent`. */
  #silence: XFailure | null = null;

  constructor(options: ClientOptions) {
    const {base, clock = systemClock, onWait, prices = publishedPrices} = options;
    this.#options = options;
    this.clock = neverBack(clock);
    this.base = addressOf(base);
    this.#transport = new Transport(this.base, options.timeoutMs ?? 60_000);
    this.#windows = new RateWindows(this.clock, onWait);
    this.#billed = options.billed ?? new BilledToday();
    const {maxCost = null, isAppOwned = false} = options;
    this.#bill = new Bill(prices, this.#billed, maxCost, isAppOwned, () => this.#ownerId);
  }

  get kind(): TokenKind {
    return this.#options.credentials.kind;
  }

  /** Whether the app's own token asks; of a client that only knows a journal, whether it asked then. */
  get isApp(): boolean {
    return this.#silence ? (this.journal?.owner ?? null) === null : this.kind === "bearer";
  }

  /** Whether it can search the full archive. */
  get canSearchAll(): boolean {
    return this.kind === "bearer" || Boolean(this.#options.appCredentials);
  }

  /** What an error may call the token. */
  get tokenName(): string {
    return this.#options.credentials.name;
  }

  get prices(): PriceTable {
    return this.#bill.prices;
  }

  /** Why nothing more is asked of X; null while it is. */
  get stopped(): XFailure | null {
    return this.#stopped;
  }

  /** A client that asks X nothing, and so needs no token: it knows only what a journal holds. */
  static silent(
    why: string,
    journal: Journal,
    {clock, prices}: Pick<ClientOptions, "clock" | "prices">
  ): Client {
    const client = new Client({credentials: nobody, base: xBase, clock, prices});
    client.#silence = new XFailure(why, null, "stop");
    client.journal = journal;
    return client;
  }

  /**
   * Returns what X answered with 200. Waits where the limit of the endpoint is used up; tries four times where X answers
   * 5xx, not at all, or not to the end. Throws `XFailure` for anything else. `keep` says what is kept of the answer, here
   * and on disk; default: all of it.
   */
  async get(request: XRequest, keep: Keep = (body) => body): Promise<Answer> {
    const recorded = isOwn(request) ? null : this.journal?.replay(request);
    if (recorded) {
      this.#bill.recall(request, recorded.body, recorded.at);
      return {...recorded, isReplayed: true};
    }
    if ((this.#stopped ??= this.#silence)) throw this.#stopped;
    const refused = this.#refused.get(request.endpoint);
    if (refused) throw refused;
    try {
      const answer = await this.#ask(this.#withinBudget(request), keep);
      this.#unanswered = 0;
      return answer;
    } catch (error) {
      if (error instanceof XFailure) this.#noteFailure(request.endpoint, error);
      throw error;
    }
  }

  /** The id of the token's user; null for a bearer token. Asked once a client; throws `XFailure` where X does not say. */
  owner(): Promise<string | null> {
    return (this.#owner ??= this.#readOwner().catch((error: unknown) => {
      this.#owner = null;
      throw error;
    }));
  }

  /** Counts what interrupted runs had paid, in the bill of the snapshot that goes on with them. */
  adoptPaid = (paid: readonly Paid[]) => this.#bill.adopt(paid);

  /** What was paid since the bill was last taken, out of it: a journal keeps it. */
  takePaid = () => this.#bill.takePaid();

  /** What was billed is known to the next process too, now that it is on disk what for. */
  keepBilled = () => this.#billed.flush();

  /** It asks X nothing: see `silent`. */
  get isSilent(): boolean {
    return this.#silence !== null;
  }

  /** Walks that were begun at their top again, because X did not go on with them: once is enough. */
  readonly restarted = new Set<string>();

  /** Whether X answered anything in this run, but whose token it is. */
  get hasNews(): boolean {
    return this.#hasNews;
  }

  /** Nothing can be made of the answer to a request: whoever goes on with the journal asks again. */
  dropAnswer(request: XRequest): void {
    if (this.#stopped === null) this.journal?.dropAnswer(request);
  }

  /** What was asked and billed since this was last called, by endpoint. */
  takeBill() {
    this.#hasNews = false;
    return this.#bill.take();
  }

  /** Notes the field dialect of what was read. */
  seeDialect(dialect: Dialect | null): void {
    if (dialect) this.#dialects.add(dialect);
  }

  /** The field dialects seen since this was last called, in the order of first sight. */
  takeDialects(): Dialect[] {
    const dialects = [...this.#dialects];
    this.#dialects.clear();
    return dialects;
  }

  /** Lets go of the open connections. */
  close(): void {
    this.#transport.close();
  }

  /** Takes every secret out of a text of X, before it is shown or stored: a refusal may repeat what it refuses. */
  readonly hide = (text: string) => hideSecrets(text, this.#secrets());

  #secrets(): string[] {
    const {credentials, appCredentials} = this.#options;
    return [...credentials.secrets(), ...(appCredentials?.secrets() ?? [])];
  }

  async #ask(request: XRequest, keep: Keep): Promise<Answer> {
    const {endpoint} = request;
    const credentials = this.#credentialsFor(endpoint);
    let isRenewed = false;
    for (let failed = 0, limited = 0; ;) {
      await this.#windows.wait(endpoint);
      const askedAt = this.clock.now();
      // Waiting may have outlasted the token.
      const token = await this.#tokenOr(() => credentials.token());
      let served;
      try {
        this.#bill.ask(request);
        served = await this.#transport.get(request, token);
      } catch (error) {
        const failure = error instanceof XFailure ? error : failureOf(error, {readProblem, hide: this.hide});
        if (failure.isUnread) this.#bill.miss(request, askedAt);
        const mayRepeat = failure.kind === "network" || (failure.status ?? 0) >= 500;
        if (failure.status === 429 && ++limited < limitedTries) this.#windows.noteRefusal(endpoint, error);
        else if (failure.status === 401 && !isRenewed) {
          isRenewed = true;
          // Where there is no other token, the same one is tried once more: a refusal costs nothing.
          await this.#tokenOr(() => credentials.renew(token));
        } else if (mayRepeat && ++failed < tries) {
          if (failure.isUnread) request = this.#withinBudget(request);
          await this.clock.sleep(1000 * 4 ** (failed - 1));
        } else throw failure;
        continue;
      }
      this.#windows.note(endpoint, served.limit);
      // Before it is kept anywhere: the body goes to the journal as it is, and profiles to the snapshot.
      const body = withoutSecrets(served.body, this.#secrets());
      return this.#keep(request, {body, askedAt, at: this.clock.now()}, keep);
    }
  }

  #credentialsFor(endpoint: Endpoint): Credentials {
    const {credentials, appCredentials} = this.#options;
    return endpoint === "tweets/search/all" && appCredentials ? appCredentials : credentials;
  }

  /** Counts an answer, and brings what is kept of it to disk before anything is made of it. */
  #keep(request: XRequest, {body, ...times}: Recorded, keep: Keep): Answer {
    const paid = this.#bill.settle(request, body, times.at);
    const answer = {body: keep(body), ...times};
    if (!isOwn(request)) this.#hasNews = true;
    if (this.journal) {
      if (isOwn(request)) this.journal.notePaid([{walk: walkKey(request), requests: 1, ...paid}]);
      else this.journal.record(request, answer, paid);
      this.#billed.flush();
    }
    return {...answer, isReplayed: false};
  }

  /** A token, or the reason why there is none as a failure that ends the run: what was read so far is worth keeping. */
  async #tokenOr<T extends Token | null>(get: () => Promise<T>): Promise<T> {
    try {
      return await get();
    } catch (error) {
      if (error instanceof UserError || error instanceof XFailure)
        throw new XFailure(this.hide(error.message), null, "stop");
      throw error;
    }
  }

  /** The request, for no more rows than the rest of the budget pays for. */
  #withinBudget(request: XRequest): XRequest {
    const rows = this.#bill.affordable(request);
    const affordable = rows >= mostResources(request) ? request : withPage(request, rows);
    if (affordable) return affordable;
    const price = this.#bill.isOwned ? "" : " at the full price";
    throw new XFailure(
      `--max-cost: the next request could have cost more than what is left of $${this.#bill.budget! / 1e6}${price}`,
      null,
      "stop",
      {type: "max-cost"}
    );
  }

  #noteFailure(endpoint: Endpoint, failure: XFailure) {
    if (failure.kind === "network" || (failure.status ?? 0) >= 500) {
      if (++this.#unanswered < unansweredInARow) return;
      this.#stopped = failure;
    } else this.#unanswered = 0;
    // A refusal of the app's own token says nothing of the user's.
    if (failure.status === 401 && this.#credentialsFor(endpoint) !== this.#options.credentials)
      return void this.#refused.set(endpoint, failure);
    if (isFinal(failure)) this.#stopped = failure;
    if (failure.type === "unsupported-authentication") this.#refused.set(endpoint, failure);
  }

  async #readOwner() {
    if (this.#silence) return (this.#ownerId = this.journal?.owner ?? null);
    if (this.kind === "bearer") return null;
    for (let looks = 0; looks < 2; looks++) {
      const answer = readOne((await this.get(meRequest())).body, userSchema);
      if ("item" in answer) return (this.#ownerId = answer.item.id);
    }
    throw new XFailure("X does not say whose token this is", null, "content");
  }
}

/** Whose token it is is asked anew by every run: the next one may come with another. */
const isOwn = ({endpoint}: XRequest) => endpoint === "users/me";

const nobody: Credentials = {
  kind: "bearer",
  name: "no token",
  token: () => Promise.reject(new Error("a silent client asked for a token")),
  renew: async () => null,
  secrets: () => []
};

/** Opens a client for one token, or for credentials. Close it when done. */
export const openClient = (
  options: Omit<ClientOptions, "credentials"> &
    ({credentials: Credentials} | {token: string; kind: TokenKind})
) =>
  new Client({
    ...options,
    credentials:
      "credentials" in options ? options.credentials : staticCredentials(options.token, options.kind)
  });
