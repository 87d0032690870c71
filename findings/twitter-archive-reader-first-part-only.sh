#!/usr/bin/env bash
# twitter-archive-reader 7.3.3 (npm): of a long list of followers in an archive of X it reads the first part, and of posts
# all parts.
#
# Expected: X splits what is long: follower.js, follower-part1.js, …, and names all parts with their counts in manifest.js.
#   A reader that goes on to tweets-part1.js and direct-messages-part1.js goes on to the others too, or compares
#   with the manifest, which it reads, or says what it left.
# Instead: followers, followings and likes come from their first file alone. No error and no event; "archive file not
#   found error" is for missing files, and these are not missed.
# Output seen: posts 4 of 4, followers 2 of 4, followings 2 of 4, likes 2 of 4, events 0.
# Since: seen on 2026-11-30.
# For followers: an account that grows past one file seems to lose everybody behind it at once, and an account that large
#   has the most to count. Read what manifest.js lists, and compare the counts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund twitter-archive-reader@7.3.3
cat > run.cjs <<'JS'
const {mkdirSync, writeFileSync} = require("node:fs");
const {TwitterArchive} = require("twitter-archive-reader");

mkdirSync("archive/data", {recursive: true});
const write = (file, name, part, items) =>
  writeFileSync(`archive/data/${file}.js`, `window.YTD.${name}.part${part} = ${JSON.stringify(items)}`);
const types = {};
const twoParts = (name, item) => {
  const parts = [[0, ["1", "2"]], [1, ["3", "4"]]];
  for (const [part, ids] of parts) write(part === 0 ? name : `${name}-part${part}`, name, part, ids.map(item));
  types[name] = {files: parts.map(([part, ids]) => ({fileName: `data/${name}${part === 0 ? "" : `-part${part}`}.js`,
    globalName: `YTD.${name}.part${part}`, count: String(ids.length)}))};
};
const person = (accountId) => ({accountId, userLink: `https://twitter.com/intent/user?user_id=${accountId}`});
twoParts("follower", (id) => ({follower: person(id)}));
twoParts("following", (id) => ({following: person(id)}));
twoParts("like", (id) => ({like: {tweetId: id, fullText: "", expandedUrl: ""}}));
twoParts("tweets", (id) => ({tweet: {id, id_str: id, created_at: "Sat Feb 18 19:45:15 +0000 2023", full_text: "good morning",
  entities: {hashtags: [], symbols: [], user_mentions: [], urls: []}, favorite_count: "0", retweet_count: "0", source: "", lang: "en"}}));
write("account", "account", 0, [{account: {accountId: "9", username: "brand", accountDisplayName: "Brand",
  createdAt: "2015-01-01T00:00:00.000Z", createdVia: "web", email: "brand@example.com"}}]);
write("profile", "profile", 0, [{profile: {description: {bio: "", website: "", location: ""}, avatarMediaUrl: "", headerMediaUrl: ""}}]);
writeFileSync("archive/data/manifest.js", `window.__THAR_CONFIG = ${JSON.stringify({userInfo: {accountId: "9", userName: "brand",
  displayName: "Brand"}, archiveInfo: {generationDate: "2026-11-30T00:00:00.000Z"}, dataTypes: types})}`);

(async () => {
  const archive = new TwitterArchive("archive", {ignore: ["dm", "ad", "list", "moment", "mute", "block"]});
  let events = 0;
  archive.events.on("archive file not found error", ({filename}) => (events += /tweet|follow|like/.test(filename) ? 1 : 0));
  await archive.ready();
  console.log(`posts ${archive.tweets.length} of 4, followers ${archive.followers.size} of 4, followings ${archive.followings.size} of 4, ` +
    `likes ${archive.favorites.length} of 4, events ${events}`);
})();
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "posts 4 of 4, followers 2 of 4, followings 2 of 4, likes 2 of 4, events 0" ] ||
  { echo "changed: twitter-archive-reader reads parts of lists otherwise"; exit 1; }
