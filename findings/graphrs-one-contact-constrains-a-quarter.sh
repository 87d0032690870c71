#!/usr/bin/env bash
# graphrs 0.11.16 (crates.io): whoever knows one person only, and through nobody else, has a constraint of 0.25 by follows, and of 1 by ties
# without directions.
#
# Expected: Burt's constraint of somebody with one contact is 1: all of what they put into contacts goes to the one (p = 1), and 1 squared is 1, as
#   networkx 3.6.1 has it of a DiGraph (ann 0.579 bob 0.811 cat 0.811 dan 0.579 eve 0.500 fay 1.000), and graphrs of a graph
#   without directions. By hand: eve has two contacts, who do not know each other: 2 * 0.5^2 = 0.5.
# Instead: of a directed graph each share is half of what it is, so that direct ties count for a quarter and those through others for less still. No
#   error; the documentation speaks of no difference.
# Output seen: follows ann 0.103 bob 0.141 cat 0.141 dan 0.103 eve 0.125 fay 0.250; ties fay 1.000 eve 0.500.
# Since: seen on 2026-11-30.
# For circles: values look like those of people with many contacts, who stand between groups; and eve, who does, is more constrained than ann, who
#   does not (0.125 and 0.103; rightly 0.500 and 0.579), so that another one is first. Take an undirected graph.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir src
printf '[package]\nname = "holes"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\ngraphrs = "=0.11.16"\n' > Cargo.toml
cat > src/main.rs <<'RS'
use graphrs::{algorithms::structural_holes::constraint::constraint, Edge, Graph, GraphSpecs, MissingNodeStrategy};
use std::collections::BTreeMap;

fn tell(specs: GraphSpecs, ties: &[(&'static str, &'static str)], of: &[&'static str]) -> String {
    let edges = ties.iter().map(|&(who, whom)| Edge::<&str, ()>::new(who, whom)).collect();
    let specs = GraphSpecs { missing_node_strategy: MissingNodeStrategy::Create, ..specs };
    let found: BTreeMap<_, _> = constraint(&Graph::new_from_nodes_and_edges(vec![], edges, specs).unwrap(), None, false).into_iter().collect();
    of.iter().map(|who| format!("{who} {:.3}", found[who])).collect::<Vec<_>>().join(" ")
}

fn main() {
    let follows = [
        ("ann", "bob"), ("ann", "cat"), ("ann", "dan"), ("bob", "cat"), ("bob", "dan"), ("cat", "bob"), ("cat", "dan"), ("dan", "ann"),
        ("eve", "ann"), ("fay", "eve"), ("dan", "gus"),
    ];
    let ties: Vec<_> = follows.into_iter().filter(|pair| *pair != ("cat", "bob") && *pair != ("dan", "ann")).collect();
    let (follows, ties) = (&follows, &ties);
    println!(
        "follows {}; ties {}",
        tell(GraphSpecs::directed(), follows, &["ann", "bob", "cat", "dan", "eve", "fay"]),
        tell(GraphSpecs::undirected(), ties, &["fay", "eve"])
    );
}
RS
seen=$(cargo run --quiet)
echo "$seen"
[ "$seen" = "follows ann 0.103 bob 0.141 cat 0.141 dan 0.103 eve 0.125 fay 0.250; ties fay 1.000 eve 0.500" ] ||
  { echo "changed: graphrs constrains otherwise"; exit 1; }
