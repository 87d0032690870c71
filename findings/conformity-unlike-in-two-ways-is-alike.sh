#!/usr/bin/env bash
# node-conformity 0.0.2 (PyPI, imported as conformity; networkx 3.6.1): whoever is unlike all around in city and in topic is as like them as can be.
#
# Expected: attribute_conformity() says how much a person is like those around them, from -1 to 1, by profiles of one or more attributes: ann, of Rome and
#   tea, who talks with three of Oslo and art, has -1 by city and -1 by topic, and by both together -1 as well, and bob, who shares one of the two, is between.
# Instead: a person's numbers by the attributes are multiplied, and -1 times -1 is 1, the best there is. Whoever shares neither, and whoever
#   shares both, have the same; with three attributes the sign turns again. No warning.
# Output seen: ann city -1.0 topic -1.0 both 1.0 all three -1.0; who is the same as all 1.0; of the same city alone -1.0.
# Since: seen on 2026-12-01.
# For circles: "do people talk with their like" by route and week at once finds that the most foreign ones are at home. Make one attribute of the two
#   first, "Rome tea".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  networkx==3.6.1 numpy==1.26.4 tqdm==4.67.1
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" node-conformity==0.0.2
cat > "$dir/run.py" <<'PY'
import networkx
from conformity import attribute_conformity

def scores(city, topic, route):
    talk = networkx.Graph([("ann", "bob"), ("ann", "cat"), ("ann", "dan")])
    for name, (common, own) in {"city": ("Oslo", city), "topic": ("art", topic), "route": ("search", route)}.items():
        networkx.set_node_attributes(talk, {person: own if person == "ann" else common for person in talk}, name)
    found = attribute_conformity(talk, [1.0], ["city", "topic", "route"], profile_size=3)["1.0"]
    return {profile: found[profile]["ann"] for profile in ("city", "topic", "city_topic", "city_topic_route")}

strange, same, half = scores("Rome", "tea", "reply"), scores("Oslo", "art", "search"), scores("Oslo", "tea", "search")
print("ann city {city:.1f} topic {topic:.1f} both {city_topic:.1f} all three {city_topic_route:.1f};".format(**strange), end=" ")
print("the same as all {city_topic:.1f};".format(**same), "the same city {city_topic:.1f}".format(**half))
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py" 2> "$dir/progress")
echo "$seen"
[ "$seen" = "ann city -1.0 topic -1.0 both 1.0 all three -1.0; the same as all 1.0; the same city -1.0" ] ||
  { echo "changed: conformity puts attributes together otherwise"; exit 1; }
