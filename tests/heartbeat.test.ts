import {join} from "node:path";
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import type {TestCase, TestModule} from "vitest/node";
import {Heartbeat} from "./heartbeat.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const fileOf = (name: string) => ({moduleId: join(process.cwd(), "tests", name)}) as TestModule;

test("says every half minute of silence which files are running, and how far they are", () => {
  const said: string[] = [];
  const heartbeat = new Heartbeat({say: (line) => said.push(line), isTerminal: false});
  const [first, second] = [fileOf("a.test.ts"), fileOf("b.test.ts")];
  heartbeat.onTestRunStart();
  heartbeat.onTestModuleStart(first);
  vi.advanceTimersByTime(20_000);
  heartbeat.onTestModuleStart(second);
  heartbeat.onTestCaseResult({module: second} as TestCase);
  vi.advanceTimersByTime(9_999);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(said).toEqual([
    "still running: tests/a.test.ts (30 s, 0 tests done), tests/b.test.ts (10 s, 1 test done)"
  ]);
  heartbeat.onTestModuleEnd(first);
  vi.advanceTimersByTime(29_999);
  expect(said).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(said[1]).toBe("still running: tests/b.test.ts (40 s, 1 test done)");
  heartbeat.onTestRunEnd();
  vi.advanceTimersByTime(300_000);
  expect(said).toHaveLength(2);
});

test("says nothing on a terminal, which shows it anyway", () => {
  const say = vi.fn();
  const heartbeat = new Heartbeat({say, isTerminal: true});
  heartbeat.onTestRunStart();
  vi.advanceTimersByTime(300_000);
  expect(say).not.toHaveBeenCalled();
});
