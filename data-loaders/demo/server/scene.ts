import type {Random} from "../random.ts";
import type {LocalOAuth} from "./oauth.ts";
import type {LocalRequest} from "./routes.ts";
import type {Walks} from "./walks.ts";

/** The request a fault meets, and whatever the server knows around it. */
export interface Scene {
  request: LocalRequest;
  /** The pagination token as the client sent it. */
  token: string | null;
  /** The OAuth 2.0 access token the request came with; null for one that never dies. */
  accessToken: string | null;
  viewerId: string;
  oauth: LocalOAuth;
  walks: Walks;
  random: Random;
  now: Date;
}
