#!/usr/bin/env bash
# twitwi 0.23.0 (PyPI, which minet reads X with): #FollowBack and #followback are one hashtag by X's API of version 1.1, and two by version 2.
#
# Expected: tags of X do not go by upper and lower case. A package that is to make posts "from various sources" into "homogeneous" data
#   writes them alike: in lower case, as normalize_tweet() does, and as it does with the tags of Bluesky.
# Instead: normalize_tweets_payload_v2() leaves them, and names of people who are mentioned, as they were typed, so that one post can have a tag
#   twice. Which reader made a post does not stand in it.
# Output seen: by v1.1 followback mentions cat; by v2 FollowBack followback mentions Cat.
# Since: seen on 2026-11-30.
# For followers: a campaign's tag is found in the half of its posts that type it so, and posts of before and after a change of the API do not
#   meet. Lower both before counting.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" twitwi==0.23.0
cat > "$dir/run.py" <<'PY'
from twitwi import normalize_tweet, normalize_tweets_payload_v2

text, tags = "#FollowBack @Cat #followback", ("FollowBack", "followback")

user = {"screen_name": "ann", "id_str": "77", "name": "Ann", "created_at": "Mon Jan 05 10:00:00 +0000 2015", "statuses_count": 1,
        "favourites_count": 1, "listed_count": 0, "profile_image_url_https": "", "friends_count": 1, "followers_count": 1}
entities = {"urls": [], "hashtags": [{"text": tag} for tag in tags], "user_mentions": [{"screen_name": "Cat", "id_str": "99"}]}
first = normalize_tweet({"id_str": "1", "full_text": text, "created_at": "Mon Jan 05 10:00:00 +0000 2026", "user": user, "entities": entities,
                         "retweet_count": 0, "favorite_count": 0, "reply_count": 0})

user = {"id": "77", "username": "ann", "name": "Ann", "created_at": "2015-01-05T10:00:00.000Z", "description": "", "verified": False,
        "profile_image_url": "", "public_metrics": {}}
entities = {"hashtags": [{"tag": tag} for tag in tags], "mentions": [{"username": "Cat", "id": "99"}]}
counts = {"like_count": 0, "retweet_count": 0, "quote_count": 0, "reply_count": 0}
post = {"id": "1", "author_id": "77", "text": text, "created_at": "2026-01-05T10:00:00.000Z", "lang": "en", "possibly_sensitive": False,
        "public_metrics": counts, "entities": entities}
second = normalize_tweets_payload_v2({"data": [post], "includes": {"users": [user]}})[0]

def told(one):
    return f"{' '.join(one['hashtags'])} mentions {' '.join(one['mentioned_names'])}"

print(f"by v1.1 {told(first)}; by v2 {told(second)}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "by v1.1 followback mentions cat; by v2 FollowBack followback mentions Cat" ] || { echo "changed: twitwi writes tags otherwise"; exit 1; }
