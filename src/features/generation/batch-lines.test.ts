import * as fc from "fast-check";
import { expect, test } from "vitest";
import { holdOf } from "./hold-words.ts";
import {
  headline,
  mayRetry,
  moneyLine,
  outcomeLine,
  paceLine,
  percentOf,
  retryCostMicros,
  sideLines,
  stageLine,
} from "./batch-lines.ts";
import { batch } from "../../../test/batch-progress.ts";

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

test("with a target the good ones count, and it isn't done before it has ended", () => {
  const target = { good: 20, candidates: 60 };
  const half = { ...batch, target, done: 90, good: 10, written: 95 };
  expect(percentOf(half)).toBe(50);
  expect(percentOf({ ...half, good: 20 })).toBe(99);
  expect(percentOf({ ...half, good: 25, state: "finished" })).toBe(100);
  expect(headline({ ...half, state: "paused" })).toBe("Paused at 10 of 20 good");
});

test("what failed can be tried again unless the run is stopped or its target leaves no text", () => {
  const target = { good: 20, candidates: 60 };
  expect(mayRetry({ ...batch, state: "finished", failed: 3 })).toBe(true);
  expect(mayRetry({ ...batch, isStopping: true })).toBe(false);
  expect(mayRetry({ ...batch, target, good: 19, written: 59 })).toBe(true);
  expect(mayRetry({ ...batch, target, good: 20, written: 40 })).toBe(false);
  expect(mayRetry({ ...batch, target, good: 1, written: 60 })).toBe(false);
});

test("no pace is guessed before there is one, and none while it stands still", () => {
  expect(paceLine(batch)).toBe("Working out how long it takes");
  expect(paceLine({ ...batch, ratePerMinute: 3.26, secondsLeft: 120 })).toBe(
    "3.3 a minute, about 2 min left",
  );
  expect(paceLine({ ...batch, ratePerMinute: 0.02, secondsLeft: 0 })).toBe("nearly done");
  expect(paceLine({ ...batch, state: "paused", queued: 45, ratePerMinute: 3 })).toBe("45 wait");
});

test("money stands beside what was expected, and a practice run says that it is free", () => {
  expect(moneyLine(batch)).toBe("Free, on this machine");
  expect(moneyLine(paid)).toBe("$1.24 of about $3.60");
  expect(moneyLine({ ...paid, capMicros: 5_000_000 })).toBe("$1.24 of about $3.60, stops at $5.00");
  expect(retryCostMicros({ ...paid, failed: 3 })).toBe(120_000);
  expect(retryCostMicros({ ...paid, failed: 3 }, 1)).toBe(40_000);
});

test("what is still to spend follows from what one has cost here", () => {
  expect(
    sideLines({ ...paid, done: 31, written: 31, textsLeft: 59, savedMicros: 310_000 }, now),
  ).toEqual(["about $2.36 still to spend", "$0.31 saved by the vendor's cache"]);
  expect(sideLines({ ...paid, state: "finished", done: 90, textsLeft: 0 }, now)).toEqual([]);
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
  const paused = { ...overnight, state: "paused" as const, queued: 5, withVendor: 10 };
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
  expect(
    holdOf({ ...paid, health: { state: "ok", reason: null, until: null } }, now, true),
  ).toBeNull();
  const limited = { state: "limited" as const, reason: "Too many.", until: later(30) };
  expect(holdOf({ ...paid, health: limited }, now, true)).toMatchObject({
    kind: "limited",
    title: "Waiting for the provider's limit, another 30 s",
    reason: "Too many.",
  });
  const cap = { kind: "cap" as const, by: "cap", message: "$5.00 is spent." };
  const paused = { ...paid, state: "paused" as const, health: limited };
  expect(holdOf({ ...paused, pause: cap }, now, true)).toMatchObject({
    kind: "paused",
    remedy: "spending",
  });
  const limit = { kind: "provider_limit" as const, by: "rate_limited", message: "" };
  expect(holdOf({ ...paused, pause: limit, pausedUntil: later(-1) }, now, true)?.next).toBe(
    "It goes on by itself in a moment.",
  );
  expect(holdOf({ ...paused, state: "finished" }, now, true)).toBeNull();
});

test("a pause sends people where it is put right, and only those who may", () => {
  const hold = (by: string, mayManage: boolean) => {
    const pause = { kind: "needs_person" as const, by, message: "" };
    return holdOf({ ...paid, state: "paused", pause }, now, mayManage);
  };
  for (const by of ["no_credit", "spend_cap", "own_spend_limit"]) {
    expect(hold(by, true)).toMatchObject({
      next: "What is written stays. The run doesn't go on by itself: press Continue when the account takes calls again.",
      remedy: null,
    });
    expect(hold(by, false)?.next).toContain("Ask an owner to see to the account at the vendor.");
  }
  expect(hold("wrong_key", true)).toMatchObject({ remedy: "writers" });
  expect(hold("wrong_key", false)).toMatchObject({
    next: "Only an owner can put it right, under Settings, Writers: ask one, then continue.",
    remedy: null,
  });
  // The engine's own sentence says all there is to do.
  expect(hold("overloaded", true)).toMatchObject({ next: "", remedy: null });
  const cap = { kind: "cap" as const, by: "cap", message: "" };
  expect(holdOf({ ...paid, state: "paused", pause: cap }, now, false)).toMatchObject({
    next: expect.stringContaining("only an owner can change"),
    remedy: null,
  });
});
