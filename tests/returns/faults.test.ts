import {deflateRawSync} from "node:zlib";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {
  clockifyHeader, clockifyRow, csv, ga4, gumroadHeader, gumroadRow, gumroadTotals, marks, plausible, plausibleRow, shopify,
  stripeHeader, stripeRow, togglHeader, togglRow, writeZip, xHeader, xRow
} from "./files.ts"; // prettier-ignore
import {useReturnsStore} from "./importing.ts";

const at = useReturnsStore();
const {store} = at;

const orders = ["11", "12", "13"].map((day) => ({name: `#${day}`, at: `2026-09-${day} 10:00:00 +0200`}));
const shop = shopify(orders);
const sources = plausible([
  plausibleRow("2026-09-15", "fb-sep-a", "", 31),
  plausibleRow("2026-09-16", "fb-sep-a", "", 4)
]);
const payments = csv([
  stripeHeader,
  ...["15", "16", "17"].map((day) => stripeRow({id: day, at: `2026-09-${day} 10:00:00`, amount: "49.00"}))
]);
const gumroad = csv([
  gumroadHeader,
  ...["15", "16"].map((day) => gumroadRow({id: day, day: `2026-09-${day}`, time: "10:00:00", price: "20.0"})),
  gumroadTotals("40.0")
]);
const toggl = csv([
  togglHeader,
  ...["2026-09-15", "2026-09-16"].map((day) => togglRow(day, "09:00:00", "01:30:00", "Team FB"))
]);
const clockify = csv([
  clockifyHeader,
  ...["15/09/2026", "16/09/2026"].map((day) => clockifyRow(day, "09:00", "1:30", "1,50", "Team FB"))
]);
const exploration = ga4(["20260915,x / social,fb-sep-a,31,2"], 31);
const figures = {impressions: 1, follows: 1, visits: 1, clicks: 1};
const posts = csv([
  xHeader,
  ...["2099682110469046395", "2099682110469046396"].map((id) => xRow(id, "x", figures))
]);
const xName = "account_analytics_content_2026-09-01_2026-09-30.csv";
const plausibleName = "imported_sources_20260901_20260930.csv";

const swap = (text: string, from: string | RegExp, to: string) => {
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return changed;
};

