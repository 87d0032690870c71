import {describe, expect, it} from "vitest";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {useReturnsStore} from "./importing.ts";

const at = useReturnsStore();
const {store} = at;

describe("a table whose times have a zone of their own", () => {
  const request: ImportRequest = {table: "sales", map: {day: "Made", amount: "Total"}, currency: "EUR"};
  const september = "Made,Total\n2026-09-15T10:00:00Z,1.00\n2026-09-16T10:00:00Z,2.00\n2026-09-17T22:30:00Z,4.00\n"; // prettier-ignore
  // Half past ten in the evening in UTC is the next day in Berlin.
  const later = "Made,Total\n2026-09-17T22:30:00Z,4.00\n2026-09-19T10:00:00Z,8.00\n";

  it("is of one zone, as its days would count orders of the night twice, or not at all", async () => {
    await at.bring(store.write("till.csv", september), {...request, takenAt: "2026-09-18T12:00:00Z"});
    const berlin = {...request, takenAt: "2026-09-21T12:00:00Z", zone: "Europe/Berlin"};
    expect(await at.refusal(store.write("till (1).csv", later), berlin)).toMatch(
      /till \(1\)\.csv: the store has days of csv:till beside or among these in the shop's own zone, in \S+, and these are of Europe\/Berlin: give the same --zone/
    );
  });

  it("may be of any where its days are written", async () => {
    const days = (text: string) => text.replaceAll(/T\d\d:\d\d:\d\dZ/g, "");
    await at.bring(store.write("till.csv", days(september)), {...request, takenAt: "2026-09-18T12:00:00Z"});
    await at.bring(store.write("till (1).csv", days(later)), {
      ...request,
      takenAt: "2026-09-21T12:00:00Z",
      zone: "Europe/Berlin"
    });
    expect(await at.kept("kept_sales", "select sum(amount)::int as amount from kept_sales")).toEqual([
      {amount: 15}
    ]);
  });
});
