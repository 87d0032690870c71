import {describe, expect, it} from "vitest";
import {
  costText,
  money,
  ratesText,
  returnAnswer,
  rowsOf,
  sharedSentence,
  returnColumns,
  wayColumns,
  wayRows,
  whatIfColumns,
  withoutWhom
} from "../../reports/components/return.ts";
import {nextSteps} from "../../reports/components/next-steps.ts";
import type {CampaignResult, Claim, ReturnRow, WhatIfRow} from "../../reports/components/rows.ts";
import {summary as usual, summaryOf} from "./summary.ts";

const row = (over: Partial<CampaignResult>): CampaignResult => ({
  place_kind: "followback_hashtag",
  campaign: null,
  place: null,
  result: "engaged_30",
  campaigns: 1,
  turned_to: 400,
  left_out: 0,
  attempts: 400,
  shared: 0,
  n: 400,
  x: 12,
  x_low: 12,
  x_high: 12,
  share: 0.03,
  low: 0.02,
  high: 0.05,
  hours: 40,
  money: 15,
  cost: 1015,
  currency: "EUR",
  cost_per_result: null,
  cost_low: null,
  cost_high: null,
  cost_range_low: null,
  cost_range_high: null,
  at_least: null,
  note: null,
  ...over
});
const cost = (point: number, low: number, high: number) => ({
  cost_per_result: point,
  cost_low: low,
  cost_high: high,
  cost_range_low: point,
  cost_range_high: point
});

describe("money", () => {
  it.each([
    [3.294, "EUR 3.29"],
    [9, "EUR 9"],
    [0, "EUR 0"],
    [0.004, "EUR 0.004"],
    [-0.00321, "EUR −0.003"],
    [75.43, "EUR 75"],
    [1239.6, "EUR 1,240"],
    [null, "–"]
  ])("%f reads %s", (amount, text) => expect(money(amount, "EUR")).toBe(text));
});

describe("what one result costs, in words", () => {
  it("is a figure with its interval, or the least it can be", () => {
    expect(costText(row(cost(93, 54, 160)))).toBe("EUR 93 (54 to 160)");
    expect(costText(row({...cost(93, 54, 160), cost_range_low: 41, cost_range_high: 93}))).toBe(
      "EUR 93 (41 to 160)"
    );
    expect(costText(row({...cost(93, 54, 160), cost_range_high: null}))).toBe("EUR 93 (54 or more)");
    expect(costText(row({at_least: 277.5}))).toBe("at least EUR 278");
    expect(costText(row({}))).toBe("");
  });
});

