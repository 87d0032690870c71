import {z} from "zod";
import {wayFaults} from "../fault-player.ts";

const rows = z.int().min(1);

/** One thing that goes wrong with an AppView, as a fault scenario words it. */
export const faultSchema = z.discriminatedUnion("kind", [
  ...wayFaults,
  /**
   * 429; `reset` in seconds from now, negative = past, null = no header that says so. The public servers send
   * `ratelimit-reset` and mostly no `retry-after`.
   */
  z.strictObject({
    kind: z.literal("too-many"),
    reset: z.number().nullable().default(60),
    retryAfter: z.boolean().default(false)
  }),
  /** A refusal that says nothing of what was asked. */
  z.strictObject({
    kind: z.literal("refused"),
    status: z.int().min(400).max(499).default(400),
    error: z.string().default("InvalidRequest"),
    message: z.string().default("upstream is not available")
  }),
  z.strictObject({kind: z.literal("duplicate-rows"), rows: rows.default(3)}),
  /** The rows of the page before, once more: the rows of this page are never shown. */
  z.strictObject({kind: z.literal("repeat-page")}),
  z.strictObject({kind: z.literal("loop-cursor")}),
  /** No rows, and a cursor that leads to the page that was asked for. */
  z.strictObject({kind: z.literal("empty-page")}),
  /** Some of the people who were named are not in the answer. */
  z.strictObject({kind: z.literal("lose-people"), rows: rows.default(3)}),
  /** A relationship names the record of somebody else. */
  z.strictObject({kind: z.literal("other-record")}),
  /** The rows are JSON, and not the JSON that was asked for. */
  z.strictObject({
    kind: z.literal("odd-json"),
    form: z.enum(["no-rows", "null-row", "other-body"]).default("no-rows")
  }),
  z.strictObject({kind: z.literal("drop-field"), field: z.enum(["did", "handle", "uri", "createdAt"])})
]);

export type Fault = z.output<typeof faultSchema>;
