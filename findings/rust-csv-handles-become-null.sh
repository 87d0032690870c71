#!/usr/bin/env bash
# csv 1.4.0 with serde_json 1.0.154 (crates.io): of a list turned into JSON, whoever is called infinity or nan has no name, 0070 is 70, and 12e3
# is 12000.
#
# Expected: a cell of CSV has no type: as serde_json::Value it is a text, as it is with StringRecord; or what has a zero in front is no number, as in JSON
#   itself, where 0070 is an error. An empty cell is null, or an empty text.
# Instead: each cell is guessed by itself: whatever Rust's parser takes for a number is one. infinity and nan are, and JSON has no such number, so that
#   serde_json makes null of them. true is a bool, an empty cell a text. The documentation of deserialize() does not speak of
#   guessing.
# Output seen: infinity null, nan null, 0070 70, 12e3 12000.0, true true, ann "ann", empty ""; handles that are texts 1 of 6; into strings "infinity" "0070".
# Since: seen on 2026-11-30.
# For followers: a short program of CSV to JSON loses some people and renames others, each cell by its looks, in a column of texts. Deserialize
#   into a struct with String, or HashMap<String, String>.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir src
printf '[package]\nname = "list"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\ncsv = "=1.4.0"\nserde_json = "=1.0.154"\n' > Cargo.toml
cat > src/main.rs <<'RS'
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn main() {
    let handles = ["infinity", "nan", "0070", "12e3", "true", "ann", ""];
    let list = format!("handle,n\n{}\n", handles.map(|handle| format!("{handle},1")).join("\n"));
    let read: Vec<Value> = csv::Reader::from_reader(list.as_bytes())
        .deserialize::<BTreeMap<String, Value>>()
        .map(|row| row.unwrap()["handle"].clone())
        .collect();
    let texts: Vec<String> = csv::Reader::from_reader(list.as_bytes())
        .deserialize::<BTreeMap<String, String>>()
        .map(|row| row.unwrap()["handle"].clone())
        .collect();
    let told: Vec<String> = handles.iter().zip(&read).map(|(handle, value)| format!("{} {value}", if handle.is_empty() { "empty" } else { handle })).collect();
    let named: BTreeSet<String> = read.iter().filter(|value| value.is_string() && value.as_str() != Some("")).map(|value| value.to_string()).collect();
    println!("{}; handles that are texts {} of 6; into strings {:?} {:?}", told.join(", "), named.len(), texts[0], texts[2]);
}
RS
seen=$(cargo run --quiet)
echo "$seen"
right='into strings "infinity" "0070"'
[ "$seen" = 'infinity null, nan null, 0070 70, 12e3 12000.0, true true, ann "ann", empty ""; handles that are texts 1 of 6; '"$right" ] ||
  { echo "changed: csv guesses otherwise"; exit 1; }
