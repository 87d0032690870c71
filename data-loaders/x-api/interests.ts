import {createHmac, randomBytes} from "node:crypto";
import {topicMatcher} from "../../src/interests/match.ts";
import {
  drawSample,
  expectedPrice,
  lookAges,
  pageSize,
  peopleAWeek,
  recentLooks,
  seededOrder,
  stratumOf,
  weekOf,
  windowDays,
  worstPrice,
  type Drawn,
  type Method,
  type Newcomer
} from "../../src/interests/sample.ts";
import {topicsDigest} from "../../src/interests/topics.ts";
import {recentDays, searchLagSeconds} from "../../src/networks/x.ts";
import type {RawRow, TableName} from "../../src/snapshots/tables.ts";
import {plural} from "../../src/words.ts";
import {interestPostSchema, lackingInterestFields, withoutTexts} from "../x/protocol/answers.ts";
import {
  interestsQuery,
  interestsRequest,
  peopleForSearch,
  type SearchEndpoint
} from "../x/protocol/requests.ts";
import {dayOf} from "./billed-today.ts";
import type {Client} from "./client.ts";
import {batchKey, type InterestMemory} from "./interest-memory.ts";
import {lookUp} from "./lookups.ts";
import {readPages} from "./pages.ts";

const dayMs = 86_400_000;
const daysAWeek = 7;

/** What is looked for, and for how much. */
export interface InterestOptions {
  topics: readonly string[];
  /** Micro-dollars a calendar month. */
  budget: number;
  method: Method;
}

export interface InterestRun extends InterestOptions {
  client: Client;
  account: string;
  memory: InterestMemory;
  /** What this very snapshot has shown of somebody: whether they can be looked at; null where it showed nothing. */
  isShown(id: string): boolean | null;
  append(table: TableName, row: RawRow): Promise<void>;
  log?(message: string): void;
}

/** People of one stratum who are looked at together, in one look each or in one of several. */
interface Batch {
  drawn: Drawn;
  number: number;
  due: Newcomer[];
}

/** Why the rest of the batches is not looked at. */
class BudgetSpent extends Error {}
/** Why a batch is not finished. */
class Unfinished extends Error {}

/**
 * Looks for posts on the account's topics by sampled people whose time has come, batch by batch in a seeded random order.
 * Of a batch that was looked at to its end the rows are written, of another none. Returns what went wrong.
 */
export async function readInterests(run: InterestRun): Promise<string[]> {
  const {client, memory, method} = run;
  const holdsTopic = await topicMatcher(run.topics);
  const now = client.clock.now();
  memory.moveTo(now);
  const look = new Look(run, holdsTopic, now);
  const batches = method === "full_archive" ? archiveBatches(run, now) : recentBatches(run, now, look.notes);
  const order = seededOrder(
    batches.map((batch) => ({id: batchKey(batch.drawn.stratum, batch.number), batch})),
    `${run.account} ${dayOf(now)}`
  );
  for (const [nth, {batch}] of order.entries()) {
    if (client.stopped) break;
    run.log?.(
      `interests of ${plural(batch.due.length, "person", "people")}, batch ${nth + 1} of ${order.length}`
    );
    try {
      await look.at(batch);
    } catch (error) {
      if (error instanceof BudgetSpent) {
        look.notes.push(
          `interests: the budget of the month was reached: ${plural(order.length - nth, "batch", "batches")} not looked at`
        );
        break;
      }
      if (!(error instanceof Unfinished)) throw error;
      look.notes.push(`interests: a batch of ${batch.due.length} was dropped: ${error.message}`);
    }
  }
  return look.notes;
}

const startOfDay = (at: Date) => Math.floor(at.getTime() / dayMs) * dayMs;

/** Prices of a post and a profile, in micro-dollars: the dearer ones. */
const pricesOf = ({prices}: Client, endpoint: SearchEndpoint) => ({
  post: prices.price(endpoint, false),
  user: prices.price("users", false)
});

