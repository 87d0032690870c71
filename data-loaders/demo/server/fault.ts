import {z} from "zod";
import {wayFaults} from "../fault-player.ts";

/** What can be named as the body of a `status`; any other text or object is sent as it stands. */
export const namedBodies = [
  "unauthorized",
  "too-many",
  "not-found",
  "credits",
  "spend-cap",
  "not-enrolled",
  "wrong-auth",
  "html",
  "empty"
] as const;

const rows = z.int().min(1);

/**
 * One thing that goes wrong, as a fault scenario words it. Shapes are those of docs.x.com,
 * x-api/fundamentals/response-codes-and-errors, and of answers people have shown.
 */
export const mishapSchema = z.discriminatedUnion("kind", [
  /** Any status with any body: the name of one, or the body itself. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(200).max(599),
    body: z.union([z.enum(namedBodies), z.string(), z.record(z.string(), z.unknown())]).default("empty"),
    headers: z.record(z.string(), z.string()).default({})
  }),
  /** 429; `reset` in seconds from now, negative = past, null = no header that says so. */
  z.strictObject({
    kind: z.literal("too-many"),
    reset: z.number().nullable().default(60),
    form: z.enum(["problem", "old"]).default("problem")
  }),
  z.strictObject({kind: z.literal("credits")}),
  z.strictObject({kind: z.literal("spend-cap")}),
  z.strictObject({
    kind: z.literal("not-enrolled"),
    reason: z.enum(["client-not-enrolled", "user-not-enrolled"]).default("client-not-enrolled")
  }),
  z.strictObject({kind: z.literal("wrong-auth")}),
  /** 401, once: the token stays what it was. */
  z.strictObject({kind: z.literal("unauthorized")}),
  /** All OAuth 2.0 access tokens die; the request gets 401 if it came with one. */
  z.strictObject({kind: z.literal("expire-tokens")}),
  ...wayFaults,
  z.strictObject({kind: z.literal("duplicate-rows"), rows: rows.default(3)}),
  z.strictObject({kind: z.literal("repeat-page")}),
  z.strictObject({kind: z.literal("loop-token")}),
  z.strictObject({kind: z.literal("empty-page")}),
  z.strictObject({
    kind: z.literal("only-errors"),
    problem: z.enum(["not-authorized", "not-found", "suspended"]).default("not-authorized")
  }),
  z.strictObject({kind: z.literal("short-page"), rows: rows.default(5)}),
  z.strictObject({kind: z.literal("other-dialect")}),
  z.strictObject({
    kind: z.literal("drop-field"),
    field: z.enum(["connection_status", "public_metrics", "created_at"])
  }),
  z.strictObject({kind: z.literal("dedupe-off")})
]);

export type Fault = z.output<typeof mishapSchema>;
export type MishapKind = Fault["kind"];
