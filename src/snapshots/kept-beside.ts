import type {Manifest} from "./manifest.ts";

/**
 * What a source keeps in a data folder beside its snapshots, as far as forgetting people and removing snapshots must know of it. A source that
 * keeps nothing there needs none; the commands bring together those of all sources.
 */
export interface KeptBeside {
  /** Keeps the source from writing until the returned function is called. Throws a `UserError` where it is running. */
  hold?(dataDir: string): Promise<() => void>;
  /** Takes what is about these people (their ids) out of what was received and is not yet stored. */
  erase?(dataDir: string, ids: ReadonlySet<string>): Promise<void>;
  /**
   * Sees to it that what is kept does not bring these snapshots back, which are stored and are about to be removed; the
   * source must not write until the returned function is called. Throws a `UserError` where it is running.
   */
  beforeRemoving?(dataDir: string, snapshots: readonly Manifest[]): Promise<() => void>;
  /** Whether a file, named from its folder on and by its path, holds nobody's data and so is not searched. */
  holdsNobody?(name: string, path: string): Promise<boolean>;
}
