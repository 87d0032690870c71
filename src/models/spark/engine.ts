import {readFileSync} from "node:fs";
import {copyFile, link, mkdir, readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {quote, type Database} from "../../duckdb.ts";
import {UserError} from "../../errors.ts";
import type {Engine} from "../engine.ts";
import type {Model} from "../models.ts";
import type {SparkSession} from "./session.ts";

/** The prelude's macros as Spark's own SQL functions. */
const functions = () =>
  readFileSync(new URL("prelude.sql", import.meta.url), "utf8")
    .replace(/^--.*$/gm, "")
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");

/** Spark joins two texts that follow each other, where SQL has a quote written twice. */
const inSpark = (select: string) => select.replaceAll(/(?<=\w)''(?=\w)/g, "\\'");

/** What the models compare as names, however their letters are put together: see `plain_name` in both preludes. */
const comparedNames = {
  costs: ["campaign_id", "project"],
  visits: ["code"],
  sales: ["code"],
  links: ["code", "campaign_id"]
} as const;

/** Throws a `UserError` where names are written as Spark could not compare them. */
async function requireComposed(db: Database): Promise<void> {
  for (const [table, columns] of Object.entries(comparedNames))
    for (const column of columns) {
      const [found] = await db.rows<{name: string}>(
        `select "${column}" as name from raw."${table}" where nfc_normalize("${column}") <> "${column}" limit 1`
      );
      if (found === undefined) continue;
      throw new UserError(
        `${JSON.stringify(found.name)} of ${table} is written with separate accents, which Spark cannot compare: build with --engine duckdb`
      );
    }
}

const sqlName = (name: string) => `\`${name}\``;

/**
 * Runs the SQL of the models on Spark. Every relation is a folder of Parquet files below `folder`, which all of Spark's
 * workers must reach under that path; `db` reads them there. Marts are one file each, in their order.
 */
export class SparkEngine implements Engine {
  constructor(
    readonly session: SparkSession,
    readonly folder: string
  ) {}

  async begin(db: Database, models: readonly Model[]): Promise<void> {
    await requireComposed(db);
    for (const statement of functions()) await this.session.run(statement);
    await this.session.run("create database if not exists raw");
    const selects = models.flatMap(({select}) => select ?? []).join("\n");
    const given = await db.rows<{schema: string; name: string}>(`
      select schema_name as schema, table_name as name from duckdb_tables() where not internal and not temporary
      union all
      select schema_name, view_name from duckdb_views() where not internal and not temporary`);
    for (const {schema, name} of given) {
      const word = schema === "raw" ? `\\braw\\."?${name}\\b` : `(?<![.\\w])${name}\\b`;
      if ((schema === "raw" || schema === "main") && new RegExp(word).test(selects))
        await this.#give(db, schema, name);
    }
  }

  async make(db: Database, model: Model): Promise<void> {
    const {name, isView, kind} = model;
    if (model.select === null) {
      await model.make(db);
      return this.#give(db, "main", name);
    }
    const select = inSpark(model.select);
    if (isView) {
      await this.session.run(`create or replace temporary view ${sqlName(name)} as ${select}`);
      await model.make(db);
      return;
    }
    await this.session.write(name, select, this.#uriOf(name), kind === "marts" ? 1 : null);
    await db.run(`create view "${name}" as ${await this.#read(db, name)}`);
  }

  /** Spark tells the types of its columns itself; without rows there is nothing for it to compute. */
  async makeBare(db: Database, model: Model): Promise<void> {
    const {select} = model;
    return this.make(
      db,
      select === null ? model : {...model, select: `select * from (${select}) where false`}
    );
  }

  async drop(db: Database, name: string): Promise<void> {
    await this.session.run(`drop view ${sqlName(name)}`);
    await db.run(`drop view if exists "${name}"`).catch(() => db.run(`drop table "${name}"`));
    await rm(this.#folderOf(name), {recursive: true, force: true});
  }

  /** Puts the one file of a mart beside others under a path of its own. */
  async putMart(name: string, file: string): Promise<void> {
    const [part] = await this.#partsOf(name);
    await link(part!, file).catch(() => copyFile(part!, file));
  }

  #folderOf(name: string): string {
    return join(this.folder, name);
  }

  #uriOf(name: string): string {
    return pathToFileURL(this.#folderOf(name)).href;
  }

  async #partsOf(name: string): Promise<string[]> {
    const folder = this.#folderOf(name);
    const files = (await readdir(folder)).filter((file) => file.endsWith(".parquet")).sort();
    return files.map((file) => join(folder, file));
  }

  /** Lets Spark read a relation of `db`. */
  async #give(db: Database, schema: string, name: string): Promise<void> {
    const folder = schema === "raw" ? `raw.${name}` : name;
    await mkdir(this.#folderOf(folder), {recursive: true});
    const file = join(this.#folderOf(folder), "part-0.parquet");
    await db.run(`copy (from ${schema}."${name}") to ${quote(file)} (format parquet, compression zstd)`);
    if (schema === "raw")
      await this.session.run(
        `create table raw.${sqlName(name)} using parquet location ${quote(this.#uriOf(folder))}`
      );
    else await this.#show(name);
  }

  async #show(name: string): Promise<void> {
    await this.session.run(
      `create or replace temporary view ${sqlName(name)} as select * from parquet.\`${this.#uriOf(name)}\``
    );
  }

  /** SQL of a relation that Spark wrote: its wide integers, which Spark has as decimals, are integers here too. */
  async #read(db: Database, name: string): Promise<string> {
    const files = (await this.#partsOf(name)).map(quote).join(", ");
    const from = `read_parquet([${files}])`;
    const columns = await db.rows<{name: string; type: string}>(
      `select column_name as name, column_type as type from (describe from ${from})`
    );
    const cast = columns.map(({name, type}) =>
      /^DECIMAL\(\d+,0\)$/.test(type) ? `"${name}"::hugeint as "${name}"` : `"${name}"`
    );
    return `select ${cast.join(", ")} from ${from}`;
  }
}
