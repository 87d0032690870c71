import {spawn, spawnSync, type ChildProcess} from "node:child_process";
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {freePort} from "../free-port.ts";

/** A program of Spark's that runs until it is killed. */
class Daemon {
  readonly #child: ChildProcess;
  #said = "";

  constructor(name: string, words: readonly string[], env: Record<string, string>) {
    const command = join(process.env.SPARK_HOME!, "bin", "spark-class");
    this.#child = spawn(command, [`org.apache.spark.deploy.${name}`, ...words], {
      stdio: ["ignore", "ignore", "pipe"],
      env: {...process.env, ...env}
    });
  }

  /** Waits until it says something. Throws an `Error` with its last words where it ends before. */
  async until(pattern: RegExp): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const stderr = this.#child.stderr!;
      stderr.on("data", (data: Buffer) => {
        this.#said += data.toString();
        if (!pattern.test(this.#said)) return;
        stderr.removeAllListeners("data");
        stderr.resume();
        resolve();
      });
      this.#child.once("close", () => reject(new Error(`Spark did not start: ${this.#said.slice(-500)}`)));
    });
  }

  /** The processes that it started and that still run. */
  executors(): number[] {
    const {stdout} = spawnSync("pgrep", ["-P", String(this.#child.pid)], {encoding: "utf8"});
    return stdout.split("\n").filter(Boolean).map(Number);
  }

  /** Ends it and all that it started at once, as a machine without power would. */
  kill(): void {
    const pids = this.#child.exitCode === null && this.#child.pid !== undefined ? [this.#child.pid] : [];
    for (const pid of [...this.executors(), ...pids]) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
  }
}

/** A folder of Spark's settings for stores of many rows: all but the memory is as Spark has it. */
export function settingsForMany(folder: string): string {
  mkdirSync(folder, {recursive: true});
  const lines = [
    "spark.ui.enabled false",
    "spark.log.level WARN",
    "spark.driver.memory 4g",
    "spark.executor.memory 3g",
    "spark.sql.shuffle.partitions 16"
  ];
  writeFileSync(join(folder, "spark-defaults.conf"), lines.join("\n") + "\n");
  return folder;
}

export interface Cluster {
  /** What `--master` takes. */
  address: string;
  master: Daemon;
  workers: Daemon[];
  stop(): void;
}

/**
 * A standalone cluster on this machine: a master and two workers with a core each. What they put down goes to a folder.
 * `memory` of each worker is as Spark writes it, `2g`.
 */
export async function startCluster(folder: string, memory = "1g"): Promise<Cluster> {
  mkdirSync(folder, {recursive: true});
  const env = {
    SPARK_LOCAL_IP: "127.0.0.1",
    SPARK_DAEMON_MEMORY: "256m",
    SPARK_LOCAL_DIRS: join(folder, "scratch"),
    SPARK_DAEMON_JAVA_OPTS: "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
  };
  const port = await freePort();
  const address = `spark://127.0.0.1:${port}`;
  const daemons: Daemon[] = [];
  const start = (...[name, words]: [string, string[]]) => {
    const daemon = new Daemon(name, ["--host", "127.0.0.1", "--webui-port", "0", ...words], env);
    daemons.push(daemon);
    return daemon;
  };
  const stop = () => {
    for (const daemon of daemons) daemon.kill();
  };
  try {
    const master = start("master.Master", ["--port", String(port)]);
    await master.until(/elected leader/);
    const workers = [1, 2].map((nth) => {
      const work = join(folder, `worker-${nth}`);
      return start("worker.Worker", ["--cores", "1", "--memory", memory, "--work-dir", work, address]);
    });
    for (const worker of workers) await worker.until(/Successfully registered with master/);
    return {address, master, workers, stop};
  } catch (error) {
    stop();
    throw error;
  }
}
