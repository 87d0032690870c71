import {createHmac} from "node:crypto";
import {request} from "node:http";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {sendToWebhook} from "../../data-loaders/demo/server/activity.ts";
import {Spool} from "../../data-loaders/listening/spool.ts";
import type {Recorder} from "../../data-loaders/x-activity/recorder.ts";
import {isSigned, startWebhook, type Webhook} from "../../data-loaders/x-activity/webhook.ts";
import {listSnapshots, readManifest} from "../../src/snapshots/store.ts";
import {account, follow, openDesk, secrets, type Desk} from "./samples.ts";

let desk: Desk;
let recorder: Recorder;
let webhook: Webhook;
let url: string;
beforeEach(async () => {
  desk = await openDesk();
  recorder = await desk.open();
  webhook = await startWebhook({secret: secrets.consumer, recorder, clock: desk.clock});
  url = `http://127.0.0.1:${webhook.port}/x`;
});
afterEach(async () => {
  await webhook.close();
  await desk.close();
});

const send = (body: object | string, signature?: string) =>
  sendToWebhook(url, secrets.consumer, body as Record<string, unknown>, signature);
/** The next time that something is to be brought to disk, it is full. */
const fillDisk = () =>
  vi.spyOn(Spool.prototype, "append").mockImplementationOnce(() => {
    throw Object.assign(new Error("no space left on device"), {code: "ENOSPC"});
  });
const events = async () => {
  await recorder.close();
  return desk.rows<Record<string, unknown>>(
    `select event_id as id, delivery, "after", "before" from raw.events order by event_id`
  );
};

