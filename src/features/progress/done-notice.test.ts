import { expect, test } from "vitest";
import { endedSince } from "./done-notice.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";

const batch = (id: string, state: BatchProgress["state"]) => ({ id, state }) as BatchProgress;

test("only a run that was seen under way has ended, and a paused one has not", () => {
  const underWay = new Set(["a", "b", "c"]);
  const batches = [
    batch("a", "finished"),
    batch("b", "running"),
    batch("c", "paused"),
    batch("d", "finished"),
  ];
  expect(endedSince(underWay, batches).map(({ id }) => id)).toEqual(["a"]);
  expect(endedSince(underWay, [batch("b", "cancelled")])).toHaveLength(1);
  expect(endedSince(new Set(), batches)).toEqual([]);
});
