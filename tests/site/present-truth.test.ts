import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {networks} from "../../src/networks/networks.ts";
import {attachTruth} from "../../src/site/present-truth.ts";
import {writeSettings} from "../../src/snapshots/settings.ts";

let dataDir: string;
beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), "followback-truth-"))));
afterEach(() => rm(dataDir, {recursive: true, force: true}));

const did = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";
const truth = {
  people: [
    {user_id: "7", route: "pre_existing", inbound_routes: ["followback", "organic"]},
    {user_id: did, route: "organic", inbound_routes: ["organic"]},
    {user_id: "8", route: null, inbound_routes: []}
  ]
};
const track = (network?: "bluesky") =>
  writeSettings(dataDir, {accounts: [{id: "1", name: "oak", ...(network && {network})}]});
const read = () =>
  withDatabase(async (db) => {
    await attachTruth(db, dataDir);
    return db.rows("select cast(user_id as varchar) as id, route from true_routes order by route");
  });

describe("the truth of a simulated world", () => {
  it("is read by ids of the network or inside, where follows are records", async () => {
    await track("bluesky");
    expect(await read()).toEqual([]);
    await writeFile(join(dataDir, "truth.json"), JSON.stringify(truth));
    expect(await read()).toEqual([
      {id: "7", route: "followback"},
      {id: networks.bluesky.ids.inside(did), route: "organic"}
    ]);
  });

  it("is not looked for elsewhere, whatever the file holds", async () => {
    await track();
    await writeFile(join(dataDir, "truth.json"), "no truth");
    expect(await read()).toEqual([]);
  });

  it("stops the report in one line where it cannot be read", async () => {
    await track("bluesky");
    await writeFile(join(dataDir, "truth.json"), "no truth");
    await expect(read()).rejects.toThrow(/truth\.json: not the truth of a simulated world: /);
  });
});
