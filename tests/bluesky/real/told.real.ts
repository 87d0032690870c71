import {expect, it} from "vitest";
import {BlueskyClient} from "../../../data-loaders/bluesky/client.ts";
import {insideOf} from "../../../data-loaders/bluesky/outside.ts";
import {takeSnapshot} from "../../../data-loaders/bluesky/snapshot.ts";
import {withDatabase} from "../../../src/duckdb.ts";
import {attachSnapshots} from "../../../src/snapshots/store.ts";
import {mentionOf, Person, quoteOf, replyTo} from "../people.ts";
import {storedLooks} from "../stored-looks.ts";
import {useServers} from "../with-servers.ts";

const used = useServers();

it("stores what the account is told of, as it was done, and nothing twice", async () => {
  const {servers, dir: dataDir} = used;
  const names = ["brand", "anna", "ben", "cleo", "dora", "emil"].map((name) => `told-${name}`);
  const people: Person[] = [];
  for (const name of names) people.push(await Person.create(servers, name));
  const [brand, anna, ben, cleo, dora, emil] = people as [Person, Person, Person, Person, Person, Person];
  const text = `@${brand.handle}`;
  const named = mentionOf(brand, 0, text.length);
  const look = async () => {
    await servers.settle();
    const client = new BlueskyClient({base: servers.appView, session: brand.session()});
    const {manifest} = await takeSnapshot({dataDir, account: brand.did, client});
    expect(manifest.notes).toEqual([]);
    return client.requests;
  };
  const soup = await brand.say("Soup of the day");
  await anna.follow(brand);
  await brand.follow(ben);
  const first = await anna.say(text, named);
  await ben.say(text, {...replyTo(soup), ...quoteOf(soup), ...named});
  await dora.say(text, {...replyTo(await cleo.say("Tea")), ...named});
  await cleo.say("Like this", quoteOf(soup));
  await emil.like(soup);
  await dora.repost(soup);
  // Its key is of now, and it says that it is older.
  await emil.say(text, {...named, createdAt: new Date(Date.now() - 400 * 86_400_000).toISOString()});
  await brand.say("Thanks", replyTo(soup));
  const asked = await look();
  // One page of notifications, and only the follow of the account itself is asked what time it claims.
  expect(asked.get("app.bsky.notification.listNotifications")).toBe(1);
  expect(asked.get("com.atproto.repo.getRecord")).toBe(1);

  await anna.undo(first);
  await cleo.say(text, named);
  await look();

  const all = Object.fromEntries(people.map(({name, did}) => [name.replace("told-", ""), did]));
  const acts = (await storedLooks(dataDir, brand.did, all)).map((one) => one.acts);
  expect(acts).toEqual([
    [
      "anna mention: mention brand",
      "ben reply: reply brand",
      "cleo quote: quote brand",
      "dora mention: mention brand, reply cleo",
      "dora repost: brand",
      "emil like: brand",
      "emil mention: mention brand"
    ],
    ["cleo mention: mention brand"]
  ]);
  const {windows, polls, claims} = await withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    return {
      windows: await db.rows(`select actor_id::varchar as id, kind from raw.interactions where not is_exact`),
      polls: await db.rows(
        "select rows::integer as rows, complete, capped from raw.polls where kind = 'mention'"
      ),
      claims: await db.rows(`select user_id::varchar as id from raw.relationships where inbound_claim_told`)
    };
  });
  expect(windows).toEqual([{id: insideOf(emil.did), kind: "mention"}]);
  expect(polls).toEqual([
    {rows: 5, complete: true, capped: false},
    {rows: 5, complete: true, capped: false}
  ]);
  expect(claims).toEqual([{id: insideOf(anna.did)}]);
});
