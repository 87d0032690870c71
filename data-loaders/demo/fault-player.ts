import {z, type ZodType} from "zod";
import {UserError} from "../../src/errors.ts";
import {gatewayPage, type Answer} from "./delivery.ts";
import {createRandom, type Random} from "./random.ts";

/** Whether the service has done its part, and books it, for an answer that does not arrive or arrives as something else. */
const billed = z.boolean().default(false);

/** What can go wrong before any service, or on the way from it, as a fault scenario words it. */
export const wayFaults = [
  z.strictObject({
    kind: z.literal("server-error"),
    status: z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]).default(503),
    body: z.enum(["html", "empty"]).default("html")
  }),
  z.strictObject({kind: z.literal("reset"), billed}),
  z.strictObject({kind: z.literal("silence"), billed}),
  z.strictObject({
    kind: z.literal("slow"),
    everyMs: z.int().min(1).default(20),
    isEndless: z.boolean().default(false)
  }),
  z.strictObject({kind: z.literal("cut"), at: z.number().min(0).max(1).default(0.5)}),
  z.strictObject({kind: z.literal("not-json"), billed})
] as const;

/** A fault that happens to an answer on its way. */
export type OnTheWay = Exclude<z.output<(typeof wayFaults)[number]>, {kind: "server-error"}>;

export const isOnTheWay = <F extends {kind: string}>(fault: F): fault is F & OnTheWay =>
  ["reset", "silence", "slow", "cut", "not-json"].includes(fault.kind);

/** The answer as it arrives, or does not; `billed` is what the service books for it, where that is not what arrives. */
export function onItsWay<A extends Answer>(fault: OnTheWay, answer: A): A & {billed?: unknown} {
  const {body} = answer;
  switch (fault.kind) {
    case "reset":
    case "silence":
      return {...answer, delivery: {how: fault.kind}, billed: fault.billed ? body : null};
    case "slow":
      return {...answer, delivery: {how: "slow", everyMs: fault.everyMs, isEndless: fault.isEndless}};
    case "cut":
      return {...answer, delivery: {how: "cut", at: fault.at}};
    case "not-json":
      return {...answer, body: gatewayPage(200), billed: fault.billed ? body : null};
  }
}

/** How many requests came before, a time since the server started (`3d`, `90m`), or a time. */
const moment = z.union([z.int().min(0), z.string().regex(/^\d+(\.\d+)?[dhm]$/), z.iso.datetime()]);

/** A rule of a scenario: where and when its fault can happen, and how likely it is. */
export interface FaultRule<F> {
  /** Where it can happen; everywhere but at the addresses apart if left out. */
  on?: string | string[] | undefined;
  /** How likely it is for each request it can happen to. */
  chance: number;
  /** From when on, and until when, exclusive. */
  from?: number | string | undefined;
  to?: number | string | undefined;
  /** Only every n-th of the requests it can happen to. */
  every: number;
  /** At most so often. */
  times?: number | undefined;
  do: F;
}

/** The rules of a service: the addresses that it has, and what can go wrong there. */
export const rulesSchemaOf = <E extends ZodType<string>, F extends ZodType>(endpoint: E, fault: F) =>
  z
    .array(
      z.strictObject({
        on: z.union([endpoint, z.array(endpoint).min(1)]).optional(),
        chance: z.number().min(0).max(1).default(1),
        from: moment.optional(),
        to: moment.optional(),
        every: z.int().min(1).default(1),
        times: z.int().min(1).optional(),
        do: fault
      })
    )
    .min(1);

/** Reads rules from JSON text. Throws `UserError` naming the first thing that is wrong. */
export function readRules<R>(schema: ZodType<R>, text: string, name: string): R {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError(`faults ${name}: it is not JSON: ${(error as Error).message}`);
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [{path, message}] = read.error.issues as [z.core.$ZodIssue];
  throw new UserError(`faults ${name}: ${path.join(".") || "it"}: ${message}`);
}

/** One fault as it was played: how many requests came before, where, and what. */
export interface PlayedFault<K extends string> {
  nth: number;
  endpoint: string;
  kind: K;
}

interface Deck<F> {
  rule: FaultRule<F>;
  random: Random;
  met: number;
  played: number;
}

/** Plays the rules of a fault scenario. Every rule has dice of its own, so that adding one changes nothing for the others. */
export class FaultPlayer<F extends {kind: string}> {
  readonly played: PlayedFault<F["kind"]>[] = [];
  /** For what a fault itself leaves to chance, such as which rows come twice. */
  readonly random: Random;
  readonly #decks: Deck<F>[];
  readonly #clock: {now(): Date};
  readonly #began: number;
  readonly #apart: readonly string[];

  /** `apart`: addresses that only a rule which names them meets. */
  constructor(
    rules: readonly FaultRule<F>[],
    seed: number,
    {clock, apart = []}: {clock: {now(): Date}; apart?: readonly string[]}
  ) {
    this.random = createRandom(seed);
    this.#clock = clock;
    this.#began = clock.now().getTime();
    this.#apart = apart;
    this.#decks = rules.map((rule, nth) => ({
      rule,
      random: createRandom(Math.imul(seed + 1, 0x9e3779b1) + nth),
      met: 0,
      played: 0
    }));
  }

  /**
   * Lets `play` try what befalls a request, in the order of the rules, until one of them applies; null if nothing did.
   * `play` answers null where a fault does not fit the request: then it has not happened.
   */
  strike<T>(request: {endpoint: string; nth: number}, play: (fault: F) => T | null): T | null {
    const hits = this.#decks.filter((deck) => this.#isHit(deck, request));
    for (const deck of hits) {
      const outcome = play(deck.rule.do);
      if (outcome === null) continue;
      deck.played += 1;
      this.played.push({nth: request.nth, endpoint: request.endpoint, kind: deck.rule.do.kind});
      return outcome;
    }
    return null;
  }

  #isHit(deck: Deck<F>, {endpoint, nth}: {endpoint: string; nth: number}): boolean {
    const {rule, random} = deck;
    const {on, from, to, every, times, chance} = rule;
    if (on === undefined ? this.#apart.includes(endpoint) : ![on].flat().includes(endpoint)) return false;
    if (from !== undefined && !this.#isReached(from, nth)) return false;
    if (to !== undefined && this.#isReached(to, nth)) return false;
    deck.met += 1;
    // The dice fall for every request a rule meets, so that `every` and `times` do not shift them.
    const isUnlucky = random.chance(chance);
    return isUnlucky && deck.met % every === 0 && (times === undefined || deck.played < times);
  }

  #isReached(moment: number | string, nth: number): boolean {
    if (typeof moment === "number") return nth >= moment;
    const now = this.#clock.now().getTime();
    const since = /^([\d.]+)([dhm])$/.exec(moment);
    if (!since) return now >= Date.parse(moment);
    const unit = {d: 86_400_000, h: 3_600_000, m: 60_000}[since[2] as "d" | "h" | "m"];
    return now >= this.#began + Number(since[1]) * unit;
  }
}
