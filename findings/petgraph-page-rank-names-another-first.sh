#!/usr/bin/env bash
# petgraph 0.8.3 (crates.io): page_rank is not PageRank, and names another account first.
#
# Expected: every account has its share of (1 - d) / n, and d times what those who follow it pass on. Of four
#   accounts (ann follows bob, cat and dan; bob follows cat and dan; cat follows bob and dan; dan follows ann) dan
#   is first: 0.2958, before ann with 0.2890, as networkx 3.6.1 has it. By hand: ann = 0.0375 + 0.85 dan, and
#   0.0375 + 0.85 * 0.2958 = 0.2890.
# Instead: whoever follows an account gives it no part of the random jumps, and whoever follows nobody gives
#   no jumps either; the sums are then scaled to 1. More iterations do not help: ann is first.
# Output seen: ann 0.2969 bob 0.2056 cat 0.2056 dan 0.2918, first ann; right ann 0.2890 bob 0.2076 cat 0.2076 dan 0.2958,
#   first dan; one follow of one account 0.6533, right 0.6491.
# Since: seen on 2026-11-30, at 50 and at 500 iterations alike.
# For circles: ranks look right (they are all between 0 and 1 and sum to 1), and lists of the most influential
#   followers differ from those of other tools. The loop over the follows in this script is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir src
printf '[package]\nname = "ranks"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\npetgraph = "=0.8.3"\n' > Cargo.toml
cat > src/main.rs <<'RS'
use petgraph::{algo::page_rank, graph::DiGraph};

/// The definition: what is passed on goes to the followed in equal parts, or to all where nobody is followed.
fn by_definition(people: usize, follows: &[(u32, u32)]) -> Vec<f64> {
    let mut ranks = vec![1.0 / people as f64; people];
    for _ in 0..500 {
        let mut next = vec![0.15 / people as f64; people];
        for who in 0..people {
            let followed: Vec<usize> = follows.iter().filter(|f| f.0 as usize == who).map(|f| f.1 as usize).collect();
            let to = if followed.is_empty() { (0..people).collect() } else { followed };
            to.iter().for_each(|&whom| next[whom] += 0.85 * ranks[who] / to.len() as f64);
        }
        ranks = next;
    }
    ranks
}

fn tell(ranks: &[f64]) -> String {
    let names = ["ann", "bob", "cat", "dan"];
    let first = (0..ranks.len()).max_by(|&a, &b| ranks[a].total_cmp(&ranks[b])).unwrap();
    let each: Vec<String> = ranks.iter().zip(names).map(|(rank, name)| format!("{name} {rank:.4}")).collect();
    format!("{}, first {}", each.join(" "), names[first])
}

fn main() {
    let follows = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 1), (2, 3), (3, 0)];
    let graph = DiGraph::<(), ()>::from_edges(follows);
    let ranks = page_rank(&graph, 0.85, 50);
    assert_eq!(tell(&ranks), tell(&page_rank(&graph, 0.85, 500)));
    let pair = page_rank(&DiGraph::<(), ()>::from_edges([(0, 1)]), 0.85, 50)[1];
    println!("{}; right {}; one follow {pair:.4}, right {:.4}", tell(&ranks), tell(&by_definition(4, &follows)), by_definition(2, &[(0, 1)])[1]);
}
RS
seen=$(cargo run --quiet)
echo "$seen"
right="ann 0.2890 bob 0.2076 cat 0.2076 dan 0.2958, first dan"
[ "$seen" = "ann 0.2969 bob 0.2056 cat 0.2056 dan 0.2918, first ann; right $right; one follow 0.6533, right 0.6491" ] ||
  { echo "changed: petgraph ranks otherwise"; exit 1; }
