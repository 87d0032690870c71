import {describe, it} from "vitest";
import {isSlow} from "./long.ts";

const left = Object.assign(() => {}, {each: () => () => {}, skipIf: () => () => {}, runIf: () => () => {}});

/** vitest's `it` and `describe` of what takes a second of CPU or more: `SLOW=1` and every long form have it, `npm test` has not. */
export const slow = isSlow
  ? {it, describe}
  : {it: left as unknown as typeof it, describe: left as unknown as typeof describe};
