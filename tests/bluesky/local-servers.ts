import {didOf, partsOf} from "../../data-loaders/demo/sky/names.ts";
import {Refusal} from "../../data-loaders/demo/sky/methods.ts";
import {
  BadRecord,
  Repositories,
  type AccountState,
  type LocalAccount,
  type RecordValue
} from "../../data-loaders/demo/sky/repositories.ts";
import {startAppview} from "../../data-loaders/demo/sky/server.ts";
import type {Json} from "../../data-loaders/demo/sky/views.ts";
import {addresseesOf} from "../../data-loaders/bluesky/acts.ts";
import type {Servers} from "./start-servers.ts";

type Account = LocalAccount & {state: AccountState};
const wordOf = (did: string) => `Bearer ${did}`;

/** The local AppView, and what a server of repositories takes from those who write, in the place of the real servers. */
export async function startLocalServers(): Promise<Servers> {
  const repositories = new Repositories();
  const writer = new Writer(repositories);
  const more = (method: string, _: URLSearchParams, authorization: string | null) =>
    method === "app.bsky.notification.listNotifications" ? writer.notifications(authorization) : null;
  const appView = await startAppview(repositories);
  const pds = await startAppview(repositories, {
    post: (method, body, authorization) => writer.post(method, body, authorization),
    more,
    hasLimits: true
  });
  return {
    pds: pds.url,
    appView: appView.url,
    plc: appView.url,
    settle: async () => {},
    stop: async () => {
      await pds.close();
      await appView.close();
    }
  };
}

/** What clients may do to their own repositories, and a moderator to anybody's. */
class Writer {
  constructor(readonly repositories: Repositories) {}

  post(method: string, body: Json, authorization: string | null): Json {
    try {
      return this.#post(method, body as Record<string, any>, authorization);
    } catch (error) {
      throw error instanceof BadRecord ? new Refusal(400, "InvalidRequest", error.message) : error;
    }
  }

  #post(method: string, body: Record<string, any>, authorization: string | null): Json {
    const {repositories} = this;
    const at = new Date();
    switch (method) {
      case "com.atproto.server.createAccount": {
        const {handle} = body;
        const did = didOf(handle);
        const account: Account = {
          did,
          handle,
          displayName: "",
          description: "",
          createdAt: at,
          state: "active"
        };
        repositories.addAccount(account);
        return {did, handle, accessJwt: did};
      }
      case "com.atproto.repo.putRecord": {
        const {repo, collection, rkey, record} = body;
        if (collection === "app.bsky.actor.profile") {
          Object.assign(this.#account(repo), {
            displayName: record.displayName,
            description: record.description
          });
          return {uri: `at://${repo}/${collection}/${rkey}`, cid: ""};
        }
        const {uri, cid} = repositories.put(`at://${repo}/${collection}/${rkey}`, record, at);
        return {uri, cid};
      }
      case "com.atproto.repo.createRecord": {
        const {repo, collection, rkey, record} = body;
        if (authorization !== wordOf(repo)) throw new Refusal(401, "AuthMissing", "Authentication Required");
        const {uri, cid} = repositories.write(repo, collection, record as RecordValue, {at, key: rkey});
        return {uri, cid};
      }
      case "com.atproto.repo.deleteRecord":
        repositories.remove(`at://${body.repo}/${body.collection}/${body.rkey}`);
        return {};
      case "com.atproto.repo.applyWrites":
        for (const {collection, value} of body.writes)
          repositories.write(body.repo, collection, value, {at, isBatch: true});
        return {};
      case "com.atproto.server.deactivateAccount":
      case "com.atproto.server.activateAccount":
        this.#account(authorization!.slice("Bearer ".length)).state = method.includes("deactivate")
          ? "deactivated"
          : "active";
        return {};
      case "com.atproto.admin.updateSubjectStatus":
        this.#account(body.subject.did).state = "taken_down";
        return {};
      case "com.atproto.admin.deleteAccount":
        this.#account(body.did).state = "deleted";
        return {};
    }
    throw new Refusal(501, "MethodNotImplemented", "Method Not Implemented");
  }

  #account = (did: string) => this.repositories.accounts.get(did) as Account;

  /** One a post, by the first reason of mention, quote and reply that fits. */
  notifications(authorization: string | null): Json {
    const own = authorization?.slice("Bearer ".length);
    const rows = [...this.repositories.records.values()].flatMap(({uri, cid, did, value}) => {
      if (did === own) return [];
      const text = JSON.stringify(value);
      const reason = ["mention", "quote", "reply"].find((how) => reasons[how]!(value, own!, text));
      return reason === undefined ? [] : [{uri, cid, author: {did}, reason, record: value}];
    });
    return {notifications: rows};
  }
}

const isOwn = (uri: unknown, own: string) => typeof uri === "string" && partsOf(uri)?.did === own;
const reasons: Record<string, (value: Json, own: string, text: string) => boolean> = {
  mention: (_, own, text) => text.includes(`"#mention","did":"${own}"`) || mentions(text, own),
  quote: (value, own) => isOwn((value.embed as any)?.record?.uri, own),
  reply: (value, own) => addresseesOf(value).some(({did, how}) => did === own && how === "reply")
};
const mentions = (text: string, own: string) => text.includes("#mention") && text.includes(`"did":"${own}"`);
