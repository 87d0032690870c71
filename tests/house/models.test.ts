import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {readModels, type Model} from "../../src/models/models.ts";

const models = readModels();
const kindOf = new Map(models.map(({name, kind}) => [name, kind]));

/** The kinds of models each kind may read. Raw tables are read by staging alone. */
const allowed: Record<Model["kind"], readonly Model["kind"][]> = {
  staging: ["staging"],
  intermediate: ["staging", "intermediate", "marts"],
  marts: ["staging", "intermediate", "marts"]
};

describe("which models read which", () => {
  it("has models of every kind", () => {
    for (const kind of Object.keys(allowed))
      expect(models.filter((model) => model.kind === kind).length).toBeGreaterThan(5);
  });

  it("lets staging read raw tables and staging only", () => {
    const wrong = models.flatMap(({name, kind, reads}) =>
      reads
        .filter((read) => !allowed[kind].includes(kindOf.get(read)!))
        .map((read) => `${name} reads ${read}`)
    );
    expect(wrong).toEqual([]);
  });

  it("reads raw tables in staging only", () => {
    const folder = (kind: string) => new URL(`../../src/models/${kind}/`, import.meta.url);
    const wrong = (["intermediate", "marts"] as const).flatMap((kind) =>
      readdirSync(folder(kind))
        .filter((file) => file.endsWith(".sql"))
        .filter((file) =>
          /\b(raw\.|judged_(lists|rows)\b)/.test(
            readFileSync(new URL(file, folder(kind)), "utf8").replace(/--.*$/gm, "")
          )
        )
    );
    expect(wrong).toEqual([]);
  });

  it("has no circle: every model comes after those it reads", () => {
    const made = new Set<string>();
    for (const {name, reads} of models) {
      expect(reads.filter((read) => !made.has(read))).toEqual([]);
      made.add(name);
    }
  });

  it("has no model that nothing reads and no report shows", () => {
    const read = new Set(models.flatMap(({reads}) => reads));
    const idle = models.filter(({name, kind}) => kind !== "marts" && !read.has(name));
    expect(idle.map(({name}) => name)).toEqual([]);
  });
});
