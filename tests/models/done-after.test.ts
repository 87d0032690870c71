import {describe, expect, it} from "vitest";
import {doneAfter, readModels, type Model} from "../../src/models/models.ts";

const model = (name: string, reads: string[], isView = false): Model => ({
  name,
  reads,
  isView,
  kind: "staging",
  header: "",
  select: null,
  make: async () => {}
});

describe("doneAfter", () => {
  it("lets go of a relation after its last reader, and of one nobody reads at once", () => {
    expect(doneAfter([model("a", []), model("b", ["a"]), model("c", ["a", "b"]), model("d", ["b"])])).toEqual(
      [[], [], ["c", "a"], ["d", "b"]]
    );
  });
  it("keeps what a view reads for whoever reads the view, and never drops a view", () => {
    expect(doneAfter([model("a", []), model("v", ["a"], true), model("b", []), model("c", ["v"])])).toEqual([
      [],
      [],
      ["b"],
      ["c", "a"]
    ]);
  });
  it("lets go of every table of the models once", () => {
    const models = readModels();
    const tables = models.filter(({isView}) => !isView).map(({name}) => name);
    expect(doneAfter(models).flat().toSorted()).toEqual(tables.toSorted());
  });
});
