import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  headline,
  moneyLine,
  outcomeLine,
  paceLine,
  percentOf,
  retryCostMicros,
} from "./batch-lines.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";

const batch: BatchProgress = {
  id: "b",
  projectId: "p",
  number: 3,
  state: "running",
  writer: "Practice writer",
  isPractice: true,
  total: 90,
  done: 0,
  failed: 0,
  cancelled: 0,
  isStopping: false,
  mode: "live",
  pause: null,
  pausedUntil: null,
  health: null,
  writerName: { provider: "practice", model: "practice-1" },
  good: 0,
  target: null,
  retrying: 0,
  nextRetryAt: null,
  running: [],
  concurrency: null,
  capMicros: null,
  costMicros: 0,
  reservedMicros: 0,
  savedMicros: 0,
  estimate: {
    costMicros: { low: 0, expected: 0, high: 0 },
    seconds: { low: 0, expected: 0, high: 0 },
  },
  expectedCostMicros: 0,
  ratePerMinute: null,
  secondsLeft: null,
  createdByName: "Nora",
  createdAt: new Date("2026-03-04T10:00:00Z"),
  finishedAt: null,
};

test("the last line names what failed and what was not written", () => {
  expect(outcomeLine({ ...batch, done: 87, failed: 3 })).toBe("87 ready, 3 failed, $0.00");
  expect(outcomeLine({ ...batch, done: 50, cancelled: 40, costMicros: 1_920_000 })).toBe(
    "50 ready, 40 not written, $1.92",
  );
  expect(headline({ ...batch, state: "finished", done: 90 })).toBe("90 ready, $0.00");
});

test("100 percent is said only when nothing is left", () => {
  const counts = fc.record({ done: fc.nat(5000), failed: fc.nat(50), left: fc.nat(5000) });
  fc.assert(
    fc.property(counts, ({ done, failed, left }) => {
      const percent = percentOf({ ...batch, total: done + failed + left, done, failed });
      expect(percent === 100).toBe(left === 0);
      expect(percent).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("no pace is guessed before there is one", () => {
  expect(paceLine(batch)).toBe("Working out how long it takes");
  expect(paceLine({ ...batch, ratePerMinute: 3.26, secondsLeft: 120 })).toBe(
    "3.3 a minute, about 2 min left",
  );
});

test("money stands beside what was expected, and a practice run says that it is free", () => {
  expect(moneyLine(batch)).toBe("Free, on this machine");
  const paid = {
    ...batch,
    isPractice: false,
    costMicros: 1_240_000,
    expectedCostMicros: 3_600_000,
  };
  expect(moneyLine(paid)).toBe("$1.24 of about $3.60");
  expect(retryCostMicros({ ...paid, failed: 3 })).toBe(120_000);
});
