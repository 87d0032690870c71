import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {
  bom, clockifyHeader, clockifyRow, csv, ga4, gumroadHeader, gumroadRow, gumroadTotals, marks, plausible, plausibleRow,
  shopify, stripeHeader, stripeRow, togglHeader, togglRow, writeZip, xHeader, xOldHeader, xRow
} from "./files.ts"; // prettier-ignore
import {setCampaign, setHourCost} from "../../src/campaigns/campaigns.ts";
import {useReturnsStore} from "./importing.ts";

const at = useReturnsStore();
const {store} = at;
const visits = () =>
  store.rows(
    "select download, code_kind, code, strftime(day, '%m-%d') as day, visits::int as visits from raw.visits order by all"
  );
const sales = () =>
  store.rows(
    `select kind, code_kind, code, strftime(day, '%m-%d') as day, orders::int as orders, amount::varchar as amount,
      refunded::varchar as refunded, currency from raw.sales order by all`
  );
const hours = () =>
  store.rows(
    `select project, strftime("from", '%m-%d') as day, rtrim(rtrim(amount::varchar, '0'), '.') as hours from raw.costs order by all`
  );
const downloads = () =>
  store.rows(
    `select download, content, strftime(from_day, '%m-%d') as first, strftime(to_day, '%m-%d') as last, zone from raw.downloads order by all`
  );

describe("Plausible's full export", () => {
  const files = {
    "imported_sources_20260901_20260930.csv": plausible([
      plausibleRow("2026-09-15", "fb-sep-a", "", 31),
      plausibleRow("2026-09-15", "fb-sep-a", "p2", 4),
      plausibleRow("2026-09-15", "", "2026w38-shop", 5),
      plausibleRow("2026-09-15", "", "", 120),
      plausibleRow("2026-09-30", "fb-sep-a", "", 7)
    ]),
    "imported_visitors_20260901_20260930.csv": `"date","visitors","pageviews","bounces","visits","visit_duration"\n"2026-09-15",120,300,40,160,90\n`,
    "imported_custom_events_20260901_20260930.csv": `"date","name","link_url","path","visitors","events"\n"2026-09-14","Signup","","/a",2,2\n"2026-09-14","Signup","","/b",1,3\n"2026-09-14","Outbound Link: Click","https://x.example","/a",9,9\n`
  };

  it("holds visits by day and code, and the days that its names say", async () => {
    const zip = await writeZip(join(store.dir, "shop.zip"), files);
    const lines = await at.bring(zip, {zone: "Europe/Berlin"});
    // 31 + 4 under the campaign, 5 under a content of its own, 120 without: the last day may not have been over.
    expect(await visits()).toEqual([
      {download: "plausible-sources", code_kind: "none", code: "", day: "09-15", visits: 120},
      {download: "plausible-sources", code_kind: "utm_campaign", code: "fb-sep-a", day: "09-15", visits: 35},
      {download: "plausible-sources", code_kind: "utm_content", code: "2026w38-shop", day: "09-15", visits: 5}
    ]);
    expect(await downloads()).toEqual([
      {download: "plausible-sources", content: "visits", first: "09-01", last: "09-29", zone: "Europe/Berlin"}
    ]);
    expect(lines[0]).toBe(
      "shop.zip: Plausible's full export of 42: 2026-09-01 to 2026-09-29, days of Europe/Berlin; 40 visits under 2 codes, 120 without one; left out: 2026-09-30, which may not have been over (--taken-at says when it was downloaded); dropped: referrers and their addresses"
    );
    expect(lines.at(-1)).toBe("stored: 1 download of visits, sales, hours or clicks");
  });

  it("holds its last day too, once it was certainly over", async () => {
    const zip = await writeZip(join(store.dir, "shop.zip"), files);
    await at.bring(zip, {zone: "Europe/Berlin", takenAt: "2026-10-01"});
    expect(await downloads()).toMatchObject([{last: "09-30"}]);
    expect((await visits()).at(-2)).toMatchObject({code: "fb-sep-a", day: "09-30", visits: 7});
  });

  it("holds sign-ups where one event is named, and the codes that are asked for", async () => {
    const zip = await writeZip(join(store.dir, "shop.zip"), files);
    await at.bring(zip, {signupEvent: "Signup", set: {code_kind: "utm_content"}});
    expect(await sales()).toEqual([
      {kind: "signup", code_kind: "none", code: "", day: "09-14", orders: 5, amount: null, refunded: null, currency: null}
    ]); // prettier-ignore
    expect(await visits()).toMatchObject([
      {code_kind: "none", visits: 151},
      {code_kind: "utm_content", code: "2026w38-shop", visits: 5},
      {code_kind: "utm_content", code: "p2", visits: 4}
    ]);
  });

  it("is the same again, zipped anew", async () => {
    const zip = await writeZip(join(store.dir, "shop.zip"), files);
    await at.bring(zip);
    const again = await writeZip(join(store.dir, "again.zip"), {...files, "more.csv": "a"});
    expect((await at.bring(again)).join()).toMatch(/the same is there already, as .*: nothing is added/);
    expect(store.snapshots()).toHaveLength(1);
  });
});

