import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {quote, withDatabase} from "../duckdb.ts";
import {attachMartsAlone} from "../models/marts.ts";
import {hundredths} from "../words.ts";

/** People of one route as the marts have it, and how many of them the demo's world says were followbacks. */
export interface RouteTruth {
  route: string;
  basis: string | null;
  people: number;
  followbacks: number;
}

/**
 * Holds the routes in the marts of a demo's folder against its `truth.json`. Only the demo and the tests look there:
 * no loader and no model does.
 */
export async function holdAgainstTruth(dataDir: string): Promise<RouteTruth[]> {
  const rows = await withDatabase(async (db) => {
    await attachMartsAlone(db, dataDir);
    return db.rows<{route: string; basis: string | null; people: bigint; followbacks: bigint}>(`
      with truth as (
        select cast(p.user_id as bigint) as user_id, p.route
        from (
          select unnest(people) as p
          from read_json(${quote(join(dataDir, "truth.json"))}, maximum_object_size = 67108864,
            columns = {people: 'struct(user_id varchar, route varchar)[]'})
        )
      )
      select f.route, f.route_basis as basis, count(*) as people, count(*) filter (where t.route = 'followback') as followbacks
      from followers f
      join truth t on t.user_id = f.user_id
      where f.route <> 'pre_existing'
      group by f.route, f.route_basis
      order by f.route, f.route_basis`);
  });
  return rows.map((row) => ({...row, people: Number(row.people), followbacks: Number(row.followbacks)}));
}

/** Routes of those who follow now, on a network with public records, and what a demo's world says of them. */
export interface PresentTruth {
  /** By basis: people, those of unknown route, and those whose route is another one than it was. */
  bases: {basis: string; people: number; unknown: number; wrong: number}[];
}

type Span = [from: string, to: string | null];

/**
 * Holds the routes of those who follow now against what was done, by a demo's `truth.json`. A route by records is held against
 * the very first follow of a person, because that is what one asks for; one by our own looks against the follow that they saw
 * begin.
 */
export async function holdPresentAgainstTruth(dataDir: string): Promise<PresentTruth> {
  const truth = JSON.parse(await readFile(join(dataDir, "truth.json"), "utf8")) as {
    people: {user_id: string; inbound: Span[]; inbound_routes: string[]}[];
  };
  const people = new Map(truth.people.map((person) => [person.user_id, person]));
  const rows = await withDatabase(async (db) => {
    await attachMartsAlone(db, dataDir);
    return db.rows<{
      id: string;
      route: string;
      basis: string;
      is_first: boolean;
      after: Date | null;
      before: Date;
    }>(`
      select cast(p.user_id as varchar) as id, p.route, p.route_basis as basis, s.spell = 1 as is_first,
        p.followed_after as after, p.followed_before as before
      from present_routes p
      join spells s on s.account_id = p.account_id and s.user_id = p.user_id and s.direction = 'inbound' and s.end_before is null
      order by p.user_id`);
  });
  const bases = new Map<string, {basis: string; people: number; unknown: number; wrong: number}>();
  for (const {id, route, basis, is_first: isFirst, after, before} of rows) {
    const counted = bases.get(basis) ?? {basis, people: 0, unknown: 0, wrong: 0};
    bases.set(basis, counted);
    counted.people += 1;
    const person = people.get(id);
    const inWindow = person?.inbound.findIndex(([from]) => {
      const start = Date.parse(from);
      return start <= before.getTime() && (after === null || start > after.getTime());
    });
    const routes = person?.inbound_routes ?? [];
    const really = basis === "records" && isFirst ? routes[0] : routes.at(inWindow ?? -1);
    if (route === "unknown") counted.unknown += 1;
    else if (route !== really) counted.wrong += 1;
  }
  return {bases: [...bases.values()].sort((a, b) => (a.basis < b.basis ? -1 : 1))};
}

/** What `followback demo` says of that, in one line. */
export function tellPresent({bases}: PresentTruth): string {
  const sum = (key: "people" | "unknown" | "wrong") => bases.reduce((all, one) => all + one[key], 0);
  const share = (part: number, all: number) =>
    `${count(part)} of ${count(all)} (${all === 0 ? "none" : tenths(part / all)})`;
  const [people, unknown] = [sum("people"), sum("unknown")];
  const wrong = bases.map((one) => `${one.basis} ${share(one.wrong, one.people - one.unknown)}`);
  return [
    `of those who follow now the route is unknown of ${share(unknown, people)}`,
    `checked against the truth it is wrong of ${share(sum("wrong"), people - unknown)}: by ${wrong.join(", by ")}`
  ].join("; ");
}

/** The share of one route that did something within 30 days, as the marts have it and as it was. */
export interface ShareTruth {
  route: string;
  people: number;
  share: number;
  /** The 95 % interval of the marts. */
  low: number;
  high: number;
  truth: number;
}

/** Shares of the marts, and two counts of each route in `truth.json` that say what they should be. */
interface ShareQuestion {
  some: string;
  all: string;
  /** SELECT with at least route, people, share, low and high. */
  shares: string;
}

/** Holds shares of the two routes against a demo's `truth.json`; no row where nobody was counted. */
async function holdSharesAgainstTruth(
  dataDir: string,
  {some, all, shares}: ShareQuestion
): Promise<ShareTruth[]> {
  const rates = `struct(${all} bigint, ${some} bigint)`;
  const rows = await withDatabase(async (db) => {
    await attachMartsAlone(db, dataDir);
    return db.rows<ShareTruth & {people: bigint}>(`
      with rates as (
        select rates
        from read_json(${quote(join(dataDir, "truth.json"))}, maximum_object_size = 67108864,
          columns = {rates: 'struct(followback ${rates}, organic ${rates})'})
      ),
      truth as (
        select 'followback' as route, rates.followback as t from rates
        union all
        select 'organic', rates.organic from rates
      )
      select route, s.people, s.share, s.low, s.high, t.${some} / t.${all} as truth
      from (${shares}) s
      join truth using (route)
      where s.people > 0
      order by route`);
  });
  return rows.map((row) => ({...row, people: Number(row.people)}));
}

