#!/usr/bin/env bash
# divintseg 0.7.0 (PyPI; pandas 2.3.3): of cohorts called 2025 and 2026 nearly all are apart, and of the same ones called y2025 and y2026
# as they are; a cohort's name is 2025 people.
#
# Expected: by and over are the columns to group by, and the others hold counts of people. Of a cohort with 50 of 100 stayers in each of two circles
#   the integration is 0.5, and so is the isolation of who stays, whether the cohort is called 2026 or y2026.
# Instead: what groups the rows is among the numbers that are summed up, if it is a number: isolation(), bells() and exposure() add it to the people of a
#   circle, and for integration(), and the segregation of di(), it is one more group. The diversity beside it in di() is right. No warning.
# Output seen: y2026 isolation 0.500 integration 0.500 segregation 0.500 diversity 0.500; 2026 isolation 0.024 integration 0.091 segregation 0.909
#   diversity 0.500; circles that are 1 and 2 0.493.
# Since: seen on 2026-11-30.
# For cohorts: years, weeks and numbers of campaigns are numbers. A larger number makes a cohort more segregated, up to where all look alike. Make texts
#   of them before.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  divintseg==0.7.0 pandas==2.3.3 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
import divintseg
import pandas

def people(cohort, circles=("tea", "art")):
    return pandas.DataFrame({"cohort": cohort, "circle": circles, "stay": 50, "left": 50})

def isolation(listed):
    return divintseg.isolation(listed, "stay", by="cohort", over="circle")["stay"][0]

def tell(cohort):
    listed = people(cohort)
    found = divintseg.di(listed, by="cohort", over="circle", add_segregation=True).loc[cohort]
    told = " ".join(f"{name} {found[name]:.3f}" for name in ("integration", "segregation", "diversity"))
    return f"{cohort} isolation {isolation(listed):.3f} {told}"

print(f"{tell('y2026')}; {tell(2026)}; circles that are 1 and 2 {isolation(people('y2026', (1, 2))):.3f}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
texts="y2026 isolation 0.500 integration 0.500 segregation 0.500 diversity 0.500"
numbers="2026 isolation 0.024 integration 0.091 segregation 0.909 diversity 0.500"
[ "$seen" = "$texts; $numbers; circles that are 1 and 2 0.493" ] || { echo "changed: divintseg counts names otherwise"; exit 1; }
