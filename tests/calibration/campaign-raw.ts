// Worlds of campaigns laid into the raw tables as so many accounts: heads and weekly full lists, the log of the outreach,
// hours by day, and what came with links.
import {createRandom} from "../../data-loaders/demo/random.ts";
import {currency, hourCost} from "../../data-loaders/demo/world/campaigns.ts";
import {dayMs} from "../../data-loaders/demo/world/people.ts";
import type {OutreachEntry} from "../../data-loaders/demo/world/world-view.ts";
import {worldStart} from "../../data-loaders/demo/world/world.ts";
import type {Database} from "../../src/duckdb.ts";
import {snapshotRowSql} from "../../src/snapshots/tables.ts";
import {behaviourOf} from "./behaviour.ts";
import {end, type CampaignWorld} from "./campaign-worlds.ts";
import {append, idOf, writeRaw} from "./raw.ts";
import {walksOf, type Schedule} from "./watch.ts";
import type {Edge, Person, World} from "./world.ts";

const days = (end - worldStart.getTime()) / dayMs;
const dayOf = (at: number) => (at - worldStart.getTime()) / dayMs;
/** Lists have to hold people whom no campaign won: a head ends at those who are known. */
const settled = 60;

/** Everybody of a world as calibration lays them into lists; followers nobody turned to are there from the beginning. */
function peopleOf(world: CampaignWorld, seed: number): World {
  const random = createRandom(seed);
  const people: Person[] = [];
  const add = (
    inbound: Omit<Edge, "user">[],
    outbound: Omit<Edge, "user"> | null,
    interactions: number[]
  ) => {
    const user = people.length + 1;
    const isSettled = inbound.some(({start}) => start < 0);
    people.push({
      user,
      route: inbound.length === 0 ? null : isSettled ? "pre_existing" : "followback",
      isAttempt: outbound !== null,
      inbound: inbound.map((edge) => ({user, ...edge})),
      outbound: outbound && {user, ...outbound},
      hiddenFrom: Infinity,
      hiddenTo: Infinity,
      cause: "gone",
      interactions,
      isCountBuilder: false
    });
  };
  for (let nth = 0; nth < settled; nth++)
    add([{start: -0.1 - random.exponential(400), end: Infinity}], null, []);
  for (let nth = 0; nth < settled; nth++) add([], {start: -0.1 - random.exponential(400), end: Infinity}, []);
  const span = ({start, end}: {start: number; end: number | null}) => ({
    start: dayOf(start),
    end: end === null ? Infinity : dayOf(end)
  });
  for (const {person} of followsOf(world))
    add(
      person.inbound.map(span),
      span(person.outbound[0]!),
      person.acts
        .filter(({at, kind}) => kind !== "repost" && at < Math.min(end, person.inbound[0]!.end!))
        .map(({at}) => dayOf(at))
    );
  return {seed, behaviour: {...behaviourOf("null"), days}, people};
}

const followsOf = ({campaigns}: CampaignWorld): OutreachEntry[] =>
  campaigns.flatMap(({follows}) => follows).sort((a, b) => a.at - b.at);

const timestamp = (column: string) => `epoch_ms("${column}")`;

