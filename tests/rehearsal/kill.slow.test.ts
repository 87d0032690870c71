import {expect, it} from "vitest";
import {kill} from "./kill.ts";

// `KILLS=30` is the long form; 200 kills are in `npm run rehearse`.
const times = Number(process.env.KILLS ?? 2);

it("pays for no page twice and loses no snapshot when it is killed again and again", async () => {
  const {kills, repeated, meter, told, wrongs} = await kill(1, times);
  expect(wrongs).toEqual([]);
  expect(kills).toBe(times);
  // A page that was on its way when the process died is asked for once more.
  expect(repeated).toBeLessThanOrEqual(times);
  expect(told).toBe(meter);
});
