import {z, type ZodType} from "zod";
import {addressOf, isDid} from "./keys.ts";
import {BlueskyFailure} from "./failure.ts";

const did = z.string().refine(isDid, "not a DID");
const time = z.iso
  .datetime({offset: true})
  .transform((text) => new Date(text))
  .nullish()
  .catch(null)
  .transform((at) => at ?? null);
const count = z
  .number()
  .int()
  .min(0)
  .nullish()
  .transform((value) => value ?? null);
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

/** A profile as a list, or a look at it alone, shows it. Lists have no counts. */
export const profileSchema = z.object({
  did,
  handle: z.string(),
  description: text,
  createdAt: time,
  followersCount: count,
  followsCount: count,
  postsCount: count
});
export type Profile = z.infer<typeof profileSchema>;

const cursor = z
  .string()
  .nullish()
  .transform((value) => value || null);
const followersSchema = z.object({followers: z.array(profileSchema), cursor});
const followsSchema = z.object({follows: z.array(profileSchema), cursor});

/** The people of a page of either list, and where the next one begins; null at the end. */
export const listPageSchema = z.union([
  followersSchema.transform(({followers, cursor}) => ({people: followers, cursor})),
  followsSchema.transform(({follows, cursor}) => ({people: follows, cursor}))
]);
export type ListPage = z.infer<typeof listPageSchema>;

export const profilesSchema = z.object({profiles: z.array(profileSchema)});

/** The address of a follow or a block; what is none would pass for "no relation". */
const record = z
  .string()
  .refine((uri) => addressOf(uri) !== null, "not the address of a record")
  .nullish()
  .transform((uri) => uri ?? null);

const relationshipSchema = z.object({
  did,
  following: record,
  followedBy: record,
  blocking: record,
  blockedBy: record,
  blockingByList: record,
  blockedByList: record
});

/** How an account stands to others: each either known by its DID, or `notFound` for what is no DID. */
export const relationshipsSchema = z.object({
  relationships: z.array(
    z.union([relationshipSchema, z.object({actor: z.string(), notFound: z.literal(true)})])
  )
});
export type RelationshipAnswer = z.infer<typeof relationshipSchema>;

/** Reads a body. Throws a `BlueskyFailure` of kind `content` where it has not the form that it should have. */
export function read<T>(body: unknown, schema: ZodType<T>, what: string): T {
  const {success, data, error} = schema.safeParse(body);
  if (success) return data;
  const [issue] = error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join(".")}` : "";
  throw new BlueskyFailure(`${what}: the answer has not the form it should have${where}`, null, "content");
}
