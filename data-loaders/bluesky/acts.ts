import {z} from "zod";
import {addressOf, isDid} from "./keys.ts";

const reference = z.object({uri: z.string()});

/** A post as its author wrote it, as far as it says whom it addresses. */
const postRecordSchema = z.object({
  reply: z.object({root: reference, parent: reference}).optional(),
  // A quote stands alone, or beside pictures.
  embed: z
    .union([
      z.object({record: z.object({uri: z.string()})}),
      z.object({record: z.object({record: z.object({uri: z.string()})})}),
      z.unknown().transform(() => null)
    ])
    .optional(),
  facets: z
    .array(z.object({features: z.array(z.looseObject({did: z.string().optional()}))}))
    .optional()
    .catch(undefined)
});

/** Somebody whom a post addresses, and how; `target` is the post of theirs that it answers or quotes. */
export interface Addressee {
  did: string;
  how: "reply" | "quote" | "mention";
  target: string | null;
}

/**
 * Whom a post addresses, each once, by its own record: whoever it answers, the author it quotes, and whoever it names as
 * apps mark names. A notification says one reason a post only, and hides that a mention also answers and quotes. Empty where
 * the record is no post.
 */
export function addresseesOf(record: unknown): Addressee[] {
  const {success, data} = postRecordSchema.safeParse(record);
  if (!success) return [];
  const {reply, embed, facets = []} = data;
  const quoted = embed ? ("uri" in embed.record ? embed.record.uri : embed.record.record.uri) : null;
  const named = facets.flatMap(({features}) =>
    features.filter(({$type}) => $type === "app.bsky.richtext.facet#mention").map(({did}) => did)
  );
  const all = [
    ...postOf("reply", reply?.parent.uri ?? null),
    ...postOf("quote", quoted),
    ...named
      .filter((did): did is string => did !== undefined && isDid(did))
      .map((did) => ({did, how: "mention" as const, target: null}))
  ];
  return all.filter(({did}, nth) => all.findIndex((other) => other.did === did) === nth);
}

/** The author of a post that is answered or quoted. An embedded list, feed or starter pack is no post. */
function postOf(how: "reply" | "quote", uri: string | null): Addressee[] {
  const address = uri === null ? null : addressOf(uri);
  return address?.collection === "app.bsky.feed.post" ? [{did: address.did, how, target: uri}] : [];
}
