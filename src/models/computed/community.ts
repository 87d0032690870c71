import {communityOf} from "../../statistics/community.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

interface TieRow {
  account_id: bigint;
  from: string;
  to: string;
  from_route: string;
  to_route: string;
}

interface SizeRow {
  account_id: bigint;
  route: string;
  people: bigint;
  is_at_least: boolean;
}

const columns = {
  account_id: "BIGINT",
  route: "VARCHAR",
  people: "BIGINT",
  tied: "BIGINT",
  in_largest: "BIGINT",
  share_in_largest: "DOUBLE",
  reciprocated: "BIGINT",
  share_reciprocated: "DOUBLE",
  ties: "BIGINT",
  ties_within: "BIGINT",
  share_within: "DOUBLE",
  is_at_least: "BOOLEAN"
} satisfies Columns;

/** How the followers of each route are tied to the other followers. */
export const community: Estimated = {
  name: "community",
  isMart: true,
  header: [
    "How followers are tied to each other by what they say in the brand's conversations; one row an account and route.",
    "",
    "people: followers of the route seen to be there within the last 90 days of the data, which end at last_taken_at of accounts; where events were listened to within them, also whoever was not seen to leave before",
    "ties: pairs of these people in one direction, begun by the route's: one addressed the other at least once, by a reply, quote or mention while both certainly followed, whenever that was",
    "ties_within: to people of the same route; the others go across. share_within: ties_within / ties",
    "tied: people with a tie in either direction",
    "in_largest: people in the largest weakly connected component: the largest set in which each can be reached from each other along ties, whatever their direction, of all routes together; of several of one size, that with the first id as text. share_in_largest: of people",
    "reciprocated: people who addressed somebody who also addressed them. share_reciprocated: of people. Packages that give the share of ties that have their opposite count something else",
    "is_at_least: conversations were not collected over all of the 90 days: there may be more ties",
    "",
    "check: in_largest <= tied <= people, and reciprocated <= tied",
    "check: ties_within <= ties"
  ].join("\n"),
  reads: ["community_ties", "community_sizes"],
  async make(db) {
    const ties = await db.rows<TieRow>(`
      select account_id, from_id::varchar as "from", to_id::varchar as "to", from_route, to_route
      from community_ties order by account_id, from_id, to_id`);
    const sizes = await db.rows<SizeRow>("from community_sizes order by account_id, route");
    await createTable(db, "community", columns, figuresOf(ties, sizes));
  }
};

function* figuresOf(ties: TieRow[], sizes: SizeRow[]) {
  const byAccount = new Map<string, Counts>();
  for (const group of groupNeighbours(ties, (row) => String(row.account_id)))
    byAccount.set(String(group[0].account_id), countsOf(group));
  for (const {account_id, route, people, is_at_least} of sizes) {
    const count = byAccount.get(String(account_id))?.get(route) ?? nothing;
    const shareOf = (part: number, whole: number) => rounded(whole > 0 ? part / whole : null);
    yield {
      account_id,
      route,
      people,
      tied: BigInt(count.tied),
      in_largest: BigInt(count.inLargest),
      share_in_largest: shareOf(count.inLargest, Number(people)),
      reciprocated: BigInt(count.reciprocated),
      share_reciprocated: shareOf(count.reciprocated, Number(people)),
      ties: BigInt(count.ties),
      ties_within: BigInt(count.tiesWithin),
      share_within: shareOf(count.tiesWithin, count.ties),
      is_at_least
    };
  }
}

const nothing = {tied: 0, inLargest: 0, reciprocated: 0, ties: 0, tiesWithin: 0};

/** Counts by route. */
type Counts = Map<string, typeof nothing>;

function countsOf(ties: readonly TieRow[]): Counts {
  const counts: Counts = new Map();
  const of = (route: string) => {
    const count = counts.get(route) ?? {...nothing};
    counts.set(route, count);
    return count;
  };
  const routes = new Map<string, string>();
  for (const {from, to, from_route, to_route} of ties) {
    routes.set(from, from_route).set(to, to_route);
    const count = of(from_route);
    count.ties += 1;
    if (from_route === to_route) count.tiesWithin += 1;
  }
  for (const [name, {isInLargest, isReciprocated}] of communityOf(ties)) {
    const count = of(routes.get(name)!);
    count.tied += 1;
    if (isInLargest) count.inLargest += 1;
    if (isReciprocated) count.reciprocated += 1;
  }
  return counts;
}
