#!/usr/bin/env bash
# gocsv v0.0.0-20240520201108-78e41c74b4b1 (Go, github.com/gocarina/gocsv): of 1.2M followers there is 1, of 1.250 as well, 0120 are 80,
# and of whom the number is unknown, it is 0, in a pointer too.
#
# Expected: a field of type int reads whole numbers, 0120 as 120, as a field of float64 does, and whatever is no number is an error, as "1,250"
#   and "n/a" are. An empty cell of *int, which is what a pointer is for, stays nil.
# Instead: what stands behind a point is dropped before anybody looks whether these are digits, and a zero in front makes the number octal
#   (0190 then fails). An empty cell makes a pointer to 0. Of none of it the README speaks.
# Output seen: 1.2M 1, 1.5K 1, 1.250 1, 0120 80, 1,250 error, n/a error, empty 0; *int of an empty cell 0; float64 of 0120 120, of 1.2M error.
# Since: seen on 2026-11-30.
# For reach: those who have the most, as pages and apps write them, are those with the fewest, and columns filled up with zeros are off by a third. Read
#   texts, and convert with strconv.Atoi().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module reach\n\ngo 1.24\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/gocarina/gocsv"
)

type whole struct {
	Reach int `csv:"reach"`
}
type maybe struct {
	Reach *int `csv:"reach"`
}
type fraction struct {
	Reach float64 `csv:"reach"`
}

func read[T any](cell string) (T, error) {
	var rows []T
	err := gocsv.UnmarshalString("who,reach\nann,\""+cell+"\"\n", &rows)
	if err != nil || len(rows) != 1 {
		var none T
		return none, fmt.Errorf("error")
	}
	return rows[0], nil
}

func main() {
	for _, cell := range []string{"1.2M", "1.5K", "1.250", "0120", "1,250", "n/a", ""} {
		row, err := read[whole](cell)
		if err != nil {
			fmt.Printf("%s error, ", cell)
		} else {
			fmt.Printf("%s %d, ", cell, row.Reach)
		}
	}
	unknown, _ := read[maybe]("")
	filled, _ := read[fraction]("0120")
	_, err := read[fraction]("1.2M")
	fmt.Printf("*int of an empty cell %d; float64 of 0120 %v, of 1.2M %v\n", *unknown.Reach, filled.Reach, err)
}
GO
go get github.com/gocarina/gocsv@v0.0.0-20240520201108-78e41c74b4b1 2> said || { cat said; exit 2; }
seen=$(go run .)
echo "$seen"
[ "$seen" = "1.2M 1, 1.5K 1, 1.250 1, 0120 80, 1,250 error, n/a error,  0, *int of an empty cell 0; float64 of 0120 120, of 1.2M error" ] ||
  { echo "changed: gocsv reads whole numbers otherwise"; exit 1; }
