#!/usr/bin/env bash
# @atproto/api 0.21.0 (npm, Bluesky's own): a word of Japanese put in front of a post moves its mentions off the handles.
#
# Expected: RichText.insert() and delete() keep facets on their words, which is what they are for: "@ann.test" is mentioned, and after
#   insert(0, "日本 ") it still is. Facets count bytes of UTF-8, as the whole class does.
# Instead: they are moved by the number of letters of JavaScript that were put in, of which "日本 " has 3, and 7 bytes. With "now " nothing is amiss. No
#   error; the post can be sent.
# Output seen: before and behind "now " "@ann.test" "@bob.test"; behind "日本 " "nks @ann." "and @bob."; behind "フォロバ " " thanks @" "est and @".
# Since: seen on 2026-11-30.
# For engagement: posts of Japanese accounts link "nks @ann." and mention ann all the same, by the did, so that a count by did and one by the words
#   of segments() differ by language. Detect facets after the last change of the text, or count new TextEncoder().encode(text).length.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @atproto/api@0.21.0
cat > run.mjs <<'JS'
import { RichText } from "@atproto/api";
const mentioned = (put) => {
  const post = new RichText({ text: "thanks @ann.test and @bob.test!" });
  post.detectFacetsWithoutResolution();
  if (put) post.insert(0, put);
  return [...post.segments()].filter((segment) => segment.isMention()).map(({ text }) => `"${text}"`).join(" ");
};
console.log(["", "now ", "日本 ", "フォロバ "].map((put) => `behind "${put}" ${mentioned(put)}`).join("; "));
JS
seen=$(node run.mjs)
echo "$seen"
right='behind "" "@ann.test" "@bob.test"; behind "now " "@ann.test" "@bob.test"'
[ "$seen" = "$right"'; behind "日本 " "nks @ann." "and @bob."; behind "フォロバ " " thanks @" "est and @"' ] ||
  { echo "changed: rich text of Bluesky moves its facets otherwise"; exit 1; }
