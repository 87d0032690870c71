#!/usr/bin/env bash
# polars-ds 0.13.0 with polars 2.1.0 and scipy 1.16.3 (PyPI): a rank test of who did it and who did not takes those who did for all
# different.
#
# Expected: mann_whitney_u() "always applies tie correction", for each group of equal values, as scipy does, whose code it names.
# Instead: the group of the highest value is left out of the correction. Where few share the highest count that is little; of 0 and 1
#   it is half of it, and the p is too large. Exchange 0 and 1, and the smaller of the two groups is left out.
# Output seen: p 0.0467 of 0.0298, with one who did it twice 0.0243 of 0.0243.
# Since: seen on 2026-11-30.
# For engagement: two cohorts of people who answered or did not are the commonest test, and a difference that is there is not
#   found. Use another test for shares.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py \
  polars-ds==0.13.0 polars==2.1.0 scipy==1.16.3 numpy==2.3.5
seen=$(PYTHONPATH=py python3 - <<'PY'
import polars as pl
import polars_ds as pds
from scipy.stats import mannwhitneyu

test = getattr(pds, "mann_whitney_u", None) or pds.query_mann_whitney_u

def ours(one, other):
    people = pl.DataFrame({"cohort": [0] * len(one) + [1] * len(other), "n": [float(x) for x in one + other]})
    found = people.select(test(pl.col("n").filter(pl.col("cohort") == 0), pl.col("n").filter(pl.col("cohort") == 1)).alias("t"))["t"][0]
    return found["pvalue"]

def seen(one, other):
    return f"{ours(one, other):.4f} of {mannwhitneyu(one, other, method='asymptotic').pvalue:.4f}"

may, june = [0] * 6 + [1] * 14, [0] * 13 + [1] * 7
print(f"p {seen(may, june)}, with one who did it twice {seen(may[:-1] + [2], june)}")
PY
)
echo "$seen"
[ "$seen" = "p 0.0467 of 0.0298, with one who did it twice 0.0243 of 0.0243" ] || { echo "changed: polars-ds corrects ties otherwise"; exit 1; }
