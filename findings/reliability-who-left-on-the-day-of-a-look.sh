#!/usr/bin/env bash
# reliability 0.9.0 (PyPI; pandas 2.3.3, numpy 2.4.6): of people who left on days on which others were last seen, 7 % stay or nobody, by the
# order in which they are listed, where 20 % do.
#
# Expected: Kaplan and Meier: whoever was last seen on a day was at risk on it, and the order of the lists is nothing. On each of 8
#   days 20 left and 20 were last seen: 19.6 % stay, as in lifelines.
# Instead: both lists are put together and sorted by day with a sort that does not keep the order of equal days, and then gone
#   through one by one: those who are only seen, where they come first, are not at risk. No warning. How much it is
#   depends on the sort of the machine; that it is wrong does not.
# Output seen: of 320 people 0.0728, backwards 0.0000, lifelines 0.1964 both ways; with half a day between 0.1964.
# Since: seen on 2026-11-30.
# For followers: ages are whole days and lists are read on few of them, so that most days have both. Move those who are only seen
#   half a day on.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py \
  reliability==0.9.0 lifelines==0.30.3 \
  pandas==2.3.3 numpy==2.4.6 "setuptools<80"
cat > run.py <<'PY'
from lifelines import KaplanMeierFitter
from reliability.Nonparametric import KaplanMeier

days = [day for day in range(1, 9) for _ in range(20)]

def stay(left, seen):
    return float(KaplanMeier(failures=left, right_censored=seen, show_plot=False, print_results=False).KM[-1])

def theirs(left, seen):
    fitted = KaplanMeierFitter().fit(left + seen, [1] * len(left) + [0] * len(seen))
    return float(fitted.survival_function_.iloc[-1, 0])

back = days[::-1]
right = theirs(days, days)
ours = [stay(days, days), stay(back, back)]
apart = stay(days, [day + 0.5 for day in days])
print(f"of 320 people {ours[0]:.4f}, backwards {ours[1]:.4f}, lifelines {right:.4f} {theirs(back, back):.4f}; with half a day between {apart:.4f}")
print("wrong" if any(abs(one - right) > 0.01 for one in ours) else "right")
PY
seen=$(PYTHONPATH=py MPLBACKEND=agg python3 run.py 2> errors) || { cat errors; exit 1; }
echo "${seen%$'\n'*}"
[[ "$seen" == *", lifelines 0.1964 0.1964; with half a day between 0.1964"$'\n'wrong ]] || { echo "changed: reliability sorts otherwise"; exit 1; }
