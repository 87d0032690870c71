export const listNames = ["followers", "following", "blocking"] as const;
export type ListName = (typeof listNames)[number];

/** What the user said of how a file is to be read. */
export interface ReadOptions {
  delimiter?: string;
  hasHeader?: boolean;
  /** The column that holds the people; the column that holds times. Names, or positions from 1. */
  userColumn?: string;
  timeColumn?: string;
}

/** Rows that are no people, by what they are. */
export type NoiseKind = "comment" | "header" | "empty";

/**
 * The people of one file in its order, as the temporary view `<table>_read`: `person` (an id, a name or an address as
 * written), `number` (the same as a BIGINT where it is a number as numbers are written, else null), then a VARCHAR a role
 * of `roles`: `name`, `taken`, `owner`, and the columns of profiles. `keepIds` makes the temporary table `table` of it,
 * with `user_id` (BIGINT) in the place of `person` and `number`; its `rowid` counts the rows from 0.
 * Where `dropped` is set, the view also has `noise`, a `NoiseKind` or null: `keepIds` drops those rows and counts them there.
 */
export interface People {
  table: string;
  /** What the file is, for the line that is shown before anything is written: `ids, one a line`. */
  shape: string;
  /** The roles that some column plays, beside the person. */
  roles: ReadonlySet<string>;
  list: ListName | null;
  /** The line above people who stand one a line. */
  heading?: string;
  /** Whose it is, as the file says: an id or a name; null where only its rows say (`owner`), or nothing. */
  owner: string | null;
  /** A column that may say whose it is, too, and the one account that it names in all rows. */
  named?: {column: string; account: string};
  /** The time that the file as a whole states. */
  takenAt: string | null;
  /** When reading it began, where the file states that too. */
  beganAt?: string;
  /** The people stand in a column of names, where digits alone may be a name too. */
  isOfNames?: boolean;
  /** The people stand in a column of ids, where names are a mistake. */
  isOfIds?: boolean;
  /** Some people are known by their name only: `person_name` has it, and `user_id` what stands in for it. */
  hasNames?: boolean;
  /** The source said that the list ended; null where it says nothing of it. */
  ended: boolean | null;
  /** Why it is not the whole list, as far as its kind tells. */
  reason: string | null;
  /** It comes from pages of X, which serves the newest first. */
  isServed: boolean;
  /** The columns that play roles, by role, where they have names of their own. */
  columns?: Readonly<Partial<Record<string, string>>>;
  /** A table that no known exporter wrote: it may hold everybody with whom somebody has to do, and say who follows whom. */
  isOwnTable?: boolean;
  dropped?: Partial<Record<NoiseKind, number>>;
  /** The column that holds the people, where there are several. */
  column?: string;
  /** The column that plays the role `taken`. */
  takenColumn?: string;
  /** For pages: the cursor before and after them, to chain them. */
  isFirstPage?: boolean;
}
