import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {expect, it} from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Licences that ask for no more than to be named; MPL-2.0 also for changes of its own files, and there are none. */
const free = new Set([
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BSL-1.0",
  "0BSD",
  "BlueOak-1.0.0",
  "MPL-2.0",
  "Python-2.0",
  "Unlicense",
  "Zlib"
]);

/** Packages that name no licence where tools look, with what their file LICENSE says. */
const read: Readonly<Record<string, string>> = {
  "dejavu-fonts-ttf": "Bitstream Vera Fonts Copyright",
  "twitter-text": "Licensed under the Apache License, Version 2.0"
};

interface Component {
  name: string;
  version: string;
  licenses?: {license?: {id?: string; name?: string}; expression?: string}[];
}

/** As SPDX writes them: `MIT`, `MIT AND Zlib`, `(MIT OR GPL-3.0-or-later)`. */
const licenceOf = ({licenses = []}: Component): string =>
  licenses.map(({license, expression}) => expression ?? license?.id ?? license?.name ?? "").join(" AND ");

const isFree = (licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, "")
    .split(" AND ")
    .every((all) => all.split(" OR ").some((one) => free.has(one)));

it("needs only packages whose licence lets anybody use them, by the bill of materials", () => {
  const bill = execFileSync("npm", ["run", "--silent", "sbom"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26
  });
  const {components} = JSON.parse(bill) as {components: Component[]};
  expect(components.length).toBeGreaterThan(100);
  const others = components.filter((one) => !isFree(licenceOf(one)));
  expect(others.map(({name}) => name).sort()).toEqual(Object.keys(read).sort());
  for (const [name, words] of Object.entries(read))
    expect(readFileSync(join(root, "node_modules", name, "LICENSE"), "utf8")).toContain(words);
});

it("knows a licence that is not free where it sees one", () => {
  const seen = ["GPL-3.0", "MIT AND GPL-3.0", "", "MIT OR GPL-3.0"].map(isFree);
  expect(seen).toEqual([false, false, false, true]);
});
