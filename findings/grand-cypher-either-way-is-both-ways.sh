#!/usr/bin/env bash
# grand-cypher 1.2.0 (PyPI; networkx 3.6.1): who is joined by a follow in either direction are only those who follow each other,
# and a mean takes everybody of whom the number is unknown for 0.
#
# Expected: in Cypher (a)-[]-(b) is a follow of a or of b: of ann <-> bob, cat -> ann, dan -> ann and dan -> cat ann is joined
#   with bob, cat and dan. avg() leaves out what is null: of 5, 7, 3 and two unknown it is 5.
# Instead: without an arrow both arrows are looked for, and only the mutual pair is found; a friend's friends, (a)-[]-(b)-[]-(c),
#   are none. avg() divides by all people. The table of what is supported has both, with a tick. No error.
# Output seen: joined ann-bob bob-ann, with -> ann-bob bob-ann cat-ann dan-cat dan-ann; friends of friends 0; average 3.0; by hand
#   5.0 and 8 pairs.
# Since: seen on 2026-11-30.
# For followers: asking who knows whom at all, the usual first question about circles, leaves out everyone who was not followed
#   back. Ask once by -> and once by <-, and divide sum() by the number of people of whom there is one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  grand-cypher==1.2.0 grandiso==2.2.0 networkx==3.6.1 lark==1.3.1
cat > "$dir/run.py" <<'PY'
import networkx
from grandcypher import GrandCypher

reach = {"ann": 5, "bob": None, "cat": 7, "dan": 3, "eve": None}
follows = networkx.DiGraph([("ann", "bob"), ("bob", "ann"), ("cat", "ann"), ("dan", "cat"), ("dan", "ann")])
for person, number in reach.items():
    follows.add_node(person, name=person, **({} if number is None else {"reach": number}))

def ask(text):
    return GrandCypher(follows).run(text)

def pairs(arrow):
    told = ask(f"MATCH (a)-[]{arrow}(b) RETURN a.name, b.name")
    return " ".join(f"{one}-{other}" for one, other in zip(told["a.name"], told["b.name"]))

further = len(ask("MATCH (a)-[]-(b)-[]-(c) RETURN a.name, c.name")["a.name"])
known = [number for number in reach.values() if number is not None]
either = len({*follows.edges, *((other, one) for one, other in follows.edges)})
average = ask("MATCH (a) RETURN AVG(a.reach)")["AVG(a.reach)"][0]
print(f"joined {pairs('-')}; followed {pairs('->')}; friends of friends {further}; average {average};", end=" ")
print(f"by hand {either} pairs, average {sum(known) / len(known)}")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "joined ann-bob bob-ann; followed ann-bob bob-ann cat-ann dan-cat dan-ann; friends of friends 0; average 3.0; by hand 8 pairs, average 5.0" ] ||
  { echo "changed: grand-cypher finds other pairs"; exit 1; }
