#!/usr/bin/env bash
# tsv 0.2.0 (npm): a list whose lines end as on Windows has twice as many people, and one more; every second one has an empty id.
#
# Expected: a line ends with \n or with \r\n, which is one end: three people are three, with an end behind the last line too, as in d3-dsv 3.0.1.
# Instead: \r and \n are an end each, and between them is a line with one empty cell: a person whose id is "". So is what stands behind the last end. Nothing
#   is left out, and nothing said.
# Output seen, rows of three people: \n between them 3, \n behind the last as well 4, \r\n between them 6, and behind the last 8; d3-dsv 3 3 3 3.
# Since: seen on 2026-12-01.
# For follower lists: exports from Windows and from spreadsheets have \r\n, and half of their followers are of one empty id, who follows in all of them.
#   Filter out rows whose id is empty.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund tsv@0.2.0 d3-dsv@3.0.1
cat > run.mjs <<'JS'
import { tsvParse } from "d3-dsv";
import TSV from "tsv";
const lines = ["id\thandle", "7\tann", "8\tbob", "9\tcat"];
const lists = ["\n", "\r\n"].flatMap((end) => [lines.join(end), lines.join(end) + end]);
const tell = (read) => lists.map((list) => read(list).length).join(" ");
console.log(`tsv ${tell((list) => TSV.parse(list))}, ids ${JSON.stringify(TSV.parse(lists[2]).map(({ id }) => id))}; d3-dsv ${tell(tsvParse)}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'tsv 3 4 6 8, ids ["",7,"",8,"",9]; d3-dsv 3 3 3 3' ] || { echo "changed: other rows are read"; exit 1; }
