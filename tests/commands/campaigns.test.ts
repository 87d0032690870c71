import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {beforeEach, describe, expect, it} from "vitest";
import {setCampaign} from "../../src/campaigns/campaigns.ts";
import {readSettings, trackAccount} from "../../src/snapshots/settings.ts";
import {listSnapshots} from "../../src/snapshots/store.ts";
import {storedRows, useFreshStore} from "../stored.ts";
import {hear} from "./hear.ts";

const store = useFreshStore();
const run = (...argv: string[]) => hear([...argv, "--data", store.dataDir]);
const rows = (sql: string) => storedRows(store.dataDir, sql);

beforeEach(() => trackAccount(store.dataDir, {id: "42", name: "brand"}));

describe("campaigns", () => {
  it("keep what was said before, and take what is said anew", async () => {
    await run(
      "campaigns",
      "set",
      "Team  FB",
      "--place-kind",
      "followback_hashtag",
      "--place",
      "#teamfollowback"
    );
    await run("campaigns", "set", "team fb", "--from", "2026-09-01", "--to", "2026-09-30", "--place", "#f4f");
    const {code, out} = await run("campaigns");
    expect([code, out]).toEqual([
      0,
      "team fb\tfollowback hashtag #f4f\t2026-09-01 to 2026-09-30\t0 people\tno cost: hours not recorded\n"
    ]);
  });

  it("last from day to day as they are written, whatever the zone of the account", async () => {
    await run("accounts", "set", "brand", "--zone", "Europe/Berlin");
    await run("campaigns", "set", "a", "--from", "2026-09-01", "--to", "2026-09-30");
    expect((await run("campaigns")).out).toBe(
      "a\t\t2026-09-01 to 2026-09-30\t0 people\tno cost: hours not recorded\n"
    );
  });

  it("do not end before they began, also where their days were said one after the other", async () => {
    await run("campaigns", "set", "a", "--from", "2026-09-10", "--to", "2026-09-30");
    expect(await run("campaigns", "set", "A", "--to", "2026-09-09")).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        "--to: 2026-09-09: earlier than the campaign's first day, 2026-09-10: give a later day, or --from as well"
      )
    });
    expect(await run("campaigns", "set", "a", "--from", "2026-10-01")).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        "--from: 2026-10-01: later than the campaign's last day, 2026-09-30: give an earlier day, or --to as well"
      )
    });
    await run("campaigns", "set", "a", "--to", "2026-09-10");
    await run("campaigns", "set", "b", "--from", "2026-10-01");
    expect((await run("campaigns")).out).toBe(
      "a\t\t2026-09-10 to 2026-09-10\t0 people\tno cost: hours not recorded\n" +
        "b\t\t2026-10-01 to …\t0 people\tno cost: hours not recorded\n"
    );
  });

  it("are stored in the order in which they were said, however quickly", async () => {
    for (const hours of ["1", "2", "0"]) await run("campaigns", "set", "a", "--hours", hours);
    expect(await listSnapshots(store.dataDir)).toHaveLength(3);
    expect(
      await rows("select amount::decimal(18, 2)::varchar as hours from raw.costs order by snapshot_id")
    ).toEqual([{hours: "1.00"}, {hours: "2.00"}, {hours: "0.00"}]);
  });

  it("have hours of the time so far, also where they go on", async () => {
    const now = new Date("2026-09-15T12:00:00Z");
    const said = (from: string, to: string) =>
      setCampaign(store.dataDir, "42", "a", {from: new Date(from), to: new Date(to), hours: 5}, now);
    await said("2026-09-01", "2026-12-31");
    await said("2026-08-01", "2026-08-31");
    await said("2026-10-01", "2026-12-31");
    expect(
      await rows(
        `select "from"::date::varchar as first, "to"::date::varchar as last from raw.costs order by snapshot_id`
      )
    ).toEqual([
      {first: "2026-09-01", last: "2026-09-15"},
      {first: "2026-08-01", last: "2026-08-31"},
      {first: "2026-09-15", last: "2026-09-15"}
    ]);
  });

  it("count whom one log names by id and another by name once, and say how many there may be while that is not known", async () => {
    const [ann, bob, cid] = ["1799000000000000011", "1799000000000000012", "1799000000000000013"];
    const log = async (text: string) => {
      const path = store.write("log.csv", text);
      expect((await run("import", path, "--outreach", "--campaign", "spring", "--account", "42")).code).toBe(
        0
      );
    };
    await log(`user_id,followed_at\n${ann},2026-01-05\n${bob},2026-01-05\n${cid},2026-01-06\n`);
    await log("username,followed_at\nann,2026-01-05\nbob,2026-01-05\ndot,2026-01-07\n");
    const before = await run("campaigns");
    expect(before.out).toBe("spring\t\t\t3 to 6 people\tno cost: hours not recorded\n");
    expect(before.err).toContain("followback names");
    // A list that shows who bears the names.
    const list = store.write("list.csv", `id,username\n${ann},ann\n${bob},bob\n1799000000000000014,dot\n`);
    const flags = ["--account", "42", "--list", "followers", "--taken-at", "2026-01-08T00:00Z", "--complete"];
    expect((await run("import", list, ...flags)).code).toBe(0);
    expect(await run("campaigns")).toEqual({
      code: 0,
      out: "spring\t\t\t4 people\tno cost: hours not recorded\n",
      err: ""
    });
  });

  it("take the people that an outreach log names under them", async () => {
    const log = join(store.dir, "log.csv");
    writeFileSync(
      log,
      "user_id,time,campaign\n11,2026-09-02,Team FB\n12,2026-09-02,team fb\n12,2026-10-05,Soup\n13,2026-09-03,\n42,2026-09-03,Soup\n"
    );
    const {code, err} = await run("import", log, "--outreach", "--account", "42");
    expect([code, err]).toEqual([0, expect.stringContaining("rows without a campaign: 1")]);
    const {out} = await run("campaigns");
    expect(out).toBe(
      "Soup\t\t\t1 person\tno cost: hours not recorded\nTeam FB\t\t\t2 people\tno cost: hours not recorded\n"
    );
    expect(
      await rows(`select campaign_id, user_id::int as person from raw.campaign_targets order by all`)
    ).toEqual([
      {campaign_id: "soup", person: 12},
      {campaign_id: "team fb", person: 11},
      {campaign_id: "team fb", person: 12}
    ]);
    expect(await rows("select count(*)::int as n from raw.events")).toEqual([{n: 4}]);
  });

  it("say which figures of files what the user says takes the place of", async () => {
    const said = async (...flags: string[]) => (await run("campaigns", "set", "Soup", ...flags, "--currency", "EUR")).err; // prettier-ignore
    expect(await said("--hours", "4")).toMatch(
      /stored; hours that files record of it do not count any more\n$/
    );
    expect(await said("--money", "4")).toMatch(
      /stored; money that files record of it does not count any more\n$/
    );
    expect(await said("--hours", "4", "--money", "5")).toMatch(
      /; hours and money that files record of it do not/
    );
    expect(await said("--place", "#soup")).toMatch(/stored\n$/);
  });

  it("say at import whom a corrected log leaves in two campaigns at one time", async () => {
    const log = join(store.dir, "log.csv");
    writeFileSync(
      log,
      "user_id,time,campaign\n11,2026-09-02,Taem FB\n12,2026-09-02,Taem FB\n13,2026-09-03,Soup\n"
    );
    await run("import", log, "--outreach", "--account", "42");
    const [first] = await listSnapshots(store.dataDir);
    // Eleven and twelve are of the same day, thirteen of another one.
    writeFileSync(
      log,
      "user_id,time,campaign\n11,2026-09-02,Team FB\n12,2026-09-02,Team FB\n13,2026-12-09,Fair\n"
    );
    const {err} = await run("import", log, "--outreach", "--account", "42");
    expect(err).toContain(
      `2 people are now in two campaigns at one time and count for neither for certain: if this log corrects an earlier one, take that back by followback snapshots remove (${first})`
    );
    writeFileSync(log, "user_id,time,campaign\n14,2026-09-02,Team FB\n");
    expect((await run("import", log, "--outreach", "--account", "42")).err).not.toContain("two campaigns");
  });

  it("may be one for a whole log, but not beside a column that says otherwise", async () => {
    const log = join(store.dir, "log.csv");
    writeFileSync(log, "user_id,time\n11,2026-09-02\n");
    await run("import", log, "--outreach", "--account", "42", "--campaign", "Soup");
    expect((await run("campaigns")).out).toBe("Soup\t\t\t1 person\tno cost: hours not recorded\n");
    writeFileSync(log, "user_id,time,campaign\n11,2026-09-02,x\n");
    const {code, err} = await run("import", log, "--outreach", "--account", "42", "--campaign", "Soup");
    expect([code, err]).toEqual([1, expect.stringContaining("its column campaign names campaigns")]);
  });

  it.each([
    [["set", "a"], 1, /nothing to set/],
    [["set", " ", "--hours", "1"], 1, /has no name/],
    [["set", "a", "--money", "40"], 1, /of no currency/],
    [["set", "a", "--hours", "-1"], 2, /Write hours/],
    [["set", "a", "--money", "0"], 2, /Write a number above 0/],
    [["set", "a", "--from", "2026-10-01", "--to", "2026-09-01"], 1, /later than --to/],
    [["set", "a", "--place-kind", "hashtag"], 2, /Allowed choices are followback_hashtag/],
    [["--account", "other"], 1, /unknown account other/]
  ])("%j is refused, and nothing is stored", async (argv, expected, why) => {
    const {code, err} = await run("campaigns", ...argv);
    expect([code, err]).toEqual([expected, expect.stringMatching(why)]);
    expect(await listSnapshots(store.dataDir)).toEqual([]);
  });
});

