#!/usr/bin/env bash
# twitwi 0.23.0 (PyPI, which minet reads X with): an answer to a post that X does not send along, because it is protected or deleted, answers nobody.
#
# Expected: X says of an answer whom it answers in the answer itself: in_reply_to_user_id, and the id of the post in referenced_tweets. Of ann and bob,
#   who answered the brand, to_userid is the brand, and to_tweetid the post, whether the post stands in `includes` or not; so
#   it is for retweeted_id and quoted_id, in the same function, and for answers of version 1.1.
# Instead: normalize_tweets_payload_v2() takes all three from `includes`, and where the post is not there, they are empty texts. X lists such
#   posts under `errors`, and sends the answers. No error, no warning; for a missing author there is one.
# Output seen: ann answers 77 post 5, bob answers none post none, quote 6; of bob X said 77 and 6.
# Since: seen on 2026-11-30.
# For engagement: answers to posts that the brand took down later, or of a time when it was protected, are gone, and people who answered such posts alone
#   never engaged. Count in_reply_to_user_id of the raw posts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" twitwi==0.23.0
cat > "$dir/run.py" <<'PY'
from twitwi import normalize_tweets_payload_v2

numbers = {"brand": "77", "ann": "88", "bob": "99"}

def post(number, name, **more):
    counts = {"like_count": 0, "retweet_count": 0, "quote_count": 0, "reply_count": 0}
    return {"id": number, "author_id": numbers[name], "text": "thanks", "created_at": "2026-01-05T10:00:00.000Z", "lang": "en",
            "possibly_sensitive": False, "public_metrics": counts} | more

def about(number, kind):
    return [{"type": kind, "id": number}]

people = [{"id": number, "username": name, "name": name, "created_at": "2015-01-05T10:00:00.000Z", "description": "", "verified": False,
           "profile_image_url": "", "public_metrics": {}} for name, number in numbers.items()]
gone = {"resource_id": "6", "value": "6", "resource_type": "tweet", "parameter": "referenced_tweets.id", "title": "Authorization Error",
        "type": "https://api.twitter.com/2/problems/not-authorized-for-resource"}
ann, bob, quote = normalize_tweets_payload_v2({
    "data": [post("8", "ann", in_reply_to_user_id="77", referenced_tweets=about("5", "replied_to")),
             post("9", "bob", in_reply_to_user_id="77", referenced_tweets=about("6", "replied_to")),
             post("10", "bob", referenced_tweets=about("6", "quoted"))],
    "includes": {"users": people, "tweets": [post("5", "brand")]}, "errors": [gone]})

def told(answer):
    return f"{answer['user_screen_name']} answers {answer['to_userid'] or 'none'} post {answer['to_tweetid'] or 'none'}"

print(f"{told(ann)}, {told(bob)}, quote {quote['quoted_id']}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "ann answers 77 post 5, bob answers none post none, quote 6" ] || { echo "changed: twitwi reads answers otherwise"; exit 1; }
