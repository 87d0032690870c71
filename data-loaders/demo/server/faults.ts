import {readdirSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {z} from "zod";
import {UserError} from "../../../src/errors.ts";
import {FaultPlayer, readRules, rulesSchemaOf, type PlayedFault} from "../fault-player.ts";
import {mishapSchema, type Fault, type MishapKind} from "./fault.ts";
import {routes} from "./routes.ts";

/** The one address beside the API's that may have faults; a rule must name it. */
export const tokenEndpoint = "/2/oauth2/token";

const directory = fileURLToPath(new URL("faults/", import.meta.url));
const endpoint = z.enum([...new Set(routes.map(({endpoint}) => endpoint)), tokenEndpoint]);
export const rulesSchema = rulesSchemaOf(endpoint, mishapSchema);

export type Rule = z.output<typeof rulesSchema>[number];

/** What goes wrong, and how the dice fall: the same rules, seed and requests give the same day. */
export interface FaultScenario {
  rules: z.input<typeof rulesSchema>;
  seed: number;
}

export type Played = PlayedFault<MishapKind>;

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
export const parseRules = (text: string, name: string): Rule[] => readRules(rulesSchema, text, name);

/** A player of X's faults. */
export type XFaultPlayer = FaultPlayer<Fault>;
export const playX = ({rules, seed}: FaultScenario, clock: {now(): Date}): XFaultPlayer =>
  new FaultPlayer(rulesSchema.parse(rules), seed, {clock, apart: [tokenEndpoint]});
