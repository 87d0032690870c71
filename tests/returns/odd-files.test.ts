import {gzipSync} from "node:zlib";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {storeStatement} from "../../src/campaigns/statement.ts";
import {
  clockifyHeader, clockifyRow, csv, ga4, gumroadHeader, gumroadRow, gumroadTotals, marks, plausible, plausibleRow, shopify,
  stripeHeader, stripeRow, togglHeader, togglRow, writeZip
} from "./files.ts"; // prettier-ignore
import {useReturnsStore} from "./importing.ts";

const at = useReturnsStore();
const {store} = at;

const later = {takenAt: "2026-10-05T08:00:00Z"};
const order = (day: string, given: Partial<Parameters<typeof shopify>[0][number]> = {}) => ({
  name: `#${day}`,
  at: `2026-09-${day} 10:00:00 +0200`,
  ...given
});
const shop = shopify([order("11", {total: "40.00"}), order("12", {total: "9.50"})]);
const sourcesName = "imported_sources_20260901_20260930.csv";
const salesInAll =
  "select sum(orders)::int as orders, sum(amount - refunded)::varchar as money from kept_sales";
const visitsInAll = "select sum(visits)::int as visits from kept_visits";

describe("a known file is read", () => {
  it.each([
    ["zipped with gzip", "orders_export.csv.gz", gzipSync(shop)],
    ["below a spreadsheet's line of its separator", "o.csv", `sep=,\n${shop}`],
    ["with semicolons below such a line", "o.csv", `sep=;\r\n${shop.replaceAll(",", ";")}`],
    ["with CR LF behind the header and LF behind orders", "orders_export.csv", shop.replace("\n", "\r\n")],
    [
      "with LF behind the header and CR LF behind the last order",
      "orders_export.csv",
      shop.replace(/\n$/, "\r\n")
    ]
  ])("%s", async (_, name, content) => {
    await at.bring(store.write(name, content), later);
    // By hand: 40.00 + 9.50.
    expect(await at.kept("kept_sales", salesInAll)).toEqual([{orders: 2, money: "49.50"}]);
  });
});

const toggl = csv([togglHeader, togglRow("2026-09-15", "09:00:00", "01:30:00", "Team FB")]);
const clockify = (day: string, hours: string, decimal: string) =>
  csv([clockifyHeader, clockifyRow(day, "09:00", hours, decimal, "Team FB")]);
const sources = plausible([plausibleRow("2026-09-15", "fb", "", 5), plausibleRow("2026-09-16", "fb", "", 5)]);
const twice = (text: string) => text + text.split("\n").slice(1).join("\n");
const events = `"date","name","link_url","path","visitors","events"\n"2026-09-14","Signup","","/a",2,2\n`;
const payment = (given: Partial<Parameters<typeof stripeRow>[0]>) =>
  csv([stripeHeader, stripeRow({id: "a", at: "2026-09-15 10:00:00", amount: "49.00", ...given})]);
const sale = (given: Partial<Parameters<typeof gumroadRow>[0]>) =>
  csv([
    gumroadHeader,
    gumroadRow({id: "a", day: "2026-09-15", time: "10:00:00", price: "20.0", ...given}),
    gumroadTotals("20.0")
  ]);

