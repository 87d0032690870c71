#!/usr/bin/env bash
# chDB 4.4.0 (PyPI, ClickHouse in a process): windowFunnel takes events of one and the same time for a chain in the order
# that was asked for, whichever of them stands first.
#
# Expected: "the account followed them, then they followed back" counts whom the account followed first.
#   Of two events of one time the order is unknown, so the chain breaks there, or the rows' order counts.
# Instead: two steps are counted for follow, followback and for followback, follow alike, as soon as both
#   have one time. Only a followback that is a second earlier breaks the chain.
# Output seen: at one time follow first 2, followback first 2; followback a second earlier 1; with
#   strict_increase 1, 1, 1.
# Since: seen on 2026-11-30.
# For followback: lists have dates. Of everybody who appeared on both sides on one day, those who came by
#   themselves count as won by following. strict_increase loses the others instead: keep the
#   order apart as unknown.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install --quiet --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" "chdb==4.4.0" 2> /dev/null
seen=$(PYTHONPATH="$dir" python3 - <<'PY'
import chdb

def steps(events, mode=""):
    rows = ", ".join(f"('{at}', '{kind}')" for at, kind in events)
    return str(chdb.query(f"""select windowFunnel(2592000{mode})(at, kind = 'follow', kind = 'followback')
      from values('at DateTime, kind String', {rows})""", "TSV")).strip()

noon, before = "2025-03-01 12:00:00", "2025-03-01 11:59:59"
cases = [[(noon, "follow"), (noon, "followback")], [(noon, "followback"), (noon, "follow")],
         [(before, "followback"), (noon, "follow")]]
of = lambda mode="": ", ".join(steps(events, mode) for events in cases)
print(f"{of()}; with strict_increase {of(', ' + repr('strict_increase'))}")
PY
)
echo "$seen"
[ "$seen" = "2, 2, 1; with strict_increase 1, 1, 1" ] || { echo "changed: windowFunnel orders events of one time otherwise"; exit 1; }
