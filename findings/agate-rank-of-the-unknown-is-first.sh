#!/usr/bin/env bash
# agate 1.14.2 (PyPI, which csvkit is built on): ranked by most followers, whoever's number is not known is the first.
#
# Expected: "Null values will always be ranked last", as the documentation of Rank has it. Of ann with 5, bob with none told, cat with 9
#   and dan with 9, by most, cat and dan are 1, ann is 3 and bob 4.
# Instead: reverse=True turns the sorted list round, with those at its end. order_by(reverse=True) does the same. Without reverse bob is the
#   last, as promised.
# Output seen: least ann 1 bob 4 cat 2 dan 2; most ann 4 bob 1 cat 2 dan 2; ordered bob cat dan ann.
# Since: seen on 2026-11-30.
# For followers: by most is how people are ranked, by followers or replies, and a protected account has no number. Everybody's rank
#   is off by as many as are unknown. Keep the known rows with where() first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" agate==1.14.2
cat > "$dir/run.py" <<'PY'
import agate

people = agate.Table([("ann", 5), ("bob", None), ("cat", 9), ("dan", 9)], ["who", "followers"])

def ranks(**order):
    ranked = people.compute([("rank", agate.Rank("followers", **order))])
    return " ".join(f"{row['who']} {row['rank']}" for row in ranked.rows)

print("least", ranks(), end="; ")
print("most", ranks(reverse=True), end="; ")
print("ordered", *(row["who"] for row in people.order_by("followers", reverse=True).rows))
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "least ann 1 bob 4 cat 2 dan 2; most ann 4 bob 1 cat 2 dan 2; ordered bob cat dan ann" ] ||
  { echo "changed: agate ranks the unknown otherwise"; exit 1; }
