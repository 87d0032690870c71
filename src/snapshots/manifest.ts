import type {TableName} from "./tables.ts";
import type {WrittenTable} from "./writer.ts";

/** What was asked of one endpoint, and what it cost. */
export interface Request {
  endpoint: string;
  requests: number;
  resources: number;
  /** Resources that were not billed before on the same UTC day. */
  billed?: number;
  /** At the owner's price where the token's user is the account, else at X's full price. */
  dollars: number;
  /** At X's full price; absent where that is the same. */
  dollars_list?: number;
  /** Where answers never came whole: what X may have billed in all. */
  dollars_at_most?: number;
}

/** What `snapshot.json` says: where the rows came from, what they cost, and what was written. */
export interface Manifest {
  id: string;
  source: string;
  version: string;
  taken_at: string;
  /** The accounts it is about: their ids, or only how many where there are more than a hundred. */
  accounts: string[] | number;
  requests?: Request[];
  /** Why nothing more was asked of X before the snapshot was whole; absent where it is. */
  stopped?: string;
  /** X's field dialect as served: `tweet` or `post`. */
  dialect?: string | null;
  /** The name of the file or folder it was imported from, without the folders above it. */
  from?: string;
  /** What the loader wants a reader to know: what was skipped, what stopped early. */
  notes?: string[];
  /** Set where the source should hold the account's own posts and does not; `counted` is how many it says there are. */
  posts_missing?: {counted: number | null};
  /** How many people were erased from it by request, see forget.ts; nothing says who. */
  forgotten?: number;
  tables: Partial<Record<TableName, WrittenTable>>;
}
