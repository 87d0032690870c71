import type {Database} from "../duckdb.ts";
import type {Model} from "./models.ts";
import {hasRows, type Outlines} from "./outlines.ts";

/** Which relations of a build have no rows, and so which others need not be planned: they are created by their outlines. */
export class BareRelations {
  readonly #bare = new Set<string>();
  /** The relations of which it matters whether they have rows. */
  readonly #asked: ReadonlySet<string>;

  private constructor(
    readonly outlines: Outlines,
    asked: Iterable<string>
  ) {
    this.#asked = new Set(asked);
  }

  /**
   * Looks which of the relations that no model makes have rows. Null where some are read from files every time: planning
   * takes no time then that anybody would notice.
   */
  static async of(db: Database, outlines: Outlines): Promise<BareRelations | null> {
    const [files] = await db.rows<{n: bigint}>(
      "select count(*) as n from duckdb_views() where contains(sql, 'read_parquet(')"
    );
    if (files!.n > 0n) return null;
    const found = new BareRelations(
      outlines,
      [...outlines.values()].flatMap((outline) => outline.emptyWhen.flat())
    );
    for (const name of found.#asked) if (!outlines.has(name)) await found.#look(db, name);
    return found;
  }

  /** Creates the relation of a model by its outline where what it reads leaves it without rows. Returns whether it did. */
  async create(db: Database, {name, isView}: Model): Promise<boolean> {
    const outline = this.outlines.get(name);
    if (isView || outline === undefined) return false;
    if (!outline.emptyWhen.some((names) => names.every((read) => this.#bare.has(read)))) return false;
    await db.run(`create table "${name}" (${outline.columns})`);
    this.#bare.add(name);
    return true;
  }

  /** Looks whether a relation that its model made has rows. */
  async made(db: Database, {name}: Model): Promise<void> {
    if (this.#asked.has(name)) await this.#look(db, name);
  }

  async #look(db: Database, name: string): Promise<void> {
    if (!(await hasRows(db, name))) this.#bare.add(name);
  }
}