const endpointOf = (method: Method): SearchEndpoint =>
  method === "full_archive" ? "tweets/search/all" : "tweets/search/recent";

/** The looks of recent search go on for weeks, in which the size must not change: theirs goes by the worst price. */
function weekly({client, method, budget, memory}: InterestRun): number {
  const prices = pricesOf(client, endpointOf(method));
  const worst = worstPrice(method, prices);
  const price =
    method === "full_archive" ? expectedPrice(worst, memory.past(client.clock.now(), prices)) : worst;
  return peopleAWeek(budget, price);
}

/** The sample, with the sizes that earlier looks fixed. */
function drawn({account, memory, ...run}: InterestRun, newcomers: readonly Newcomer[]): Drawn[] {
  const people = weekly({account, memory, ...run});
  return drawSample(newcomers, {peopleAWeek: people, seed: account}).map((one) => {
    const fixed = memory.fixed.get(one.stratum);
    if (!fixed) return one;
    const all = newcomers.filter((person) => stratumOf(person) === one.stratum);
    const sampled = seededOrder(all, `${account} ${one.stratum}`).slice(0, fixed.sampled);
    return {stratum: one.stratum, people: fixed.people, sampled};
  });
}

/** Age in whole days at the beginning of this UTC day: a run that goes on after a kill finds the same people. */
const ageOf = ({firstSeenAt}: Newcomer, now: Date) =>
  Math.floor((startOfDay(now) - firstSeenAt.getTime()) / dayMs);

function archiveBatches(run: InterestRun, now: Date): Batch[] {
  const isDue = (person: Newcomer) => {
    const age = ageOf(person, now);
    return age >= lookAges.from && age <= lookAges.to && !run.memory.done.has(person.id);
  };
  // Only weeks in which somebody is due are drawn from: all of their newcomers are known by now.
  const weeks = new Set(run.memory.newcomers.filter(isDue).map(({firstSeenAt}) => weekOf(firstSeenAt)));
  const [from, to] = [lookAges.from - daysAWeek, lookAges.to + daysAWeek];
  const newcomers = run.memory.newcomers
    .filter((person) => ageOf(person, now) >= from && ageOf(person, now) <= to)
    .filter(({firstSeenAt}) => weeks.has(weekOf(firstSeenAt)));
  return drawn(run, newcomers).flatMap((stratum) =>
    stratum.sampled.some(isDue) ? batchesOf(run, stratum, isDue) : []
  );
}

/** People of one day of first sight together, so that their windows differ by less than a day. */
function batchesOf(
  {method, topics}: InterestRun,
  drawn: Drawn,
  isDue: (person: Newcomer) => boolean
): Batch[] {
  const days = new Map<number, Newcomer[]>();
  for (const person of drawn.sampled) {
    const day = (person.firstSeenAt.getUTCDay() + 6) % 7;
    days.set(day, [...(days.get(day) ?? []), person]);
  }
  return [...days].flatMap(([day, people]) => {
    const byId = new Map(people.map((person) => [person.id, person]));
    return peopleForSearch(endpointOf(method), topics, [...byId.keys()]).flatMap((ids, nth) => {
      const members = ids.map((id) => byId.get(id)!);
      const due = members.filter(isDue);
      return due.length === 0 ? [] : [{drawn, number: 1000 * (day + 1) + nth, due}];
    });
  });
}

/** How far back recent search is asked for: it moves on while a run lasts. */
const reachMs = recentDays * dayMs - 3_600_000;
/** So many weeks before one say how many people are to be expected in it. */
const paceWeeks = 4;

/**
 * Recent search has to begin before a week of newcomers is over, so nobody knows how many there will be: everybody is
 * drawn with the chance that the weeks before give, and the first places of the seeded order are those drawn.
 */
