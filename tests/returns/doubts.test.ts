import {expect, it} from "vitest";
import {storeStatement} from "../../src/campaigns/statement.ts";
import {clockifyHeader, clockifyRow, csv, ga4, shopify} from "./files.ts";
import {useReturnsStore} from "./importing.ts";

const at = useReturnsStore();

it("a newer file that begins within the first day of the store takes nothing from that day", async () => {
  const order = (name: string, time: string, total: string) => ({name, at: `2026-09-${time} +0200`, total});
  const both = [order("#2", "15 12:00:00", "50.00"), order("#3", "20 12:00:00", "20.00")];
  await at.bring(at.store.write("s1.csv", shopify([order("#1", "15 08:00:00", "100.00"), ...both])), {
    takenAt: "2026-09-22T12:00:00Z"
  });
  await at.bring(at.store.write("s2.csv", shopify([...both, order("#4", "25 12:00:00", "5.00")])), {
    takenAt: "2026-09-30T12:00:00Z"
  });
  expect(
    await at.kept(
      "kept_sales",
      "select sum(orders)::int as orders, sum(amount)::double as amount from kept_sales"
    )
  ).toEqual([{orders: 4, amount: 175}]);
});

it("what Google Analytics writes between brackets is no code", async () => {
  const file = at.store.write(
    "ga.csv",
    ga4(
      [
        "20260901,x / social,team fb,10,1",
        "20260902,bing / organic,(organic),7,0",
        "20260903,a.test / referral,(referral),20,0",
        "20260904,b,(cross-network),3,0"
      ],
      40
    )
  );
  await at.bring(file, {takenAt: "2026-11-01T00:00:00Z"});
  expect(
    await at.kept(
      "kept_visits",
      "select code_kind, sum(visits)::int as visits from kept_visits group by 1 order by 1"
    )
  ).toEqual([
    {code_kind: "none", visits: 30},
    {code_kind: "utm_campaign", visits: 10}
  ]);
});

it("a code that moves to another campaign goes there in whatever case it is written", async () => {
  await at.bring(
    at.store.write(
      "o.csv",
      shopify([
        {name: "#1", at: "2026-09-16 10:00:00 +0200", code: "soup10"},
        {name: "#2", at: "2026-09-17 10:00:00 +0200"}
      ])
    ),
    {takenAt: "2026-10-01T00:00:00Z"}
  );
  const link = (code: string, campaign_id: string, second: number) =>
    storeStatement(
      at.store.dataDir,
      "42",
      {links: [{code_kind: "discount", code, campaign_id}]},
      new Date(2026, 9, 2, 0, 0, second)
    );
  await link("SOUP10", "soup", 1);
  await link("soup10", "fair", 2);
  expect(
    await at.kept(
      "returned_days",
      "select campaign_id, total::int as total from returned_days where code <> ''"
    )
  ).toEqual([{campaign_id: "fair", total: 1}]);
});

it("a project is one, however its letters are put together", async () => {
  const rows = ["Café", "Cafe\u0301"].map((project, nth) =>
    clockifyRow(`1${nth + 4}/09/2026`, "09:00", "1:00", "1,00", project)
  );
  await at.bring(at.store.write("c.csv", csv([clockifyHeader, ...rows], {isQuoted: true})), {
    takenAt: "2026-10-01T00:00:00Z"
  });
  expect(
    await at.kept("kept_costs", "select project, sum(amount)::double as hours from kept_costs group by 1")
  ).toEqual([{project: "café", hours: 2}]);
});

it("costs of several days in one row are asked for day by day", async () => {
  const file = at.store.write("h.csv", "From,To,H,P\n2026-08-01,2026-08-31,20,Team FB\n");
  expect(
    await at.refusal(file, {
      table: "costs",
      set: {kind: "hours"},
      map: {from: "From", to: "To", amount: "H", project: "P"},
      takenAt: "2026-10-01T00:00:00Z"
    })
  ).toMatch(/line 2: costs of several days in one row: give one row a day/);
});

