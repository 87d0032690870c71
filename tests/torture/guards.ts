/** A guard of the program against one kind of fault, how to take it out, and the tests that must go red then. */
export interface Guard {
  file: string;
  /** A text that stands in that file once. */
  guard: string;
  without: string;
  /** Files of tests. */
  tests: readonly string[];
  /** A pattern of the names of tests; none: all tests of those files. */
  named?: string;
  /** Without it the tests do not fail, but wait for what never comes. */
  waits?: boolean;
}

/** Whether a guard stands where its row says: once in the text of its file. */
export const isInPlace = (text: string, {guard}: Guard) => text.split(guard).length === 2;

/** By the kind of fault. A guard that was rewritten is said to be missing: then its row here follows it. */
export const guards: Readonly<Record<string, readonly Guard[]>> = {
  "a command that is killed": [
    {
      file: "src/snapshots/lock.ts",
      guard: "    await sweepTempFolders();\n",
      without: "",
      tests: ["tests/temporary.test.ts"],
      named: "what a killed process leaves"
    },
    {
      file: "src/temporary.ts",
      guard: "  removeAll();\n  process.kill(process.pid, signal);",
      without: "  process.exit(0);",
      tests: ["tests/temporary.test.ts"],
      named: "leaves nothing"
    },
    {
      file: "src/snapshots/replace-file.ts",
      guard: "      await handle.sync();\n",
      without: "",
      tests: ["tests/snapshots/durable.test.ts"],
      named: "takes the place of another"
    },
    {
      file: "src/forget/forget.ts",
      guard: "if (entries.some(({startedAt}) => startedAt === entry.startedAt)) return;",
      without: "",
      tests: ["tests/forget/forget.test.ts"],
      named: "after step 12"
    },
    {
      file: "src/forget/forget.ts",
      guard: "if (left) {",
      without: "if (false) {",
      tests: ["tests/forget/forget.test.ts"],
      named: "ends with an error"
    },
    {
      file: "src/snapshots/removed.ts",
      guard: '.filter(({by}) => existsSync(join(root, by, "snapshot.json")))',
      without: "",
      tests: ["tests/snapshots/remove.test.ts"],
      named: "replacing"
    },
    {
      file: "src/snapshots/removed.ts",
      guard: "return [...ids].filter((id) => !gone.has(id)).sort();",
      without: "return [...ids].sort();",
      tests: ["tests/snapshots/remove.test.ts"],
      named: "after step|counts the old"
    },
    {
      file: "src/snapshots/store.ts",
      guard: 'if (name.startsWith(".")) await rm(join(root, name), {recursive: true, force: true});',
      without: "",
      tests: ["tests/snapshots/store.test.ts", "tests/snapshots/durable.test.ts"],
      named: "left|killed|swept"
    },
    {
      file: "src/snapshots/store.ts",
      guard: "const hidden = join(root, `.${id}-${process.pid}`);",
      without: "const hidden = target;",
      tests: ["tests/snapshots/store.test.ts", "tests/snapshots/durable.test.ts"]
    },
    {
      file: "src/snapshots/replace-file.ts",
      guard: "const hidden = halfWritten(target);",
      without: "const hidden = target;",
      tests: ["tests/snapshots/replace-file.test.ts"]
    },
    {
      file: "data-loaders/listening/spool.ts",
      guard: "if (entry === null) torn = nth;",
      without: "if (entry === null) throw new Error();",
      tests: ["tests/x-activity/spool.test.ts"],
      named: "crash tore"
    },
    {
      file: "data-loaders/listening/spool.ts",
      guard: "if (torn !== null)",
      without: "if (false)",
      tests: ["tests/x-activity/spool.test.ts"],
      named: "in the middle that"
    },
    {
      file: "src/snapshots/replace-file.ts",
      guard: "    await sweepHalfWritten({folder: dirname(target), file: basename(target)});\n",
      without: "",
      tests: ["tests/snapshots/replace-file.test.ts"],
      named: "killed process"
    },
    {
      file: "src/snapshots/lock-file.ts",
      guard: "    await sweepHalfWritten({folder: dirname(path), file: basename(path)});\n",
      without: "",
      tests: ["tests/snapshots/lock-file.test.ts"],
      named: "was killed"
    },
    {
      file: "data-loaders/listening/kept.ts",
      guard: "    await sweepHalfWritten({folder});\n",
      without: "",
      tests: ["tests/forget/forget.test.ts"],
      named: "listener has not stored"
    },
    {
      file: "data-loaders/access/private-file.ts",
      guard:
        "  await sweepHalfWritten({folder: dirname(target), file: basename(target)});\n  await rm(target, {force: true});",
      without: "  await rm(file, {force: true});",
      tests: ["tests/x/access/credentials.test.ts"],
      named: "login that ended"
    }
  ],
  "a full disk": [
    {
      file: "src/snapshots/lock.ts",
      guard: "explained(folderError(dataDir, error))",
      without: "folderError(dataDir, error)",
      tests: ["tests/torture/faults.test.ts"],
      named: "full before anything"
    },
    {
      file: "data-loaders/listening/spool.ts",
      guard: "ftruncateSync(this.#file, size);",
      without: "",
      tests: ["tests/x-activity/spool.test.ts"],
      named: "filled up"
    },
    {
      file: "src/errors.ts",
      guard: "if (/no space left on device|ENOSPC|EDQUOT|disk quota/i.test(text)) {",
      without: "if (false) {",
      tests: ["tests/torture/faults.test.ts"],
      named: "may be full"
    },
    {
      file: "data-loaders/x-activity/stream.ts",
      guard: "          reject(error);\n          request.destroy();\n",
      without: "          throw error;\n",
      tests: ["tests/x-activity/stream.test.ts"],
      named: "where the disk is full",
      waits: true
    },
    {
      file: "data-loaders/bluesky/jetstream/stream.ts",
      guard: "        reject(error);\n        socket.terminate();\n",
      without: "        throw error;\n",
      tests: ["tests/bluesky/listen.test.ts"],
      named: "where the disk is full",
      waits: true
    },
    {
      file: "src/site/turns.ts",
      guard: "    if (!(error instanceof LockHeld)) throw error;\n    progress",
      without: "    progress",
      tests: ["tests/site/turns.test.ts"],
      named: "waits for nobody"
    },
    {
      file: "data-loaders/listening/store-batches.ts",
      guard: "if (!(error instanceof FolderBusy)) throw error;\n    throw new UserError",
      without: "throw new UserError",
      tests: ["tests/x-activity/spool.test.ts"],
      named: "a listener"
    }
  ],
  "a read-only folder": [
    {
      file: "src/snapshots/settings.ts",
      guard: "if (existsSync(dataDir) && !statSync(dataDir).isDirectory()) {",
      without: "if (false) {",
      tests: ["tests/commands/import.test.ts"],
      named: "a file|folder|place"
    },
    {
      file: "src/errors.ts",
      guard: 'if (["EACCES", "EPERM", "EROFS"].includes(code)) {',
      without: "if (false) {",
      tests: ["tests/errors.test.ts"],
      named: "data folder that cannot be used"
    },
    {
      file: "src/errors.ts",
      guard: 'if (code === "EEXIST" || code === "ENOTDIR") {',
      without: "if (false) {",
      tests: ["tests/errors.test.ts"],
      named: "data folder that cannot be used"
    },
    {
      file: "src/errors.ts",
      guard: "if (why !== undefined) return new UserError(`${path}: ${why}`);",
      without: "",
      tests: ["tests/errors.test.ts"],
      named: "what the system calls"
    }
  ],
  "a folder that is taken away": [
    {
      file: "src/snapshots/remove.ts",
      guard: "  await findSnapshots(dataDir, named);\n  const releases",
      without: "  const releases",
      tests: ["tests/snapshots/remove.test.ts"],
      named: "makes no data folder"
    },
    {
      file: "src/errors.ts",
      guard: "if (opened) return",
      without: "if (false) return",
      tests: ["tests/errors.test.ts"],
      named: "database cannot open"
    }
  ],
  "two commands at once": [
    {
      file: "src/commands/compact.ts",
      guard: "if (isForgetOpen(dataDir))\n",
      without: "if (false)\n",
      tests: ["tests/compact/compact.test.ts"],
      named: "compacted further"
    },
    {
      file: "src/forget/forget.ts",
      guard: "for (const {hold} of kept) if (hold) releases.push(await hold(dataDir));",
      without: "",
      tests: ["tests/forget/forget.test.ts"],
      named: "while a listener"
    },
    {
      file: "src/forget/forget.ts",
      guard: "const releases = [await lockData(dataDir)];",
      without: "const releases: (() => void)[] = [];",
      tests: ["tests/forget/forget.test.ts"],
      named: "somebody else writes"
    },
    {
      file: "src/commands/snapshots.ts",
      guard: "if (isForgetOpen(dataDir))",
      without: "if (false)",
      tests: ["tests/commands/snapshots.test.ts"],
      named: "waits for a forgetting"
    },
    {
      file: "src/snapshots/remove.ts",
      guard: "const releases = [await lockData(dataDir)];",
      without: "const releases: (() => void)[] = [];",
      tests: ["tests/snapshots/remove.test.ts"],
      named: "waits for nobody"
    },
    {
      file: "src/snapshots/store.ts",
      guard: "open ? () => {} : await lockData(dataDir)",
      without: "() => {}",
      tests: ["tests/snapshots/store.test.ts"],
      named: "two writers"
    },
    {
      file: "src/snapshots/lock-file.ts",
      guard: "if (held.has(path)) throw",
      without: "if (false) throw",
      tests: ["tests/snapshots/lock-file.test.ts"]
    },
    {
      file: "src/snapshots/lock-file.ts",
      guard: "if (!/conflicting lock/i.test(text)) throw error;",
      without: "throw error;",
      tests: ["tests/snapshots/store.test.ts"],
      named: "keeps others out"
    },
    {
      file: "data-loaders/listening/kept.ts",
      guard: "return lockData(folder).catch",
      without: "return Promise.resolve(() => {}).catch",
      tests: ["tests/x-activity/stream.test.ts"]
    },
    {
      file: "data-loaders/listening/spool.ts",
      guard: "this.#used.has(time) || ",
      without: "",
      tests: ["tests/x-activity/stream.test.ts"],
      named: "two batches"
    },
    {
      file: "src/commands/check.ts",
      guard: "if (isForgetOpen(dataDir))",
      without: "if (false)",
      tests: ["tests/commands/check.test.ts"],
      named: "forgetting"
    },
    {
      file: "src/snapshots/settings.ts",
      guard: 'await lockFile(join(dataDir, ".settings.lock"), {waitMs: patienceMs})',
      without: "await Promise.resolve(() => {})",
      tests: ["tests/torture/faults.test.ts"],
      named: "each keep what"
    }
  ],
  "a file that was changed": [
    {
      file: "src/commands/check.ts",
      guard: "if (Number(count!.n) !== written.rows)",
      without: "if (false)",
      tests: ["tests/commands/check.test.ts"],
      named: "how many rows"
    },
    {
      file: "src/commands/check.ts",
      guard: "if (lost) return `${table}.parquet has no column",
      without: "if (false) return `${table}.parquet has no column",
      tests: ["tests/commands/check.test.ts"],
      named: "column that it lacks"
    },
    {
      file: "src/models/untouched.ts",
      guard: "|| (await sha256Of(file)) !== written.sha256",
      without: "",
      tests: ["tests/models/untouched.test.ts"],
      named: "not as it was written"
    },
    {
      file: "src/models/kept.ts",
      guard: "if ((await sha256Of(file)) !== written.sha256) return null;",
      without: "",
      tests: ["tests/models/kept.test.ts"],
      named: "where a byte"
    },
    {
      file: "src/snapshots/compacted.ts",
      guard: "if ((await sha256Of(path)) !== compacted.tables[table]!.sha256) throw damaged(path, false);",
      without: "",
      tests: ["tests/torture/faults.test.ts"],
      named: "compacted either"
    },
    {
      file: "src/snapshots/compacted.ts",
      guard: "if (bytes === written.bytes) return path;",
      without: "return path;",
      tests: ["tests/compact/compact.test.ts"],
      named: "file that was changed"
    },
    {
      file: "src/commands/check.ts",
      guard: "if (!existsSync(file)) return `${table}.parquet is missing: ${restore}`;",
      without: "",
      tests: ["tests/commands/check.test.ts"],
      named: "missing"
    },
    {
      file: "src/commands/check.ts",
      guard: "if ((await sha256Of(file)) !== written.sha256)",
      without: "if (false)",
      tests: ["tests/commands/check.test.ts"],
      named: "was changed"
    },
    {
      file: "src/commands/check.ts",
      guard: 'if (file.endsWith(".parquet") && !(file.slice(0, -8) in tables))',
      without: "if (false)",
      tests: ["tests/commands/check.test.ts"],
      named: "nobody wrote"
    },
    {
      file: "src/models/marts.ts",
      guard: 'throw unreadable(dataDir, "marts");',
      without: "return [];",
      tests: ["tests/commands/check.test.ts"],
      named: "place of the marts"
    },
    {
      file: "src/snapshots/store.ts",
      guard: "if (compacted !== null && isVerified) await verifyCompacted(compacted);",
      without: "",
      tests: ["tests/torture/faults.test.ts"],
      named: "compacted either"
    },
    {
      file: "src/errors.ts",
      guard: "if (parquet !== undefined && !/Cannot open file/.test(text))",
      without: "if (false)",
      tests: ["tests/errors.test.ts"],
      named: "database cannot open"
    },
    {
      file: "src/site/made-report.ts",
      guard: " || made.outputs !== (await digestBelow(outDir))",
      without: "",
      tests: ["tests/site/built-pages.test.ts"],
      named: "folder was changed"
    },
    {
      file: "src/snapshots/store.ts",
      guard: "(isVerified && (await sha256Of(path)) !== written.sha256)",
      without: "false",
      tests: ["tests/torture/faults.test.ts"],
      named: "flipped bit in its page"
    },
    {
      file: "src/snapshots/store.ts",
      guard: "if (bytes === undefined) throw",
      without: "if (bytes === undefined) continue; if (!1) ; else throw",
      tests: ["tests/snapshots/store.test.ts"],
      named: "is refused with its name"
    }
  ],
  "a snapshot that does not say what it is": [
    {
      file: "src/snapshots/compacted.ts",
      guard: "throw new UserError(`${file} cannot be read: restore ${name} from a backup`, {cause: error});",
      without: "return null;",
      tests: ["tests/compact/compact.test.ts"],
      named: "say any more"
    },
    {
      file: "src/forget/forget.ts",
      guard: "if (!read.success)\n",
      without: "if (false)\n",
      tests: ["tests/forget/forget.test.ts"],
      named: "cannot be read"
    },
    {
      file: "src/commands/check.ts",
      guard: "if (known === null) return `unknown",
      without: "if (known === null) continue; if (false) return `unknown",
      tests: ["tests/commands/check.test.ts"],
      named: "table of a newer"
    },
    {
      file: "src/snapshots/settings.ts",
      guard:
        "throw new UserError(`${file}: not valid settings: fix it, or delete it and track the accounts again`);",
      without: "return settingsSchema.parse({});",
      tests: ["tests/commands/check.test.ts"],
      named: "settings that cannot"
    },
    {
      file: "src/snapshots/remove.ts",
      guard: "if (billOf(await readManifest(dataDir, id)).length > 0)",
      without: "if (false)",
      tests: ["tests/snapshots/remove.test.ts"],
      named: "lose a bill"
    },
    {
      file: "src/snapshots/store.ts",
      guard: "return removed.length > 0 ?",
      without: "return false ?",
      tests: ["tests/snapshots/remove.test.ts", "tests/compact/compact.test.ts"],
      named: "remov|takes it back"
    },
    {
      file: "src/commands/check.ts",
      guard:
        "for (const name of await strayNames(dataDir)) yield {name: `snapshot ${name}`, failure: withoutManifest};",
      without: "",
      tests: ["tests/commands/check.test.ts"],
      named: "without a manifest"
    },
    {
      file: "src/snapshots/store.ts",
      guard: 'if (isCounted && typeof manifest.tables === "object" && manifest.tables !== null) {',
      without: "{",
      tests: ["tests/snapshots/store.test.ts"],
      named: "is refused with its name"
    },
    {
      file: "src/snapshots/store.ts",
      guard: "if (isSource(source)) return source;",
      without: "return source;",
      tests: ["tests/torture/faults.test.ts"],
      named: "newer version"
    },
    {
      file: "src/snapshots/store.ts",
      guard: "if (unknown !== undefined)\n    throw",
      without: "if (false)\n    throw",
      tests: ["tests/torture/faults.test.ts"],
      named: "newer version"
    },
    {
      file: "src/snapshots/store.ts",
      guard: "if (stray !== undefined) throw",
      without: "if (false) throw",
      tests: ["tests/torture/faults.test.ts"],
      named: "that is missing stops"
    }
  ],
  "a mart that is not of these snapshots": [
    {
      file: "src/models/untouched.ts",
      guard: "record.version === version &&",
      without: "",
      tests: ["tests/models/untouched.test.ts"],
      named: "version"
    },
    {
      file: "src/models/untouched.ts",
      guard: "record.models === digestOfModels() &&",
      without: "",
      tests: ["tests/models/untouched.test.ts"],
      named: "its models"
    },
    {
      file: "src/models/untouched.ts",
      guard: "&&\n    record.removals === (await countRemovals(dataDir))",
      without: "",
      tests: ["tests/models/untouched.test.ts"],
      named: "its removals"
    },
    {
      file: "src/models/untouched.ts",
      guard: "return isSame ? record : null;",
      without: "return record;",
      tests: ["tests/models/untouched.test.ts"],
      named: "its snapshots"
    },
    {
      file: "src/models/kept.ts",
      guard: "stamp.node === process.version && ",
      without: "",
      tests: ["tests/models/kept.test.ts"],
      named: "its node"
    },
    {
      file: "src/models/kept.ts",
      guard: " && stamp.models === digestOfModels()",
      without: "",
      tests: ["tests/models/kept.test.ts"],
      named: "its models"
    },
    {
      file: "src/models/kept.ts",
      guard: "stamp.version === version && ",
      without: "",
      tests: ["tests/models/kept.test.ts"],
      named: "its version"
    },
    {
      file: "src/models/build.ts",
      guard:
        'return (await readFile(file, "utf8")) === (await stampOf(dataDir, await listSnapshots(dataDir)));',
      without: "return true;",
      tests: ["tests/models/made-from.test.ts"]
    },
    {
      file: "src/models/build.ts",
      guard: "    models: digestOfModels(),\n    snapshots,",
      without: '    models: "",\n    snapshots,',
      tests: ["tests/models/made-from.test.ts"]
    },
    {
      file: "src/models/build.ts",
      guard: "...(removals > 0 && {removals})",
      without: "",
      tests: ["tests/commands/snapshots.test.ts"],
      named: "older even where"
    },
    {
      file: "src/models/mart-files.ts",
      guard: " || (await sha256Of(file)) !== sha256",
      without: "",
      tests: ["tests/commands/check.test.ts"],
      named: "as many bytes"
    },
    {
      file: "src/commands/check.ts",
      guard: "const changed = (await isStamped(dataDir)) ? await changedMart(martsDir(dataDir)) : null;",
      without: "const changed = null;",
      tests: ["tests/commands/check.test.ts"],
      named: "of marts"
    },
    {
      file: "src/commands/check.ts",
      guard: "if (lost) return `${lost.name}.parquet is not there",
      without: "if (false) return `${lost.name}.parquet is not there",
      tests: ["tests/commands/check.test.ts"],
      named: "settings that cannot"
    },
    {
      file: "src/models/untouched.ts",
      guard: "record.node === process.version &&",
      without: "",
      tests: ["tests/models/untouched.test.ts"],
      named: "its node"
    },
    {
      file: "src/site/made-report.ts",
      guard: "made?.inputs !== inputs || ",
      without: "!made || ",
      tests: ["tests/site/built-pages.test.ts"],
      named: "another name"
    }
  ],
  "a symbolic link": [
    {
      file: "src/snapshots/replace-file.ts",
      guard: "await realpath(file).catch(() => file)",
      without: "file",
      tests: ["tests/snapshots/replace-file.test.ts"]
    },
    {
      file: "src/commands/check.ts",
      guard: 'if (path.startsWith("..") || isAbsolute(path)) return null;',
      without: "return null;",
      tests: ["tests/commands/check.test.ts"],
      named: "credentials"
    },
    {
      file: "src/forget/forget.ts",
      guard: "if (link)\n    throw",
      without: "if (false)\n    throw",
      tests: ["tests/torture/faults.test.ts"],
      named: "not left to hide"
    }
  ],
  "names and ids made of paths and SQL": [
    {
      file: "src/snapshots/settings.ts",
      guard: "id: z.string().refine(isInsideId)",
      without: "id: z.string()",
      tests: ["tests/snapshots/settings.test.ts"]
    },
    {
      file: "src/snapshots/settings.ts",
      guard: "name: z.string().refine(isName)",
      without: "name: z.string()",
      tests: ["tests/snapshots/settings.test.ts"]
    },
    {
      file: "src/snapshots/settings.ts",
      guard: "name: isName(name) ? name : id,",
      without: "name,",
      tests: ["tests/snapshots/settings.test.ts"]
    },
    {
      file: "src/commands/check.ts",
      guard: "shared > 0n\n        ? `${shared} of the names",
      without: "false\n        ? `${shared} of the names",
      tests: ["tests/commands/check.test.ts"],
      named: "names names"
    },
    {
      file: "src/commands/check.ts",
      guard: "wrong > 0n\n          ? `${wrong} names",
      without: "false\n          ? `${wrong} names",
      tests: ["tests/commands/check.test.ts"],
      named: "names names"
    },
    {
      file: "src/commands/check.ts",
      guard: "wrong > 0n\n            ? `${wrong} of them",
      without: "false\n            ? `${wrong} of them",
      tests: ["tests/commands/check.test.ts"],
      named: "ids from outside"
    },
    {
      file: "src/commands/check.ts",
      guard: "mixed > 0n\n        ?",
      without: "false\n        ?",
      tests: ["tests/commands/check.test.ts"],
      named: "two networks"
    },
    {
      file: "src/site/report.ts",
      guard: 'if (names.length > 0 && !names.includes("_observablehq")) {',
      without: "if (false) {",
      tests: ["tests/site/site-files.test.ts"],
      named: "where other files"
    },
    {
      file: "src/site/slug.ts",
      guard: '.replace(/[^a-z0-9_]+/g, "-")',
      without: "",
      tests: ["tests/site/slug.test.ts"]
    },
    {
      file: "src/site/slug.ts",
      guard: "new Set<string>(reserved)",
      without: "new Set<string>()",
      tests: ["tests/site/slug.test.ts"]
    },
    {
      file: "src/snapshots/settings.ts",
      guard: "if (tracked && network !== undefined && networkNameOf(tracked) !== network)",
      without: "if (false)",
      tests: ["tests/networks", "tests/bluesky/command.test.ts"],
      named: "number|network"
    },
    {
      file: "src/commands/check.ts",
      guard: "shared > 0n\n          ? `${shared} of them",
      without: "false\n          ? `${shared} of them",
      tests: ["tests/commands/check.test.ts"],
      named: "ids from outside"
    },
    {
      file: "src/commands/experiment.ts",
      guard: "if (there[0] !== undefined)",
      without: "if (false)",
      tests: ["tests/commands/experiment.test.ts"],
      named: "interrupted before"
    },
    {
      file: "src/duckdb.ts",
      guard: "`'${text.replaceAll(\"'\", \"''\")}'`",
      without: "`'${text}'`",
      tests: ["tests/duckdb.test.ts"]
    },
    {
      file: "src/snapshots/remove.ts",
      guard: "if (unknown !== undefined) {",
      without: "if (false) {",
      tests: ["tests/torture/faults.test.ts"],
      named: "are no ids"
    },
    {
      file: "src/duckdb.ts",
      guard: 'if (!text.includes("\\0")) return',
      without: "return",
      tests: ["tests/duckdb.test.ts"]
    },
    {
      file: "data-loaders/tables/load.ts",
      guard: "if (file.endsInZeros)",
      without: "if (false)",
      tests: ["tests/tables/load.test.ts"],
      named: "lost power"
    }
  ]
};
