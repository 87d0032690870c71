import type {Database} from "../duckdb.ts";
import type {Model} from "./models.ts";
import {hasRows, type Outline, type Outlines} from "./outlines.ts";

/** Which relations of a build have no rows, and so which others cannot have any: they need not be planned. */
export class BareRelations {
  readonly #bare = new Set<string>();
  /** The relations of which it matters whether they have rows. */
  readonly #asked: ReadonlySet<string>;

  private constructor(readonly outlines: Outlines) {
    this.#asked = new Set([...outlines.values()].flatMap((outline) => outline.emptyWhen.flat()));
  }

  /** Looks which of the relations that no model makes have rows. Those that are read from files count as having some. */
  static async of(db: Database, outlines: Outlines): Promise<BareRelations> {
    const found = new BareRelations(outlines);
    const tables = await db.rows<{schema: string; name: string}>(`
      select schema_name as schema, table_name as name from duckdb_tables()
      union all
      select schema_name, view_name from duckdb_views()
      where not internal and not exists (select 1 from duckdb_views() where contains(sql, 'read_parquet('))`);
    for (const {schema, name} of tables) {
      const called = schema === "main" ? name : `${schema}.${name}`;
      if (found.#asked.has(called) && !outlines.has(called)) await found.#look(db, called);
    }
    return found;
  }

  /** The outline of a model that cannot have rows now, as what it reads has none; null where it may have some. */
  outlineOf({name, isView}: Model): Outline | null {
    const outline = this.outlines.get(name);
    if (isView || outline === undefined) return null;
    return outline.emptyWhen.some((names) => names.every((read) => this.#bare.has(read))) ? outline : null;
  }

  /** Notes that the relation of a model was made without rows, */
  leftBare({name}: Model): void {
    this.#bare.add(name);
  }

  /** or with so many, and looks whether it has some where they were not counted. */
  async made(db: Database, model: Model, rows: bigint | void): Promise<void> {
    if (!this.#asked.has(model.name)) return;
    if (rows === undefined) await this.#look(db, model.name);
    else if (rows === 0n) this.leftBare(model);
  }

  async #look(db: Database, name: string): Promise<void> {
    if (!(await hasRows(db, name))) this.#bare.add(name);
  }
}
