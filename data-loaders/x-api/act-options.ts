import type {RawRow, TableName} from "../../src/snapshots/tables.ts";
import type {ActMemory} from "../act-memory.ts";
import type {Client} from "./client.ts";

/** What reading posts and acts takes: whom to ask about whom, what is known, and where rows go. */
export interface ActOptions {
  client: Client;
  account: string;
  /** When the account was made: before it there can be no act. */
  createdAt: Date;
  /** Ask who liked: X tells nobody but the account itself. */
  withLikers: boolean;
  /** Ask what others write to each other in the conversations that the account began. */
  withConversations: boolean;
  memory: ActMemory;
  append(table: TableName, row: RawRow): Promise<void>;
  /** Called for each thing asked for, with what it is. */
  log?(message: string): void;
}
