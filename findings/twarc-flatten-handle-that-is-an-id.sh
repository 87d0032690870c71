#!/usr/bin/env bash
# twarc 2.14.0 (PyPI): a post has another author, if somebody on the same page has the author's id for a handle.
#
# Expected: flatten puts beside author_id the person of includes.users who has that id. Handles are made of letters,
#   digits and underscores, up to 15 of them; one of ten digits is a valid handle.
# Instead: people are kept in one table by id and by handle, and the handle wins. The post's author_id is right and
#   its author is the other one, with their name, their followers and the day they joined. No warning. The same
#   goes for in_reply_to_user.
# Output seen: author_id 2244994945: author 99 (2244994945), reply to 99; alone 2244994945 (ann).
# Since: seen on 2026-11-30.
# For engagement: what one follower wrote counts for another. Group by author_id, and join includes.users by id.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check "twarc==2.14.0" 2> /dev/null
cat > page.py <<'PY'
import json
people = [{"id": "2244994945", "username": "ann"}, {"id": "99", "username": "2244994945"}]
posts = [{"id": "1", "author_id": "2244994945", "text": "thanks"},
         {"id": "2", "author_id": "99", "in_reply_to_user_id": "2244994945", "text": "welcome"}]
for nth in (2, 1):
    print(json.dumps({"data": posts[:nth], "includes": {"users": people[:nth]}}))
PY
python3 page.py > pages.jsonl
env/bin/twarc2 --bearer-token none flatten --hide-progress pages.jsonl flat.jsonl
seen=$(python3 - <<'PY'
import json
flat = [json.loads(line) for line in open("flat.jsonl")]
both, reply, alone = flat
print(f"author_id {both['author_id']}: author {both['author']['id']} ({both['author']['username']}), "
      f"reply to {reply['in_reply_to_user']['id']}; alone {alone['author']['id']} ({alone['author']['username']})")
PY
)
echo "$seen"
[ "$seen" = "author_id 2244994945: author 99 (2244994945), reply to 99; alone 2244994945 (ann)" ] ||
  { echo "changed: twarc looks people up otherwise"; exit 1; }
