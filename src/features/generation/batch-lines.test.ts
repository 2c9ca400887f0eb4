import * as fc from "fast-check";
import { expect, test } from "vitest";
import { holdOf } from "./hold-words.ts";
import {
  headline,
  moneyLine,
  outcomeLine,
  paceLine,
  percentOf,
  retryCostMicros,
  sideLines,
  stageLine,
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
  waitingForMoney: 0,
  waitingForVendor: 0,
  vendorAskedAt: null,
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
  withVendor: 0,
  written: 0,
  readyBy: null,
  secondsLeft: null,
  createdByName: "Nora",
  createdAt: new Date("2026-03-04T10:00:00Z"),
  finishedAt: null,
};

const paid = {
  ...batch,
  isPractice: false,
  writer: "Claude",
  costMicros: 1_240_000,
  expectedCostMicros: 3_600_000,
};
const now = new Date("2026-03-04T10:05:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

test("the last line names what failed, what was not written and what was expected", () => {
  expect(outcomeLine({ ...batch, done: 87, failed: 3 })).toBe("87 ready, 3 failed, $0.00");
  expect(
    outcomeLine({
      ...paid,
      done: 87,
      failed: 3,
      costMicros: 1_920_000,
      expectedCostMicros: 2_100_000,
    }),
  ).toBe("87 ready, 3 failed, $1.92 (expected $2.10)");
  expect(outcomeLine({ ...batch, done: 50, cancelled: 40 })).toBe(
    "50 ready, 40 not written, $0.00",
  );
  expect(headline({ ...batch, state: "finished", done: 90 })).toBe("90 ready, $0.00");
});

test("the headline tells running, paused and stopping apart", () => {
  expect(headline(batch)).toBe("Writing 90 conversations");
  expect(headline({ ...batch, state: "paused", done: 40, failed: 5 })).toBe("Paused at 45 of 90");
  expect(headline({ ...batch, isStopping: true })).toBe("Stopping");
  expect(headline({ ...batch, target: { good: 20, candidates: 60 } })).toBe(
    "Writing until 20 are good",
  );
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

test("no pace is guessed before there is one, and none while it stands still", () => {
  expect(paceLine(batch)).toBe("Working out how long it takes");
  expect(paceLine({ ...batch, ratePerMinute: 3.26, secondsLeft: 120 })).toBe(
    "3.3 a minute, about 2 min left",
  );
  expect(paceLine({ ...batch, state: "paused", done: 45, ratePerMinute: 3 })).toBe("45 wait");
});

test("money stands beside what was expected, and a practice run says that it is free", () => {
  expect(moneyLine(batch)).toBe("Free, on this machine");
  expect(moneyLine(paid)).toBe("$1.24 of about $3.60");
  expect(moneyLine({ ...paid, capMicros: 5_000_000 })).toBe("$1.24 of about $3.60, stops at $5.00");
  expect(retryCostMicros({ ...paid, failed: 3 })).toBe(120_000);
  expect(retryCostMicros({ ...paid, failed: 3 }, 1)).toBe(40_000);
});

test("what is still to spend follows from what one has cost here", () => {
  expect(sideLines({ ...paid, done: 31, savedMicros: 310_000 }, now)).toEqual([
    "about $2.36 still to spend",
    "$0.31 saved by the vendor's cache",
  ]);
  expect(sideLines({ ...paid, state: "finished", done: 90 }, now)).toEqual([]);
  expect(sideLines({ ...batch, retrying: 3, nextRetryAt: later(12) }, now)).toEqual([
    "3 tried again, the next one in 12 s",
  ]);
});

test("overnight, what waits for money or for the vendor is told as that, not as tried again", () => {
  const overnight = { ...batch, mode: "overnight" as const };
  expect(sideLines({ ...overnight, waitingForMoney: 12 }, now)).toEqual([
    "12 wait until there is money again: what the vendor has is held back at the most that it could cost",
  ]);
  const refused = { ...overnight, waitingForVendor: 1, vendorAskedAt: later(40) };
  expect(sideLines(refused, now)).toEqual([
    "1 waits until the vendor takes batches again, asked in 40 s",
  ]);
  expect(paceLine(refused)).toBe("The vendor takes no batches at the moment");
  const paused = { ...overnight, state: "paused" as const, total: 20, done: 5, withVendor: 10 };
  expect(paceLine(paused)).toBe("5 wait, 10 with the vendor");
  expect(paceLine({ ...overnight, isStopping: true, withVendor: 10 })).toBe(
    "Waiting for the vendor to end the 10 that it has; what it wrote by then is stored",
  );
});

test("each running conversation says what is being done and for how long", () => {
  expect(stageLine({ stage: "writing", since: later(-12) }, now)).toBe("is writing, 12 s");
  expect(stageLine({ stage: "asking", since: later(2) }, now)).toBe(
    "asked, waiting for the first word",
  );
});

test("what holds a run up is told with its end and what to do", () => {
  expect(holdOf({ ...paid, health: { state: "ok", reason: null, until: null } }, now)).toBeNull();
  const limited = { state: "limited" as const, reason: "Too many.", until: later(30) };
  expect(holdOf({ ...paid, health: limited }, now)).toMatchObject({
    kind: "limited",
    title: "Waiting for the provider's limit, another 30 s",
    reason: "Too many.",
  });
  const cap = { kind: "cap" as const, by: "cap", message: "$5.00 is spent." };
  const paused = { ...paid, state: "paused" as const, health: limited };
  expect(holdOf({ ...paused, pause: cap }, now)).toMatchObject({
    kind: "paused",
    remedy: "spending",
  });
  const limit = { kind: "provider_limit" as const, by: "rate_limited", message: "" };
  expect(holdOf({ ...paused, pause: limit, pausedUntil: later(-1) }, now)?.next).toBe(
    "It goes on by itself in a moment.",
  );
  expect(holdOf({ ...paused, state: "finished" }, now)).toBeNull();
});