it("of several discount codes of an order, the first that belongs to a campaign counts, else the first", async () => {
  const order = (name: string, day: string, code: string) => ({
    name,
    at: `2026-09-${day} 10:00:00 +0200`,
    code,
    total: "10.00"
  });
  const lines = await at.bring(
    at.store.write(
      "o.csv",
      shopify([
        order("#1", "15", "FREESHIP, SOUP10"),
        order("#2", "15", "SOUP10"),
        order("#3", "15", "WELCOME, FREESHIP"),
        order("#4", "16", "FREESHIP")
      ])
    ),
    {takenAt: "2026-10-01T00:00:00Z"}
  );
  expect(lines.join("\n")).toContain(
    "2 orders with several discount codes: of each the first that belongs to a campaign counts, else the first"
  );
  await storeStatement(at.store.dataDir, "42", {
    links: [{code_kind: "discount", code: "soup10", campaign_id: "soup"}]
  });
  expect(
    await at.kept(
      "kept_sales",
      "select code, sum(orders)::int as orders, sum(amount)::varchar as amount from kept_sales group by 1 order by 1"
    )
  ).toEqual([
    {code: "FREESHIP", orders: 1, amount: "10.00"},
    {code: "SOUP10", orders: 2, amount: "20.00"},
    {code: "WELCOME", orders: 1, amount: "10.00"}
  ]);
});

it("one order that does not count is one order", async () => {
  const lines = await at.bring(
    at.store.write(
      "o.csv",
      shopify([
        {name: "#1", at: "2026-09-15 10:00:00 +0200"},
        {name: "#2", at: "2026-09-16 10:00:00 +0200", status: "pending"}
      ])
    ),
    {takenAt: "2026-10-01T00:00:00Z"}
  );
  expect(lines.join("\n")).toContain("left out: 1 pending order;");
});

it("two tills of one time are asked for a name, not for a time that is given", async () => {
  const till = (name: string, total: string) => shopify([{name, at: "2026-09-15 10:00:00 +0200", total}]);
  const request = {takenAt: "2026-10-01T00:00:00Z"};
  await at.bring(at.store.write("a.csv", till("#1", "10.00")), request);
  const message = await at.refusal(at.store.write("b.csv", till("#2", "20.00")), request);
  expect(message).toMatch(
    /and both are of one time: import each by itself with the --taken-at of its own download, or --set download=NAME if it is of another shop or till$/
  );
});

it("overlapping downloads in one command replace each other by their newest order, in either order", async () => {
  const order = (nth: number, refunded = "0.00") => ({
    name: `#${nth}`,
    at: `2026-09-${nth} 10:00:00 +0200`,
    total: "10.00",
    refunded
  });
  const range = (from: number, to: number) => Array.from({length: to - from + 1}, (_, nth) => from + nth);
  const first = at.store.write("a.csv", shopify(range(10, 19).map((nth) => order(nth))));
  const second = at.store.write(
    "b.csv",
    shopify(range(14, 28).map((nth) => order(nth, nth === 15 ? "4.00" : "0.00")))
  );
  for (const files of [
    [first, second],
    [second, first]
  ]) {
    await at.bring(files);
    // Days 10 to 27, each once: the 28th may not have been over. The refund is in the newer one alone.
    expect(
      await at.kept(
        "kept_sales",
        "select sum(orders)::int as orders, sum(amount)::varchar as amount, sum(refunded)::varchar as refunded from kept_sales"
      )
    ).toEqual([{orders: 18, amount: "180.00", refunded: "4.00"}]);
  }
  expect(await at.refusal([first, second], {takenAt: "2026-10-01T00:00:00Z"})).toMatch(
    /b.csv: the same days of shopify-orders stand with other figures in a.csv, and both are of one time: import each by itself/
  );
});

it("a newer download with fewer visits says how many it has, and how many there were", async () => {
  const bring = (counts: number[], takenAt: string) =>
    at.bring(
      at.store.write(
        "visits.csv",
        csv([["Date", "Visits"], ...counts.map((count, nth) => [`2026-09-0${1 + nth}`, String(count)])])
      ),
      {table: "visits", map: {day: "Date", visits: "Visits"}, takenAt}
    );
  await bring([10, 10, 10, 10], "2026-10-01T00:00:00Z");
  const [line] = await bring([10, 10, 4, 7], "2026-10-08T00:00:00Z");
  expect(line).toContain(
    "replaces 2 days of 2026-09-03 to 2026-09-04, which an earlier download had otherwise: 11 now, 20 before"
  );
});

