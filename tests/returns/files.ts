import {createWriteStream} from "node:fs";
import {finished} from "node:stream/promises";
import {ZipFile} from "yazl";

/** Marks that stand wherever a file names a person or an order: none of them may be found anywhere afterwards. */
export const marks = [
  "Zelda Quux",
  "zelda@quux.test",
  "77 Quux Street",
  "203.0.113.77",
  "QUUX-ORDER"
] as const;
const [name, email, street, ip, order] = marks;

/** A CSV cell: quoted where it has to be. */
const cell = (text: string, delimiter = ",") =>
  text.includes(delimiter) || /["\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** Rows as CSV, every line ended; `isOpen`: but for the last. */
export function csv(
  rows: readonly (readonly string[])[],
  {delimiter = ",", end = "\n", isOpen = false, isQuoted = false} = {}
): string {
  const lines = rows.map((row) =>
    row.map((text) => (isQuoted ? `"${text.replaceAll('"', '""')}"` : cell(text, delimiter))).join(delimiter)
  );
  return lines.join(end) + (isOpen ? "" : end);
}

export const bom = "\uFEFF";

/** Writes a zip of texts. */
export async function writeZip(path: string, files: Readonly<Record<string, string>>): Promise<string> {
  const zip = new ZipFile();
  for (const [entry, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), entry);
  zip.end();
  await finished(zip.outputStream.pipe(createWriteStream(path)));
  return path;
}

export const plausibleHeader =
  "date,source,referrer,utm_source,utm_medium,utm_campaign,utm_content,utm_term,pageviews,visitors,visits,visit_duration,bounces".split(
    ","
  );
/** A row of Plausible's sources: texts quoted, numbers bare. */
export const plausibleRow = (
  day: string,
  campaign: string,
  content: string,
  visits: number,
  visitors = visits
) =>
  `"${day}","x","t.co","x","social","${campaign}","${content}","",${visits + 9},${visitors},${visits},1240,12`;
export const plausible = (rows: readonly string[]) =>
  `${plausibleHeader.map((one) => `"${one}"`).join(",")}\n${rows.map((row) => `${row}\n`).join("")}`;

export const shopifyHeader =
  "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References".split(
    ","
  );

export interface Order {
  name: string;
  at: string;
  total?: string;
  refunded?: string;
  status?: string;
  currency?: string;
  code?: string;
  cancelled?: string;
  items?: number;
  attributes?: string;
  id?: string;
  method?: string;
}

/** The rows of one order: its own cells stand in the first, and one row an item. */
export function shopifyRows(given: Order): string[][] {
  const {
    at,
    total = "49.00",
    refunded = "0.00",
    status = "paid",
    currency = "EUR",
    code = "",
    items = 1
  } = given;
  const row = (cells: Record<string, string>) => shopifyHeader.map((column) => cells[column] ?? "");
  const item = (nth: number) => ({
    Name: given.name, Email: email!, "Created at": at, "Lineitem quantity": "1", "Lineitem name": `Soup bowl ${nth}`,
    "Lineitem price": "20.00", Vendor: "Soups", Phone: ip!
  }); // prettier-ignore
  const own = {
    "Financial Status": status, Currency: currency, Subtotal: "40.00", Shipping: "5.00", Taxes: "4.50", Total: total,
    "Discount Code": code, "Discount Amount": "4.00", "Billing Name": name!, "Billing Street": street!,
    "Shipping Name": name!, Notes: `call ${name}\nbefore noon`, "Note Attributes": given.attributes ?? "",
    "Cancelled at": given.cancelled ?? "", "Refunded Amount": refunded, "Payment Method": given.method ?? "", Id: given.id ?? `${order}-${given.name}`
  }; // prettier-ignore
  return [row({...item(1), ...own}), ...Array.from({length: items - 1}, (_, nth) => row(item(nth + 2)))];
}
export const shopify = (orders: readonly Order[], options?: Parameters<typeof csv>[1]) =>
  csv([shopifyHeader, ...orders.flatMap(shopifyRows)], options);

export const stripeHeader =
  "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,Converted Currency,Decline Reason,Description,Fee,Refunded date (UTC),Statement Descriptor,Status,Seller Message,Taxes On Fee,Card ID,Customer ID,Customer Description,Customer Email,Invoice ID,Transfer,Mode,UTM Campaign,UTM Content,utm_campaign (metadata)".split(
    ","
  );
export interface Payment {
  id: string;
  at: string;
  amount: string;
  refunded?: string;
  currency?: string;
  status?: string;
  mode?: string;
  campaign?: string;
  metadata?: string;
}
export const stripeRow = (given: Payment): string[] => {
  const cells: Record<string, string> = {
    id: `${order}_${given.id}`, "Created date (UTC)": given.at, Amount: given.amount,
    "Amount Refunded": given.refunded ?? "0.00", Currency: given.currency ?? "eur", Captured: "true",
    "Converted Amount": given.amount, "Converted Currency": "usd", Description: `for ${name}`, Fee: "1.20",
    Status: given.status ?? "Paid", "Customer Description": name, "Customer Email": email, Mode: given.mode ?? "Live",
    "UTM Campaign": given.campaign ?? "", "utm_campaign (metadata)": given.metadata ?? ""
  }; // prettier-ignore
  return stripeHeader.map((column) => cells[column] ?? "");
};

export const gumroadHeader =
  "Purchase ID,Item Name,Buyer Name,Purchase Email,Buyer Email,Do not contact?,Purchase Date,Purchase Time (UTC timezone),Subtotal ($),Taxes ($),Shipping ($),Sale Price ($),Fees ($),Net Total ($),Tip ($),Street Address,Referrer,Refunded?,Partial Refund ($),Fully Refunded?,Disputed?,Discount Code,Recurring Charge?,Quantity,UTM Source,UTM Medium,UTM Campaign,UTM Term,UTM Content".split(
    ","
  );
export interface Purchase {
  id: string;
  day: string;
  time: string;
  price: string;
  partial?: string;
  full?: string;
  discount?: string;
  campaign?: string;
}
export const gumroadRow = (given: Purchase): string[] => {
  const cells: Record<string, string> = {
    "Purchase ID": `${order}=${given.id}`, "Item Name": "Soup book", "Buyer Name": name, "Purchase Email": email,
    "Buyer Email": email, "Purchase Date": given.day, "Purchase Time (UTC timezone)": given.time,
    "Sale Price ($)": given.price, "Street Address": street, "Refunded?": given.full ?? "0",
    "Partial Refund ($)": given.partial ?? "0.0", "Fully Refunded?": given.full ?? "0", "Disputed?": "0",
    "Discount Code": given.discount ?? "", "UTM Campaign": given.campaign ?? "", Quantity: "1"
  }; // prettier-ignore
  return gumroadHeader.map((column) => cells[column] ?? "");
};
export const gumroadTotals = (price: string): string[] =>
  gumroadHeader.map((column) =>
    column === "Purchase ID" ? "Totals" : column === "Sale Price ($)" ? price : ""
  );

export const togglHeader =
  "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags".split(
    ","
  );
export const togglRow = (day: string, clock: string, duration: string, project: string, tags = "") =>
  [name, email, "", project, "", `mail to ${name}`, "No", day, clock, day, "23:59:59", duration, tags]; // prettier-ignore

export const clockifyHeader = [
  "Project", "Client", "Description", "Task", "User", "Group", "Email", "Tags", "Billable", "Start Date", "Start Time",
  "End Date", "End Time", "Duration (h)", "Duration (decimal)", "Billable Rate (EUR)", "Billable Amount (EUR)"
]; // prettier-ignore
export const clockifyRow = (day: string, clock: string, hours: string, decimal: string, project: string, tag = "") =>
  [project, "", `mail to ${name}`, "", name, "", email, tag, "Yes", day, clock, day, "23:59:59", hours, decimal, "25,00", "0,00"]; // prettier-ignore

export const xHeader =
  "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks".split(
    ","
  );
export const xOldHeader =
  "Post id,Date,Post text,Link,Impressions,Likes,Engagements,Bookmarks,Share,New follows,Replies,Reposts,Profile visits,Detail expands,Url clicks,Hashtag clicks,Permalink clicks".split(
    ","
  );
export const xRow = (id: string, date: string, figures: {impressions: number; follows: number; visits: number; clicks: number}) =>
  [id, date, `hello ${name}, again`, `https://x.com/examplebrand/status/${id}`, String(figures.impressions), "12", "30", "1", "0", String(figures.follows), "3", "1", String(figures.visits), "10", String(figures.clicks), "0", "0"]; // prettier-ignore

/** A free-form exploration: its totals row has one cell more than the header. */
export const ga4 = (rows: readonly string[], total: number, range = "20260901-20260930") =>
  `# ----------------------------------------
# examplebrand.com - GA4
# Free form-Free form 1
# ${range}
# ----------------------------------------

Date,Session source / medium,Session campaign,Sessions,Key events
,,,${total},9,Grand total
${rows.join("\n")}`;
