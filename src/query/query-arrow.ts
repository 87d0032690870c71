import {
  Bool,
  DateMillisecond,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Table,
  TimestampMicrosecond,
  TimestampNanosecond,
  Uint64,
  Utf8,
  Vector,
  vectorFromArray,
  type DataType
} from "apache-arrow";
import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBResultReader,
  type DuckDBValue
} from "@duckdb/node-api";
import {UserError} from "../errors.ts";

/**
 * A result as an Arrow IPC stream. A column's type follows from its type in the query, never from its rows: whole
 * numbers, sums of them too, are Int32, Int64 or Uint64; decimals Float64; times Timestamp with all their digits; dates
 * Date64; everything else `textOf` it. Throws a `UserError` that names the column where a value does not fit.
 */
export function toArrow(
  result: DuckDBResultReader,
  texts: readonly (readonly (string | null)[])[]
): Uint8Array {
  const columns = result.getColumns();
  const types = result.columnTypes();
  const vectors = result.deduplicatedColumnNames().map((name, i) => {
    const type = arrowType(types[i]!.typeId);
    const values: readonly unknown[] =
      type instanceof Utf8 ? (texts[i] ?? []) : (columns[i] ?? []).map((value) => fitting(value, type, name));
    return {field: new Field(name, type, true), vector: vectorOf(values, type)};
  });
  const schema = new Schema(vectors.map(({field}) => field));
  // By place, never by name: an object would put columns that are called like numbers, as those of a PIVOT by year, first.
  const rows = makeData({
    type: new Struct(schema.fields),
    length: result.currentRowCount,
    nullCount: 0,
    children: vectors.map(({vector}) => vector.data[0]!)
  });
  return RecordBatchStreamWriter.writeAll(new Table(schema, new RecordBatch(schema, rows))).toUint8Array(
    true
  );
}

function arrowType(type: DuckDBTypeId): DataType {
  switch (type) {
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.HUGEINT:
      return new Int64();
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.UHUGEINT:
      return new Uint64();
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
      return new Int32();
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.DECIMAL:
      return new Float64();
    case DuckDBTypeId.BOOLEAN:
      return new Bool();
    case DuckDBTypeId.DATE:
      return new DateMillisecond();
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
      return new TimestampMicrosecond();
    case DuckDBTypeId.TIMESTAMP_TZ:
      return new TimestampMicrosecond("UTC");
    case DuckDBTypeId.TIMESTAMP_NS:
      return new TimestampNanosecond();
    default:
      return new Utf8();
  }
}

const dayMs = 86_400_000;
/** More digits than these a double cannot be trusted to keep. */
const digitsOfDouble = 15;

/** A value as the vector takes it: times as their count of units, null as null. */
function fitting(value: DuckDBValue, type: DataType, column: string): unknown {
  if (value === null) return null;
  const refuse = (what: string, fix: string) =>
    new UserError(`query: column ${column}: ${what}: write ${fix}, or another --format`);
  const finite = <T extends {isFinite: boolean}>(time: T): T => {
    if (time.isFinite) return time;
    throw refuse(
      "an infinite time, which Arrow cannot hold",
      `case when isfinite(${column}) then ${column} end`
    );
  };
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return finite(value).micros;
  if (value instanceof DuckDBTimestampMillisecondsValue) return finite(value).millis * 1000n;
  if (value instanceof DuckDBTimestampSecondsValue) return finite(value).seconds * 1_000_000n;
  if (value instanceof DuckDBTimestampNanosecondsValue) return finite(value).nanos;
  if (value instanceof DuckDBDateValue) return finite(value).days * dayMs;
  if (value instanceof DuckDBDecimalValue) {
    if (String(value.value).replace(/^-|0+$/g, "").length > digitsOfDouble)
      throw refuse(`${value} has more digits than a double`, `${column}::varchar`);
    return value.toDouble();
  }
  const width =
    typeof value === "bigint" && (type instanceof Uint64 ? BigInt.asUintN : BigInt.asIntN)(64, value);
  if (width !== false && width !== value) throw refuse(`${value} is beyond 64 bits`, `${column}::varchar`);
  return type instanceof Int64 && typeof value === "number" ? BigInt(value) : value;
}

/** The vector of some values. Its own way to fill one with times takes milliseconds, and cuts what is below. */
function vectorOf(values: readonly unknown[], type: DataType): Vector {
  if (!(type instanceof TimestampMicrosecond || type instanceof TimestampNanosecond))
    return vectorFromArray(values as never, type);
  const counts = vectorFromArray(values as never, new Int64());
  return new Vector(
    counts.data.map(({length, nullCount, nullBitmap, values: data}) =>
      makeData({type: type as TimestampMicrosecond, length, nullCount, nullBitmap, data})
    )
  );
}
