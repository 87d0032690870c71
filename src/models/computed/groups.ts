/** Neighbouring rows that share a key, in the order they stand in. */
export function* groupNeighbours<Row>(
  rows: Iterable<Row>,
  keyOf: (row: Row) => string
): Generator<[Row, ...Row[]]> {
  let group: [Row, ...Row[]] | null = null;
  for (const row of rows) {
    if (group !== null && keyOf(group[0]) === keyOf(row)) group.push(row);
    else {
      if (group !== null) yield group;
      group = [row];
    }
  }
  if (group !== null) yield group;
}
