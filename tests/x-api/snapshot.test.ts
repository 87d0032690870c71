import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {account, openBench, people, TinyX, tokens, type Bench} from "./tiny.ts";
import {modelRows} from "../model-rows.ts";
import {openClient} from "../../data-loaders/x-api/client.ts";

let bench: Bench;
afterEach(() => bench?.close());

function brand() {
  const x = new TinyX();
  x.followers = people(1200);
  x.following = people(300, 1_001_000); // the first 200 of them follow back
  return x;
}

/** What `raw.lists` says of each list of the only snapshot. */
const ledger = () =>
  bench.rows<{list: string; ended: boolean; reason: string | null; rows: bigint}>(
    "select list, ended, reason, rows, distinct_rows from raw.lists order by list"
  );

describe("takeSnapshot", () => {
  it("takes none with a clock that was set back behind the last one, as its lists would count as older", async () => {
    bench = await openBench(brand());
    const {id} = await bench.snapshot();
    bench.clock.days(-1);
    await expect(bench.snapshot()).rejects.toThrow(
      "the clock of this machine says 2025-03-02T12:00:00.000Z, and a snapshot of that account is stored of 2025-03-03T12:00:00.000Z: set the clock"
    );
    expect(readdirSync(join(bench.dataDir, "snapshots"))).toEqual([id]);
    bench.clock.days(2);
    await bench.snapshot();
  });

  it("walks following, then followers, and stores rows, ledger and profiles", async () => {
    const asked: string[] = [];
    bench = await openBench(brand(), {onRequest: ({endpoint}) => void asked.push(endpoint)});
    const {lists, manifest} = await bench.snapshot();
    expect(asked.filter((endpoint) => /follow/.test(endpoint))).toEqual([
      "/2/users/:id/following",
      "/2/users/:id/followers",
      "/2/users/:id/followers"
    ]);
    expect(lists).toMatchObject([
      {list: "following", verdict: "complete", rows: 300},
      {list: "followers", verdict: "complete", rows: 1200}
    ]);
    expect(
      await bench.rows(
        "select list, ended, reason, rows, pages, count_before, count_after from raw.lists order by list"
      )
    ).toEqual([
      {
        list: "followers",
        ended: true,
        reason: null,
        rows: 1200n,
        pages: 2,
        count_before: 1200n,
        count_after: 1200n
      },
      {
        list: "following",
        ended: true,
        reason: null,
        rows: 300n,
        pages: 1,
        count_before: 300n,
        count_after: 300n
      }
    ]);
    expect(
      await bench.rows("select is_mutual, count(*)::int as n from raw.followers group by all order by all")
    ).toEqual([
      {is_mutual: false, n: 1000},
      {is_mutual: true, n: 200}
    ]);
    expect(
      await bench.rows("select is_mutual, count(*)::int as n from raw.following group by all order by all")
    ).toEqual([
      {is_mutual: false, n: 100},
      {is_mutual: true, n: 200}
    ]);
    expect(
      await bench.rows("select min(position) as first, max(position) as last from raw.followers")
    ).toEqual([{first: 0, last: 1199}]);
    expect(await bench.rows("select status, count(*)::int as n from raw.users group by all")).toEqual([
      {status: "active", n: 1300}
    ]);
    // 1,200 followers and 300 following at the owned price of $0.001.
    const bill = Object.fromEntries(manifest.requests!.map((entry) => [entry.endpoint, entry]));
    expect(bill["/2/users/:id/followers"]).toMatchObject({requests: 2, resources: 1200, dollars: 1.2});
    expect(bill["/2/users/:id/following"]).toMatchObject({requests: 1, resources: 300, dollars: 0.3});
    expect(manifest.dialect).toBe("tweet");
  });

  it("does not ask who follows whom back with a bearer token, or with somebody else's", async () => {
    bench = await openBench(brand(), {kind: "bearer"});
    const {manifest} = await bench.snapshot();
    expect(await bench.rows("select distinct is_mutual from raw.followers")).toEqual([{is_mutual: null}]);
    expect(manifest.notes!.join()).toContain("bearer token");
    expect(manifest.requests!.find(({endpoint}) => endpoint === "/2/users/:id/followers")!.dollars).toBe(12);
    await bench.close();
    const x = brand();
    x.viewerId = "42";
    bench = await openBench(x);
    await bench.snapshot();
    expect(await bench.rows("select distinct is_mutual from raw.followers")).toEqual([{is_mutual: null}]);
  });

  it("keeps what was served twice once, and drops the account itself", async () => {
    const x = brand();
    x.followers = [...people(5), people(5)[2]!, account];
    bench = await openBench(x);
    await bench.snapshot();
    expect(
      await bench.rows(
        "select rows, distinct_rows, duplicate_rows, self_rows from raw.lists where list = 'followers'"
      )
    ).toEqual([{rows: 7n, distinct_rows: 5n, duplicate_rows: 1n, self_rows: 1n}]);
    expect(await bench.rows(`select position from raw.followers where user_id = ${people(5)[2]}`)).toEqual([
      {position: 2}
    ]);
  });

  const isFollowers = ({endpoint}: {endpoint: string}) => endpoint === "/2/users/:id/followers";
  /** The answers to every request for followers, changed. */
  const followersChanged = (
    change: (body: any, query: URLSearchParams) => any
  ): Parameters<typeof openBench>[1] => ({
    fault: (request) => (isFollowers(request) ? {change: (body) => change(body, request.query)} : undefined)
  });

  it.each([
    {
      name: "a truncated page",
      change: (body: any) => ({...body, data: body.data.slice(0, 40)}),
      reason: "page 1: X announced 1000 rows and sent 40"
    },
    {
      name: "nothing but errors",
      change: () => ({
        errors: [
          {
            title: "Forbidden",
            detail: "User has been suspended: [1].",
            type: "https://api.x.com/2/problems/resource-not-found"
          }
        ]
      }),
      reason: "page 1: X answered: Forbidden: User has been suspended: [1]."
    },
    {name: "no data at all", change: () => ({}), reason: "page 1: X answered without data"},
    {
      name: "an unknown shape",
      change: (body: any) => ({...body, data: [{id: 12}]}),
      reason: "page 1: X's answer has an unknown shape (0.id is missing, or of another kind)"
    }
  ])("keeps a list as partial after $name", async ({change, reason}) => {
    bench = await openBench(brand(), {
      fault: (request) =>
        isFollowers(request) && !request.query.has("pagination_token") ? {change} : undefined
    });
    const {lists} = await bench.snapshot();
    expect((await ledger()).find(({list}) => list === "followers")).toMatchObject({ended: false, reason});
    expect(lists[1]).toMatchObject({verdict: "partial", why: reason});
    expect(lists[0]).toMatchObject({verdict: "complete"});
  });

  it.each([false, true])(
    "ends a walk above a page that lost rows, nobody being known from it (head: %s)",
    async (head) => {
      const x = brand();
      let isCut = false;
      // The newest five are lost from the page, without a word but the count.
      const change = (body: any) => ({...body, data: body.data.slice(5)});
      bench = await openBench(x, {
        fault: (request) => (isCut && isFollowers(request) ? {change} : undefined)
      });
      const {memory} = await bench.snapshot();
      bench.clock.days(1);
      isCut = true;
      const {lists} = await bench.snapshot({memory, head});
      const size = head ? 100 : 1000;
      expect(lists[1]).toMatchObject({
        rows: 0,
        verdict: "partial",
        why: `page 1: X announced ${size} rows and sent ${size - 5}`
      });
    }
  );

  it("takes an empty list as partial where no count says that it should be empty", async () => {
    const x = brand();
    x.followers = people(8);
    let isBare = false;
    bench = await openBench(x, {
      fault(request) {
        if (isBare && isFollowers(request)) return {change: () => ({meta: {result_count: 0}})};
        if (isBare && request.endpoint === "/2/users/:id")
          return {change: ({data}) => ({data: {id: data.id, username: data.username}})};
        return undefined;
      }
    });
    const {memory} = await bench.snapshot();
    bench.clock.days(7);
    isBare = true;
    const {lists} = await bench.snapshot({memory});
    expect(lists[1]).toMatchObject({
      verdict: "partial",
      why: "empty, and the profile gives no count to hold it against",
      missing: []
    });
  });

  it("takes a count that no integer holds as not given, and keeps the list", async () => {
    bench = await openBench(
      brand(),
      followersChanged((body) => ({
        ...body,
        data: body.data.map((user: any) => ({
          ...user,
          public_metrics: {followers_count: 1e300, following_count: -1, tweet_count: 0.5}
        }))
      }))
    );
    const {lists} = await bench.snapshot();
    expect(lists[1]).toMatchObject({verdict: "complete"});
    expect(
      await bench.rows(
        "select distinct followers_count as f, following_count as g, posts_count as p from raw.users u semi join raw.followers l using (user_id) anti join raw.following using (user_id)"
      )
    ).toEqual([{f: null, g: null, p: null}]);
  });

  it("takes a page with an id beyond 64 bits as one it cannot read", async () => {
    const change = (body: any) => ({...body, data: [{id: "9999999999999999999"}, ...body.data]});
    bench = await openBench(brand(), followersChanged(change));
    const {lists} = await bench.snapshot();
    expect(lists[1]).toMatchObject({
      verdict: "partial",
      why: "page 1: X's answer has an unknown shape (0.id is not an id)"
    });
  });

  it("takes an empty list that ended as partial, because the profile counts people", async () => {
    bench = await openBench(
      brand(),
      followersChanged(() => ({meta: {result_count: 0}}))
    );
    const {lists} = await bench.snapshot();
    expect((await ledger())[0]).toMatchObject({list: "followers", ended: true, reason: null, rows: 0n});
    expect(lists[1]).toMatchObject({verdict: "partial", why: "empty, while the profile counts 1200"});
  });

  it("takes a list without one of its pages as partial, and looks nobody up for it", async () => {
    const x = brand();
    x.followers = people(3000);
    let isMissing = false;
    bench = await openBench(x, {
      fault: (request) =>
        isMissing && isFollowers(request) && request.query.get("pagination_token")
          ? {
              change: (body) => ({
                ...body,
                data: body.data.slice(0, 700),
                meta: {...body.meta, result_count: 700}
              })
            }
          : undefined
    });
    const {memory} = await bench.snapshot();
    bench.clock.days(7);
    isMissing = true;
    const {lists} = await bench.snapshot({memory});
    expect(lists[1]).toMatchObject({verdict: "partial", missing: []});
    expect(bench.x.requests["/2/users"]).toBeUndefined();
  });

  it("goes on after an empty page that has a next one", async () => {
    bench = await openBench(brand(), {
      fault: (request) =>
        isFollowers(request) && !request.query.has("pagination_token")
          ? {change: (body) => ({meta: {...body.meta, result_count: 0}})}
          : undefined
    });
    await bench.snapshot();
    expect((await ledger())[0]).toMatchObject({ended: true, reason: null, rows: 200n});
  });

  it("leaves a walk that goes in a circle, by its token or by bringing nobody new", async () => {
    bench = await openBench(
      brand(),
      followersChanged((body, query) => ({
        ...body,
        meta: {
          ...body.meta,
          next_token: body.meta.next_token ?? query.get("pagination_token")
        }
      }))
    );
    await bench.snapshot();
    expect((await ledger())[0]).toMatchObject({
      ended: false,
      reason: expect.stringContaining("would loop"),
      rows: 1200n
    });
    await bench.close();
    let nth = 0;
    bench = await openBench(brand(), {
      fault: (request) =>
        isFollowers(request)
          ? {status: 200, body: {data: [{id: "7"}], meta: {result_count: 1, next_token: `T${nth++}`}}}
          : undefined
    });
    await bench.snapshot();
    expect((await ledger())[0]).toMatchObject({
      ended: false,
      reason: "page 6: 5 pages in a row brought no new people",
      rows: 6n
    });
  });

  it("keeps what came before a request that fails four times, and stores it as partial", async () => {
    bench = await openBench(brand(), {
      fault: (request) =>
        isFollowers(request) && request.query.has("pagination_token")
          ? {status: 503, body: "<html>over capacity</html>"}
          : undefined
    });
    const {lists} = await bench.snapshot();
    expect(lists[1]).toMatchObject({verdict: "partial", why: "page 2: X answered 503", rows: 1000});
    expect(bench.x.requests["/2/users/:id/followers"]!.requests).toBe(5);
    expect(bench.clock.slept).toEqual([1000, 4000, 16_000]);
  });

  it("looks up whoever a complete list no longer shows, in both directions, each once", async () => {
    const x = brand();
    bench = await openBench(x, {
      fault: ({endpoint}) =>
        endpoint === "/2/users"
          ? {
              change: (body) => ({
                ...body,
                errors: body.errors.filter((error: any) => error.value !== "1001234")
              })
            }
          : undefined
    });
    const {memory} = await bench.snapshot();
    bench.clock.days(7);
    x.followers = x.followers.filter((id) => id !== "1000500"); // still active: unfollowed
    x.lost.set("1000501", "suspended").set("1001000", "gone").set("1001234", "gone"); // the last two stand in both lists
    const {lists} = await bench.snapshot({memory});
    expect(lists[1]!.missing.sort()).toEqual(["1000500", "1000501", "1001000", "1001234"]);
    // Of one of the four X says nothing: it is asked once more.
    expect(bench.x.requests["/2/users"]).toEqual({requests: 2, resources: 2});
    expect(
      await bench.rows(`select user_id::varchar as id, status, username from raw.users
        where user_id in (1000500, 1000501, 1001000, 1001234) and snapshot_id = (select max(snapshot_id) from raw.lists) order by 1`)
    ).toEqual([
      {id: "1000500", status: "active", username: "u1000500"},
      {id: "1000501", status: "suspended", username: null},
      {id: "1001000", status: "gone", username: null},
      {id: "1001234", status: "unresolved", username: null}
    ]);
  });

  it("leaves people unresolved where the look-up fails, unless the other list has just shown them", async () => {
    const x = brand();
    bench = await openBench(x, {
      fault: ({endpoint}) => (endpoint === "/2/users" ? {status: 503, body: "<html>"} : undefined)
    });
    const {memory} = await bench.snapshot();
    bench.clock.days(7);
    x.followers = x.followers.filter((id) => id !== "1000500" && id !== "1001000");
    await bench.snapshot({memory});
    expect(
      await bench.rows(`select user_id::varchar as id, status from raw.users
        where user_id in (1000500, 1001000) and snapshot_id = (select max(snapshot_id) from raw.lists) order by 1`)
    ).toEqual([
      {id: "1000500", status: "unresolved"},
      {id: "1001000", status: "active"}
    ]);
  });

  it("looks up once more whom the last look-up left unresolved, and knows then why they left", async () => {
    const x = brand();
    let isDown = true;
    bench = await openBench(x, {
      fault: ({endpoint}) => (isDown && endpoint === "/2/users" ? {status: 503, body: "<html>"} : undefined)
    });
    await bench.snapshot();
    bench.clock.days(7);
    x.followers = x.followers.filter((id) => id !== "1000500");
    x.lost.set("1000600", "suspended");
    const {manifest} = await bench.snapshot();
    expect(manifest.notes).toContain("look-ups: no answer from X for 2 of 2 people no longer listed");
    const left = () =>
      modelRows(
        bench.dataDir,
        "followers",
        "select user_id::int as id, end_reason as why from followers where end_before is not null order by 1"
      );
    expect(await left()).toEqual([
      {id: 1000500, why: "unresolved"},
      {id: 1000600, why: "unresolved"}
    ]);
    bench.clock.days(1);
    isDown = false;
    await bench.snapshot({head: true});
    expect(bench.x.meter.byEndpoint["/2/users"]).toMatchObject({resources: 1, microDollars: 10_000});
    expect(await left()).toEqual([
      {id: 1000500, why: "unfollowed"},
      {id: 1000600, why: "suspended"}
    ]);
    bench.clock.days(1);
    await bench.snapshot({head: true});
    expect(bench.x.meter.byEndpoint["/2/users"]!.resources).toBe(1);
  });

  it("says so where X leaves out a field that was asked for, or answers in its new dialect", async () => {
    bench = await openBench(
      brand(),
      followersChanged((body) => ({
        ...body,
        data: body.data.map(({public_metrics: metrics, ...user}: any) => {
          const {tweet_count: posts, ...counts} = metrics;
          return {...user, created_at: undefined, public_metrics: {...counts, post_count: posts}};
        })
      }))
    );
    const {manifest} = await bench.snapshot();
    expect(manifest.notes).toContain("followers: X was asked for created_at and sent none");
    expect(manifest.notes).toContain("X mixed its two field dialects; both were read");
    expect(await bench.rows("select count(*)::int as n from raw.users where posts_count = 1")).toEqual([
      {n: 1300}
    ]);
  });

  it("knows the same after reading the store as the process that wrote it", async () => {
    const x = brand();
    bench = await openBench(x);
    await bench.snapshot();
    bench.clock.days(1);
    x.followers = ["5", ...x.followers];
    const {lists} = await bench.snapshot({head: true});
    expect(lists[1]).toMatchObject({verdict: "head", rows: 100, arrivals: ["5"], knownRows: 99});
  });

  it.each([
    {
      fault: {
        status: 401,
        body: {title: "Unauthorized", type: "about:blank", status: 401, detail: `Unauthorized ${tokens.user}`}
      },
      line: /^X answered 401: Unauthorized: Unauthorized \[token\]: X_USER_TOKEN is wrong or has expired/
    },
    {
      fault: {status: 402, body: {account_id: 1, title: "CreditsDepleted", detail: "no credits"}},
      line: /^X answered 402: CreditsDepleted: no credits: .*add some/
    },
    {
      fault: {
        change: () => ({
          errors: [
            {
              title: "Not Found Error",
              detail: "Could not find user with id: [1].",
              type: "x/resource-not-found"
            }
          ]
        })
      },
      line: /^account \d+: X does not show it \(Not Found Error: Could not find user with id: \[1\]\.\)/
    }
  ])("writes nothing and says one line where the profile cannot be read: $line", async ({fault, line}) => {
    bench = await openBench(brand(), {
      fault: ({endpoint}) => (endpoint === "/2/users/:id" ? fault : undefined)
    });
    const error = await bench.snapshot().catch((thrown: Error) => thrown);
    expect(error).toMatchObject({name: "UserError", message: expect.stringMatching(line)});
    expect(String(error)).not.toContain("\n");
    expect(existsSync(join(bench.dataDir, "snapshots"))).toBe(false);
  });

  it("never lets the token out", async () => {
    // A server that repeats the token wherever it can: in a problem of a page, and in the words of a refusal.
    bench = await openBench(brand(), {
      fault: ({endpoint}) =>
        endpoint === "/2/users/:id/followers"
          ? {status: 403, body: {title: "Forbidden", detail: `token ${tokens.user} may not`}}
          : endpoint === "/2/users/:id/mentions"
            ? {change: () => ({errors: [{title: "Forbidden", detail: `token ${tokens.user} may not`}]})}
            : undefined
    });
    const {id, lists} = await bench.snapshot();
    expect(lists[1]!.why).toBe("page 1: X answered 403: Forbidden: token [token] may not");
    const directory = join(bench.dataDir, "snapshots", id);
    for (const file of readdirSync(directory)) {
      expect(readFileSync(join(directory, file)).includes("SECRET"), file).toBe(false);
    }
    const wrong = openClient({token: "SECRET-wrong", kind: "user", base: bench.x.url, clock: bench.clock});
    const error = await bench.snapshot({client: wrong}).catch((thrown: Error) => thrown);
    wrong.close();
    expect(`${String(error)} ${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain("SECRET");
  });
});
