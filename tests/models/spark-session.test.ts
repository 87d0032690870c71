import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, it, vi} from "vitest";
import {SparkSession} from "../../src/models/spark/session.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
afterEach(() => void vi.unstubAllEnvs());

/** A Spark that only greets: three strangers have found the port before it does. */
const program = `#!${process.execPath}
const {connect} = require("node:net");
const port = Number(process.argv.at(-1));
const strangers = ["GET / HTTP/1.1\\r\\n\\r\\n", "null\\n", '{"token": "guessed"}\\n'];
const turnAway = (nth) => {
  if (nth === strangers.length) return greet();
  const socket = connect(port, "127.0.0.1", () => socket.write(strangers[nth]));
  socket.on("error", () => {}).on("close", () => turnAway(nth + 1)).resume();
};
const greet = () => {
  const token = process.env.FOLLOWBACK_SPARK_TOKEN;
  const socket = connect(port, "127.0.0.1", () => socket.write(JSON.stringify({token, version: "4.0.1"}) + "\\n"));
  socket.on("data", () => socket.write("{}\\n")).on("end", () => socket.end());
};
turnAway(0);
`;

it("turns away whoever else finds the port of a session, and waits for Spark", async () => {
  mkdirSync(join(store.dir, "bin"));
  writeFileSync(join(store.dir, "bin/spark-submit"), program, {mode: 0o755});
  vi.stubEnv("SPARK_HOME", store.dir);
  const session = await SparkSession.start("local[*]", join(store.dir, "warehouse"));
  await session.run("select 1");
  await session.close();
});
