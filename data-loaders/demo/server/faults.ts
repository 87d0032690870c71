import {readdirSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {z} from "zod";
import {UserError} from "../../../src/errors.ts";
import {mishapSchema, type Fault, type MishapKind} from "./fault.ts";
import {createRandom, type Random} from "../random.ts";
import {routes, type LocalRequest} from "./routes.ts";

/** The one address beside the API's that may have faults; a rule must name it. */
export const tokenEndpoint = "/2/oauth2/token";

const directory = fileURLToPath(new URL("faults/", import.meta.url));
const endpoint = z.enum([...new Set(routes.map(({endpoint}) => endpoint)), tokenEndpoint]);
/** How many requests came before, a time since the server started (`3d`, `90m`), or a time. */
const moment = z.union([z.int().min(0), z.string().regex(/^\d+(\.\d+)?[dhm]$/), z.iso.datetime()]);

const ruleSchema = z.strictObject({
  /** Where it can happen; everywhere in the API if left out. */
  on: z.union([endpoint, z.array(endpoint).min(1)]).optional(),
  /** How likely it is for each request it can happen to. */
  chance: z.number().min(0).max(1).default(1),
  /** From when on, and until when, exclusive. */
  from: moment.optional(),
  to: moment.optional(),
  /** Only every n-th of the requests it can happen to. */
  every: z.int().min(1).default(1),
  /** At most so often. */
  times: z.int().min(1).optional(),
  do: mishapSchema
});
export const rulesSchema = z.array(ruleSchema).min(1);

export type Rule = z.output<typeof ruleSchema>;

/** What goes wrong, and how the dice fall: the same rules, seed and requests give the same day. */
export interface FaultScenario {
  rules: z.input<typeof rulesSchema>;
  seed: number;
}

/** One fault as it was played: how many requests came before, where, and what. */
export interface Played {
  nth: number;
  endpoint: string;
  kind: MishapKind;
}

/** The faults that come with the program. */
export const faultNames = (): string[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();

/** Reads the rules of a fault scenario by its name. Throws `UserError` where the file is not one. */
export function readFaults(name: string): Rule[] {
  if (!faultNames().includes(name)) {
    throw new UserError(`unknown faults ${name}: give one of ${faultNames().join(", ")}`);
  }
  return parseRules(readFileSync(`${directory}${name}.json`, "utf8"), name);
}

/** Reads rules from JSON text. Throws `UserError` naming the first thing that is wrong. */
export function parseRules(text: string, name: string): Rule[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError(`faults ${name}: it is not JSON: ${(error as Error).message}`);
  }
  const read = rulesSchema.safeParse(json);
  if (read.success) return read.data;
  const [{path, message}] = read.error.issues as [z.core.$ZodIssue];
  throw new UserError(`faults ${name}: ${path.join(".") || "it"}: ${message}`);
}

interface Deck {
  rule: Rule;
  random: Random;
  met: number;
  played: number;
}

/** Plays the rules of a fault scenario. Every rule has dice of its own, so that adding one changes nothing for the others. */
export class FaultPlayer {
  readonly played: Played[] = [];
  /** For what a fault itself leaves to chance, such as which rows come twice. */
  readonly random: Random;
  readonly #decks: Deck[];
  readonly #clock: {now(): Date};
  readonly #began: number;

  constructor({rules, seed}: FaultScenario, clock: {now(): Date}) {
    this.random = createRandom(seed);
    this.#clock = clock;
    this.#began = clock.now().getTime();
    this.#decks = rulesSchema.parse(rules).map((rule, nth) => ({
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
  strike<T>(request: Pick<LocalRequest, "endpoint" | "nth">, play: (fault: Fault) => T | null): T | null {
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

  #isHit(deck: Deck, {endpoint, nth}: Pick<LocalRequest, "endpoint" | "nth">): boolean {
    const {rule, random} = deck;
    const {on, from, to, every, times, chance} = rule;
    if (on === undefined ? endpoint === tokenEndpoint : !([] as string[]).concat(on).includes(endpoint))
      return false;
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
