import {expect, it} from "vitest";
import {checkAll} from "../../src/commands/check.ts";
import {buildMarts} from "../../src/models/build.ts";
import {openBench, people, TinyX} from "../x-api/tiny.ts";

// A leap second is a clock that shows one second twice; a machine that finds out the time late may lose an hour.
it.each([
  ["a second", 1000, 4],
  ["an hour", 3_600_000, 4],
  ["a day", 86_400_000, 4]
])(
  "the clock may go back by %s while a snapshot is taken: lists are whole, and nobody has left or come by it",
  async (_, back, at) => {
    const town = new TinyX();
    town.followers = people(2500);
    town.following = people(1500, 2_000_000);
    let asked = 0;
    // X has a clock of its own, which goes on.
    let timeAtX = Date.parse("2025-03-03T12:00:00Z");
    const bench = await openBench(town, {
      clock: {now: () => new Date((timeAtX += 100))},
      onRequest() {
        asked += 1;
        bench.clock.time += asked === at ? -back : 100;
      }
    });
    try {
      for (let day = 0; day < 2; day++) {
        const {lists} = await bench.snapshot();
        expect(lists.map(({rows, verdict, why}) => [rows, verdict, why])).toEqual([
          [1500, "complete", null],
          [2500, "complete", null]
        ]);
        bench.clock.days(1);
        timeAtX += 86_400_000;
      }
      // No page is of a time before its list began, and no list ends before it begins.
      expect(
        await bench.rows(`
          select list, started_at, finished_at from raw.lists where finished_at < started_at
          union all select 'followers', min(page_at), max(page_at) from raw.followers f
          join raw.lists l on l.snapshot_id = f.snapshot_id and l.list = 'followers'
          where page_at < started_at or page_at > finished_at having count(*) > 0`)
      ).toEqual([]);
      await buildMarts(bench.dataDir);
      const failed: string[] = [];
      for await (const {name, failure} of checkAll(bench.dataDir))
        if (failure !== null) failed.push(`${name}: ${failure}`);
      expect(failed).toEqual([]);
      expect(
        await bench.rows(`
          select count(*)::integer as people, count(*) filter (where end_before is null)::integer as there
          from read_parquet('${bench.dataDir}/marts/spells.parquet') where direction = 'inbound'`)
      ).toEqual([{people: 2500, there: 2500}]);
    } finally {
      await bench.close();
    }
  }
);
