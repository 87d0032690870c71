import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {takeTurn} from "../../src/site/turns.ts";
import {FolderBusy} from "../../src/snapshots/lock.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();

it("lets one report be built after the other, and says once that it waits", async () => {
  const said: string[] = [];
  const first = await takeTurn(store.dir);
  const second = takeTurn(store.dir, (message) => said.push(message));
  await expect(takeTurn(store.dir, undefined, 100)).rejects.toThrow(
    /^another report is still being built \(process \d+\): wait for it to finish, then run this again$/
  );
  first();
  (await second)();
  expect(said).toEqual(["waiting for another report to be built"]);
});

it("waits for nobody where the folder cannot be locked", async () => {
  mkdirSync(join(store.dir, ".lock"));
  const said: string[] = [];
  const taken = takeTurn(store.dir, (message) => said.push(message));
  await expect(taken).rejects.not.toBeInstanceOf(FolderBusy);
  expect(said).toEqual([]);
});
