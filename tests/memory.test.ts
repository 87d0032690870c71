import {afterEach, expect, test, vi} from "vitest";
import {explained} from "../src/errors.ts";
import {defaultMemory, memoryLimit, moreMemory} from "../src/memory.ts";

afterEach(() => vi.unstubAllEnvs());

const gigabytes = (number: number) => number * 1e9;

test.each([
  ["half of a machine of 24 GB", 24, 0, 12],
  ["whole gigabytes of one of 25", 25, 0, 12],
  ["4 GB of a small one", 4, 0, 4],
  ["half of the container, where that is smaller", 64, 16, 8],
  ["4 GB of a small container", 64, 2, 4],
  ["half of the machine where the container has no limit", 24, 18e9, 12]
])("the database gets %s", (_, machine, container, gets) => {
  expect(defaultMemory(gigabytes(machine), gigabytes(container))).toBe(gigabytes(gets));
});

test("what the person says goes before, and twice that is what to try next", () => {
  vi.stubEnv("FOLLOWBACK_MEMORY", "1.5 GiB");
  expect(memoryLimit()).toBe("1.5 GiB");
  expect(moreMemory()).toBe("3GiB");
  expect((explained(new Error("Out of Memory Error: failed to allocate")) as Error).message).toBe(
    "out of memory: allow more with FOLLOWBACK_MEMORY, such as FOLLOWBACK_MEMORY=3GiB"
  );
});

test("where nobody says anything it is a size that the database takes", () => {
  vi.stubEnv("FOLLOWBACK_MEMORY", "");
  expect(memoryLimit()).toMatch(/^\d+GB$/);
});