describe("the webhook", () => {
  it("answers X's check with the token signed by the consumer secret", async () => {
    const answer = await fetch(`${url}?crc_token=Zm9v-bar_1=`);
    const expected = createHmac("sha256", secrets.consumer).update("Zm9v-bar_1=").digest("base64");
    expect(await answer.json()).toEqual({response_token: `sha256=${expected}`});
  });

  it.each(["//", "http://[", "/..//?crc_token"])(
    "listens on after an address that is none: %j",
    async (path) => {
      const status = await new Promise((resolve, reject) => {
        const asked = request({port: webhook.port, host: "127.0.0.1", path}, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asked.on("error", reject).end();
      });
      expect([400, 404]).toContain(status);
      expect((await fetch(`${url}?crc_token=abc`)).status).toBe(200);
    }
  );

  it("signs nothing that could be a body: else a check would forge an event", async () => {
    const body = JSON.stringify({data: follow("1", "5")});
    expect((await fetch(`${url}?crc_token=${encodeURIComponent(body)}`)).status).toBe(400);
  });

  it("keeps a signed event once, a negative id and all", async () => {
    const body = {data: follow("-7953119945885597316", "5")};
    expect([await send(body), await send(body)]).toEqual([200, 200]);
    expect(await events()).toMatchObject([{id: "-7953119945885597316", delivery: "live"}]);
    expect(recorder.counts).toMatchObject({stored: 1, repeated: 1});
  });

  it("keeps an event that X sends again because the disk was full when it came first", async () => {
    const body = {data: follow("7", "5")};
    const began = desk.clock.time;
    const at = (minutes: number) => new Date(began + minutes * 60_000);
    const wait = (minutes: number) => (desk.clock.time += minutes * 60_000);
    await send({data: follow("6", "4")});
    wait(5);
    const full = fillDisk();
    expect(await send(body)).toBe(500);
    full.mockRestore();
    wait(10);
    expect(await send(body)).toBe(200);
    wait(5);
    await send({data: follow("8", "6")});
    // It is as old as when it came first, and so may be what comes after it.
    expect(await events()).toEqual([
      {id: "6", delivery: "live", after: at(-1), before: at(0)},
      {id: "7", delivery: "replay", after: at(4), before: at(15)},
      {id: "8", delivery: "replay", after: at(4), before: at(20)}
    ]);
    expect(recorder.counts).toMatchObject({stored: 3, repeated: 0});
    // Nobody knows what X gave up in the meantime.
    const periods = 'select "from", "to" from raw.stream_periods order by "from"';
    expect(await desk.rows(periods)).toEqual([{from: at(15), to: at(20)}]);
  });

  it("was not listened to in a silence longer than X's checks leave: what came may have been lost on its way", async () => {
    const began = desk.clock.time;
    const at = (minutes: number) => new Date(began + minutes * 60_000);
    let nth = 0;
    const hearAt = async (minutes: number) => {
      desk.clock.time = at(minutes).getTime();
      await send({data: follow(String(++nth), String(nth))});
    };
    // X's check is hourly (docs.x.com/x-api/webhooks/introduction): it shows that the webhook can be reached, and is no event.
    await hearAt(0);
    desk.clock.time = at(60).getTime();
    await fetch(`${url}?crc_token=abc`);
    await hearAt(100);
    await hearAt(700);
    await hearAt(720);
    expect(await events()).toHaveLength(4);
    const periods = 'select distinct "from", "to" from raw.stream_periods order by "from"';
    expect(await desk.rows(periods)).toEqual([
      {from: at(0), to: at(100)},
      {from: at(700), to: at(720)}
    ]);
  });

  it("listens to no account of which X was not asked to send the follows: no subscription shows but by what comes", async () => {
    await recorder.close();
    await webhook.close();
    const [other, third] = ["77", "78"] as const;
    recorder = await desk.open({accounts: [account, other, third]});
    webhook = await startWebhook({secret: secrets.consumer, recorder, clock: desk.clock});
    url = `http://127.0.0.1:${webhook.port}/x`;
    const began = desk.clock.time;
    const at = (minutes: number) => new Date(began + minutes * 60_000);
    const hearAt = async (minutes: number, data: object) => {
      desk.clock.time = at(minutes).getTime();
      await send({data});
    };
    await hearAt(0, follow("1", "5"));
    // The third account follows the first: of that the first one's subscription tells.
    await hearAt(10, follow("2", third));
    await hearAt(20, {...follow("3", "6", {of: other}), filter: {user_id: other}});
    await hearAt(30, follow("4", "7"));
    await recorder.close();
    const periods = await desk.rows(
      `select account_id::varchar as id, "from", max("to") as "to" from raw.stream_periods group by account_id, "from" order by "from"`
    );
    expect(periods).toEqual([
      {id: account, from: at(0), to: at(30)},
      {id: other, from: at(20), to: at(30)}
    ]);
  });

  it("bills all that came, though the disk was full when the batch was first to be closed", async () => {
    await send({data: follow("7", "5")});
    const full = fillDisk();
    await expect(recorder.flush()).rejects.toThrow("no space left on device");
    full.mockRestore();
    await send({data: follow("8", "6")});
    await recorder.close();
    const [id] = await listSnapshots(desk.dataDir);
    // Two follows of a cent each: docs.x.com/x-api/getting-started/pricing.
    expect((await readManifest(desk.dataDir, id!)).requests).toMatchObject([{resources: 2, dollars: 0.02}]);
  });

  it.each([
    ["of another secret", `sha256=${createHmac("sha256", "other").update("x").digest("base64")}`],
    ["that is none", "sha256=nonsense"],
    ["that is empty", ""],
    ["of the right length in the wrong form", "x".repeat(51)]
  ])("refuses a signature %s, and stores nothing", async (_, signature) => {
    expect(await send({data: follow("1", "5")}, signature)).toBe(403);
    expect(webhook.refused).toBe(1);
    expect(await events()).toEqual([]);
  });

  it("signs the bytes as they came: the same JSON in another form is another body", () => {
    const sign = (text: string) =>
      `sha256=${createHmac("sha256", secrets.consumer).update(text).digest("base64")}`;
    expect(isSigned(secrets.consumer, Buffer.from('{"a":1}'), sign('{"a":1}'))).toBe(true);
    expect(isSigned(secrets.consumer, Buffer.from('{"a": 1}'), sign('{"a":1}'))).toBe(false);
    expect(isSigned(secrets.consumer, Buffer.from("x"), undefined)).toBe(false);
  });

  it("refuses a body above a megabyte, and counts signed bodies it does not understand", async () => {
    expect(await send(" ".repeat(2 ** 20 + 1))).toBe(413);
    expect(await send("{")).toBe(200);
    expect(recorder.counts.unknown).toBe(1);
    expect(await events()).toEqual([]);
  });

  it("gives a replayed event the window of the outage, until X says that the replay is done", async () => {
    const from = new Date(desk.clock.time - 3_600_000);
    webhook.expectReplay({from, delivery: "replay"});
    await send({data: follow("1", "5")});
    await send({replay_job_status: {job_state: "Complete"}});
    await send({data: follow("2", "6")});
    const at = desk.clock.now();
    expect(await events()).toEqual([
      {id: "1", delivery: "replay", after: new Date(from.getTime() - 60_000), before: at},
      {id: "2", delivery: "live", after: new Date(at.getTime() - 60_000), before: at}
    ]);
  });

  it("takes a body whose characters are cut between two packets", async () => {
    const body = Buffer.from(JSON.stringify({data: follow("1", "5")}));
    const signature = `sha256=${createHmac("sha256", secrets.consumer).update(body).digest("base64")}`;
    const cut = body.indexOf(Buffer.from("🍵")) + 1;
    const status = await new Promise<number>((resolve, reject) => {
      const sent = request(
        url,
        {method: "POST", headers: {"x-twitter-webhooks-signature": signature}, agent: false},
        (answer) => resolve(answer.resume().statusCode ?? 0)
      );
      sent.on("error", reject);
      sent.write(body.subarray(0, cut));
      setTimeout(() => sent.end(body.subarray(cut)), 30);
    });
    expect(status).toBe(200);
    await recorder.close();
    expect(await desk.rows("select description from raw.users")).toEqual([
      {description: "likes tea 🍵 and ďábel"}
    ]);
    expect(await desk.written()).not.toContain("SECRET");
  });
});
