import {randomBytes} from "node:crypto";
import {keyAt} from "./people.ts";

/** Somebody of a pretended Bluesky: how their follows stand, and what became of them. */
export interface Pretended {
  did: string;
  inbound?: string;
  outbound?: string;
  isBlocked?: boolean;
  state?: "AccountDeactivated" | "AccountTakedown";
}

const letters = "abcdefghijklmnopqrstuvwxyz";
/** A DID of its own for each number. */
export const didOf = (nth: number) =>
  `did:plc:${[...String(nth).padStart(24, "0")].map((digit) => letters[Number(digit)]).join("")}`;

const begin = Date.parse("2026-03-01T00:00:00Z");
export const keyOf = (nth: number) => keyAt(new Date(begin + nth * 60_000));

/**
 * A Bluesky of one brand, as a `fetch`: the AppView, the directory and the server that holds the brand. It behaves as the real
 * ones were measured: as the brand, rows of its lists carry both addresses; whoever is blocked or gone stands in no list.
 */
export class PretendedBluesky {
  readonly brand = didOf(0);
  readonly pds = "https://pds.test";
  people: Pretended[] = [];
  /** What the brand is told of, the newest first. */
  notifications: unknown[] = [];
  password = `abcd-efgh-ijkl-${randomBytes(2).toString("hex")}`;
  /** Every token that it ever gave. */
  readonly issued: string[] = [];
  /** What was asked, by method and as whom. */
  readonly asked: {method: string; isBrand: boolean; host: string}[] = [];
  access = "";
  refresh = "";
  logins = 0;
  /** What is answered in the place of anything else. */
  twist: (method: string) => {status: number; body: unknown; headers?: Record<string, string>} | null = () =>
    null;

