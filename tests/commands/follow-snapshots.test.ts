import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it, vi} from "vitest";
import {followSnapshots} from "../../src/commands/follow-snapshots.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();

it("says that the snapshots of a preview cannot be read, and lets the preview go on", async () => {
  const compacted = join(store.dataDir, "snapshots", "0-compacted-000001");
  mkdirSync(compacted, {recursive: true});
  writeFileSync(join(compacted, "snapshot.json"), "{");
  let said = "";
  const err = vi.spyOn(process.stderr, "write").mockImplementation((text) => Boolean((said += String(text))));
  try {
    expect(await followSnapshots(store.dataDir, ["20240101T000000Z-00000000"])).toEqual([
      "20240101T000000Z-00000000"
    ]);
  } finally {
    err.mockRestore();
  }
  expect(said).toBe(
    `report: ${join(compacted, "snapshot.json")} cannot be read: restore 0-compacted-000001 from a backup\n`
  );
});
