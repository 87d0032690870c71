import {vi} from "vitest";

/**
 * What the source relies on, and the world that it reads, asked of the local AppView instead of the real servers: the same
 * files as `npm run test:bluesky` runs.
 */
vi.mock("./start-servers.ts", async () => ({
  startServers: (await import("./local-servers.ts")).startLocalServers
}));
/** Nothing is waited for. */
vi.mock("../../src/networks/bluesky.ts", async (load) => ({
  ...(await load<object>()),
  blueskyRequestsASecond: 10_000
}));

await import("./real/facts.real.ts");
await import("./real/people.real.ts");
await import("./real/told.real.ts");
