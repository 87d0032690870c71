#!/usr/bin/env bash
# go-onlinestats v0.0.0-20170612111826-1c7d19468768 (Go, github.com/dgryski/go-onlinestats): of five people who reply the less the longer they stay,
# days and replies have a correlation of -0.9, and of 1 once one has asked for KS() of them.
#
# Expected: a test of two samples reads them. Spearman() works on copies, MannWhitney() and Pearson() leave their slices alone too, and the documentation
#   of KS() speaks of nothing else; of Tukey() it says "(sorted)".
# Instead: KS() sorts both slices of whoever asks, each by itself. The days of one are then beside the replies of another: rows of columns are taken
#   apart, and both columns run upwards. No error.
# Output seen, Spearman and Pearson before, after: -0.900 -0.834, 1.000 0.971; days after 7 14 30 60 90, replies 0 1 2 3 4.
# Since: seen on 2026-12-01.
# For engagement: what is asked after it is as wrong as can be and looks like a finding, and ids in a third slice belong to others. Give KS() copies.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module replies\n\ngo 1.24\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/dgryski/go-onlinestats"
)

func main() {
	days := []float64{90, 7, 30, 14, 60}
	replies := []float64{0, 4, 1, 3, 2}
	tell := func() string {
		rho, _ := onlinestats.Spearman(days, replies)
		return fmt.Sprintf("%.3f %.3f", rho, onlinestats.Pearson(days, replies))
	}
	before := tell()
	onlinestats.MannWhitney(days, replies)
	between := tell()
	onlinestats.KS(days, replies)
	fmt.Printf("%s; MannWhitney %s; KS %s %v %v\n", before, between, tell(), days, replies)
}
GO
go get github.com/dgryski/go-onlinestats@v0.0.0-20170612111826-1c7d19468768 2> said || { cat said; exit 2; }
seen=$(go run .)
echo "$seen"
[ "$seen" = "-0.900 -0.834; MannWhitney -0.900 -0.834; KS 1.000 0.971 [7 14 30 60 90] [0 1 2 3 4]" ] ||
  { echo "changed: KS() leaves its samples alone"; exit 1; }
