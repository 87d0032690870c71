import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import type {Expected} from "./recorded.ts";

/** What one snapshot holds, in the words of the world: names instead of ids. */
export interface StoredLook {
  followers: string[];
  following: string[];
  inboundKeys: Record<string, string>;
  outboundKeys: Record<string, string>;
  /** Why lists do not show somebody. */
  hidden: Record<string, string>;
  /** What became of those who were looked at, if they are not simply active. */
  status: Record<string, string>;
  acts: string[];
}

/** The snapshots of a store, oldest first. */
export const storedLooks = (
  dataDir: string,
  account: string,
  names: Record<string, string>
): Promise<StoredLook[]> =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    const nameOf = new Map(Object.entries(names).map(([name, did]) => [did, name]));
    nameOf.set(account, "brand");
    const texts = await db.rows<{id: string; text: string}>(
      "select distinct id::varchar as id, text from raw.outside_ids"
    );
    const named = new Map(texts.map(({id, text}) => [id, nameOf.get(text) ?? text]));
    const rows = async <T>(sql: string) => db.rows<T & {snapshot_id: string; id: string}>(sql);
    const lists = {
      followers: await rows("select snapshot_id, user_id::varchar as id from raw.followers"),
      following: await rows("select snapshot_id, user_id::varchar as id from raw.following")
    };
    const relations = await rows<{
      inbound_key: string | null;
      outbound_key: string | null;
      hidden: string | null;
    }>("select *, user_id::varchar as id from raw.relationships");
    const users = await rows<{status: string}>("select *, user_id::varchar as id from raw.users");
    const acts = await rows<{
      kind: string;
      act_id: string;
      target: string | null;
      addressed: string[] | null;
    }>(`
      select i.snapshot_id, i.actor_id::varchar as id, i.kind, i.act_id, i.target_user_id::varchar as target, a.addressed
      from raw.interactions i
      left join (
        select snapshot_id, act_id, list(how || ' ' || user_id::varchar order by how, user_id) as addressed
        from raw.addressed group by snapshot_id, act_id
      ) a using (snapshot_id, act_id)`);
    // Two snapshots of one second have names that say nothing of their order.
    const ids = await db.rows<{id: string}>(
      "select snapshot_id as id from raw.lists group by snapshot_id order by min(started_at)"
    );
    return ids.map(({id: snapshot}) => {
      const of = <T extends {snapshot_id: string}>(all: T[]) =>
        all.filter(({snapshot_id}) => snapshot_id === snapshot);
      const said = (id: string) => named.get(id)!;
      const by = <T extends {snapshot_id: string; id: string}>(all: T[], tell: (one: T) => string | null) =>
        Object.fromEntries(
          of(all)
            .map((one) => [said(one.id), tell(one)] as const)
            .filter((one): one is [string, string] => one[1] !== null)
            .sort(([a], [b]) => (a < b ? -1 : 1))
        );
      return {
        followers: of(lists.followers)
          .map(({id}) => said(id))
          .toSorted(),
        following: of(lists.following)
          .map(({id}) => said(id))
          .toSorted(),
        inboundKeys: by(relations, (one) => one.inbound_key),
        outboundKeys: by(relations, (one) => one.outbound_key),
        hidden: by(relations, (one) => one.hidden),
        status: by(users, ({status}) => (status === "active" ? null : status)),
        acts: of(acts)
          .map(({id, kind, target, addressed}) => {
            const whom = (addressed ?? [target!])
              .map((one) => one.replace(/\d+$/, (digits) => said(digits)))
              .toSorted();
            return `${said(id)} ${kind}: ${whom.join(", ")}`;
          })
          .toSorted()
      };
    });
  });

/**
 * What a look must have stored of a world, of those whom it met. Of whom an earlier look said that no follow is there, and why,
 * nothing more is asked.
 */
export function expectedLook(
  expected: Expected,
  met: ReadonlySet<string>,
  earlier: Expected | undefined
): Omit<StoredLook, "acts"> {
  const {followers, following, inboundKeys, outboundKeys} = expected;
  const there = (all: Record<string, string>) =>
    Object.keys(all)
      .filter((name) => met.has(name) && all[name] === "there")
      .toSorted();
  const causes = (is: string) =>
    Object.fromEntries(
      Object.keys(followers)
        .filter((name) => met.has(name))
        .flatMap((name) => {
          const found = [followers[name]!, following[name]!].find((one) => one.startsWith(`${is} `));
          return found ? [[name, found.slice(is.length + 1)] as const] : [];
        })
        .sort(([a], [b]) => (a < b ? -1 : 1))
    );
  const hidden = causes("hidden");
  const isGone = (name: string, then: Expected | undefined) =>
    [then?.followers[name], then?.following[name]].every((one) => one?.startsWith("gone "));
  const isNews = ([name]: [string, string]) => !isGone(name, earlier);
  const isState = ([, why]: [string, string]) => ["deactivated", "taken_down", "deleted"].includes(why);
  const ofMet = (keys: Record<string, string>) =>
    Object.fromEntries(Object.entries(keys).filter(([name]) => met.has(name) && name !== "twice"));
  return {
    followers: there(followers),
    following: there(following),
    inboundKeys: ofMet(inboundKeys),
    outboundKeys: ofMet(outboundKeys),
    hidden,
    status: Object.fromEntries(
      Object.entries({...hidden, ...causes("gone")})
        .filter(isState)
        .filter(isNews)
    )
  };
}
