#!/usr/bin/env bash
# csv-parse 7.0.3 (npm): every wallet and every handle such as 0xcafe is the number 0, where the reader was asked
# for types.
#
# Expected: cast: true makes numbers of what is a number, as d3's autoType and Papa Parse's dynamicTyping do; 0xcafe is text, as in
#   Papa Parse, or 51966, as Number() has it.
# Instead: whether a cell is a number is asked by subtraction, which reads 0xcafe as 51966, and its value by parseFloat(), which stops at the x:
#   all of them are 0. No error. "0xMaki", which is not hexadecimal, stays text.
# Output seen: handles 0 0 0xMaki ann, wallets 1 of 3; Papa Parse handles 0xcafe 0xbabe 0xMaki ann, wallets 3 of 3.
# Since: seen on 2026-11-30.
# For followers: people of crypto have such handles, and lists of them have a column of wallets: three people are one, and whoever groups or joins by
#   the column has one person with all that the others did. Leave cast out, and convert by column.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund csv-parse@7.0.3 papaparse@5.7.1
cat > run.mjs <<'JS'
import { parse } from "csv-parse/sync";
import Papa from "papaparse";
const list = `handle,wallet\n0xcafe,0x${"a1".repeat(20)}\n0xbabe,0x${"b2".repeat(20)}\n0xMaki,0x${"c3".repeat(20)}\nann,\n`;
const tell = (rows) =>
  `handles ${rows.map(({ handle }) => handle).join(" ")}, ` +
  `wallets ${new Set(rows.map(({ wallet }) => wallet).filter((wallet) => wallet !== "" && wallet !== null)).size} of 3`;
console.log(`${tell(parse(list, { columns: true, cast: true }))}; Papa Parse ${tell(Papa.parse(list.trim(), { header: true, dynamicTyping: true }).data)}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "handles 0 0 0xMaki ann, wallets 1 of 3; Papa Parse handles 0xcafe 0xbabe 0xMaki ann, wallets 3 of 3" ] ||
  { echo "changed: csv-parse makes numbers otherwise"; exit 1; }