function recentBatches(run: InterestRun, now: Date, notes: string[]): Batch[] {
  const {memory, account} = run;
  const byStratum = new Map<string, Newcomer[]>();
  for (const person of memory.newcomers) {
    const stratum = stratumOf(person);
    byStratum.set(stratum, [...(byStratum.get(stratum) ?? []), person]);
  }
  let lost = 0;
  const batches = [...byStratum].flatMap(([stratum, people]) => {
    const [first] = people as [Newcomer, ...Newcomer[]];
    const before = Array.from({length: paceWeeks}, (_, nth) => {
      const firstSeenAt = new Date(first.firstSeenAt.getTime() - (nth + 1) * 7 * dayMs);
      return byStratum.get(stratumOf({...first, firstSeenAt}))?.length ?? 0;
    });
    const expected = Math.max(1, before.reduce((sum, number) => sum + number, 0) / paceWeeks);
    const chance = Math.min(1, weekly(run) / 2 / expected);
    const sampled = people.filter(({id}) => chanceOf(id, `${account} ${stratum}`) < chance);
    const isDue = (person: Newcomer) => {
      const {id, firstSeenAt} = person;
      if (memory.done.has(id) || ageOf(person, now) > lookAges.to) return false;
      const from = memory.looks.get(id)?.to ?? firstSeenAt;
      const isOld = now.getTime() - from.getTime() > reachMs;
      const days = (startOfDay(now) - startOfDay(from)) / dayMs;
      const isTime = days >= recentLooks.everyDays || isOver(firstSeenAt, now);
      // X no longer shows all of the time since then: said once.
      if (isOld && now.getTime() - from.getTime() < reachMs + dayMs) lost += 1;
      return isTime && !isOld;
    };
    return batchesOf(run, {stratum, people: people.length, sampled}, isDue);
  });
  if (lost > 0)
    notes.push(
      `interests: ${plural(lost, "person", "people")} not looked at to the end: recent search goes back ${recentDays} days: take snapshots every ${recentLooks.everyDays} days or more often`
    );
  return batches;
}

const windowEnd = (firstSeenAt: Date) => new Date(firstSeenAt.getTime() + windowDays * dayMs);
const windowStart = (firstSeenAt: Date) => new Date(firstSeenAt.getTime() - windowDays * dayMs);
const isOver = (firstSeenAt: Date, now: Date) =>
  now.getTime() - searchLagSeconds * 1000 >= windowEnd(firstSeenAt).getTime();

/** The place of somebody in the seeded order, from 0 to below 1. */
const chanceOf = (id: string, seed: string) =>
  createHmac("sha256", seed).update(id).digest().readUIntBE(0, 6) / 2 ** 48;

/** The time in which somebody's posts count. */
interface Window {
  id: string;
  from: Date;
  to: Date;
}

/** What looking at the people of a run's batches shares. */
class Look {
  readonly notes: string[] = [];
  readonly #salt = randomBytes(16);
  readonly #digest: string;
  readonly #prices: {post: number; user: number};
  /** Of the batch that is looked at: posts and profiles that X may have billed. */
  #posts = 0;
  #profiles = 0;
  #key = "";
  #to = new Date(0);

  constructor(
    readonly run: InterestRun,
    readonly holdsTopic: (text: string) => boolean,
    readonly now: Date
  ) {
    this.#digest = topicsDigest(run.topics);
    this.#prices = pricesOf(run.client, endpointOf(run.method));
  }

