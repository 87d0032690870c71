#!/usr/bin/env bash
# gjson 1.20.3 (Go, github.com/tidwall/gjson): asked for the one with id 1890000000000000002, it gives the one with ...001.
#
# Expected: p.#(id==1890000000000000002).handle is of whom has that id: bob. Int() of the same field has all digits: it is "capable
#   of reading all 64 bits", as the README says.
# Instead: in a query both numbers are doubles. Ids that differ by up to 128 are equal: the first of them is found, or all with #, and none is
#   larger than its neighbour. No error.
# Output seen: id==...002 ann, all of them ["ann","bob"], larger than ...001 []; Int() 1890000000000000002; as text "bob".
# Since: seen on 2026-11-30.
# For followers: somebody else's numbers are read, and look like anybody's. Keep ids as text in JSON (id_str, as X's own answers have it), or go
#   through all and compare Int().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module ids\n\ngo 1.24\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/tidwall/gjson"
)

func main() {
	list := `{"p":[{"id":1890000000000000001,"id_str":"1890000000000000001","handle":"ann"},` +
		`{"id":1890000000000000002,"id_str":"1890000000000000002","handle":"bob"}]}`
	ask := func(query string) gjson.Result { return gjson.Get(list, "p."+query) }
	fmt.Printf("id==...002 %s, all of them %s, larger than ...001 %s; Int() %d; as text %s\n",
		ask("#(id==1890000000000000002).handle"), ask("#(id==1890000000000000002)#.handle"), ask("#(id>1890000000000000001)#.handle"),
		ask("1.id").Int(), ask(`#(id_str=="1890000000000000002").handle`).Raw)
}
GO
go get github.com/tidwall/gjson@v1.20.3 2> said || { cat said; exit 2; }
seen=$(go run .)
echo "$seen"
[ "$seen" = 'id==...002 ann, all of them ["ann","bob"], larger than ...001 []; Int() 1890000000000000002; as text "bob"' ] ||
  { echo "changed: gjson compares numbers otherwise"; exit 1; }
