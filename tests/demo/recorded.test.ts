import {existsSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {openRecording} from "../../data-loaders/demo/server/recorded.ts";
import {startLocalX} from "../../data-loaders/demo/server/server.ts";

const directory = "../shared/data/api";
const isThere = existsSync(directory);
if (!isThere) console.warn(`skipped: ${directory} is not there`);

/** Walks a list of the served recording; returns the ids and the tokens that were handed out. */
async function walk(url: string, path: string) {
  const ids: string[] = [];
  const tokens: string[] = [];
  for (let token: string | undefined = ""; token !== undefined;) {
    const query = token ? `&pagination_token=${token}` : "";
    const response = await fetch(`${url}${path}${query}`, {headers: {authorization: "Bearer app-token"}});
    const {data = [], meta} = (await response.json()) as {data?: {id: string}[]; meta: {next_token?: string}};
    ids.push(...data.map(({id}) => id));
    if (meta.next_token) tokens.push(meta.next_token);
    token = meta.next_token;
  }
  return {ids, tokens};
}

describe.skipIf(!isThere)("recorded pages", () => {
  // The counts are those of the recordings' own README.
  it.each([
    ["69769885", 3433, 824, 598],
    ["5440177407", 112, 96, 44]
  ])("of account %s: %i followers, %i following, %i mutual", async (id, followers, following, mutual) => {
    const x = await startLocalX(openRecording(directory));
    try {
      const inbound = await walk(x.url, `/2/users/${id}/followers?max_results=1000`);
      const outbound = await walk(x.url, `/2/users/${id}/following?max_results=1000`);
      expect([new Set(inbound.ids).size, inbound.ids.length]).toEqual([followers, followers]);
      expect(outbound.ids.length).toBe(following);
      expect(outbound.ids.filter((user) => new Set(inbound.ids).has(user)).length).toBe(mutual);
      const small = await walk(x.url, `/2/users/${id}/followers?max_results=100`);
      expect(small.ids).toEqual(inbound.ids);
      const profile = await fetch(`${x.url}/2/users/${id}?user.fields=public_metrics`, {
        headers: {authorization: "Bearer app-token"}
      });
      const {data} = (await profile.json()) as {data: {public_metrics: Record<string, number>}};
      expect(data.public_metrics).toMatchObject({followers_count: followers, following_count: following});
    } finally {
      await x.close();
    }
  });

  it("hands out the tokens of the recording", async () => {
    const x = await startLocalX(openRecording(directory));
    const {tokens} = await walk(x.url, "/2/users/69769885/followers?max_results=1000");
    expect(tokens).toEqual(["3E132DDF3AEC5192", "D90BBE19369078F9", "05A99FDD7806E4C1"]);
    await x.close();
  });
});
