#!/usr/bin/env bash
# go-onlinestats v0.0.0-20170612111826-1c7d19468768 (Go, github.com/dgryski/go-onlinestats): of two routes whose stays are the same "the
# probability that the difference in means is due to chance" is 0.5, and of two that are 20 days apart it is 0.999999, or 0.000001.
#
# Expected: Welch() is the p-value of Welch's t-test, with two tails, as MannWhitney() and KS() beside it have it: 1 of equal means, and the same, near 0,
#   for means far apart, whichever comes first.
# Instead: it is the share of Student's distribution below t. The first route's mean above the second's is near 0, below it near 1. Of people who all
#   stayed as long, 5 days and 9 days, it is 1, and of 5 days and 5 days 0. The share is that of whole degrees of freedom only, which Welch's seldom
#   are: of 13.9999999 it is 0.870, where it is 0.880.
# Output seen, of 10 to 24 days: and itself but for the ends 0.500, and 20 days more 0.999999, the other way 0.000001, and 3 days more 0.870, 0.130; 5 and 9
#   days 1, 5 and 5 days 0.
#   By hand, 3 days more: the variance of each is 24, t = 3 / sqrt(24 / 8 * 2) = 1.225 with 14 degrees of freedom, 0.241 of both tails, 0.120 above it.
# Since: seen on 2026-12-01.
# For two routes: p < 0.05 finds that followbacks stay longer and never that they leave sooner, at half the p of two tails. Take t from means and variances, and
#   p from gonum's distuv.StudentsT.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module routes\n\ngo 1.24\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/dgryski/go-onlinestats"
)

func stays(more float64, days ...float64) *onlinestats.Running {
	all := onlinestats.NewRunning()
	for _, day := range days {
		all.Push(day + more)
	}
	return all
}

func main() {
	some := []float64{10, 12, 14, 16, 18, 20, 22, 24}
	first, later, most := stays(0, some...), stays(3, some...), stays(20, some...)
	alike := stays(0, 11, 12, 14, 16, 18, 20, 22, 23)
	five, nine := stays(0, 5, 5, 5), stays(0, 9, 9, 9)
	fmt.Printf("alike %.3f; far %.6f %.6f; near %.3f %.3f; ", onlinestats.Welch(first, alike), onlinestats.Welch(first, most),
		onlinestats.Welch(most, first), onlinestats.Welch(first, later), onlinestats.Welch(later, first))
	fmt.Printf("5 and 9 %v, 5 and 5 %v\n", onlinestats.Welch(five, nine), onlinestats.Welch(five, five))
}
GO
go get github.com/dgryski/go-onlinestats@v0.0.0-20170612111826-1c7d19468768 2> said || { cat said; exit 2; }
seen=$(go run .)
echo "$seen"
[ "$seen" = "alike 0.500; far 0.999999 0.000001; near 0.870 0.130; 5 and 9 1, 5 and 5 0" ] || { echo "changed: Welch() has another p"; exit 1; }
