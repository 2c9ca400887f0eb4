import { expect, test } from "vitest";
import { type Standing, writingWords } from "./writing-words.ts";

const now = new Date("2026-03-04T10:05:00Z");
const item = { state: "queued" as const, waitsFor: null, withVendor: null };
const known = (batch: Partial<NonNullable<Standing["batch"]>>, of: Partial<typeof item> = {}) =>
  ({
    running: undefined,
    batch: { number: 3, state: "running", isStopping: false, pausedUntil: null, ...batch },
    item: { ...item, ...of },
  }) as Standing;
const unknown: Standing = { running: undefined, batch: undefined, item: undefined };
const running = {
  conversationId: "c",
  reference: "T-001",
  persona: "Anxious planner",
  topic: "Retirement",
  stage: "writing" as const,
  since: now,
};

test("what is written now says so, a place in line doesn't", () => {
  expect(writingWords("generating", { ...unknown, running }, now)).toMatchObject({
    title: "Being written now.",
    detail: "Anxious planner · Retirement",
    isBusy: true,
  });
  const claimed = { ...running, stage: "waiting" as const };
  expect(writingWords("generating", { ...unknown, running: claimed }, now)).toMatchObject({
    title: "Waiting for its turn.",
    isBusy: false,
  });
  expect(writingWords("queued", unknown, now)).toMatchObject({
    title: "Waiting for its turn.",
    detail: "The text appears here once it is written.",
    isBusy: false,
  });
});

test("in a paused run nothing comes by itself, and the run is a click away", () => {
  expect(writingWords("queued", known({ state: "paused" }), now)).toEqual({
    title: "Run 3 is paused.",
    detail: "It waits there until somebody continues the run.",
    isBusy: false,
    linksRun: true,
  });
  const due = new Date("2026-03-04T10:30:00Z");
  expect(writingWords("queued", known({ state: "paused", pausedUntil: due }), now).detail).toBe(
    "It waits there until the run goes on.",
  );
});

test("what the vendor has overnight isn't being written now, paused or not", () => {
  const withVendor = { since: now, readyBy: null };
  const lying = { ...item, state: "running" as const, withVendor };
  for (const state of ["running", "paused"] as const) {
    const standing = { ...known({ state }), item: lying };
    const words = writingWords("generating", standing, now);
    expect(words.title).toMatch(/^With the vendor since .+\.$/);
    expect(words).toMatchObject({ isBusy: false, linksRun: true });
  }
  const stopped = { ...known({ isStopping: true }), item: lying };
  expect(writingWords("generating", stopped, now).detail).toContain("Its run was stopped");
  const poor = { ...known({}), item: { ...item, waitsFor: "money" as const } };
  expect(writingWords("queued", poor, now).title).toBe("Waits until there is money again.");
});
