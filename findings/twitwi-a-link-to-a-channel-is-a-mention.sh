#!/usr/bin/env bash
# twitwi 0.23.0 (PyPI, which minet reads X with): whoever links youtube.com/@cat mentions @cat on X, and a link to a part of a page is a hashtag.
#
# Expected: normalize_tweet() takes the mentions and hashtags of a post from its entities, which X sends beside the text. A post "new video" with
#   a link and no mention has none. normalize_tweets_payload_v2() of the same package says so.
# Instead: where entities hold no mention the names are looked for in the text, after the short links in it were made long ones: what stands between
#   a slash and the next sign, with @ in front of it, is a mention, as on YouTube, TikTok, Threads, Medium and Mastodon; with # a hashtag. As soon as
#   somebody is mentioned, links are not looked at. mentioned_ids stays empty beside them. No error, no warning.
# Output seen: youtube.com/@cat mentions cat, ids none; acme.com/#shop tag shop; with @ann before it ann; by v2 none, tag none.
# Since: seen on 2026-11-30.
# For engagement: @cat of X is somebody else than the channel, and a brand called the same everywhere is "mentioned" by all who link its videos. Count
#   mentioned_ids, never mentioned_names.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" twitwi==0.23.0
cat > "$dir/run.py" <<'PY'
from twitwi import normalize_tweet, normalize_tweets_payload_v2

def post(link, mentions=()):
    text = " ".join([f"@{name}" for name in mentions] + ["new video https://t.co/abc"])
    people = [{"screen_name": name, "id_str": "88"} for name in mentions]
    entities = {"urls": [{"url": "https://t.co/abc", "expanded_url": link}], "hashtags": [], "user_mentions": people}
    user = {"screen_name": "brand", "id_str": "77", "name": "Brand", "created_at": "Mon Jan 05 10:00:00 +0000 2015", "statuses_count": 1,
            "favourites_count": 1, "listed_count": 0, "profile_image_url_https": "", "friends_count": 1, "followers_count": 1}
    return normalize_tweet({"id_str": "1", "full_text": text, "created_at": "Mon Jan 05 10:00:00 +0000 2026", "user": user, "entities": entities,
                            "retweet_count": 0, "favorite_count": 0, "reply_count": 0})

def by_v2(link):
    user = {"id": "77", "username": "brand", "name": "Brand", "created_at": "2015-01-05T10:00:00.000Z", "description": "", "verified": False,
            "profile_image_url": "", "public_metrics": {}}
    counts = {"like_count": 0, "retweet_count": 0, "quote_count": 0, "reply_count": 0}
    one = {"id": "1", "author_id": "77", "text": "new video https://t.co/abc", "created_at": "2026-01-05T10:00:00.000Z", "lang": "en",
           "possibly_sensitive": False, "public_metrics": counts, "entities": {"urls": [{"url": "https://t.co/abc", "expanded_url": link}]}}
    return normalize_tweets_payload_v2({"data": [one], "includes": {"users": [user]}})[0]

def told(names):
    return " ".join(names) or "none"

video, page = "https://www.youtube.com/@cat", "https://acme.com/#shop"
print(f"youtube.com/@cat mentions {told(post(video)['mentioned_names'])}, ids {told(post(video)['mentioned_ids'])}", end="; ")
print(f"acme.com/#shop tag {told(post(page)['hashtags'])}; with @ann {told(post(video, ['ann'])['mentioned_names'])}", end="; ")
print(f"by v2 {told(by_v2(video)['mentioned_names'])}, tag {told(by_v2(page)['hashtags'])}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "youtube.com/@cat mentions cat, ids none; acme.com/#shop tag shop; with @ann ann; by v2 none, tag none" ] ||
  { echo "changed: twitwi finds mentions otherwise"; exit 1; }
