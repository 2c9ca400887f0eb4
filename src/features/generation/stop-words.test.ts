import { expect, test } from "vitest";
import { stoppedText, stopText } from "./stop-words.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";

const range = { low: 0, expected: 0, high: 0 };
const batch: BatchProgress = {
  id: "b",
  projectId: "p",
  number: 3,
  state: "running",
  writer: "Claude",
  isPractice: false,
  total: 90,
  done: 40,
  failed: 2,
  cancelled: 0,
  isStopping: false,
  mode: "live",
  pause: null,
  pausedUntil: null,
  health: null,
  writerName: { provider: "c", model: "m" },
  good: 0,
  target: null,
  retrying: 0,
  nextRetryAt: null,
  queued: 45,
  waitingForMoney: 0,
  waitingForVendor: 0,
  vendorAskedAt: null,
  running: [],
  concurrency: null,
  capMicros: null,
  costMicros: 0,
  reservedMicros: 0,
  savedMicros: 0,
  estimate: { costMicros: range, seconds: range },
  expectedCostMicros: 0,
  ratePerMinute: null,
  withVendor: 0,
  written: 40,
  readyBy: null,
  textsLeft: 48,
  secondsLeft: null,
  activeSeconds: null,
  createdByName: "Nora",
  createdAt: new Date("2026-03-04T10:00:00Z"),
  finishedAt: null,
};
const item = (stage: BatchProgress["running"][number]["stage"]) => ({
  conversationId: stage,
  reference: "T-001",
  persona: "",
  topic: "",
  stage,
  since: batch.createdAt,
});

test("stopping says what goes back, and that what is under way is finished, paid for and kept", () => {
  const running = [item("asking"), item("writing"), item("waiting")];
  expect(stopText({ ...batch, running })).toBe(
    "40 conversations written so far stay. The 46 that wait go back to what they were. 2 under way are finished, paid for and kept.",
  );
  expect(stopText({ ...batch, isPractice: true, running })).toContain(
    "2 under way are finished and kept.",
  );
  expect(stopText({ ...batch, done: 0, failed: 0, total: 1, queued: 1 })).toBe(
    "Nothing is written yet. The one that waits goes back to what it was.",
  );
});

test("overnight, what the vendor has is cancelled there; what it wrote by then is kept", () => {
  expect(stopText({ ...batch, mode: "overnight", queued: 18, withVendor: 30 })).toBe(
    "40 conversations written so far stay. The 18 that wait go back to what they were. 30 are with the vendor and are cancelled there: what it wrote by then is paid for and kept, the others go back to what they were.",
  );
});

test("with a target, what waits may have a text of this run already, and keeps it", () => {
  expect(stopText({ ...batch, target: { good: 50, candidates: 60 } })).toContain(
    "The 45 that wait go back to what they were, or to the text that the run has written.",
  );
});

test("a run that is still being stopped isn't called stopped", () => {
  const stopping = {
    ...batch,
    queued: 0,
    cancelled: 46,
    isStopping: true,
    running: [item("writing")],
  };
  expect(stoppedText(stopping)).toBe(
    "Run 3 is stopping; nothing more is sent. 40 conversations kept. 1 under way is finished, paid for and kept.",
  );
  expect(stoppedText({ ...batch, state: "cancelled", queued: 0, cancelled: 48 })).toBe(
    "Run 3 stopped. 40 conversations kept.",
  );
});
