import {readFileSync} from "node:fs";

const packageFile = new URL("../package.json", import.meta.url);

/** The program's version, as package.json states it. */
export const version: string = (JSON.parse(readFileSync(packageFile, "utf8")) as {version: string}).version;