describe("a changed file says one line and stores nothing", () => {
  it.each<[what: string, name: string, text: string, line: RegExp, request?: ImportRequest]>([
    ["a refund of Shopify is below 0", "o.csv", shopify([order("11", {refunded: "-5.00"})]), /Refunded Amount is "-9\.99" .*, expected an amount that is 0 or more/],
    ["an order of Shopify costs less than nothing", "o.csv", shopify([order("11", {total: "-5.00"})]), /Total is "-9\.99" .*, expected an amount that is 0 or more/],
    ["a refund of Stripe is below 0", "p.csv", payment({refunded: "-5.00"}), /Amount Refunded is "-9\.99" .*, expected an amount that is 0 or more/],
    ["a refund of Gumroad is below 0", "g.csv", sale({partial: "-5.0"}), /Partial Refund \(\$\) is "-9\.9" .*, expected an amount that is 0 or more/],
    ["hours of Clockify are below 0", "c.csv", clockify("15/09/2026", "-1:00", "-1.00"), /Duration \(decimal\) is "-9\.99" .*, expected an amount that is 0 or more/],
    ["an amount is an id", "o.csv", shopify([order("11", {total: "999999999999999999"})]), /Total is "9{18}" .*, expected a number of at most 12 digits/],
    ["the two durations of Clockify differ", "c.csv", clockify("15/09/2026", "1:30", "15.00"), /Duration \(decimal\) is "99\.99" .*, expected the same time as Duration \(h\)/],
    ["Gumroad's time is of another day", "g.csv", sale({time: "2026-09-16 10:00:00 UTC"}), /Purchase Time \(UTC timezone\) is .*, expected a time of the day in Purchase Date/],
    ["two exports of Plausible are put together", sourcesName, twice(sources), /line 4: a row stands twice in the file, as in two exports put together/],
    ["two exports of Plausible's events are put together", "imported_custom_events_20260901_20260930.csv", twice(events), /line 3: a row stands twice in the file/, {signupEvent: "Signup"}],
    ["two explorations of Google are put together", "data-export.csv", ga4(["20260915,x / social,fb,31,2", "20260916,x / social,fb,4,1", "20260915,x / social,fb,31,2"], 35), /line 11: a row stands twice in the file/],
    ["only the totals of Google are left", "data-export.csv", ga4([], 155), /its totals row says 155 visits, and no row says of which day: the file is cut short/],
    ["no row of Google is left", "data-export.csv", ga4([], 155).split(",,,155")[0]!, /an exploration of Google Analytics 4, but no rows: choose a longer range of days and export it again/],
    ["a row of Google has no day", "data-export.csv", ga4([",x / social,fb,31,2", "20260916,x / social,fb,31,2"], 62), /line 9: Date is an empty cell, expected a day such as 20260915/],
    ["a title stands above orders", "o.csv", `My shop, September\n${shop}`, /Shopify orders, but a line stands above the names of its columns: export it again, or delete what stands above them/],
    ["titles stand above hours", "t.csv", `Zelda Quux\nSeptember\n\n${toggl}`, /Toggl hours, but 3 lines stand above the names of its columns/],
    ["a report of Google begins with its chart", "data-export.csv", "# Start date: 20260901\n# End date: 20260930\nNth day,Users\n0000,5\n\n# Start date: 20260901\n# End date: 20260930\nSession primary channel group,Sessions\nOrganic,3\n", /a report of Google Analytics 4 without days, which says only sums/]
  ])("%s", async (_, name, text, line, request) => {
    const message = await at.refusal(store.write(name, text), {...later, ...request});
    expect(message).toMatch(line);
    for (const mark of [...marks, "Quux", "quux"]) expect(message).not.toContain(mark);
  }); // prettier-ignore
});

it("a minute's rounding between the two durations of Clockify is none of its faults", async () => {
  await at.bring(store.write("c.csv", clockify("15/09/2026", "00:34:57", "0.58")), later);
  expect(
    await at.kept("kept_costs", "select amount::decimal(18, 2)::varchar as hours from kept_costs")
  ).toEqual([{hours: "0.58"}]);
});

it("rows of Plausible whose codes differ in a space alone are two", async () => {
  const rows = [plausibleRow("2026-09-15", "fb", "", 5), plausibleRow("2026-09-15", "fb ", "", 5)];
  await at.bring(store.write(sourcesName, plausible(rows)), later);
  expect(await at.kept("kept_visits", visitsInAll)).toEqual([{visits: 10}]);
});

it("a row of Plausible that lacks what tells it apart may stand twice", async () => {
  const bare = "date,utm_campaign,utm_content,visits,visitors\n2026-09-15,fb,,5,5\n2026-09-15,fb,,5,5\n";
  await at.bring(store.write(sourcesName, bare), later);
  expect(await at.kept("kept_visits", visitsInAll)).toEqual([{visits: 10}]);
});

