import {expect, it} from "vitest";
import {kill} from "./kill.ts";

// The long form, 200 kills, is `npm run rehearse`.
it("pays for no page twice and loses no snapshot when it is killed again and again", async () => {
  const {kills, repeated, meter, told, wrongs} = await kill(1, 6);
  expect(wrongs).toEqual([]);
  expect(kills).toBe(6);
  // A page that was on its way when the process died is asked for once more.
  expect(repeated).toBeLessThanOrEqual(6);
  expect(told).toBe(meter);
});
