import {UserError} from "../../src/errors.ts";
import type {ArchiveFiles} from "./files.ts";
import {idOf} from "./ids.ts";
import {readItems} from "./items.ts";
import type {ArchiveManifest} from "./manifest.ts";

/** Whose archive it is. */
export interface Owner {
  id: string;
  username: string | null;
  createdAt: Date | null;
}

/** Reads the owner from the manifest and `account.js`, of which nothing but id, name and date of creation is taken. */
export async function readOwner(archive: ArchiveFiles, manifest: ArchiveManifest | null): Promise<Owner> {
  const named = manifest?.userInfo;
  const owner: Owner = {id: named?.accountId ?? "", username: named?.userName ?? null, createdAt: null};
  if (archive.names.has("account.js")) {
    const where = `${archive.path}: account.js`;
    for await (const item of readItems(archive.read("account.js"), where, ["account"])) {
      const account = (item.account ?? item) as {
        accountId?: unknown;
        username?: unknown;
        createdAt?: unknown;
      };
      const id = idOf(account.accountId, where);
      if (owner.id && owner.id !== id) {
        throw new UserError(`${where} is of account ${id}, manifest.js of ${owner.id}: do not mix archives`);
      }
      owner.id = id;
      if (typeof account.username === "string") owner.username ??= account.username;
      const createdAt = new Date(String(account.createdAt));
      if (!Number.isNaN(createdAt.getTime())) owner.createdAt = createdAt;
    }
  }
  if (owner.id) return owner;
  throw new UserError(
    `${archive.path}: account.js is missing, so the owner is unknown: use the archive as X delivered it`
  );
}
