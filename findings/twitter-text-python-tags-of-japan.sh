#!/usr/bin/env bash
# twitter-text-python 1.1.1 (PyPI): a post with the followback tags of Japan, Korea or Russia has no tags, and #über is none beside #café.
#
# Expected: a parser that is to "extract @users, #hashtags and URLs" finds the tags of X, in letters of every script: X's own twitter-text 3.1.0
#   for JavaScript has フォロバ100, 相互フォロー, 팔로우, взаимныйфолловинг and über. Handles behind Japanese text are found.
# Instead: a tag begins with a letter or digit of ASCII, and goes on with these, some with accents and _. Whatever begins otherwise is no tag. No
#   error; the README says nothing of scripts.
# Output seen: #followback 1, #フォロバ100 #相互フォロー 0, #팔로우 0, #взаимныйфолловинг 0, #über 0, #café 1; ありがとう@ann mentions ann.
# Since: seen on 2026-11-30.
# For followers: the tag by which somebody was found is empty for whole countries: a campaign in Osaka has no posts, and one in Ohio has all of
#   its own. Take entities.hashtags, which X sends beside the text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py twitter-text-python==1.1.1
cat > run.py <<'PY'
from ttp import ttp

parser = ttp.Parser()
posts = ["#followback", "#フォロバ100 #相互フォロー", "#팔로우", "#взаимныйфолловинг", "#über", "#café"]
print(", ".join(f"{post} {len(parser.parse(post).tags)}" for post in posts) + f"; ありがとう@ann mentions {' '.join(parser.parse('ありがとう@ann').users)}")
PY
seen=$(PYTHONPATH=py python3 run.py)
echo "$seen"
[ "$seen" = "#followback 1, #フォロバ100 #相互フォロー 0, #팔로우 0, #взаимныйфолловинг 0, #über 0, #café 1; ありがとう@ann mentions ann" ] ||
  { echo "changed: twitter-text-python finds other tags"; exit 1; }
