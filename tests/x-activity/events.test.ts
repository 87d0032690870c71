import {describe, expect, it} from "vitest";
import {Backoff} from "../../data-loaders/listening/backoff.ts";
import {readDelivery} from "../../data-loaders/x-activity/events.ts";
import {LineReader} from "../../data-loaders/x-activity/lines.ts";
import {Seen} from "../../data-loaders/listening/seen.ts";
import {windowOf} from "../../data-loaders/x-activity/windows.ts";
import {account, follow} from "./samples.ts";

describe("lines", () => {
  it("keep a character whole wherever its bytes are cut", () => {
    const bytes = Buffer.from('{"a":"🍵ď"}\r\n\r\n{"b":1}\r\n');
    for (let at = 0; at <= bytes.length; at++) {
      const reader = new LineReader();
      const lines = [...reader.read(bytes.subarray(0, at)), ...reader.read(bytes.subarray(at))];
      expect(lines).toEqual([
        {kind: "line", text: '{"a":"🍵ď"}'},
        {kind: "heartbeat"},
        {kind: "line", text: '{"b":1}'}
      ]);
    }
  });

  it("are dropped above a limit, and the next one is read again", () => {
    const reader = new LineReader(8);
    expect(reader.read(Buffer.from("0123456789"))).toEqual([]);
    expect(reader.read(Buffer.from("0123456789\nshort\n"))).toEqual([
      {kind: "too_long"},
      {kind: "line", text: "short"}
    ]);
  });
});

describe("a delivery", () => {
  it("is a follow in either of X's shapes, with an id that may be negative", () => {
    const docs = follow("-7953119945885597316", "5");
    const plain = {...docs, payload: {source: docs.payload.source.data, target: docs.payload.target.data}};
    for (const data of [docs, plain]) {
      expect(readDelivery(JSON.stringify({data}))).toMatchObject([
        {type: "follow", eventId: "-7953119945885597316", account, source: {id: "5"}, target: {id: account}}
      ]);
    }
  });

  it("has a made-up id where X's is missing or has lost digits: the same for the same bytes", () => {
    const text = JSON.stringify({data: follow("1", "5")});
    const bare = text.replace('"event_uuid":"1",', "");
    const long = text.replace('"1"', "-7953119945885597316");
    for (const one of [bare, long]) {
      const [first, again] = [readDelivery(one), readDelivery(one)];
      expect(first).toMatchObject([{eventId: expect.stringMatching(/^sha256:[0-9a-f]{32}$/)}]);
      expect(again).toEqual(first);
    }
  });

  it("takes ids from their text where the number beside it has lost digits", () => {
    const text = `{"data":{"event_uuid":"3","event_type":"post.reply.create","filter":{"user_id":"${account}"},"payload":
      {"id":1834567890123456789,"id_str":"1834567890123456789","author_id":"77","created_at":"2026-03-03T11:00:00.000Z",
       "in_reply_to_user_id":"${account}","referenced_tweets":[{"type":"replied_to","id":1834567890123456001,"id_str":"1834567890123456001"}]}}}`;
    expect(readDelivery(text)).toMatchObject([
      {
        type: "act",
        kind: "reply",
        post: {id: "1834567890123456789", references: [{id: "1834567890123456001"}]}
      }
    ]);
  });

  it.each([
    ["not JSON", "{", "not JSON"],
    ["nothing", "", "not JSON"],
    ["a number", "7", "no event"],
    ["another envelope", '{"follow_events":[]}', "no event"],
    ["a follow of nobody", '{"data":{"event_type":"follow.follow","payload":{}}}', "follow.follow"],
    [
      "a post without a time",
      '{"data":{"event_type":"post.reply.create","filter":{"user_id":"1"},"payload":{"id":"1","author_id":"2"}}}',
      "post.reply.create"
    ]
  ])("that is %s is counted, never thrown", (_, text, name) => {
    expect(readDelivery(text)).toEqual([{type: "unknown", name}]);
  });
});

describe("windows", () => {
  const at = new Date("2026-03-03T12:00:00Z");
  it("are the minute before a live event, and the outage for one that comes late", () => {
    expect(windowOf(at, null)).toEqual({
      after: new Date("2026-03-03T11:59:00Z"),
      before: at,
      delivery: "live"
    });
    const from = new Date("2026-03-03T09:00:00Z");
    expect(windowOf(at, {from, delivery: "replay"})).toEqual({
      after: new Date("2026-03-03T08:59:00Z"),
      before: at,
      delivery: "replay"
    });
  });
});

describe("what is remembered and waited for", () => {
  it("forgets the oldest ids only", () => {
    const seen = new Seen(2);
    expect(["a", "b", "a", "c", "b", "a"].map((id) => seen.add(id))).toEqual([
      true,
      true,
      false,
      true,
      false,
      true
    ]);
  });

  it("grows as X asks of streams: 250 ms steps to 16 s, 5 s doubled to 320 s, 60 s doubled", () => {
    const waits = (trouble: "network" | "http" | "limited", times: number) => {
      const backoff = new Backoff();
      return Array.from({length: times}, () => backoff.after(trouble));
    };
    expect(waits("network", 66).slice(0, 3)).toEqual([250, 500, 750]);
    expect(waits("network", 66).at(-1)).toBe(16_000);
    expect(waits("http", 9)).toEqual([5, 10, 20, 40, 80, 160, 320, 320, 320].map((s) => s * 1000));
    expect(waits("limited", 3)).toEqual([60_000, 120_000, 240_000]);
  });
});
