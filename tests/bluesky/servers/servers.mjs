/**
 * Starts the real servers of Bluesky on this machine: a directory of identities, a personal data server (PDS), and the
 * AppView that clients read. It runs on Node 24, with the packages of the working directory. Its argument is JSON:
 * `{ports: {plc, pds, appView, bsync, control}, database, redis, schema}`. It prints `ready`; a GET on the port `control`
 * answers once the AppView has taken in all that was written.
 */
import {createServer} from "node:http";
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";

const {ports, database: dbUrl, redis: redisHost, schema} = JSON.parse(process.argv[2]);
const require = createRequire(pathToFileURL(`${process.cwd()}/`));
const devEnv = await import(pathToFileURL(require.resolve("@atproto/dev-env")).href);
const {TestPlc, TestBsync, TestBsky, TestPds, mockNetworkUtilities} = devEnv;

const bsyncApiKey = "bsync-api-key";
const plc = await TestPlc.create({port: ports.plc});
const bsync = await TestBsync.create({
  port: ports.bsync,
  apiKeys: [bsyncApiKey],
  dbUrl,
  dbSchema: `bsync_${schema}`
});
const bsky = await TestBsky.create({
  port: ports.appView,
  plcUrl: plc.url,
  pdsPort: ports.pds,
  bsyncApiKey,
  bsyncUrl: bsync.url,
  repoProvider: `ws://localhost:${ports.pds}`,
  dbPostgresSchema: `appview_${schema}`,
  dbPostgresUrl: dbUrl,
  redisHost,
  publicUrl: `http://localhost:${ports.appView}`
});
const pds = await TestPds.create({
  port: ports.pds,
  hostname: "localhost",
  didPlcUrl: plc.url,
  bskyAppViewUrl: bsky.url,
  bskyAppViewDid: bsky.ctx.cfg.serverDid,
  rateLimitsEnabled: true
});
mockNetworkUtilities(pds, bsky);

/** Waits until the AppView has read the stream of the PDS to its end. */
async function settle() {
  await pds.processAll();
  const last = (await pds.ctx.sequencer.curr()) ?? 0;
  for (;;) {
    await bsky.sub.processAll();
    if (((await bsky.sub.getCursor()) ?? 0) >= last) return;
    // The stream needs the event loop to bring anything.
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

createServer(async (_, response) => {
  try {
    await settle();
    response.end();
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error?.stack ?? error));
  }
}).listen(ports.control, "127.0.0.1", () => console.log("ready"));
