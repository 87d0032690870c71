#!/usr/bin/env bash
# twitwi 0.23.0 (PyPI, which minet reads X with): whoever quotes "#followback @cat" mentions Cat and uses #followback, if the post came by X's API
# of version 1.1 or by scraping, and does neither if it came by version 2.
#
# Expected: the mentions and hashtags of a post are those that its author wrote. Of ann, who quotes bob's "#followback @cat" with "no", there are
#   none, and bob has both. The package is to make posts "from various sources" into "homogeneous" data: both of its readers say the same.
# Instead: normalize_tweet() adds the entities of the quoted post to those of the quoting one, as it does with reposts, whose author wrote nothing.
#   normalize_tweets_payload_v2() does not. No field tells the two kinds apart.
# Output seen: by v1.1 ann mentions cat tags followback, by v2 ann mentions none tags none.
# Since: seen on 2026-11-30.
# For engagement: who quotes a thread of shout-outs, to make fun of it, has addressed everybody in it, and was found by its hashtag; an account whose
#   posts come from two readers has half of them so. Take the mentions of the raw post.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" twitwi==0.23.0
cat > "$dir/run.py" <<'PY'
from twitwi import normalize_tweet, normalize_tweets_payload_v2

numbers, text = {"ann": "77", "bob": "88", "cat": "99"}, "#followback @cat"

def old(number, name, words, **more):
    user = {"screen_name": name, "id_str": numbers[name], "name": name, "created_at": "Mon Jan 05 10:00:00 +0000 2015", "statuses_count": 1,
            "favourites_count": 1, "listed_count": 0, "profile_image_url_https": "", "friends_count": 1, "followers_count": 1}
    entities = {"urls": [], "hashtags": [], "user_mentions": []}
    return {"id_str": number, "full_text": words, "created_at": "Mon Jan 05 10:00:00 +0000 2026", "user": user, "entities": entities,
            "retweet_count": 0, "favorite_count": 0, "reply_count": 0} | more

def new(number, name, words, **more):
    counts = {"like_count": 0, "retweet_count": 0, "quote_count": 0, "reply_count": 0}
    return {"id": number, "author_id": numbers[name], "text": words, "created_at": "2026-01-05T10:00:00.000Z", "lang": "en",
            "possibly_sensitive": False, "public_metrics": counts} | more

asked = {"urls": [], "hashtags": [{"text": "followback"}], "user_mentions": [{"screen_name": "cat", "id_str": "99"}]}
first = normalize_tweet(old("2", "ann", "no", quoted_status=old("1", "bob", text, entities=asked)))

people = [{"id": number, "username": name, "name": name, "created_at": "2015-01-05T10:00:00.000Z", "description": "", "verified": False,
           "profile_image_url": "", "public_metrics": {}} for name, number in numbers.items()]
quoted = new("1", "bob", text, entities={"hashtags": [{"tag": "followback"}], "mentions": [{"username": "cat", "id": "99"}]})
quoting = new("2", "ann", "no", referenced_tweets=[{"type": "quoted", "id": "1"}])
second = normalize_tweets_payload_v2({"data": [quoting], "includes": {"users": people, "tweets": [quoted]}})[0]

def told(post):
    return f"{post['user_screen_name']} mentions {' '.join(post['mentioned_names']) or 'none'} tags {' '.join(post['hashtags']) or 'none'}"

print(f"by v1.1 {told(first)}, by v2 {told(second)}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "by v1.1 ann mentions cat tags followback, by v2 ann mentions none tags none" ] || { echo "changed: twitwi reads quotes otherwise"; exit 1; }