  #token(kind: string): string {
    const token = `${kind}.${randomBytes(40).toString("base64url")}`;
    this.issued.push(token);
    return token;
  }

  /** The access token is taken no longer, as after two hours. */
  expire() {
    this.access = "";
  }

  count = (method: string) => this.asked.filter((one) => one.method.endsWith(method)).length;

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const token = new Headers(init?.headers).get("authorization")?.replace("Bearer ", "") ?? null;
    const method = url.pathname.replace("/xrpc/", "");
    const isBrand = url.origin === this.pds;
    this.asked.push({method, isBrand, host: url.host});
    const {status, body, headers} = this.twist(method) ?? this.#answer(url, method, token, init?.body);
    return new Response(JSON.stringify(body), {
      status,
      headers: {"content-type": "application/json", ...headers}
    });
  };

  #answer(
    url: URL,
    method: string,
    token: string | null,
    input: unknown
  ): {status: number; body: unknown; headers?: Record<string, string>} {
    const yes = (body: unknown) => ({status: 200, body});
    const no = (status: number, error: string, message = error) => ({status, body: {error, message}});
    if (url.host === "plc.test") {
      const service = {id: "#atproto_pds", type: "AtprotoPersonalDataServer", serviceEndpoint: this.pds};
      return yes({id: this.brand, service: [service]});
    }
    const renewed = () => {
      this.access = this.#token("access");
      this.refresh = this.#token("refresh");
      return yes({
        did: this.brand,
        handle: "the-brand.test",
        accessJwt: this.access,
        refreshJwt: this.refresh
      });
    };
    switch (method) {
      case "com.atproto.server.createSession":
        this.logins++;
        return (JSON.parse(String(input)) as {password: string}).password === this.password
          ? renewed()
          : no(401, "AuthenticationRequired", "Invalid identifier or password");
      case "com.atproto.server.refreshSession":
        return token === this.refresh ? renewed() : no(400, "ExpiredToken", `Token has expired: ${token}`);
      case "com.atproto.server.deleteSession":
        if (token === this.refresh) this.access = this.refresh = "";
        return yes({});
    }
    const isBrand = url.origin === this.pds;
    if (isBrand && token === null) return no(401, "AuthMissing");
    if (isBrand && token !== this.access) return no(400, "ExpiredToken", `Token has expired: ${token}`);
    const query = url.searchParams;
    const profileOf = ({did}: {did: string}) => ({
      did,
      handle: `h${did.slice(-6)}.test`,
      createdAt: "2024-01-01T00:00:00Z"
    });
    const addresses = ({did, inbound, outbound}: Pretended) => ({
      ...(outbound !== undefined && {following: `at://${this.brand}/app.bsky.graph.follow/${outbound}`}),
      ...(inbound !== undefined && {followedBy: `at://${did}/app.bsky.graph.follow/${inbound}`})
    });
    const find = (did: string) => this.people.find((one) => one.did === did);
    switch (method) {
      case "app.bsky.actor.getProfile": {
        const actor = query.get("actor")!;
        const person = find(actor);
        if (actor === this.brand || actor === "the-brand.test")
          return yes({
            did: this.brand,
            handle: "the-brand.test",
            followersCount: 0,
            followsCount: 0,
            createdAt: "2024-01-01T00:00:00Z"
          });
        if (person?.state) return no(400, person.state);
        return person ? yes(profileOf(person)) : no(400, "InvalidRequest", "Profile not found");
      }
      case "app.bsky.actor.getProfiles":
        return yes({
          profiles: query.getAll("actors").flatMap((did) => {
            const person = find(did);
            return person && !person.state
              ? [{...profileOf(person), followersCount: 7, followsCount: 8, postsCount: 9}]
              : [];
          })
        });
      case "app.bsky.graph.getFollowers":
      case "app.bsky.graph.getFollows": {
        const side = method.endsWith("getFollowers") ? "inbound" : "outbound";
        const shown = this.people.filter((one) => one[side] !== undefined && !one.isBlocked && !one.state);
        const from = Number(query.get("cursor") ?? 0);
        const to = from + Number(query.get("limit"));
        const rows = shown.slice(from, to).map((one) => ({
          ...profileOf(one),
          ...(isBrand && {viewer: {muted: false, blockedBy: false, ...addresses(one)}})
        }));
        return yes({
          [side === "inbound" ? "followers" : "follows"]: rows,
          ...(to < shown.length && {cursor: String(to)})
        });
      }
      case "app.bsky.graph.getRelationships":
        return yes({
          relationships: query.getAll("others").map((did) => {
            const person = find(did);
            const block = person?.isBlocked && {
              blocking: `at://${this.brand}/app.bsky.graph.block/${keyOf(1)}`
            };
            return {did, ...(person && addresses(person)), ...block};
          })
        });
      case "com.atproto.repo.getRecord": {
        const [repo, key] = [query.get("repo")!, query.get("rkey")!];
        const nth = this.people.findIndex((one) =>
          repo === this.brand ? one.outbound === key : one.did === repo && one.inbound === key
        );
        if (nth < 0) return no(400, "RecordNotFound");
        const subject = repo === this.brand ? this.people[nth]!.did : this.brand;
        const value = {subject, createdAt: "2026-03-01T00:00:00Z"};
        return yes({uri: `at://${repo}/app.bsky.graph.follow/${key}`, value});
      }
      case "app.bsky.notification.listNotifications":
        return isBrand ? yes({notifications: this.notifications}) : no(501, "MethodNotImplemented");
      case "app.bsky.feed.getAuthorFeed":
        return yes({feed: []});
    }
    return no(501, "MethodNotImplemented");
  }
}

/** So many who follow only, are followed only, and do both. */
export const world = (followers: number, following: number, mutual = 0): Pretended[] => [
  ...Array.from({length: followers}, (_, nth) => ({did: didOf(1 + nth), inbound: keyOf(nth)})),
  ...Array.from({length: following}, (_, nth) => ({did: didOf(100_001 + nth), outbound: keyOf(nth)})),
  ...Array.from({length: mutual}, (_, nth) => ({
    did: didOf(200_001 + nth),
    inbound: keyOf(nth),
    outbound: keyOf(50_000 + nth)
  }))
];
