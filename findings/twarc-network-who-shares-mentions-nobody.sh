#!/usr/bin/env bash
# twarc-network 0.2.0 with twarc 2.14.0 (PyPI; networkx 3.6.1, pydot 4.0.1): whoever reposts "thanks @cat" mentions Cat, and an answer is two
# edges.
#
# Expected: an edge of "mention" is somebody naming somebody. What the brand said of Cat and ann and bob shared is one mention, by the
#   brand; it takes the name of whom a repost is of ("RT @brand:") out of the mentions, so that sharing is no mention. The weight of
#   an answer is 1.
# Instead: only that first name is taken out. All others in a repost are mentions by who reposted. X sends the names in a repost's
#   text beside it, as they stand in the original. An answer has a reply and a mention, weight 2. No warning.
# Output seen: brand>cat mention 1; ann>cat mention 1 retweet 0, bob>cat mention 1 retweet 0; dan>brand weight 2.
# Since: seen on 2026-11-30.
# For engagement: the more an account is shared, the more its followers "talk with" those whom it names: whoever is thanked by a large
#   account is in the middle of the network. Ask --edges retweet --edges reply --edges quote, or leave reposts out.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check "twarc-network==0.2.0" "twarc==2.14.0" "networkx==3.6.1" "pydot==4.0.1" 2> /dev/null
cat > posts.py <<'PY'
import json
people = {"brand": "77", "ann": "1", "bob": "2", "cat": "3", "dan": "4"}

def post(number, who, text, names, **more):
    mentions = [{"start": text.index(f"@{name}"), "end": 0, "username": name, "id": people[name]} for name in names]
    return {"id": number, "text": text, "author": {"id": people[who], "username": who},
            "author_id": people[who], "created_at": "2026-01-05T10:00:00.000Z", "entities": {"mentions": mentions}, **more}

def of(kind, other):
    return {"referenced_tweets": [{"type": kind, **other}]}

thanks = post("10", "brand", "thanks @cat", ["cat"])
posts = [post("11", who, "RT @brand: thanks @cat", ["brand", "cat"], **of("retweeted", thanks)) for who in ("ann", "bob")]
posts += [post("12", "dan", "@brand welcome", ["brand"], **of("replied_to", thanks)), thanks]
print("\n".join(json.dumps(one) for one in posts))
PY
python3 posts.py > posts.jsonl
env/bin/twarc2 --bearer-token none network --format json posts.jsonl network.json
seen=$(python3 - <<'PY'
import json
links = {(one["source"], one["target"]): one for one in json.load(open("network.json"))["links"]}
told = [f"{who}>cat mention {links[who, 'cat']['mention']} retweet {links[who, 'cat']['retweet']}" for who in ("brand", "ann", "bob")]
print(f"{'; '.join(told)}; dan>brand weight {links['dan', 'brand']['weight']}")
PY
)
echo "$seen"
[ "$seen" = "brand>cat mention 1 retweet 0; ann>cat mention 1 retweet 0; bob>cat mention 1 retweet 0; dan>brand weight 2" ] ||
  { echo "changed: twarc-network draws other edges"; exit 1; }
