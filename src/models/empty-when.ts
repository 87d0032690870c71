/**
 * Of which relations one without rows leaves a SELECT without rows: it has none where every relation of one of the lists
 * has none. No list: it may always have some. Relations of a schema are named with it, `raw.lists`.
 */
export type EmptyWhen = string[][];

/** A node of the tree that DuckDB's `json_serialize_sql` makes of a SELECT. */
type Node = Record<string, unknown>;

/** More lists than this help nobody. */
const mostLists = 24;

/**
 * Reads what `json_serialize_sql` made of one SELECT. `aggregates` are the functions that make one row of no rows, in lower
 * case. Whatever it does not know counts as having rows.
 */
export function emptyWhen(serialized: string, aggregates: ReadonlySet<string>): EmptyWhen {
  const {statements} = JSON.parse(serialized) as {statements?: {node: Node}[]};
  return statements?.length === 1 ? ofNode(statements[0]!.node, new Map(), aggregates) : [];
}

function ofNode(
  node: Node,
  above: ReadonlyMap<string, EmptyWhen>,
  aggregates: ReadonlySet<string>
): EmptyWhen {
  const steps = new Map(above);
  const {map} = node.cte_map as {map: {key: string; value: {query: {node: Node}}}[]};
  for (const {key, value} of map) steps.set(key, ofNode(value.query.node, steps, aggregates));
  const of = (inner: unknown) => ofNode(inner as Node, steps, aggregates);
  if (node.type === "SET_OPERATION_NODE" && node.setop_type === "UNION")
    return both(of(node.left), of(node.right));
  if (node.type === "SELECT_NODE" && !makesRowOfNone(node, aggregates))
    return ofSource(node.from_table as Node, steps, aggregates);
  return [];
}

function ofSource(
  source: Node,
  steps: ReadonlyMap<string, EmptyWhen>,
  aggregates: ReadonlySet<string>
): EmptyWhen {
  const of = (inner: unknown) => ofSource(inner as Node, steps, aggregates);
  switch (source.type) {
    case "BASE_TABLE": {
      const {schema_name: schema, table_name: table} = source as {schema_name: string; table_name: string};
      if (schema !== "") return [[`${schema}.${table}`]];
      return steps.get(table) ?? [[table]];
    }
    case "SUBQUERY":
      return ofNode((source.subquery as {node: Node}).node, steps, aggregates);
    case "JOIN":
      if (source.ref_type !== "REGULAR" && source.ref_type !== "CROSS") return [];
      if (source.join_type === "INNER") return least([...of(source.left), ...of(source.right)]);
      if (source.join_type === "LEFT") return of(source.left);
      if (source.join_type === "FULL") return both(of(source.left), of(source.right));
  }
  return [];
}

/** An aggregate without groups, or with an empty one among its grouping sets, has a row where its source has none. */
function makesRowOfNone(node: Node, aggregates: ReadonlySet<string>): boolean {
  if (node.aggregate_handling !== "STANDARD_HANDLING") return true;
  const sets = node.group_sets as unknown[][];
  if (sets.length > 0) return sets.some((set) => set.length === 0);
  return node.having !== null || calls([node.select_list, node.qualify, node.modifiers], aggregates);
}

/** Whether one of the functions is called anywhere in a part of the tree; over a window they aggregate nothing. */
function calls(part: unknown, functions: ReadonlySet<string>): boolean {
  if (typeof part !== "object" || part === null) return false;
  const {class: kind, function_name: name} = part as Node;
  if (kind === "FUNCTION" && functions.has(String(name).toLowerCase())) return true;
  return Object.values(part).some((inner) => calls(inner, functions));
}

/** Without rows where one of each side's lists is. */
const both = (left: EmptyWhen, right: EmptyWhen): EmptyWhen =>
  least(left.flatMap((one) => right.map((other) => [...new Set([...one, ...other])])));

/** Without the lists that say no more than a shorter one. */
function least(lists: EmptyWhen): EmptyWhen {
  const kept: string[][] = [];
  for (const list of lists.toSorted((a, b) => a.length - b.length))
    if (!kept.some((shorter) => shorter.every((name) => list.includes(name)))) kept.push(list.toSorted());
  return kept.slice(0, mostLists);
}