describe("an exploration of Google Analytics 4", () => {
  it("holds visits by day and campaign, without its totals row", async () => {
    const file = store.write(
      "data-export.csv",
      ga4(
        [
          "20260915,x / social,fb-sep-a,31,2",
          "20260915,(direct) / (none),(not set),120,1",
          "20260916,x / social,fb-sep-a,2,0",
          "20260930,x / social,fb-sep-a,1,0"
        ],
        154
      )
    );
    const [line] = await at.bring(file, {takenAt: "2026-10-05T09:00:00Z"});
    expect(await visits()).toEqual([
      {download: "ga4-exploration", code_kind: "none", code: "", day: "09-15", visits: 120},
      {download: "ga4-exploration", code_kind: "utm_campaign", code: "fb-sep-a", day: "09-15", visits: 31},
      {download: "ga4-exploration", code_kind: "utm_campaign", code: "fb-sep-a", day: "09-16", visits: 2},
      {download: "ga4-exploration", code_kind: "utm_campaign", code: "fb-sep-a", day: "09-30", visits: 1}
    ]);
    expect(line).toContain("34 visits under 1 code, 120 without one; left out: the totals row");
    expect(line).not.toContain("withholds");
  });

  it("says where its totals and its rows differ", async () => {
    const file = store.write("data-export.csv", ga4(["20260915,x / social,fb-sep-a,31,2"], 412));
    const [line] = await at.bring(file);
    expect(line).toContain(
      "its totals row says 412 visits, its rows 31: Google withholds small rows, or rows are missing"
    );
  });
});

describe("orders of Shopify", () => {
  const september = [
    {name: "#1005", at: "2026-09-20 09:00:00 +0200"},
    {name: "#1004", at: "2026-09-16 00:30:00 +0200", status: "pending"},
    {name: "#1003", at: "2026-09-15 23:10:00 +0200", total: "20.00", refunded: "5.00", status: "partially_refunded", code: "SOUP10"},
    {name: "#1002", at: "2026-09-15 11:00:00 +0200", total: "120.00", currency: "USD", code: "SOUP10"},
    {name: "#1001", at: "2026-09-15 10:31:02 +0200", items: 3, code: "SOUP10"},
    {name: "#1000", at: "2026-09-14 10:00:00 +0200", status: "paid", cancelled: "2026-09-14 12:00:00 +0200"}
  ]; // prettier-ignore

  it("counts paid and refunded orders once, however many rows they stand in", async () => {
    const file = store.write("orders_export.csv", shopify(september, {isOpen: true}));
    const [line] = await at.bring(file);
    // 49.00 + 20.00 EUR, of which 5.00 came back; 120.00 USD; the order of the newest day is left out.
    expect(await sales()).toEqual([
      {kind: "sale", code_kind: "discount", code: "SOUP10", day: "09-15", orders: 1, amount: "120.00", refunded: "0.00", currency: "USD"},
      {kind: "sale", code_kind: "discount", code: "SOUP10", day: "09-15", orders: 2, amount: "69.00", refunded: "5.00", currency: "EUR"}
    ]); // prettier-ignore
    expect(line).toBe(
      "orders_export.csv: Shopify orders of 42: 2026-09-14 to 2026-09-19, days of the shop; 3 orders, 3 with a code: 69.00 EUR less 5.00 refunded, 120.00 USD; days by each order's own offset; left out: 2026-09-20, which may not have been over (--taken-at says when it was downloaded), 1 pending order, 1 cancelled order; dropped: names, emails, addresses, phones, notes, items, order ids"
    );
  });

  it("counts days in the zone that the account has", async () => {
    const file = store.write("orders_export.csv", shopify(september));
    await at.bring(file, {zone: "America/New_York"});
    // 23:10 in Berlin is 17:10 in New York, and 00:30 of the 16th is 18:30 of the 15th.
    expect((await sales()).map(({day}) => day)).toEqual(["09-15", "09-15"]);
    expect(await downloads()).toMatchObject([{zone: "America/New_York", first: "09-14", last: "09-19"}]);
    const tokyo = store.write("tokyo.csv", shopify(september.slice(1)));
    await at.bring(tokyo, {zone: "Asia/Tokyo", set: {download: "tokyo"}, takenAt: "2026-10-01"});
    const days = await store.rows(
      "select strftime(day, '%m-%d') as day, amount::varchar as amount from raw.sales where download = 'tokyo' order by all"
    );
    expect(days).toEqual([
      {day: "09-15", amount: "120.00"},
      {day: "09-15", amount: "49.00"},
      {day: "09-16", amount: "20.00"}
    ]);
  });

  it("takes UTM codes that an app noted where they are asked for", async () => {
    const attributes = "UTM source: x\nUTM campaign: fb-sep-a";
    const file = store.write(
      "orders_export.csv",
      shopify([
        {name: "#2", at: "2026-09-16 10:00:00 +0200"},
        {name: "#1", at: "2026-09-15 10:00:00 +0200", attributes}
      ])
    );
    await at.bring(file, {set: {code_kind: "utm_campaign"}});
    expect(await sales()).toMatchObject([{code_kind: "utm_campaign", code: "fb-sep-a", orders: 1}]);
  });

  it("reads several files of one export as one download, also where an order goes over their border", async () => {
    const text = shopify(september, {end: "\r\n"}).trimEnd().split("\r\n");
    // Notes hold line breaks of their own, which are no ends of rows.
    const header = text[0]!;
    const first = text.findIndex((line) => line.startsWith("#1001"));
    const second = text.findIndex((line, nth) => nth > first && line.startsWith("#1001"));
    const one = store.write("orders_export_1.csv", text.slice(0, second).join("\r\n"));
    const two = store.write("orders_export_2.csv", [header, ...text.slice(second)].join("\r\n"));
    await at.bring([two, one]);
    expect(await sales()).toMatchObject([{amount: "120.00"}, {orders: 2, amount: "69.00"}]);
    expect(store.snapshots()).toHaveLength(1);
  });

  it("leaves out orders that were paid by Shopify's gateway for tests", async () => {
    const at15 = (name: string, method: string) => ({
      name,
      at: "2026-09-15 10:00:00 +0200",
      total: "10.00",
      method
    });
    const file = store.write(
      "orders_export.csv",
      shopify([
        at15("#1", "Shopify Payments"),
        at15("#2", "bogus"),
        at15("#3", "(for testing) Bogus Gateway"),
        at15("#4", "")
      ])
    );
    const [line] = await at.bring(file, {takenAt: "2026-09-20"});
    expect(line).toContain("left out: 2 test orders");
    expect(await sales()).toMatchObject([{orders: 2, amount: "20.00"}]);
  });

  it("subtracts refunds that a later download brings", async () => {
    await at.bring(store.write("september.csv", shopify(september)));
    const october = [
      {name: "#1006", at: "2026-10-20 09:00:00 +0200"},
      ...september.map((order) =>
        order.name === "#1001" ? {...order, refunded: "49.00", status: "refunded"} : order
      )
    ];
    const [line] = await at.bring(store.write("october.csv", shopify(october)));
    expect(line).toContain("replaces 2026-09-15, which an earlier download had otherwise");
    const kept = await at.kept(
      "kept_sales",
      "select currency, sum(orders)::int as orders, sum(amount)::varchar as amount, sum(refunded)::varchar as refunded from kept_sales group by 1 order by 1"
    );
    // Three in September's euros with that of the 20th, which is over now.
    expect(kept).toEqual([
      {currency: "EUR", orders: 3, amount: "118.00", refunded: "54.00"},
      {currency: "USD", orders: 1, amount: "120.00", refunded: "0.00"}
    ]);
  });
});

