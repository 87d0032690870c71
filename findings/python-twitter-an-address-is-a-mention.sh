#!/usr/bin/env bash
# python-twitter 3.5 (PyPI): "write to ann@acme.com" mentions @acme, and "RTs welcome, thanks @bob" was written by @bob.
#
# Expected: ParseTweet finds in the text of a post the handles that it mentions, as X does, which takes no address of mail for one, and
#   says whether the post repeats somebody's ("RT @bob: …"), who then is its owner.
# Instead: whatever follows an @ is a handle, and whatever begins with the letters RT is a repost by the first one who is mentioned. No
#   error. twitter-text of X and X's own answers know better.
# Output seen: mail handles @acme, owner brand; RTs handles @bob, owner @bob, repost True; repost handles @bob, owner @bob, repost True.
# Since: seen on 2026-11-30.
# For engagement: posts of the account itself are counted for those it thanks, and shops that give their address are mentioned by all who
#   copy it. Take entities.mentions and referenced_tweets, which X sends beside the text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  python-twitter==3.5
cat > "$dir/run.py" <<'PY'
from twitter import ParseTweet

posts = {"mail": "write to ann@acme.com", "RTs": "RTs welcome, thanks @bob", "repost": "RT @bob: new roast"}
told = {name: ParseTweet("brand", text) for name, text in posts.items()}
print("; ".join(f"{name} handles {' '.join(post.UserHandles)}, owner {post.Owner}, repost {post.RT}" for name, post in told.items()))
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "mail handles @acme, owner brand, repost False; RTs handles @bob, owner @bob, repost True; repost handles @bob, owner @bob, repost True" ] ||
  { echo "changed: python-twitter reads posts otherwise"; exit 1; }
