#!/usr/bin/env bash
# @atcute/jetstream 2.0.0 (npm; ws 8.18.0): whoever keeps the cursor as the README does, and starts again there, has lost the follows
# that had come and were not yet written.
#
# Expected: subscription.cursor is where `for await` is: of five follows, of which ann and bob are written, saved and resumed there, cat is next. The
#   README: "save the cursor periodically to resume later", subscription.cursor by setInterval.
# Instead: it is that of the last event that came over the wire. What the loop has not asked for yet waits in memory, without limit, and
#   is gone with the process. The more slowly rows are written, the more it is; an interval saves whatever the cursor is just then. A
#   small server on this machine plays Jetstream here.
# Output seen: written ann bob, cursor 5; after a new start nobody, lost cat dan eve; with event.time_us, 2: cat dan eve.
# Since: seen on 2026-11-30.
# For followers: each restart under load, a deployment or a full disk, takes some follows and unfollows with it, and no gap shows, for the stream
#   goes on. Save time_us of the event after writing it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @atcute/jetstream@2.0.0 ws@8.18.0
cat > run.mjs <<'JS'
import { setTimeout as wait } from "node:timers/promises";
import { JetstreamSubscription } from "@atcute/jetstream";
import WebSocket, { WebSocketServer } from "ws";
const collection = "app.bsky.graph.follow";
const who = ["ann", "bob", "cat", "dan", "eve"];
const events = who.map((rkey, nth) => ({
  did: "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", time_us: nth + 1, kind: "commit",
  commit: {
    rev: `3lzzzzzzzzzz${nth + 2}`, operation: "create", collection, rkey, cid: `bafyrei${"a".repeat(52)}`,
    record: { $type: collection, subject: "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb", createdAt: "2026-01-05T00:00:00Z" },
  },
}));
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
server.on("connection", (socket, { url }) => {
  const after = Number(new URL(url, "ws://x").searchParams.get("cursor"));
  for (const event of events) if (event.time_us > after) socket.send(JSON.stringify(event));
});
await new Promise((done) => server.once("listening", done));
const stream = (cursor) =>
  new JetstreamSubscription({ url: `ws://127.0.0.1:${server.address().port}`, cursor, wantedCollections: [collection], ws: { WebSocket } });
const listen = async (cursor, upTo) => {
  const written = [];
  const subscription = stream(cursor);
  let handled = cursor;
  const read = (async () => {
    for await (const { commit, time_us } of subscription) {
      for (let tries = 0; subscription.cursor < events.length && tries < 200; tries += 1) await wait(10); // a slow disk
      written.push(commit.rkey);
      handled = time_us;
      if (written.length === upTo) break;
    }
  })();
  await Promise.race([read, wait(3000)]);
  return { written, cursor: subscription.cursor, handled };
};
const first = await listen(0, 2);
const next = await listen(first.cursor, 3);
const right = await listen(first.handled, 3);
const lost = who.filter((name) => ![...first.written, ...next.written].includes(name));
console.log(
  `written ${first.written.join(" ")}, cursor ${first.cursor}; after a new start ${next.written.join(" ") || "nobody"}, lost ${lost.join(" ")}; ` +
    `with event.time_us, ${first.handled}: ${right.written.join(" ")}`,
);
process.exit(0);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "written ann bob, cursor 5; after a new start nobody, lost cat dan eve; with event.time_us, 2: cat dan eve" ] ||
  { echo "changed: the cursor of @atcute/jetstream stands elsewhere"; exit 1; }