describe("payments of Stripe", () => {
  const payments = [
    {id: "6", at: "2026-09-18 08:00:00", amount: "1.00"},
    {id: "5", at: "2026-09-15 23:30:00", amount: "49.00", campaign: "fb-sep-a"},
    {id: "4", at: "2026-09-15 20:38:34", amount: "1000.50", currency: "jpy", metadata: "fb-sep-a"},
    {id: "3", at: "2026-09-15 20:00:00", amount: "30.00", refunded: "30.00", status: "Refunded"},
    {id: "2", at: "2026-09-15 19:00:00", amount: "99.00", status: "Failed"},
    {id: "1", at: "2026-09-15 18:00:00", amount: "99.00", mode: "Test"}
  ];

  it("counts paid and refunded live ones in their own currency, by UTC days where no zone is known", async () => {
    const [line] = await at.bring(
      store.write("unified_payments.csv", csv([stripeHeader, ...payments.map(stripeRow)]))
    );
    expect(await sales()).toEqual([
      {kind: "sale", code_kind: "none", code: "", day: "09-15", orders: 1, amount: "30.00", refunded: "30.00", currency: "EUR"},
      {kind: "sale", code_kind: "utm_campaign", code: "fb-sep-a", day: "09-15", orders: 1, amount: "1000.50", refunded: "0.00", currency: "JPY"},
      {kind: "sale", code_kind: "utm_campaign", code: "fb-sep-a", day: "09-15", orders: 1, amount: "49.00", refunded: "0.00", currency: "EUR"}
    ]); // prettier-ignore
    expect(await downloads()).toMatchObject([{download: "stripe-payments", zone: "UTC", last: "09-17"}]);
    expect(line).toContain("1 failed payment, 1 test payment");
  });

  it("reads semicolons and decimal commas, and days of the account's zone", async () => {
    const local = payments.map((one) => ({...one, amount: one.amount.replace(".", ","), refunded: one.refunded?.replace(".", ",") ?? "0,00"})); // prettier-ignore
    const file = store.write(
      "payments.csv",
      bom + csv([stripeHeader, ...local.map(stripeRow)], {delimiter: ";"})
    );
    await at.bring(file, {zone: "Europe/Berlin"});
    expect((await sales()).map(({day, amount}) => `${String(day)} ${String(amount)}`)).toEqual([
      "09-15 30.00",
      "09-15 1000.50",
      "09-16 49.00"
    ]);
  });

  it("counts what a bank took back as refunded, unless the dispute was won or is a question", async () => {
    const disputes: [string, string, string, string?][] = [
      ["49.00", "lost", "49.00"],
      ["100.00", "needs_response", "40.00"],
      ["20.00", "won", "20.00"],
      ["10.00", "warning_needs_response", "10.00"],
      ["30.00", "charge_refunded", "30.00", "30.00"],
      // In the bank's own currency.
      ["15.00", "Lost", "534.80"],
      ["7.00", "", ""]
    ];
    const rows = disputes.map(([amount, status, disputed, refunded], nth) => [
      ...stripeRow({id: String(nth), at: "2026-09-15 18:00:00", amount, refunded}),
      disputed,
      status
    ]);
    const file = store.write(
      "unified_payments.csv",
      csv([[...stripeHeader, "Disputed Amount", "Dispute Status"], ...rows])
    );
    const [line] = await at.bring(file, {takenAt: "2026-09-20"});
    expect(line).toContain("3 disputed payments that were not won counted as refunded");
    // 49 + 40 + 30 + 15, of 49 + 100 + 20 + 10 + 30 + 15 + 7.
    expect(await sales()).toMatchObject([{orders: 7, amount: "231.00", refunded: "134.00"}]);
  });

  it("says that it has no UTM columns, where it was exported without", async () => {
    const short = stripeHeader
      .map((name, nth) => [name, nth] as const)
      .filter(([name]) => !/utm/i.test(name));
    const rows = [stripeHeader, ...payments.map(stripeRow)].map((row) => short.map(([, nth]) => row[nth]!));
    const [line] = await at.bring(store.write("unified_payments.csv", csv(rows)));
    expect(line).toContain("it has no UTM columns, so no sale has a code: export it with all columns");
  });
});

