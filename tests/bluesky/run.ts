/** `npm run test:bluesky`: the real servers, a world written through their API, and our source reading it. */
import {spawnSync} from "node:child_process";
import {fileURLToPath} from "node:url";
import {installServers, whyNot} from "./start-servers.ts";

const reason = whyNot();
if (reason !== null) {
  // Nothing was tested: whoever reads the last line must not take it for a pass.
  process.stderr.write(`test:bluesky: not run: ${reason}\n`);
  process.exit(2);
}
installServers();
const config = fileURLToPath(new URL("vitest.config.ts", import.meta.url));
const vitest = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
const {status} = spawnSync(process.execPath, [vitest, "run", "--config", config, ...process.argv.slice(2)], {
  stdio: "inherit"
});
process.exit(status ?? 1);
