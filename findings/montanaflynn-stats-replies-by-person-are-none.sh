#!/usr/bin/env bash
# stats 0.14.0 (Go, github.com/montanaflynn/stats): of replies counted by person all are 0, and of a list of mixed numbers those of type int64
# are not there.
#
# Expected: LoadRawData() "parses and converts a slice of mixed data types to floats", and takes maps too: the values of map[int]int{1001: 5,
#   1002: 7} are 5 and 7, whose mean is 6; int64, which it takes as []int64, and which database/sql gives for every whole number, is
#   a number in []interface{} too. What is no number fails.
# Instead: a map is asked for 0, 1, 2 and so on, as many as it has keys, and what is not there is 0. Of a list of mixed types, int, uint,
#   float64, bool, text and durations are read, and all else is left out: int64, int32, float32, []byte, null. A text such as 1.2M is left
#   out too. There is no error to return.
# Output seen: by person 0 0, mean 0; by place 5 7; []int64 5 7; mixed 5 of int64 5, int 7, float64 1.5: 7 1.5; texts 5 1.2M 7: 5 7.
# Since: seen on 2026-11-30.
# For engagement: the mean of replies by id is 0 for everybody, and rows of a database leave the fractions alone: sums and means are of whatever
#   columns are no whole numbers. Make []float64 by a loop.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module replies\n\ngo 1.24\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/montanaflynn/stats"
)

func main() {
	byPerson := stats.LoadRawData(map[int]int{1001: 5, 1002: 7})
	mean, err := stats.Mean(byPerson)
	if err != nil {
		panic(err)
	}
	fmt.Printf("by person %v, mean %v; by place %v; ", byPerson, mean, stats.LoadRawData(map[int]int{0: 5, 1: 7}))
	fmt.Printf("[]int64 %v; mixed %v; ", stats.LoadRawData([]int64{5, 7}), stats.LoadRawData([]interface{}{int64(5), 7, 1.5}))
	fmt.Printf("texts %v\n", stats.LoadRawData([]string{"5", "1.2M", "7"}))
}
GO
go get github.com/montanaflynn/stats@v0.14.0 2> said || { cat said; exit 2; }
seen=$(go run .)
echo "$seen"
[ "$seen" = "by person [0 0], mean 0; by place [5 7]; []int64 [5 7]; mixed [7 1.5]; texts [5 7]" ] ||
  { echo "changed: stats reads other numbers"; exit 1; }