it("reads sales of Gumroad without their totals, whole and partial refunds subtracted", async () => {
  const rows = [
    gumroadRow({id: "a", day: "2026-09-15", time: "10:31:02", price: "20.0", campaign: "fb-sep-a"}),
    gumroadRow({
      id: "b",
      day: "2026-09-15",
      time: "11:00:00",
      price: "20.0",
      partial: "5.5",
      discount: "SOUP10"
    }),
    gumroadRow({id: "c", day: "2026-09-15", time: "12:00:00", price: "30.0", full: "1"}),
    gumroadRow({id: "d", day: "2026-09-17", time: "12:00:00", price: "1.0"})
  ];
  const file = store.write("sales.csv", csv([gumroadHeader, ...rows, gumroadTotals("71.0")], {isOpen: true}));
  const [line] = await at.bring(file);
  expect(await sales()).toEqual([
    {kind: "sale", code_kind: "discount", code: "SOUP10", day: "09-15", orders: 1, amount: "20.00", refunded: "5.50", currency: "USD"},
    {kind: "sale", code_kind: "none", code: "", day: "09-15", orders: 1, amount: "30.00", refunded: "30.00", currency: "USD"},
    {kind: "sale", code_kind: "utm_campaign", code: "fb-sep-a", day: "09-15", orders: 1, amount: "20.00", refunded: "0.00", currency: "USD"}
  ]); // prettier-ignore
  expect(line).toContain("the totals row");
  expect(line).not.toContain("rows may be missing");
});

describe("hours", () => {
  it("of Toggl are sums of durations by day and project", async () => {
    const rows = [
      togglRow("2026-09-15", "09:00:00", "01:30:00", "Team FB"),
      togglRow("2026-09-15", "11:00:00", "00:20:00", "Team FB"),
      togglRow("2026-09-15", "12:00:00", "00:00:18", "Soup"),
      togglRow("2026-09-17", "12:00:00", "01:00:00", "Soup")
    ];
    const file = store.write(
      "Toggl_time_entries_2026-09-01_to_2026-09-30.csv",
      bom + csv([togglHeader, ...rows])
    );
    await at.bring(file);
    // 1 h 50 min are 1.8333… hours, 18 s half a hundredth.
    expect(await hours()).toEqual([
      {project: "Soup", day: "09-15", hours: "0.005"},
      {project: "Team FB", day: "09-15", hours: "1.833333"}
    ]);
    expect(await downloads()).toMatchObject([{download: "toggl", content: "hours", last: "09-16"}]);
  });

  it("of short entries on many days add up to what was spent", async () => {
    const rows = Array.from({length: 30}, (_, nth) =>
      togglRow(`2026-09-${String(nth + 1).padStart(2, "0")}`, "09:00:00", "00:10:00", "Team FB")
    );
    const [line] = await at.bring(store.write("toggl.csv", csv([togglHeader, ...rows])), {
      takenAt: "2026-10-02"
    });
    expect(line).toContain("5.00 hours of 1 project");
    await setHourCost(store.dataDir, "42", 25, "EUR");
    // Thirty times ten minutes are five hours; hundredths of an hour a day would be 5.10.
    expect(
      await at.kept(
        "costs_now",
        "select project, hours::varchar as hours, cost::varchar as cost from costs_now"
      )
    ).toEqual([{project: "team fb", hours: "5.00", cost: "125.00"}]);
  });

  it("of Clockify count once, though an entry stands once for each tag", async () => {
    const rows = [
      clockifyRow("15/09/2026", "09:00", "1:30", "1,50", "Team FB", "a"),
      clockifyRow("15/09/2026", "09:00", "1:30", "1,50", "Team FB", "b"),
      clockifyRow("15/09/2026", "11:00", "0:15", "0,25", "Team FB"),
      clockifyRow("16/09/2026", "11:00", "0:30", "0,50", "", "Soup")
    ];
    const file = store.write("clockify.csv", csv([clockifyHeader, ...rows], {isQuoted: true, isOpen: true}));
    const [line] = await at.bring(file, {takenAt: "2026-09-20"});
    expect(await hours()).toEqual([
      {project: "Team FB", day: "09-15", hours: "1.75"},
      {project: null, day: "09-16", hours: "0.5"}
    ]);
    expect(line).toContain("2.25 hours of 1 project");
    expect(line).toContain("1 rows that repeat an entry for another tag");
    await at.bring(file, {takenAt: "2026-09-20", map: {project: "Tags"}, set: {download: "by tag"}});
    expect(await hours()).toContainEqual({project: "Soup", day: "09-16", hours: "0.5"});
  });

  it("of an entry with several tags are of the first that is a campaign, else of the first", async () => {
    const projects = () =>
      at.kept("kept_costs", "select download, project, sum(amount)::double as hours from kept_costs group by all order by all"); // prettier-ignore
    const toggl = [
      togglRow("2026-09-15", "09:00:00", "02:00:00", "Marketing", "marketing, Team FB"),
      togglRow("2026-09-15", "11:00:00", "01:00:00", "Marketing", "Team FB"),
      togglRow("2026-09-16", "11:00:00", "00:30:00", "Marketing", "writing, mail"),
      togglRow("2026-09-16", "12:00:00", "00:15:00", "Marketing", "@rivalbrand")
    ];
    const byTag = {takenAt: "2026-09-20", map: {project: "Tags"}} as const;
    const [line] = await at.bring(store.write("toggl.csv", csv([togglHeader, ...toggl])), byTag);
    expect(line).toContain("2 entries with several tags: of each the first that is a campaign counts, else the first"); // prettier-ignore
    // No campaign is known yet.
    expect(await projects()).toEqual([
      {download: "toggl", project: "@rivalbrand", hours: 0.25},
      {download: "toggl", project: "marketing", hours: 2},
      {download: "toggl", project: "team fb", hours: 1},
      {download: "toggl", project: "writing", hours: 0.5}
    ]);
    await setCampaign(store.dataDir, "42", "Team FB", {placeKind: "topic_hashtag"});
    await setCampaign(store.dataDir, "42", "@rivalbrand", {placeKind: "followers_of"});
    expect(await projects()).toEqual([
      {download: "toggl", project: "@rivalbrand", hours: 0.25},
      {download: "toggl", project: "team fb", hours: 3},
      {download: "toggl", project: "writing", hours: 0.5}
    ]);
    // An entry stands in a row for each tag.
    const clockify = ["marketing", "Team FB"].map((tag) =>
      clockifyRow("15/09/2026", "09:00", "1:30", "1.50", "Marketing", tag)
    );
    await at.bring(store.write("clockify.csv", csv([clockifyHeader, ...clockify])), byTag);
    expect(await projects()).toContainEqual({download: "clockify", project: "team fb", hours: 1.5});
  });

  it("ask for the order of day and month, where every date can mean two days", async () => {
    const rows = ["03/04/2026", "05/04/2026"].map((day) =>
      clockifyRow(day, "09:00", "1:00", "1,00", "Team FB")
    );
    const file = store.write("clockify.csv", csv([clockifyHeader, ...rows]));
    expect(await at.refusal(file)).toMatch(
      /line 2: Start Date: can mean two dates: give --day-first or --month-first$/
    );
    await at.bring(file, {dayFirst: true});
    expect(await hours()).toEqual([{project: "Team FB", day: "04-03", hours: "1"}]);
  });
});

