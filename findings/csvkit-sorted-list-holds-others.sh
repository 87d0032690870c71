#!/usr/bin/env bash
# csvkit 2.2.0 (PyPI): a list of followers that was sorted has other contents: counts of 1 are True, handles such as none and
# null are empty; as JSON two ids are one.
#
# Expected: csvsort changes the order of rows. What stands in them stays, as with csvcut and csvgrep of the same kit, and as
#   with sort. csvjson writes ids as they are written, or as text.
# Instead: the types of columns are guessed from their values, and the values written anew. A column of 0, 1 and nothing
#   is True and False; na, n/a, none, null and a dot are nothing, in columns of text too; csvjson turns whole numbers
#   into doubles. --no-inference leaves counts and ids alone, and --blanks the handles. No warning.
# Output seen: "none,0 ann,1" is ",False ann,True", with no inference ",0 ann,1", with blanks too "none,0 ann,1"; ids in JSON
#   1 of 2, with no inference 2.
# Since: seen on 2026-11-30.
# For followers: replies by person are 0 and 1 in most weeks, and become numbers again in the week in which somebody replies
#   twice. Whoever is called none or null leaves the list. Always give --no-inference --blanks.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install --quiet --no-compile --disable-pip-version-check csvkit==2.2.0 2> /dev/null
cd "$dir"
printf 'handle,replies\nnone,0\nann,1\n' > week.csv
printf 'id,name\n1234567890123456788,ann\n1234567890123456789,bob\n' > people.csv
rows() { env/bin/csvsort "$@" -c replies week.csv | tail -n +2 | tr '\n' ' '; }
ids() { env/bin/csvjson "$@" people.csv | grep -o '"id": [^,]*' | sort -u | wc -l; }
seen="$(rows)with no inference $(rows --no-inference)with blanks too $(rows --no-inference --blanks)ids in JSON $(ids), with no inference $(ids --no-inference)"
echo "$seen"
[ "$seen" = ",False ann,True with no inference ,0 ann,1 with blanks too none,0 ann,1 ids in JSON 1, with no inference 2" ] ||
  { echo "changed: csvkit writes sorted lists otherwise"; exit 1; }