/** Holds who addressed another follower against a demo's `truth.json`; no row where no whole 30 days were read. */
export const holdAddressedAgainstTruth = (dataDir: string): Promise<ShareTruth[]> =>
  holdSharesAgainstTruth(dataDir, {
    some: "addressed_follower_30",
    all: "size_30",
    shares: "from circles where circle = 'other followers' and basis = 'covered'"
  });

/** Holds a sample's shares of who posts on the brand's topics against a demo's `truth.json`; no row where nobody was looked at. */
export const holdInterestsAgainstTruth = (dataDir: string): Promise<ShareTruth[]> =>
  holdSharesAgainstTruth(dataDir, {
    some: "interested_after_30",
    all: "observable_interest",
    shares: "from interests where period = 'after' and evaluated_at is null and cohort is null"
  });

/** What an experiment found, and what a demo's world says outreach really does. */
export interface EffectTruth {
  experiment: string;
  outcome: string;
  units: "people" | "weeks";
  difference: number;
  /** The 95 % interval of the marts; null where there is none. */
  low: number | null;
  high: number | null;
  truth: number;
}

/** Holds what experiments found against a demo's `truth.json`; no row for those that cannot be read yet. */
export async function holdExperimentsAgainstTruth(dataDir: string): Promise<EffectTruth[]> {
  return withDatabase(async (db) => {
    await attachMartsAlone(db, dataDir);
    return db.rows<EffectTruth & Record<string, unknown>>(`
      with truth as (
        select e.experiment as experiment_id, e.outcome, e.effect as truth
        from (
          select unnest(experiments) as e
          from read_json(${quote(join(dataDir, "truth.json"))}, maximum_object_size = 67108864,
            columns = {experiments: 'struct(experiment varchar, outcome varchar, effect double)[]'})
        )
      )
      select r.experiment_id as experiment, r.outcome, r.units, r.difference, r.low, r.high, t.truth
      from experiment_results r
      join truth t using (experiment_id, outcome)
      where r.difference is not null
      order by r.from_at, r.experiment_id, r.outcome`);
  });
}

/** What `followback demo` says of that, in one line. */
export const tellExperiments = (found: readonly EffectTruth[]): string =>
  `what experiments found, with the truth: ${found
    .map(({outcome, units, difference, low, high, truth}) => {
      const write = (value: number) =>
        units === "people" ? `${(100 * value).toFixed(1)} points` : value.toFixed(1);
      const interval = low === null || high === null ? "" : `, 95 % interval ${write(low)} to ${write(high)}`;
      return `${outcome} ${write(difference)}${interval} (${write(truth)})`;
    })
    .join("; ")}`;

/** What `followback demo` says of that, in one line. */
export const tellAddressed = (routes: readonly ShareTruth[]): string =>
  `who addressed another follower within 30 days, with the truth: ${routes
    .map(({route, share, truth}) => `${tenths(share)} of ${route} (${tenths(truth)})`)
    .join("; ")}`;

/** The same of interests, with what a sample leaves open. */
export const tellInterests = (routes: readonly ShareTruth[]): string =>
  `who posted on the brand's topics within 30 days, by a sample, with the truth: ${routes
    .map(
      ({route, share, low, high, truth}) =>
        `${tenths(share)} of ${route}, 95 % interval ${tenths(low)} to ${tenths(high)} (${tenths(truth)})`
    )
    .join("; ")}`;

const tenths = (share: number) => `${hundredths(share, 1)} %`;

/** What `followback demo` says of it, in one line. Routes that rest on a sitting are left out: nobody calls them certain. */
export function tellRoutes(routes: RouteTruth[]): string {
  const of = (route: string, basis?: string) => {
    const rows = routes.filter(
      (row) => row.route === route && (basis === undefined ? row.basis !== "sitting" : row.basis === basis)
    );
    const sum = (key: "people" | "followbacks") => rows.reduce((total, row) => total + row[key], 0);
    return {people: sum("people"), followbacks: sum("followbacks")};
  };
  const certain = of("followback");
  const organic = of("organic");
  const unknown = of("unknown");
  const parts = (["first", "none_seen"] as const).map((basis) => {
    const {people, followbacks} = of("organic", basis);
    return `${basis}: ${count(followbacks)} of ${count(people)}`;
  });
  return [
    `checked against the truth: ${share(certain)} called followback ${areOf(certain)}`,
    `${share(organic)} called organic ${areOf(organic)} (${parts.join("; ")})`,
    `of the ${count(unknown.people)} unknown, ${count(unknown.followbacks)} ${unknown.followbacks === 1 ? "is" : "are"}`
  ].join("; ");
}

const count = (number: number) => number.toLocaleString("en");

/** `all 158`, `none of the 217`, `3 of the 217`. */
function share({people, followbacks}: Pick<RouteTruth, "people" | "followbacks">): string {
  if (people > 0 && followbacks === people) return `all ${count(people)}`;
  return `${followbacks === 0 ? "none" : count(followbacks)} of the ${count(people)}`;
}

const areOf = ({people, followbacks}: Pick<RouteTruth, "people" | "followbacks">) =>
  followbacks === 0 || (followbacks === 1 && people > 1) ? "is" : "are";
