/** Whether proofs that have no number of their own take their long form: more seeds, more worlds, longer histories. */
export const isLong = process.env.LONG !== undefined;
