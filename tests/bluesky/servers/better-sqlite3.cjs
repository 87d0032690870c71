"use strict";
// The PDS asks six things of better-sqlite3, whose binary is to be compiled or downloaded: here Node's own SQLite answers.
const {DatabaseSync} = require("node:sqlite");

const codes = {5: "SQLITE_BUSY", 1555: "SQLITE_CONSTRAINT_PRIMARYKEY", 2067: "SQLITE_CONSTRAINT_UNIQUE"};

/** Runs `use`, and names what SQLite refuses as better-sqlite3 does. */
function named(use) {
  try {
    return use();
  } catch (error) {
    if (error && error.errcode in codes) error.code = codes[error.errcode];
    throw error;
  }
}

/** Blobs as Buffers. */
function row(cells) {
  if (cells === undefined) return undefined;
  for (const name in cells) {
    const cell = cells[name];
    if (cell instanceof Uint8Array && !Buffer.isBuffer(cell)) cells[name] = Buffer.from(cell);
  }
  return cells;
}

/** An array as the only argument has the parameters. */
const flat = (parameters) =>
  parameters.length === 1 && Array.isArray(parameters[0]) ? parameters[0] : parameters;

class Statement {
  constructor(statement) {
    this.statement = statement;
    this.reader = statement.columns().length > 0;
  }
  all(...parameters) {
    return named(() => this.statement.all(...flat(parameters)).map(row));
  }
  get(...parameters) {
    return named(() => row(this.statement.get(...flat(parameters))));
  }
  run(...parameters) {
    return named(() => this.statement.run(...flat(parameters)));
  }
  *iterate(...parameters) {
    for (const cells of named(() => this.statement.iterate(...flat(parameters)))) yield row(cells);
  }
}

module.exports = class Database {
  constructor(file, {timeout = 5000} = {}) {
    this.database = named(() => new DatabaseSync(file, {timeout}));
  }
  prepare(sql) {
    return named(() => new Statement(this.database.prepare(sql)));
  }
  pragma(text) {
    return named(() => this.database.prepare(`pragma ${text}`).all());
  }
  exec(sql) {
    named(() => this.database.exec(sql));
    return this;
  }
  close() {
    this.database.close();
  }
};