describe("files of programs that are not read by themselves are named, and say what to give instead", () => {
  const person = "Zelda Quux";
  const mail = "zelda@quux.test";
  it.each<[file: string, text: string, line: RegExp]>([
    ["goat.csv", `2Path,Title,Event,UserAgent,Browser,System,Session,Bot,Referrer,Referrer scheme,Screen size,Location,FirstVisit,Date\n/,Soup,false,Mozilla,Firefox,Linux,s1,0,fb,c,"1,2,3",DE,true,2026-09-15T08:30:10Z\n`, /GoatCounter's export, a row for each page seen: count them by day and code, and bring the sums by --table visits$/],
    ["simple.csv", "added_unix,added_iso,hostname,path,query,is_unique,is_robot,document_referrer,utm_source,utm_medium,utm_campaign,utm_content,utm_term\n1,2026-09-15T08:00:00Z,a.test,/,,true,false,,x,social,fb,,\n", /Simple Analytics' export, a row for each page seen/],
    ["umami.csv", "created_at,url_path,url_query,referrer_domain,event_name,session_id,visit_id\n2026-09-15 10:00:00,/,,t.co,,s,v\n", /Umami's rows, one for each page seen/],
    ["matomo.csv", `\uFEFFdate,label,nb_visits,nb_actions\n2026-09-15,fb,12,30\n`, /Matomo's visits, which are not read by themselves: bring them by --table visits/],
    ["clicks_export.csv", "Event,Date,Link,Destination URL,Click ID\nclick,2026-09-15T10:00:00Z,dub.sh/fb,https://a.test,c1\n", /Dub's clicks, a row for each/],
    ["leads_export.csv", `Customer,Date,Link\n${mail},2026-09-15T10:00:00Z,dub.sh/fb\n`, /Dub's leads, which are not read by themselves/],
    ["sales_export.csv", `Event,Date,Link,Customer,Invoice ID,Sale Amount\nsale,2026-09-15T10:00:00Z,dub.sh/fb,${person},1,$49.00\n`, /Dub's sales, which are not read by themselves/],
    ["links.csv", "Short link,Destination URL,Clicks,Leads,Link ID\ndub.sh/fb,https://a.test,5,1,l1\n", /a list of Dub's links, which has sums without days/],
    ["bitly.csv", "Link,Custom Link,Destination URL\nbit.ly/x,,https://a.test\n", /a list of Bitly's links, which has no counts/],
    ["hootsuite.csv", `Post performance\nSeptember\nDate (GMT),Post ID,Post Message,Post Permalink,Post Type,Social Network,Impressions,Post Link Clicks\n2026-09-15 10:00,1,${person},https://x.com/a/status/1,Post,X,"1,200",5\n`, /Hootsuite's totals of posts, which are not read: X's own analytics of posts/],
    ["sprout.csv", `Date,Post ID,Network,Profile,Sent by,Link,Post Link Clicks\n09/15/2026 10:05 am,1,X,@shop,${person},https://x.com/a/status/1,5\n`, /Sprout Social's totals of posts/],
    ["buffer.csv", "Date,Update,Service,Service Link,Type,Impressions,Reach,Engagements,Likes,Comments,Shares,Clicks\n2026-09-15T10:00:00Z,hi,x,https://x.com/a/status/1,post,1,1,1,1,1,1,5\n", /Buffer's totals of posts/],
    ["mailchimp.csv", `"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP\n${mail},Zelda,Quux,2,,,"2026-09-15 13:51:14",203.0.113.77\n`, /people of Mailchimp, who are not read by themselves: bring them by --table sales --map day=CONFIRM_TIME --set kind=signup$/],
    ["email_list.shop.csv", `email,active_subscription,expiry,plan,email_disabled,created_at\n${mail},false,,other,false,2026-09-15T13:51:14.000Z\n`, /people of Substack, who are not read by themselves/],
    ["meta.csv", 'Day,Campaign name,Amount spent (USD),Impressions\n2026-09-01,fb,"1,234.56",1\n', /costs of Meta's ads, which are not read by themselves: bring them by --table costs/],
    ["meta-fr.csv", 'Jour;Nom de la campagne;Montant dépensé (USD)\n15/09/2026;fb;"1 234,56"\n', /costs of Meta's ads/],
    ["xads.csv", "ID,Campaign,Campaign URL,Time,Spend,Impressions,Follows\n1,fb,https://ads.x.com/1,2026-09-15,12.50,1,3\n", /costs of X's ads/],
    ["visitors.csv", "date,visitors,pageviews,visits,views_per_visit,bounce_rate,visit_duration\r\n2026-09-01,3,5,4,1.2,30,100\r\n", /Plausible's visitors by day, which names no campaign/],
    ["toggl_summary.csv", "Project,Client,Duration\nTeam FB,,12:30:00\n", /a summary of Toggl, which has sums without days: export its detailed report/],
    ["clockify_summary.csv", "Project,Client,Time (h),Time (decimal)\nTeam FB,,12:30,12.5\n", /a summary of Clockify, which has sums without days/],
    ["till.csv", `Datum,Kunde,Betrag\n15.09.2026,${person},49\n`, /no column of people found: .*, or give --table visits, sales or costs if it holds these$/]
  ])("%s", async (file, text, line) => {
    const message = await at.refusal(store.write(file, text), {account: ["42"]});
    expect(message).toMatch(line);
    expect(message).not.toMatch(/Quux|quux/);
  }); // prettier-ignore

  it("a zip of Umami", async () => {
    const zip = await writeZip(join(store.dir, "umami.zip"), {
      "events.csv": "x,y\nsignup,3\n",
      "pages.csv": "x,y\n/,3\n",
      "referrers.csv": "x,y\nt.co,3\n"
    });
    expect(await at.refusal(zip)).toMatch(/Umami's export, which has sums without days/);
  });

  it("no message about a list repeats a name or an email of a table that is none", async () => {
    const message = await at.refusal(store.write("members.csv", `User,Joined\n${person},2026-09-15\n`), {
      account: ["42"],
      list: ["followers"]
    });
    expect(message).toMatch(/row 1: its User is no id, @name or address of a profile/);
  });

  it("what the line says to give for sign-ups and ads is taken", async () => {
    await at.bring(
      store.write("m.csv", `Email Address,CONFIRM_TIME\n${mail},2026-09-15 13:51:14\n${mail},2026-09-15 14:00:00\n`),
      {table: "sales", map: {day: "CONFIRM_TIME"}, set: {kind: "signup"}, ...later}
    ); // prettier-ignore
    await at.bring(
      store.write("meta.csv", 'Day,Campaign name,Amount spent (USD)\n2026-09-01,fb,"1,234.56"\n2026-09-02,fb,5.00\n'),
      {table: "costs", map: {day: "Day", project: "Campaign name", amount: "Amount spent (USD)"}, set: {kind: "money", currency: "USD"}, ...later}
    ); // prettier-ignore
    expect(await at.kept("kept_sales", "select kind, orders::int as n from kept_sales")).toEqual([
      {kind: "signup", n: 2}
    ]);
    expect(
      await at.kept(
        "kept_costs",
        "select sum(amount)::decimal(18, 2)::varchar as spent, currency from kept_costs group by 2"
      )
    ).toEqual([{spent: "1239.56", currency: "USD"}]);
    expect(await at.written()).not.toMatch(/quux/i);
  });
});

describe("a download of another shop or person", () => {
  const days = ["11", "12", "13", "14", "15", "16"];
  const ours = shopify(days.map((day) => order(day, {total: "40.00"})));
  const theirs = shopify(days.map((day) => order(day, {name: `#9${day}`, total: "11.00"})));

  it("is refused where most of its days are otherwise, and taken where the user says so", async () => {
    await at.bring(store.write("a.csv", ours), {takenAt: "2026-10-01T08:00:00Z"});
    const message = await at.refusal(store.write("b.csv", theirs), {takenAt: "2026-10-02T08:00:00Z"});
    expect(message).toMatch(
      /it has other figures of shopify-orders than the store on 6 of the 6 days that both hold: it may be of another shop, site or person: give --set download=NAME if it is, or --unlike-the-last if it replaces them$/
    );
    await at.bring(store.write("b.csv", theirs), {
      takenAt: "2026-10-02T08:00:00Z",
      set: {download: "second"}
    });
    // By hand: six orders of 40.00 and six of 11.00.
    expect(await at.kept("kept_sales", salesInAll)).toEqual([{orders: 12, money: "306.00"}]);
  });

  it("is taken where refunds of three days of six have come since", async () => {
    await at.bring(store.write("a.csv", ours), {takenAt: "2026-10-01T08:00:00Z"});
    const refunded = shopify(
      days.map((day, nth) => order(day, {total: "40.00", refunded: nth < 3 ? "15.00" : "0.00"}))
    );
    await at.bring(store.write("a2.csv", refunded), {takenAt: "2026-10-02T08:00:00Z"});
    expect(await at.kept("kept_sales", salesInAll)).toEqual([{orders: 6, money: "195.00"}]);
  });
});

describe("a code that is written nearly like a campaign", () => {
  const bring = (rows: string[], takenAt = later.takenAt) =>
    at.bring(store.write(sourcesName, plausible(rows)), {takenAt});
  const rows = [plausibleRow("2026-09-15", "team-fb", "", 5), plausibleRow("2026-09-16", "Team  FB", "", 4)];
  const named = () =>
    storeStatement(store.dataDir, "42", {campaigns: [{campaign_id: "team fb", name: "Team FB"}]}, new Date(2026, 8, 1)); // prettier-ignore

  it("is named at import, with what to type", async () => {
    await named();
    const lines = await bring(rows);
    expect(lines.filter((line) => line.includes("belongs to no campaign"))).toEqual([
      `${sourcesName}: code team-fb belongs to no campaign: if it is of "team fb", say so: followback links set "team-fb" --kind utm_campaign --campaign "team fb"`
    ]);
  });

  it("is not named once it belongs to one, or where no campaign is like it", async () => {
    expect((await bring(rows)).join("\n")).not.toContain("belongs to no campaign");
    await named();
    await storeStatement(store.dataDir, "42", {
      links: [{code_kind: "utm_campaign", code: "Team-FB", campaign_id: "team fb"}]
    });
    const again = await bring([...rows, plausibleRow("2026-09-17", "soup", "", 4)], "2026-10-06T08:00:00Z");
    expect(again.join("\n")).not.toContain("belongs to no campaign");
  });
});
