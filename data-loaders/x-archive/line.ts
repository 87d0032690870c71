import {basename, resolve} from "node:path";
import {plural} from "../../src/words.ts";
import type {UnderstoodArchive} from "./load.ts";

/** What was understood of an archive, in one line: whose, as of when and how that is known, and how many people, complete or not and why. */
export function lineOfArchive(path: string, archive: UnderstoodArchive): string {
  const {account, takenAt, takenFrom, hasManifest, lists, hasPosts} = archive;
  const known = hasManifest ? "its manifest" : "--taken-at";
  const parts = [
    `X archive: of ${account.id}${account.name === null ? "" : ` (@${account.name})`}`,
    takenFrom < takenAt
      ? `as of some time from ${textOf(takenFrom)} to ${textOf(takenAt)} UTC (${known})`
      : `as of ${textOf(takenAt)} UTC (${known})`,
    ...lists.map((list) => wordsOf(list, hasManifest)),
    hasPosts ? "own posts" : "no own posts"
  ];
  return `${basename(resolve(path))}: ${parts.join("; ")}`;
}

const textOf = (time: Date) => time.toISOString().slice(0, 19).replace("T", " ");

function wordsOf({list, people, reason}: UnderstoodArchive["lists"][number], hasManifest: boolean): string {
  if (people === null) return `no list of ${list}`;
  const count = `${list}: ${plural(people, "person", "people")}`;
  if (reason === null)
    return `${count}, complete (${hasManifest ? "as many as its manifest counts" : "as declared"})`;
  return `${count}, not complete: ${reason}${hasManifest ? "" : " (--complete, if it is the whole list)"}`;
}
