import {existsSync} from "node:fs";
import {afterEach, describe, expect, it} from "vitest";
import {openRecording} from "../../data-loaders/demo/server/recorded.ts";
import {openBench, type Bench} from "./tiny.ts";

const recording = new URL("../../../shared/data/api", import.meta.url).pathname;
let bench: Bench;
afterEach(() => bench?.close());

// Counts as `../shared/data/README.md` states them for the recorded pages.
describe.skipIf(!existsSync(recording))(
  "recorded pages of X API v2 (skipped where ../shared/data is absent)",
  () => {
    it.each([
      {id: "69769885", followers: 3433, following: 824, mutual: 598},
      {id: "5440177407", followers: 112, following: 96, mutual: 44}
    ])("pass through the source: $followers / $following / $mutual", async ({id, ...counts}) => {
      bench = await openBench(openRecording(recording));
      const {lists, manifest} = await bench.snapshot({account: id});
      expect(lists.map(({list, verdict}) => [list, verdict])).toEqual([
        ["following", "complete"],
        ["followers", "complete"]
      ]);
      const [row] = await bench.rows(`
      select (select count(*)::int from raw.followers) as followers, (select count(*)::int from raw.following) as following,
        (select count(*)::int from raw.followers join raw.following using (user_id)) as mutual`);
      expect(row).toEqual(counts);
      const asked = await bench.rows(`
      select distinct is_mutual from (from raw.followers union all by name from raw.following)`);
      expect(asked).toEqual([{is_mutual: null}]);
      expect(manifest.dialect).toBe("tweet");
    });

    it("are asked for by the tokens of the recording", async () => {
      const walked: (string | null)[] = [];
      bench = await openBench(openRecording(recording), {
        onRequest: ({endpoint, query}) => {
          if (endpoint === "/2/users/:id/followers") walked.push(query.get("pagination_token"));
        }
      });
      await bench.snapshot({account: "69769885"});
      expect(walked).toEqual([null, "3E132DDF3AEC5192", "D90BBE19369078F9", "05A99FDD7806E4C1"]);
    });
  }
);
