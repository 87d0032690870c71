import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {afterEach, expect, it} from "vitest";
import {openClient} from "../../data-loaders/x-api/client.ts";
import {walkList} from "../../data-loaders/x-api/walk.ts";
import {TestClock} from "./tiny.ts";

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

const row = (id: number) => ({
  id: String(id),
  created_at: "2020-01-01T00:00:00Z",
  public_metrics: {followers_count: 1}
});
type Body = {data?: object[]; meta?: object};
const page = (ids: number[], next?: string): Body => ({
  data: ids.map(row),
  meta: {result_count: ids.length, ...(next && {next_token: next})}
});

/** Walks followers as a server serves them that gives these bodies in turn. */
async function walk(bodies: Body[]) {
  const asked: (string | null)[] = [];
  server = createServer((request, response) => {
    asked.push(new URL(request.url!, "http://x").searchParams.get("pagination_token"));
    response.writeHead(200, {"content-type": "application/json"});
    response.end(JSON.stringify(bodies[Math.min(asked.length, bodies.length) - 1]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = openClient({token: "t", kind: "bearer", base, clock: new TestClock()});
  const ids: string[] = [];
  try {
    const pages = walkList(client, {account: "9", list: "followers", connection: false});
    for (;;) {
      const {done, value} = await pages.next();
      if (done) return {ids: ids.join(), asked, end: value};
      ids.push(...value.items.map(({id}) => id));
    }
  } finally {
    client.close();
  }
}

const repeated = {
  ended: false,
  reason: "page 2: it brought only rows of earlier pages, its own are not known"
};

it("looks again where a page brings nobody new, and takes what comes then", async () => {
  const {ids, asked, end} = await walk([page([1, 2], "A"), page([1, 2], "B"), page([3, 4], "B"), page([5])]);
  expect(asked).toEqual([null, "A", "A", "B"]);
  expect(ids).toBe("1,2,3,4,5");
  expect(end).toEqual({ended: true, reason: null});
});

it.each([
  {name: "in the middle", more: [page([1, 2], "B"), page([1, 2], "B"), page([1, 2], "B"), page([5])]},
  {name: "at the end", more: [page([1, 2]), page([1, 2]), page([1, 2])]}
])("never takes a list as ended in which a page was repeated $name", async ({more}) => {
  const {end} = await walk([page([1, 2], "A"), ...more]);
  expect(end).toEqual(repeated);
});

it("looks again at a page that is short, says nothing, goes in a circle or lacks a field", async () => {
  const bare = {data: [{id: "3"}, {id: "4"}], meta: {result_count: 2, next_token: "D"}};
  const {ids, end} = await walk([
    {meta: {result_count: 2}, data: [row(1)]},
    page([1, 2], "A"),
    {},
    bare,
    page([3, 4], "D"),
    page([5], "A"),
    page([5])
  ]);
  expect(ids).toBe("1,2,3,4,5");
  expect(end).toEqual({ended: true, reason: null});
});
