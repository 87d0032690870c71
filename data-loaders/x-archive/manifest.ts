import {posix} from "node:path";
import {z} from "zod";
import {faultOf, UserError} from "../../src/errors.ts";
import {networks} from "../../src/networks/networks.ts";
import type {ArchiveFiles} from "./files.ts";

const countSchema = z.union([z.string(), z.number()]).optional();
const manifestSchema = z.object({
  userInfo: z
    .object({
      accountId: z
        .string()
        .transform(networks.x.ids.inside)
        .refine((id) => id !== null, "is not an id"),
      userName: z.string().optional()
    })
    .optional(),
  archiveInfo: z.object({
    generationDate: z.iso.datetime({offset: true}),
    isPartialArchive: z.union([z.boolean(), z.stringbool()]).default(false)
  }),
  dataTypes: z.record(
    z.string(),
    z.object({files: z.array(z.object({fileName: z.string(), count: countSchema})).optional()})
  )
});

/** `manifest.js`: whose archive it is, of when, and which files it should hold. */
export type ArchiveManifest = z.infer<typeof manifestSchema>;

/** The files of one kind, in order. `count` is the number of items the manifest names, null where it names none. */
export interface Parts {
  files: string[];
  count: number | null;
  /** Listed, but not in the archive. */
  missing: string[];
}

const largestManifest = 32 * 2 ** 20;

/** Reads `manifest.js`; archives of 2018 and 2019 have none, which gives null. */
export async function readManifestFile(archive: ArchiveFiles): Promise<ArchiveManifest | null> {
  if (!archive.names.has("manifest.js")) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of archive.read("manifest.js")) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > largestManifest) break;
  }
  const text = Buffer.concat(chunks).toString("utf8");
  const refuse = (what: string, cause: unknown) =>
    new UserError(`${archive.path}: manifest.js is not what X writes (${what}): download the archive again`, {
      cause
    });
  let json: unknown;
  try {
    json = JSON.parse(text.slice(text.indexOf("=") + 1).replace(/^\uFEFF|;\s*$/g, ""));
  } catch (error) {
    throw refuse("it is cut short or was changed", error);
  }
  const manifest = manifestSchema.safeParse(json);
  if (manifest.success) return manifest.data;
  const issue = manifest.error.issues[0]!;
  throw refuse(`${issue.path.join(".") || "the whole"} ${faultOf(issue)}`, manifest.error);
}

/**
 * The files of one kind: those the manifest lists, else those found by name (`tweets.js`, `tweets-part1.js`, …).
 * `types` are the manifest's names of the kind and `bases` the files' names, newest first.
 */
export function partsOf(
  archive: ArchiveFiles,
  manifest: ArchiveManifest | null,
  types: readonly string[],
  bases: readonly string[]
): Parts {
  for (const type of types) {
    const listed = manifest?.dataTypes[type]?.files;
    if (!listed?.length) continue;
    const files = listed.map((file) => posix.basename(file.fileName.replaceAll("\\", "/")));
    const counts = listed.map(({count}) => (/^\d+$/.test(String(count)) ? Number(count) : Number.NaN));
    const count = counts.reduce((sum, n) => sum + n, 0);
    return {
      files,
      count: Number.isNaN(count) ? null : count,
      missing: files.filter((file) => !archive.names.has(file))
    };
  }
  const base = bases.find((name) => archive.names.has(`${name}.js`) || archive.names.has(`${name}-part1.js`));
  if (base === undefined) return {files: [], count: null, missing: [`${bases[0]}.js`]};
  const last = Math.max(
    0,
    ...[...archive.names].map((name) =>
      Number(new RegExp(`^${base}-part(\\d{1,4})\\.js$`).exec(name)?.[1] ?? 0)
    )
  );
  const files = [`${base}.js`, ...Array.from({length: last}, (_, i) => `${base}-part${i + 1}.js`)];
  return {files, count: null, missing: files.filter((file) => !archive.names.has(file))};
}
