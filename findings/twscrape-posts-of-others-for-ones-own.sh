#!/usr/bin/env bash
# twscrape 0.20.1 (PyPI): of a timeline in which the brand quotes Ann and posts its own post once more, Ann's post is one of the
# brand's, and the brand's own one is missing.
#
# Expected: parse_tweets(), by which user_tweets() and search() read X's answers, gives the posts of the timeline: those of the brand, with
#   what they quote within them (quotedTweet), as it is with what they repost (retweetedTweet).
# Instead: all posts are gathered that stand anywhere in the answer, and those that somebody on the page reposted are taken out. So what
#   is quoted counts as posted, and what the brand posted itself and then reposted is gone, though it stands in the
#   timeline in its own right. No error, no warning.
# Output seen: in the timeline 4 repost, 3 quote, 1 own; told 2 ann, 3 brand, 4 brand.
# Since: seen on 2026-11-30.
# For engagement: likes and replies of well-known people whom an account quotes are counted as its own, and its best posts, which are
#   those it posts again, are missing. Keep posts whose user.id was asked for, and take originals from retweetedTweet.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  twscrape==0.20.1
cat > "$dir/run.py" <<'PY'
from twscrape.models import parse_tweets

def person(number, name):
    legacy = {"screen_name": name, "name": name, "created_at": "Mon Jan 05 10:00:00 +0000 2015", "description": "",
              "followers_count": 5, "friends_count": 5, "statuses_count": 5, "favourites_count": 5, "listed_count": 0,
              "media_count": 0, "location": "", "profile_image_url_https": "", "entities": {}, "pinned_tweet_ids_str": []}
    return {"__typename": "User", "rest_id": number, "legacy": legacy}

people = {name: person(number, name) for number, name in (("77", "brand"), ("88", "ann"))}

def post(number, name, **more):
    legacy = {"id_str": number, "user_id_str": people[name]["rest_id"], "created_at": "Mon Jan 05 10:00:00 +0000 2026",
              "conversation_id_str": number, "full_text": f"post {number}", "lang": "en", "reply_count": 0, "retweet_count": 0,
              "favorite_count": 0, "quote_count": 0, "entities": {}}
    outer = {"__typename": "Tweet", "rest_id": number, "core": {"user_results": {"result": people[name]}}}
    if "quoted" in more:
        legacy |= {"is_quote_status": True, "quoted_status_id_str": more["quoted"]["rest_id"]}
        outer["quoted_status_result"] = {"result": more["quoted"]}
    if "reposted" in more:
        legacy["retweeted_status_result"] = {"result": more["reposted"]}
    return outer | {"legacy": legacy}

own = post("1", "brand")
timeline = [post("4", "brand", reposted=own), post("3", "brand", quoted=post("2", "ann")), own]
entries = [{"entryId": f"tweet-{one['rest_id']}", "content": {"itemContent": {"tweet_results": {"result": one}}}} for one in timeline]
answer = {"data": {"user": {"result": {"timeline": {"timeline": {"instructions": [{"entries": entries}]}}}}}}
told = sorted((tweet.id, tweet.user.username) for tweet in parse_tweets(answer))
print(f"in the timeline {' '.join(one['rest_id'] for one in timeline)}; told {', '.join(f'{number} {who}' for number, who in told)}")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "in the timeline 4 3 1; told 2 ann, 3 brand, 4 brand" ] ||
  { echo "changed: twscrape reads timelines otherwise"; exit 1; }
