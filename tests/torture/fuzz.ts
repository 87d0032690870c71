import {createHmac} from "node:crypto";
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {connect} from "node:net";
import {devNull, tmpdir} from "node:os";
import {basename, join} from "node:path";
import {csvParse} from "d3";
import fc from "fast-check";
import {parseHTML} from "linkedom";
import {startLocalX} from "../../data-loaders/demo/server/server.ts";
import {openLoopback} from "../../data-loaders/x/access/loopback.ts";
import {startWebhook} from "../../data-loaders/x-activity/webhook.ts";
import {openClient} from "../../data-loaders/x-api/client.ts";
import {takeSnapshot} from "../../data-loaders/x-api/snapshot.ts";
import {main} from "../../src/commands/cli.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {messageOf, UserError} from "../../src/errors.ts";
import {serveDirectory} from "../../src/site/serve.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {tableNames} from "../../src/snapshots/tables.ts";
import {freePort} from "../free-port.ts";
import {startEchoingX} from "../rehearsal/echo.ts";
import {account, people, postOf, TestClock, TinyX, tokens} from "../x-api/tiny.ts";
import {openDesk, secrets} from "../x-activity/samples.ts";
import {writeZip} from "../x-archive/archive.ts";
import {
  answers,
  archives,
  changed,
  exportFiles,
  listFiles,
  requests,
  tableFiles,
  texts,
  type AnswerInput,
  type ArchiveInput,
  type FileInput,
  type RequestInput
} from "./inputs.ts";
import {hasStack} from "./program.ts";

/** How inputs of one kind went: `taken` were understood, the others refused in one line. */
export interface Fuzzed {
  inputs: number;
  taken: number;
  wrongs: string[];
}

/** What is wrong with how an input went, and whether it was taken. */
interface Went {
  isTaken: boolean;
  wrong: string | null;
}

interface Kind<T> {
  inputs: fc.Arbitrary<T>;
  /** Opens what all inputs share. */
  open(dir: string): Promise<{take(input: T): Promise<Went>; close(): Promise<void>}>;
}

/** A kind whose type is its own. */
const kind = <T>(one: Kind<T>): Kind<unknown> => one as Kind<unknown>;
const nothing = async () => {};
const went = (isTaken: boolean, wrong: string | null = null): Went => ({isTaken, wrong});

/** Runs the command line in this process, and returns its exit code and what it said. */
async function hear(argv: string[]) {
  const said = {out: "", err: ""};
  const {write: out} = process.stdout;
  const {write: err} = process.stderr;
  const taking =
    (to: "out" | "err"): typeof process.stdout.write =>
    (text, ...rest) => {
      said[to] += String(text);
      const written = rest.at(-1);
      if (typeof written === "function") (written as () => void)();
      return true;
    };
  process.stdout.write = taking("out");
  process.stderr.write = taking("err");
  try {
    process.exitCode = undefined;
    return {code: await main(["node", "followback", ...argv]), ...said};
  } finally {
    process.stdout.write = out;
    process.stderr.write = err;
    process.exitCode = undefined;
  }
}

/** Whether the command line took it, or refused it in one line. */
function wentOf({code, out, err}: {code: number; out: string; err: string}): Went {
  const last = err.trimEnd().split("\n").at(-1) ?? "";
  if (hasStack({out, err})) return went(false, err.slice(0, 600));
  if (code === 0) return went(true);
  if (code > 2 || !/^(followback|error): ./.test(last))
    return went(false, `ended with ${code}: ${err.slice(-600)}`);
  return went(false);
}

/** Begins a data folder anew, in which nothing but an account stands. */
function trackBrand(dataDir: string): void {
  rmSync(dataDir, {recursive: true, force: true});
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, "followback.json"), '{"accounts": [{"id": "42", "name": "brand"}]}');
}

/** Imports files, each into a store of its own: what is taken can be read, and nothing half is left. */
const importing = async (dir: string) => {
  const dataDir = join(dir, "data");
  return async (paths: string[], argv: string[]): Promise<Went> => {
    trackBrand(dataDir);
    const one = wentOf(await hear(["import", ...paths, ...argv, "--data", dataDir]));
    if (one.wrong !== null) return one;
    const folder = join(dataDir, "snapshots");
    const hidden = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(".")) : [];
    if (hidden.length > 0) return went(one.isTaken, `left ${hidden.join()}`);
    if (one.isTaken && existsSync(folder)) await countRows(dataDir);
    return one;
  };
};

