#!/usr/bin/env bash
# excelize 2.11.1 (Go, github.com/xuri/excelize/v2): in a column that shows 1.2M, 1.5K and 12, the 1,500 and the 12 are read as 0.0M.
#
# Expected: GetRows() gives cells as they are shown: a format with conditions, [>=1000000]0.0,,"M";[>=1000]0.0,"K";0, which is how spreadsheets shorten
#   counts of followers, has its first part for millions, the second for thousands and the third for others. So SheetJS 0.18.5 has it.
# Instead: all of them are shown by the first part, as if there were no conditions. No error.
# Output seen: 1200000 1.2M, 1500 0.0M, 12 0.0M, 0 0.0M; raw 1200000 1500 12 0; SheetJS 1.2M 1.5K 12 0.
# Since: seen on 2026-11-30.
# For reach: whoever has fewer than 50,000 followers has none, and is so read, as "0.0M", without a sign that the file says otherwise. Read with
#   excelize.Options{RawCellValue: true}.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module reach\n\ngo 1.24\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	reach := []int{1200000, 1500, 12, 0}
	form := `[>=1000000]0.0,,"M";[>=1000]0.0,"K";0`
	book := excelize.NewFile()
	style := must(book.NewStyle(&excelize.Style{CustomNumFmt: &form}))
	for at, followers := range reach {
		cell := fmt.Sprintf("A%d", at+1)
		if book.SetCellValue("Sheet1", cell, followers) != nil || book.SetCellStyle("Sheet1", cell, cell, style) != nil {
			panic(cell)
		}
	}
	shown, raw := must(book.GetRows("Sheet1")), must(book.GetRows("Sheet1", excelize.Options{RawCellValue: true}))
	var seen, cells []string
	for at, followers := range reach {
		seen = append(seen, fmt.Sprintf("%d %s", followers, shown[at][0]))
		cells = append(cells, raw[at][0])
	}
	fmt.Printf("%s; raw %s\n", strings.Join(seen, ", "), strings.Join(cells, " "))
}
GO
go get github.com/xuri/excelize/v2@v2.11.1 2> said || { cat said; exit 2; }
seen=$(go run .)
echo "$seen"
[ "$seen" = "1200000 1.2M, 1500 0.0M, 12 0.0M, 0 0.0M; raw 1200000 1500 12 0" ] || { echo "changed: excelize shows formats with conditions otherwise"; exit 1; }
