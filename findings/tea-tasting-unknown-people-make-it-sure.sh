#!/usr/bin/env bash
# tea-tasting 1.14.0 (PyPI; pandas 3.1.1): people of whom the metric is not known make the result of an experiment surer, from
# p = 0.35 to p below 0.00001.
#
# Expected: of two groups of five, who stayed 14 and 16 days on average, p is 0.3466, as scipy 1.17.1 has it. Five, forty-five or
#   ninety-five more people in each, who have not left yet and whose days are null, tell nothing: p stays, or null is
#   refused, as MannWhitneyU of the same package makes all of it NaN.
# Instead: mean and variance leave them out, as SQL's do, and the number of people, which the variance is divided by, is
#   count(*). No error, no warning; the means are right.
# Output seen, null in each group, difference, p: 0 2.0 0.3466; 5 2.0 0.1510; 45 2.0 0.0007; 95 2.0 0.0000; from Arrow alike;
#   scipy 0.3466.
# Since: seen on 2026-11-30 (ibis 12.0.0).
# For experiments: numbers that exist for some are the rule, days to the first reply of those who replied at all, days stayed of
#   those who left. The rarer they are, the surer every difference is. Drop the rows before analyze().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  tea-tasting==1.14.0 ibis-framework==12.0.0 sqlglot==30.30.0 pandas==3.1.1 numpy==2.4.6 scipy==1.17.1 pyarrow==26.0.1
cat > "$dir/run.py" <<'PY'
import pandas
import pyarrow
import tea_tasting
from scipy.stats import ttest_ind

known = {0: [10, 12, 14, 16, 18], 1: [12, 14, 16, 18, 20]}
experiment = tea_tasting.Experiment(days=tea_tasting.Mean("days"))

def tell(unknown, kind=lambda people: people):
    rows = [(group, day) for group, days in known.items() for day in days + [None] * unknown]
    people = pandas.DataFrame(rows, columns=["variant", "days"])
    result = experiment.analyze(kind(people)).to_dicts()[0]
    return f"{unknown} {result['effect_size']:.1f} {result['pvalue']:.4f}"

print(*map(tell, (0, 5, 45, 95)), sep="; ", end="; ")
print("Arrow", tell(45, pyarrow.Table.from_pandas), end="; ")
print(f"scipy {ttest_ind(known[0], known[1], equal_var=False).pvalue:.4f}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "0 2.0 0.3466; 5 2.0 0.1510; 45 2.0 0.0007; 95 2.0 0.0000; Arrow 45 2.0 0.0007; scipy 0.3466" ] ||
  { echo "changed: tea-tasting counts people without a value otherwise"; exit 1; }
