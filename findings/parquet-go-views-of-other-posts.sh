#!/usr/bin/env bash
# parquet-go 0.32.0 (Go, github.com/parquet-go/parquet-go): read into int32, 5,000,000,000 views are 705,032,704, and 3,000,000,000 less than none.
#
# Expected: a column of INT64 that does not fit the struct is refused, as it is where a text is no number ("invalid conversion between parquet
#   values"), or as Go's own encoding/json and database/sql refuse a number that overflows. What a fraction has behind the point is not dropped
#   without a word either, and a column that the file does not have is an error.
# Instead: the upper bits are cut off, in parquet.Read() and GenericReader alike. A share of 0.75 is 0 in an integer; a column that is not
#   there, or is named otherwise, is 0 for everybody; null is 0 without a pointer. No error.
# Output seen: int32 -1294967296 705032704 1200, uint32 3000000000 705032704 1200, int64 3000000000 5000000000 1200; share as int64 0 0 1;
#   replies, which the file lacks, 0 0 0; who as int64 refused; encoding/json refuses 5000000000 in int32.
# Since: seen on 2026-11-30.
# For reach: DuckDB writes count(*) and sum() as BIGINT or wider, programs have int32 for counts, and only the largest accounts and sums are wrong, by
#   numbers that look like any. Read into int64 and float64.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module reach\n\ngo 1.26\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/parquet-go/parquet-go"
)

type post struct {
	Who   string  `parquet:"who"`
	Views int64   `parquet:"views"`
	Share float64 `parquet:"share"`
}
type views[T any] struct {
	Views T `parquet:"views"`
}
type share struct {
	Share int64 `parquet:"share"`
}
type replies struct {
	Replies int64 `parquet:"replies"`
}
type who struct {
	Who int64 `parquet:"who"`
}

var file bytes.Buffer

func read[T any](name string) {
	rows, err := parquet.Read[T](bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		fmt.Printf("%s refused, ", name)
		return
	}
	fmt.Printf("%s %v, ", name, rows)
}

func main() {
	posts := []post{{"ann", 3_000_000_000, 0.75}, {"bob", 5_000_000_000, 0.25}, {"cat", 1_200, 1.5}}
	if err := parquet.Write(&file, posts); err != nil {
		panic(err)
	}
	read[views[int32]]("int32")
	read[views[uint32]]("uint32")
	read[views[int64]]("int64")
	read[share]("share")
	read[replies]("replies")
	read[who]("who")
	var number int32
	fmt.Printf("json %t\n", json.Unmarshal([]byte("5000000000"), &number) == nil)
}
GO
{ go get github.com/parquet-go/parquet-go@v0.32.0 && go mod tidy; } 2> said || { cat said; exit 2; }
seen=$(go run .)
echo "$seen"
[ "$seen" = "int32 [{-1294967296} {705032704} {1200}], uint32 [{3000000000} {705032704} {1200}], int64 [{3000000000} {5000000000} {1200}], \
share [{0} {0} {1}], replies [{0} {0} {0}], who refused, json false" ] || { echo "changed: parquet-go reads other numbers"; exit 1; }
