#!/usr/bin/env bash
# apache-arrow 21.2.0 (npm): of 300 campaigns in a dictionary with numbers of 8 bits, the 129th to 256th have no name, and the others behind
# have those of the first.
#
# Expected: a column of Dictionary(Utf8, Int8) holds up to 128 different texts, and the next one fails, as a BigInt beyond a signed integer does in
#   hyparquet-writer ("out of range"); or the numbers become wider, since the type is chosen to save room.
# Instead: the number begins anew, at -128, below which there is an empty text, and then at 0. nullCount is 0, and a file written
#   from it has the same. No error, no warning. Int16 ends at 32,768 in the same way, Uint8 at 256.
# Output seen, right ones of 300 and what the 129th, 257th and 300th are: Int8 128 "" h0 h43; Uint8 256 h128 h0 h43; Int16 300 h128 h256 h299; Int16 of
#   40,000 handles 32768 right, the last "".
# Since: seen on 2026-11-30.
# For followers: a list grows past the limit one day, and newcomers are nobody, or people known for long, who then have two rows. Take Int32, which is
#   what vectorFromArray() takes by itself.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund apache-arrow@21.2.0
cat > run.mjs <<'JS'
import { Dictionary, Int8, Int16, Table, tableFromIPC, tableToIPC, Uint8, Utf8, vectorFromArray } from "apache-arrow";

const tell = (type, count, places) => {
  const names = Array.from({ length: count }, (_, index) => `h${index}`);
  const vector = vectorFromArray(names, new Dictionary(new Utf8(), type));
  const read = [...tableFromIPC(tableToIPC(new Table({ name: vector }))).getChild("name")];
  const right = read.filter((name, index) => name === names[index]).length;
  return `${right} ${places.map((place) => read[place] || '""').join(" ")} (${vector.nullCount})`;
};
const places = [128, 256, 299];
console.log(`Int8 ${tell(new Int8(), 300, places)}, Uint8 ${tell(new Uint8(), 300, places)}, Int16 ${tell(new Int16(), 300, places)}, \
handles ${tell(new Int16(), 40000, [39999])}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'Int8 128 "" h0 h43 (0), Uint8 256 h128 h0 h43 (0), Int16 300 h128 h256 h299 (0), handles 32768 "" (0)' ] ||
  { echo "changed: dictionaries of arrow number otherwise"; exit 1; }