describe("the answer", () => {
  const summary = summaryOf({...usual, name: "Oak & Iron"});
  const spent = row({result: "attempted"});

  it("says what was spent, and what a follower who engages cost", () =>
    expect(
      returnAnswer(summary, [
        spent,
        row(cost(93, 54, 160)),
        row({result: "attempted", place_kind: "topic_hashtag", cost: 250, hours: 10.5}),
        row({place_kind: "topic_hashtag", at_least: 68})
      ])
    ).toBe(
      "A follower who engaged within 30 days cost EUR 93 (54 to 160) under followback hashtags and at least EUR 68 under topic hashtags. " +
        "Outreach cost EUR 1,015 (40 hours) on people found under followback hashtags and EUR 250 (10.5 hours) on people found under topic hashtags."
    ));

  it("says what one who stayed, or came, cost where nobody knows who engaged", () => {
    const stayed = row({result: "kept_90", ...cost(50, 40, 60)});
    const came = row({result: "won", ...cost(9, 8, 10)});
    expect(returnAnswer(summary, [spent, came, stayed, row({})])).toBe(
      "A follower still there after 90 days cost EUR 50 (40 to 60) under followback hashtags. Outreach cost EUR 1,015 (40 hours) on people found under followback hashtags. What a follower who engages cost is not known yet."
    );
    expect(returnAnswer(summary, [spent, came])).toMatch(/^A follower cost EUR 9 \(8 to 10\)/);
    expect(returnAnswer(summary, [spent])).toMatch(/What a follower cost is not known yet.$/);
  });

  it("keeps what is not known apart from none", () => {
    expect(returnAnswer(summary, [])).toMatch(
      /No campaign of Oak & Iron is recorded, which is not the same as none/
    );
    expect(
      returnAnswer(summary, [
        row({result: "attempted", cost: null, hours: null, money: null}),
        row({result: "attempted", cost: null, hours: null, money: null, campaign: "Team FB"})
      ])
    ).toBe("1 campaign recorded, without hours or money: what a follower cost is not known.");
  });

  it("does not call hours or money missing that only have no cost, or no common one", () => {
    const place = row({result: "attempted", cost: null, currency: null, campaigns: 2});
    const fb = row({result: "attempted", campaign: "Team FB", cost: null, currency: null, hours: 40});
    const soup = row({result: "attempted", campaign: "Soup", cost: 250, currency: "USD", hours: 10});
    const none = row({result: "attempted", campaign: "Old", cost: null, hours: null, money: null});
    const why = "what a follower cost is not known; the rows below say why.";
    expect(returnAnswer(summary, [place, fb, none])).toBe(
      `2 campaigns recorded, none has a cost yet, though hours or money are recorded: ${why}`
    );
    expect(returnAnswer(summary, [place, fb, soup])).toBe(
      `2 campaigns recorded, the cost of 1 of them known: ${why}`
    );
    expect(returnAnswer(summary, [place, {...fb, cost: 1000, currency: "EUR"}, soup])).toBe(
      `2 campaigns recorded, in several currencies: ${why}`
    );
  });

  it("says where the cost of a place is not known that the others are not all", () => {
    const unknown = row({result: "attempted", place_kind: "list", cost: null, hours: null});
    expect(returnAnswer(summary, [spent, unknown])).toBe(
      "Outreach cost EUR 1,015 (40 hours) on people found under followback hashtags; what all of it cost is not known. What a follower cost is not known yet."
    );
  });

  it("counts an hour as one, and a quarter of one as no none", () => {
    const of = (hours: number) => returnAnswer(summary, [row({result: "attempted", hours})]);
    expect([of(1.02), of(0.25), of(40)].map((text) => /\((.*?)\)/.exec(text)![1])).toEqual([
      "1 hour",
      "0.25 hours",
      "40 hours"
    ]);
  });
});

