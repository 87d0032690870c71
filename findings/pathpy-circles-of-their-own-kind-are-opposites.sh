#!/usr/bin/env bash
# pathpy2 2.2.0 (PyPI, imported as pathpy; networkx 3.6.1): where everybody knows their own kind alone, the greatest modularity that there can be is below
# 0, and the assortativity, which is made of it, -1, and it is not that of the groups that were given.
#
# Expected: q_max() is what the modularity would be if all ties were within the groups: 1 less what is so by chance, 0.5 for two groups of three who
#   all know each other, so that q() is the whole of it, and assortativity_coeff(people, groups), q() by q_max(), is 1, as
#   attribute_assortativity_coefficient() of networkx has it. For groups across the two circles it is below 0.
# Instead: q_max() lacks the 1, and the coefficient divides by it; and it overwrites the groups by those that find_communities() finds by chance. The
#   documentation has no word on either. No error.
# Output seen: circles q 0.5 q_max -0.5 networkx 1.00; across q -0.17 networkx -0.33; assortativity_coeff of circles -1.0, of across -1.0.
# Since: seen on 2026-11-30.
# For circles: whether followbackers follow their own kind has the same answer for every list of groups, with the sign turned round.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pathpy2==2.2.0 numpy==1.26.4 scipy==1.10.1 networkx==3.6.1
cat > "$dir/run.py" <<'PY'
import networkx
import numpy
import pathpy
from pathpy.algorithms.modularity import assortativity_coeff, q, q_max

pathpy.utils.Log.set_min_severity(pathpy.utils.Severity.ERROR)
ties = [("ann", "bob"), ("bob", "cat"), ("ann", "cat"), ("dan", "eve"), ("eve", "fay"), ("dan", "fay")]
people, graph = pathpy.Network(), networkx.Graph(ties)
for one, other in ties:
    people.add_edge(one, other)
circles = {name: int(name > "cat") for name in people.nodes}
across = {name: int(name in ("cat", "dan", "eve")) for name in people.nodes}

def by_networkx(groups):
    networkx.set_node_attributes(graph, groups, "group")
    return networkx.attribute_assortativity_coefficient(graph, "group")

def coefficient(groups):
    numpy.random.seed(3)
    return assortativity_coeff(people, groups)

print(
    f"circles q {q(people, circles):.1f} q_max {q_max(people, circles):.1f} networkx {by_networkx(circles):.2f};",
    f"across q {q(people, across):.2f} networkx {by_networkx(across):.2f};",
    f"assortativity_coeff of circles {coefficient(circles):.1f}, of across {coefficient(across):.1f}",
)
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
given="circles q 0.5 q_max -0.5 networkx 1.00; across q -0.17 networkx -0.33"
[ "$seen" = "$given; assortativity_coeff of circles -1.0, of across -1.0" ] || { echo "changed: pathpy has another assortativity"; exit 1; }