it("files of visits and of orders are no downloads of one source", async () => {
  const days = (count: number) => Array.from({length: count}, (_, nth) => `2026-09-0${1 + nth}`);
  const visits = csv([["Date", "Visits"], ...days(4).map((day) => [day, "10"])]);
  const orders = csv([
    ["Day", "Total"],
    ...days(9).flatMap((day) => Array.from({length: 5}, () => [day, "9.00"]))
  ]);
  await at.bring(at.store.write("export.csv", visits), {
    table: "visits",
    map: {day: "Date", visits: "Visits"},
    takenAt: "2026-10-01T00:00:00Z"
  });
  const file = at.store.write("export (1).csv", orders);
  const request = {
    table: "sales",
    map: {day: "Day", amount: "Total"},
    currency: "EUR",
    takenAt: "2026-10-02T00:00:00Z"
  } as const;
  expect(await at.refusal(file, request)).toMatch(
    /\/export \(1\)\.csv: it holds sales, and csv:export is a source of visits, in \S+: give --set download=NAME with a name of its own$/
  );
  await at.bring(file, {...request, set: {download: "till"}});
  const kept = (model: string, count: string) =>
    at.kept(model, `select download, sum(${count})::int as results from ${model} group by all`);
  expect(await kept("kept_visits", "visits")).toEqual([{download: "csv:export", results: 40}]);
  expect(await kept("kept_sales", "orders")).toEqual([{download: "till", results: 45}]);
});

it("files of sign-ups alone and of orders alone do not replace each other as one source, whichever is newer", async () => {
  const days = ["2026-09-01", "2026-09-02", "2026-09-03"];
  const orders = csv([["Day", "Total"], ...days.flatMap((day) => [[day, "9.00"], [day, "11.00"]])]); // prettier-ignore
  const signups = csv([["Day", "Orders"], ...days.map((day) => [day, "4"])]);
  const ofOrders = {table: "sales", map: {day: "Day", amount: "Total"}, currency: "EUR"} as const;
  const ofSignups = {table: "sales", map: {day: "Day", orders: "Orders"}, set: {kind: "signup"}} as const;
  await at.bring(at.store.write("export.csv", orders), {...ofOrders, takenAt: "2026-10-01T00:00:00Z"});
  const file = at.store.write("export (1).csv", signups);
  const after = {...ofSignups, takenAt: "2026-10-02T00:00:00Z"};
  expect(await at.refusal(file, after)).toMatch(
    /\/export \(1\)\.csv: it holds no orders, and would replace 6 that the store has of csv:export for 2026-09-01 to 2026-09-03: give --set download=NAME if it is of another source, or --unlike-the-last if it is right$/
  );
  expect(await at.refusal(file, {...ofSignups, takenAt: "2026-09-20T00:00:00Z"})).toMatch(
    /its 12 sign-ups of 2026-09-01 to 2026-09-03 would not count, as a newer download of csv:export, in \S+, holds none: give --set download=NAME/
  );
  await at.bring(file, {...after, set: {...after.set, download: "list"}});
  expect(
    await at.kept("kept_sales", "select download, kind, sum(orders)::int as orders from kept_sales group by all order by all")
  ).toEqual([
    {download: "csv:export", kind: "sale", orders: 6},
    {download: "list", kind: "signup", orders: 12}
  ]); // prettier-ignore
});

it("files of hours alone and of money alone do not replace each other as one source", async () => {
  const rows = (amount: string) => csv([["Day", "Amount", "Project"], ["2026-09-01", amount, "A"], ["2026-09-02", amount, "A"]]); // prettier-ignore
  const of = (kind: string, takenAt: string) =>
    ({table: "costs", map: {day: "Day", amount: "Amount", project: "Project"}, set: {kind}, currency: "EUR", takenAt}) as const; // prettier-ignore
  await at.bring(at.store.write("export.csv", rows("2")), of("hours", "2026-10-01T00:00:00Z"));
  const file = at.store.write("export (1).csv", rows("30"));
  expect(await at.refusal(file, of("money", "2026-10-02T00:00:00Z"))).toMatch(
    /it holds no hours, and would replace 4 that the store has of csv:export for 2026-09-01 to 2026-09-02: give --set download=NAME/
  );
});

