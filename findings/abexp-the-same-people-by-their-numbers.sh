#!/usr/bin/env bash
# abexp 0.0.3 (PyPI; pandas 2.3.3, statsmodels 0.14.5): the same two groups have other intervals by their people and by their numbers: of days stayed
# 1.4 times as wide, and of who stayed those of 95 % in place of 99.
#
# Expected: compare_mean_obs() of people and compare_mean_stats() of their mean, deviation and number give the same, as they give the same p; so do
#   compare_conv_obs() and compare_conv_stats(), at any alpha.
# Instead: by numbers the interval of each mean is made of the standard error of the difference of both. By people, the alpha of shares is not handed on:
#   0.05 whatever was asked for. No warning.
# Output seen: days by people p 0.040 12.33 to 16.67, by numbers p 0.040 11.44 to 17.56; shares at 0.01 by people p 0.028 0.21 to 0.39, by numbers p
#   0.028 0.18 to 0.42.
# Since: seen on 2026-12-01.
# For experiments: "do the intervals overlap" has two answers, and whoever asks for 99 % to be on the safe side is not. Take the numbers for
#   shares, and the people for means.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pandas==2.3.3 numpy==1.26.4 scipy==1.15.3 statsmodels==0.14.5
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" abexp==0.0.3
cat > "$dir/run.py" <<'PY'
import sys
from unittest.mock import MagicMock

# What it draws samples with is not installed, and not used here.
sys.modules.update({name: MagicMock() for name in ("sklearn", "sklearn.utils")})
import numpy
from abexp.core.analysis_frequentist import FrequentistAnalyzer

analyzer = FrequentistAnalyzer()
others = numpy.arange(10, 20)
followback = others + 3
deviation, size = others.std(ddof=1), len(others)

def tell(result):
    p, (lower, upper), _ = result
    return f"p {p:.3f} {lower:.2f} to {upper:.2f}"

by_people = analyzer.compare_mean_obs(others, followback)
by_numbers = analyzer.compare_mean_stats(others.mean(), followback.mean(), deviation, size, size)
stayed = [numpy.repeat([1, 0], [number, 100 - number]) for number in (30, 45)]
print(f"days by people {tell(by_people)}, by numbers {tell(by_numbers)};", end=" ")
print(f"shares at 0.01 by people {tell(analyzer.compare_conv_obs(*stayed, alpha=0.01))},", end=" ")
print(f"by numbers {tell(analyzer.compare_conv_stats(30, 45, 100, 100, alpha=0.01))}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
days="days by people p 0.040 12.33 to 16.67, by numbers p 0.040 11.44 to 17.56"
[ "$seen" = "$days; shares at 0.01 by people p 0.028 0.21 to 0.39, by numbers p 0.028 0.18 to 0.42" ] ||
  { echo "changed: abexp has other intervals"; exit 1; }
