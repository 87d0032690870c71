#!/usr/bin/env bash
# twarc 2.14.0 (PyPI): an account that nobody follows has one follower, once the file is flattened; and a first page without
# anybody hides the people of all other pages.
#
# Expected: `twarc2 followers` writes pages as X answers; of nobody, X answers {"meta": {"result_count": 0}}, without
#   "data". `twarc2 flatten` makes a line of each person, so of such a page it makes none. From Python,
#   ensure_flattened() "will always return a list of tweet dictionaries" or raise ValueError.
# Instead: the page itself passes as a person, by the rule that whatever has no "data" is flat already. Of a list of
#   pages the first one decides: if it is of nobody (X sends such pages with a next_token), all are returned as
#   they are; if it is a later one, ValueError.
# Output seen, in lines: two people and nobody 3, nobody 1; from Python, three people on two pages: 3, 3 with an id; after
#   the page of nobody 3, 0 with an id; before it ValueError.
# Since: seen on 2026-11-30.
# For followers: `wc -l` of the flat file is the number of followers, one too many for each list that ends with an
#   empty page. Count what has an id.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check "twarc==2.14.0" 2> /dev/null
echo '{"meta": {"result_count": 0}}' > nobody.jsonl
echo '{"data": [{"id": "1", "username": "ann"}, {"id": "2", "username": "bob"}], "meta": {"result_count": 2}}' > two.jsonl
cat two.jsonl nobody.jsonl > both.jsonl
lines() { env/bin/twarc2 --bearer-token none flatten --hide-progress "$1.jsonl" flat.jsonl && wc -l < flat.jsonl; }
seen="two people and nobody $(lines both), nobody $(lines nobody); $(env/bin/python - 2> /dev/null <<'PY'
import json
from twarc.expansions import ensure_flattened

nobody = {"meta": {"result_count": 0, "next_token": "b"}}
pages = [json.load(open("two.jsonl")), {"data": [{"id": "3", "username": "cy"}]}]

def tell(pages):
    try:
        flat = ensure_flattened(pages)
    except ValueError:
        return "ValueError"
    return f"{len(flat)}, {sum('id' in one for one in flat)} with an id"

print(f"pages {tell(pages)}; after nobody {tell([nobody, *pages])}; before nobody {tell([*pages, nobody])}")
PY
)"
echo "$seen"
[ "$seen" = "two people and nobody 3, nobody 1; pages 3, 3 with an id; after nobody 3, 0 with an id; before nobody ValueError" ] ||
  { echo "changed: twarc flattens pages of nobody otherwise"; exit 1; }