  /** Looks at one batch. Throws `BudgetSpent` or `Unfinished`; what was read until then is in its poll all the same. */
  async at(batch: Batch): Promise<void> {
    this.#posts = this.#profiles = 0;
    this.#key = batchKey(batch.drawn.stratum, batch.number);
    this.#to = new Date(this.now.getTime() - searchLagSeconds * 1000);
    let rows: {table: TableName; row: RawRow}[] = [];
    let isComplete = false;
    try {
      rows =
        this.run.method === "full_archive" ? await this.#wholeLook(batch) : await this.#recentLook(batch);
      isComplete = true;
    } finally {
      // What a batch cost is known from its poll, also where nothing else came of it.
      if (isComplete || this.#posts + this.#profiles > 0) await this.#notePoll(batch, isComplete);
    }
    for (const {table, row} of rows) await this.run.append(table, row);
    for (const {row, table} of rows)
      if (table === "interests") this.run.memory.look(String(row.user_id), this.now);
  }

  async #wholeLook({drawn, due}: Batch) {
    const after = await this.#find(due.map(({id, firstSeenAt: at}) => ({id, from: at, to: windowEnd(at)})));
    const before = await this.#find(
      due.map(({id, firstSeenAt: at}) => ({id, from: windowStart(at), to: at}))
    );
    const isObservable = await this.#observe(due, (id) => after.has(id) || before.has(id));
    return due.flatMap((person) =>
      (["before", "after"] as const).map((period) => {
        const matched = (period === "before" ? before : after).has(person.id);
        return this.#row(person, period, isObservable.get(person.id)! ? matched : null, drawn);
      })
    );
  }

  async #recentLook({drawn, due}: Batch) {
    const {looks} = this.run.memory;
    const before = (id: string) => looks.get(id)?.matched ?? false;
    const windows = due
      .filter(({id}) => !before(id))
      .map(({id, firstSeenAt}) => ({
        id,
        from: looks.get(id)?.to ?? firstSeenAt,
        to: windowEnd(firstSeenAt)
      }));
    const found = await this.#find(windows);
    const to = this.#to;
    const isMatch = (id: string) => before(id) || found.has(id);
    const last = due.filter(({firstSeenAt}) => windowEnd(firstSeenAt) <= to);
    const isObservable = await this.#observe(last, isMatch);
    const rows: {table: TableName; row: RawRow}[] = [];
    for (const person of due) {
      const {id, firstSeenAt} = person;
      if (isObservable.has(id))
        rows.push(this.#row(person, "after", isObservable.get(id)! ? isMatch(id) : null, drawn));
      else {
        const from = looks.get(id)?.to ?? firstSeenAt;
        const row = {
          from,
          to,
          matched: isMatch(id),
          first_seen_at: firstSeenAt,
          stratum: drawn.stratum,
          topics: this.#digest
        };
        rows.push({table: "interest_looks", row: {account_id: this.run.account, user_id: id, ...row}});
        looks.set(id, {to, matched: isMatch(id)});
      }
    }
    return rows;
  }

  /** Who of some people has a matching post in their window. Each page shows it of somebody, or is the last. */
  async #find(windows: readonly Window[]): Promise<Set<string>> {
    const {client, method, topics} = this.run;
    const endpoint = endpointOf(method);
    const left = new Map(windows.map((window) => [window.id, window]));
    const found = new Set<string>();
    const from = new Date(Math.min(...windows.map(({from}) => from.getTime())));
    const latest = new Date(Math.max(...windows.map(({to}) => to.getTime())));
    // X takes no end in its last seconds: without one it searches up to them.
    let to = latest.getTime() > this.now.getTime() - 2 * searchLagSeconds * 1000 ? null : latest;
    let isFirst = true;
    while (left.size > 0) {
      const asked = {query: interestsQuery(topics, [...left.keys()]), from, to};
      const walk = readPages(
        client,
        (token) => interestsRequest(endpoint, asked, {walk: windows[0]!.id, token, size: pageSize}),
        {item: interestPostSchema, lacking: lackingInterestFields, keep: this.#keep}
      );
      for (let settled = 0; settled === 0;) {
        this.#mustAfford(pageSize, 0);
        const {done, value} = await walk.next();
        if (done && value.ended) return found;
        if (done) {
          // X may have billed a page that never came.
          if (client.stopped?.type !== "max-cost" && !client.isSilent) this.#posts += pageSize;
          throw new Unfinished(value.reason ?? "not read to the end");
        }
        if (isFirst) this.#to = new Date(value.askedAt.getTime() - searchLagSeconds * 1000);
        isFirst = false;
        this.#posts += value.items.length;
        for (const {authorId, createdAt, isMatch} of value.items) {
          if (authorId === null || createdAt === null || isMatch === null)
            throw new Unfinished("X sent posts without author, time or text");
          const window = left.get(authorId);
          if (!window || !isMatch || createdAt < window.from || createdAt >= window.to) continue;
          found.add(authorId);
          left.delete(authorId);
          settled += 1;
        }
        // What is newer is known of everybody who is left.
        const oldest = value.items.at(-1)?.createdAt;
        if (settled > 0 && oldest) to = new Date(Math.floor(oldest.getTime() / 1000) * 1000 + 1000);
      }
    }
    return found;
  }

  /** Of people whether they can be looked at. Whoever was found can; of the others this snapshot or a look-up tells. */
  async #observe(
    people: readonly Newcomer[],
    isFound: (id: string) => boolean
  ): Promise<Map<string, boolean>> {
    const {client, isShown} = this.run;
    const known = new Map<string, boolean>();
    for (const {id} of people) {
      const shown = isFound(id) || isShown(id);
      if (shown !== null) known.set(id, shown);
    }
    const unknown = people.filter(({id}) => !known.has(id)).map(({id}) => id);
    if (unknown.length === 0) return known;
    this.#mustAfford(0, unknown.length);
    this.#profiles += unknown.length;
    for (const {id, status, user} of await lookUp(client, unknown)) {
      if (status === "unresolved" || (user && user.protected === null))
        throw new Unfinished(
          client.stopped?.message ?? "X did not say of everyone whether their posts are shown"
        );
      known.set(id, status === "active" && user!.protected === false);
    }
    return known;
  }

  #row(person: Newcomer, period: "before" | "after", matched: boolean | null, drawn: Drawn) {
    const row: RawRow = {
      account_id: this.run.account,
      user_id: person.id,
      period,
      matched,
      first_seen_at: person.firstSeenAt,
      looked_at: this.now,
      stratum: drawn.stratum,
      stratum_people: drawn.people,
      sampled_people: drawn.sampled.length,
      topics: this.#digest,
      method: this.run.method
    };
    return {table: "interests" as const, row};
  }

  async #notePoll({drawn: {stratum, people, sampled}, due, number}: Batch, complete: boolean) {
    const {memory, account, method} = this.run;
    const first = Math.min(...due.map(({firstSeenAt}) => firstSeenAt.getTime()));
    const from = method === "full_archive" ? windowStart(new Date(first)) : new Date(first);
    const spent = {at: this.now, posts: this.#posts, profiles: this.#profiles};
    memory.spend(this.#key, spent);
    // Of recent search the size is fixed when the week is over.
    const isFixed = method === "full_archive";
    const size = {people, sampled: sampled.length};
    if (isFixed && complete && !memory.fixed.has(stratum)) memory.fixed.set(stratum, size);
    await this.run.append("polls", {
      account_id: account,
      kind: "interest",
      target: number,
      from,
      to: this.now,
      rows: spent.posts,
      reported_count: spent.profiles,
      capped: false,
      complete,
      stratum,
      ...(isFixed && {stratum_people: size.people, sampled_people: size.sampled})
    });
  }

  /** Throws `BudgetSpent` where so much more could be more than the month may cost. */
  #mustAfford(posts: number, profiles: number) {
    const {memory, budget} = this.run;
    const {post, user} = this.#prices;
    const own = (this.#posts + posts) * post + (this.#profiles + profiles) * user;
    if (memory.spentIn(this.now, this.#prices, this.#key) + own > budget) throw new BudgetSpent();
  }

  #keep = (body: unknown) => withoutTexts(body, this.holdsTopic, this.#idOf);

  /** An id that tells a post of this run from another, and no more. */
  #idOf = (id: string) =>
    String(createHmac("sha256", this.#salt).update(id).digest().readBigUInt64BE(0) >> 2n);
}