describe("from a follow to a sale", () => {
  const campaign = row({campaign: "Team FB", result: "attempted"});
  const visit = (over: Partial<ReturnRow>): ReturnRow => ({
    download: "plausible-sources",
    outcome: "visit",
    code_kind: "utm_campaign",
    campaign: "Team FB",
    code: null,
    currency: null,
    weeks: 8,
    total: 31,
    low: 20,
    high: 44,
    amount: null,
    amount_converted: null,
    converted_currency: null,
    per_hour: null,
    per_cost: null,
    cost_currency: null,
    note: null,
    spent_note: null,
    ...over
  });

  it("says how many visits there were at most if two sources, or two kinds of code, counted the same ones, and if not", () => {
    const [way] = wayRows(
      [campaign],
      [
        visit({}),
        visit({code_kind: "utm_content", total: 29}),
        visit({download: "ga4-exploration", total: 35})
      ]
    );
    const text = (one: typeof way) => wayColumns.find(({name}) => name === "visits, at most")!.text(one!);
    expect(text(way)).toBe("35 to 95");
    expect(text(wayRows([campaign], [visit({})])[0])).toBe("31");
  });

  it("says whose the sales are where two sources counted some", () => {
    const sale = (over: Partial<ReturnRow>) => visit({outcome: "sale", ...over});
    const rows = [
      sale({download: "shopify-orders", total: 8, amount: 102, currency: "EUR"}),
      sale({download: "csv:till", total: 20, amount: 205, currency: "USD"})
    ];
    expect(wayRows([campaign], rows)[0]!.sales).toBe("8 by Shopify (EUR 102); 20 by till (USD 205)");
    expect(wayRows([campaign], rows.slice(0, 1))[0]!.sales).toBe("8 (EUR 102)");
  });

  it("says how many an hour brought, however few", () => {
    const column = returnColumns.find(({name}) => name === "an hour")!;
    expect([40.05, 2.52, 1, 0.04, 0, null].map((per_hour) => column.text(visit({per_hour})))).toEqual([
      "40", "2.5", "1", "0.04", "0", "–"
    ]); // prettier-ignore
  });

  it("shows of a long code its beginning", () => {
    const column = returnColumns.find(({name}) => name === "campaign or code")!;
    const code = (code: string) => column.text(visit({campaign: null, code}));
    expect([code("SOUP10"), code("x".repeat(180)), code("🍲".repeat(40)), code("")]).toEqual([
      "SOUP10", `${"x".repeat(39)}…`, "🍲".repeat(40), "no code"
    ]); // prettier-ignore
  });

  it("names sources by what people call them", () =>
    expect(
      ["plausible-sources", "shopify-orders", "csv:till", "second"].map((download) =>
        returnColumns[0]!.text(visit({download}))
      )
    ).toEqual(["Plausible", "Shopify", "till", "second"]));

  it("says how many came for certain and at most, where the order of some is not known", () => {
    const won = row({campaign: "Team FB", result: "won", x: 13, x_low: 12, x_high: 24});
    const [way] = wayRows([campaign, won], []);
    const text = (name: string) => wayColumns.find((column) => column.name === name)!.text(way!);
    expect([text("followed back"), text("engaged")]).toEqual(["12 to 24", "–"]);
    expect(wayColumns[2]!.text(wayRows([campaign, {...won, x: 12, x_high: 12}], [])[0]!)).toBe("12");
    const hidden = {x: null, x_low: null, x_high: null};
    expect(wayColumns[2]!.text(wayRows([campaign, {...won, ...hidden}], [])[0]!)).toBe("too few");
    const never = {...won, ...hidden, note: "not collected"};
    expect(wayColumns[2]!.text(wayRows([campaign, never], [])[0]!)).toBe("not collected");
    // Of a log alone, however old, nobody looked at the followers.
    const note = "no attempt was observed for long enough, or is certain";
    expect(wayColumns[2]!.text(wayRows([campaign, {...won, ...hidden, note}], [])[0]!)).toBe("not observed");
  });

  it("says none where a source counted none, and nothing where no source counts", () => {
    const text = (returns: ReturnRow[]) =>
      wayColumns.find(({name}) => name === "visits, at most")!.text(wayRows([campaign], returns)[0]!);
    expect([text([visit({total: 0})]), text([])]).toEqual(["0", "–"]);
  });

  it("keeps currencies apart", () => {
    const sale = (currency: string, amount: number) => visit({outcome: "sale", currency, amount, total: 2});
    expect(wayRows([campaign], [sale("EUR", 80), sale("USD", 9.5)])[0]!.sales).toBe(
      "2 (EUR 80); 2 (USD 9.50)"
    );
  });

  it("names what money counts at a rate, which rate that is, and since when", () => {
    const converted = visit({
      outcome: "sale",
      currency: "USD",
      amount: 30.1,
      total: 2,
      amount_converted: 27.73,
      converted_currency: "EUR"
    });
    expect(wayRows([campaign], [converted])[0]!.sales).toBe("2 (USD 30, as EUR 28)");
    expect(ratesText([])).toBe("");
    const rate = {account_currency: "EUR", since: "2026-11-29T07:00:00.000Z"};
    expect(
      ratesText([
        {...rate, currency: "CHF", rate: "1.05"},
        {...rate, currency: "USD", rate: "0.9213"}
      ])
    ).toBe(
      "Money in other currencies counts at the rates that were given: CHF 1 as EUR 1.05 (on 29 Nov 2026) and USD 1 as EUR 0.9213 (on 29 Nov 2026)."
    );
  });

  it("names the campaigns that share attempts", () => {
    expect(sharedSentence([campaign, row({})])).toBe("");
    expect(
      sharedSentence([
        {...campaign, shared: 120},
        row({campaign: "Soup", result: "attempted", attempts: 130, shared: 120})
      ])
    ).toBe(
      "By the outreach logs, some attempts may be of several campaigns: 120 of 400 of Team FB and 120 of 130 of Soup. They count for no campaign for certain. If one log corrects another, take the earlier one back by followback snapshots remove."
    );
  });

  it("tells no campaign from campaigns that won no one for certain", () => {
    expect(withoutWhom(wayRows([], []))).toBe("No campaign is recorded.");
    expect(withoutWhom(wayRows([campaign], []))).toBe(
      "No follower is known to have come by a campaign, so there is no one to leave out."
    );
  });

  it("tells places from campaigns", () => {
    expect(rowsOf([campaign, row({})], "place")).toEqual([row({})]);
    expect(rowsOf([campaign, row({})], "campaign")).toEqual([campaign]);
  });
});

