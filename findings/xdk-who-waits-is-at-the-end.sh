#!/usr/bin/env bash
# @xdevplatform/xdk 0.6.6 (npm, X's own): who waits where X says to wait, and goes on, is at the end of the list, three requests into it.
#
# Expected: fetchNext() fails by "429 Too Many Requests", and after a while it is asked again, for the same page: while (!followers.done) with a
#   wait in the catch reads all five pages. done says that there is no more; that the limit was met is rateLimited. The README says
#   of that case: "Rate limited, backoff required", "backoff / retry later".
# Instead: after a 429 done is true for good, and fetchNext() returns at once without a request, as does a second for await, which gives those
#   known already once more. meta still has nextToken. Only reset() helps, which begins at the first page.
# Output seen: users 2 of 5, done true, next page 2, requests 3; for await twice 0 1 0 1; another fault than 429, tried again: users 5 of 5.
# Since: seen on 2026-11-30. The pages come from a function here, as in the README, so that no network is needed.
# For followers: a long list ends wherever the limit was met first, and everybody behind has left. Go on with a new paginator at meta.nextToken,
#   or look at rateLimited beside done.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @xdevplatform/xdk@0.6.6
cat > run.mjs <<'JS'
import { UserPaginator } from "@xdevplatform/xdk";
let requests = 0;
const list = (status) => {
  requests = 0;
  return new UserPaginator(async (token) => {
    requests += 1;
    if (requests === 3) throw Object.assign(new Error("not now"), { status });
    const page = Number(token ?? 0);
    return { data: [{ id: String(page) }], meta: { result_count: 1, ...(page < 4 ? { nextToken: String(page + 1) } : {}) } };
  });
};
const readAll = async (followers) => {
  while (!followers.done) {
    try {
      await followers.fetchNext();
    } catch {
      // here one waits for fifteen minutes
    }
  }
  return followers;
};
const limited = await readAll(list(429));
const said = `users ${limited.users.length} of 5, done ${limited.done}, next page ${limited.meta.nextToken}, requests ${requests}`;
const again = list(429);
const got = [];
for (const time of [1, 2]) {
  try {
    for await (const { id } of again) got.push(id);
  } catch {
    if (time === 2) throw new Error("the second time fails");
  }
}
console.log(`${said}; for await twice ${got.join(" ")}; another fault than 429, tried again: users ${(await readAll(list(503))).users.length} of 5`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "users 2 of 5, done true, next page 2, requests 3; for await twice 0 1 0 1; another fault than 429, tried again: users 5 of 5" ] ||
  { echo "changed: the paginator of X goes on otherwise"; exit 1; }
