#!/usr/bin/env bash
# gonum 0.17.0 (Go): of a hundred people of whom five replied and five others left, Kendall's correlation of the two is 0.63, and 0.99 if
# the same list is read backwards.
#
# Expected: Kendall "returns the weighted Tau-a Kendall correlation": pairs in the same order less pairs in the opposite one, by all pairs. A pair that
#   is equal in one of the two is neither. 25 of 4,950 pairs are opposite and none is the same: -0.005, and -0.053 by tau-b (scipy 1.17.1).
#   The order of the people is nothing, and where nobody left it is 0, or unknown.
# Instead: a difference of 0 is taken for a rise, in x and in y: a tie agrees with a rise and with a tie, and disagrees with a fall. So it depends
#   on who stands before whom, and two columns of zeros are 1. No ties, and all is right. With weights it is the same. No warning.
# Output seen: replied or left 0.626, backwards 0.990; all zeros 1.000; first half replied and nobody left -0.010, backwards 1.000; without
#   ties 0.667, backwards 0.667.
# Since: seen on 2026-11-30.
# For engagement: nearly everybody has 0 of whatever is counted, so that everything goes together with everything, and sorting the list turns
#   none at all into all. Count pairs by hand, or take Correlation() of ranks.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module ties\n\ngo 1.24\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// mark gives 1 to the people from one place up to another, and 0 to the others.
func mark(from, to int) []float64 {
	marks := make([]float64, 100)
	for place := from; place < to; place++ {
		marks[place] = 1
	}
	return marks
}

func tell(name string, one, other []float64) {
	there := stat.Kendall(one, other, nil)
	slices.Reverse(one)
	slices.Reverse(other)
	fmt.Printf("%s %.3f, backwards %.3f; ", name, there, stat.Kendall(one, other, nil))
}

func main() {
	tell("replied or left", mark(0, 5), mark(5, 10))
	tell("all zeros", mark(0, 0), mark(0, 0))
	tell("nobody left", mark(0, 50), mark(0, 0))
	tell("no ties", []float64{1, 2, 3, 4}, []float64{1, 3, 2, 4})
	fmt.Println()
}
GO
go get gonum.org/v1/gonum@v0.17.0 2> said || { cat said; exit 2; }
seen=$(go run .)
echo "$seen"
[ "$seen" = "replied or left 0.626, backwards 0.990; all zeros 1.000, backwards 1.000; nobody left -0.010, backwards 1.000; \
no ties 0.667, backwards 0.667; " ] || { echo "changed: gonum counts ties otherwise"; exit 1; }
