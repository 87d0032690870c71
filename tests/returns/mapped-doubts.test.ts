import {describe, expect, it} from "vitest";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {useReturnsStore} from "./importing.ts";

const at = useReturnsStore();
const {store} = at;
const shop: ImportRequest = {
  table: "sales",
  map: {day: "Order Date", amount: "Order Total"},
  currency: "EUR",
  takenAt: "2026-10-01"
};
const header = "Order Number,Order Date,Order Status,Order Total,Item";
const orders = (...rows: string[]) => store.write("woo.csv", `${[header, ...rows].join("\n")}\n`);

describe("rows that would count too much are asked about", () => {
  it("an order that stands once for each of its items", async () => {
    const items = orders("101,2026-09-15,completed,49.00,Bowl", "101,2026-09-15,completed,49.00,Spoon");
    expect(await at.refusal(items, shop)).toMatch(
      /woo\.csv: line 3: Order Number is that of a row above, and each row counts as an order: give a row an order/
    );
    await at.bring(
      orders("101,2026-09-15,completed,49.00,Bowl", "102,2026-09-15,completed,49.00,Bowl"),
      shop
    );
    expect(await at.kept("kept_sales", "select orders::int as orders, amount::int as amount from kept_sales")) // prettier-ignore
      .toEqual([{orders: 2, amount: 98}]);
  });

  it.each(["cancelled", "Pending payment", "wc-failed", "On hold", "draft", "refunded"])(
    "an order whose status is %s",
    async (state) => {
      const file = orders("101,2026-09-15,completed,49.00,Bowl", `102,2026-09-15,${state},20.00,Bowl`);
      expect(await at.refusal(file, shop)).toMatch(
        new RegExp(`woo\\.csv: line 3: Order Status is ${state}, and each row counts as paid in full`)
      );
    }
  );

  it("refunded orders count where the refunds are read, and unpaid ones of no amount are none", async () => {
    const file = store.write(
      "till.csv",
      "Date,Status,Total,Back\n2026-09-15,refunded,49.00,49.00\n2026-09-15,paid,20.00,5.00\n2026-09-16,cancelled,0,0\n"
    );
    await at.bring(file, {
      ...shop,
      map: {day: "Date", amount: "Total", refunded: "Back"}
    });
    expect(
      await at.kept(
        "kept_sales",
        "select sum(amount)::int as amount, sum(refunded)::int as refunded from kept_sales"
      )
    ).toEqual([{amount: 69, refunded: 54}]);
  });

  it.each([
    ["minutes by the name of their column", "Minutes", "20", "Minutes counts no hours"],
    ["more hours than a day has", "Amount", "90", "more than 24 hours in one day"],
    ["the same as a duration", "Amount", "90:00", "more than 24 hours in one day"]
  ])("%s", async (_, name, amount, words) => {
    const file = store.write("spent.csv", `Day,${name},Project\n2026-09-15,${amount},Team FB\n`);
    const request: ImportRequest = {
      table: "costs",
      map: {day: "Day", amount: name, project: "Project"},
      set: {kind: "hours"},
      takenAt: "2026-10-01"
    };
    expect(await at.refusal(file, request)).toContain(
      `spent.csv: line 2: ${words}: write hours as 1.5 or 1:30, a row a day and person`
    );
  });

  it("durations in a column of minutes, and money of any size, are taken", async () => {
    const request: ImportRequest = {
      table: "costs",
      map: {day: "Day", amount: "Minutes"},
      takenAt: "2026-10-01"
    };
    await at.bring(store.write("a.csv", "Day,Minutes\n2026-09-15,0:20\n"), {
      ...request,
      set: {kind: "hours"}
    });
    await at.bring(store.write("b.csv", "Day,Minutes\n2026-09-15,90.00\n"), {
      ...request,
      set: {kind: "money", currency: "EUR"}
    });
    expect(
      await at.kept(
        "kept_costs",
        "select kind, round(amount, 4)::double as amount from kept_costs order by 1"
      )
    ).toEqual([
      {kind: "hours", amount: 0.3333},
      {kind: "money", amount: 90}
    ]);
  });

  it("money of another currency than the name of its column says", async () => {
    const file = store.write("ads.csv", "Day,Amount spent (USD),Total (NET)\n2026-09-15,12.50,10.00\n");
    const request: ImportRequest = {
      table: "costs",
      map: {day: "Day", amount: "Amount spent (USD)"},
      set: {kind: "money"},
      takenAt: "2026-10-01"
    };
    expect(await at.refusal(file, {...request, currency: "EUR"})).toMatch(
      /ads\.csv: its amounts are of USD by the name of their column, and EUR is given: give --currency USD$/
    );
    await at.bring(file, {...request, map: {...request.map, amount: "Total (NET)"}, currency: "EUR"});
    await at.bring(store.write("more.csv", "Day,Amount spent (USD)\n2026-09-15,12.50\n"), {
      ...request,
      currency: "usd"
    });
    expect(
      await at.kept("kept_costs", "select currency, amount::double as amount from kept_costs order by 1")
    ).toEqual([
      {currency: "EUR", amount: 10},
      {currency: "USD", amount: 12.5}
    ]);
  });

  it.each(["15.09.2026", "11.30.00", "1,2,3"])("%s where an amount is meant", async (text) => {
    const file = store.write("till.csv", `Day;Total\n2026-09-15;${text}\n`);
    expect(
      await at.refusal(file, {table: "sales", map: {day: "Day", amount: "Total"}, currency: "EUR"})
    ).toMatch(/till\.csv: line 2: Total is "[9.,]+" .*, expected a number with at most 2 decimals/);
  });

  it("thousands are taken as people write them", async () => {
    const amounts = ["1,234.50", "1,234,567", "12,34,567.00", "1 234.50", "1'234.5", "999"];
    const file = store.write(
      "till.csv",
      `Day;Total\n${amounts.map((text) => `2026-09-15;${text}\n`).join("")}`
    );
    await at.bring(file, {...shop, map: {day: "Day", amount: "Total"}});
    expect(await at.kept("kept_sales", "select sum(amount)::double as amount from kept_sales")).toEqual([
      {amount: 1234.5 + 1234567 + 1234567 + 1234.5 + 1234.5 + 999}
    ]);
  });

  it.each([
    ["visits", "Date,Ref,Count", "2026-09-15,team fb,4", "2026-09-15,(none),10", "2026-09-15,Total,14", {day: "Date", visits: "Count", code: "Ref"}],
    ["sales", "Date,Paid by,Sum", "2026-09-15,cash,4", "2026-09-15,card,10", "2026-09-15,Gesamt,14", {day: "Date", amount: "Sum"}],
    ["costs", "Date,Campaign,Sum", "2026-09-15,team fb,4", "2026-09-15,soup,10", "2026-09-15,Grand total:,14", {day: "Date", amount: "Sum", project: "Campaign"}]
  ] as const)("a row of %s that says it is the total of others", async (table, head, first, second, sum, map) => {
    const set: Record<string, string> = {visits: {code_kind: "ref"}, sales: {}, costs: {kind: "money"}}[table];
    const request: ImportRequest = {table, map, set, takenAt: "2026-10-01", ...(table !== "visits" && {currency: "EUR"})};
    expect(await at.refusal(store.write("t.csv", `${[head, first, second, sum].join("\n")}\n`), request)).toMatch(
      /t\.csv: line 4: a cell says (Total|Gesamt|Grand total:), as in a row of totals, which would count beside what it adds up: take such rows away, or write that cell otherwise/
    );
    await at.bring(store.write("t.csv", `${[head, first, second].join("\n")}\n`), request);
  }); // prettier-ignore

  it("visits of one day and code that stand in two rows alike", async () => {
    const request: ImportRequest = {
      table: "visits",
      map: {day: "Day", visits: "Visits", code: "Ref"},
      set: {code_kind: "ref"},
      takenAt: "2026-10-01"
    };
    const twice = store.write(
      "goat.csv",
      "Day,Visits,Ref\n2026-09-15,10,fb\n2026-09-16,0,\n2026-09-15,10,fb\n"
    );
    expect(await at.refusal(twice, request)).toMatch(
      /goat\.csv: line 4: a row stands twice in the file, as in two exports put together/
    );
    await at.bring(
      store.write(
        "goat.csv",
        "Day,Visits,Ref\n2026-09-15,10,fb\n2026-09-16,0,\n2026-09-16,0,\n2026-09-15,7,fb\n"
      ),
      request
    );
    expect(await at.kept("kept_visits", "select sum(visits)::int as visits from kept_visits")).toEqual([
      {visits: 17}
    ]);
  });

  it("a code of no kind, and money of no order", async () => {
    const codes = store.write("v.csv", "Day,Visits,Kind,Code\n2026-09-15,10,ref,fb\n2026-09-16,5,,fb\n2026-09-17,1,,\n"); // prettier-ignore
    expect(
      await at.refusal(codes, {
        table: "visits",
        map: {day: "Day", visits: "Visits", code_kind: "Kind", code: "Code"},
        takenAt: "2026-10-01"
      })
    ).toMatch(/v\.csv: line 3: Kind is an empty cell, expected utm_campaign/);
    const sums = store.write("s.csv", "Day,Orders,Total\n2026-09-15,2,30.00\n2026-09-16,0,12.00\n");
    expect(await at.refusal(sums, {...shop, map: {day: "Day", orders: "Orders", amount: "Total"}})).toMatch(
      /s\.csv: line 3: Orders is "9".*, expected how many orders the amount is of/
    );
  });
});

describe("lines that begin with # are of the table", () => {
  it("where its orders are numbered so and it has no header", async () => {
    const rows = [
      "# orders of September",
      "#1001,2026-09-15,49.00",
      "#1002,2026-09-15,50.00",
      "D1,2026-09-15,7.00"
    ];
    await at.bring(store.write("till.csv", rows.map((row) => `${row}\n`).join("")), {
      ...shop,
      map: {day: "2", amount: "3"},
      header: false
    });
    expect(await at.kept("kept_sales", "select orders::int as orders, amount::int as amount from kept_sales")) // prettier-ignore
      .toEqual([{orders: 3, amount: 106}]);
  });

  it("where it has a column of running numbers", async () => {
    const text = "#,,\n#,Date,Total\n1,2026-09-15,49.00\n2,2026-09-15,50.00\n";
    await at.bring(store.write("till.csv", text), {...shop, map: {day: "Date", amount: "Total"}});
    expect(await at.kept("kept_sales", "select orders::int as orders, amount::int as amount from kept_sales")) // prettier-ignore
      .toEqual([{orders: 2, amount: 99}]);
  });
});