describe("X's analytics of posts", () => {
  const [early, late] = ["2099682110469046395", "2101000000000000123"];
  const name = "account_analytics_content_2026-09-01_2026-09-30.csv";
  const readings = () =>
    store.rows(
      `select post_id::varchar as post, strftime(read_at, '%Y-%m-%d %H:%M') as read_at, impressions::int as impressions,
        url_clicks::int as clicks, new_follows::int as follows, profile_visits::int as visits from raw.post_readings order by all`
    );
  const figures = {impressions: 900, follows: 2, visits: 8, clicks: 5};
  const expected = [
    {post: early, read_at: "2026-10-01 00:00", impressions: 900, clicks: 5, follows: 2, visits: 8},
    {post: late, read_at: "2026-10-01 00:00", impressions: 10, clicks: 1, follows: 0, visits: 0}
  ];
  const second = {impressions: 10, follows: 0, visits: 0, clicks: 1};

  it("are readings of posts, of the current generation", async () => {
    const file = store.write(
      name,
      csv([xHeader, xRow(early, "Tue, Sep 15, 2026", figures), xRow(late, "Fri, Sep 18, 2026", second)], {
        isOpen: true
      })
    );
    const [line] = await at.bring(file);
    expect(await readings()).toEqual(expected);
    expect(line).toBe(
      `${name}: X's analytics of posts of 42: 2 posts with 6 clicks on links; read no earlier than the end of its range, taken as 2026-10-01 00:00 UTC; dropped: texts of posts`
    );
    await at.bring(file);
    expect(store.snapshots()).toHaveLength(1);
  });

  it("are readings of posts, of the older generation", async () => {
    const rows = [xOldHeader, xRow(early, "Tue Sep 15 2026", figures), xRow(late, "Fri Sep 18 2026", second)];
    await at.bring(store.write(name, csv(rows, {end: "\r\n"})));
    expect(await readings()).toEqual(expected);
  });

  it("are read by the order of their columns, where names are in another language", async () => {
    // Of July 2025: the names of clicks stayed as they were.
    const german = [
      "Post-ID", "Datum", "Post-Text", "Post-Link", "Impressions", "Gefällt mir", "Interaktionen", "Lesezeichen",
      "Mal geteilt", "Neue Follower*innen", "Antworten", "Reposts", "Profilbesuche", "Detail Expands", "URL Clicks",
      "Hashtag Clicks", "Permalink Clicks"
    ]; // prettier-ignore
    const file = store.write(name, csv([german, xRow(early, "Tue, Sep 15, 2026", figures)]));
    const lines = await at.bring(file);
    expect(await readings()).toEqual([expected[0]]);
    expect(lines[0]).toContain("its columns are not in English and are read by their order");
  });

  it("are of the time that --taken-at says, and ask for it where nothing does", async () => {
    const file = store.write("clicks.csv", csv([xHeader, xRow(early, "Tue, Sep 15, 2026", figures)]));
    expect(await at.refusal(file)).toMatch(
      /clicks.csv: does not say when it was downloaded: give --taken-at/
    );
    await at.bring(file, {takenAt: "2026-09-20T10:00:00Z"});
    expect(await readings()).toMatchObject([{read_at: "2026-09-20 10:00"}]);
  });
});

