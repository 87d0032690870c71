import type {Database} from "../duckdb.ts";
import type {Model} from "./models.ts";

/** What runs the SQL of the models. `db` has the raw tables, how lists were judged, and what estimators of ours make. */
export interface Engine {
  /** Called once, before the first model, with all that will be made. */
  begin(db: Database, models: readonly Model[]): Promise<void>;
  /** Makes the relation of a model, for later models and for `db`. */
  make(db: Database, model: Model): Promise<void>;
  /** Lets go of a relation that nobody reads any more. */
  drop(db: Database, name: string): Promise<void>;
}

/** The embedded database, which needs nothing else. */
export const duckdb: Engine = {
  begin: async () => {},
  make: (db, model) => model.make(db),
  drop: (db, name) => db.run(`drop table "${name}"`)
};
