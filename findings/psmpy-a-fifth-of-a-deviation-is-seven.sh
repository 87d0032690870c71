#!/usr/bin/env bash
# psmpy 0.3.16 (PyPI, without what it draws with; pandas 2.3.3, scikit-learn 1.7.2): told to pair nobody who is farther apart than a fifth of a standard
# deviation, it pairs people who are three and a half apart, and leaves out nobody.
#
# Expected: a caliper is a "size relative to std. dev of the control sample, restricting neighbors eligible to match within a certain distance", as
#   the README has it, and 0.2 is what the books advise. Of followbackers with 1,000 to 1,099 posts, and others with 1,000 to 1,198, those without
#   a near partner are dropped.
# Instead: the number is compared with the distance itself. By propensity_score, which lies between 0 and 1 and has a deviation of 0.03 here, 0.2 is
#   seven deviations, and the pairs are those without any caliper; by the logit it is two. No warning.
# Output seen: score 100 pairs up to 3.4 deviations apart, without a caliper 100 3.4; logit 76 pairs up to 1.7; a fifth by hand 53 0.2, 53 0.2.
# Since: seen on 2026-12-01.
# For cohorts: the more alike the routes are already, the smaller the deviation, and the less the caliper holds: who has no counterpart is
#   compared with whomever is left. Multiply it by the deviation of the controls first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pandas==2.3.3 numpy==1.26.4 scipy==1.16.3 scikit-learn==1.7.2
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" psmpy==0.3.16
cat > "$dir/run.py" <<'PY'
import sys
from unittest.mock import MagicMock

# What it draws with is not installed, and not used here.
sys.modules.update({name: MagicMock() for name in ("seaborn", "matplotlib", "matplotlib.pyplot")})
import pandas
from psmpy import PsmPy

size = 100
posts = [1000 + place for place in range(size)] + [1000 + 2 * place for place in range(size)]
people = pandas.DataFrame({"id": range(2 * size), "followback": [1] * size + [0] * size, "posts": posts})
model = PsmPy(people, treatment="followback", indx="id")
model.logistic_ps(balance=False)
scores = model.predicted_data.set_index("id")

def tell(matcher, caliper):
    deviation = scores.loc[scores["followback"] == 0, matcher].std()
    model.kdtree_matched(matcher=matcher, replacement=False, caliper=caliper(deviation), drop_unmatched=True)
    own, other = (scores.loc[model.matched_ids[name], matcher].to_numpy() for name in ("id", "matched_ID"))
    return len(own), (abs(own - other) / deviation).max()

score, logit = "propensity_score", "propensity_logit"
plain, none, by_hand = lambda deviation: 0.2, lambda deviation: None, lambda deviation: 0.2 * deviation
print("score %d pairs up to %.1f deviations apart, without a caliper %d %.1f;" % (*tell(score, plain), *tell(score, none)), end=" ")
print("logit %d pairs up to %.1f; a fifth by hand %d %.1f, %d %.1f" % (*tell(logit, plain), *tell(score, by_hand), *tell(logit, by_hand)))
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "score 100 pairs up to 3.4 deviations apart, without a caliper 100 3.4; logit 76 pairs up to 1.7; a fifth by hand 53 0.2, 53 0.2" ] ||
  { echo "changed: psmpy measures its caliper otherwise"; exit 1; }
