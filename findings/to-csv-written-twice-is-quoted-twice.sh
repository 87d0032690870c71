#!/usr/bin/env bash
# to-csv 0.1.1 (npm): once a list is written, whoever is called "ann, the first" is called so with quotation marks around it, in the list itself, and each
# time one more pair; what is not known of a person becomes a field of theirs.
#
# Expected: a writer reads what it is given. Written twice, a list is the same text twice, and its people have the names they had, as with d3-dsv 3.0.1.
# Instead: cells are quoted in the objects themselves. Quotes in them are written as \", which no reader of CSV takes for one by default (RFC 4180 doubles
#   them): d3-dsv, given the second text, reads a name that nobody has.
# Output seen: first "ann, the first",7,tea then "\"ann, the first\"",7,tea; found by her name false; bob, who had the fields name and id, has name, id and
#   bio.
# Since: seen on 2026-12-01.
# For lists by date: who is written out and then looked for in the next list has left, and came as somebody else, if a comma or a quote is in the name. Give
#   it copies.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund to-csv@0.1.1 d3-dsv@3.0.1
cat > run.mjs <<'JS'
import { csvFormat } from "d3-dsv";
import write from "to-csv";
const make = () => [{ name: "ann, the first", id: 7, bio: "tea" }, { name: "bob", id: 8 }];
const people = make();
const row = () => write(people).split("\n")[1].trim();
const texts = [row(), row()];
const others = make();
const same = csvFormat(others) === csvFormat(others);
console.log(`${texts.join(" then ")}; found ${people.some(({ name }) => name === "ann, the first")}; bob ${Object.keys(people[1]).join(" ")}; d3-dsv ${same}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = '"ann, the first",7,tea then "\"ann, the first\"",7,tea; found false; bob name id bio; d3-dsv true' ] ||
  { echo "changed: to-csv leaves people alone"; exit 1; }
