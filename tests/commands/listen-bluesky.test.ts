import {existsSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {startLocalJetstream, type LocalJetstream} from "../bluesky/local-jetstream.ts";
import {until} from "../x-activity/samples.ts";
import {hear} from "./hear.ts";
import {storedRows} from "../stored.ts";

const brand = `did:plc:${"a".repeat(24)}`;
const ann = `did:plc:${"b".repeat(24)}`;
const id = insideOf(brand);

let dataDir: string;
let jetstream: LocalJetstream;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-listen-"));
  jetstream = await startLocalJetstream();
  vi.stubEnv("FOLLOWBACK_JETSTREAM_BASE", jetstream.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await jetstream.close();
  await rm(dataDir, {recursive: true, force: true});
});

const run = (...argv: string[]) => hear(["listen", ...argv, "--data", dataDir]);
const track = () => trackAccount(dataDir, {id, name: "brand.example", network: "bluesky", outsideId: brand});

it("listens to the account that is tracked on Bluesky, and ends whole on SIGTERM", async () => {
  await track();
  await writeSnapshot(
    dataDir,
    {source: "bluesky", takenAt: new Date("2026-01-01"), key: "look"},
    async (writer) => {
      const own = {account_id: id};
      for (const text of [brand, ann])
        await writer.append("outside_ids", {...own, id: insideOf(text), owner_id: insideOf(text), text});
      const at = new Date("2026-01-01");
      await writer.append("relationships", {...own, user_id: insideOf(ann), asked_at: at, answered_at: at});
      return {accounts: [id]};
    }
  );
  const now = Date.now() * 1000;
  const listening = run();
  await until(() => jetstream.connections.length === 1);
  jetstream.publish("no message", {
    did: ann,
    time_us: now,
    kind: "commit",
    commit: {
      operation: "create",
      collection: "app.bsky.graph.follow",
      rkey: "k",
      rev: "r",
      record: {subject: brand}
    }
  });
  await until(() => existsSync(join(dataDir, ".listen-bluesky", "open.ndjson")));
  process.emit("SIGTERM", "SIGTERM");
  const {code, err} = await listening;
  expect(code).toBe(0);
  expect(err).toContain("listening to 1 account; it costs nothing\n");
  expect(err).toContain(
    "events kept: 1; repeated: 0; records replaced: 0; of other people: 0; not understood: 1\n"
  );
  expect(err).toMatch(/received \d+ kB, at that rate [\d.]+ [kM]B a day\n/);
  const rows = await storedRows(
    dataDir,
    "select kind, source_id::varchar as source, target_id::varchar as target from raw.events"
  );
  expect(rows).toEqual([{kind: "follow", source: insideOf(ann), target: id}]);
});

it("says one line where no account, no snapshot or a flag of X stands in the way", async () => {
  const lineOf = async (...argv: string[]) => (await run(...argv)).err.split("\n")[0];
  expect(await lineOf("--network", "bluesky")).toMatch(
    /^followback: no account on Bluesky is tracked in .+: take a snapshot/
  );
  expect(await lineOf("you.example", "--network", "bluesky")).toBe(
    "followback: account you.example: not tracked on Bluesky: take a snapshot of it first: followback snapshot you.example --network bluesky"
  );
  await track();
  expect(await lineOf("brand.example", "--subscribe")).toMatch(
    /^followback: --subscribe: of X alone: leave it out, because/
  );
  expect(await lineOf("--webhook-id", "1")).toMatch(/^followback: --webhook-id: of X alone/);
  expect(await lineOf()).toMatch(
    new RegExp(`^followback: account ${brand}: no snapshot says who follows it`)
  );
  await trackAccount(dataDir, {id: "12", name: "shop"});
  expect(await lineOf()).toMatch(/^followback: listen: accounts on X and on Bluesky are meant/);
});
