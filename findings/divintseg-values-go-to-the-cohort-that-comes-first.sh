#!/usr/bin/env bash
# divintseg 0.7.0 (PyPI; pandas 2.3.3): of two cohorts, what was found of the one is told of the other, if the list does not have them in
# the order of the alphabet.
#
# Expected: isolation(people, "stay", by="cohort", over="circle") is, for each cohort, the share of stayers in the circle of a stayer: of spring, with
#   90 of 100 in one circle and 10 of 100 in the other, 0.9 * 0.9 + 0.1 * 0.1 = 0.82; of autumn, with 50 of 100 in both, 0.5; in whatever order
#   the rows stand, as integration() and di() of the package have it.
# Instead: values are in the order of the sorted names, and names in that of their first rows. bells() and exposure() do the same. No warning.
# Output seen: sorted autumn 0.50 spring 0.82, as listed spring 0.50 autumn 0.82; bells spring 0.00 autumn 0.64; exposure spring 0.50 autumn 0.18;
#   integration autumn 0.50 spring 0.18.
# Since: seen on 2026-11-30.
# For cohorts: cohorts stand by time, and their names by the alphabet: April is before February. Which of them mixes is exchanged.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  divintseg==0.7.0 pandas==2.3.3 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
import divintseg
import pandas

rows = [("spring", "tea", 90, 10), ("spring", "art", 10, 90), ("autumn", "tea", 50, 50), ("autumn", "art", 50, 50)]
listed = pandas.DataFrame(rows, columns=["cohort", "circle", "stay", "left"])
nested = {"by": "cohort", "over": "circle"}

def tell(found):
    return " ".join(f"{cohort} {value:.2f}" for cohort, value in found.set_index("cohort").iloc[:, 0].items())

ordered = listed.sort_values("cohort")
print(
    f"sorted {tell(divintseg.isolation(ordered, 'stay', **nested))}, as listed {tell(divintseg.isolation(listed, 'stay', **nested))};",
    f"bells {tell(divintseg.bells(listed, 'stay', **nested))};",
    f"exposure {tell(divintseg.exposure(listed, 'stay', **nested))};",
    f"integration {tell(divintseg.integration(listed, **nested).reset_index())}",
)
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
isolation="sorted autumn 0.50 spring 0.82, as listed spring 0.50 autumn 0.82"
[ "$seen" = "$isolation; bells spring 0.00 autumn 0.64; exposure spring 0.50 autumn 0.18; integration autumn 0.50 spring 0.18" ] ||
  { echo "changed: divintseg names cohorts otherwise"; exit 1; }
