import {existsSync} from "node:fs";
import {readFile, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import {sha256Of} from "../snapshots/writer.ts";

/** The mart files, each with its bytes and checksum. */
export const martFilesSchema = z.record(z.string(), z.object({bytes: z.number(), sha256: z.string()}));
export type MartFiles = z.infer<typeof martFilesSchema>;

const recordFile = "files.json";

/** Writes beside the marts in a folder what each of their files is, so that one of another build is noticed. */
export async function recordFiles(folder: string, marts: readonly string[]): Promise<MartFiles> {
  const files: MartFiles = {};
  for (const mart of marts) {
    const file = join(folder, `${mart}.parquet`);
    files[mart] = {bytes: (await stat(file)).size, sha256: await sha256Of(file)};
  }
  await writeFile(join(folder, recordFile), JSON.stringify(files));
  return files;
}

/** The first file in a folder of marts that is not as it was built; null where all are. */
export async function changedMart(folder: string): Promise<string | null> {
  const read = await readFile(join(folder, recordFile), "utf8")
    .then((text) => martFilesSchema.safeParse(JSON.parse(text)))
    .catch(() => null);
  if (!read?.success) return recordFile;
  for (const [mart, {bytes, sha256}] of Object.entries(read.data)) {
    const file = join(folder, `${mart}.parquet`);
    if (!existsSync(file) || (await stat(file)).size !== bytes || (await sha256Of(file)) !== sha256)
      return `${mart}.parquet`;
  }
  return null;
}