it("links set says from which campaign a code moves, in whatever case it is written", async () => {
  const set = async (code: string, campaign: string) =>
    (await run("links", "set", code, "--kind", "discount", "--campaign", campaign)).err;
  await run("campaigns", "set", "Soup", "--place", "#soup");
  await run("campaigns", "set", "Fair", "--place", "a fair");
  expect(await set("SOUP10", "Soup")).toBe("code SOUP10 of brand: stored as one of campaign Soup\n");
  expect(await set("soup10", "Soup")).toMatch(/stored as one of campaign Soup\n$/);
  expect(await set("soup10", "Fair")).toBe(
    "code soup10 of brand: stored as one of campaign Fair; what came by it counts for campaign soup no more\n"
  );
});

describe("exchange rates", () => {
  const set = (...argv: string[]) => run("accounts", "set", "brand", ...argv);

  beforeEach(async () => {
    await set("--hour-cost", "25", "--currency", "EUR");
    await run("campaigns", "set", "a", "--hours", "2", "--money", "40.50", "--currency", "USD");
  });

  it("let money in another currency count, from the list on, and are named with their day", async () => {
    const {out: before, err: advice} = await run("campaigns");
    expect(before).toBe("a\t\t\t0 people\tno cost: money in another currency than hours\n");
    expect(advice).toContain("followback accounts set brand --rate USD=0.92");
    const {code, err} = await set("--rate", "usd = 0.9213", "--rate", "CHF=1.05");
    expect([code, err]).toEqual([
      0,
      "money of brand in USD counts: 1 USD is 0.9213 EUR, whatever the day of the money\n" +
        "money of brand in CHF counts: 1 CHF is 1.05 EUR, whatever the day of the money\n"
    ]);
    const {out, err: said} = await run("campaigns");
    // By hand: 50 + 40.50 × 0.9213 = 87.31265.
    expect(out).toBe("a\t\t\t0 people\tEUR 87.31\n");
    expect(said).toMatch(/^1 USD counts as 0.9213 EUR: the rate given on \d{4}-\d\d-\d\d\n$/);
  });

  it("count as last given, and are taken back", async () => {
    await set("--rate", "USD=0.5");
    await set("--rate", "USD=1");
    expect((await run("campaigns")).out).toBe("a\t\t\t0 people\tEUR 90.50\n");
    expect((await set("--rate", "USD=")).err).toBe("money of brand in USD has no rate any more\n");
    expect((await run("campaigns")).out).toContain("no cost: money in another currency than hours");
  });

  it("do not count any more once the account has another currency", async () => {
    await set("--rate", "CHF=1.05");
    const {err} = await set("--hour-cost", "30", "--currency", "GBP");
    expect(err).toContain("the rate of CHF into EUR does not count any more: give one into GBP\n");
  });

  it.each([
    [["--rate", "USD"], 2, /Write a currency and what one of it counts/],
    [["--rate", "USD=0"], 2, /Write a currency/],
    [["--rate", "USD=0,92"], 2, /Write a currency/],
    [["--rate", "EUR=1"], 1, /EUR is the account's own currency/]
  ])("%j is refused, and nothing is stored", async (argv, expected, why) => {
    const stored = await listSnapshots(store.dataDir);
    const {code, err} = await set(...argv);
    expect([code, err]).toEqual([expected, expect.stringMatching(why)]);
    expect(await listSnapshots(store.dataDir)).toEqual(stored);
  });
});

describe("what an hour costs", () => {
  it("is stored with its currency", async () => {
    await run(
      "accounts",
      "set",
      "brand",
      "--hour-cost",
      "25",
      "--currency",
      "eur",
      "--zone",
      "Europe/Berlin"
    );
    expect((await readSettings(store.dataDir)).accounts[0]).toMatchObject({
      currency: "EUR",
      zone: "Europe/Berlin"
    });
    expect(
      await rows("select kind, amount::decimal(18, 2)::varchar as amount, currency from raw.costs")
    ).toEqual([{kind: "hour_cost", amount: "25.00", currency: "EUR"}]);
  });

  it.each([
    [["--hour-cost", "25"], 1, /of no currency/],
    [["--hour-cost", "free"], 2, /Write a number/],
    [["--currency", "EURO"], 2, /three letters/],
    [["--zone", "Berlin"], 2, /Write a zone by its name/],
    [["--zone", "CET"], 2, /Write a zone by its name/]
  ])("%j is refused", async (argv, expected, why) => {
    const {code, err} = await run("accounts", "set", "brand", ...argv);
    expect([code, err]).toEqual([expected, expect.stringMatching(why)]);
    expect((await readSettings(store.dataDir)).accounts[0]).toEqual({id: "42", name: "brand"});
  });
});

describe("links", () => {
  it("are printed as CSV, and their codes are remembered with their campaign", async () => {
    const plan = "links plan --url https://shop.example/ --calls shop --from 2026-09-16 --weeks 1 --campaign";
    const {code, out} = await run(...plan.split(" "), "Team FB");
    expect([code, out]).toEqual([
      0,
      "code,week,post,call,campaign,address\n2026w38-team-fb-shop,2026-09-14,1,shop,team fb," +
        "https://shop.example/?utm_source=x&utm_medium=social&utm_campaign=team+fb&utm_content=2026w38-team-fb-shop\n"
    ]);
    await run("links", "set", "SOUP10", "--kind", "discount", "--campaign", "Soup");
    expect(await rows("select code_kind, code, campaign_id from raw.links order by code")).toEqual([
      {code_kind: "utm_content", code: "2026w38-team-fb-shop", campaign_id: "team fb"},
      {code_kind: "discount", code: "SOUP10", campaign_id: "soup"}
    ]);
  });

  it("are of one campaign each: another whose name makes the same codes is asked for other words", async () => {
    const plan = (...more: string[]) =>
      run("links", "plan", "--url", "https://shop.example/", "--from", "2026-09-16", "--weeks", "1", ...more);
    expect((await plan("--calls", "shop", "--campaign", "春の市")).code).toBe(0);
    const stored = await listSnapshots(store.dataDir);
    expect(await plan("--calls", "shop", "--campaign", "夏の市")).toEqual({
      code: 2,
      out: "",
      err: expect.stringContaining(
        "code 2026w38-shop: is of campaign 春の市 already, and what comes by it would count for campaign 夏の市: give --calls in other words, or the same --campaign"
      )
    });
    // Without a campaign, the code that links set has tied to one would be of none again.
    expect((await plan("--calls", "shop")).err).toContain("would count for no campaign");
    expect(await listSnapshots(store.dataDir)).toEqual(stored);
    expect((await plan("--calls", "shop", "--campaign", "春の市")).code).toBe(0);
    expect((await plan("--calls", "summer shop", "--campaign", "夏の市")).code).toBe(0);
    expect(await rows("select distinct code, campaign_id from raw.links order by code")).toEqual([
      {code: "2026w38-shop", campaign_id: "春の市"},
      {code: "2026w38-summer-shop", campaign_id: "夏の市"}
    ]);
  });

  const planned = ["plan", "--url", "https://shop.example/", "--calls", "shop", "--from", "2026-09-16"];
  const without = (flag: string, value: string) =>
    planned.map((word, nth) => (planned[nth - 1] === flag ? value : word));
  it.each([
    [without("--url", "shop.example"), /--url: shop.example: no address/],
    [without("--calls", "スープ"), /no letters or digits/],
    [without("--from", "soon"), /--from soon: not a time/],
    [[...planned, "--weeks", "0"], /--weeks: 0: give 1 to 104/],
    [[...planned, "--campaign", " "], /--campaign: empty/],
    [["set", " ", "--kind", "discount", "--campaign", "Soup"], /the code is empty/],
    [["set", "SOUP10", "--kind", "discount", "--campaign", " "], /--campaign: empty/],
    [["set", "SOUP10", "--campaign", "Soup"], /--kind <kind>' not specified/]
  ])("%j is wrong usage: exit code 2, and nothing is stored", async (argv, why) => {
    const {code, err} = await run("links", ...argv);
    expect([code, err]).toEqual([2, expect.stringMatching(why)]);
    expect(await listSnapshots(store.dataDir)).toEqual([]);
  });
});
