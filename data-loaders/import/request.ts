import type {ListName} from "../saved-lists/people.ts";
import type {MappedTable} from "../returns/mapped.ts";
import type {TableFormat} from "../tables/file.ts";
import type {ListOrder} from "../tables/rows.ts";
import type {ImportedTable} from "../tables/shapes.ts";
import type {TimeUnit} from "../tables/times.ts";

/** What a call of `import` says of its inputs, by the names of its flags. */
export interface ImportRequest {
  takenAt?: string;
  complete?: boolean;
  completeAnyway?: boolean;
  order?: ListOrder;
  /** One list, or one for each file of a history. */
  list?: ListName | ListName[];
  ids?: boolean;
  names?: boolean;
  dryRun?: boolean;
  unlikeTheLast?: boolean;
  table?: ImportedTable | MappedTable;
  edges?: boolean;
  outreach?: boolean;
  map?: Record<string, string>;
  set?: Record<string, string>;
  target?: string;
  split?: boolean;
  format?: TableFormat;
  delimiter?: string;
  header?: boolean;
  timeUnit?: TimeUnit;
  timeOrigin?: string;
  zone?: string;
  dayFirst?: boolean;
  monthFirst?: boolean;
  timesAreSightings?: boolean;
  timesAreExact?: boolean;
  followerColumn?: string;
  followedColumn?: string;
  userColumn?: string;
  timeColumn?: string;
  campaign?: string;
  campaignColumn?: string;
  baseline?: string;
  account?: string[];
  accounts?: string;
  allAccounts?: boolean;
  name?: string;
  currency?: string;
  signupEvent?: string;
  /** `FROM..TO` */
  covers?: string;
  git?: string;
  file?: string[];
  eachCommitIsALook?: boolean;
  without?: string[];
}

/** What is done with an input. */
export type Kind = "archive zip" | "archive folder" | "table" | "log" | "posts" | "returns" | "list";