/** Writes worlds into the raw tables of `db`, world i as account i + 1. */
export async function writeCampaigns(
  db: Database,
  worlds: CampaignWorld[],
  seed: number,
  schedule: Schedule = "heads"
): Promise<void> {
  await writeRaw(
    db,
    worlds.map((world, nth) => peopleOf(world, seed + nth)),
    walksOf(schedule, days)
  );
  // A statement of the user, and downloads, are as new as the last list.
  const snapshot = "s9998";
  await db.run(`insert into raw.snapshots values ${snapshotRowSql(snapshot, "tables")}`);
  await append(
    db,
    "logged",
    {account_id: "bigint", campaign: "varchar", user_id: "bigint", followed_at: "bigint"},
    worlds.flatMap((world, account) => {
      const users = new Map(followsOf(world).map((entry, nth) => [entry, idOf(2 * settled + nth + 1)]));
      return world.campaigns.flatMap(({name, follows}) =>
        follows.map((entry) => [BigInt(account + 1), name, users.get(entry)!, BigInt(entry.at)])
      );
    })
  );
  await append(
    db,
    "named",
    {
      account_id: "bigint",
      campaign: "varchar",
      place_kind: "varchar",
      place: "varchar",
      from_at: "bigint",
      to_at: "bigint",
      money: "double"
    },
    worlds.flatMap(({campaigns}, account) =>
      campaigns.map(({name, place, from, to}) => [
        BigInt(account + 1),
        name,
        place.kind,
        place.place,
        BigInt(from),
        BigInt(to === Infinity ? end : to),
        place.money
      ])
    )
  );
  await append(
    db,
    "worked",
    {account_id: "bigint", campaign: "varchar", day: "bigint", hours: "double"},
    worlds.flatMap(({campaigns}, account) =>
      campaigns.flatMap(({name, hours}) =>
        [...hours].map(([day, amount]) => [BigInt(account + 1), name, BigInt(day), amount])
      )
    )
  );
  await append(
    db,
    "visited",
    {account_id: "bigint", campaign: "varchar", day: "bigint", visits: "bigint"},
    worlds.flatMap(({shopDays}, account) =>
      shopDays.flatMap(({campaign, day, visits}) =>
        campaign === null ? [] : [[BigInt(account + 1), campaign, BigInt(day), BigInt(visits)]]
      )
    )
  );
  await db.run(`
    insert into raw.events (account_id, snapshot_id, event_id, kind, source_id, target_id, "after", "before", is_exact, delivery)
    select account_id, '${snapshot}', 'follow:' || user_id, 'follow', account_id, user_id, ${timestamp("followed_at")}, ${timestamp("followed_at")}, true, 'import'
    from logged;
    insert into raw.campaign_targets (account_id, snapshot_id, campaign_id, user_id, "after", "before")
    select account_id, '${snapshot}', campaign, user_id, ${timestamp("followed_at")}, ${timestamp("followed_at")} from logged;
    insert into raw.campaigns (account_id, snapshot_id, campaign_id, name, place_kind, place, "from", "to")
    select account_id, '${snapshot}', campaign, campaign, place_kind, place, ${timestamp("from_at")}, ${timestamp("to_at")} from named;
    insert into raw.costs (account_id, snapshot_id, kind, campaign_id, "from", "to", amount, currency)
    select account_id, '${snapshot}', 'money', campaign, ${timestamp("from_at")}, ${timestamp("to_at")}, money, '${currency}'
    from named where money > 0;
    insert into raw.costs (account_id, snapshot_id, kind, "from", "to", amount, currency)
    select distinct account_id, '${snapshot}', 'hour_cost', timestamp '2025-01-01', timestamp '2025-01-01', ${hourCost}, '${currency}'
    from named;
    insert into raw.costs (account_id, snapshot_id, kind, project, "from", "to", amount, download)
    select account_id, '${snapshot}', 'hours', campaign, ${timestamp("day")}, ${timestamp("day")}, hours, 'clockify' from worked;
    insert into raw.visits (account_id, snapshot_id, download, code_kind, code, day, visits, visitors)
    select account_id, '${snapshot}', 'plausible-sources', 'utm_campaign', campaign, ${timestamp("day")}, visits, visits from visited;
    insert into raw.downloads (account_id, snapshot_id, download, content, from_day, to_day, downloaded_at, zone)
    select distinct account_id, '${snapshot}', d.download, d.content, timestamp '2025-01-01', epoch_ms(${end - (end % dayMs) - dayMs}), epoch_ms(${end}), 'UTC'
    from named cross join (values ('clockify', 'hours'), ('plausible-sources', 'visits')) as d(download, content);
    drop table logged; drop table named; drop table worked; drop table visited`);
}