describe("where to put the hours", () => {
  const steps = (...rows: CampaignResult[]) =>
    nextSteps(summaryOf(usual), [], {engage: "not collected", leave: "not collected"}, 0, rows).filter(
      ({label}) => ["Shift", "Wait"].includes(label)
    );
  const topic = (over: Partial<CampaignResult>) => row({place_kind: "topic_hashtag", ...over});

  it("is said where one place costs more at least than another at most", () => {
    expect(steps(row(cost(93, 54, 160)), topic(cost(12, 9, 18)))).toEqual([
      {
        label: "Shift",
        text: "Put the hours where they bring more: a follower who engages cost EUR 12 (9 to 18) under topic hashtags, but EUR 93 (54 to 160) under followback hashtags."
      }
    ]);
    // Nobody engaged: only the least is known, and that is enough against a cheap place, but never makes a place cheap.
    expect(steps(row({at_least: 277}), topic(cost(12, 9, 18)))[0]!.label).toBe("Shift");
    expect(steps(row({at_least: 277}), topic({at_least: 12}))[0]!.label).toBe("Wait");
    expect(
      steps(row({at_least: 277}), topic({at_least: 12}), row({place_kind: "list", at_least: 9}))[0]!.text
    ).toMatch(
      /cost at least EUR 277 under followback hashtags, at least EUR 12 under topic hashtags, and at least EUR 9 in lists\.$/
    );
  });

  it("goes by who stays where nobody saw who engages", () =>
    expect(
      steps(
        row({...cost(93, 54, 160), result: "kept_90"}),
        topic({...cost(12, 9, 18), result: "kept_90"})
      )[0]!.text
    ).toBe(
      "Put the hours where they bring more: a follower still there after 90 days cost EUR 12 (9 to 18) under topic hashtags, but EUR 93 (54 to 160) under followback hashtags."
    ));

  it("is not said where intervals touch, or where the unknown could turn it", () => {
    expect(steps(row(cost(93, 17, 160)), topic(cost(12, 9, 18)))[0]!.label).toBe("Wait");
    expect(steps(row(cost(93, 54, 160)), topic({...cost(12, 9, 18), cost_range_high: 60}))[0]!.label).toBe(
      "Wait"
    );
  });

  it("is not asked of one place, or of two currencies", () => {
    expect(steps(row(cost(93, 54, 160)))).toEqual([]);
    expect(steps(row(cost(93, 54, 160)), topic({...cost(12, 9, 18), currency: "USD"}))).toEqual([]);
  });
});

describe("what to collect", () => {
  const claim = {n_maybe: 20, n_sitting: 0, n_followback: 10} as Claim;
  const labels = (campaigns: CampaignResult[]) =>
    nextSteps(summaryOf(usual), [claim], {engage: "not collected", leave: "not collected"}, 0, campaigns)
      .map(({label}) => label)
      .filter((label) => ["Log", "Look"].includes(label));

  it("is a log, and with a log more lists, where the order of many is not known", () => {
    expect(labels([])).toEqual(["Log"]);
    expect(labels([row({result: "attempted", campaign: "Team FB"})])).toEqual(["Look"]);
  });
});

it.each([
  [true, "followers at the end"],
  [false, "followers seen so far"]
])(
  "where it is %s that losses are recorded, the number without a campaign is of the %s",
  (isRecorded, name) => {
    const [, figure] = whatIfColumns(summaryOf({...usual, is_retention_recorded: isRecorded}));
    expect(figure!.text({figure: "followers"} as WhatIfRow)).toBe(name);
  }
);
