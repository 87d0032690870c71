#!/usr/bin/env bash
# eventgraphs 0.1 (PyPI; pandas 2.3.3, scipy 1.16.3): a talk of four answers within one day is four talks, if times are days, and one, if they are hours;
# and where somebody answers once, it happened twice.
#
# Expected: answers at 0, 0.25, 0.5 and 0.75 days, each to the one before, are one component of four within a day, as those at 0, 6, 12 and 18
#   hours are within 24. Of ann, who writes to bob, and bob, who answers, there is one pair, of the motif (0, 1, 0, 1, 0, 0).
# Instead: the matrix of the times between is one of whole numbers: 0.25 is cut to 0, and what is 0 is taken out where components are told by the
#   time between. Whether a pair was met before is asked by the truth of its number, which for the first pair is 0. No warning.
# Output seen: talks by days 4 of one, by hours 1 of four; pairs 2 of 1 answer, 11 of 10.
# Since: seen on 2026-12-01.
# For engagement: half of all answers come within minutes, and are just those that are none. Give times in seconds, as whole numbers, and
#   leave out a pair that stands twice in eg_edges.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pandas==2.3.3 numpy==1.26.4 scipy==1.16.3 networkx==3.6.1
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" eventgraphs==0.1
cat > "$dir/run.py" <<'PY'
from eventgraphs.analysis import calculate_component_distribution_over_delta
from eventgraphs.eventgraph import EventGraph

def built(talk):
    graph = EventGraph.from_dict_eventlist([dict(zip(("source", "target", "time"), row)) for row in talk], graph_rules="teg")
    graph.build()
    graph.generate_eg_matrix()
    return graph

def components(unit, day):
    people = ["ann", "bob", "cat", "dan", "eve"]
    talk = [(people[place], people[place + 1], place * unit) for place in range(4)]
    found, _ = calculate_component_distribution_over_delta(built(talk), [day], normalize=False)
    return " and ".join(f"{count} of {size}" for size, count in found[day].items())

def pairs(number):
    talk = [(f"a{place}", f"b{place}", 10 * place) for place in range(number)]
    talk += [(f"b{place}", f"a{place}", 10 * place + 1) for place in range(number)]
    graph = built(sorted(talk, key=lambda row: row[2]))
    return f"{len(graph.eg_edges)} of {number}"

print(f"days {components(0.25, 1)}; hours {components(6, 24)}; pairs {pairs(1)}, {pairs(10)}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "days 4 of 1; hours 1 of 4; pairs 2 of 1, 11 of 10" ] || { echo "changed: eventgraphs counts answers otherwise"; exit 1; }
