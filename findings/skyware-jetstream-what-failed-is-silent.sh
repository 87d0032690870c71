#!/usr/bin/env bash
# @skyware/jetstream 0.2.5 (npm; ws 8.18.0): a follow that could not be written is gone, without a word, and the cursor is past it.
#
# Expected: what a listener throws, a full disk or a closed database, comes up as it does from Node's own EventEmitter and from a
#   WebSocket: the process ends, or says so. "error" is "emitted when a network error occurs".
# Instead: it is caught and given to the listeners of "error", and if there are none, which is allowed, to nobody. The next event follows,
#   and a connection made anew goes on behind it. A small server on this machine plays Jetstream here, with three follows, of
#   which the second cannot be written.
# Output seen: written ann cat, cursor 3, uncaught none; with a listener of error: written ann cat, told "disk full".
# Since: seen on 2026-11-30.
# For followers: a listener that runs for months loses whatever fell into a minute of trouble, and the lists never say so. Listen to
#   "error" and end the process, or catch within the listener and keep the cursor of what was written.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @skyware/jetstream@0.2.5 ws@8.18.0
cat > run.mjs <<'JS'
import { Jetstream } from "@skyware/jetstream";
import WebSocket, { WebSocketServer } from "ws";
const collection = "app.bsky.graph.follow";
const events = ["ann", "bob", "cat"].map((rkey, nth) => ({
  did: "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", time_us: nth + 1, kind: "commit",
  commit: {
    rev: `3lzzzzzzzzzz${nth + 2}`, operation: "create", collection, rkey, cid: "none",
    record: { $type: collection, subject: `did:plc:${rkey}`, createdAt: "2026-01-05T00:00:00Z" },
  },
}));
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
server.on("connection", (socket) => events.forEach((event) => socket.send(JSON.stringify(event))));
await new Promise((done) => server.once("listening", done));
let uncaught = "none";
process.on("uncaughtException", ({ message }) => (uncaught = message));
process.on("unhandledRejection", ({ message }) => (uncaught = message));
const listen = async (told) => {
  const stream = new Jetstream({ ws: WebSocket, endpoint: `ws://127.0.0.1:${server.address().port}/subscribe`, wantedCollections: [collection] });
  if (told) stream.on("error", ({ message }) => told.push(message));
  const written = [];
  await new Promise((done) => {
    stream.onCreate(collection, ({ commit: { rkey } }) => {
      if (rkey === "cat") setTimeout(done, 50);
      if (rkey === "bob") throw new Error("disk full");
      written.push(rkey);
    });
    stream.start();
  });
  stream.close();
  return `written ${written.join(" ")}, cursor ${stream.cursor}`;
};
const alone = await listen();
const told = [];
const heard = await listen(told);
console.log(`${alone}, uncaught ${uncaught}; with a listener of error ${heard}, told ${told.join(" ")}`);
process.exit(0);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "written ann cat, cursor 3, uncaught none; with a listener of error written ann cat, cursor 3, told disk full" ] ||
  { echo "changed: jetstream tells of what failed"; exit 1; }
