#!/usr/bin/env bash
# gota 0.12.0 (Go, github.com/go-gota/gota): the posts of ann about b_tea and those of ann_b about tea are of one group.
#
# Expected: GroupBy("handle", "topic") makes a group of each pair of values.
# Instead: the values are written one behind the other with _ between, and whoever's text is the same is of the same group, which
#   bears the values of the first. Fractions are written with six digits, and smaller ones are all 0. No Err.
# Output seen: groups 2 of 3, posts of ann on b_tea 12 of 5; by fractions: groups 1 of 2.
# Since: seen on 2026-11-30.
# For engagement: handles and tags are full of _, and the one who is counted in is found nowhere. Make a column of
#   both with a sign that neither has, and group by that.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > go.mod <<'MOD'
module finding

go 1.21

require github.com/go-gota/gota v0.12.0
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"strings"

	"github.com/go-gota/gota/dataframe"
)

func main() {
	posts := dataframe.ReadCSV(strings.NewReader("handle,topic,posts\nann,b_tea,5\nann_b,tea,7\ncy,tea,1\n"))
	groups := posts.GroupBy("handle", "topic")
	sums := groups.Aggregation([]dataframe.AggregationType{dataframe.Aggregation_SUM}, []string{"posts"})
	of := 0.0
	for _, row := range sums.Maps() {
		if row["topic"] != "tea" || row["handle"] == "ann_b" {
			of = row["posts_SUM"].(float64)
		}
	}
	shares := dataframe.ReadCSV(strings.NewReader("share,posts\n0.0000001,5\n0.0000003,7\n"))
	fmt.Printf("groups %d of 3, posts of ann on b_tea %.0f of 5; by fractions: groups %d of 2\n",
		len(groups.GetGroups()), of, len(shares.GroupBy("share").GetGroups()))
}
GO
export GOFLAGS=-modcacherw GOMODCACHE="$dir/modules"
go mod tidy > tidy.txt 2>&1 || { cat tidy.txt; exit 1; }
seen=$(go run .)
echo "$seen"
[ "$seen" = "groups 2 of 3, posts of ann on b_tea 12 of 5; by fractions: groups 1 of 2" ] || { echo "changed: gota groups otherwise"; exit 1; }
