import {spawn, type ChildProcess} from "node:child_process";
import {randomUUID} from "node:crypto";
import {existsSync} from "node:fs";
import {connect, createServer, type AddressInfo, type Server, type Socket} from "node:net";
import {delimiter, join} from "node:path";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";
import {UserError} from "../../errors.ts";

/** Older ones lack SQL functions of one's own and `cast` to a timestamp without time zone in all places. */
const oldestVersion = 4;

/** What the models need of a session, whatever its defaults are. */
const settings = {
  "spark.sql.session.timeZone": "UTC",
  "spark.sql.ansi.enabled": "true",
  "spark.sql.ansi.doubleQuotedIdentifiers": "true",
  "spark.sql.timestampType": "TIMESTAMP_NTZ",
  "spark.sql.catalogImplementation": "in-memory",
  "spark.submit.deployMode": "client",
  "spark.ui.showConsoleProgress": "false"
};

/** Statements that a session takes: see session.py. */
type Asked = {run: string} | {select: string; to: string; parts: number | null; name: string};

/** The program that starts a session: of SPARK_HOME, else of the PATH. Throws a `UserError` where there is none. */
function submitCommand(): string {
  const home = process.env.SPARK_HOME;
  const folders = home ? [join(home, "bin")] : (process.env.PATH ?? "").split(delimiter);
  const found = folders.map((folder) => join(folder, "spark-submit")).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new UserError(
    home
      ? `no Spark in SPARK_HOME (${home}): it has no bin/spark-submit`
      : "no Spark on this machine: install Apache Spark 4 and set SPARK_HOME to its folder"
  );
}

/** Where the masters of a standalone cluster listen, `spark://one:7077,two:7077`; null of any other master. */
function mastersOf(master: string): {host: string; port: number}[] | null {
  const [, list] = /^spark:\/\/(.+)$/.exec(master) ?? [];
  const found = list?.split(",").map((one) => /^\[?([^\]]+?)\]?:(\d+)$/.exec(one));
  if (!found?.every((parts) => parts !== null)) return null;
  return found.map(([, host, port]) => ({host: host!, port: Number(port)}));
}

/** Milliseconds. Only a machine that is off says nothing at all. */
const longestSilence = 10_000;

/** Whether any of a standalone cluster's masters listens; of any other master nothing is known, and Spark finds out. */
async function isThere(master: string): Promise<boolean> {
  const masters = mastersOf(master);
  if (masters === null) return true;
  const heard = await Promise.all(
    masters.map(
      (address) =>
        new Promise<boolean>((resolve) => {
          const socket = connect({...address, timeout: longestSilence});
          const end = (isHeard: boolean) => {
            socket.destroy();
            resolve(isHeard);
          };
          socket.once("connect", () => end(true));
          socket.once("error", () => end(false));
          socket.once("timeout", () => end(false));
        })
    )
  );
  return heard.includes(true);
}

/** A session of the user's own Spark, from start to end of a build. */
export class SparkSession {
  readonly #child: ChildProcess;
  readonly #server: Server;
  #socket: Socket | null = null;
  #answers: AsyncIterator<string> | null = null;
  #said = "";
  /** Why we ended it ourselves. */
  #given: UserError | null = null;
  #isLookedFor = false;
  /** Once the program has ended and all that it printed was read. */
  readonly #gone: Promise<unknown>;

  private constructor(
    child: ChildProcess,
    server: Server,
    readonly master: string,
    readonly onWait: () => void
  ) {
    this.#child = child;
    this.#server = server;
    const keep = (data: Buffer) => {
      const text = data.toString();
      this.#said = (this.#said + text).slice(-keptOfOutput);
      if (noWorker.test(text)) void this.#lookForMaster();
    };
    this.#gone = new Promise((resolve) => child.once("close", resolve));
    child.stderr!.on("data", keep);
    child.stdout!.on("data", keep);
  }

  /**
   * Starts a session on a master: `local[*]`, `spark://host:7077`, `yarn`. `warehouse` is a folder for what Spark puts down
   * beside what it is asked for; `onWait` is called while no worker of a cluster takes the work. Throws a `UserError` where
   * Spark is missing, too old, or does not start.
   */
  static async start(
    master: string,
    warehouse: string,
    onWait: () => void = () => {}
  ): Promise<SparkSession> {
    const command = submitCommand();
    // Spark itself tries for a minute.
    if (!(await isThere(master))) throw noAnswerOf(master);
    const token = randomUUID();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const {port} = server.address() as AddressInfo;
    const all = {...settings, "spark.sql.warehouse.dir": warehouse};
    const child = spawn(
      command,
      [
        "--master",
        master,
        ...Object.entries(all).flatMap(([name, value]) => ["--conf", `${name}=${value}`]),
        fileURLToPath(new URL("session.py", import.meta.url)),
        String(port)
      ],
      {stdio: ["ignore", "pipe", "pipe"], env: {...process.env, FOLLOWBACK_SPARK_TOKEN: token}}
    );
    const session = new SparkSession(child, server, master, onWait);
    try {
      await session.#connect(token);
    } catch (error) {
      await session.close();
      throw error;
    }
    return session;
  }

