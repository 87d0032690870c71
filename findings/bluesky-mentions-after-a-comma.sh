#!/usr/bin/env bash
# @atproto/api 0.21.0 and @atcute/bluesky-richtext-parser 2.1.2 (npm): two libraries of one network find other people
# mentioned in the same words.
#
# Expected: what is a mention on Bluesky is one thing, and a dot, a quote or a comma before the @ makes no
#   difference, as on X, where ".@brand" is how one mentions in public.
# Instead: @atproto/api, Bluesky's own, finds a mention after a space, a line break or "(" alone; the other
#   one after any ASCII character that is no letter, digit or underscore. Of a list "@ann,@bob" the
#   first finds Ann. Neither finds one after a typographic quote.
# Output seen: (@ann) @ann,@bob @ann/@bob .@ann "@ann" thanks:@ann \u201c@ann: api ann ann ann none none none none;
#   atcute ann ann+bob ann+bob ann ann ann none.
# Since: seen on 2026-11-30.
# For engagement: a mention exists where the program that posted made a facet of it; the words do not tell.
#   Count facets, not words, and expect that shout-outs in a row name only the first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @atproto/api@0.21.0 @atcute/bluesky-richtext-parser@2.1.2
cat > run.mjs <<'JS'
import {RichText} from "@atproto/api";
import {tokenize} from "@atcute/bluesky-richtext-parser";
const [ann, bob] = ["@ann.example.com", "@bob.example.com"];
const texts = [`(${ann})`, `${ann},${bob}`, `${ann}/${bob}`, `.${ann}`, `"${ann}"`, `thanks:${ann}`, `\u201c${ann}\u201d`];
const short = (handle) => handle.split(".")[0];
const byApi = (text) => {
  const rich = new RichText({text});
  rich.detectFacetsWithoutResolution();
  return (rich.facets ?? []).map(({features}) => short(features[0].did)).join("+") || "none";
};
const byAtcute = (text) =>
  tokenize(text).filter(({type}) => type === "mention").map(({handle}) => short(handle)).join("+") || "none";
console.log(`api ${texts.map(byApi).join(" ")}; atcute ${texts.map(byAtcute).join(" ")}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "api ann ann ann none none none none; atcute ann ann+bob ann+bob ann ann ann none" ] ||
  { echo "changed: mentions are found otherwise"; exit 1; }
