#!/usr/bin/env bash
# @tanstack/table-core 8.21.3 (npm): ten people are sorted in another way than eleven.
#
# Expected: sortingFn "auto", which is what a column has, looks at values of the column and picks an order that fits their type. The
#   documentation names text without regard to capitals, and texts with numbers by number.
# Instead: it looks at all rows but the first ten. Of ten or fewer it sees none, and compares whatever there is as
#   JavaScript does: capitals before small letters, "10" before "9". With an eleventh row the order turns, and what the
#   eleventh looks like decides how.
# Output seen: of ten: 10 before 9, Zoe before ann; of eleven: 9 before 10, ann before Zoe.
# Since: seen on 2026-11-30.
# For followers: a table of the ten best, as texts or with handles, has a wrong first place; the longer one that it was tried
#   with has not. Name the order: sortingFn: "alphanumeric".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @tanstack/table-core@8.21.3
cat > run.cjs <<'JS'
const {createTable, getCoreRowModel, getSortedRowModel} = require("@tanstack/table-core");
const first = (one, other, fillers, count) => {
  const cells = [other, one, ...fillers].slice(0, count);
  const table = createTable({
    data: cells.map((cell) => ({cell})), columns: [{accessorKey: "cell"}], renderFallbackValue: null, state: {}, onStateChange: () => {},
    getCoreRowModel: getCoreRowModel(), getSortedRowModel: getSortedRowModel(),
  });
  table.setOptions((options) => ({...options, state: {...table.initialState, sorting: [{id: "cell", desc: false}]}}));
  const sorted = table.getSortedRowModel().rows.map((row) => row.getValue("cell"));
  return sorted.indexOf(one) < sorted.indexOf(other) ? `${one} before ${other}` : `${other} before ${one}`;
};
const counts = ["20", "30", "40", "50", "60", "70", "80", "90", "95"];
const names = ["bea", "cy", "dan", "eve", "fay", "gus", "hal", "ida", "jo"];
const of = (count) => `${first("9", "10", counts, count)}, ${first("ann", "Zoe", names, count)}`;
console.log(`of ten: ${of(10)}; of eleven: ${of(11)}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "of ten: 10 before 9, Zoe before ann; of eleven: 9 before 10, ann before Zoe" ] || { echo "changed: TanStack Table sorts otherwise"; exit 1; }
