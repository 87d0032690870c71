#!/usr/bin/env bash
# twikit 2.3.3 (PyPI): of posts with 950, 12,000 and 87 views the one with 950 is the most viewed, and that with 12,000 the least.
#
# Expected: Tweet.view_count is "int | None", by its documentation and by its type, as favorite_count and reply_count are, so that max() and sorted() go
#   by number.
# Instead: it is the text that X sends, which writes this count alone as a text, and texts are compared letter by letter. A sum fails, which is
#   how one would notice; an order does not, and neither does == with a number, which is never true.
# Output seen: types str int int, most viewed 950, order 950 87 12000; by int() 12000, order 12000 950 87; equal to 950: 0 of 1.
# Since: seen on 2026-11-30. The answers of X are built by hand here; no network is needed.
# For engagement: the best posts are any posts whose number begins with a 9, and shares of "more views than" are wrong for both sides. Write
#   int(post.view_count).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py twikit==2.3.3
cat > run.py <<'PY'
from twikit.tweet import Tweet

def post(id, views):
    counts = {"quote_count": 0, "reply_count": 1, "favorite_count": 2, "retweet_count": 0, "favorited": False}
    text = {"created_at": "Mon Jan 05 10:00:00 +0000 2026", "full_text": "tea", "lang": "en", "is_quote_status": False, "entities": {}}
    return Tweet(None, {"rest_id": id, "legacy": {**text, **counts}, "views": {"count": views, "state": "EnabledWithCount"}, "edit_control": {}})

posts = [post("1", "950"), post("2", "12000"), post("3", "87")]
first = posts[0]
kinds = " ".join(type(count).__name__ for count in (first.view_count, first.favorite_count, first.reply_count))

def order(by):
    seen = [str(each.view_count) for each in sorted(posts, key=by, reverse=True)]
    return f"{max(posts, key=by).view_count}, order {' '.join(seen)}"

print(f"types {kinds}, most viewed {order(lambda each: each.view_count)}; by int() {order(lambda each: int(each.view_count))};",
      f"equal to 950: {sum(each.view_count == 950 for each in posts)} of 1")
PY
seen=$(PYTHONPATH=py python3 run.py)
echo "$seen"
[ "$seen" = "types str int int, most viewed 950, order 950 87 12000; by int() 12000, order 12000 950 87; equal to 950: 0 of 1" ] ||
  { echo "changed: twikit gives views otherwise"; exit 1; }
