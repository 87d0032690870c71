#!/usr/bin/env node
// The program is TypeScript, run as it stands: this file only makes Node understand it.
import {register} from "tsx/esm/api";

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

register();
const {main} = await import("./commands/cli.ts");
process.exitCode = await main(process.argv);
