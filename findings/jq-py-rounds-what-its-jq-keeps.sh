#!/usr/bin/env bash
# jq 1.13.0 (PyPI, the binding for Python): ids leave jq rounded, though jq itself keeps them.
#
# Expected: jq since 1.7 keeps long whole numbers as they were written, and Python's integers have
#   no limit. compile(".[].id") over two ids of 19 digits gives both ids.
# Instead: on the way to Python every number goes through a double. jq counts two different
#   ids, its text of them is right, and Python gets one id twice, as an exact-looking integer.
# Output seen: jq counts 2, Python 1; text 1234567890123456789, number 1234567890123456768.
# Since: seen on 2026-11-28.
# For follower data: neighbouring ids become one follower, and all others match no list read
#   by another tool. Nothing shows it, for the integers are whole. Add `| tostring` in the program.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" jq==1.13.0
seen=$(PYTHONPATH="$dir" python3 - <<'PY'
import jq
users = '[{"id": 1234567890123456789}, {"id": 1234567890123456788}]'
run = lambda program: jq.compile(program).input_text(users).all()
ids, text = run(".[].id"), run(".[].id | tostring")
counted, = run("map(.id) | unique | length")
print(f"jq counts {counted}, Python {len(set(ids))}; text {text[0]}, number {ids[0]}")
PY
)
echo "$seen"
[ "$seen" = "jq counts 2, Python 1; text 1234567890123456789, number 1234567890123456768" ] ||
  { echo "changed: jq for Python hands out ids otherwise"; exit 1; }