describe("any other table", () => {
  it("of visits is read by the columns that are named", async () => {
    const file = store.write(
      "goat 2026-09.csv",
      "Tag;Treffer;Ref\n15.09.2026;12;fb-sep-a\n15.09.2026;3;\n17.09.2026;1;\n"
    );
    const lines = await at.bring(file, {table: "visits", map: {day: "Tag", visits: "Treffer", code: "Ref"}, set: {code_kind: "ref"}}); // prettier-ignore
    expect(await visits()).toEqual([
      {download: "csv:goat", code_kind: "none", code: "", day: "09-15", visits: 3},
      {download: "csv:goat", code_kind: "ref", code: "fb-sep-a", day: "09-15", visits: 12}
    ]);
    expect(lines[0]).toContain("as csv:goat (--set download=NAME, if it is a part of another)");
  });

  it("a column named # numbers the rows, and its header is no remark", async () => {
    const rows = ["1,2026-09-15,49.00", "2,2026-09-16,20.00", "3,2026-09-17,30.00"].join("\n");
    const request = {
      table: "sales",
      map: {day: "2", amount: "3"},
      currency: "EUR",
      takenAt: "2026-10-01"
    } as const;
    for (const [nth, header] of ["#,Date,Total", '"#Order","Date","Total"'].entries())
      await at.bring(store.write(`till-${"ab"[nth]}.csv`, `${header}\n${rows}\n`), request);
    // Remarks stay remarks, also with a separator in them.
    await at.bring(store.write("till-c.csv", `# Tills, all\n#Soup,,\nNo,Date,Total\n${rows}\n`), request);
    // By hand: 49 + 20 + 30 in each.
    expect(
      await at.kept(
        "kept_sales",
        "select download, sum(amount)::varchar as money from kept_sales group by 1 order by 1"
      )
    ).toEqual(["a", "b", "c"].map((name) => ({download: `csv:till-${name}`, money: "99.00"})));
  });

  it("of sales asks for its currency, and takes it by flag", async () => {
    const file = store.write("kasse.csv", 'day,total\n2026-09-15,"1.234,50"\n2026-09-16,"7,00"\n');
    const request = {table: "sales", map: {amount: "total"}} as const;
    expect(await at.refusal(file, request)).toMatch(/does not say its currency: give --currency EUR/);
    await at.bring(file, {...request, currency: "eur", set: {download: "till"}});
    expect(await sales()).toMatchObject([{orders: 1, amount: "1234.50", currency: "EUR", code_kind: "none"}]);
    expect(await downloads()).toMatchObject([{download: "till", content: "sales"}]);
  });

  it("of costs holds hours and money by project", async () => {
    const file = store.write(
      "spent.csv",
      "day,amount,project\n2026-09-15,1:45,Team FB\n2026-09-16,0:15,Team FB\n"
    );
    await at.bring(file, {table: "costs", set: {kind: "hours"}});
    expect(await hours()).toEqual([{project: "Team FB", day: "09-15", hours: "1.75"}]);
  });

  it("counts times with a zone in the zone that is given, else on the day that is written", async () => {
    // Los Angeles is 7 hours behind UTC in September: its 10 September ends at 07:00Z.
    const times = ["2026-09-11T06:59:59.000Z", "2026-09-11 09:30:00 +0200", "2026-09-13 20:00", "2026-09-15"];
    const file = store.write("subs.csv", `when,who\n${times.map((time) => `${time},x\n`).join("")}`);
    const request = {table: "sales", map: {day: "when"}, set: {kind: "signup"}} as const;
    await at.bring(file, {...request, zone: "America/Los_Angeles"});
    expect((await sales()).map(({day, orders}) => [day, orders])).toEqual([
      ["09-10", 1],
      ["09-11", 1],
      ["09-13", 1]
    ]);
    const late = store.write(
      "late.csv",
      "when,who\n2026-09-10 23:30:00 -0500,x\n2026-09-12 00:30:00 +0200,x\n"
    );
    const lines = await at.bring(late, {...request, set: {...request.set, download: "late"}});
    expect(lines[0]).toContain("late.csv: a table of sales of 42: 2026-09-10 to 2026-09-11, ");
  });

  it("of sign-ups needs no amount", async () => {
    const file = store.write(
      "list.csv",
      "joined,who\n2026-09-15,zelda@quux.test\n2026-09-15,b\n2026-09-16,c\n"
    );
    await at.bring(file, {table: "sales", map: {day: "joined"}, set: {kind: "signup"}});
    expect(await sales()).toMatchObject([{kind: "signup", orders: 2, amount: null}]);
    expect(await at.written()).not.toContain("quux");
  });
});

