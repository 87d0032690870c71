/** A table of a known program that is not read by itself. */
interface OtherForm {
  /** Columns that no other table has together, in small letters; one that ends in `*` may go on. */
  columns: readonly string[];
  /** Columns that it does not have. */
  lacks?: readonly string[];
  line: string;
}

const byTable = "bring them by --table";
const countFirst = "count them by day and code, and bring the sums by --table visits";
const clicksOfX = "X's own analytics of posts (Analytics, Content, Download) has clicks on links";
const countsOfX = "X's account overview (Analytics, Overview, Download) has new follows and unfollows a day";

/** Tables that are known and cannot be read: what each is, and what to give instead. */
const forms: readonly OtherForm[] = [
  {
    columns: ["name", "visitors", "bounce_rate", "visit_duration"],
    line: "a part of Plausible's dashboard export, which has sums without days: in Plausible choose Site settings > Imports & exports > Export data, and give that zip"
  },
  {
    columns: ["date", "visitors", "pageviews", "visits", "visit_duration"],
    lacks: ["utm_campaign"],
    line: "Plausible's visitors by day, which names no campaign: in Plausible choose Site settings > Imports & exports > Export data, and give that zip"
  },
  {
    columns: ["id", "type", "source", "amount", "fee", "net", "currency"],
    line: "Stripe's balance, in which payments, refunds and payouts are mixed: export Payments with all columns instead"
  },
  {
    columns: ["date", "order #", "status", "net sales"],
    line: `orders of WooCommerce, which are not read by themselves: ${byTable} sales --map day=Date --map "amount=Net Sales" --set currency=EUR, once only the orders that were paid are in the file`
  },
  {
    columns: ["campaign name", "amount spent (*"],
    line: `costs of Meta's ads, which are not read by themselves: ${byTable} costs --set kind=money --map day=Day --map "project=Campaign name" --map "amount=Amount spent (USD)" --set currency=USD, once they are exported by day and the row of totals is deleted`
  },
  {
    columns: ["nom de la campagne", "montant dépensé (*"],
    line: `costs of Meta's ads, which are not read by themselves: ${byTable} costs --set kind=money --map day=Jour --map "project=Nom de la campagne" --map "amount=Montant dépensé (USD)" --set currency=USD, once they are exported by day and the row of totals is deleted`
  },
  {
    columns: ["campaign", "campaign url", "spend"],
    line: `costs of X's ads, which are not read by themselves: ${byTable} costs --set kind=money --map day=Time --map project=Campaign --map amount=Spend --set currency=USD, once they are exported by day and the row of totals is deleted`
  },
  {
    columns: ["2path", "referrer", "firstvisit", "date"],
    line: `GoatCounter's export, a row for each page seen: ${countFirst}`
  },
  {
    columns: ["added_iso", "path", "is_robot", "utm_campaign"],
    line: `Simple Analytics' export, a row for each page seen: ${countFirst}`
  },
  {
    columns: ["created_at", "url_path", "session_id", "visit_id"],
    line: `Umami's rows, one for each page seen: ${countFirst}`
  },
  {
    columns: ["label", "nb_visits"],
    line: `Matomo's visits, which are not read by themselves: ${byTable} visits --map day=date --map visits=nb_visits --map code=label --set code_kind=utm_campaign, once it has a column of days`
  },
  {
    columns: ["date", "link", "click id"],
    line: `Dub's clicks, a row for each: ${countFirst}`
  },
  {
    columns: ["date", "link", "sale amount"],
    line: `Dub's sales, which are not read by themselves: take the sign before each amount away, and ${byTable} sales --map day=Date --map "amount=Sale Amount" --map code=Link --set code_kind=ref --set currency=USD`
  },
  {
    columns: ["date", "link", "customer"],
    lacks: ["sale amount"],
    line: `Dub's leads, which are not read by themselves: ${byTable} sales --set kind=signup --map day=Date --map code=Link --set code_kind=ref`
  },
  {
    columns: ["link", "custom link", "destination url"],
    line: "a list of Bitly's links, which has no counts: bring clicks by day and link by --table visits"
  },
  {
    columns: ["start", "clicks", "leads", "sales"],
    line: "Dub's series of days, which names no link: export its clicks and sales instead"
  },
  {
    columns: ["short link", "destination url", "clicks"],
    line: "a list of Dub's links, which has sums without days: export its clicks and sales instead"
  },
  {
    columns: ["email address", "optin_time", "confirm_time"],
    line: `people of Mailchimp, who are not read by themselves: ${byTable} sales --map day=CONFIRM_TIME --set kind=signup`
  },
  {
    columns: ["email", "active_subscription", "created_at"],
    line: `people of Substack, who are not read by themselves: ${byTable} sales --map day=created_at --set kind=signup`
  },
  {
    columns: ["post id", "post permalink", "post link clicks"],
    line: `Hootsuite's totals of posts, which are not read: ${clicksOfX}`
  },
  {
    columns: ["post id", "network", "sent by", "post link clicks"],
    line: `Sprout Social's totals of posts, which are not read: ${clicksOfX}`
  },
  {
    columns: ["audience gained", "audience lost"],
    line: `Sprout Social's counts of followers, which are not read: ${countsOfX}`
  },
  {
    columns: ["update", "service", "service link", "clicks"],
    line: `Buffer's totals of posts, which are not read: ${clicksOfX}`
  },
  {
    columns: ["project", "client", "duration"],
    lacks: ["start date"],
    line: "a summary of Toggl, which has sums without days: export its detailed report"
  },
  {
    columns: ["project", "time (h)", "time (decimal)"],
    lacks: ["start date"],
    line: "a summary of Clockify, which has sums without days: export its detailed report"
  }
];

/** What is said of a table that is known and cannot be read; null of any other. `header`: names of columns in small letters. */
export function lineOfOtherForm(header: readonly string[]): string | null {
  const has = (wanted: string) =>
    wanted.endsWith("*")
      ? header.some((name) => name.startsWith(wanted.slice(0, -1)))
      : header.includes(wanted);
  return (
    forms.find(({columns, lacks = []}) => columns.every(has) && !lacks.some((name) => has(name)))?.line ??
    null
  );
}
