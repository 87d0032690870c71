import type {Database} from "../duckdb.ts";
import type {Model} from "./models.ts";
import type {Outline} from "./outlines.ts";

/** What runs the SQL of the models. `db` has the raw tables, how lists were judged, and what estimators of ours make. */
export interface Engine {
  /** Called once, before the first model, with all that will be made. */
  begin(db: Database, models: readonly Model[]): Promise<void>;
  /** Makes the relation of a model, for later models and for `db`. Returns its rows, where they were counted. */
  make(db: Database, model: Model): Promise<bigint | void>;
  /** Makes the relation of a model that cannot have rows, of which this is known. */
  makeBare(db: Database, model: Model, outline: Outline): Promise<void>;
  /** Lets go of a relation that nobody reads any more. */
  drop(db: Database, name: string): Promise<void>;
}

/** The embedded database, which needs nothing else. */
export const duckdb: Engine = {
  begin: async () => {},
  make: (db, model) => model.make(db),
  makeBare: (db, {name}, {columns}) => db.run(`create table "${name}" (${columns})`),
  drop: (db, name) => db.run(`drop table "${name}"`)
};
