import { expect, test } from "vitest";
import { stoppedText, stopText } from "./stop-words.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { batch as fresh } from "../../../test/batch-progress.ts";

const batch = { ...fresh, isPractice: false, done: 40, failed: 2, queued: 45 };
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
