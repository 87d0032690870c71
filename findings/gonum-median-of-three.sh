#!/usr/bin/env bash
# gonum 0.17.0 (Go): the middle quantile of 1, 2 and 3 is 1.5, and neither of its two kinds is the median.
#
# Expected: stat.Quantile(0.5, stat.LinInterp, days, nil) is the median, as the quantile with linear interpolation is in
#   numpy, pandas, R, DuckDB and d3: 2 of 1, 2, 3; and 1.5 of 1, 2. The package has no Median.
# Instead: LinInterp reads the steps of the empirical distribution at n * p (R's type 4), half a person lower than the
#   middle: 1.5 and 1. The other kind, Empirical, is right for odd numbers of people and takes the lower of the
#   two in the middle for even ones: 2 and 1. Of LinInterp the documentation says that it interpolates, no more.
# Output seen, of 1 2 3, of 1 2 and of 10 20 30 40 50: LinInterp 1.5 1 25, Empirical 2 1 30, by hand 2 1.5 30.
# Since: seen on 2026-11-30.
# For cohorts: median days stayed are too short by half the gap between two people: a quarter of them in a cohort of
#   three, and little in a large one, so that small cohorts look worse. Write the median by hand, as here.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module median\n\ngo 1.24\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"

	"gonum.org/v1/gonum/stat"
)

func main() {
	cohorts := [][]float64{{1, 2, 3}, {1, 2}, {10, 20, 30, 40, 50}}
	for _, kind := range []stat.CumulantKind{stat.LinInterp, stat.Empirical} {
		for _, days := range cohorts {
			fmt.Print(stat.Quantile(0.5, kind, days, nil), " ")
		}
	}
	for _, days := range cohorts { // by hand: the mean of the two in the middle, which are one for odd numbers
		fmt.Print((days[(len(days)-1)/2]+days[len(days)/2])/2, " ")
	}
}
GO
go get gonum.org/v1/gonum@v0.17.0 2> "$dir/said" || { cat "$dir/said"; exit 2; }
seen=$(go run .)
echo "$seen"
[ "$seen" = "1.5 1 25 2 1 30 2 1.5 30 " ] || { echo "changed: gonum interpolates quantiles otherwise"; exit 1; }
