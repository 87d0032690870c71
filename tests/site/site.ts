import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {buildReport} from "../../src/site/report.ts";
import {serveDirectory} from "../../src/site/serve.ts";
import {writeFixture, type World} from "./fixture.ts";

/** A built report of made-up accounts, served below `/sub/` as a static host would. */
export interface Site {
  /** Where the pages lie. */
  directory: string;
  /** The address of its root, with a slash at the end. */
  url: string;
  close(): Promise<void>;
}

export async function openSite(worlds: World[]): Promise<Site> {
  const root = await mkdtemp(join(tmpdir(), "followback-site-"));
  const directory = join(root, "public", "sub");
  await writeFixture(join(root, "data"), worlds);
  await buildReport({dataDir: join(root, "data"), outDir: directory, base: "/sub/"});
  const server = await serveDirectory(join(root, "public"), 0);
  return {
    directory,
    url: `${server.url}sub/`,
    async close() {
      await server.close();
      await rm(root, {recursive: true, force: true});
    }
  };
}
