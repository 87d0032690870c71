import {vi} from "vitest";
import {main} from "../../src/commands/cli.ts";

/** Runs the command line in this process, and returns its exit code and what it said. `onOut` hears standard output. */
export async function hear(argv: string[], onOut: (text: string) => void = () => {}) {
  const said = {out: "", err: ""};
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text, ...rest) => {
    said.out += String(text);
    onOut(said.out);
    const written = rest.at(-1);
    if (typeof written === "function") written();
    return true;
  });
  const err = vi
    .spyOn(process.stderr, "write")
    .mockImplementation((text) => Boolean((said.err += String(text))));
  try {
    const code = await main(["node", "followback", ...argv]);
    return {code, ...said};
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}
