import { expect, test } from "vitest";
import { resumeBatch } from "./resume-batch.ts";
import { attemptsOf, expectSettled, hasEnded, openOvernight } from "../../../test/overnight.ts";

test("a result that can't be read keeps nobody from the others: its conversation is sent once more", async () => {
  const scene = await openOvernight();
  const { batchId } = await scene.start(6);
  const statesOf = async () => (await attemptsOf(scene, batchId)).map(({ state }) => state);
  const fault = { kind: "cut-line" as const, which: "first" as const };
  scene.fake.change({ faults: [{ fault, endpoints: ["batches"] }] });
  await scene.runUntil(batchId, async () => (await statesOf()).includes("billed_unknown"));
  scene.fake.change({ faults: [] });
  const end = await scene.runUntil(batchId, hasEnded);
  expect(end).toMatchObject({ state: "finished", done: 6, failed: 0 });
  const states = await statesOf();
  expect(states.filter((state) => state === "succeeded")).toHaveLength(6);
  // Four of the five were read the first time.
  expect(states.length).toBeLessThan(6 + 5);
  await expectSettled(scene, batchId);
});

test("results that break off are asked for again, and a person is told when they go on doing so", async () => {
  const scene = await openOvernight();
  const { batchId } = await scene.start(4);
  const fault = { kind: "cut-line" as const, which: "last" as const };
  scene.fake.change({ faults: [{ fault, endpoints: ["batches"] }] });
  const paused = await scene.runUntil(batchId, ({ state }) => state === "paused");
  expect(paused.pause).toMatchObject({ kind: "needs_person", by: "garbled" });
  expect(paused.pause?.message).toContain("can't be read");
  scene.fake.change({ faults: [] });
  await resumeBatch({ ctx: scene.stage.ctx, input: { batchId } });
  expect(await scene.runUntil(batchId, hasEnded)).toMatchObject({ state: "finished", done: 4 });
  const states = (await attemptsOf(scene, batchId)).map(({ state }) => state);
  expect(states).toEqual(Array(4).fill("succeeded"));
  await expectSettled(scene, batchId);
});
