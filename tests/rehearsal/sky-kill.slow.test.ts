import {expect, it} from "vitest";
import {killSky} from "./sky-kill.ts";

// `KILLS=100` is the long form.
const times = Number(process.env.KILLS ?? 2);

it.each([false, true])(
  "asks nothing of Bluesky twice but what was on its way, and stores the same bytes, killed again and again; logged in: %s",
  async (isBrand) => {
    const {kills, snapshots, repeated, wrongs} = await killSky(1, times, isBrand);
    expect(wrongs).toEqual([]);
    expect(kills).toBe(times);
    expect(snapshots).toBeGreaterThan(0);
    expect(repeated).toBeLessThanOrEqual(times);
  }
);
