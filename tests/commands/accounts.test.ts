import {beforeEach, describe, expect, it} from "vitest";
import {readSettings, trackAccount} from "../../src/snapshots/settings.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {useFreshStore} from "../stored.ts";
import {hear} from "./hear.ts";

const store = useFreshStore();
const run = (...argv: string[]) => hear([...argv, "--data", store.dataDir]);
const settings = async () => (await readSettings(store.dataDir)).accounts[0];

beforeEach(() => trackAccount(store.dataDir, {id: "42", name: "brand"}));

describe("topics of an account", () => {
  it("are set, replaced and removed, and stay when it is tracked again", async () => {
    const {code, err} = await run("accounts", "set", "@Brand", "--topics", "#Coffee, roasting");
    expect([code, err]).toEqual([0, "topics of brand: #coffee, roasting\n"]);
    await trackAccount(store.dataDir, {id: "42", name: "brand"});
    expect(await settings()).toEqual({id: "42", name: "brand", topics: ["#coffee", "roasting"]});
    const budget = await run("accounts", "set", "42", "--interests-budget", "7.50");
    expect(budget.err).toBe("interests of brand: at most $7.50 a month\n");
    expect(await settings()).toMatchObject({topics: ["#coffee", "roasting"], interests_budget: 7.5});
    await run("accounts", "set", "42", "--no-topics");
    expect(await settings()).toEqual({id: "42", name: "brand", interests_budget: 7.5});
  });

  it.each([
    [
      ["@brand", "--topics", "#coffee, yoga for depression"],
      1,
      /^followback: --topics: .* is about health: .*\n$/
    ],
    [["@brand"], 1, /nothing to set/],
    [["@other", "--topics", "coffee"], 1, /unknown account @other: not tracked/],
    [["@brand", "--interests-budget", "0"], 2, /Write dollars above 0/]
  ])("%j is refused, and nothing is set", async (argv, expected, why) => {
    const {code, err} = await run("accounts", "set", ...argv);
    expect([code, err]).toEqual([expected, expect.stringMatching(why)]);
    expect(await settings()).toEqual({id: "42", name: "brand"});
  });

  it("are proposed from hashtags on three own posts, with what to type for a yes", async () => {
    const post = (post_id: number, hashtags: string[], more = {}) => ({
      account_id: "42",
      post_id,
      author_id: "42",
      created_at: new Date("2026-01-01"),
      kind: "post",
      hashtags,
      ...more
    });
    const plan = (key: string) => ({source: "tables", takenAt: new Date(`2026-02-0${key}`), key});
    const posts = [
      post(1, ["Coffee", "beans"]),
      post(2, ["coffee", "coffee", "Health"]),
      post(3, ["COFFEE", "health", "beans"]),
      post(4, ["コーヒー", "health", "beans"], {kind: "repost"}),
      post(5, ["health", "コーヒー", "beans"], {author_id: "7"}),
      post(6, ["コーヒー"]),
      post(7, ["コーヒー"]),
      post(8, ["コーヒー", "health"]),
      post(9, ["コーヒー"])
    ];
    for (const key of ["1", "2"])
      await writeSnapshot(store.dataDir, plan(key), async (writer) => {
        for (const row of posts) await writer.append("posts", row);
        return {accounts: ["42"]};
      });
    await run("accounts", "set", "@brand", "--topics", "#beans");
    const {code, out, err} = await run("accounts", "topics", "@brand");
    expect(code).toBe(0);
    expect(out).toBe("declared\t#beans\t2\nproposed\t#コーヒー\t4\nproposed\t#coffee\t3\n");
    expect(err).toBe(
      'if these are your topics: followback accounts set brand --topics "#beans, #コーヒー, #coffee"\n'
    );
  });

  it("are to be declared where nothing proposes any", async () => {
    const {out, err} = await run("accounts", "topics", "brand");
    expect([out, err]).toEqual([
      "",
      expect.stringMatching(
        /^no topics: no hashtag stands on 3 or more of the stored posts of brand: declare some, as in .*\n$/
      )
    ]);
  });
});
