#!/usr/bin/env bash
# @atcute/bluesky-richtext-segmenter 3.0.2 and @atproto/api 0.21.0 (npm): a mention is gone if it stands behind a later one in the
# record, and it depends on the library.
#
# Expected: a post of Bluesky has its mentions beside its text, with the bytes where each stands; the lexicon asks for no order. "@ann.test thanks
#   @bob.test" mentions Ann and Bob, whichever is written first, as RichText of Bluesky's own library has it, which sorts.
# Instead: the text is gone through once, and what begins before the place that was reached is left out. A client that writes tags,
#   links and mentions one kind after the other makes such records. No error; the text is complete.
# Output seen: in order atcute ann bob, api ann bob; the later one first atcute bob, api ann bob; a tag first, which stands last,
#   atcute none, api ann bob.
# Since: seen on 2026-11-30.
# For engagement: whoever reads mentions from segments misses those of some clients, all or all but one, and takes an account for
#   unanswered. Read record.facets, or sort them by byteStart first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @atcute/bluesky-richtext-segmenter@3.0.2 @atproto/api@0.21.0
cat > run.mjs <<'JS'
import { segmentize } from "@atcute/bluesky-richtext-segmenter";
import { RichText } from "@atproto/api";
const text = "@ann.test thanks @bob.test #tea";
const facet = (words, feature) => {
  const byteStart = text.indexOf(words);
  return { index: { byteStart, byteEnd: byteStart + words.length }, features: [feature] };
};
const mention = (name) => facet(`@${name}.test`, { $type: "app.bsky.richtext.facet#mention", did: `did:web:${name}.test` });
const tea = facet("#tea", { $type: "app.bsky.richtext.facet#tag", tag: "tea" });
const write = (dids) => dids.map((did) => did.slice(8, 11)).join(" ") || "none";
const show = (how, ...facets) => {
  const segments = segmentize(text, facets);
  const byAtcute = segments.flatMap(({ features }) => features ?? []).flatMap(({ did }) => did ?? []);
  const byApi = [...new RichText({ text, facets }).segments()].flatMap((segment) => segment.mention?.did ?? []);
  return `${how} atcute ${write(byAtcute)} api ${write(byApi)} text ${segments.map((segment) => segment.text).join("") === text}`;
};
console.log(
  [
    show("in order", mention("ann"), mention("bob"), tea),
    show("later first", mention("bob"), mention("ann"), tea),
    show("tag first", tea, mention("ann"), mention("bob")),
  ].join("; "),
);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "in order atcute ann bob api ann bob text true; later first atcute bob api ann bob text true; tag first atcute none api ann bob text true" ] ||
  { echo "changed: one of the two reads mentions otherwise"; exit 1; }