/** What went wrong, the file, and what the one line has to say. */
const faults: [what: string, name: string, text: () => string, line: RegExp, request?: ImportRequest][] = [
  ["a column of Shopify is renamed", "o.csv", () => swap(shop, "Financial Status", "Payment state"), /by its columns Shopify orders, but without Financial Status: looked for it in Name, Email, Payment state/],
  ["the total of Shopify is missing", "o.csv", () => swap(shop, ",Total,", ",Sum,"), /but without Total: looked for it in/],
  ["the refunds of Shopify are missing", "o.csv", () => swap(shop, "Refunded Amount", "Back"), /but without Refunded Amount/],
  ["orders are cut short within a row", "o.csv", () => shop.slice(0, -60), /line \d+: \d+ fields where 79 are expected: the file is cut short/],
  ["orders are cut short within quotes", "o.csv", () => shop.slice(0, shop.lastIndexOf("call") + 6), /a quote without end: the file is cut short/],
  ["quotes are out of order", "o.csv", () => swap(shop, ",49.00,", ',4"9.00,'), /quotes are out of order: export the file again/],
  ["orders have dates in another order", "o.csv", () => shop.replaceAll(/2026-09-(\d\d) /g, "$1/09/2026 "), /line \d+: Created at is "99\/99\/9999 .*" \(letters are shown as a, digits as 9\), expected a time such as 2026-09-15/],
  ["orders have times without an offset", "o.csv", () => shop.replaceAll(" +0200", ""), /Created at is "9999-99-99 99:99:99" \(letters are shown as a, digits as 9\), expected a time/],
  ["an amount has letters", "o.csv", () => swap(shop, ",49.00,", ",49.O0,"), /Total is "99\.a9" \(letters are shown as a, digits as 9\), expected a number such as 49\.00/],
  ["decimals stand behind a point and a comma", "o.csv", () => swap(shop, ",49.00,", ',"49,00",'), /expected decimals behind a (point|comma) as in the rows above/],
  ["a currency is none", "o.csv", () => shop.replaceAll(",EUR,", ",Euros,"), /Currency is "aaaaa" \(letters are shown as a, digits as 9\), expected a currency such as EUR/],
  ["more is refunded than was paid", "o.csv", () => shopify([{...orders[0]!, total: "0.00", refunded: "49.00"}, ...orders.slice(1)]), /more is refunded than the order cost/],
  ["two exports are put together", "o.csv", () => shop + shop.split("\n").slice(1).join("\n"), /an order stands twice in the file/],
  ["the status is blank", "o.csv", () => shop.replaceAll(",paid,", ",,"), /Financial Status is an empty cell/],
  ["the status of an order is none that is known", "o.csv", () => shop.replaceAll(",paid,", ",Bezahlt,"), /line \d+: Financial Status is "aaaaaaa" \(letters are shown as a, digits as 9\), and nothing says whether that is paid: take such rows away, or bring the paid ones by --table sales/],
  ["orders are only a header", "o.csv", () => shopify([]), /Shopify orders, but no rows: choose a longer range/],
  ["orders are of one day", "o.csv", () => shopify(orders.slice(0, 1)), /holds only 2026-09-11, which may not have been over when it was downloaded: give --taken-at/],
  ["a file was taken later than it says", "o.csv", () => shop, /holds rows up to 2026-09-13T08:00:00.000Z, later than --taken-at/, {takenAt: "2026-09-12T10:00:00Z"}],
  ["a page of HTML is saved as CSV", "o.csv", () => "<!DOCTYPE html><html><body>Sign in, please; to go on</body></html>", /a page of HTML/],
  ["a file is empty", "o.csv", () => "", /the file is empty: export it again/],
  ["a column of Plausible is renamed", plausibleName, () => swap(sources, '"visits"', '"sessions"'), /Plausible's sources, but without visits/],
  ["Plausible's days are written another way", plausibleName, () => sources.replaceAll(/2026-09-(\d\d)/g, "09/$1/2026"), /date is "99\/99\/9999" \(letters are shown as a, digits as 9\), expected a day such as 2026-09-15/],
  ["visits have a fraction", plausibleName, () => swap(sources, ",31,1240", ",31.5,1240"), /visits is "99\.9" \(letters are shown as a, digits as 9\), expected a whole number/],
  ["a day is outside of the file's days", "imported_sources_20260901_20260915.csv", () => sources, /holds 2026-09-16, outside of the days that it says it holds \(2026-09-01 to 2026-09-15\)/],
  ["a part of the dashboard is given", "utm_campaigns.csv", () => "name,visitors,bounce_rate,visit_duration\r\nfb-sep-a,31,40,90\r\n", /Plausible's dashboard export, which has sums without days: in Plausible choose/],
  ["events are given without a name", "imported_custom_events_20260901_20260930.csv", () => `"date","name","link_url","path","visitors","events"\n"2026-09-14","Signup","","/a",2,2\n`, /say which of them is a sign-up with --signup-event NAME/],
  ["Google's report has no days", "data-export.csv", () => "# Traffic acquisition: Session primary channel group\n# Account: Shop\n# Property: Shop\n#\n# All Users\n# Start date: 20260901\n# End date: 20260930\nSession primary channel group (Default Channel Group),Sessions,Engaged sessions\nOrganic Social,31,20\n", /a report of Google Analytics 4 without days, which says only sums: in Google Analytics make Explore > Free form/],
  ["Google's report has two columns", "data-export.csv", () => "# Start date: 20260901\n# End date: 20260930\nSession campaign,Sessions\nfb-sep-a,31\n", /a report of Google Analytics 4 without days/],
  ["Google's names are in another language", "data-export.csv", () => swap(exploration, "Date,Session source / medium,Session campaign,Sessions,Key events", "Datum,Quelle,Kampagne,Sitzungen,Ereignisse"), /not in English, or without Date: looked for Date, Session campaign, Sessions/],
  ["Google's campaign is missing", "data-export.csv", () => swap(exploration, "Session campaign", "Page title"), /without Session campaign or Session manual ad content/],
  ["Google's days are written another way", "data-export.csv", () => swap(exploration, "20260915", "15.09.2026"), /an exploration of Google|expected a day such as 20260915/],
  ["Stripe's statuses are missing", "p.csv", () => swap(payments, ",Status,", ",State,"), /Stripe payments, but without Status/],
  ["Stripe's separator is wrong in a row", "p.csv", () => swap(payments, /\n[^\n]*\n$/, "\na;b;c\n"), /line 4: 1 fields where 27 are expected/],
  ["the status of a payment is none that is known", "p.csv", () => payments.replaceAll(",Paid,", ",Succeeded,"), /Status is "aaaaaaaaa" \(letters are shown as a, digits as 9\), and nothing says whether that is paid/],
  ["a payment stands twice", "p.csv", () => payments + payments.split("\n")[1]!, /a payment stands twice in the file/],
  ["Stripe's balance is given", "p.csv", () => "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC)\ntxn_1,charge,ch_1,49.00,1.20,47.80,eur,2026-09-15 10:00,2026-09-17 00:00\n", /Stripe's balance, in which payments, refunds and payouts are mixed/],
  ["a thousand may be one with decimals", "p.csv", () => payments.replaceAll("49.00", "1.234").replaceAll(",0.00,", ",,"), /Amount can mean thousands or decimals/],
  ["Gumroad's prices are missing", "g.csv", () => swap(gumroad, "Sale Price ($)", "Price"), /Gumroad sales, but without Sale Price \(\$\)/],
  ["Gumroad's days are a spreadsheet's", "g.csv", () => gumroad.replaceAll(/2026-09-\d\d/g, "46280"), /Purchase Date is "99999" \(letters are shown as a, digits as 9\), expected a day such as 2026-09-15/],
  ["Gumroad's totals are cut off", "g.csv", () => gumroad.split("\n").slice(0, -2).join("\n"), /without the totals row at their end: the file is cut short/],
  ["Toggl's header and first row have become one", "t.csv", () => swap(toggl, ",Start time,End date,End time,Duration,Tags\n", ",").split("\n")[0]!, /Toggl hours, but without Start time: looked for it in User, Email, .*, Start date, "aaaaa aaaa"/],
  ["a column stands twice", "o.csv", () => swap(shop, ",Subtotal,", ",Total,"), /two columns are named Total: rename one/],
  ["a file is said to be of tomorrow", "o.csv", () => shop, /--taken-at 2099-01-01: in the future/, {takenAt: "2099-01-01"}],
  ["Toggl's durations are missing", "t.csv", () => swap(toggl, "Duration", "Length"), /Toggl hours, but without Duration/],
  ["a duration has letters", "t.csv", () => swap(toggl, "01:30:00", "1h 30min"), /Duration is "9a 99aaa" \(letters are shown as a, digits as 9\), expected a duration such as 01:30:00/],
  ["a date is none", "t.csv", () => toggl.replaceAll("2026-09-15", "2026-13-45"), /line 2: Start date: is not a time|line 2: Start date: not a time/],
  ["Clockify's hours are no numbers", "c.csv", () => clockify.replaceAll('"1,50"', '"ein"'), /Duration \(decimal\) is "aaa" \(letters are shown as a, digits as 9\), expected a number/],
  ["Clockify's dates contradict each other", "c.csv", () => swap(clockify, "16/09/2026", "09/17/2026"), /put day and month in different places/],
  ["a spreadsheet has rounded the ids of posts", xName, () => posts.replaceAll(/20996821104690463\d\d/g, "2.1E+18"), /a spreadsheet has rounded the ids of posts/],
  ["all ids of posts end in zeros", xName, () => csv([xHeader, ...["1", "2", "3"].map((one) => xRow(`209968211046904${one}000`, "x", figures))]), /a spreadsheet has rounded the ids of posts/],
  ["a column of X is renamed", xName, () => swap(posts, "URL Clicks", "Taps"), /X's analytics of posts, but without url clicks/],
  ["a post is later than the name says", "account_analytics_content_2026-08-01_2026-08-30.csv", () => posts, /holds a post of 2026-09-15, later than the dates in its name/],
  ["a flag of tables is given with a known file", "o.csv", () => shop, /the file is read by its own columns: leave it out, or give --table/, {map: {day: "Created at"}}],
  ["a table lacks the column of days", "v.csv", () => "when,visits\n2026-09-15,3\n", /no column for day: it has when, visits, map one with --map day=COLUMN/, {table: "visits"}],
  ["the kind of code is not said", "v.csv", () => "day,visits,code\n2026-09-15,3,a\n", /what kind of code it holds is not said: give --set code_kind=utm_campaign/, {table: "visits"}],
  ["a table's days can mean two", "v.csv", () => "day,visits\n03/04/2026,3\n05/04/2026,3\n", /line 2: day: can mean two dates: give --day-first or --month-first/, {table: "visits"}],
  ["a mapped column is not there", "v.csv", () => "day,visits\n2026-09-15,3\n", /no column Treffer: it has day, visits/, {table: "visits", map: {visits: "Treffer"}}],
  ["a table typed by hand has a word for a number", "v.csv", () => "day,visits\n2026-09-15,many\n", /visits is "aaaa" \(letters are shown as a, digits as 9\), expected a whole number: correct that cell, or map another column/, {table: "visits"}],
  ["costs are of no kind", "c.csv", () => "day,amount\n2026-09-15,3\n", /no column for kind/, {table: "costs"}]
]; // prettier-ignore

describe("a file that went wrong says one line and writes nothing", () => {
  it.each(faults)("%s", async (_, name, text, line, request) => {
    const message = await at.refusal(store.write(name, text()), request);
    expect(message).toMatch(line);
    expect(message.length).toBeLessThan(700);
    const said = [message, ...at.lines].join("\n");
    expect([...marks, "Quux", "quux"].filter((mark) => said.includes(mark))).toEqual([]);
  });

  it("a spreadsheet named as CSV", async () => {
    const file = await writeZip(join(store.dir, "orders.csv"), {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}); // prettier-ignore
    expect(await at.refusal(file)).toMatch(/a spreadsheet: .*save it as CSV/);
    expect(await at.refusal(file, {table: "visits"})).toMatch(/a spreadsheet: .*save it as CSV/);
  });

  it("the zip of Plausible's dashboard", async () => {
    const file = await writeZip(join(store.dir, "Plausible export shop 2026-09-01  to 2026-09-30 .zip"), {
      "visitors.csv": "date,visitors\r\n",
      "sources.csv": "name,visitors\r\n"
    });
    expect(await at.refusal(file)).toMatch(/dashboard export, which has sums without days/);
  });

  it("a zip of Plausible without the table of sources, or without the event", async () => {
    const file = await writeZip(join(store.dir, "a.zip"), {
      "imported_visitors_20260901_20260930.csv": "date\n"
    });
    expect(await at.refusal(file)).toMatch(/full export, but without imported_sources_….csv/);
    const events = `"date","name","link_url","path","visitors","events"\n"2026-09-14","Signup","","/a",2,2\n`;
    const other = await writeZip(join(store.dir, "b.zip"), {
      [plausibleName]: sources,
      "imported_custom_events_20260901_20260930.csv": events
    });
    expect(await at.refusal(other, {signupEvent: "signup"})).toMatch(
      /no event of that name in .*: check --signup-event/
    );
  });

  it("a zip whose bytes were damaged", async () => {
    const file = await writeZip(join(store.dir, "a.zip"), {[plausibleName]: sources});
    const bytes = readFileSync(file);
    const body = bytes.indexOf(deflateRawSync(Buffer.from(sources)).subarray(0, 8));
    const at40 = (body < 0 ? plausibleName.length + 30 : body) + 40;
    bytes[at40] = bytes[at40]! ^ 0xff;
    writeFileSync(file, bytes);
    expect(await at.refusal(file)).toMatch(/a damaged zip: export it again|cut short|fields where/);
  });

  it("posts of another account than the tracked one", async () => {
    const file = store.write(xName, posts.replaceAll("examplebrand", "rivalbrand"));
    const otherOne = /it is of @rivalbrand, and account 42 is tracked as examplebrand/;
    expect(await at.refusal(file)).toMatch(otherOne);
    expect(await at.refusal(file, {account: ["@examplebrand"]})).toMatch(otherOne);
    const [line] = await at.bring(file, {account: ["42"]});
    expect(line).toContain("it is of @rivalbrand, taken for examplebrand as --account says");
  });

  it("one wrong file among several keeps all of them out", async () => {
    const [good, bad] = [
      store.write("a.csv", shop),
      store.write("b.csv", swap(payments, ",Status,", ",State,"))
    ];
    expect(await at.refusal([good, bad])).toMatch(
      /b.csv: by its columns Stripe payments, but without Status/
    );
    const worse = store.write("c.csv", swap(toggl, "Duration", "Length"));
    expect(await at.refusal([good, bad, worse])).toMatch(/2 of 3 files cannot be imported as they are/);
  });

  it("a list that lies beside a wrong file", async () => {
    const list = store.write("followers-2026-09-01.csv", "id\n11\n12\n13\n");
    const bad = store.write("b.csv", swap(payments, ",Status,", ",State,"));
    expect(await at.refusal([list, bad], {account: ["42"]})).toMatch(/without Status/);
  });
});

it("still takes lists of people for lists, whatever their columns", async () => {
  const files = [
    "id,screen_name,name,description,created_at,url\n1500000000000000001,a,b,c,2020-01-01,u\n1500000000000000002,a,b,c,2020-01-01,u\n",
    "# followers of examplebrand\nuser_id,name,email,status,currency\n1500000000000000001,a,b,c,d\n1500000000000000002,a,b,c,d\n"
  ];
  for (const [nth, text] of files.entries()) {
    const lines = await at.bring(store.write(`followers-2026-09-0${nth + 1}.csv`, text), {account: ["42"]});
    expect(lines.at(-1)).toBe("stored: 1 list");
  }
});
