#!/usr/bin/env node
// The program is TypeScript, run as it stands: this file only makes Node understand it.
import {register} from "tsx/esm/api";

register();
const {main} = await import("./cli.ts");
process.exitCode = await main(process.argv);
