import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  badgeOf,
  badges,
  generationStates,
  hasFailedTry,
  isAtWork,
  mayDecide,
  mayGenerationMove,
  mayReviewBecome,
  mayTakeText,
  reviewStateOfNewVersion,
  reviewStates,
  stateAtRest,
} from "./states.ts";

const generation = fc.constantFrom(...generationStates);
const review = fc.constantFrom(...reviewStates);

test("every pair of states has one badge, and every badge stands for some pair", () => {
  const found = new Set(
    generationStates.flatMap((one) => reviewStates.map((other) => badgeOf(one, other))),
  );
  expect([...found].toSorted()).toEqual([...badges].toSorted());
});

test("work in progress and a failure are never hidden by a decision", () => {
  fc.assert(
    fc.property(generation, review, (one, other) => {
      if (isAtWork(one) || one === "failed") expect(badgeOf(one, other)).toBe(one);
    }),
  );
});

test("no text and no decision reaches a row that waits, and none is decided on while it is written", () => {
  expect(mayTakeText("queued")).toBe(false);
  fc.assert(
    fc.property(generation, fc.boolean(), (state, hasVersion) => {
      if (mayTakeText(state)) expect(mayGenerationMove(state, "generated")).toBe(true);
      if (mayDecide(state, hasVersion)) expect(hasVersion && !isAtWork(state)).toBe(true);
    }),
  );
});

test("a row that a batch gives up can go back to where it came from, and be queued again", () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), (hasFailure, hasVersion) => {
      const rest = stateAtRest({ hasFailure, hasVersion });
      expect(isAtWork(rest)).toBe(false);
      for (const from of ["queued", "generating"] as const) {
        expect(mayGenerationMove(from, rest)).toBe(true);
      }
      expect(mayGenerationMove(rest, "queued")).toBe(true);
    }),
  );
});

test("a text that stands keeps its decision when another try fails or is given up", () => {
  fc.assert(
    fc.property(review, fc.boolean(), (state, hasFailure) => {
      const rest = stateAtRest({ hasFailure, hasVersion: true });
      expect(badgeOf(rest, state)).toBe(state === "none" ? "generated" : state);
      expect(hasFailedTry(rest, hasFailure)).toBe(hasFailure);
    }),
  );
  expect(stateAtRest({ hasFailure: true, hasVersion: false })).toBe("failed");
});

test("writing begins in the queue alone, and nothing at work is queued a second time", () => {
  const before = generationStates.filter((state) => mayGenerationMove(state, "generating"));
  expect(before).toEqual(["queued", "generating"]);
  expect(mayGenerationMove("queued", "queued")).toBe(false);
});

test("a new version can void any decision", () => {
  fc.assert(
    fc.property(review, fc.boolean(), (state, needsReview) => {
      expect(mayReviewBecome(state, reviewStateOfNewVersion(needsReview))).toBe(true);
    }),
  );
});
