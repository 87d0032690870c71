import {describe, expect, it} from "vitest";
import {useReturnsStore} from "./importing.ts";

const at = useReturnsStore();
const {store} = at;

describe("a file of next month is of the same source, and another file is of another", () => {
  const named = async (name: string) => {
    const [line] = await at.bring(store.write(name, "day,amount\n2026-09-15,9.50\n"), {
      table: "sales",
      currency: "EUR",
      takenAt: "2026-10-01",
      dryRun: true
    });
    return / as (csv:\S+)/.exec(line!)![1];
  };
  it.each([
    ["till_sep_2026.csv", "till_oct_2026.csv", "csv:till"],
    ["till-sep2026.csv", "till-oct2026.csv", "csv:till"],
    ["kasse-märz 2026.csv", "kasse-oktober.csv", "csv:kasse"],
    ["caisse_février.csv", "caisse_août_2026.csv", "csv:caisse"],
    ["ventas septiembre.csv", "ventas enero.csv", "csv:ventas"],
    ["till 2026-09.csv", "till September (1).csv", "csv:till"]
  ])("%s and %s", async (one, other, source) => {
    expect([await named(one), await named(other)]).toEqual([source, source]);
  });
  it("words that only begin like a month stay", async () => {
    const names = ["market.csv", "decor.csv", "marketing-hours.csv", "junior hours 09.csv", "marco.csv"];
    const found = [];
    for (const name of names) found.push(await named(name));
    expect(found).toEqual([
      "csv:market",
      "csv:decor",
      "csv:marketing-hours",
      "csv:junior-hours",
      "csv:marco"
    ]);
  });
});
