import type {Endpoint} from "../networks/x.ts";

/** Whose token asks: likers are shown to the account's own user only, and limits differ. */
export type Asker = "user" | "bearer";

/** What is asked of one endpoint, as a mean: `requests` sent, `resources` billed. */
export interface Line {
  endpoint: Endpoint;
  requests: number;
  resources: number;
}

/** What one snapshot asks for, in the order of asking. */
export type Asked = readonly Line[];
