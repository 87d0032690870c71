import {didOf} from "../../data-loaders/demo/sky/names.ts";
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
import type {Servers} from "./start-servers.ts";

type Account = LocalAccount & {state: AccountState};
/** Whose word it is; null for no one's. A DID alone would be a secret that every answer holds. */
const loginOf = (authorization: string | null) =>
  /^Bearer session-(did:.*)$/.exec(authorization ?? "")?.[1] ?? null;

/** The local AppView, and what a server of repositories takes from those who write, in the place of the real servers. */
export async function startLocalServers(): Promise<Servers> {
  const repositories = new Repositories();
  const writer = new Writer(repositories);
  const appView = await startAppview(repositories);
  const pds = await startAppview(repositories, {
    post: (method, body, authorization) => writer.post(method, body, authorization),
    viewerOf: loginOf,
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
        return {did, handle, accessJwt: `session-${did}`};
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
        if (loginOf(authorization) !== repo) throw new Refusal(401, "AuthMissing", "Authentication Required");
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
        this.#account(loginOf(authorization)!).state = method.includes("deactivate")
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
}
