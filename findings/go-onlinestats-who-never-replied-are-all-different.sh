#!/usr/bin/env bash
# go-onlinestats v0.0.0-20170612111826-1c7d19468768 (Go, github.com/dgryski/go-onlinestats): of two routes of a hundred people, of whom 5 and 15
# replied, MannWhitney() has a p of 0.22, where it is 0.019.
#
# Expected: equal values share a rank, and the variance of U is less for them: of N people n * m / 12 * (N + 1 - sum(t^3 - t) / (N * (N - 1))), as in
#   SciPy, R and mann-whitney-utest. By hand: 180 have none and 20 have one, (5831820 + 7980) / 39800 = 146.7, the variance is 45226 and not 167500, U is 500
#   from its mean, 500 / 212.7 = 2.35, p = 0.0187. By normal scores of the two shares: 0.1 / sqrt(0.1 * 0.9 * 2 / 100) = 2.36, the same.
# Instead: ranks are shared, and the variance is that of people who all differ: 500 / 409.3 = 1.22. The documentation says that it is "more accurate if the
#   number of samples is >30", which here changes nothing.
# Output seen: replied or not 0.2218; a thousand people, of whom 50 and 90 replied, 0.1214 (by the same formula 0.0005); days that all differ, 10 and 10
#   people, 0.0002, as it should be.
# Since: seen on 2026-12-01.
# For engagement: most followers never reply, and the more of them there are, the less any difference is found. Compare the shares.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module replied\n\ngo 1.24\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/dgryski/go-onlinestats"
)

func people(all, replied int) []float64 {
	replies := make([]float64, all)
	for who := range replied {
		replies[who] = 1
	}
	return replies
}

func days(from float64) []float64 {
	all := make([]float64, 10)
	for who := range all {
		all[who] = from + float64(who)
	}
	return all
}

func main() {
	fmt.Printf("100 %.4f, 1000 %.4f, days %.4f\n", onlinestats.MannWhitney(people(100, 5), people(100, 15)),
		onlinestats.MannWhitney(people(1000, 50), people(1000, 90)), onlinestats.MannWhitney(days(0), days(10)))
}
GO
go get github.com/dgryski/go-onlinestats@v0.0.0-20170612111826-1c7d19468768 2> said || { cat said; exit 2; }
seen=$(go run .)
echo "$seen"
[ "$seen" = "100 0.2218, 1000 0.1214, days 0.0002" ] || { echo "changed: MannWhitney() has another p"; exit 1; }