  /** Runs a statement that returns nothing. */
  run(sql: string): Promise<void> {
    return this.#ask({run: sql});
  }

  /**
   * Writes the rows of a SELECT to a folder as Parquet, in so many files at most (null: as many as there are partitions), and
   * shows them as the view of a name.
   */
  write(name: string, select: string, to: string, parts: number | null = null): Promise<void> {
    return this.#ask({select, to, parts, name});
  }

  /** Ends the session, and waits for that. */
  async close(): Promise<void> {
    this.#socket?.end();
    this.#server.close();
    if (this.#child.pid === undefined) return;
    if (this.#socket === null) this.#child.kill();
    await this.#gone;
  }

  async #connect(token: string): Promise<void> {
    const refused = new Promise<never>((_, reject) => {
      this.#child.once("error", (error) => reject(new UserError(`Spark does not start: ${error.message}`)));
      void this.#gone.then(() => reject(this.#whyGone()));
    });
    const greeted = new Promise<string>((resolve) => {
      this.#server.on("connection", (socket) => {
        socket.on("error", () => socket.destroy());
        const lines = createInterface({input: socket})[Symbol.asyncIterator]();
        void lines.next().then(({value}) => {
          const greeting = greetingOf(value);
          if (greeting?.token !== token) return void socket.destroy();
          this.#socket = socket;
          this.#answers = lines;
          resolve(greeting.version ?? "");
        });
      });
    });
    const version = await Promise.race([greeted, refused]);
    if (Number.parseInt(version, 10) < oldestVersion)
      throw new UserError(`Spark ${version} is too old: followback needs Spark ${oldestVersion} or newer`);
  }

  async #ask(asked: Asked): Promise<void> {
    this.#socket!.write(`${JSON.stringify(asked)}\n`);
    const {value, done} = await this.#answers!.next();
    if (done) {
      await this.#gone;
      throw this.#whyGone();
    }
    const {error} = JSON.parse(value) as {error?: string};
    if (error !== undefined) throw this.#given ?? failureOf(error);
  }

  /** Without a worker Spark waits for ever: with a master that may give it some, and with one that is gone. */
  async #lookForMaster(): Promise<void> {
    if (this.#isLookedFor) return;
    this.#isLookedFor = true;
    if (await isThere(this.master)) this.onWait();
    else {
      this.#given = new UserError(
        `Spark's master ${this.master} is gone and no worker is left: start them again, then run this again`
      );
      this.#child.kill("SIGKILL");
    }
    this.#isLookedFor = false;
  }

  #whyGone(): UserError {
    if (this.#given !== null) return this.#given;
    if (wrongMaster.test(this.#said)) return noAnswerOf(this.master);
    if (/JAVA_HOME is not set|java: (command )?not found|No such file or directory.*java/i.test(this.#said))
      return new UserError("Spark finds no Java: install Java 17 or newer and set JAVA_HOME");
    const line = this.#said
      .split("\n")
      .findLast((text) => /error|exception/i.test(text) && !/^\s*at /.test(text));
    return new UserError(`Spark has ended${line === undefined ? "" : `: ${line.trim()}`}`);
  }
}

const noAnswerOf = (master: string) =>
  new UserError(`Spark's master ${master} does not answer: check the address, such as spark://host:7077`);

/** See session.py. */
const noWorker = /^followback: no worker$/m;

/** How Spark says that it cannot reach a master, or that what it was given is none. */
const wrongMaster =
  /All masters are unresponsive|Master must (either )?be|Could not parse Master URL|Invalid master URL|UnknownHostException/i;

/** What a connection says first; null where it is no greeting: whoever is on this machine may find the port. */
function greetingOf(line: string | undefined): {token?: string; version?: string} | null {
  try {
    return JSON.parse(line ?? "null") as {token?: string; version?: string} | null;
  } catch {
    return null;
  }
}

/** Of what Spark prints, so many characters are kept to say why it ended. */
const keptOfOutput = 100_000;

/** What went wrong, on its first line: a full disk says so deep down. */
function failureOf(text: string): Error {
  const full = /No space left on device|Disk quota exceeded/i.exec(text);
  return new Error(full ? full[0] : text.trim());
}
