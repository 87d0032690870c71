import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {watchWorld} from "../../data-loaders/demo/watch.ts";
import {dayMs} from "../../data-loaders/demo/world/people.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {storedRows} from "../stored.ts";

const budget = 5;

it("looks of a watched world are stored as its people posted, and never cost more than the month's budget", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "followback-interests-"));
  try {
    const world = new World("typical", 22);
    const {meter} = await watchWorld(dataDir, world, {weeks: 14, interestsBudget: budget});
    const rows = await storedRows(
      dataDir,
      `select user_id::varchar as id, period, matched, first_seen_at as "at", looked_at as looked from raw.interests`
    );
    // Eight weeks have been old enough, the first with 9 people, in both periods; from the thirtieth person on what they
    // cost decides, which is a tenth of the worst price at most.
    const sizes = (
      await storedRows(
        dataDir,
        `select sum(sampled)::int as people from (
          select distinct stratum, sampled_people as sampled from raw.interests
        ) group by left(stratum, 8) order by left(stratum, 8)`
      )
    ).map(({people}) => Number(people));
    expect(sizes[0]).toBe(9);
    expect(Math.max(...sizes)).toBeGreaterThan(36);
    expect(rows.length).toBeGreaterThan(160);
    for (const {id, period, matched, at, looked} of rows as {
      id: string;
      period: string;
      matched: boolean | null;
      at: Date;
      looked: Date;
    }[]) {
      const person = world.byId.get(id)!;
      const isHidden = person.hidden.some(
        ({from, to}) => looked.getTime() >= from && looked.getTime() < (to ?? Infinity)
      );
      const first = at.getTime();
      const [from, to] = period === "after" ? [first, first + 30 * dayMs] : [first - 30 * dayMs, first];
      const posted = world.interestPosts(person, from, to).some(({isOnTopic}) => isOnTopic);
      const expected = isHidden || person.user.isProtected ? null : posted;
      expect([id, period, matched]).toEqual([id, period, expected]);
    }
    const costs = (await storedRows(
      dataDir,
      `select strftime("to", '%Y-%m') as month, sum(rows)::int * 5000 + sum(reported_count)::int * 10000 as micros
        from raw.polls where kind = 'interest' group by 1 order by 1`
    )) as {month: string; micros: bigint}[];
    expect(costs.length).toBeGreaterThan(1);
    for (const {micros} of costs) expect(Number(micros)).toBeLessThanOrEqual(budget * 1e6);
    // The bill of the local X has no search but these.
    const searched = meter.byEndpoint["/2/tweets/search/all"]!;
    expect(searched.microDollars).toBeGreaterThan(0);
    expect(searched.microDollars).toBeLessThanOrEqual(
      costs.reduce((sum, {micros}) => sum + Number(micros), 0)
    );
  } finally {
    await rm(dataDir, {recursive: true, force: true});
  }
});
