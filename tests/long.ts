/** Whether proofs that have no number of their own take their long form: more seeds, more worlds, longer histories. */
export const isLong = process.env.LONG !== undefined;

/** Whether tests that take a second of CPU or more, of what cheaper ones hold too, are run: `tests/slow.ts`, `*.slow.test.ts`. */
export const isSlow = isLong || Boolean(process.env.SLOW);
