#!/usr/bin/env bash
# datatable 1.1.0 (PyPI, after R's data.table): two counts of 1.5 thousand million are -1.3 thousand million together, and 2,000,000 followers times
# 3,000 posts are 1.7 thousand million.
#
# Expected: a sum or a product of two columns of numbers of a CSV is what it is, as in pandas, polars and DuckDB, or it fails; R's data.table
#   makes NA of it, with a warning. sum() of one column of the same type is right, as are mean() and rowmean().
# Instead: fread() makes columns of 32 bits where all numbers fit, and +, * and rowsum() stay within them. No error, no warning. With one larger number in
#   each column the rest is right, too.
# Output seen: plus -1294967296, rowsum -1294967296, times 1705032704, sum 3000000000, rowmean 1500000000; with one larger plus 3000000000.
# Since: seen on 2026-11-30.
# For followers: views of a year by two routes, and the reach of posts, are wrong for the largest accounts alone, and most are not below zero by
#   chance. Make columns of 64 bits of them first: dt.as_type(f.followers, dt.int64).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" datatable==1.1.0
cat > "$dir/run.py" <<'PY'
import datatable as dt
from datatable import f

views = dt.fread("by_posts,by_replies\n1500000000,1500000000\n")
reach = dt.fread("followers,posts\n2000000,3000\n")
larger = dt.fread("by_posts,by_replies\n1500000000,1500000000\n5000000000,5000000000\n")

def one(frame, what):
    return frame[0, what].to_list()[0][0]

plus, times = one(views, f.by_posts + f.by_replies), one(reach, f.followers * f.posts)
together, mean = one(views, dt.rowsum(f.by_posts, f.by_replies)), one(views, dt.rowmean(f.by_posts, f.by_replies))
total = dt.rbind(views[:, "by_posts"], views[:, "by_posts"])[:, dt.sum(f.by_posts)].to_list()[0][0]
print(f"plus {plus}, rowsum {together}, times {times}, sum {total}, rowmean {mean:.0f}; with one larger plus {one(larger, f.by_posts + f.by_replies)}")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "plus -1294967296, rowsum -1294967296, times 1705032704, sum 3000000000, rowmean 1500000000; with one larger plus 3000000000" ] ||
  { echo "changed: datatable adds and multiplies otherwise"; exit 1; }
