import {readFileSync} from "node:fs";
import {z} from "zod";
import {quote} from "../../duckdb.ts";
import type {Estimated} from "./estimated.ts";

const wordSchema = z.array(
  z.object({term: z.string().min(2), language: z.string().length(2), source: z.url()})
);

/** What profiles say that seek followbacks: a word, a phrase or a hashtag (with its #), its language, and a page that explains or shows it. */
export const followbackWords = wordSchema.parse(
  JSON.parse(readFileSync(new URL("followback-words.json", import.meta.url), "utf8"))
);

/** Languages that write words without spaces, or tie particles to them: a term may stand inside what looks like a word. */
const unspaced = new Set(["ja", "ko", "zh"]);

/** What no word and no hashtag goes on with, in any script. */
const noLetter = String.raw`[^\p{L}\p{M}\p{N}_]`;

/**
 * A regular expression (RE2, for use without case) that finds a term as a whole word or hashtag. A word is found as a
 * hashtag too, and a phrase also where its words are written as one, or with `_` or `-` between them.
 */
export function markPattern(words: Pick<(typeof followbackWords)[number], "term" | "language">[]): string {
  const escaped = (term: string) => term.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&");
  const phrase = (term: string) => escaped(term.normalize("NFC")).replaceAll(" ", String.raw`[\s_]*`);
  const inside = words.filter(({language}) => unspaced.has(language)).map(({term}) => phrase(term));
  const whole = words
    .filter(({language}) => !unspaced.has(language))
    .map(({term}) => phrase(term).replace(/^#/, "[#＃]"));
  return [
    ...(whole.length > 0 ? [`(?:^|${noLetter})(?:${whole.join("|")})(?:$|${noLetter})`] : []),
    ...inside
  ].join("|");
}

/** Counts only: nothing says of a single person whether a term was found. */
export const profileMarks: Estimated = {
  name: "profile_marks",
  isMart: false,
  reads: ["followers", "spells", "first_lists", "profiles"],
  make: (db) =>
    db.run(`
      create table profile_marks as
      select f.account_id, f.route, count(*) as profiles,
        count(*) filter (
          where regexp_matches(nfc_normalize(u.description), ${quote(markPattern(followbackWords))}, 'i')
        ) as marked
      from followers f
      join spells s
        on s.account_id = f.account_id and s.user_id = f.user_id and s.direction = 'inbound' and s.spell = 1
      left join first_lists l on l.account_id = f.account_id and l.user_id = f.user_id
      join profiles u
        on u.account_id = f.account_id and u.user_id = f.user_id
        and u.snapshot_id = coalesce(s.start_before_id, l.snapshot_id)
      where trim(u.description) <> ''
      group by f.account_id, f.route
      order by f.account_id, f.route`)
};
