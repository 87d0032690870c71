#!/usr/bin/env bash
# twitter-text 3.1.0 (npm): a mention that is too long is a mention of somebody else.
#
# Expected: X's own library for the text of posts finds mentions of valid handles, which have at
#   most 15 characters (20 in its rules, which are older). @ with a longer name is no mention, as
#   isValidUsername says of it.
# Instead: extractMentions cuts the name at 20 characters and returns the rest as a mention, although
#   the name goes on.
# Output seen: @acme_coffee_roasters_uk -> acme_coffee_roasters, valid false.
# Since: seen on 2026-11-28.
# For engagement: text with names of another network, or a slip of the pen, counts as engagement
#   with an account that nobody named. Take the mentions that X sends beside the text, or drop
#   names that isValidUsername refuses when the next character still belongs to a name.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund twitter-text@3.1.0
cat > run.mjs <<'JS'
import twitter from "twitter-text";
const name = "@acme_coffee_roasters_uk";
const found = twitter.extractMentions(`thanks ${name} for the beans`);
console.log(`${name} -> ${found}, valid ${twitter.isValidUsername(name)}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "@acme_coffee_roasters_uk -> acme_coffee_roasters, valid false" ] ||
  { echo "changed: twitter-text treats long mentions otherwise"; exit 1; }
