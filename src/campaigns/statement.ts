import {idTimeOf, listSnapshots, readManifest, writeSnapshot} from "../snapshots/store.ts";
import type {RawRow, TableName} from "../snapshots/tables.ts";

/** Rows that a user says at the command line: facts like those of a file. */
export type Statement = Partial<Record<TableName, Omit<RawRow, "account_id">[]>>;

const source = "tables";
/** What such a snapshot comes from, in place of a file. */
const said = "the command line";

/**
 * Stores what the user says of an account as a snapshot of its own, later than every one that is stored: of two
 * statements the later one counts, and the ids of snapshots have whole seconds. Returns the snapshot's id.
 */
export async function storeStatement(
  dataDir: string,
  accountId: string,
  statement: Statement,
  now = new Date()
): Promise<string> {
  const ids = (await listSnapshots(dataDir)).filter((id) => id.includes(`-${source}-`));
  let takenAt = Math.floor(now.getTime() / 1000) * 1000;
  // Later than what was said before, also where the clock of this machine was set back since.
  for (const id of ids.filter((id) => id > idTimeOf(new Date(takenAt)))) {
    const {from, taken_at} = await readManifest(dataDir, id);
    if (from === said) takenAt = Math.max(takenAt, Date.parse(taken_at) + 1000);
  }
  while (ids.some((id) => id.startsWith(idTimeOf(new Date(takenAt))))) takenAt += 1000;
  const {id} = await writeSnapshot(
    dataDir,
    {source, takenAt: new Date(takenAt), key: JSON.stringify([accountId, statement, takenAt])},
    async (writer) => {
      for (const [table, rows] of Object.entries(statement) as [TableName, Statement[TableName]][])
        for (const row of rows ?? []) await writer.append(table, {account_id: accountId, ...row});
      return {accounts: [accountId], from: said};
    }
  );
  return id;
}