describe("what is kept of a download", () => {
  const order = (name: string, at: string, more = {}) => ({
    name,
    at: `${at} 10:00:00 +0000`,
    total: "10.00",
    ...more
  });
  const total = () =>
    at.kept(
      "kept_sales",
      "select count(distinct day)::int as days, sum(orders)::int as orders, sum(amount)::varchar as amount from kept_sales"
    );
  const days = (from: number, to: number) =>
    Array.from({length: to - from + 1}, (_, nth) => order(`#${from + nth}`, `2026-09-${String(from + nth).padStart(2, "0")}`)); // prettier-ignore

  it("is only what is newer, where months overlap", async () => {
    await at.bring(store.write("a.csv", shopify(days(1, 15))));
    expect(await total()).toEqual([{days: 14, orders: 14, amount: "140.00"}]);
    await at.bring(store.write("b.csv", shopify(days(8, 25))));
    expect(await total()).toEqual([{days: 24, orders: 24, amount: "240.00"}]);
    await at.bring(store.write("a-again.csv", shopify(days(1, 15).toReversed())));
    expect(await total()).toEqual([{days: 24, orders: 24, amount: "240.00"}]);
    expect(store.snapshots()).toHaveLength(2);
  });

  it("does not depend on the order of imports", async () => {
    await at.bring(store.write("b.csv", shopify(days(8, 25))));
    const older = days(1, 15).map((one, nth) => ({...one, total: nth < 10 ? "11.00" : "10.00"}));
    await at.bring(store.write("a.csv", shopify(older)));
    // The first file ends later, so its days count: 7 days at 11.00 and 17 at 10.00. Three of seven were corrected.
    expect(await total()).toEqual([{days: 24, orders: 24, amount: "247.00"}]);
  });

  it("of another shop is refused by the few days that the two share, whichever comes first", async () => {
    const second = (from: number, to: number) => days(from, to).map((one) => ({...one, name: `#7${one.name}`, total: "13.00"})); // prettier-ignore
    const ours = store.write("a.csv", shopify(days(1, 15)));
    // Of the 13th and the 14th both tell, the last day of each left out.
    const theirs = store.write("b.csv", shopify(second(13, 25)));
    await at.bring(ours);
    expect(await at.refusal(theirs)).toMatch(
      /it has other figures of shopify-orders than the store on 2 of the 2 days that both hold: it may be of another shop, site or person: give --set download=NAME if it is, or --unlike-the-last if it replaces them$/
    );
    await at.bring(theirs, {set: {download: "second"}});
    expect(await total()).toEqual([{days: 24, orders: 26, amount: "296.00"}]);
    // The same the other way round, of one day.
    expect(await at.refusal(store.write("c.csv", shopify(days(9, 14))), {set: {download: "second"}})).toMatch(
      /it has other figures of second than the store on 1 of the 1 day that both hold: it may be of another shop, .*, or --unlike-the-last if it is only older$/
    );
  });

  it("is taken where an order was paid later on one of the days that both have, and refunds came to all", async () => {
    await at.bring(store.write("a.csv", shopify(days(1, 15))));
    const newer = days(13, 25).map((one, nth) => ({
      ...one,
      total: nth === 0 ? "19.00" : "10.00",
      refunded: "1.00"
    }));
    await at.bring(store.write("b.csv", shopify(newer)));
    // Days 1 to 12 at 10.00, the 13th at 19.00, 14 to 24 at 10.00.
    expect(await total()).toEqual([{days: 24, orders: 24, amount: "249.00"}]);
  });

  it("asks which of two downloads of the same days is newer", async () => {
    await at.bring(store.write("a.csv", shopify(days(1, 15))));
    const other = store.write(
      "b.csv",
      shopify(days(1, 15).map((one, nth) => ({...one, total: nth < 5 ? "13.00" : "10.00"})))
    );
    expect(await at.refusal(other)).toMatch(/nothing says which was downloaded later: give --taken-at/);
    await at.bring(other, {takenAt: "2026-10-01"});
    expect(await total()).toEqual([{days: 15, orders: 15, amount: "165.00"}]);
    const third = store.write("c.csv", shopify(days(1, 16).map((one) => ({...one, total: "12.00"}))));
    expect(await at.refusal(third, {takenAt: "2026-10-01"})).toMatch(
      /both are of one time: import each by itself/
    );
  });

  it("leaves a first day to the earlier download, where the file begins within it", async () => {
    const many = [1, 2, 3].flatMap((day) =>
      [0, 1, 2].map((nth) => order(`#${day}${nth}`, `2026-09-0${day}`))
    );
    await at.bring(store.write("a.csv", shopify([...many, order("#99", "2026-09-04")])));
    // A page of the newest orders: one of the three of the second day.
    const page = [...many.slice(5), order("#99", "2026-09-04"), order("#100", "2026-09-06")];
    const [line] = await at.bring(store.write("page.csv", shopify(page)));
    expect(line).toContain("2026-09-02, of which the store has more: the file may begin within that day");
    expect(await total()).toEqual([{days: 4, orders: 10, amount: "100.00"}]);
  });

  it("is not replaced by a file that holds far less", async () => {
    await at.bring(store.write("a.csv", shopify(days(1, 25))));
    const few = store.write("b.csv", shopify(days(1, 26).filter((_, nth) => nth % 5 === 0)));
    expect(await at.refusal(few)).toMatch(/it holds 5 where the store has 24 for 2026-09-01 to 2026-09-24: it may be a part/); // prettier-ignore
    await at.bring(few, {unlikeTheLast: true});
  });

  it("is not replaced by an export that leaves out orders, as one of those with a code does", async () => {
    // Five orders a day, three of them with a code: of 24 whole days 120, of which 72 have one.
    const all = days(1, 25).flatMap((one) =>
      [1, 2, 3, 4, 5].map((nth) => ({...one, name: `${one.name}-${nth}`, code: nth > 2 ? "SOUP10" : ""}))
    );
    await at.bring(store.write("a.csv", shopify(all)), {takenAt: "2026-09-25T12:00:00Z"});
    const coded = store.write("b.csv", shopify(all.filter(({code}) => code !== "")));
    const later = {takenAt: "2026-10-02T00:00:00Z"};
    // The first day stays as it was, as the file may begin within it.
    expect(await at.refusal(coded, later)).toMatch(
      /it holds 69 where the store has 115 for 2026-09-02 to 2026-09-24: it may be a part/
    );
    // One in 25 was cancelled since.
    const now = all.map((one, nth) => (nth % 25 === 9 ? {...one, cancelled: "2026-09-30"} : one));
    await at.bring(store.write("c.csv", shopify(now)), later);
    expect(await total()).toEqual([{days: 25, orders: 120, amount: "1200.00"}]);
  });

  it("is of one zone, where its days are those of instants", async () => {
    await at.bring(store.write("a.csv", shopify(days(1, 15))));
    const file = store.write("b.csv", shopify(days(10, 20)));
    expect(await at.refusal(file, {zone: "Asia/Tokyo"})).toMatch(
      /days of shopify-orders beside or among these in the shop's own zone, in .*, and these are of Asia\/Tokyo: give the same --zone/
    );
    await at.bring(file);
  });

  it("joins two files with different orders of one day, and refuses two shops", async () => {
    const [first, second] = [days(1, 9), [order("#50", "2026-09-09"), ...days(10, 12)]];
    await at.bring([store.write("a.csv", shopify(first)), store.write("b.csv", shopify(second))]);
    expect(await total()).toEqual([{days: 11, orders: 12, amount: "120.00"}]);
    const noted = [...second, {...order("#51", "2026-09-12"), code: "A, B"}];
    const [line] = await at.bring(
      [store.write("a.csv", shopify(first)), store.write("n.csv", shopify(noted))],
      {
        dryRun: true
      }
    );
    expect(line).toContain("1 order with several discount codes");
    const other = days(1, 9).map((one) => ({...one, id: `other-${one.name}`}));
    expect(
      await at.refusal([store.write("a.csv", shopify(first)), store.write("c.csv", shopify(other))])
    ).toMatch(/other orders under the same numbers than a.csv, as files of two shops do/);
  });

  it("says before it writes, and writes nothing in a dry run", async () => {
    const lines = await at.bring(store.write("a.csv", shopify(days(1, 15))), {dryRun: true});
    expect(lines).toEqual([
      expect.stringMatching(/^a.csv: Shopify orders of 42: /),
      "dry run: nothing was written"
    ]);
    expect(store.snapshots()).toEqual([]);
  });

  it("needs an account where none or several are tracked", async () => {
    const file = store.write("a.csv", shopify(days(1, 15)));
    await at.bring(file, {account: ["43"], dryRun: true});
    await at.bring(file, {account: ["43"]});
    expect(await at.refusal(file)).toMatch(
      /does not say whose it is: give --account ID, as several accounts are tracked/
    );
  });
});

