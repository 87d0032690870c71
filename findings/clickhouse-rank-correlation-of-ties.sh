#!/usr/bin/env bash
# chDB 4.4.0 (PyPI, ClickHouse in a process): rankCorr finds a correlation of 0.85 where none of those who did the one thing
# did the other, since most did neither.
#
# Expected: Spearman's correlation of ranks is Pearson's correlation of the ranks, those of equal values being equal: -0.05
#   where of a hundred people five engaged, and five others left, and 0 where one of ten left, engaged or not. So
#   have it scipy 1.17.1 and ClickHouse itself by corr() of ranks.
# Instead: rankCorr takes the short formula of the squared differences, which holds where no two values are equal. The more
#   people have the same count, the nearer it is to 1. With a constant it is 0.5, not unknown. The documentation
#   says Spearman's, and nothing of ties.
# Output seen: others left 0.850, scipy -0.053, by ranks -0.053; one of ten left 0.730, scipy 0.000, by ranks 0.000; all alike
#   0.500, scipy nan; no ties 0.285, scipy 0.285.
# Since: seen on 2026-11-30.
# For engagement: nearly everybody has 0 replies, so that whatever is asked of them goes together with everything else. Take
#   corr(rank of x, rank of y), the rank of equal ones being the middle one, as here.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" chdb==4.4.0 chdb-core==26.9.0 scipy==1.17.1 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
import warnings
import chdb
from scipy.stats import spearmanr

warnings.simplefilter("ignore")

def by_ranks(column):
    return f"rank() over (order by {column}) + (count() over (partition by {column}) - 1) / 2"

def tell(name, x, y, ranks=True):
    people = f"select t.1 as x, t.2 as y from (select arrayJoin({list(zip(x, y))}) as t)"
    said = float(str(chdb.query(f"select rankCorr(x, y) from ({people})", "CSV")))
    text = f"{name} {said:.3f}, scipy {spearmanr(x, y).statistic:.3f}"
    if ranks:
        ranked = f"select {by_ranks('x')} as a, {by_ranks('y')} as b from ({people})"
        text += f", by ranks {float(str(chdb.query(f'select corr(a, b) from ({ranked})', 'CSV'))):.3f}"
    return text

print("; ".join([
    tell("others left", [1] * 5 + [0] * 95, [0] * 95 + [1] * 5),
    tell("one of ten left", [1] * 10 + [0] * 90, ([1] + [0] * 9) * 10),
    tell("all alike", [1] * 8, range(8), ranks=False),
    tell("no ties", range(10), [3, 1, 4, 2, 5, 9, 7, 8, 6, 0], ranks=False),
]))
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py" | sed 's/-0\.000/0.000/g')
echo "$seen"
[ "$seen" = "others left 0.850, scipy -0.053, by ranks -0.053; one of ten left 0.730, scipy 0.000, by ranks 0.000; all alike 0.500, scipy nan; no ties 0.285, scipy 0.285" ] ||
  { echo "changed: ClickHouse correlates ranks otherwise"; exit 1; }