it("money of one record does not count twice under two names, be it of one day", async () => {
  const bill = (name: string, ...days: [string, string][]) =>
    at.store.write(name, csv([["Day", "Spent", "Campaign"], ...days.map(([day, spent]) => [day, spent, "Team FB"])])); // prettier-ignore
  const costs = {table: "costs", map: {day: "Day", amount: "Spent", project: "Campaign"}, set: {kind: "money", currency: "EUR"}} as const; // prettier-ignore
  await at.bring(bill("ads.csv", ["2026-08-01", "100"], ["2026-09-01", "100"], ["2026-10-01", "100"]), costs);
  const renamed = bill("invoices.csv", ["2026-09-01", "100"], ["2026-10-01", "100"], ["2026-11-01", "80"]);
  expect(await at.refusal(renamed, costs)).toMatch(
    /csv:ads has the same hours or money already, and those of two sources are added: give --set download=csv:ads/
  );
  // Another bill of these days.
  await at.bring(bill("prints.csv", ["2026-09-01", "12.50"], ["2026-10-01", "100"]), costs);
  expect(await at.kept("kept_costs", "select sum(amount)::double as money from kept_costs")).toEqual([
    {money: 100 + 100 + 12.5}
  ]);
});

it("says of a file that its money does not count where the user gave the total", async () => {
  await storeStatement(at.store.dataDir, "42", {
    costs: [{kind: "money", campaign_id: "team fb", project: null, from: null, to: new Date("2026-09-20T00:00:00Z"), amount: "15.00", currency: "EUR", download: null}]
  }); // prettier-ignore
  const file = at.store.write(
    "ads.csv",
    csv([["Day", "Spent", "Campaign"], ["2026-09-01", "100", "Team  FB"], ["2026-10-01", "100", "Soup"]]) // prettier-ignore
  );
  const costs = {table: "costs", map: {day: "Day", amount: "Spent", project: "Campaign"}, currency: "EUR", takenAt: "2026-11-01"} as const; // prettier-ignore
  const lines = await at.bring(file, {...costs, set: {kind: "money"}});
  expect(lines.filter((line) => line.includes("does not count"))).toEqual([
    'ads.csv: its money of "team fb" does not count, as you gave the total yourself: when that has grown, give it again: followback campaigns set "team fb" --money TOTAL'
  ]);
  // The 100.00 of the other campaign and the 15.00 that were said.
  expect(
    await at.kept("spent_now", "select project, amount::double as amount from spent_now order by 1")
  ).toEqual([
    {project: "soup", amount: 100},
    {project: "team fb", amount: 15}
  ]);
});

it("hours and money of one record do not count twice under two names", async () => {
  const days = ["15", "16", "17", "18"];
  const costs = {table: "costs", map: {day: "Day", amount: "H", project: "P"}, set: {kind: "hours"}} as const;
  const table = (name: string, hours: string) =>
    at.store.write(
      name,
      csv([["Day", "H", "P"], ...days.map((day) => [`2026-09-${day}`, hours, "Team FB"])])
    );
  await at.bring(table("hours.csv", "1.5"), {...costs, takenAt: "2026-10-01T00:00:00Z"});
  const again = {...costs, takenAt: "2026-10-02T00:00:00Z"};
  // The same file under another name, and what another program makes of it, which rounds to minutes.
  expect(await at.refusal(table("hours of anna.csv", "1.5"), again)).toMatch(
    /\/hours of anna\.csv: csv:hours has the same hours or money already, and those of two sources are added: give --set download=csv:hours if it is the same record, or --unlike-the-last if both count$/
  );
  const rows = days.map((day) => clockifyRow(`${day}/09/2026`, "09:00", "1:30", "1,51", "team fb"));
  const clockify = at.store.write("c.csv", csv([clockifyHeader, ...rows], {isQuoted: true}));
  expect(await at.refusal(clockify, {takenAt: "2026-10-02T00:00:00Z"})).toMatch(
    /csv:hours has the same hours/
  );
  // Another person's hours of the same days and project, and the same ones where the user says that both count.
  await at.bring(table("bob.csv", "2"), again);
  await at.bring(table("cid.csv", "2"), {...again, unlikeTheLast: true});
  expect(await at.kept("kept_costs", "select sum(amount)::double as hours from kept_costs")).toEqual([
    {hours: 4 * (1.5 + 2 + 2)}
  ]);
});
