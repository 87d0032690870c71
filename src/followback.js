#!/usr/bin/env node
// The program is TypeScript: this file runs what was compiled of it, or makes Node understand it as it stands.
import {compiledProgram} from "./compiled.js";

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

// With --debug the program runs as it stands, so that a stack names the lines of its sources.
const program = process.argv.includes("--debug") ? null : await compiledProgram();
if (program === null) (await import("tsx/esm/api")).register();
const {main} = await import(program ?? "./commands/cli.ts");
process.exitCode = await main(process.argv);
