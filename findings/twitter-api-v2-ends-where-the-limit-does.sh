#!/usr/bin/env bash
# twitter-api-v2 1.29.1 (npm): a list of followers that takes more requests than X allows in fifteen minutes ends there, as if
# it had been read to its end.
#
# Expected: fifteen requests are allowed, and a list of 3,000 takes thirty of a hundred. The loop waits, or the
#   sixteenth request fails by "429 Too Many Requests", as fetchNext() and every single request do.
# Instead: when an answer says that none is left (x-rate-limit-remaining: 0), `for await` and fetchLast() stop without an
#   error, and without having asked. It is in the comments of the code ("until rate limit is hit"), and nowhere in
#   what they return but in `done`. They also ask for 100 people a page where X gives 1,000, unless told. A small
#   server on this machine plays X here.
# Output seen, of 3,000: for await 1500, done false, error none; fetchLast 1500, done false, error none; fetchNext 1500, done
#   false, error 429.
# Since: seen on 2026-11-30.
# For followers: up to 1,500 all is well. A larger account has 1,500 followers at every look, those who came last, and each
#   newcomer pushes one out who then "has left". Check done, or loop over fetchNext().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund twitter-api-v2@1.29.1
cat > run.cjs <<'JS'
const http = require("node:http");
const https = require("node:https");
const total = 3000;
let left;
const server = http.createServer((request, response) => {
  const {searchParams} = new URL(request.url, "http://x");
  const from = Number(searchParams.get("pagination_token") ?? 0);
  const to = Math.min(from + Number(searchParams.get("max_results") ?? 100), total);
  const refused = left === 0;
  if (!refused) left -= 1;
  response.writeHead(refused ? 429 : 200, {
    "content-type": "application/json",
    "x-rate-limit-limit": 15,
    "x-rate-limit-remaining": left,
    "x-rate-limit-reset": Math.ceil(Date.now() / 1000) + 900,
  });
  const data = Array.from({length: to - from}, (_, nth) => ({id: `${from + nth}`, name: "", username: `u${from + nth}`}));
  const meta = {result_count: data.length, ...(to < total ? {next_token: `${to}`} : {})};
  response.end(JSON.stringify(refused ? {title: "Too Many Requests"} : {data, meta}));
});
server.listen(0, "127.0.0.1", async () => {
  const {port} = server.address();
  https.request = ({path, headers}, answered) => http.request({host: "127.0.0.1", port, path, headers, agent: false}, answered);
  const {TwitterApi} = require("twitter-api-v2");
  const read = async (how, walk) => {
    left = 15;
    const people = await new TwitterApi("token").v2.followers("9", {asPaginator: true});
    let error = "none";
    await walk(people).catch((thrown) => (error = thrown.code));
    return `${how} ${people.users.length}, done ${people.done}, error ${error}`;
  };
  const seen = [
    await read("for await", async (people) => {
      for await (const {id} of people) void id;
    }),
    await read("fetchLast", (people) => people.fetchLast()),
    await read("fetchNext", async (people) => {
      while (!people.done) await people.fetchNext();
    }),
  ];
  console.log(seen.join("; "));
  server.close();
});
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "for await 1500, done false, error none; fetchLast 1500, done false, error none; fetchNext 1500, done false, error 429" ] ||
  { echo "changed: twitter-api-v2 meets the rate limit otherwise"; exit 1; }
