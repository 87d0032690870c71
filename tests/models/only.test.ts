import {describe, expect, it} from "vitest";
import {readModels, withWhatTheyRead} from "../../src/models/models.ts";

describe("withWhatTheyRead", () => {
  const models = readModels();

  it("keeps what is asked for and all it rests on, in the order they are made", () => {
    const kept = withWhatTheyRead(models, ["followers"]).map(({name}) => name);
    expect(kept).toContain("spells");
    expect(kept).toContain("presence");
    expect(kept).not.toContain("survival");
    expect(kept.at(-1)).toBe("followers");
    expect(kept).toEqual(models.map(({name}) => name).filter((name) => kept.includes(name)));
  });

  it("refuses a name that no model has", () => {
    expect(() => withWhatTheyRead(models, ["follower"])).toThrow("no such model: follower");
  });
});