it("keeps no name, email, address, IP or order id, and says none", async () => {
  const order = (nth: number) => ({name: `#QUUX-ORDER${nth}`, at: `2026-09-1${nth} 10:00:00 +0200`, code: "zelda@quux.test"}); // prettier-ignore
  await at.bring([
    store.write("orders.csv", shopify([order(1), order(2), order(3)])),
    store.write("pay.csv", csv([stripeHeader, ...["2026-09-15 10:00:00", "2026-09-16 10:00:00"].map((time, nth) => stripeRow({id: String(nth), at: time, amount: "5.00", campaign: "zelda@quux.test"}))])),
    store.write("gum.csv", csv([gumroadHeader, ...["2026-09-15", "2026-09-16"].map((day, nth) => gumroadRow({id: String(nth), day, time: "10:00:00", price: "5.0"})), gumroadTotals("10.0")])),
    store.write("toggl.csv", csv([togglHeader, togglRow("2026-09-15", "10:00:00", "01:00:00", "A"), togglRow("2026-09-16", "10:00:00", "01:00:00", "A")])),
    store.write("clockify.csv", csv([clockifyHeader, clockifyRow("2026-09-15", "10:00", "1:00", "1,00", "A"), clockifyRow("2026-09-16", "10:00", "1:00", "1,00", "A")])),
    store.write("account_analytics_content_2026-09-01_2026-09-30.csv", csv([xHeader, xRow("2099682110469046395", "x", {impressions: 1, follows: 1, visits: 1, clicks: 1})]))
  ]); // prettier-ignore
  expect(store.snapshots()).toHaveLength(6);
  const written = (await at.written()) + at.lines.join("\n");
  expect(written).toContain("2099682110469046395");
  expect([...marks, "zelda", "QUUX"].filter((mark) => written.includes(mark))).toEqual([]);
});