/** Reads every raw table. */
const countRows = (dataDir: string) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    for (const table of tableNames) await db.rows(`select count(*), min(hash(t)) from raw."${table}" t`);
  });

const files = (inputs: fc.Arbitrary<FileInput>) =>
  kind<FileInput>({
    inputs,
    async open(dir) {
      const bring = await importing(dir);
      return {
        async take({name, bytes, argv}) {
          const file = join(dir, name);
          writeFileSync(file, bytes);
          try {
            return await bring([file], argv);
          } finally {
            rmSync(file);
          }
        },
        close: nothing
      };
    }
  });

/** A request as it is given, over a socket; what comes back. */
const send = (port: number, head: string, body: Buffer) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(`${head}\r\nhost: x\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    // Whoever refuses at once may close before all was sent.
    socket.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNREFUSED" ? reject(error) : resolve(Buffer.concat(chunks).toString("latin1"))
    );
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
  });

const plain = (text: string) => text.replaceAll(/[^!-~]/g, "");
const isAnswer = (text: string) => /^HTTP\/1\.1 \d{3} /.test(text);

/** Makes a data folder with followers and marts; returns it. */
async function builtStore(dir: string): Promise<string> {
  const dataDir = join(dir, "data");
  const list = join(dir, "followers-2026-01-05.txt");
  mkdirSync(dir);
  trackBrand(dataDir);
  writeFileSync(list, people(20).join("\n"));
  for (const argv of [["import", list, "--account", "42", "--complete"], ["build"]]) {
    const {code, err} = await hear([...argv, "--data", dataDir]);
    if (code !== 0) throw new Error(`${argv.join(" ")}: ${err}`);
  }
  return dataDir;
}

/** What is wrong with the addresses that `links plan` printed for one; null: each leads to it, and bears its own code. */
function wrongWithLinks(printed: string, given: string): string | null {
  const [{protocol, host, pathname, hash}, rows] = [new URL(given), csvParse(printed)];
  if (rows.length !== 4) return `planned ${rows.length} links of four weeks`;
  for (const {code, address} of rows) {
    const to = new URL(address!);
    const isThere =
      to.protocol === protocol && to.host === host && to.pathname === pathname && to.hash === hash;
    if (!isThere || to.searchParams.getAll("utm_content").join() !== code)
      return `planned ${address} for the code ${code}`;
  }
  return null;
}

/** What is wrong with pages that were made for an address or a path; null: they say where they are, where that is known. */
function wrongWithPages(outDir: string, given: string): string | null {
  const html = readFileSync(join(outDir, "brand/index.html"), "utf8");
  const {document} = parseHTML(html) as unknown as {document: Document};
  const said = document.querySelector("link[rel=canonical]")?.getAttribute("href") ?? null;
  const site = /^https?:/.test(given) ? new URL(given) : null;
  const page = said === null ? null : new URL(said);
  const isThere =
    page?.origin === site?.origin && page?.pathname === site?.pathname.replace(/\/?$/, "/brand/");
  return isThere ? null : `the pages say that they are at ${said}`;
}

/** Every kind of input, by its name. */
export const kinds: Record<string, Kind<unknown>> = {
  lists: files(listFiles),
  tables: files(tableFiles),
  exports: files(exportFiles),

  archives: kind<ArchiveInput>({
    inputs: archives,
    async open(dir) {
      const bring = await importing(join(dir));
      const outside = () => readdirSync(dir).filter((name) => name !== "data" && !name.startsWith("archive"));
      return {
        async take({files, edits}) {
          const place = join(dir, edits === null ? "archive" : "archive.zip");
          rmSync(place, {recursive: true, force: true});
          if (edits === null) {
            for (const [name, bytes] of files) {
              if (/\.\.|^\/|[\0\\:]|\/$/.test(name)) continue;
              mkdirSync(join(place, name, ".."), {recursive: true});
              writeFileSync(join(place, name), bytes);
            }
            mkdirSync(place, {recursive: true});
          } else {
            // A zip is made with harmless names of the same length, which are then replaced in its bytes.
            const names = files.map(([name], nth) => [
              name,
              isHarmless(name) ? name : `${nth}`.padStart(name.length, "q")
            ]);
            await writeZip(
              place,
              Object.fromEntries(files.map(([, bytes], nth) => [names[nth]![1]!, bytes.toString("latin1")]))
            );
            let zip = readFileSync(place).toString("latin1");
            for (const [name, harmless] of names)
              if (name !== harmless) zip = zip.replaceAll(harmless!, name!);
            writeFileSync(
              place,
              edits.reduce<Buffer>((bytes, one) => one(bytes), Buffer.from(zip, "latin1"))
            );
          }
          const one = await bring([place], []);
          const escaped = outside();
          return escaped.length > 0 ? went(one.isTaken, `wrote ${escaped.join()}`) : one;
        },
        close: nothing
      };
    }
  }),

  "X answers": kind<AnswerInput>({
    inputs: answers,
    async open(dir) {
      const town = new TinyX();
      town.followers = people(40);
      town.following = people(30, 2_000_000);
      town.tweets = [postOf("1900000000000000002", new Date("2025-03-02T12:00:00Z"), {reposts: 1, likes: 1})];
      town.likes.set(town.tweets[0]!.id, [town.followers[7]!]);
      const localX = await startLocalX(town, {tokens, clock: new TestClock()});
      const x = await startEchoingX(localX.url, () => {});
      const dataDir = join(dir, "x");
      return {
        async take({nth, status, value, place, headers}) {
          rmSync(dataDir, {recursive: true, force: true});
          let asked = 0;
          x.twist = () => {
            if (asked++ !== nth) return null;
            const body = value === undefined ? null : value;
            return status !== null
              ? {status, body, headers}
              : {change: (real) => (place === null ? body : changed(real, place, body))};
          };
          const clock = new TestClock();
          const client = openClient({token: tokens.user, kind: "user", base: x.url, clock, timeoutMs: 5000});
          try {
            const taken = await takeSnapshot({dataDir, account, client, clock, head: false});
            await countRows(dataDir);
            return went(taken.manifest.stopped === undefined);
          } catch (error) {
            const isPlain = error instanceof UserError && !error.message.includes("\n");
            return went(false, isPlain ? null : String(error instanceof Error ? error.stack : error));
          } finally {
            client.close();
          }
        },
        async close() {
          await x.close();
          await localX.close();
        }
      };
    }
  }),

  addresses: kind<string>({
    inputs: texts,
    async open(dir) {
      const dataDir = join(dir, "data");
      const outDir = join(dir, "out");
      mkdirSync(join(dir, "site"), {recursive: true});
      writeFileSync(join(dir, "site/index.html"), "<p>page");
      writeFileSync(join(dir, "secret.txt"), "SECRET");
      const site = await serveDirectory(join(dir, "site"), await freePort());
      const port = Number(new URL(site.url).port);
      // Marts and pages are made once: what an address changes of them is made again.
      const built = await builtStore(join(dir, "built"));
      const ofLinks = ["--calls=shop", "--from=2026-01-05"];
      const ask = async (...argv: string[]) => {
        const heard = await hear(argv);
        const {isTaken, wrong} = wentOf(heard);
        return {isTaken, out: heard.out, wrong: wrong === null ? null : `${argv.join(" ")}: ${wrong}`};
      };
      return {
        async take(text) {
          trackBrand(dataDir);
          const served = await send(port, `GET /${plain(text)} HTTP/1.1`, Buffer.alloc(0));
          if (!isAnswer(served)) return went(false, `answered ${JSON.stringify(served)}`);
          if (served.includes("SECRET")) return went(false, "served a file of another folder");
          const planned = await ask("links", "plan", `--url=${text}`, `--data=${dataDir}`, ...ofLinks);
          const reported = await ask("report", `--base=${text}`, `--data=${built}`, `--out=${outDir}`);
          const added = await ask("accounts", "add", `--data=${dataDir}`, "--", text);
          const forgotten = await ask("forget", "--dry-run", `--data=${built}`, "--", text);
          const wrong =
            planned.wrong ??
            reported.wrong ??
            added.wrong ??
            forgotten.wrong ??
            (planned.isTaken ? wrongWithLinks(planned.out, text) : null) ??
            (reported.isTaken ? wrongWithPages(outDir, text) : null);
          return went(planned.isTaken || reported.isTaken || added.isTaken || forgotten.isTaken, wrong);
        },
        close: () => site.close()
      };
    }
  }),

  webhooks: kind<RequestInput>({
    inputs: requests,
    async open() {
      const desk = await openDesk();
      const recorder = await desk.open();
      const webhook = await startWebhook({secret: secrets.consumer, recorder, clock: desk.clock});
      return {
        async take({method, target, body, isSigned}) {
          const bytes = Buffer.from(body);
          const signature = `sha256=${createHmac("sha256", secrets.consumer).update(bytes).digest("base64")}`;
          const {stored} = recorder.counts;
          const head = `${method} ${plain(target)} HTTP/1.1\r\nx-twitter-webhooks-signature: ${isSigned ? signature : "sha256=x"}`;
          const answer = await send(webhook.port, head, bytes);
          if (!isAnswer(answer)) return went(false, `answered ${JSON.stringify(answer)}`);
          if (!isSigned && recorder.counts.stored > stored) return went(true, "stored what nobody signed");
          if (answer.startsWith("HTTP/1.1 500")) return went(false, "answered 500");
          return went(answer.startsWith("HTTP/1.1 200"));
        },
        async close() {
          await recorder.close();
          await countRows(desk.dataDir);
          await webhook.close();
          await desk.close();
        }
      };
    }
  }),

  "OAuth redirects": kind<RequestInput>({
    inputs: requests,
    async open() {
      const port = await freePort();
      const loopback = await openLoopback(port);
      const right = "the-right-state";
      return {
        async take({method, target, state, code}) {
          const query = new URLSearchParams({
            ...(state && {state: state === "right" ? right : "another"}),
            ...(code !== null && {code})
          });
          const isCallback = state !== null || code !== null;
          // Nobody need come: a second redirect ends it.
          const given = loopback.code(right, 60_000).then(
            (got) => ({got}),
            (error: unknown) => ({error})
          );
          const answer = await send(
            port,
            `${method} ${isCallback ? `/callback?${query}` : plain(target)} HTTP/1.1`,
            Buffer.alloc(0)
          );
          const end = await send(port, "GET /callback?state=none HTTP/1.1", Buffer.alloc(0));
          const result = await given;
          if (!isAnswer(answer) || !isAnswer(end)) return went(false, `answered ${JSON.stringify(answer)}`);
          if ("error" in result)
            return went(false, result.error instanceof UserError ? null : String(result.error));
          const isRight =
            method === "GET" && state === "right" && result.got === new URLSearchParams(query).get("code");
          return went(true, isRight ? null : "took the code of another login");
        },
        close: () => loopback.close()
      };
    }
  })
};

const isHarmless = (name: string) => /^data\/[\w-]+\.js$/.test(name);

/** Inputs of a kind by a seed, one after the other. `onWrong` is told of each that went wrong. */
export async function fuzz(
  name: string,
  times: number,
  seed: number,
  onWrong: (wrong: string) => void = () => {}
): Promise<Fuzzed> {
  const {inputs, open} = kinds[name]!;
  const dir = mkdtempSync(join(tmpdir(), "followback-fuzz-"));
  const env = {...process.env};
  process.env.FOLLOWBACK_CREDENTIALS = join(devNull, "credentials.json");
  const fuzzed: Fuzzed = {inputs: 0, taken: 0, wrongs: []};
  const note = (wrong: string) => {
    fuzzed.wrongs.push(wrong);
    onWrong(wrong);
  };
  /** What nobody awaits would end the process of somebody who listens. */
  const onUncaught = (error: unknown) =>
    note(`uncaught: ${error instanceof Error ? error.stack : String(error)}`);
  process.on("uncaughtException", onUncaught);
  try {
    const opened = await open(dir);
    for (const [nth, input] of fc.sample(inputs, {seed, numRuns: times}).entries()) {
      const {isTaken, wrong} = await opened
        .take(input)
        .catch((error: unknown) =>
          went(false, error instanceof Error ? (error.stack ?? messageOf(error)) : String(error))
        );
      fuzzed.inputs += 1;
      if (isTaken) fuzzed.taken += 1;
      if (wrong !== null) note(`${name}, seed ${seed}, input ${nth}: ${shown(input)}: ${wrong}`);
    }
    await opened.close();
  } finally {
    process.off("uncaughtException", onUncaught);
    process.env = env;
    rmSync(dir, {recursive: true, force: true});
  }
  return fuzzed;
}

/** An input, shortened. */
function shown(input: unknown): string {
  const text = JSON.stringify(input, (_, value: unknown) => {
    const bytes = value as {type?: string; data?: number[]} | null;
    return bytes?.type === "Buffer" ? Buffer.from(bytes.data!).toString("latin1").slice(0, 300) : value;
  });
  return basename(text).length > 700 ? `${text.slice(0, 700)}…` : text;
}
